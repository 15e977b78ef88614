//! Input that `bound`, `evidence`, `variational` and `divergence` must refuse, with as little else wrong as possible.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{AVERAGE, HIGHER, LOWER, Setting, With, case, mixture, normal, rate},
    synthetic::responsibilities,
};

pub fn cases() -> Vec<Value> {
    [bounds(), evidences(), ascents(), gaussians(), members()].concat()
}

fn plane() -> Setting {
    Setting {
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]])),
                normal(json!([2.4, 1.9]), json!([[0.75, 0.25], [0.25, 1]])),
            ],
        ),
        alpha: json!([2, 3]),
        ..bayes::plane_full()
    }
}

fn counts() -> Setting {
    Setting {
        start: mixture(json!([0.5, 0.5]), vec![rate(json!([2, 1, 10])), rate(json!([6, 3, 1]))]),
        ..bayes::three_counts()
    }
}

fn bound(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, q: Value) -> Value {
    let question = json!({"parameters": setting.start, "q": q});
    case(id, title, level, hunts).rejected("bound", setting, With::NoPrior, question)
}

fn bounds() -> Vec<Value> {
    let mut indefinite = plane();
    indefinite.start["components"][1]["covariance"] = json!([[1, 2], [2, 1]]);
    let simplex = &["accepts-off-simplex"];
    vec![
        bound(
            "rejected/bound-nan-in-q",
            "An entry of q that is not a number",
            LOWER,
            &["accepts-nan"],
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], ["nan", 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-q-off-simplex",
            "A row of q that sums to 0.9",
            LOWER,
            simplex,
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], [0.4, 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-q-off-by-3e-9",
            "A row of q that sums to 1 + 3e-9, three times what is allowed",
            HIGHER,
            simplex,
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], [0.4, 0.600_000_003], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-negative-q",
            "An entry of q below 0 in a row that sums to 1",
            AVERAGE,
            simplex,
            &counts(),
            json!([[0.5, 0.5], [0.25, 0.75], [-0.25, 1.25], [0.5, 0.5], [1, 0], [0, 1], [0.5, 0.5]]),
        ),
        bound(
            "rejected/bound-too-few-rows",
            "Five rows of q for six observations",
            LOWER,
            &["accepts-bad-shapes"],
            &plane(),
            responsibilities(911, 5, 2, 2),
        ),
        bound(
            "rejected/bound-too-many-columns",
            "Three columns of q for two components",
            AVERAGE,
            &["accepts-bad-shapes"],
            &plane(),
            responsibilities(912, 6, 3, 2),
        ),
        bound(
            "rejected/bound-indefinite-covariance",
            "A covariance with a negative eigenvalue",
            AVERAGE,
            &["accepts-indefinite-covariance"],
            &indefinite,
            responsibilities(913, 6, 2, 2),
        ),
    ]
}

fn evidence(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With) -> Value {
    case(id, title, level, hunts).rejected("evidence", setting, with, json!({"components": 2}))
}

fn evidences() -> Vec<Value> {
    let with_data = |observations: Value| Setting { data: json!({"observations": observations}), ..plane() };
    let prior = &["accepts-bad-prior"];
    let mut indefinite = plane();
    indefinite.theta["normal_inverse_wishart"]["scale"] = json!([[1, 2], [2, 1]]);
    let mut asymmetric = plane();
    asymmetric.theta["normal_inverse_wishart"]["scale"] = json!([[1, 0.25], [0.250_000_1, 2]]);
    vec![
        evidence(
            "rejected/evidence-without-component-prior",
            "No prior of the components: there is nothing to integrate over",
            LOWER,
            prior,
            &plane(),
            With::Weights,
        ),
        evidence(
            "rejected/evidence-without-weight-prior",
            "No prior of the mixing weights",
            LOWER,
            prior,
            &plane(),
            With::Components,
        ),
        evidence(
            "rejected/evidence-prior-of-wrong-length",
            "Concentrations of three weights for two components",
            LOWER,
            &["accepts-bad-prior", "accepts-bad-shapes"],
            &Setting { alpha: json!([2, 3, 1]), ..plane() },
            With::Both,
        ),
        evidence(
            "rejected/evidence-nan-observation",
            "An observation that is not a number",
            LOWER,
            &["accepts-nan"],
            &with_data(json!([[0.3, 1.1], [1.7, "nan"], [2.2, 2.9]])),
            With::Both,
        ),
        evidence(
            "rejected/evidence-empty-data",
            "No observations",
            AVERAGE,
            &["accepts-bad-shapes"],
            &with_data(json!([])),
            With::Both,
        ),
        evidence(
            "rejected/evidence-fractional-count",
            "A count of 2.5",
            AVERAGE,
            &["accepts-bad-counts"],
            &Setting { data: json!({"observations": [[3, 0, 12], [1, 2.5, 9], [7, 1, 2]]}), ..counts() },
            With::Both,
        ),
        evidence(
            "rejected/evidence-indefinite-scale",
            "A scale matrix of the prior with a negative eigenvalue",
            AVERAGE,
            &["accepts-bad-prior", "accepts-indefinite-covariance"],
            &indefinite,
            With::Both,
        ),
        evidence(
            "rejected/evidence-asymmetric-scale",
            "A scale matrix of the prior that is not symmetric",
            HIGHER,
            &["accepts-bad-prior", "accepts-asymmetric-covariance"],
            &asymmetric,
            With::Both,
        ),
    ]
}

fn variational(id: &str, title: &str, level: &str, hunts: &[&str], with: With, rows: Value) -> Value {
    let question = json!({"responsibilities": rows, "iterations": 3});
    case(id, title, level, hunts).rejected("variational", &plane(), with, question)
}

fn ascents() -> Vec<Value> {
    vec![
        variational(
            "rejected/variational-without-component-prior",
            "No prior of the components: no factor for their parameters",
            LOWER,
            &["accepts-bad-prior"],
            With::Weights,
            responsibilities(914, 6, 2, 2),
        ),
        variational(
            "rejected/variational-nan-responsibility",
            "A responsibility that is not a number",
            LOWER,
            &["accepts-nan"],
            With::Both,
            json!([[0.5, 0.5], [0.25, 0.75], ["nan", 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        variational(
            "rejected/variational-off-simplex",
            "A row of responsibilities that sums to 1.1",
            LOWER,
            &["accepts-off-simplex"],
            With::Both,
            json!([[0.5, 0.5], [0.25, 0.75], [0.6, 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        variational(
            "rejected/variational-too-few-rows",
            "Five rows of responsibilities for six observations",
            AVERAGE,
            &["accepts-bad-shapes"],
            With::Both,
            responsibilities(915, 5, 2, 2),
        ),
    ]
}

fn gaussian(mean: Value, covariance: Value) -> Value {
    json!({"family": "gaussian", "mean": mean, "covariance": covariance})
}

fn gaussians() -> Vec<Value> {
    let sound = || gaussian(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]]));
    let with_covariance = |covariance: Value| gaussian(json!([2.4, 1.9]), covariance);
    let indefinite = &["accepts-indefinite-covariance"];
    vec![
        case("rejected/divergence-indefinite-p", "A covariance of p with a negative eigenvalue", LOWER, indefinite)
            .rejected_divergence(sound(), with_covariance(json!([[1, 2], [2, 1]]))),
        case("rejected/divergence-indefinite-q", "A covariance of q with a negative eigenvalue", LOWER, indefinite)
            .rejected_divergence(with_covariance(json!([[1, 2], [2, 1]])), sound()),
        case(
            "rejected/divergence-singular-q",
            "A covariance of q of rank one",
            AVERAGE,
            &["accepts-indefinite-covariance", "covariance-jitter"],
        )
        .rejected_divergence(with_covariance(json!([[1, 1], [1, 1]])), sound()),
        case(
            "rejected/divergence-asymmetric-covariance",
            "A covariance of p that is not exactly symmetric",
            HIGHER,
            &["accepts-asymmetric-covariance"],
        )
        .rejected_divergence(sound(), with_covariance(json!([[1, 0.5], [0.500_000_000_1, 1]]))),
        case("rejected/divergence-nan-mean", "A mean that is not a number", LOWER, &["accepts-nan"])
            .rejected_divergence(gaussian(json!([0.8, "nan"]), json!([[1, 0.5], [0.5, 1.5]])), sound()),
        case(
            "rejected/divergence-mismatched-dimensions",
            "A Gaussian in the plane and one on the line, which some libraries repeat",
            AVERAGE,
            &["accepts-bad-shapes"],
        )
        .rejected_divergence(sound(), gaussian(json!([0.5]), json!([[1.25]]))),
    ]
}

fn members() -> Vec<Value> {
    let poisson = |rate: Value| json!({"family": "poisson", "rate": rate});
    let categorical = |probabilities: Value| json!({"family": "categorical", "probabilities": probabilities});
    let dirichlet = |concentration: Value| json!({"family": "dirichlet", "concentration": concentration});
    let shapes = &["accepts-bad-shapes"];
    vec![
        case(
            "rejected/divergence-mismatched-families",
            "A Poisson and a gamma distribution",
            LOWER,
            &["accepts-bad-shapes", "accepts-bad-parameters"],
        )
        .rejected_divergence(poisson(json!([2])), json!({"family": "gamma", "shape": 2, "rate": 1})),
        case("rejected/divergence-negative-rate", "A rate of -3", LOWER, &["accepts-bad-parameters"])
            .rejected_divergence(poisson(json!([2])), poisson(json!([-3]))),
        case("rejected/divergence-mismatched-rates", "Two rates against three", LOWER, shapes)
            .rejected_divergence(poisson(json!([2, 3])), poisson(json!([2, 3, 4]))),
        case("rejected/divergence-off-simplex", "Probabilities that sum to 0.875", LOWER, &["accepts-off-simplex"])
            .rejected_divergence(categorical(json!([0.25, 0.25, 0.375])), categorical(json!([0.5, 0.25, 0.25]))),
        case("rejected/divergence-mismatched-levels", "Three levels against two", LOWER, shapes)
            .rejected_divergence(categorical(json!([0.25, 0.25, 0.5])), categorical(json!([0.5, 0.5]))),
        case("rejected/divergence-nan-concentration", "A concentration that is not a number", LOWER, &["accepts-nan"])
            .rejected_divergence(dirichlet(json!([1, "nan", 2])), dirichlet(json!([1, 1, 1]))),
        case(
            "rejected/divergence-infinite-shape",
            "An infinite shape",
            AVERAGE,
            &["accepts-nan", "accepts-bad-parameters"],
        )
        .rejected_divergence(
            json!({"family": "gamma", "shape": 2, "rate": 1}),
            json!({"family": "gamma", "shape": "inf", "rate": 1}),
        ),
        case(
            "rejected/divergence-indefinite-scale",
            "A normal-inverse-Wishart distribution whose scale has a negative eigenvalue",
            AVERAGE,
            &["accepts-indefinite-covariance", "accepts-bad-prior"],
        )
        .rejected_divergence(
            json!({"family": "normal_inverse_wishart",
                "mean": [0.5, 1], "mean_precision": 1, "degrees_of_freedom": 4, "scale": [[1, 0], [0, 1]]}),
            json!({"family": "normal_inverse_wishart",
                "mean": [0.5, 1], "mean_precision": 1, "degrees_of_freedom": 4, "scale": [[1, 2], [2, 1]]}),
        ),
    ]
}
