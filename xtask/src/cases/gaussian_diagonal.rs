//! Gaussian components with a diagonal covariance each.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, inline_weighted, inverse_gamma, mixture, normal, set,
    },
    shared::{
        COFFEE, IRIS, THYROID, WINE, WINE_MEANS, WINE_VARIANCES, far, far_groups, few_rows, outlier_groups,
        scaled_groups, three_dimensions, unemployment,
    },
    synthetic::{decimal, responsibilities, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [real(), extremes(), weighted(), empty()].concat()
}

fn thyroid() -> Setting {
    Setting {
        data: set("thyroid", &THYROID),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.65, 0.2, 0.15]),
            vec![
                normal(json!([110, 9.2, 1.7, 1.3, 2.5]), json!([75, 4, 0.25, 0.3, 4])),
                normal(json!([96, 17.5, 4.1, 1.0, 0.1]), json!([300, 16, 4, 0.2, 0.25])),
                normal(json!([122, 4.1, 1.1, 12, 17]), json!([100, 5, 0.3, 120, 180])),
            ],
        ),
        alpha: json!([5, 2, 1.5]),
        theta: inverse_gamma(json!([110, 10, 2, 3, 4]), 0.1, 2.25, json!([150, 15, 1.5, 20, 40])),
    }
}

fn wine() -> Setting {
    let component = |mean: &[f64; 13]| normal(json!(mean), json!(WINE_VARIANCES));
    Setting {
        data: set("wine13_sklearn", &WINE),
        model: gaussian("diagonal"),
        start: mixture(json!([0.25, 0.4, 0.35]), WINE_MEANS.iter().map(component).collect()),
        alpha: json!([2, 1, 3.5]),
        theta: inverse_gamma(
            json!([13, 2.3, 2.4, 19.5, 100, 2.3, 2, 0.36, 1.6, 5, 0.96, 2.6, 750]),
            0.25,
            1.5,
            json!([0.3, 0.6, 0.04, 5, 100, 0.2, 0.4, 0.01, 0.15, 2.5, 0.03, 0.25, 30000]),
        ),
    }
}

fn enzyme() -> Setting {
    Setting {
        data: set("enzyme", &["activity"]),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.55, 0.45]),
            vec![normal(json!([0.2]), json!([0.01])), normal(json!([1.2]), json!([0.3]))],
        ),
        alpha: json!([3, 2]),
        theta: inverse_gamma(json!([0.6]), 0.5, 1.75, json!([0.04])),
    }
}

pub fn countries() -> Setting {
    Setting {
        data: unemployment(),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.8, 0.2]),
            vec![normal(json!([8, 18]), json!([8, 45])), normal(json!([15, 40]), json!([50, 120]))],
        ),
        alpha: json!([2.5, 1.5]),
        theta: inverse_gamma(json!([10, 20]), 1.25, 2.0, json!([6, 50])),
    }
}

fn real() -> Vec<Value> {
    let coffee = Setting {
        data: set("coffee", &COFFEE),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.75, 0.25]),
            vec![
                normal(
                    json!([8.5, 160, 32, 5.7, 33, 4, 15.5, 1.2, 1, 5.3, 0.45, 0.8]),
                    json!([1.5, 400, 2, 0.05, 8, 0.1, 1.5, 0.04, 0.03, 0.3, 0.03, 0.05]),
                ),
                normal(
                    json!([7.5, 140, 34, 5.8, 30, 4.3, 10, 2.1, 0.7, 6.5, 0.9, 1]),
                    json!([1.2, 300, 1.5, 0.04, 12, 0.08, 2, 0.05, 0.02, 0.5, 0.04, 0.08]),
                ),
            ],
        ),
        alpha: json!([2, 3]),
        theta: inverse_gamma(
            json!([8, 150, 33, 5.75, 31, 4.1, 14, 1.4, 0.9, 5.7, 0.55, 0.85]),
            0.02,
            0.75,
            json!([1, 200, 1, 0.02, 5, 0.05, 1, 0.02, 0.01, 0.2, 0.02, 0.03]),
        ),
    };
    let ties = Setting {
        data: set("hidalgo_stamps", &["thickness_mm"]),
        start: mixture(
            json!([0.65, 0.35]),
            vec![normal(json!([0.077]), json!([2.5e-5])), normal(json!([0.104]), json!([1.4e-4]))],
        ),
        alpha: json!([2, 4]),
        theta: inverse_gamma(json!([0.086]), 0.01, 3.0, json!([4e-5])),
        ..enzyme()
    };
    let spread = Setting {
        start: mixture(
            json!([0.5, 0.2, 0.3]),
            vec![
                normal(
                    json!(WINE_MEANS[0]),
                    json!([1e-8, 1e9, 1e-3, 7.5, 1e-7, 4, 0.3, 1e5, 0.25, 1e-9, 0.02, 0.2, 1e12]),
                ),
                normal(json!(WINE_MEANS[1]), json!(WINE_VARIANCES)),
                normal(json!(WINE_MEANS[2]), json!([1e6, 0.5, 1e-10, 8, 200, 1e-6, 1e3, 0.01, 2, 3, 1e-12, 1e10, 40])),
            ],
        ),
        ..wine()
    };
    vec![
        case(
            "gaussian/thyroid-diagonal-k3",
            "Thyroid function, three diagonal covariances",
            AVERAGE,
            &["covariance-divisor", "scatter-about-old-mean", "raw-moment-cancellation"],
        )
        .trajectory(&thyroid(), With::NoPrior, 15, &[1, 15]),
        case(
            "gaussian/thyroid-diagonal-k3-map",
            "Thyroid function, both priors, a scale of its own for each dimension",
            AVERAGE,
            &["covariance-prior-constant", "prior-first-dimension", "mode-or-mean", "log-prior-missing"],
        )
        .trajectory(&thyroid(), With::Both, 12, &[1, 3, 12]),
        case(
            "gaussian/iris-diagonal-evaluate",
            "Iris, densities at diagonal covariances",
            LOWER,
            &["missing-log-2pi", "standard-deviation-for-variance", "half-log-determinant"],
        )
        .evaluate(
            &Setting {
                data: set("iris", &IRIS),
                model: gaussian("diagonal"),
                start: mixture(
                    json!([0.3, 0.7]),
                    vec![
                        normal(json!([5, 3.4, 1.5, 0.25]), json!([0.12, 0.14, 0.03, 0.011])),
                        normal(json!([6.3, 2.9, 4.9, 1.7]), json!([0.44, 0.11, 0.67, 0.18])),
                    ],
                ),
                alpha: json!([1, 1]),
                theta: json!(null),
            },
            With::NoPrior,
        ),
        case(
            "gaussian/wine-diagonal-evaluate-spread",
            "Wines, variances from 1e-12 to 1e12 in one component",
            HIGHER,
            &["determinant-outright", "covariance-jitter", "no-log-sum-exp"],
        )
        .evaluate(&spread, With::NoPrior),
        case(
            "gaussian/wine-diagonal-k3-weights",
            "Wines in thirteen dimensions, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "label-sorting", "density-floor"],
        )
        .trajectory(&wine(), With::Weights, 8, &[1, 8]),
        case(
            "gaussian/coffee-diagonal-k2",
            "Coffee in twelve dimensions, fewer rows in a component than dimensions",
            HIGHER,
            &["density-floor", "covariance-divisor", "standard-deviation-for-variance"],
        )
        .trajectory(&coffee, With::NoPrior, 4, &[1, 4]),
        case(
            "gaussian/coffee-diagonal-evaluate-components",
            "Coffee in twelve dimensions, a prior of the components",
            AVERAGE,
            &["log-prior-unnormalised", "log-prior-multiplicity", "log-prior-missing"],
        )
        .evaluate(&coffee, With::Components),
        case(
            "gaussian/stamps-diagonal-k2-components",
            "Hidalgo stamps: heavily tied values, the prior keeps the variances away from 0",
            HIGHER,
            &["prior-ignored", "covariance-prior-constant", "mean-shrinkage-missing", "covariance-jitter"],
        )
        .trajectory(&ties, With::Components, 4, &[1, 4]),
        case(
            "gaussian/enzyme-diagonal-k2-slow",
            "Enzymatic activity, forty iterations",
            AVERAGE,
            &["early-stop", "off-by-one-iterations", "covariance-divisor"],
        )
        .trajectory(&enzyme(), With::NoPrior, 40, &[1, 20, 40]),
        case(
            "gaussian/enzyme-diagonal-tiny-weight",
            "Enzymatic activity, a mixing weight of 1e-300 on the only component near the data",
            HIGHER,
            &["weight-floor", "density-floor", "mixing-weights-ignored"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([1.0, 1e-300]),
                    vec![normal(json!([25]), json!([0.09])), normal(json!([0.75]), json!([0.4]))],
                ),
                ..enzyme()
            },
            With::Weights,
        ),
        case(
            "gaussian/unemployment-diagonal-maximize",
            "European unemployment, the M-step of diagonal covariances",
            LOWER,
            &["covariance-divisor", "standard-deviation-for-variance", "raw-moment-cancellation"],
        )
        .maximize(&countries(), With::NoPrior, responsibilities(301, 31, 2, 3)),
        case(
            "gaussian/unemployment-diagonal-maximize-weights",
            "European unemployment, the M-step of diagonal covariances, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "covariance-divisor"],
        )
        .maximize(&countries(), With::Weights, responsibilities(306, 31, 2, 3)),
        case(
            "gaussian/unemployment-diagonal-maximize-components",
            "European unemployment, the M-step of diagonal covariances, a prior of the components",
            AVERAGE,
            &["covariance-prior-constant", "mean-shrinkage-missing", "prior-first-dimension"],
        )
        .maximize(&countries(), With::Components, responsibilities(307, 31, 2, 3)),
        case(
            "gaussian/thyroid-diagonal-evaluate-map",
            "Thyroid function, densities and both priors",
            AVERAGE,
            &["log-prior-unnormalised", "log-prior-multiplicity", "missing-log-2pi"],
        )
        .evaluate(&thyroid(), With::Both),
    ]
}

fn extremes() -> Vec<Value> {
    let offset = Setting {
        data: far_groups(13, 36),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.5, 0.5]),
            vec![
                normal(json!([far(1100), far(-200)]), json!([0.6, 1.2])),
                normal(json!([far(4200), far(3900)]), json!([1, 0.7])),
            ],
        ),
        alpha: json!([2.5, 5]),
        theta: json!(null),
    };
    let at = |mantissa: i64, exponent: i32| decimal(mantissa, exponent);
    let scaled = |exponent: i32| Setting {
        data: scaled_groups(23, 26, exponent),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(
                    json!([at(4, exponent), at(2, exponent)]),
                    json!([at(4, 2 * exponent - 1), at(3, 2 * exponent - 1)]),
                ),
                normal(
                    json!([at(-3, exponent), at(5, exponent)]),
                    json!([at(6, 2 * exponent - 1), at(2, 2 * exponent - 1)]),
                ),
            ],
        ),
        alpha: json!([1.75, 2]),
        theta: inverse_gamma(
            json!([at(1, exponent), at(3, exponent)]),
            0.75,
            2.5,
            json!([at(8, 2 * exponent - 1), at(5, 2 * exponent - 1)]),
        ),
    };
    let outliers = Setting {
        data: outlier_groups(43, 22),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.45, 0.55]),
            vec![normal(json!([0.3, 0.2]), json!([0.9, 1.1])), normal(json!([2.8, -1.3]), json!([0.5, 0.8]))],
        ),
        alpha: json!([2, 1.25]),
        theta: inverse_gamma(json!([1.5, -0.5]), 0.3, 2.0, json!([0.7, 1.3])),
    };
    let short = Setting {
        data: few_rows(63),
        model: gaussian("diagonal"),
        start: json!(null),
        alpha: json!([3, 1.5]),
        theta: inverse_gamma(json!([0.5, 1.2, -1, 2, 0.4, -1.2]), 0.4, 1.25, json!([0.3, 0.4, 0.1, 0.7, 0.3, 0.2])),
    };
    vec![
        case(
            "gaussian/offset-diagonal-maximize-weights",
            "The M-step of diagonal covariances on data near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "single-precision", "dirichlet-off-by-one"],
        )
        .maximize(&offset, With::Weights, responsibilities(302, 36, 2, 3)),
        case(
            "gaussian/offset-diagonal-k2-weights",
            "Data near 1e8, diagonal covariances",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic"],
        )
        .trajectory(&offset, With::Weights, 10, &[1, 10]),
        case(
            "gaussian/scale-1e-150-diagonal-evaluate",
            "Data of the size of 1e-150, a prior of the components",
            HIGHER,
            &["determinant-outright", "covariance-jitter", "log-prior-unnormalised"],
        )
        .evaluate(&scaled(-150), With::Components),
        case(
            "gaussian/scale-1e150-diagonal-k2-map",
            "Data of the size of 1e150, both priors",
            HIGHER,
            &["determinant-outright", "covariance-prior-constant", "mode-or-mean"],
        )
        .trajectory(&scaled(150), With::Both, 7, &[1, 7]),
        case(
            "gaussian/outlier-diagonal-evaluate-map",
            "Rows 40,000 standard deviations away, both priors",
            HIGHER,
            &["no-log-sum-exp", "outlier-dropped", "density-floor", "log-sum-exp-common-shift"],
        )
        .evaluate(&outliers, With::Both),
        case(
            "gaussian/few-rows-diagonal-maximize",
            "Four rows in six dimensions: diagonal covariances need no prior",
            HIGHER,
            &["covariance-divisor", "covariance-jitter", "accepts-bad-shapes"],
        )
        .maximize(&short, With::NoPrior, responsibilities(303, 4, 2, 2)),
    ]
}

fn weighted() -> Vec<Value> {
    let setting = Setting {
        data: inline_weighted(three_dimensions(55, 20), weights(56, 20, [0, 300], -2)),
        model: gaussian("diagonal"),
        start: mixture(
            json!([0.6, 0.4]),
            vec![
                normal(json!([1.5, 0.3, 3.9]), json!([0.4, 0.5, 0.7])),
                normal(json!([3.3, 1.4, 2.7]), json!([0.6, 0.2, 0.4])),
            ],
        ),
        alpha: json!([1.5, 3]),
        theta: inverse_gamma(json!([2.5, 0.6, 3.1]), 0.7, 1.5, json!([0.5, 0.2, 0.9])),
    };
    vec![
        case(
            "gaussian/weighted-diagonal-maximize-components",
            "Fractional observation weights, the prior counts once whatever the weights",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-in-prior", "covariance-prior-constant"],
        )
        .maximize(&setting, With::Components, responsibilities(304, 20, 2, 3)),
        case(
            "gaussian/weighted-diagonal-k2",
            "Fractional observation weights between 0 and 3",
            HIGHER,
            &["observation-weights-truncated", "observation-weights-half-used", "weights-divided-by-rows"],
        )
        .trajectory(&setting, With::NoPrior, 8, &[1, 8]),
    ]
}

fn empty() -> Vec<Value> {
    let setting = Setting {
        start: mixture(
            json!([0, 0.75, 0.25]),
            vec![
                normal(json!([12, 30]), json!([9, 30])),
                normal(json!([8, 18]), json!([8, 45])),
                normal(json!([15, 40]), json!([50, 120])),
            ],
        ),
        alpha: json!([1.5, 2.5, 2]),
        ..countries()
    };
    vec![
        case(
            "gaussian/empty-diagonal-k3",
            "A component with mixing weight 0, listed first",
            HIGHER,
            &["empty-component-nan", "component-dropped", "label-sorting"],
        )
        .trajectory(&setting, With::NoPrior, 6, &[1, 6]),
        case(
            "gaussian/empty-diagonal-maximize-map",
            "A component that is responsible for nothing gets the mode of its prior",
            HIGHER,
            &["empty-component-nan", "covariance-prior-constant", "mode-or-mean", "prior-first-dimension"],
        )
        .maximize(&setting, With::Both, with_empty(&responsibilities(305, 31, 2, 2), 0)),
    ]
}
