//! The evidence where it is numerically hard: concentrations, counts, offsets and units far from 1.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{HIGHER, Setting, case, dirichlet, gamma, inline, inverse_gamma, normal_prior},
};

pub fn cases() -> Vec<Value> {
    let small = |alpha: Value| Setting { alpha, ..bayes::disasters() };
    vec![
        case(
            "poisson/tiny-concentration-evidence",
            "A concentration of 1e-3: nearly all of the weight is on one component",
            HIGHER,
            &["log-gamma-overflow", "assignments-without-weights"],
        )
        .evidence(&small(json!([0.001, 0.001])), 2),
        case(
            "poisson/large-concentration-evidence",
            "Concentrations of 20 and 60: the weights are nearly known",
            HIGHER,
            &["log-gamma-overflow", "symmetric-shortcut"],
        )
        .evidence(&small(json!([20, 60])), 2),
        case(
            "poisson/large-counts-evidence",
            "Counts to 1e9 against a prior of rates near 1,000",
            HIGHER,
            &["count-overflow", "log-gamma-overflow"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[1_000_000_000], [1_000_020_000], [250_000_000], [3], [999_990_000]])),
                alpha: json!([1.5, 1.5]),
                theta: gamma(json!([100_000]), json!([100])),
                ..bayes::disasters()
            },
            2,
        ),
        case(
            "categorical/tiny-concentration-evidence",
            "Concentrations of 1e-3 for the levels: a class has one answer to every item",
            HIGHER,
            &["log-gamma-overflow", "parameter-floor"],
        )
        .evidence(
            &Setting {
                alpha: json!([1, 1]),
                theta: dirichlet(json!([[0.001, 0.001], [0.001, 0.002, 0.001], [0.003, 0.001]])),
                ..bayes::items()
            },
            2,
        ),
        case(
            "gaussian/offset-full-evidence",
            "Eight rows and a prior mean near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic"],
        )
        .evidence(&bayes::offset(), 2),
        case(
            "gaussian/small-units-spherical-evidence",
            "Six rows in units of 1e-100",
            HIGHER,
            &["covariance-jitter", "determinant-outright"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[3e-101], [1.7e-100], [2.2e-100], [3.1e-100], [9e-101], [2.6e-100]])),
                theta: inverse_gamma(json!([1.5e-100]), 0.5, 2.0, json!(0.75e-200)),
                ..bayes::plane_spherical()
            },
            2,
        ),
        case(
            "gaussian/far-row-identity-evidence",
            "A row 2,000 standard deviations away: assignments differ by factors of 1e-400000",
            HIGHER,
            &["no-log-sum-exp", "density-floor"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[0.3, 1.1], [1.7, 0.4], [2000, -750], [3.1, 1.8], [2001, -752]])),
                theta: normal_prior(json!([1.5, 1.5]), 0.001),
                ..bayes::plane_identity()
            },
            2,
        ),
    ]
}
