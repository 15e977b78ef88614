//! Gaussian fits to lengths of fishes, stamps and crabs: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::build::{
    AVERAGE, HIGHER, Setting, With, case, gaussian, likelihood, mean, mixture, normal, normal_prior, set, set_weighted,
    tied,
};

pub fn cases() -> Vec<Value> {
    [identity(), spherical(), full(), tied_fits()].concat()
}

fn snapper(structure: &str, start: Value) -> Setting {
    likelihood(set("snapper", &["length_in"]), gaussian(structure), start)
}

fn snapper_identity_k3_map(start: Value) -> Setting {
    Setting { alpha: json!([2, 3, 4]), theta: normal_prior(json!([6.5]), 0.25), ..snapper("identity", start) }
}

fn stamps(structure: &str, start: Value) -> Setting {
    likelihood(set("hidalgo_stamps", &["thickness_mm"]), gaussian(structure), start)
}

fn weldon_crabs(structure: &str, start: Value) -> Setting {
    likelihood(set_weighted("pearson_crabs_binned", &["ratio"], "freq"), gaussian(structure), start)
}

fn identity() -> Vec<Value> {
    vec![
        case(
            "gaussian/snapper-identity-k2-fit",
            "Lengths of snappers, two unit covariances",
            AVERAGE,
            &["mixing-weights-fixed", "stale-log-evidence"],
        )
        .fit(
            &snapper("identity", mixture(json!([0.7, 0.3]), vec![mean(json!([5.2])), mean(json!([8.5]))])),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/snapper-identity-k3-fit",
            "Lengths of snappers, three unit covariances",
            AVERAGE,
            &["mixing-weights-fixed", "stale-log-evidence"],
        )
        .fit(
            &snapper(
                "identity",
                mixture(json!([0.64, 0.29, 0.07]), vec![mean(json!([5])), mean(json!([7.6])), mean(json!([10.4]))]),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/snapper-identity-k3-map-fit",
            "Lengths of snappers, three unit covariances, both priors",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing"],
        )
        .fit(
            &snapper_identity_k3_map(mixture(
                json!([0.07, 0.62, 0.31]),
                vec![mean(json!([10.3])), mean(json!([5])), mean(json!([7.4]))],
            )),
            With::Both,
            500,
        ),
    ]
}

fn spherical() -> Vec<Value> {
    vec![
        case(
            "gaussian/snapper-spherical-k4-fit",
            "Lengths of snappers, four variances",
            HIGHER,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &snapper(
                "spherical",
                mixture(
                    json!([0.09, 0.54, 0.17, 0.2]),
                    vec![
                        normal(json!([3.2]), json!(0.06)),
                        normal(json!([5.3]), json!(0.4)),
                        normal(json!([7.4]), json!(0.2)),
                        normal(json!([8.6]), json!(3)),
                    ],
                ),
            ),
            With::NoPrior,
            5000,
        ),
        case(
            "gaussian/snapper-spherical-k4-fit-local",
            "Lengths of snappers, four variances, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &snapper(
                "spherical",
                mixture(
                    json!([0.71, 0.16, 0.11, 0.02]),
                    vec![
                        normal(json!([5.2]), json!(1)),
                        normal(json!([7.6]), json!(0.2)),
                        normal(json!([9.4]), json!(1)),
                        normal(json!([12.3]), json!(0.09)),
                    ],
                ),
            ),
            With::NoPrior,
            2000,
        ),
        case(
            "gaussian/stamps-spherical-k2-fit",
            "Hidalgo stamps, two variances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &stamps(
                "spherical",
                mixture(
                    json!([0.6, 0.4]),
                    vec![normal(json!([0.076]), json!(2e-05)), normal(json!([0.102]), json!(0.0001))],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/stamps-spherical-k3-fit",
            "Hidalgo stamps, three variances",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &stamps(
                "spherical",
                mixture(
                    json!([0.2, 0.4, 0.4]),
                    vec![
                        normal(json!([0.071]), json!(2e-06)),
                        normal(json!([0.079]), json!(6e-06)),
                        normal(json!([0.099]), json!(0.0002)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/stamps-spherical-k3-fit-local",
            "Hidalgo stamps, three variances, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &stamps(
                "spherical",
                mixture(
                    json!([0.63, 0.34, 0.03]),
                    vec![
                        normal(json!([0.076]), json!(2e-05)),
                        normal(json!([0.101]), json!(9e-05)),
                        normal(json!([0.125]), json!(2e-05)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
    ]
}

fn full() -> Vec<Value> {
    vec![
        case(
            "gaussian/weldon-crabs-full-k2-fit",
            "Weldon's crabs as a frequency table, two components that overlap",
            HIGHER,
            &["early-stop", "covariance-divisor", "observation-weights-ignored"],
        )
        .fit(
            &weldon_crabs(
                "full",
                mixture(
                    json!([0.4, 0.6]),
                    vec![normal(json!([0.634]), json!([[0.0003]])), normal(json!([0.657]), json!([[0.0002]]))],
                ),
            ),
            With::NoPrior,
            5000,
        ),
    ]
}

fn tied_fits() -> Vec<Value> {
    vec![
        case(
            "gaussian/stamps-tied-k3-fit",
            "Hidalgo stamps, three components that share a variance",
            AVERAGE,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &stamps(
                "tied",
                tied(json!([0.68, 0.26, 0.06]), vec![json!([0.077]), json!([0.102]), json!([0.121])], json!([[3e-05]])),
            ),
            With::NoPrior,
            200,
        ),
    ]
}
