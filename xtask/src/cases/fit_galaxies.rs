//! Fits to the velocities of galaxies: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::build::{
    AVERAGE, HIGHER, Setting, With, case, gaussian, inverse_gamma, likelihood, mean, mixture, normal, set, tied,
};

pub fn cases() -> Vec<Value> {
    [identity(), spherical(), tied_fits()].concat()
}

fn galaxies(structure: &str, start: Value) -> Setting {
    likelihood(set("galaxies_mass", &["velocity_km_s"]), gaussian(structure), start)
}

fn galaxies_roeder(structure: &str, start: Value) -> Setting {
    likelihood(set("galaxies_roeder", &["velocity_km_s"]), gaussian(structure), start)
}

fn galaxies_spherical_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2, 2]),
        theta: inverse_gamma(json!([21000]), 0.0625, 2.0, json!(2_000_000)),
        ..galaxies("spherical", start)
    }
}

fn identity() -> Vec<Value> {
    vec![
        case(
            "gaussian/galaxies-identity-k3-fit",
            "Velocities in km/s, three unit covariances: responsibilities are 0 or 1 to thousands of digits",
            HIGHER,
            &["wrong-optimum", "mixing-weights-fixed", "no-log-sum-exp"],
        )
        .fit(
            &galaxies(
                "identity",
                mixture(
                    json!([0.09, 0.66, 0.25]),
                    vec![mean(json!([10000])), mean(json!([20000])), mean(json!([26000]))],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-identity-k3-fit-local",
            "Velocities in km/s, three unit covariances, a start that ends at a lower maximum",
            HIGHER,
            &["wrong-optimum", "mixing-weights-fixed", "no-log-sum-exp"],
        )
        .fit(
            &galaxies(
                "identity",
                mixture(
                    json!([0.09, 0.61, 0.3]),
                    vec![mean(json!([10000])), mean(json!([20000])), mean(json!([25000]))],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-identity-k3-fit-local-2",
            "Velocities in km/s, three unit covariances, a start that ends at a still lower maximum",
            HIGHER,
            &["wrong-optimum", "mixing-weights-fixed", "no-log-sum-exp"],
        )
        .fit(
            &galaxies(
                "identity",
                mixture(
                    json!([0.09, 0.77, 0.14]),
                    vec![mean(json!([10000])), mean(json!([21000])), mean(json!([27000]))],
                ),
            ),
            With::NoPrior,
            200,
        ),
    ]
}

fn spherical() -> Vec<Value> {
    vec![
        case(
            "gaussian/galaxies-spherical-k2-fit",
            "Velocities of galaxies, two variances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.3, 0.7]),
                    vec![normal(json!([19000]), json!(70_000_000)), normal(json!([21000]), json!(4_000_000))],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-spherical-k3-fit",
            "Velocities of galaxies, three variances (published: -203.1792 in thousands of km/s)",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.09, 0.88, 0.03]),
                    vec![
                        normal(json!([10000]), json!(200_000)),
                        normal(json!([21000]), json!(5_000_000)),
                        normal(json!([33000]), json!(800_000)),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-spherical-k3-fit-local",
            "Velocities of galaxies, three variances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.3, 0.4, 0.3]),
                    vec![
                        normal(json!([19000]), json!(70_000_000)),
                        normal(json!([20000]), json!(400_000)),
                        normal(json!([23000]), json!(1_000_000)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/galaxies-spherical-k4-fit",
            "Velocities of galaxies, four variances",
            AVERAGE,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.09, 0.21, 0.67, 0.03]),
                    vec![
                        normal(json!([10000]), json!(200_000)),
                        normal(json!([20000]), json!(200_000)),
                        normal(json!([22000]), json!(5_000_000)),
                        normal(json!([33000]), json!(800_000)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/galaxies-spherical-k4-fit-local",
            "Velocities of galaxies, four variances, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.08, 0.39, 0.37, 0.16]),
                    vec![
                        normal(json!([10000]), json!(200_000)),
                        normal(json!([20000]), json!(400_000)),
                        normal(json!([23000]), json!(1_000_000)),
                        normal(json!([24000]), json!(30_000_000)),
                    ],
                ),
            ),
            With::NoPrior,
            500,
        ),
        case(
            "gaussian/galaxies-spherical-k4-fit-local-2",
            "Velocities of galaxies, four variances, a start that ends at a still lower maximum",
            HIGHER,
            &["early-stop", "wrong-optimum", "covariance-divisor"],
        )
        .fit(
            &galaxies(
                "spherical",
                mixture(
                    json!([0.09, 0.49, 0.39, 0.03]),
                    vec![
                        normal(json!([10000]), json!(200_000)),
                        normal(json!([20000]), json!(2_000_000)),
                        normal(json!([23000]), json!(3_000_000)),
                        normal(json!([33000]), json!(800_000)),
                    ],
                ),
            ),
            With::NoPrior,
            2000,
        ),
        case(
            "gaussian/galaxies-roeder-spherical-k3-fit",
            "The corrected velocities of galaxies, three variances",
            AVERAGE,
            &["covariance-divisor", "stale-log-evidence"],
        )
        .fit(
            &galaxies_roeder(
                "spherical",
                mixture(
                    json!([0.09, 0.88, 0.03]),
                    vec![
                        normal(json!([10000]), json!(200_000)),
                        normal(json!([21000]), json!(5_000_000)),
                        normal(json!([33000]), json!(800_000)),
                    ],
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-spherical-k3-map-fit",
            "Velocities of galaxies, three variances, both priors",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "covariance-prior-constant", "log-prior-missing"],
        )
        .fit(
            &galaxies_spherical_k3_map(mixture(
                json!([0.09, 0.86, 0.05]),
                vec![
                    normal(json!([10000]), json!(900_000)),
                    normal(json!([21000]), json!(4_000_000)),
                    normal(json!([33000]), json!(2_000_000)),
                ],
            )),
            With::Both,
            200,
        ),
    ]
}

fn tied_fits() -> Vec<Value> {
    vec![
        case(
            "gaussian/galaxies-tied-k3-fit",
            "Velocities of galaxies, three components that share a variance",
            AVERAGE,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &galaxies(
                "tied",
                tied(
                    json!([0.09, 0.88, 0.03]),
                    vec![json!([10000]), json!([21000]), json!([33000])],
                    json!([[4_000_000]]),
                ),
            ),
            With::NoPrior,
            200,
        ),
        case(
            "gaussian/galaxies-tied-k4-fit",
            "Velocities of galaxies, four components that share a variance",
            AVERAGE,
            &["tied-average-of-components", "stale-log-evidence"],
        )
        .fit(
            &galaxies(
                "tied",
                tied(
                    json!([0.09, 0.52, 0.35, 0.04]),
                    vec![json!([10000]), json!([20000]), json!([23000]), json!([33000])],
                    json!([[2_000_000]]),
                ),
            ),
            With::NoPrior,
            200,
        ),
    ]
}
