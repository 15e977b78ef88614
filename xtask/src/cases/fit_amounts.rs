//! Gaussian fits to amounts of silica, enzymes and rain: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::build::{AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, likelihood, mean, mixture, normal, set};

pub fn cases() -> Vec<Value> {
    [identity(), spherical()].concat()
}

fn chondrite(structure: &str, start: Value) -> Setting {
    likelihood(set("chondrite", &["silica_pct"]), gaussian(structure), start)
}

fn enzyme(structure: &str, start: Value) -> Setting {
    likelihood(set("enzyme", &["activity"]), gaussian(structure), start)
}

fn precipitation(structure: &str, start: Value) -> Setting {
    likelihood(set("precip_us_cities", &["precip_in"]), gaussian(structure), start)
}

fn identity() -> Vec<Value> {
    vec![
        case(
            "gaussian/chondrite-identity-k3-fit",
            "Silica in chondrites, three unit covariances",
            LOWER,
            &["mixing-weights-fixed", "stale-log-evidence"],
        )
        .fit(
            &chondrite(
                "identity",
                mixture(json!([0.2, 0.4, 0.4]), vec![mean(json!([22])), mean(json!([28])), mean(json!([33]))]),
            ),
            With::NoPrior,
            200,
        ),
    ]
}

fn spherical() -> Vec<Value> {
    vec![
        case(
            "gaussian/enzyme-spherical-k2-fit",
            "Enzyme activities, two variances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &enzyme(
                "spherical",
                mixture(json!([0.6, 0.4]), vec![normal(json!([0.2]), json!(0.006)), normal(json!([1.3]), json!(0.3))]),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/enzyme-spherical-k3-fit",
            "Enzyme activities, three variances",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &enzyme(
                "spherical",
                mixture(
                    json!([0.6, 0.2, 0.2]),
                    vec![
                        normal(json!([0.2]), json!(0.006)),
                        normal(json!([1.1]), json!(0.04)),
                        normal(json!([1.5]), json!(0.3)),
                    ],
                ),
            ),
            With::NoPrior,
            1000,
        ),
        case(
            "gaussian/enzyme-spherical-k3-fit-local",
            "Enzyme activities, three variances, a start that ends at a lower maximum",
            HIGHER,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &enzyme(
                "spherical",
                mixture(
                    json!([0.5, 0.1, 0.4]),
                    vec![
                        normal(json!([0.2]), json!(0.003)),
                        normal(json!([0.3]), json!(0.003)),
                        normal(json!([1.3]), json!(0.3)),
                    ],
                ),
            ),
            With::NoPrior,
            2000,
        ),
        case(
            "gaussian/precipitation-spherical-k2-fit",
            "Precipitation in US cities, two variances",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &precipitation(
                "spherical",
                mixture(json!([0.2, 0.8]), vec![normal(json!([13]), json!(20)), normal(json!([40]), json!(90))]),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/precipitation-spherical-k2-fit-local",
            "Precipitation in US cities, two variances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &precipitation(
                "spherical",
                mixture(json!([0.7, 0.3]), vec![normal(json!([33]), json!(200)), normal(json!([40]), json!(20))]),
            ),
            With::NoPrior,
            500,
        ),
    ]
}
