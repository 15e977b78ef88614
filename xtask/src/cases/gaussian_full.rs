//! Gaussian components with a full covariance each.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, inline, inline_weighted, inverse_wishart, mixture,
        normal, set, set_weighted,
    },
    shared::{
        COFFEE, IRIS, diagonal, far, far_groups, few_rows, outlier_groups, scaled_groups, three_dimensions,
        unemployment,
    },
    synthetic::{cloud, decimal, moved, responsibilities, rows, sheared, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [real(), offset(), scales(), near_singular(), outliers(), weighted(), empty(), short()].concat()
}

pub fn faithful() -> Setting {
    Setting {
        data: set("old_faithful", &["eruptions", "waiting"]),
        model: gaussian("full"),
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(json!([2.1, 56.0]), json!([[0.3, 0.9], [0.9, 41.0]])),
                normal(json!([4.4, 77.5]), json!([[0.25, 1.1], [1.1, 52.0]])),
            ],
        ),
        alpha: json!([3, 1.5]),
        theta: inverse_wishart(json!([3, 68]), 0.4, 5.5, json!([[0.6, 1.2], [1.2, 75]])),
    }
}

fn diabetes() -> Setting {
    Setting {
        data: set("diabetes_reaven_miller", &["fpg", "glucose", "insulin"]),
        model: gaussian("full"),
        start: mixture(
            json!([0.5, 0.2, 0.3]),
            vec![
                normal(json!([91, 357, 166]), json!([[70, 60, 10], [60, 2200, 300], [10, 300, 3000]])),
                normal(json!([105, 510, 300]), json!([[250, 500, 20], [500, 9000, 100], [20, 100, 22000]])),
                normal(
                    json!([215, 1030, 90]),
                    json!([[5500, 19000, -2300], [19000, 76000, -9500], [-2300, -9500, 2600]]),
                ),
            ],
        ),
        alpha: json!([2, 4, 1]),
        theta: inverse_wishart(
            json!([120, 540, 186]),
            0.05,
            6.25,
            json!([[400, 700, -100], [700, 9000, -900], [-100, -900, 2500]]),
        ),
    }
}

fn iris() -> Setting {
    Setting {
        data: set("iris", &IRIS),
        model: gaussian("full"),
        start: mixture(
            json!([0.3, 0.45, 0.25]),
            vec![
                normal(
                    json!([5.0, 3.4, 1.5, 0.3]),
                    json!([
                        [0.2, 0.1, 0.02, 0.01],
                        [0.1, 0.22, 0.01, 0.01],
                        [0.02, 0.01, 0.06, 0.01],
                        [0.01, 0.01, 0.01, 0.05]
                    ]),
                ),
                normal(
                    json!([5.9, 2.8, 4.3, 1.3]),
                    json!([
                        [0.3, 0.08, 0.2, 0.06],
                        [0.08, 0.1, 0.08, 0.04],
                        [0.2, 0.08, 0.25, 0.08],
                        [0.06, 0.04, 0.08, 0.06]
                    ]),
                ),
                normal(
                    json!([6.6, 2.9, 5.5, 2.0]),
                    json!([
                        [0.4, 0.09, 0.3, 0.05],
                        [0.09, 0.12, 0.07, 0.05],
                        [0.3, 0.07, 0.32, 0.05],
                        [0.05, 0.05, 0.05, 0.09]
                    ]),
                ),
            ],
        ),
        alpha: json!([1.5, 2.5, 4]),
        theta: inverse_wishart(
            json!([5.8, 3.1, 3.7, 1.2]),
            0.01,
            6.5,
            json!([[0.5, 0.1, 0.2, 0.1], [0.1, 0.3, 0, 0], [0.2, 0, 0.6, 0.2], [0.1, 0, 0.2, 0.4]]),
        ),
    }
}

pub fn countries() -> Setting {
    Setting {
        data: unemployment(),
        model: gaussian("full"),
        start: mixture(
            json!([0.7, 0.3]),
            vec![
                normal(json!([7.5, 18]), json!([[6, 10], [10, 40]])),
                normal(json!([15, 37]), json!([[50, 60], [60, 150]])),
            ],
        ),
        alpha: json!([2, 5]),
        theta: inverse_wishart(json!([9, 21]), 2.5, 4.5, json!([[12, 17], [17, 60]])),
    }
}

fn real() -> Vec<Value> {
    vec![
        case(
            "gaussian/faithful-full-k2",
            "Old Faithful, two full covariances",
            AVERAGE,
            &["covariance-divisor", "scatter-about-old-mean", "stale-log-evidence", "mean-for-sum"],
        )
        .trajectory(&faithful(), With::NoPrior, 20, &[1, 5, 20]),
        case(
            "gaussian/faithful-full-k2-map",
            "Old Faithful, two full covariances, priors of weights and components",
            AVERAGE,
            &["prior-ignored", "covariance-prior-constant", "log-prior-missing", "log-prior-unnormalised"],
        )
        .trajectory(&faithful(), With::Both, 12, &[1, 12]),
        case(
            "gaussian/diabetes-full-k3",
            "Reaven and Miller's diabetes, three full covariances of very different size",
            AVERAGE,
            &["covariance-divisor", "hard-assignment", "label-sorting"],
        )
        .trajectory(&diabetes(), With::NoPrior, 15, &[1, 2, 15]),
        case(
            "gaussian/diabetes-full-evaluate",
            "Reaven and Miller's diabetes, densities at correlated covariances",
            LOWER,
            &["missing-log-2pi", "half-log-determinant", "off-diagonal-ignored"],
        )
        .evaluate(&diabetes(), With::NoPrior),
        case(
            "gaussian/iris-full-evaluate-map",
            "Iris in four dimensions, with both priors",
            LOWER,
            &["missing-log-2pi", "log-prior-missing", "log-prior-unnormalised", "log-prior-multiplicity"],
        )
        .evaluate(&iris(), With::Both),
        case(
            "gaussian/iris-full-k3-weights",
            "Iris, three full covariances, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "prior-ignored", "mixing-weights-fixed"],
        )
        .trajectory(&iris(), With::Weights, 10, &[1, 4, 10]),
        case(
            "gaussian/iris-full-k3-components",
            "Iris, three full covariances, a weak prior of the components",
            AVERAGE,
            &["covariance-prior-constant", "mean-shrinkage-missing", "mode-or-mean"],
        )
        .trajectory(&iris(), With::Components, 10, &[1, 10]),
        case(
            "gaussian/unemployment-full-maximize",
            "European unemployment, the M-step alone",
            LOWER,
            &["covariance-divisor", "raw-moment-cancellation", "off-diagonal-ignored"],
        )
        .maximize(&countries(), With::NoPrior, responsibilities(101, 31, 2, 3)),
        case(
            "gaussian/unemployment-full-maximize-map",
            "European unemployment, the M-step with a prior that weighs as much as several countries",
            AVERAGE,
            &["mean-shrinkage-missing", "covariance-prior-constant", "mode-or-mean", "dirichlet-off-by-one"],
        )
        .maximize(&countries(), With::Both, responsibilities(102, 31, 2, 4)),
        case(
            "gaussian/unemployment-full-slow",
            "European unemployment, 60 iterations",
            HIGHER,
            &["early-stop", "off-by-one-iterations", "single-precision"],
        )
        .trajectory(&countries(), With::NoPrior, 60, &[1, 20, 60]),
        case(
            "gaussian/unemployment-full-off-by-3e-10",
            "European unemployment, mixing weights that sum to 1 + 3e-10",
            HIGHER,
            &["simplex-not-normalised", "mixing-weights-ignored"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([0.7, 0.3000000003]),
                    vec![
                        normal(json!([7.2, 17]), json!([[5, 8], [8, 30]])),
                        normal(json!([14, 36]), json!([[45, 50], [50, 160]])),
                    ],
                ),
                ..countries()
            },
            With::Weights,
        ),
        case(
            "gaussian/unemployment-full-tiny-weight",
            "A mixing weight of 1e-300 on the only component near most of the data",
            HIGHER,
            &["weight-floor", "no-log-sum-exp", "density-floor", "log-sum-exp-common-shift"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([1e-300, 1.0]),
                    vec![
                        normal(json!([9.5, 22]), json!([[21, 40], [40, 120]])),
                        normal(json!([310, 790]), json!([[27, 44], [44, 140]])),
                    ],
                ),
                ..countries()
            },
            With::Both,
        ),
        case(
            "gaussian/faithful-full-evaluate-components",
            "Old Faithful, densities and the prior of the components",
            AVERAGE,
            &["log-prior-unnormalised", "log-prior-multiplicity", "log-prior-missing"],
        )
        .evaluate(&faithful(), With::Components),
        case(
            "gaussian/unemployment-full-maximize-weights",
            "European unemployment, the M-step with a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "covariance-divisor"],
        )
        .maximize(&countries(), With::Weights, responsibilities(109, 31, 2, 3)),
        case(
            "gaussian/unemployment-full-maximize-components",
            "European unemployment, the M-step with a prior of the components",
            AVERAGE,
            &["covariance-prior-constant", "mean-shrinkage-missing"],
        )
        .maximize(&countries(), With::Components, responsibilities(110, 31, 2, 3)),
    ]
}

fn offset_setting(n: usize) -> Setting {
    Setting {
        data: far_groups(11, n),
        model: gaussian("full"),
        start: mixture(
            json!([0.55, 0.45]),
            vec![
                normal(json!([far(1000), far(-300)]), json!([[0.7, 0.1], [0.1, 1.1]])),
                normal(json!([far(4400), far(3800)]), json!([[0.9, 0.3], [0.3, 0.8]])),
            ],
        ),
        alpha: json!([4, 2.5]),
        theta: inverse_wishart(json!([far(2000), far(1500)]), 1.5, 4.25, json!([[1.5, 0.25], [0.25, 2]])),
    }
}

fn offset() -> Vec<Value> {
    let setting = offset_setting(40);
    vec![
        case(
            "gaussian/offset-full-evaluate",
            "Data and means near 1e8, unit spread",
            HIGHER,
            &["expanded-quadratic", "single-precision"],
        )
        .evaluate(&setting, With::Weights),
        case(
            "gaussian/offset-full-maximize",
            "The M-step on data near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "single-precision"],
        )
        .maximize(&setting, With::NoPrior, responsibilities(103, 40, 2, 3)),
        case(
            "gaussian/offset-full-k2-weights",
            "Data near 1e8, a prior of the mixing weights",
            HIGHER,
            &["raw-moment-cancellation", "dirichlet-off-by-one", "expanded-quadratic"],
        )
        .trajectory(&setting, With::Weights, 10, &[1, 10]),
        case(
            "gaussian/offset-full-k2-components",
            "Data and prior mean near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "mean-shrinkage-missing"],
        )
        .trajectory(&setting, With::Components, 8, &[1, 3, 8]),
    ]
}

fn scaled_setting(exponent: i32) -> Setting {
    let at = |mantissa: i64| decimal(mantissa, exponent);
    let var = |tenths: i64| decimal(tenths, 2 * exponent - 1);
    Setting {
        data: scaled_groups(21, 30, exponent),
        model: gaussian("full"),
        start: mixture(
            json!([0.35, 0.65]),
            vec![
                normal(json!([at(4), at(2)]), json!([[var(6), var(1)], [var(1), var(4)]])),
                normal(json!([at(-3), at(5)]), json!([[var(5), var(-1)], [var(-1), var(3)]])),
            ],
        ),
        alpha: json!([1.25, 6]),
        theta: inverse_wishart(json!([at(1), at(2)]), 0.05, 3.5, json!([[var(9), var(2)], [var(2), var(7)]])),
    }
}

fn scales() -> Vec<Value> {
    let (large, small) = (scaled_setting(150), scaled_setting(-150));
    vec![
        case(
            "gaussian/scale-1e-150-full-evaluate",
            "Data of the size of 1e-150: the determinant is 1e-600",
            HIGHER,
            &["determinant-outright", "covariance-jitter"],
        )
        .evaluate(&small, With::NoPrior),
        case(
            "gaussian/scale-1e150-full-evaluate",
            "Data of the size of 1e150: the determinant is 1e600",
            HIGHER,
            &["determinant-outright", "log-prior-unnormalised"],
        )
        .evaluate(&large, With::Components),
        case(
            "gaussian/scale-1e150-full-maximize",
            "The M-step on data of the size of 1e150",
            HIGHER,
            &["single-precision", "dirichlet-off-by-one"],
        )
        .maximize(&large, With::Weights, responsibilities(104, 30, 2, 3)),
        case(
            "gaussian/scale-1e-150-full-k2",
            "Data of the size of 1e-150",
            HIGHER,
            &["covariance-jitter", "determinant-outright", "early-stop"],
        )
        .trajectory(&small, With::NoPrior, 12, &[1, 12]),
        case(
            "gaussian/scale-1e150-full-k2-map",
            "Data of the size of 1e150, both priors",
            HIGHER,
            &["determinant-outright", "mode-or-mean", "log-prior-missing"],
        )
        .trajectory(&large, With::Both, 9, &[1, 9]),
    ]
}

fn near_singular() -> Vec<Value> {
    let groups: [(&[i64], &[i64]); 2] =
        [(&[1000, 300, -600], &[800, 900, 700]), (&[3000, 1500, 400], &[600, 500, 900])];
    let setting = Setting {
        data: inline(rows(&cloud(31, 12, &groups), -3)),
        model: gaussian("full"),
        start: mixture(
            json!([0.6, 0.4]),
            vec![
                normal(
                    json!([1.1, 0.4, -0.5]),
                    json!([[1, 0.999999999999, 0.2], [0.999999999999, 1, 0.2], [0.2, 0.2, 0.7]]),
                ),
                normal(json!([2.8, 1.6, 0.3]), json!([[1e10, 0.5, 0.1], [0.5, 2, 0.3], [0.1, 0.3, 1.5]])),
            ],
        ),
        alpha: json!([2, 3]),
        theta: inverse_wishart(json!([2, 1, 0]), 0.5, 5.0, json!([[1, 0.5, 0], [0.5, 2, 0.25], [0, 0.25, 1.5]])),
    };
    // Two dimensions that agree up to a millionth, far from the origin: how near to singular the data can be known to be.
    let thin = sheared(
        cloud(32, 36, &[(&[0, 0], &[2_000_000_000, 30_000]), (&[5_000_000_000, 0], &[900_000_000, 70_000])]),
        0,
        1,
        [1, 1],
    );
    let thin = Setting {
        data: inline(rows(&moved(thin, 40_000_000_000_000), -9)),
        model: gaussian("full"),
        start: mixture(
            json!([0.5, 0.5]),
            vec![
                normal(json!([40000.1, 40000.1]), json!([[4, 3.9], [3.9, 4]])),
                normal(json!([40005.2, 40005.1]), json!([[1, 0.9], [0.9, 1]])),
            ],
        ),
        alpha: json!([1, 2]),
        theta: json!(null),
    };
    vec![
        case(
            "gaussian/near-singular-full-evaluate",
            "Covariances with condition numbers of 1e12 and 1e10",
            HIGHER,
            &["covariance-jitter", "single-precision"],
        )
        .evaluate(&setting, With::Components),
        case(
            "gaussian/near-singular-full-k2",
            "Two dimensions that agree up to 1e-5 of their spread, near 4e4",
            HIGHER,
            &["covariance-jitter", "raw-moment-cancellation"],
        )
        .trajectory(&thin, With::NoPrior, 6, &[1, 6]),
    ]
}

fn outliers() -> Vec<Value> {
    let setting = Setting {
        data: outlier_groups(41, 24),
        model: gaussian("full"),
        start: mixture(
            json!([0.5, 0.3, 0.2]),
            vec![
                normal(json!([0.1, 0.3]), json!([[1, 0.1], [0.1, 1.3]])),
                normal(json!([2.9, -1.1]), json!([[0.6, -0.2], [-0.2, 0.7]])),
                normal(json!([1.5, 0.5]), json!([[2e8, 1e7], [1e7, 3e8]])),
            ],
        ),
        alpha: json!([2, 2.5, 3]),
        theta: inverse_wishart(json!([1, 0.25]), 0.1, 4.0, json!([[1, 0.1], [0.1, 1.5]])),
    };
    let narrow = Setting {
        start: mixture(
            json!([0.65, 0.35]),
            vec![
                normal(json!([0.1, 0.3]), json!([[1, 0.1], [0.1, 1.3]])),
                normal(json!([2.9, -1.1]), json!([[0.6, -0.2], [-0.2, 0.7]])),
            ],
        ),
        ..setting.clone()
    };
    vec![
        case(
            "gaussian/outlier-full-evaluate",
            "Three rows 40,000 standard deviations away from every component",
            HIGHER,
            &["no-log-sum-exp", "density-floor", "outlier-dropped", "log-sum-exp-common-shift"],
        )
        .evaluate(&narrow, With::NoPrior),
        case(
            "gaussian/outlier-full-k3-components",
            "Outliers 40,000 standard deviations away, a wide third component",
            HIGHER,
            &["no-log-sum-exp", "outlier-dropped", "prior-ignored"],
        )
        .trajectory(&setting, With::Components, 6, &[1, 6]),
    ]
}

fn weighted() -> Vec<Value> {
    let start = mixture(
        json!([0.35, 0.65]),
        vec![
            normal(json!([1.4, 0.1, 4.2]), json!([[0.5, 0.1, 0], [0.1, 0.6, 0.2], [0, 0.2, 1]])),
            normal(json!([3.4, 1.5, 2.6]), json!([[0.7, 0, -0.1], [0, 0.3, 0.1], [-0.1, 0.1, 0.5]])),
        ],
    );
    let fractional = Setting {
        data: inline_weighted(three_dimensions(51, 26), weights(52, 26, [0, 37], -1)),
        model: gaussian("full"),
        start,
        alpha: json!([3.5, 1.25]),
        theta: inverse_wishart(json!([2.5, 0.8, 3.2]), 0.6, 6.0, json!([[1, 0.2, 0.1], [0.2, 1.2, 0], [0.1, 0, 2]])),
    };
    let binned = Setting {
        data: set_weighted("pearson_crabs_binned", &["ratio"], "freq"),
        model: gaussian("full"),
        start: mixture(
            json!([0.42, 0.58]),
            vec![normal(json!([0.636]), json!([[0.0003]])), normal(json!([0.657]), json!([[0.00016]]))],
        ),
        alpha: json!([2, 2]),
        theta: inverse_wishart(json!([0.65]), 1.0, 2.5, json!([[0.0005]])),
    };
    vec![
        case(
            "gaussian/weighted-full-maximize-weights",
            "Fractional observation weights, some of them zero, and a prior of the mixing weights",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-truncated", "weights-divided-by-rows"],
        )
        .maximize(&fractional, With::Weights, responsibilities(105, 26, 2, 3)),
        case(
            "gaussian/weighted-full-maximize-components",
            "Fractional observation weights and a prior of the components",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-in-prior", "mean-shrinkage-missing"],
        )
        .maximize(&fractional, With::Components, responsibilities(106, 26, 2, 3)),
        case(
            "gaussian/weighted-full-k2-map",
            "Fractional observation weights, both priors",
            HIGHER,
            &["observation-weights-half-used", "observation-weights-in-prior"],
        )
        .trajectory(&fractional, With::Both, 7, &[1, 7]),
        case(
            "gaussian/weldon-crabs-full-k2",
            "Weldon's crabs as Pearson binned them, frequencies as observation weights, one of them zero",
            AVERAGE,
            &["observation-weights-ignored", "covariance-divisor", "weights-divided-by-rows"],
        )
        .trajectory(&binned, With::NoPrior, 25, &[1, 10, 25]),
        case(
            "gaussian/weldon-crabs-full-evaluate-weights",
            "Weldon's crabs, densities far above 1, a prior of the mixing weights",
            AVERAGE,
            &["observation-weights-ignored", "observation-weights-half-used", "log-prior-unnormalised"],
        )
        .evaluate(&binned, With::Weights),
    ]
}

fn empty() -> Vec<Value> {
    let setting = Setting {
        start: mixture(
            json!([0.6, 0, 0.4]),
            vec![
                normal(json!([7.5, 18]), json!([[6, 10], [10, 40]])),
                normal(json!([11, 25]), json!([[9, 3], [3, 30]])),
                normal(json!([15, 37]), json!([[50, 60], [60, 150]])),
            ],
        ),
        alpha: json!([2, 1, 3]),
        ..countries()
    };
    let revived = Setting { alpha: json!([2, 1.75, 3]), ..setting.clone() };
    let one = Setting {
        start: mixture(json!([1]), vec![normal(json!([8, 20]), json!([[9, 5], [5, 70]]))]),
        alpha: json!([3]),
        ..countries()
    };
    vec![
        case(
            "gaussian/empty-full-k3",
            "A component with mixing weight 0 keeps its parameters",
            HIGHER,
            &["empty-component-nan", "weight-floor", "component-dropped"],
        )
        .trajectory(&setting, With::NoPrior, 5, &[1, 5]),
        case(
            "gaussian/revived-full-k3-map",
            "A component with mixing weight 0 comes back through the priors",
            HIGHER,
            &["empty-component-nan", "component-dropped", "mode-or-mean", "dirichlet-off-by-one"],
        )
        .trajectory(&revived, With::Both, 6, &[1, 2, 6]),
        case(
            "gaussian/empty-full-maximize-map",
            "A component that is responsible for nothing gets the mode of its prior",
            HIGHER,
            &["empty-component-nan", "mode-or-mean", "covariance-prior-constant"],
        )
        .maximize(&revived, With::Both, with_empty(&responsibilities(107, 31, 2, 3), 1)),
        case(
            "gaussian/one-component-full",
            "K = 1: the answer is the sample mean and covariance after one iteration",
            LOWER,
            &["covariance-divisor", "missing-log-2pi", "early-stop"],
        )
        .trajectory(&one, With::NoPrior, 3, &[0, 1, 3]),
    ]
}

fn short() -> Vec<Value> {
    let arabica = [8.5, 160.0, 32.0, 5.7, 33.0, 4.0, 15.5, 1.2, 1.0, 5.3, 0.45, 0.8];
    let robusta = [7.5, 140.0, 34.0, 5.8, 30.0, 4.3, 10.0, 2.1, 0.7, 6.5, 0.9, 1.0];
    let sd = [1.5, 400.0, 2.0, 0.05, 8.0, 0.1, 1.5, 0.04, 0.03, 0.3, 0.03, 0.05];
    let coffee = Setting {
        data: set("coffee", &COFFEE),
        model: gaussian("full"),
        start: mixture(
            json!([0.8, 0.2]),
            vec![normal(json!(arabica), diagonal(&sd)), normal(json!(robusta), diagonal(&sd))],
        ),
        alpha: json!([2, 2]),
        theta: inverse_wishart(
            json!([8, 150, 33, 5.75, 31, 4.1, 14, 1.4, 0.9, 5.7, 0.55, 0.85]),
            0.02,
            14.5,
            diagonal(&sd),
        ),
    };
    let short = Setting {
        data: few_rows(61),
        model: gaussian("full"),
        start: json!(null),
        alpha: json!([1.5, 2]),
        theta: inverse_wishart(json!([0.4, 1.1, -1, 2, 0, -1]), 0.3, 7.5, diagonal(&[1.0, 0.5, 0.25, 2.0, 1.5, 0.75])),
    };
    vec![
        case(
            "gaussian/coffee-full-k2-components",
            "Coffee in twelve dimensions: one of the groups has fewer rows than dimensions, the prior keeps it regular",
            HIGHER,
            &["prior-ignored", "covariance-prior-constant", "mean-shrinkage-missing", "log-prior-unnormalised"],
        )
        .trajectory(&coffee, With::Components, 4, &[1, 4]),
        case(
            "gaussian/few-rows-full-maximize",
            "Four rows in six dimensions: without the prior there is no covariance",
            HIGHER,
            &["mode-or-mean", "covariance-prior-constant", "prior-ignored"],
        )
        .maximize(&short, With::Components, responsibilities(108, 4, 2, 2)),
    ]
}
