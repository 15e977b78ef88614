//! Fits to the irises with diagonal and full covariances: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, Setting, With, case, gaussian, inverse_gamma, likelihood, mixture, normal, set},
    shared::IRIS,
};

pub fn cases() -> Vec<Value> {
    [diagonal(), full()].concat()
}

fn iris(structure: &str, start: Value) -> Setting {
    likelihood(set("iris", &IRIS), gaussian(structure), start)
}

fn iris_diagonal_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2, 2]),
        theta: inverse_gamma(json!([5.8, 3, 3.8, 1.2]), 0.01, 2.0, json!([0.5, 0.25, 0.5, 0.125])),
        ..iris("diagonal", start)
    }
}

fn diagonal() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-diagonal-k2-fit",
            "Iris, two diagonal covariances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &iris(
                "diagonal",
                mixture(
                    json!([0.3, 0.7]),
                    vec![
                        normal(json!([5, 3.4, 1.5, 0.2]), json!([0.1, 0.1, 0.03, 0.01])),
                        normal(json!([6.3, 2.9, 4.9, 1.7]), json!([0.4, 0.1, 0.7, 0.2])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-diagonal-k3-fit",
            "Iris, three diagonal covariances",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &iris(
                "diagonal",
                mixture(
                    json!([0.3, 0.3, 0.4]),
                    vec![
                        normal(json!([5, 3.4, 1.5, 0.2]), json!([0.1, 0.1, 0.03, 0.01])),
                        normal(json!([5.8, 2.7, 4.2, 1.3]), json!([0.2, 0.09, 0.2, 0.03])),
                        normal(json!([6.6, 3, 5.5, 2]), json!([0.3, 0.08, 0.3, 0.09])),
                    ],
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/iris-diagonal-k3-fit-local",
            "Iris, three diagonal covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &iris(
                "diagonal",
                mixture(
                    json!([0.3, 0.4, 0.3]),
                    vec![
                        normal(json!([5, 3.4, 1.5, 0.2]), json!([0.1, 0.1, 0.03, 0.01])),
                        normal(json!([5.9, 2.8, 4.4, 1.4]), json!([0.2, 0.09, 0.3, 0.07])),
                        normal(json!([6.8, 3.1, 5.7, 2.1]), json!([0.3, 0.08, 0.2, 0.06])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-diagonal-k3-map-fit",
            "Iris, three diagonal covariances, both priors",
            AVERAGE,
            &["early-stop", "prior-ignored", "mode-or-mean", "covariance-prior-constant", "log-prior-missing"],
        )
        .fit(
            &iris_diagonal_k3_map(mixture(
                json!([0.3, 0.3, 0.4]),
                vec![
                    normal(json!([5, 3.4, 1.5, 0.2]), json!([0.1, 0.1, 0.04, 0.01])),
                    normal(json!([5.8, 2.7, 4.2, 1.3]), json!([0.2, 0.09, 0.2, 0.04])),
                    normal(json!([6.6, 3, 5.5, 2]), json!([0.3, 0.08, 0.3, 0.08])),
                ],
            )),
            With::Both,
            1000,
        ),
    ]
}

fn full() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-full-k2-fit",
            "Iris, two full covariances",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &iris(
                "full",
                mixture(
                    json!([0.3, 0.7]),
                    vec![
                        normal(
                            json!([5, 3.4, 1.5, 0.2]),
                            json!([[0.1, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.03, 0], [0, 0, 0, 0.01]]),
                        ),
                        normal(
                            json!([6.3, 2.9, 4.9, 1.7]),
                            json!([[0.4, 0, 0, 0], [0, 0.1, 0, 0], [0, 0, 0.7, 0], [0, 0, 0, 0.2]]),
                        ),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/iris-full-k2-fit-local",
            "Iris, two full covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &iris(
                "full",
                mixture(
                    json!([0.48, 0.52]),
                    vec![
                        normal(
                            json!([5.52, 3.24, 2.57, 0.65]),
                            json!([
                                [0.83, -0.11, 1.5, 0.54],
                                [-0.11, 0.21, -0.43, -0.15],
                                [1.5, -0.43, 3.1, 1.1],
                                [0.54, -0.15, 1.1, 0.4]
                            ]),
                        ),
                        normal(
                            json!([6.14, 2.89, 4.86, 1.71]),
                            json!([
                                [0.35, 0.12, 0.37, 0.17],
                                [0.12, 0.11, 0.16, 0.09],
                                [0.37, 0.16, 0.56, 0.28],
                                [0.17, 0.09, 0.28, 0.19]
                            ]),
                        ),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
    ]
}
