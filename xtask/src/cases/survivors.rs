//! What defects of an implementation in another language, written without sight of the suite, survived at first.

use serde_json::{Value, json};

use super::build::{
    AVERAGE, HIGHER, LOWER, Setting, With, case, categorical, gamma, gaussian, inline, inverse_wishart, mixture,
    normal, poisson, probabilities, rate,
};

pub fn cases() -> Vec<Value> {
    [answered(), rejected()].concat()
}

/// Counts under some rates of equal mixing weights.
fn counts(data: Value, weights: Value, rates: &[f64]) -> Setting {
    let count = rates.len();
    Setting {
        data: inline(data),
        model: poisson(),
        start: mixture(weights, rates.iter().map(|r| rate(json!([r]))).collect()),
        alpha: json!(vec![1; count]),
        theta: gamma(json!([2]), json!([0.5])),
    }
}

/// Two spherical components a little apart, and a row 38 deviations away: both densities are subnormal.
fn far_from_both() -> Setting {
    Setting {
        data: inline(json!([[38.2], [0.5], [-1.25]])),
        model: gaussian("spherical"),
        start: mixture(json!([0.5, 0.5]), vec![normal(json!([0]), json!(1)), normal(json!([0.03]), json!(1))]),
        alpha: json!([2, 2]),
        theta: Value::Null,
    }
}

fn six_components() -> Setting {
    let component = |k: usize| normal(json!([k as f64 - 2.5, 0.5 * k as f64]), json!([[1, 0.25], [0.25, 0.75]]));
    Setting {
        data: inline(json!([[0.25, 1], [2.5, 2.25], [-2, 0.5], [1, 1.75], [-0.5, 0.75]])),
        model: gaussian("full"),
        start: mixture(json!([0.1, 0.2, 0.15, 0.25, 0.05, 0.25]), (0..6).map(component).collect()),
        alpha: json!([2, 2, 2, 2, 2, 2]),
        theta: inverse_wishart(json!([0, 1]), 0.5, 4.0, json!([[1, 0.25], [0.25, 2]])),
    }
}

fn answered() -> Vec<Value> {
    let three = counts(json!([[1], [4], [2]]), json!([0.2, 0.3, 0.5]), &[1.0, 2.0, 3.5]);
    let two = counts(json!([[1], [4]]), json!([0.5, 0.5]), &[1.0, 4.0]);
    vec![
        case(
            "poisson/flat-weights-prior-evaluate",
            "A Dirichlet prior with all concentrations 1 has the density Γ(K), not 1",
            LOWER,
            &["log-prior-unnormalised", "log-prior-missing"],
        )
        .evaluate(&three, With::Weights),
        case(
            "poisson/flat-weights-prior-k3",
            "Three iterations under a Dirichlet prior with all concentrations 1",
            LOWER,
            &["log-prior-unnormalised", "log-prior-missing"],
        )
        .trajectory(&three, With::Weights, 3, &[1, 3]),
        case(
            "poisson/scarce-component-maximize",
            "A component of 2e-10 observations is not empty",
            AVERAGE,
            &["component-dropped", "weight-floor"],
        )
        .maximize(&two, With::NoPrior, json!([[0.9999999999, 0.0000000001], [0.9999999999, 0.0000000001]])),
        case(
            "gaussian/subnormal-densities-spherical-evaluate",
            "Responsibilities where every density is subnormal",
            HIGHER,
            &["no-log-sum-exp", "density-floor"],
        )
        .evaluate(&far_from_both(), With::NoPrior),
        case(
            "gaussian/six-components-full-evaluate",
            "Six components, six terms in every sum",
            LOWER,
            &["no-log-sum-exp", "mixing-weights-ignored"],
        )
        .evaluate(&six_components(), With::Both),
        case(
            "gaussian/six-components-full-k6",
            "Two iterations of six components",
            AVERAGE,
            &["no-log-sum-exp", "mixing-weights-ignored"],
        )
        .trajectory(&six_components(), With::Both, 2, &[1, 2]),
    ]
}

fn rejected() -> Vec<Value> {
    let good = || counts(json!([[1], [4]]), json!([0.5, 0.5]), &[1.0, 4.0]);
    let evaluate = |id, title, hunt, setting: Setting| {
        let question = json!({"parameters": setting.start});
        case(id, title, LOWER, &[hunt]).rejected("evaluate", &setting, With::NoPrior, question)
    };
    let rates = |weights: Value, first: f64| mixture(weights, vec![rate(json!([first])), rate(json!([4]))]);
    let levels = Setting {
        model: categorical(&[2]),
        start: mixture(
            json!([0.5, 0.5]),
            vec![probabilities(json!([[1.0000000001, -0.0000000001]])), probabilities(json!([[0.5, 0.5]]))],
        ),
        data: inline(json!([[0], [1]])),
        ..good()
    };
    let question = json!({"responsibilities": [[0.5, 0.5], [0.25, 0.75]]});
    vec![
        evaluate(
            "rejected/negative-rate",
            "A negative Poisson rate",
            "accepts-bad-parameters",
            Setting { start: rates(json!([0.5, 0.5]), -2.0), ..good() },
        ),
        evaluate(
            "rejected/nearly-a-count",
            "A count 1e-7 from an integer",
            "accepts-bad-counts",
            Setting { data: inline(json!([[2.0000001], [4]])), ..good() },
        ),
        evaluate(
            "rejected/mixing-weight-below-0-by-1e-10",
            "A mixing weight of -1e-10, the sum 1",
            "accepts-off-simplex",
            Setting { start: rates(json!([1.0000000001, -0.0000000001]), 1.0), ..good() },
        ),
        evaluate(
            "rejected/probability-below-0-by-1e-10",
            "A probability of -1e-10, the sum 1",
            "accepts-off-simplex",
            levels,
        ),
        case("rejected/row-too-long", "A row of more numbers than the first", LOWER, &["accepts-bad-shapes"]).rejected(
            "maximize",
            &Setting { data: inline(json!([[1, 2], [3, 4, 5]])), ..good() },
            With::NoPrior,
            question,
        ),
        case(
            "rejected/divergence-more-concentrations",
            "Dirichlet distributions of three probabilities and of two",
            LOWER,
            &["accepts-bad-shapes"],
        )
        .rejected_divergence(
            json!({"family": "dirichlet", "concentration": [1.5, 2, 0.5]}),
            json!({"family": "dirichlet", "concentration": [1.5, 2]}),
        ),
    ]
}
