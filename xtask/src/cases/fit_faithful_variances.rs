//! Fits to the eruptions of Old Faithful with spherical, diagonal and shared covariances: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::build::{AVERAGE, LOWER, Setting, With, case, gaussian, likelihood, mixture, normal, set, tied};

pub fn cases() -> Vec<Value> {
    [spherical(), diagonal(), tied_fits()].concat()
}

fn faithful(structure: &str, start: Value) -> Setting {
    likelihood(set("old_faithful", &["eruptions", "waiting"]), gaussian(structure), start)
}

fn waiting(structure: &str, start: Value) -> Setting {
    likelihood(set("old_faithful", &["waiting"]), gaussian(structure), start)
}

fn spherical() -> Vec<Value> {
    vec![
        case(
            "gaussian/faithful-spherical-k2-fit",
            "Old Faithful, two spherical covariances",
            LOWER,
            &["spherical-trace", "stale-log-evidence"],
        )
        .fit(
            &faithful(
                "spherical",
                mixture(
                    json!([0.4, 0.6]),
                    vec![normal(json!([2.1, 55]), json!(20)), normal(json!([4.3, 80]), json!(20))],
                ),
            ),
            With::NoPrior,
            200,
        ),
    ]
}

fn diagonal() -> Vec<Value> {
    vec![
        case(
            "gaussian/faithful-diagonal-k2-fit",
            "Old Faithful, two diagonal covariances",
            LOWER,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &faithful(
                "diagonal",
                mixture(
                    json!([0.4, 0.6]),
                    vec![normal(json!([2, 54]), json!([0.07, 30])), normal(json!([4.3, 80]), json!([0.2, 40]))],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/faithful-diagonal-k3-fit",
            "Old Faithful, three diagonal covariances",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &faithful(
                "diagonal",
                mixture(
                    json!([0.31, 0.07, 0.62]),
                    vec![
                        normal(json!([2, 53]), json!([0.04, 30])),
                        normal(json!([2.8, 64]), json!([0.3, 30])),
                        normal(json!([4.3, 80]), json!([0.1, 30])),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/faithful-diagonal-k3-fit-local",
            "Old Faithful, three diagonal covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &faithful(
                "diagonal",
                mixture(
                    json!([0.1, 0.2, 0.7]),
                    vec![
                        normal(json!([1.9, 52]), json!([0.006, 20])),
                        normal(json!([2.2, 56]), json!([0.08, 30])),
                        normal(json!([4.3, 80]), json!([0.2, 40])),
                    ],
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/faithful-diagonal-k3-fit-local-2",
            "Old Faithful, three diagonal covariances, a start that ends at a still lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &faithful(
                "diagonal",
                mixture(
                    json!([0.4, 0.2, 0.4]),
                    vec![
                        normal(json!([2, 54]), json!([0.07, 30])),
                        normal(json!([3.8, 76]), json!([0.1, 40])),
                        normal(json!([4.5, 81]), json!([0.09, 30])),
                    ],
                ),
            ),
            With::NoPrior,
            2000,
        ),
    ]
}

fn tied_fits() -> Vec<Value> {
    vec![
        case(
            "gaussian/waiting-tied-k2-fit",
            "Waiting times of Old Faithful, a shared variance (published: -1034.002)",
            LOWER,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &waiting("tied", tied(json!([0.4, 0.6]), vec![json!([55]), json!([80])], json!([[30]]))),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/faithful-tied-k2-fit",
            "Old Faithful, two components that share a covariance",
            LOWER,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &faithful(
                "tied",
                tied(json!([0.4, 0.6]), vec![json!([2, 55]), json!([4.3, 80])], json!([[0.1, 0], [0, 40]])),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/faithful-tied-k3-fit",
            "Old Faithful, three components that share a covariance (published: -1126.326, an early stop)",
            AVERAGE,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &faithful(
                "tied",
                tied(
                    json!([0.4, 0.2, 0.4]),
                    vec![json!([2, 54]), json!([3.8, 77]), json!([4.5, 81])],
                    json!([[0.08, 0], [0, 30]]),
                ),
            ),
            With::NoPrior,
            500,
        ),
    ]
}
