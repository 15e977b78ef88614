//! Gaussian components with one variance each.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, inline, inline_weighted, inverse_gamma, mixture, normal,
        set, set_weighted,
    },
    shared::{IRIS, far, far_groups, few_rows, outlier_groups, scaled_groups, three_dimensions, unemployment},
    synthetic::{decimal, responsibilities, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [real(), extremes(), weighted(), empty()].concat()
}

fn iris() -> Setting {
    Setting {
        data: set("iris", &IRIS),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.35, 0.4, 0.25]),
            vec![
                normal(json!([5, 3.4, 1.5, 0.3]), json!(0.1)),
                normal(json!([5.9, 2.8, 4.3, 1.4]), json!(0.2)),
                normal(json!([6.8, 3, 5.6, 2]), json!(0.25)),
            ],
        ),
        alpha: json!([1.5, 4, 2]),
        theta: inverse_gamma(json!([5.8, 3, 3.8, 1.2]), 0.4, 2.5, json!(0.6)),
    }
}

fn galaxies() -> Setting {
    Setting {
        data: set("galaxies_mass", &["velocity_km_s"]),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.1, 0.85, 0.05]),
            vec![
                normal(json!([9700]), json!(200_000)),
                normal(json!([21400]), json!(5_000_000)),
                normal(json!([33000]), json!(900_000)),
            ],
        ),
        alpha: json!([2, 3, 1.5]),
        theta: inverse_gamma(json!([20800]), 0.05, 2.0, json!(1_500_000)),
    }
}

fn snapper() -> Setting {
    Setting {
        data: set("snapper", &["length_in"]),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.1, 0.5, 0.25, 0.15]),
            vec![
                normal(json!([3.3]), json!(0.1)),
                normal(json!([5.2]), json!(0.3)),
                normal(json!([7.4]), json!(0.4)),
                normal(json!([9.5]), json!(1.2)),
            ],
        ),
        alpha: json!([2, 5, 3, 1.5]),
        theta: inverse_gamma(json!([6]), 0.1, 2.0, json!(0.3)),
    }
}

pub fn countries() -> Setting {
    Setting {
        data: unemployment(),
        model: gaussian("spherical"),
        start: mixture(json!([0.7, 0.3]), vec![normal(json!([8, 17]), json!(22)), normal(json!([14, 35]), json!(90))]),
        alpha: json!([1.5, 3]),
        theta: inverse_gamma(json!([9, 23]), 1.5, 3.0, json!(40)),
    }
}

fn real() -> Vec<Value> {
    let roeder = Setting {
        data: set("galaxies_roeder", &["velocity_km_s"]),
        start: mixture(
            json!([1.0, 1e-300]),
            vec![normal(json!([20800]), json!(16_000_000)), normal(json!([34000]), json!(40_000))],
        ),
        alpha: json!([3, 2]),
        ..galaxies()
    };
    vec![
        case(
            "gaussian/galaxies-spherical-k3",
            "Velocities of 82 galaxies in km/s, three variances",
            AVERAGE,
            &["covariance-divisor", "single-precision", "raw-moment-cancellation"],
        )
        .trajectory(&galaxies(), With::NoPrior, 20, &[1, 20]),
        case(
            "gaussian/galaxies-roeder-spherical-evaluate-map",
            "Velocities of galaxies, a mixing weight of 1e-300 and both priors",
            HIGHER,
            &["weight-floor", "log-prior-unnormalised", "log-prior-missing"],
        )
        .evaluate(&roeder, With::Both),
        case(
            "gaussian/iris-spherical-evaluate",
            "Iris, one variance for four dimensions",
            LOWER,
            &["spherical-determinant", "missing-log-2pi", "standard-deviation-for-variance"],
        )
        .evaluate(&iris(), With::NoPrior),
        case(
            "gaussian/iris-spherical-k3-map",
            "Iris, one variance for each component, both priors",
            AVERAGE,
            &["spherical-trace", "spherical-determinant", "covariance-prior-constant", "mode-or-mean"],
        )
        .trajectory(&iris(), With::Both, 10, &[1, 10]),
        case(
            "gaussian/iris-spherical-k3",
            "Iris, one variance for each component",
            AVERAGE,
            &["spherical-trace", "spherical-determinant", "mixing-weights-fixed"],
        )
        .trajectory(&iris(), With::NoPrior, 10, &[1, 5, 10]),
        case(
            "gaussian/galaxies-roeder-spherical-k4-weights",
            "Velocities of galaxies, four components, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "prior-ignored", "label-sorting"],
        )
        .trajectory(
            &Setting {
                start: mixture(
                    json!([0.1, 0.4, 0.45, 0.05]),
                    vec![
                        normal(json!([9800]), json!(250_000)),
                        normal(json!([19700]), json!(600_000)),
                        normal(json!([22800]), json!(1_500_000)),
                        normal(json!([32900]), json!(1_200_000)),
                    ],
                ),
                alpha: json!([2, 5, 3, 1.5]),
                ..roeder
            },
            With::Weights,
            12,
            &[1, 12],
        ),
        case(
            "gaussian/snapper-spherical-off-by-3e-10",
            "Snapper lengths, mixing weights that sum to 1 - 3e-10",
            HIGHER,
            &["simplex-not-normalised", "dirichlet-off-by-one"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([0.1, 0.5, 0.2499999997, 0.15]),
                    vec![
                        normal(json!([3.4]), json!(0.12)),
                        normal(json!([5.1]), json!(0.35)),
                        normal(json!([7.3]), json!(0.45)),
                        normal(json!([9.7]), json!(1.1)),
                    ],
                ),
                ..snapper()
            },
            With::Weights,
        ),
        case(
            "gaussian/unemployment-spherical-maximize",
            "European unemployment, the M-step of one variance a component",
            LOWER,
            &["spherical-trace", "covariance-divisor"],
        )
        .maximize(&countries(), With::NoPrior, responsibilities(401, 31, 2, 3)),
        case(
            "gaussian/precipitation-spherical-k2-slow",
            "Precipitation in 70 cities, 200 iterations of slow convergence",
            HIGHER,
            &["early-stop", "off-by-one-iterations", "single-precision"],
        )
        .trajectory(
            &Setting {
                data: set("precip_us_cities", &["precip_in"]),
                start: mixture(
                    json!([0.4, 0.6]),
                    vec![normal(json!([25]), json!(150)), normal(json!([40]), json!(120))],
                ),
                ..galaxies()
            },
            With::NoPrior,
            200,
            &[1, 100, 200],
        ),
        case(
            "gaussian/unemployment-spherical-evaluate-components",
            "European unemployment, densities and the prior of the components",
            AVERAGE,
            &["spherical-determinant", "log-prior-unnormalised", "log-prior-multiplicity"],
        )
        .evaluate(&countries(), With::Components),
        case(
            "gaussian/unemployment-spherical-maximize-weights",
            "European unemployment, the M-step with a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "spherical-trace"],
        )
        .maximize(&countries(), With::Weights, responsibilities(407, 31, 2, 3)),
        case(
            "gaussian/unemployment-spherical-maximize-components",
            "European unemployment, the M-step with a prior of the components",
            AVERAGE,
            &["covariance-prior-constant", "spherical-trace", "mean-shrinkage-missing"],
        )
        .maximize(&countries(), With::Components, responsibilities(408, 31, 2, 3)),
        case(
            "gaussian/unemployment-spherical-k2-components",
            "European unemployment, one variance a component and its prior",
            AVERAGE,
            &["covariance-prior-constant", "log-prior-missing", "scatter-about-old-mean"],
        )
        .trajectory(&countries(), With::Components, 12, &[1, 12]),
    ]
}

fn extremes() -> Vec<Value> {
    let offset = Setting {
        data: far_groups(14, 32),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.6, 0.4]),
            vec![normal(json!([far(900), far(-100)]), json!(0.8)), normal(json!([far(4500), far(3700)]), json!(0.9))],
        ),
        alpha: json!([2, 4]),
        theta: json!(null),
    };
    let at = |mantissa: i64, exponent: i32| decimal(mantissa, exponent);
    let scaled = |exponent: i32| Setting {
        data: scaled_groups(24, 22, exponent),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.3, 0.7]),
            vec![
                normal(json!([at(4, exponent), at(2, exponent)]), json!(at(4, 2 * exponent - 1))),
                normal(json!([at(-3, exponent), at(6, exponent)]), json!(at(3, 2 * exponent - 1))),
            ],
        ),
        alpha: json!([2.5, 1.25]),
        theta: inverse_gamma(json!([at(1, exponent), at(3, exponent)]), 0.5, 2.5, json!(at(9, 2 * exponent - 1))),
    };
    let outliers = Setting {
        data: outlier_groups(44, 20),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.35, 0.65]),
            vec![normal(json!([0.2, 0.1]), json!(0.9)), normal(json!([2.9, -1.1]), json!(0.7))],
        ),
        alpha: json!([1, 1]),
        theta: inverse_gamma(json!([1.2, -0.3]), 0.2, 1.5, json!(0.8)),
    };
    let short = Setting {
        data: few_rows(64),
        model: gaussian("spherical"),
        start: json!(null),
        alpha: json!([1, 2]),
        theta: inverse_gamma(json!([0.6, 1.3, -0.8, 2.1, 0.2, -1.3]), 0.9, 3.5, json!(1.25)),
    };
    let duplicates = Setting {
        data: inline(json!([
            [1.25, 0.5],
            [1.25, 0.5],
            [1.25, 0.5],
            [1.25, 0.5],
            [3.5, 2.25],
            [3.5, 2.25],
            [3.5, 2.25],
            [0.75, 4.5],
            [0.75, 4.5],
            [2.25, 1.5]
        ])),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.5, 0.5]),
            vec![normal(json!([1.4, 0.9]), json!(0.6)), normal(json!([2.5, 2.9]), json!(1.5))],
        ),
        alpha: json!([1, 1]),
        theta: inverse_gamma(json!([2, 2]), 0.25, 1.5, json!(0.5)),
    };
    vec![
        case(
            "gaussian/offset-spherical-maximize",
            "The M-step of one variance a component on data near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "single-precision", "spherical-trace"],
        )
        .maximize(&offset, With::NoPrior, responsibilities(402, 32, 2, 3)),
        case(
            "gaussian/offset-spherical-k2-weights",
            "Data near 1e8, one variance a component",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic", "spherical-determinant"],
        )
        .trajectory(&offset, With::Weights, 8, &[1, 8]),
        case(
            "gaussian/scale-1e-150-spherical-evaluate",
            "Data of the size of 1e-150, one variance a component",
            HIGHER,
            &["covariance-jitter", "spherical-determinant"],
        )
        .evaluate(&scaled(-150), With::NoPrior),
        case(
            "gaussian/scale-1e150-spherical-maximize-weights",
            "The M-step of one variance a component on data of the size of 1e150",
            HIGHER,
            &["spherical-trace", "single-precision", "dirichlet-off-by-one"],
        )
        .maximize(&scaled(150), With::Weights, responsibilities(403, 22, 2, 3)),
        case(
            "gaussian/outlier-spherical-evaluate-components",
            "Rows 40,000 standard deviations away, a prior of the components",
            HIGHER,
            &["no-log-sum-exp", "outlier-dropped", "log-prior-unnormalised"],
        )
        .evaluate(&outliers, With::Components),
        case(
            "gaussian/few-rows-spherical-maximize-components",
            "Four rows in six dimensions, one variance and its prior",
            HIGHER,
            &["covariance-prior-constant", "spherical-trace", "mean-shrinkage-missing"],
        )
        .maximize(&short, With::Components, responsibilities(404, 4, 2, 2)),
        case(
            "gaussian/duplicates-spherical-k2-components",
            "Ten rows at four places, the prior keeps the variances away from 0",
            HIGHER,
            &["prior-ignored", "covariance-prior-constant", "observation-weights-in-prior"],
        )
        .trajectory(&duplicates, With::Components, 10, &[1, 10]),
    ]
}

fn weighted() -> Vec<Value> {
    let setting = Setting {
        data: inline_weighted(three_dimensions(57, 18), weights(58, 18, [0, 9], 0)),
        model: gaussian("spherical"),
        start: mixture(
            json!([0.45, 0.55]),
            vec![normal(json!([1.4, 0.2, 4.1]), json!(0.6)), normal(json!([3.6, 1.5, 2.4]), json!(0.4))],
        ),
        alpha: json!([2, 1.5]),
        theta: inverse_gamma(json!([2.4, 0.9, 3.2]), 0.6, 1.75, json!(0.9)),
    };
    let crabs = Setting {
        data: set_weighted("pearson_crabs_binned", &["ratio"], "freq"),
        start: mixture(
            json!([0.45, 0.55]),
            vec![normal(json!([0.635]), json!(0.00032)), normal(json!([0.656]), json!(0.00015))],
        ),
        theta: inverse_gamma(json!([0.645]), 2.0, 3.0, json!(0.0006)),
        ..setting.clone()
    };
    vec![
        case(
            "gaussian/weighted-spherical-k2-components",
            "Whole observation weights from 0 to 9, a prior of the components",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-in-prior", "observation-weights-half-used"],
        )
        .trajectory(&setting, With::Components, 7, &[1, 7]),
        case(
            "gaussian/weldon-crabs-spherical-maximize-map",
            "Weldon's crabs, the M-step with frequencies and both priors",
            AVERAGE,
            &["observation-weights-ignored", "observation-weights-in-prior", "weights-divided-by-rows"],
        )
        .maximize(&crabs, With::Both, responsibilities(405, 28, 2, 3)),
    ]
}

fn empty() -> Vec<Value> {
    let setting = Setting {
        start: mixture(
            json!([0.65, 0, 0.35]),
            vec![
                normal(json!([8, 17]), json!(22)),
                normal(json!([11, 24]), json!(15)),
                normal(json!([14, 35]), json!(90)),
            ],
        ),
        alpha: json!([2, 1.25, 1.5]),
        ..countries()
    };
    vec![
        case(
            "gaussian/empty-spherical-k3",
            "A component with mixing weight 0 keeps mean and variance",
            HIGHER,
            &["empty-component-nan", "weight-floor", "component-dropped"],
        )
        .trajectory(&setting, With::NoPrior, 5, &[1, 5]),
        case(
            "gaussian/revived-spherical-k3-map",
            "A component with mixing weight 0 comes back through the priors, from a log joint of minus infinity",
            HIGHER,
            &["empty-component-nan", "mode-or-mean", "dirichlet-off-by-one", "component-dropped"],
        )
        .trajectory(&setting, With::Both, 5, &[1, 5]),
        case(
            "gaussian/empty-spherical-maximize-map",
            "A component that is responsible for nothing gets the mode of its prior",
            HIGHER,
            &["empty-component-nan", "covariance-prior-constant", "mode-or-mean"],
        )
        .maximize(&setting, With::Both, with_empty(&responsibilities(406, 31, 2, 3), 1)),
    ]
}
