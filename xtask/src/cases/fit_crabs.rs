//! Gaussian fits to the crabs in five dimensions: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, Setting, With, case, gaussian, likelihood, mixture, normal, set, tied},
    shared::CRABS,
};

pub fn cases() -> Vec<Value> {
    [full(), tied_fits()].concat()
}

fn crabs(structure: &str, start: Value) -> Setting {
    likelihood(set("crabs", &CRABS), gaussian(structure), start)
}

fn full() -> Vec<Value> {
    vec![
        case(
            "gaussian/crabs-full-k2-fit",
            "Leptograpsus crabs, two full covariances in five dimensions",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &crabs(
                "full",
                mixture(
                    json!([0.5, 0.5]),
                    vec![
                        normal(
                            json!([15, 11.8, 32, 36, 14]),
                            json!([
                                [10, 0, 0, 0, 0],
                                [0, 5, 0, 0, 0],
                                [0, 0, 60, 0, 0],
                                [0, 0, 0, 80, 0],
                                [0, 0, 0, 0, 10]
                            ]),
                        ),
                        normal(
                            json!([16, 13.8, 32, 37, 14]),
                            json!([
                                [10, 0, 0, 0, 0],
                                [0, 6, 0, 0, 0],
                                [0, 0, 40, 0, 0],
                                [0, 0, 0, 40, 0],
                                [0, 0, 0, 0, 9]
                            ]),
                        ),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/crabs-full-k2-fit-local",
            "Leptograpsus crabs, two full covariances in five dimensions, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &crabs(
                "full",
                mixture(
                    json!([0.4, 0.6]),
                    vec![
                        normal(
                            json!([13, 10.5, 26, 29, 11]),
                            json!([
                                [5, 0, 0, 0, 0],
                                [0, 3, 0, 0, 0],
                                [0, 0, 20, 0, 0],
                                [0, 0, 0, 20, 0],
                                [0, 0, 0, 0, 5]
                            ]),
                        ),
                        normal(
                            json!([18, 14.3, 36, 41, 16]),
                            json!([
                                [7, 0, 0, 0, 0],
                                [0, 3, 0, 0, 0],
                                [0, 0, 30, 0, 0],
                                [0, 0, 0, 30, 0],
                                [0, 0, 0, 0, 7]
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

fn tied_fits() -> Vec<Value> {
    vec![
        case(
            "gaussian/crabs-tied-k2-fit",
            "Leptograpsus crabs, two components that share a covariance",
            AVERAGE,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &crabs(
                "tied",
                tied(
                    json!([0.5, 0.5]),
                    vec![json!([14.07, 11.935, 30.07, 34.73, 12.59]), json!([17.11, 13.549, 34.16, 38.12, 15.48])],
                    json!([
                        [9.83, 6.89, 21.1, 23.8, 9.56],
                        [6.89, 5.94, 14.6, 16.8, 6.63],
                        [21.1, 14.6, 46.3, 52, 20.9],
                        [23.8, 16.8, 52, 58.8, 23.5],
                        [9.56, 6.63, 20.9, 23.5, 9.58]
                    ]),
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/crabs-tied-k2-fit-local",
            "Leptograpsus crabs, two components that share a covariance, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &crabs(
                "tied",
                tied(
                    json!([0.72, 0.28]),
                    vec![json!([14.63, 12.462, 29.79, 33.88, 13.02]), json!([18.08, 13.466, 38.2, 43.09, 16.69])],
                    json!([
                        [9.79, 7.43, 18.5, 20.1, 9.24],
                        [7.43, 6.39, 14.6, 16.3, 7.06],
                        [18.5, 14.6, 36.3, 40, 17.7],
                        [20.1, 16.3, 40, 44.7, 19.2],
                        [9.24, 7.06, 17.7, 19.2, 8.99]
                    ]),
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/crabs-tied-k4-fit",
            "Leptograpsus crabs, four components that share a covariance",
            AVERAGE,
            &["early-stop", "wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &crabs(
                "tied",
                tied(
                    json!([0.5, 0.23, 0.15, 0.12]),
                    vec![
                        json!([14.06, 11.928, 30.06, 34.72, 12.58]),
                        json!([14.46, 11.623, 29.02, 32.39, 13.11]),
                        json!([19.31, 16.107, 37.75, 42.58, 17.07]),
                        json!([19.41, 13.994, 39.48, 43.46, 18.03]),
                    ],
                    json!([
                        [6.85, 4.73, 15.3, 17.4, 6.88],
                        [4.73, 4.06, 10.7, 12.2, 4.82],
                        [15.3, 10.7, 34.9, 39.4, 15.6],
                        [17.4, 12.2, 39.4, 44.8, 17.7],
                        [6.88, 4.82, 15.6, 17.7, 7.13]
                    ]),
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/crabs-tied-k4-fit-local",
            "Leptograpsus crabs, four components that share a covariance, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &crabs(
                "tied",
                tied(
                    json!([0.4, 0.3, 0.1, 0.2]),
                    vec![
                        json!([13, 11.5, 28, 32, 12]),
                        json!([15, 12.4, 31, 34, 14]),
                        json!([17, 13.2, 37, 43, 16]),
                        json!([20, 15.4, 40, 44, 18]),
                    ],
                    json!([[6, 0, 0, 0, 0], [0, 5, 0, 0, 0], [0, 0, 30, 0, 0], [0, 0, 0, 40, 0], [0, 0, 0, 0, 6]]),
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/crabs-tied-k4-fit-local-2",
            "Leptograpsus crabs, four components that share a covariance, a start that ends at a still lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &crabs(
                "tied",
                tied(
                    json!([0.14, 0.36, 0.29, 0.21]),
                    vec![
                        json!([11.1, 9.65, 23.3, 27, 9.7]),
                        json!([15.2, 12.82, 32.7, 37.7, 13.7]),
                        json!([16.2, 12.14, 32.6, 36.1, 14.9]),
                        json!([18.5, 15.55, 36.4, 41, 16.4]),
                    ],
                    json!([
                        [7.5, 4.6, 16, 18, 7.5],
                        [4.6, 3.5, 10, 11, 4.7],
                        [16, 10, 36, 39, 16],
                        [18, 11, 39, 44, 18],
                        [7.5, 4.7, 16, 18, 7.7]
                    ]),
                ),
            ),
            With::NoPrior,
            1000,
        ),
    ]
}
