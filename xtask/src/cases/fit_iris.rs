//! Fits to the irises with unit, spherical and shared covariances: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, Setting, With, case, gaussian, inverse_wishart, likelihood, mean, mixture, normal, set, tied,
    },
    shared::IRIS,
};

pub fn cases() -> Vec<Value> {
    [identity(), spherical(), tied_fits()].concat()
}

fn iris(structure: &str, start: Value) -> Setting {
    likelihood(set("iris", &IRIS), gaussian(structure), start)
}

fn iris_tied_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([3, 2, 2]),
        theta: inverse_wishart(
            json!([5.8, 3, 3.8, 1.2]),
            0.01,
            6.0,
            json!([[0.5, 0, 0, 0], [0, 0.25, 0, 0], [0, 0, 0.5, 0], [0, 0, 0, 0.125]]),
        ),
        ..iris("tied", start)
    }
}

fn identity() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-identity-k2-fit",
            "Iris, two unit covariances",
            AVERAGE,
            &["mixing-weights-fixed", "stale-log-evidence"],
        )
        .fit(
            &iris(
                "identity",
                mixture(json!([0.3, 0.7]), vec![mean(json!([5, 3.4, 1.6, 0.3])), mean(json!([6.3, 2.9, 4.9, 1.7]))]),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-identity-k3-fit",
            "Iris, three unit covariances, two of them close together",
            HIGHER,
            &["early-stop", "mixing-weights-fixed"],
        )
        .fit(
            &iris(
                "identity",
                mixture(
                    json!([0.35, 0.57, 0.08]),
                    vec![
                        mean(json!([5, 3.4, 1.5, 0.3])),
                        mean(json!([6.2, 2.9, 4.8, 1.6])),
                        mean(json!([6.9, 3.1, 5.7, 2])),
                    ],
                ),
            ),
            With::NoPrior,
            5000,
        ),
    ]
}

fn spherical() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-spherical-k3-fit",
            "Iris, three spherical covariances",
            AVERAGE,
            &["wrong-optimum", "spherical-trace"],
        )
        .fit(
            &iris(
                "spherical",
                mixture(
                    json!([0.3, 0.4, 0.3]),
                    vec![
                        normal(json!([5, 3.4, 1.5, 0.2]), json!(0.08)),
                        normal(json!([5.9, 2.7, 4.4, 1.4]), json!(0.2)),
                        normal(json!([6.8, 3.1, 5.7, 2.1]), json!(0.2)),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-spherical-k3-fit-local",
            "Iris, three spherical covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "spherical-trace"],
        )
        .fit(
            &iris(
                "spherical",
                mixture(
                    json!([0.2, 0.2, 0.6]),
                    vec![
                        normal(json!([4.7, 3.1, 1.4, 0.2]), json!(0.04)),
                        normal(json!([5.2, 3.7, 1.5, 0.3]), json!(0.04)),
                        normal(json!([6.3, 2.9, 4.9, 1.7]), json!(0.3)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
    ]
}

fn tied_fits() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-tied-k3-fit",
            "Iris, three components that share a covariance",
            AVERAGE,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &iris(
                "tied",
                tied(
                    json!([0.3, 0.3, 0.4]),
                    vec![json!([5, 3.4, 1.5, 0.2]), json!([5.9, 2.8, 4.3, 1.3]), json!([6.6, 3, 5.5, 2])],
                    json!([[0.3, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.2, 0], [0, 0, 0, 0.04]]),
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-tied-k3-fit-local",
            "Iris, three components that share a covariance, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &iris(
                "tied",
                tied(
                    json!([0.33, 0.44, 0.23]),
                    vec![
                        json!([5.01, 3.43, 1.46, 0.25]),
                        json!([6.16, 2.81, 4.64, 1.44]),
                        json!([6.45, 2.99, 5.42, 2.13]),
                    ],
                    json!([
                        [0.32, 0.11, 0.27, 0.084],
                        [0.11, 0.12, 0.077, 0.037],
                        [0.27, 0.077, 0.37, 0.11],
                        [0.084, 0.037, 0.11, 0.051]
                    ]),
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-tied-k3-map-fit",
            "Iris, three components that share a covariance, both priors",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "covariance-prior-constant", "log-prior-missing"],
        )
        .fit(
            &iris_tied_k3_map(tied(
                json!([0.3, 0.3, 0.4]),
                vec![json!([6.6, 3, 5.5, 2]), json!([5, 3.4, 1.5, 0.2]), json!([5.9, 2.8, 4.3, 1.3])],
                json!([[0.2, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.2, 0], [0, 0, 0, 0.04]]),
            )),
            With::Both,
            200,
        ),
    ]
}
