//! The bound where `q`, a density or a weight is 0, next to 0, or on a simplex up to rounding.

use serde_json::{Value, json};

use super::{
    bound_extremes::six,
    build::{
        HIGHER, Setting, With, case, categorical, gaussian, inline, inline_weighted, inverse_gamma, mixture, normal,
        poisson, probabilities, rate,
    },
    synthetic::{responsibilities, uniform},
};

pub fn cases() -> Vec<Value> {
    [zeros(), infinite()].concat()
}

/// Two items of two and three levels; the first component rules a level out.
fn items() -> Setting {
    Setting {
        data: inline(json!([[0, 1], [1, 2], [0, 0], [1, 1], [0, 2], [1, 0]])),
        model: categorical(&[2, 3]),
        start: mixture(
            json!([0.5, 0.5]),
            vec![
                probabilities(json!([[0.75, 0.25], [0.5, 0.5, 0]])),
                probabilities(json!([[0.25, 0.75], [0.125, 0.5, 0.375]])),
            ],
        ),
        alpha: json!([2, 1.5]),
        theta: json!(null),
    }
}

/// Counts of which the first component allows 0 alone.
fn silent(weights: Option<Value>) -> Setting {
    let rows = json!([[0], [3], [0], [7], [0], [2]]);
    Setting {
        data: weights.map_or_else(|| inline(rows.clone()), |weights| inline_weighted(rows.clone(), weights)),
        model: poisson(),
        start: mixture(json!([0.3, 0.7]), vec![rate(json!([0])), rate(json!([2.5]))]),
        alpha: json!([2, 1.5]),
        theta: json!(null),
    }
}

/// `q` that gives nothing of a count above 0 to the silent component.
fn allowed() -> Value {
    json!([[0.6, 0.4], [0, 1], [0.75, 0.25], [0, 1], [0, 1], [0, 1]])
}

fn zeros() -> Vec<Value> {
    let off = Setting {
        start: mixture(
            json!([0.400_000_000_2, 0.600_000_000_1]),
            vec![
                normal(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]])),
                normal(json!([2.4, 1.9]), json!([[0.75, 0.25], [0.25, 1]])),
            ],
        ),
        ..six()
    };
    let row = |excess: f64| json!([0.25 + excess, 0.75]);
    vec![
        case(
            "poisson/rate-0-bound",
            "A rate of 0, and q that is 0 where the density is: 0 log 0 twice over",
            HIGHER,
            &["zero-times-log-zero", "parameter-floor", "density-floor"],
        )
        .bound(&silent(None), With::Weights, allowed()),
        case(
            "categorical/probability-0-bound",
            "A probability of 0, and q that is 0 where the density is",
            HIGHER,
            &["zero-times-log-zero", "parameter-floor", "density-floor"],
        )
        .bound(
            &items(),
            With::NoPrior,
            json!([[0.5, 0.5], [0, 1], [0.875, 0.125], [1, 0], [0, 1], [0.25, 0.75]]),
        ),
        case(
            "poisson/zero-weight-bound",
            "Rows of weight 0 add nothing, though q gives them to a component that rules them out",
            HIGHER,
            &["zero-weight-nan", "observation-weights-ignored"],
        )
        .bound(
            &silent(Some(json!([1, 0, 2.5, 0.5, 1, 0]))),
            With::NoPrior,
            json!([[0.6, 0.4], [1, 0], [0.75, 0.25], [0, 1], [0.5, 0.5], [0.875, 0.125]]),
        ),
        case(
            "gaussian/off-by-3e-10-full-bound",
            "Mixing weights and rows of q that sum to 1 up to 3e-10, each to be divided by its exact sum",
            HIGHER,
            &["simplex-not-normalised"],
        )
        .bound(
            &off,
            With::NoPrior,
            json!([row(2e-10), row(-3e-10), row(3e-10), row(0.0), row(1e-10), row(-1e-10)]),
        ),
        case(
            "gaussian/tiny-q-spherical-bound",
            "Entries of q of 1e-300 and 1e-17 beside 1",
            HIGHER,
            &["density-floor", "weight-floor"],
        )
        .bound(
            &Setting {
                model: gaussian("spherical"),
                start: mixture(
                    json!([0.4, 0.6]),
                    vec![normal(json!([0.8, 1]), json!(1.25)), normal(json!([2.4, 1.9]), json!(0.5))],
                ),
                theta: inverse_gamma(json!([1.5, 1.5]), 0.5, 2.0, json!(0.75)),
                ..six()
            },
            With::Both,
            json!([[1e-300, 1], [1, 1e-17], [0.5, 0.5], [1e-17, 1], [1, 1e-300], [0, 1]]),
        ),
    ]
}

fn infinite() -> Vec<Value> {
    vec![
        case(
            "poisson/no-support-bound",
            "q gives a count of 3 to a rate of 0: the divergence is infinite, the log joint is not",
            HIGHER,
            &["missing-support-finite", "parameter-floor", "density-floor"],
        )
        .bound(&silent(None), With::NoPrior, uniform(6, 2)),
        case(
            "categorical/no-support-bound",
            "q gives an impossible level a little: the divergence is infinite",
            HIGHER,
            &["missing-support-finite", "parameter-floor", "density-floor"],
        )
        .bound(
            &items(),
            With::NoPrior,
            json!([[0.5, 0.5], [1e-12, 0.999_999_999_999], [0.875, 0.125], [1, 0], [0, 1], [0.25, 0.75]]),
        ),
        case(
            "poisson/impossible-row-bound",
            "A row that no component allows: bound and log joint are both minus infinity",
            HIGHER,
            &["missing-support-finite", "parameter-floor", "outlier-dropped"],
        )
        .bound(
            &Setting {
                data: inline(json!([[0, 4], [0, 1], [3, 2], [0, 0]])),
                start: mixture(json!([0.3, 0.7]), vec![rate(json!([0, 1.5])), rate(json!([0, 3.5]))]),
                ..silent(None)
            },
            With::NoPrior,
            responsibilities(421, 4, 2, 2),
        ),
        case(
            "poisson/zero-weight-impossible-row-bound",
            "A row of weight 0 that no component allows adds nothing",
            HIGHER,
            &["zero-weight-nan", "accepts-impossible-row"],
        )
        .bound(
            &Setting {
                data: inline_weighted(json!([[0, 4], [0, 1], [3, 2], [0, 0]]), json!([1, 2, 0, 1.5])),
                start: mixture(json!([0.3, 0.7]), vec![rate(json!([0, 1.5])), rate(json!([0, 3.5]))]),
                ..silent(None)
            },
            With::NoPrior,
            responsibilities(421, 4, 2, 2),
        ),
    ]
}
