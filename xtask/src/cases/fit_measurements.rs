//! Gaussian fits to other data of several dimensions: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, LOWER, Setting, With, case, gaussian, likelihood, mixture, normal, set, tied},
    shared::{CRABS, THYROID},
};

pub fn cases() -> Vec<Value> {
    [diagonal(), full(), tied_fits()].concat()
}

fn diabetes(structure: &str, start: Value) -> Setting {
    likelihood(set("diabetes_reaven_miller", &["fpg", "glucose", "insulin"]), gaussian(structure), start)
}

fn thyroid(structure: &str, start: Value) -> Setting {
    likelihood(set("thyroid", &THYROID), gaussian(structure), start)
}

fn crabs(structure: &str, start: Value) -> Setting {
    likelihood(set("crabs", &CRABS), gaussian(structure), start)
}

fn unemployment(structure: &str, start: Value) -> Setting {
    likelihood(set("euro_unemployment", &["TUR", "YUR"]), gaussian(structure), start)
}

fn diagonal() -> Vec<Value> {
    vec![
        case(
            "gaussian/diabetes-diagonal-k3-fit",
            "Diabetes, three diagonal covariances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &diabetes(
                "diagonal",
                mixture(
                    json!([0.5, 0.3, 0.2]),
                    vec![
                        normal(json!([90, 360, 160]), json!([50, 2000, 3000])),
                        normal(json!([110, 510, 300]), json!([200, 7000, 20000])),
                        normal(json!([240, 1140, 80]), json!([5000, 70000, 2000])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/thyroid-diagonal-k3-fit",
            "Thyroid, three diagonal covariances (published: -2303.0232)",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &thyroid(
                "diagonal",
                mixture(
                    json!([0.2, 0.7, 0.1]),
                    vec![
                        normal(json!([96, 18, 4.3, 1, 0]), json!([300, 20, 5, 0.2, 0.07])),
                        normal(json!([110, 9, 1.7, 1, 2]), json!([70, 5, 0.2, 0.2, 3])),
                        normal(json!([123, 4, 1.1, 14, 19]), json!([100, 4, 0.3, 100, 200])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
    ]
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
        case(
            "gaussian/diabetes-full-k3-fit",
            "Diabetes, three full covariances (published: -2295.118, an early stop)",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &diabetes(
                "full",
                mixture(
                    json!([0.6, 0.2, 0.2]),
                    vec![
                        normal(json!([90, 360, 170]), json!([[60, 0, 0], [0, 2000, 0], [0, 0, 3000]])),
                        normal(json!([100, 520, 320]), json!([[200, 0, 0], [0, 7000, 0], [0, 0, 20000]])),
                        normal(json!([230, 1100, 80]), json!([[5000, 0, 0], [0, 80000, 0], [0, 0, 2000]])),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/diabetes-full-k3-fit-local",
            "Diabetes, three full covariances, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &diabetes(
                "full",
                mixture(
                    json!([0.61, 0.28, 0.11]),
                    vec![
                        normal(json!([92, 366, 172]), json!([[66, 150, 61], [150, 2700, 790], [61, 790, 3200]])),
                        normal(
                            json!([124, 628, 266]),
                            json!([[1200, 6000, -3800], [6000, 33000, -20000], [-3800, -20000, 31000]]),
                        ),
                        normal(
                            json!([280, 1296, 65]),
                            json!([[2900, 9100, -1800], [9100, 39000, -8000], [-1800, -8000, 2100]]),
                        ),
                    ],
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/diabetes-full-k3-fit-local-2",
            "Diabetes, three full covariances, a start that ends at a still lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor", "off-diagonal-ignored"],
        )
        .fit(
            &diabetes(
                "full",
                mixture(
                    json!([0.66, 0.17, 0.17]),
                    vec![
                        normal(json!([93, 375, 182]), json!([[74, 260, 110], [260, 3800, 1700], [110, 1700, 4500]])),
                        normal(
                            json!([155, 729, 307]),
                            json!([[6700, 24000, -12000], [24000, 89000, -47000], [-12000, -47000, 43000]]),
                        ),
                        normal(
                            json!([199, 993, 88]),
                            json!([[6200, 27000, -3200], [27000, 130_000, -14000], [-3200, -14000, 2100]]),
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
        case(
            "gaussian/unemployment-tied-k2-fit",
            "Unemployment in Europe, two components that share a covariance",
            LOWER,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &unemployment(
                "tied",
                tied(json!([0.94, 0.06]), vec![json!([9, 21]), json!([25, 53])], json!([[10, 0], [0, 80]])),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/unemployment-tied-k2-fit-local",
            "Unemployment in Europe, two components that share a covariance, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "tied-average-of-components"],
        )
        .fit(
            &unemployment(
                "tied",
                tied(json!([0.8, 0.2]), vec![json!([8, 19]), json!([19, 45])], json!([[10, 0], [0, 40]])),
            ),
            With::NoPrior,
            200,
        ),
    ]
}
