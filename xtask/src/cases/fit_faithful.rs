//! Fits to the eruptions of Old Faithful with full covariances: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::build::{AVERAGE, LOWER, Setting, With, case, gaussian, inverse_wishart, likelihood, mixture, normal, set};

pub fn cases() -> Vec<Value> {
    [full()].concat()
}

fn faithful(structure: &str, start: Value) -> Setting {
    likelihood(set("old_faithful", &["eruptions", "waiting"]), gaussian(structure), start)
}

fn faithful_full_k2_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 3]),
        theta: inverse_wishart(json!([3.5, 70]), 0.01, 4.0, json!([[0.25, 1], [1, 50]])),
        ..faithful("full", start)
    }
}

fn faithful_full_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2, 2]),
        theta: inverse_wishart(json!([3.5, 70]), 0.01, 5.0, json!([[0.5, 2], [2, 75]])),
        ..faithful("full", start)
    }
}

fn full() -> Vec<Value> {
    vec![
        case(
            "gaussian/faithful-full-k2-fit",
            "Old Faithful, two full covariances",
            LOWER,
            &["covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &faithful(
                "full",
                mixture(
                    json!([0.4, 0.6]),
                    vec![
                        normal(json!([2, 54]), json!([[0.07, 0], [0, 30]])),
                        normal(json!([4.3, 80]), json!([[0.2, 0], [0, 40]])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/faithful-full-k3-fit",
            "Old Faithful, three full covariances",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &faithful(
                "full",
                mixture(
                    json!([0.1, 0.2, 0.7]),
                    vec![
                        normal(json!([1.8, 52]), json!([[0.004, 0], [0, 20]])),
                        normal(json!([2.1, 56]), json!([[0.07, 0], [0, 30]])),
                        normal(json!([4.3, 80]), json!([[0.2, 0], [0, 40]])),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/faithful-full-k3-fit-local",
            "Old Faithful, three full covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &faithful(
                "full",
                mixture(
                    json!([0.33, 0.09, 0.58]),
                    vec![
                        normal(json!([2, 54]), json!([[0.04, 0], [0, 30]])),
                        normal(json!([3.6, 70]), json!([[0.6, 0], [0, 100]])),
                        normal(json!([4.3, 81]), json!([[0.1, 0], [0, 30]])),
                    ],
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/faithful-full-k3-fit-local-2",
            "Old Faithful, three full covariances, a start that ends at a still lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &faithful(
                "full",
                mixture(
                    json!([0.31, 0.07, 0.62]),
                    vec![
                        normal(json!([2, 54]), json!([[0.04, 0], [0, 30]])),
                        normal(json!([2.8, 62]), json!([[0.3, 0], [0, 40]])),
                        normal(json!([4.3, 80]), json!([[0.1, 0], [0, 30]])),
                    ],
                ),
            ),
            With::NoPrior,
            2000,
        ),
        case(
            "gaussian/faithful-full-k2-map-fit",
            "Old Faithful, two full covariances, both priors",
            LOWER,
            &["prior-ignored", "mode-or-mean", "covariance-prior-constant", "log-prior-missing"],
        )
        .fit(
            &faithful_full_k2_map(mixture(
                json!([0.4, 0.6]),
                vec![
                    normal(json!([2, 54]), json!([[0.07, 0], [0, 30]])),
                    normal(json!([4.3, 80]), json!([[0.2, 0], [0, 30]])),
                ],
            )),
            With::Both,
            200,
        ),
        case(
            "gaussian/faithful-full-k3-map-fit",
            "Old Faithful, three full covariances, both priors",
            AVERAGE,
            &["early-stop", "prior-ignored", "mode-or-mean", "covariance-prior-constant", "log-prior-missing"],
        )
        .fit(
            &faithful_full_k3_map(mixture(
                json!([0.4, 0.4, 0.2]),
                vec![
                    normal(json!([2, 54]), json!([[0.06, 0], [0, 30]])),
                    normal(json!([4.2, 80]), json!([[0.2, 0], [0, 50]])),
                    normal(json!([4.6, 79]), json!([[0.05, 0], [0, 10]])),
                ],
            )),
            With::Both,
            1000,
        ),
    ]
}
