//! Gaussian fits to measurements of patients and countries: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, LOWER, Setting, With, case, gaussian, likelihood, mixture, normal, set, tied},
    shared::THYROID,
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
