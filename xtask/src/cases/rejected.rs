//! Input that must be refused: each row of the table of degenerate input, with as little else wrong as possible.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, categorical, dirichlet, gamma, gaussian, inline, inline_weighted,
        inverse_wishart, mixture, normal, poisson, probabilities, rate, tied,
    },
    synthetic::responsibilities,
};

pub fn cases() -> Vec<Value> {
    [covariances(), singular_data(), numbers(), shapes(), weights(), simplex(), empty(), modes(), priors()].concat()
}

fn full() -> Setting {
    Setting {
        data: inline(json!([[0.3, 1.1], [1.7, 0.4], [2.2, 2.9], [3.1, 1.8], [0.9, 3.3], [2.6, 0.7]])),
        model: gaussian("full"),
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]])),
                normal(json!([2.4, 1.9]), json!([[0.75, 0.25], [0.25, 1]])),
            ],
        ),
        alpha: json!([2, 3]),
        theta: inverse_wishart(json!([1.5, 1.5]), 0.5, 4.0, json!([[1, 0.25], [0.25, 2]])),
    }
}

/// The setting with another covariance of the second component.
fn with_covariance(covariance: Value) -> Setting {
    let mut setting = full();
    setting.start["components"][1]["covariance"] = covariance;
    setting
}

fn with_structure(structure: &str, covariance: Value) -> Setting {
    Setting { model: gaussian(structure), ..with_both(covariance) }
}

fn with_both(covariance: Value) -> Setting {
    let mut setting = with_covariance(covariance.clone());
    setting.start["components"][0]["covariance"] = covariance;
    setting
}

fn with_data(observations: Value) -> Setting {
    Setting { data: inline(observations), ..full() }
}

fn counts() -> Setting {
    Setting {
        data: inline(json!([[3], [0], [7], [2], [11], [5]])),
        model: poisson(),
        start: mixture(json!([0.5, 0.5]), vec![rate(json!([2])), rate(json!([8]))]),
        alpha: json!([2, 1.5]),
        theta: gamma(json!([2]), json!([0.5])),
    }
}

fn with_counts(observations: Value) -> Setting {
    Setting { data: inline(observations), ..counts() }
}

fn levels() -> Setting {
    Setting {
        data: inline(json!([[0, 1], [1, 2], [0, 0], [1, 1], [0, 2]])),
        model: categorical(&[2, 3]),
        start: mixture(
            json!([0.5, 0.5]),
            vec![
                probabilities(json!([[0.75, 0.25], [0.5, 0.25, 0.25]])),
                probabilities(json!([[0.25, 0.75], [0.125, 0.5, 0.375]])),
            ],
        ),
        alpha: json!([2, 1.5]),
        theta: dirichlet(json!([[2, 2], [1.5, 2, 3]])),
    }
}

fn with_levels(observations: Value) -> Setting {
    Setting { data: inline(observations), ..levels() }
}

/// What each operation adds to a rejected case.
fn evaluate(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With) -> Value {
    case(id, title, level, hunts).rejected("evaluate", setting, with, json!({"parameters": setting.start}))
}

fn maximize(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With, rows: Value) -> Value {
    case(id, title, level, hunts).rejected("maximize", setting, with, json!({"responsibilities": rows}))
}

fn trajectory(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With) -> Value {
    let question = json!({"initial": setting.start, "iterations": 5, "record": [1, 5]});
    case(id, title, level, hunts).rejected("trajectory", setting, with, question)
}

fn fit(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With) -> Value {
    let question = json!({"initial": setting.start, "tolerance": 0, "max_iterations": 1000});
    case(id, title, level, hunts).rejected("fit", setting, with, question)
}

use With::{Components, NoPrior, Weights};

fn covariances() -> Vec<Value> {
    let hunts = &["accepts-indefinite-covariance"];
    let singular = &["accepts-indefinite-covariance", "covariance-jitter"];
    let asymmetric = &["accepts-asymmetric-covariance"];
    let shared = Setting {
        model: gaussian("tied"),
        start: tied(json!([0.4, 0.6]), vec![json!([0.8, 1]), json!([2.4, 1.9])], json!([[1, 2], [2, 1]])),
        ..full()
    };
    vec![
        evaluate(
            "rejected/indefinite-covariance",
            "A covariance with a negative eigenvalue",
            LOWER,
            hunts,
            &with_covariance(json!([[1, 2], [2, 1]])),
            NoPrior,
        ),
        trajectory(
            "rejected/indefinite-tied-covariance",
            "A shared covariance with a negative eigenvalue",
            AVERAGE,
            hunts,
            &shared,
            NoPrior,
        ),
        evaluate(
            "rejected/singular-covariance",
            "A covariance of rank one",
            AVERAGE,
            singular,
            &with_covariance(json!([[1, 1], [1, 1]])),
            NoPrior,
        ),
        trajectory(
            "rejected/zero-variance",
            "A variance of 0",
            AVERAGE,
            singular,
            &with_structure("diagonal", json!([0.5, 0])),
            NoPrior,
        ),
        evaluate(
            "rejected/negative-variance",
            "A variance below 0",
            LOWER,
            hunts,
            &with_structure("spherical", json!(-0.5)),
            NoPrior,
        ),
        fit(
            "rejected/negative-definite-covariance",
            "A covariance with two negative eigenvalues and a positive determinant",
            AVERAGE,
            &["accepts-indefinite-covariance", "determinant-outright"],
            &with_covariance(json!([[-1, 0.25], [0.25, -2]])),
            NoPrior,
        ),
        evaluate(
            "rejected/asymmetric-covariance",
            "A covariance that is not exactly symmetric",
            HIGHER,
            asymmetric,
            &with_covariance(json!([[1, 0.5], [0.500_000_000_1, 1]])),
            NoPrior,
        ),
        trajectory(
            "rejected/asymmetric-covariance-by-one-bit",
            "A covariance whose halves differ in the last bit",
            HIGHER,
            asymmetric,
            &with_covariance(json!([[1, 0.5], [0.500_000_000_000_000_1, 1]])),
            Components,
        ),
    ]
}

fn singular_data() -> Vec<Value> {
    let hunts = &["accepts-indefinite-covariance", "covariance-jitter"];
    let one = |model: &str, start: Value| Setting {
        data: inline(json!([[1.5, 2.25], [1.5, 2.25], [1.5, 2.25], [1.5, 2.25]])),
        model: gaussian(model),
        start,
        ..full()
    };
    let component = |covariance: Value| mixture(json!([1]), vec![normal(json!([1, 2]), covariance)]);
    let line = inline(json!([[1, 2], [2, 4], [3, 6], [6, 12]]));
    vec![
        trajectory(
            "rejected/duplicates-full",
            "Four times the same row: the likelihood is unbounded",
            AVERAGE,
            hunts,
            &one("full", component(json!([[1, 0], [0, 1]]))),
            NoPrior,
        ),
        trajectory(
            "rejected/duplicates-diagonal",
            "Four times the same row, diagonal covariance",
            AVERAGE,
            hunts,
            &one("diagonal", component(json!([1, 1]))),
            NoPrior,
        ),
        trajectory(
            "rejected/duplicates-spherical",
            "Four times the same row, spherical covariance",
            AVERAGE,
            hunts,
            &one("spherical", component(json!(1))),
            NoPrior,
        ),
        fit(
            "rejected/duplicates-tied",
            "Four times the same row, shared covariance",
            AVERAGE,
            hunts,
            &one("tied", tied(json!([1]), vec![json!([1, 2])], json!([[1, 0], [0, 1]]))),
            NoPrior,
        ),
        trajectory(
            "rejected/collinear-data",
            "The second dimension is twice the first, exactly",
            HIGHER,
            hunts,
            &Setting { data: line.clone(), ..one("full", component(json!([[1, 0], [0, 1]]))) },
            NoPrior,
        ),
        maximize(
            "rejected/constant-dimension-maximize",
            "A dimension that never varies has no maximum-likelihood variance",
            HIGHER,
            hunts,
            &Setting {
                model: gaussian("diagonal"),
                ..with_data(json!([[0.5, 1.25], [2, 1.25], [1, 1.25], [4, 1.25]]))
            },
            NoPrior,
            json!([[0.5, 0.5], [0.25, 0.75], [0.625, 0.375], [0.125, 0.875]]),
        ),
        maximize(
            "rejected/one-row-maximize",
            "One row in two dimensions",
            LOWER,
            hunts,
            &with_data(json!([[0.75, 1.5]])),
            NoPrior,
            json!([[1]]),
        ),
    ]
}

fn numbers() -> Vec<Value> {
    let nan = &["accepts-nan"];
    let bad_counts = &["accepts-bad-counts"];
    let bad_levels = &["accepts-bad-counts", "levels-counted-from-one"];
    let mut nan_mean = full();
    nan_mean.start["components"][0]["mean"] = json!([0.8, "nan"]);
    let mut infinite_covariance = full();
    infinite_covariance.start["components"][0]["covariance"] = json!([["inf", 0], [0, 1]]);
    let mut nan_weight = full();
    nan_weight.start["weights"] = json!([0.4, "nan"]);
    let mut negative_rate = counts();
    negative_rate.start["components"][1]["rate"] = json!([-8]);
    vec![
        evaluate(
            "rejected/nan-observation",
            "An observation that is not a number",
            LOWER,
            nan,
            &with_data(json!([[0.3, 1.1], [1.7, "nan"], [2.2, 2.9]])),
            NoPrior,
        ),
        fit(
            "rejected/infinite-observation",
            "An infinite observation",
            LOWER,
            nan,
            &with_data(json!([[0.3, 1.1], ["inf", 0.4], [2.2, 2.9], [1, 1.5]])),
            NoPrior,
        ),
        evaluate("rejected/nan-mean", "A mean that is not a number", LOWER, nan, &nan_mean, NoPrior),
        evaluate("rejected/infinite-variance", "An infinite variance", AVERAGE, nan, &infinite_covariance, NoPrior),
        trajectory(
            "rejected/nan-mixing-weight",
            "A mixing weight that is not a number",
            LOWER,
            &["accepts-nan", "accepts-off-simplex"],
            &nan_weight,
            NoPrior,
        ),
        evaluate(
            "rejected/negative-count",
            "A count of -1",
            LOWER,
            bad_counts,
            &with_counts(json!([[3], [-1], [7]])),
            NoPrior,
        ),
        trajectory(
            "rejected/fractional-count",
            "A count of 2.5",
            AVERAGE,
            bad_counts,
            &with_counts(json!([[3], [2.5], [7]])),
            NoPrior,
        ),
        evaluate(
            "rejected/infinite-count",
            "An infinite count",
            AVERAGE,
            &["accepts-bad-counts", "accepts-nan"],
            &with_counts(json!([[3], ["inf"], [7]])),
            NoPrior,
        ),
        evaluate(
            "rejected/level-out-of-range",
            "Level 3 of a variable with three levels, which are 0, 1 and 2",
            AVERAGE,
            bad_levels,
            &with_levels(json!([[0, 1], [1, 3], [0, 0]])),
            NoPrior,
        ),
        trajectory(
            "rejected/fractional-level",
            "A level of 0.5",
            AVERAGE,
            bad_levels,
            &with_levels(json!([[0, 1], [0.5, 2], [0, 0]])),
            NoPrior,
        ),
        maximize(
            "rejected/negative-level",
            "A level of -1, which some languages take for the last",
            HIGHER,
            bad_levels,
            &with_levels(json!([[0, 1], [1, -1], [0, 0]])),
            NoPrior,
            responsibilities(902, 3, 2, 2),
        ),
        maximize(
            "rejected/nan-responsibility",
            "A responsibility that is not a number",
            LOWER,
            nan,
            &counts(),
            NoPrior,
            json!([[0.5, 0.5], [0.25, 0.75], ["nan", 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
    ]
}

fn shapes() -> Vec<Value> {
    let hunts = &["accepts-bad-shapes"];
    let mut short_mean = full();
    short_mean.start["components"][1]["mean"] = json!([2.4]);
    let mut three_weights = full();
    three_weights.start["weights"] = json!([0.4, 0.4, 0.2]);
    let mut missing_level = levels();
    missing_level.start["components"][0]["probabilities"] = json!([[0.75, 0.25], [0.5, 0.5]]);
    let mut wide_rate = counts();
    wide_rate.start["components"][0]["rate"] = json!([2, 3]);
    let mut diagonal_as_full = full();
    diagonal_as_full.start["components"][0]["covariance"] = json!([1, 1.5]);
    vec![
        evaluate(
            "rejected/ragged-rows",
            "Rows of different length",
            LOWER,
            hunts,
            &with_data(json!([[0.3, 1.1], [1.7], [2.2, 2.9]])),
            NoPrior,
        ),
        trajectory(
            "rejected/empty-data",
            "No observations",
            LOWER,
            &["accepts-bad-shapes"],
            &with_data(json!([])),
            NoPrior,
        ),
        evaluate(
            "rejected/mean-of-wrong-dimension",
            "A mean of one number for two dimensions, which some libraries repeat",
            AVERAGE,
            hunts,
            &short_mean,
            NoPrior,
        ),
        trajectory(
            "rejected/more-weights-than-components",
            "Three mixing weights for two components",
            AVERAGE,
            hunts,
            &three_weights,
            NoPrior,
        ),
        evaluate(
            "rejected/rate-of-wrong-dimension",
            "Two rates for one dimension, which some libraries repeat",
            AVERAGE,
            hunts,
            &wide_rate,
            NoPrior,
        ),
        evaluate(
            "rejected/missing-level",
            "Two probabilities for three levels",
            AVERAGE,
            &["accepts-bad-shapes", "accepts-bad-counts"],
            &missing_level,
            NoPrior,
        ),
        evaluate(
            "rejected/diagonal-for-full",
            "The diagonal of a covariance where the matrix is asked for",
            AVERAGE,
            hunts,
            &diagonal_as_full,
            NoPrior,
        ),
        maximize(
            "rejected/too-few-responsibilities",
            "Five rows of responsibilities for six observations",
            LOWER,
            hunts,
            &full(),
            NoPrior,
            responsibilities(903, 5, 2, 2),
        ),
    ]
}

fn weights() -> Vec<Value> {
    let hunts = &["accepts-bad-weights"];
    let weighted =
        |weights: Value| Setting { data: inline_weighted(json!([[3], [0], [7], [2], [11], [5]]), weights), ..counts() };
    vec![
        trajectory(
            "rejected/negative-observation-weight",
            "An observation weight of -0.5",
            LOWER,
            hunts,
            &weighted(json!([1, 1, -0.5, 1, 1, 1])),
            NoPrior,
        ),
        evaluate(
            "rejected/nan-observation-weight",
            "An observation weight that is not a number",
            LOWER,
            &["accepts-bad-weights", "accepts-nan"],
            &weighted(json!([1, 1, 1, "nan", 1, 1])),
            NoPrior,
        ),
        trajectory(
            "rejected/zero-total-weight",
            "Observation weights that are all 0",
            AVERAGE,
            hunts,
            &weighted(json!([0, 0, 0, 0, 0, 0])),
            NoPrior,
        ),
        maximize(
            "rejected/too-few-observation-weights",
            "Five observation weights for six observations",
            LOWER,
            &["accepts-bad-weights", "accepts-bad-shapes"],
            &weighted(json!([1, 1, 1, 1, 1])),
            NoPrior,
            responsibilities(904, 6, 2, 2),
        ),
    ]
}

fn simplex() -> Vec<Value> {
    let hunts = &["accepts-off-simplex"];
    let with_weights = |weights: Value| {
        let mut setting = full();
        setting.start["weights"] = weights;
        setting
    };
    let mut off = levels();
    off.start["components"][1]["probabilities"][1] = json!([0.125, 0.5, 0.25]);
    let mut negative = levels();
    negative.start["components"][1]["probabilities"][1] = json!([-0.125, 0.75, 0.375]);
    vec![
        evaluate(
            "rejected/mixing-weights-sum-to-1.1",
            "Mixing weights that sum to 1.1",
            LOWER,
            hunts,
            &with_weights(json!([0.5, 0.6])),
            NoPrior,
        ),
        trajectory(
            "rejected/mixing-weights-off-by-3e-9",
            "Mixing weights that sum to 1 + 3e-9, three times what is allowed",
            HIGHER,
            hunts,
            &with_weights(json!([0.4, 0.600_000_003])),
            NoPrior,
        ),
        trajectory(
            "rejected/negative-mixing-weight",
            "Mixing weights of 1.25 and -0.25",
            AVERAGE,
            hunts,
            &with_weights(json!([1.25, -0.25])),
            NoPrior,
        ),
        evaluate("rejected/probabilities-off-simplex", "Probabilities that sum to 0.875", LOWER, hunts, &off, NoPrior),
        fit(
            "rejected/negative-probability",
            "A probability below 0",
            LOWER,
            &["accepts-off-simplex", "accepts-bad-parameters"],
            &negative,
            NoPrior,
        ),
        maximize(
            "rejected/responsibilities-off-simplex",
            "A row of responsibilities that sums to 0.9",
            AVERAGE,
            hunts,
            &counts(),
            NoPrior,
            json!([[0.5, 0.5], [0.25, 0.75], [0.4, 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
    ]
}

fn empty() -> Vec<Value> {
    let hunts = &["accepts-empty-component", "empty-component-nan"];
    let impossible = &["accepts-impossible-row", "density-floor"];
    let zero_column = json!([[1, 0], [1, 0], [1, 0], [1, 0], [1, 0], [1, 0]]);
    let zero_rates =
        Setting { start: mixture(json!([0.5, 0.5]), vec![rate(json!([0])), rate(json!([0]))]), ..counts() };
    let mut never = levels();
    never.start["components"][0]["probabilities"][1] = json!([0.5, 0.5, 0]);
    never.start["components"][1]["probabilities"][1] = json!([0.25, 0.75, 0]);
    vec![
        maximize(
            "rejected/empty-component-full-maximize",
            "The M-step of a component that is responsible for nothing",
            AVERAGE,
            hunts,
            &full(),
            NoPrior,
            zero_column.clone(),
        ),
        maximize(
            "rejected/empty-component-poisson-maximize",
            "The same for rates",
            AVERAGE,
            hunts,
            &counts(),
            NoPrior,
            zero_column,
        ),
        maximize(
            "rejected/empty-component-by-weight-maximize",
            "A component that is responsible for a row of weight 0 only",
            HIGHER,
            &["accepts-empty-component", "observation-weights-ignored", "zero-weight-nan"],
            &Setting { data: inline_weighted(json!([[3], [0], [7]]), json!([1, 2, 0])), ..counts() },
            NoPrior,
            json!([[1, 0], [1, 0], [0.5, 0.5]]),
        ),
        trajectory(
            "rejected/impossible-count",
            "Rates of 0 in every component and a count above 0",
            AVERAGE,
            impossible,
            &zero_rates,
            NoPrior,
        ),
        trajectory(
            "rejected/impossible-level",
            "A level that has probability 0 in every component",
            AVERAGE,
            &["accepts-impossible-row", "parameter-floor"],
            &never,
            NoPrior,
        ),
        fit(
            "rejected/impossible-level-fit",
            "The same, until convergence, with a prior of the mixing weights",
            AVERAGE,
            &["accepts-impossible-row", "parameter-floor"],
            &never,
            Weights,
        ),
    ]
}

fn modes() -> Vec<Value> {
    let hunts = &["accepts-bad-prior"];
    let rows = || json!([[0.9, 0.1], [0.95, 0.05], [0.9, 0.1], [0.95, 0.05], [0.9, 0.1], [0.95, 0.05]]);
    let no_counts =
        Setting { data: inline(json!([[0], [0], [0]])), theta: gamma(json!([0.5]), json!([1])), ..counts() };
    let missing = Setting {
        data: inline(json!([[0, 1], [1, 1], [0, 0], [1, 1], [0, 0]])),
        theta: dirichlet(json!([[2, 2], [1.5, 2, 0.5]])),
        ..levels()
    };
    vec![
        maximize(
            "rejected/mode-of-weights-outside",
            "A Dirichlet prior of 0.25 and a component with less than 0.75 of an observation",
            HIGHER,
            hunts,
            &Setting { alpha: json!([2, 0.25]), ..full() },
            Weights,
            rows(),
        ),
        maximize(
            "rejected/mode-of-rate-outside",
            "A gamma prior of shape 0.5 and no counts",
            HIGHER,
            hunts,
            &no_counts,
            Components,
            responsibilities(905, 3, 2, 2),
        ),
        trajectory(
            "rejected/mode-of-probability-outside",
            "A Dirichlet prior of 0.5 for a level that never occurs",
            HIGHER,
            hunts,
            &missing,
            Components,
        ),
    ]
}

fn priors() -> Vec<Value> {
    vec![fit(
        "rejected/prior-of-wrong-length",
        "A Dirichlet prior of three weights for two components",
        LOWER,
        &["accepts-bad-prior", "accepts-bad-shapes"],
        &Setting { alpha: json!([2, 2, 2]), ..full() },
        Weights,
    )]
}
