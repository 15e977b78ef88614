//! Gaussian components that share one full covariance.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, inline, inline_weighted, inverse_wishart, set, tied,
    },
    shared::{
        CRABS, PENGUINS, WINE, WINE_MEANS, WINE_VARIANCES, diagonal, far, far_groups, few_rows, outlier_groups,
        scaled_groups, three_dimensions, tridiagonal, unemployment,
    },
    synthetic::{cloud, decimal, responsibilities, rows, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [real(), extremes(), weighted(), empty()].concat()
}

fn faithful() -> Setting {
    Setting {
        data: set("old_faithful", &["eruptions", "waiting"]),
        model: gaussian("tied"),
        start: tied(
            json!([0.35, 0.2, 0.45]),
            vec![json!([2.05, 54.5]), json!([3.8, 78]), json!([4.5, 81])],
            json!([[0.13, 0.8], [0.8, 34]]),
        ),
        alpha: json!([2, 3, 1.5]),
        theta: inverse_wishart(json!([3.5, 71]), 0.05, 6.0, json!([[0.3, 0.9], [0.9, 60]])),
    }
}

fn crabs() -> Setting {
    Setting {
        data: set("crabs", &CRABS),
        model: gaussian("tied"),
        start: tied(
            json!([0.3, 0.2, 0.28, 0.22]),
            vec![
                json!([14.8, 11.7, 32.0, 36.8, 13.4]),
                json!([13.3, 12.1, 28.1, 32.6, 11.8]),
                json!([16.6, 12.3, 33.7, 37.2, 15.3]),
                json!([17.6, 14.8, 34.6, 39.0, 15.6]),
            ],
            json!([
                [10.8, 7.2, 22.0, 24.2, 10.1],
                [7.2, 5.6, 14.9, 16.5, 6.8],
                [22.0, 14.9, 46.0, 50.5, 21.0],
                [24.2, 16.5, 50.5, 56.0, 23.1],
                [10.1, 6.8, 21.0, 23.1, 9.9]
            ]),
        ),
        alpha: json!([2, 1, 3, 2.5]),
        theta: inverse_wishart(json!([15.6, 12.7, 32.1, 36.4, 14.0]), 0.2, 7.0, diagonal(&[0.5, 0.25, 0.5, 0.75, 0.3])),
    }
}

fn wine() -> Setting {
    Setting {
        data: set("wine13_sklearn", &WINE),
        model: gaussian("tied"),
        start: tied(
            json!([0.3, 0.45, 0.25]),
            WINE_MEANS.iter().map(|mean| json!(mean)).collect(),
            tridiagonal(&WINE_VARIANCES),
        ),
        alpha: json!([4, 1.5, 2]),
        theta: inverse_wishart(
            json!([13, 2.3, 2.4, 19.5, 100, 2.3, 2, 0.36, 1.6, 5, 0.96, 2.6, 750]),
            0.03,
            16.5,
            tridiagonal(&WINE_VARIANCES),
        ),
    }
}

fn penguins() -> Setting {
    Setting {
        data: set("penguins", &PENGUINS),
        model: gaussian("tied"),
        start: tied(
            json!([0.4, 0.25, 0.35]),
            vec![json!([39, 18.2, 190, 3700]), json!([48.5, 18.4, 195, 3750]), json!([47.3, 15.1, 217, 5050])],
            diagonal(&[9.0, 1.25, 45.0, 220_000.0]),
        ),
        alpha: json!([1, 2, 5]),
        theta: inverse_wishart(json!([44, 17, 200, 4200]), 900.0, 1200.0, diagonal(&[9000.0, 1100.0, 50000.0, 2.5e8])),
    }
}

pub fn countries() -> Setting {
    Setting {
        data: unemployment(),
        model: gaussian("tied"),
        start: tied(json!([0.75, 0.25]), vec![json!([8, 18]), json!([15, 38])], json!([[14, 22], [22, 70]])),
        alpha: json!([3, 1.5]),
        theta: inverse_wishart(json!([9, 22]), 1.75, 5.5, json!([[10, 14], [14, 55]])),
    }
}

fn real() -> Vec<Value> {
    vec![
        case(
            "gaussian/faithful-tied-k3",
            "Old Faithful, three components that share a covariance",
            AVERAGE,
            &["tied-average-of-components", "covariance-divisor", "off-by-one-iterations"],
        )
        .trajectory(&faithful(), With::NoPrior, 30, &[1, 10, 30]),
        case(
            "gaussian/faithful-tied-k3-map",
            "Old Faithful, a shared covariance, both priors: the prior of the covariance counts once",
            AVERAGE,
            &["log-prior-multiplicity", "covariance-prior-constant", "log-prior-missing"],
        )
        .trajectory(&faithful(), With::Both, 15, &[1, 15]),
        case(
            "gaussian/crabs-tied-evaluate",
            "Leptograpsus crabs in five dimensions, a covariance near the singular",
            HIGHER,
            &["missing-log-2pi", "half-log-determinant", "off-diagonal-ignored", "covariance-jitter"],
        )
        .evaluate(&crabs(), With::NoPrior),
        case(
            "gaussian/crabs-tied-k4-weights",
            "Leptograpsus crabs, four components, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "tied-average-of-components", "label-sorting"],
        )
        .trajectory(&crabs(), With::Weights, 8, &[1, 8]),
        case(
            "gaussian/wine-tied-evaluate-map",
            "Wines in thirteen dimensions, both priors",
            HIGHER,
            &["log-prior-unnormalised", "log-prior-multiplicity"],
        )
        .evaluate(&wine(), With::Both),
        case(
            "gaussian/wine-tied-k3-components",
            "Wines in thirteen dimensions, variances from 0.01 to 27,000",
            AVERAGE,
            &["covariance-prior-constant", "mean-shrinkage-missing", "covariance-jitter"],
        )
        .trajectory(&wine(), With::Components, 5, &[1, 5]),
        case(
            "gaussian/penguins-tied-k3",
            "Palmer penguins, millimetres and grams in one covariance",
            AVERAGE,
            &["tied-average-of-components", "covariance-divisor", "stale-log-evidence"],
        )
        .trajectory(&penguins(), With::NoPrior, 10, &[1, 10]),
        case(
            "gaussian/penguins-tied-k3-dominated",
            "Palmer penguins under a prior that weighs more than the data",
            HIGHER,
            &["prior-ignored", "mean-shrinkage-missing", "log-prior-missing"],
        )
        .trajectory(&penguins(), With::Components, 10, &[1, 10]),
        case(
            "gaussian/unemployment-tied-maximize",
            "European unemployment, the M-step of a shared covariance",
            LOWER,
            &["tied-average-of-components", "covariance-divisor", "raw-moment-cancellation"],
        )
        .maximize(&countries(), With::NoPrior, responsibilities(201, 31, 2, 3)),
        case(
            "gaussian/snapper-tied-identical",
            "Snapper lengths, three identical components: the responsibilities are the mixing weights",
            HIGHER,
            &["mixing-weights-ignored", "dirichlet-off-by-one", "label-sorting"],
        )
        .evaluate(
            &Setting {
                data: set("snapper", &["length_in"]),
                start: tied(json!([0.5, 0.15, 0.35]), vec![json!([6.1]), json!([6.1]), json!([6.1])], json!([[3.6]])),
                ..faithful()
            },
            With::Weights,
        ),
        case(
            "gaussian/chondrite-tied-k1",
            "Silica in 22 chondrites, K = 1",
            LOWER,
            &["covariance-divisor", "missing-log-2pi", "early-stop"],
        )
        .trajectory(
            &Setting {
                data: set("chondrite", &["silica_pct"]),
                start: tied(json!([1]), vec![json!([27.5])], json!([[9]])),
                ..faithful()
            },
            With::NoPrior,
            2,
            &[1, 2],
        ),
        case(
            "gaussian/unemployment-tied-evaluate-components",
            "European unemployment, a shared covariance whose prior counts once",
            AVERAGE,
            &["log-prior-multiplicity", "log-prior-unnormalised"],
        )
        .evaluate(&countries(), With::Components),
        case(
            "gaussian/unemployment-tied-maximize-weights",
            "European unemployment, a shared covariance, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "tied-average-of-components"],
        )
        .maximize(&countries(), With::Weights, responsibilities(206, 31, 2, 3)),
        case(
            "gaussian/unemployment-tied-maximize-components",
            "European unemployment, the M-step of a shared covariance and its prior",
            AVERAGE,
            &["covariance-prior-constant", "mean-shrinkage-missing", "scatter-about-old-mean"],
        )
        .maximize(&countries(), With::Components, responsibilities(207, 31, 2, 3)),
    ]
}

fn extremes() -> Vec<Value> {
    let offset = Setting {
        data: far_groups(12, 34),
        model: gaussian("tied"),
        start: tied(
            json!([0.45, 0.55]),
            vec![json!([far(900), far(200)]), json!([far(4300), far(3500)])],
            json!([[0.9, 0.2], [0.2, 1]]),
        ),
        alpha: json!([2, 1.25]),
        theta: inverse_wishart(json!([far(2500), far(2000)]), 1.25, 5.0, json!([[2, 0.5], [0.5, 1.5]])),
    };
    let groups: [(&[i64], &[i64]); 2] =
        [(&[1000, 300, -600], &[800, 900, 700]), (&[3000, 1500, 400], &[600, 500, 900])];
    let near_singular = Setting {
        data: inline(rows(&cloud(33, 14, &groups), -3)),
        model: gaussian("tied"),
        start: tied(
            json!([0.2, 0.8]),
            vec![json!([1.2, 0.2, -0.4]), json!([2.7, 1.4, 0.5])],
            json!([[2, 0.3, 1.99999999999], [0.3, 1, 0.3], [1.99999999999, 0.3, 2]]),
        ),
        alpha: json!([1, 1]),
        theta: inverse_wishart(json!([1.8, 0.8, 0]), 0.4, 4.5, json!([[1, 0, 0.25], [0, 2, 0], [0.25, 0, 1]])),
    };
    let outliers = Setting {
        data: outlier_groups(42, 28),
        model: gaussian("tied"),
        start: tied(
            json!([0.25, 0.15, 0.6]),
            vec![json!([0.2, 0.4]), json!([39000, -8800]), json!([2.8, -1])],
            json!([[1.2, -0.2], [-0.2, 0.9]]),
        ),
        alpha: json!([2.5, 4, 1.5]),
        theta: json!(null),
    };
    let at = |mantissa: i64| decimal(mantissa, 150);
    let var = |tenths: i64| decimal(tenths, 299);
    let large = Setting {
        data: scaled_groups(22, 24, 150),
        model: gaussian("tied"),
        start: tied(
            json!([0.7, 0.3]),
            vec![json!([at(3), at(2)]), json!([at(-4), at(5)])],
            json!([[var(5), var(1)], [var(1), var(4)]]),
        ),
        alpha: json!([1.5, 2]),
        theta: inverse_wishart(json!([at(1), at(2)]), 0.5, 4.0, json!([[var(6), var(1)], [var(1), var(4)]])),
    };
    let short = Setting {
        data: few_rows(62),
        model: gaussian("tied"),
        start: json!(null),
        alpha: json!([1, 2]),
        theta: inverse_wishart(
            json!([0.5, 1, -1, 2, 0.5, -1.5]),
            0.6,
            8.0,
            diagonal(&[0.75, 1.0, 0.5, 1.5, 1.0, 0.25]),
        ),
    };
    vec![
        case(
            "gaussian/offset-tied-k2",
            "Data near 1e8, a shared covariance",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic", "tied-average-of-components"],
        )
        .trajectory(&offset, With::NoPrior, 9, &[1, 9]),
        case(
            "gaussian/offset-tied-maximize",
            "The M-step of a shared covariance on data near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "single-precision"],
        )
        .maximize(&offset, With::NoPrior, responsibilities(202, 34, 2, 2)),
        case(
            "gaussian/near-singular-tied-evaluate",
            "A shared covariance with a condition number of 4e11",
            HIGHER,
            &["covariance-jitter", "log-prior-unnormalised"],
        )
        .evaluate(&near_singular, With::Components),
        case(
            "gaussian/outlier-tied-k3-weights",
            "Rows 40,000 standard deviations away, one component starts at one of them",
            HIGHER,
            &["no-log-sum-exp", "outlier-dropped", "log-sum-exp-common-shift"],
        )
        .trajectory(&outliers, With::Weights, 4, &[1, 4]),
        case(
            "gaussian/scale-1e150-tied-k2-map",
            "Data of the size of 1e150, a shared covariance, both priors",
            HIGHER,
            &["determinant-outright", "mode-or-mean", "log-prior-multiplicity"],
        )
        .trajectory(&large, With::Both, 6, &[1, 6]),
        case(
            "gaussian/few-rows-tied-maximize",
            "Four rows in six dimensions, a shared covariance and its prior",
            HIGHER,
            &["covariance-prior-constant", "mode-or-mean", "prior-ignored"],
        )
        .maximize(&short, With::Components, responsibilities(203, 4, 2, 3)),
    ]
}

fn weighted() -> Vec<Value> {
    let setting = Setting {
        data: inline_weighted(three_dimensions(53, 24), weights(54, 24, [0, 25], -1)),
        model: gaussian("tied"),
        start: tied(
            json!([0.5500000001, 0.4500000002]),
            vec![json!([1.6, 0.4, 3.8]), json!([3.3, 1.3, 2.7])],
            json!([[0.5, 0.1, 0], [0.1, 0.4, 0.1], [0, 0.1, 0.8]]),
        ),
        alpha: json!([2.25, 1.5]),
        theta: inverse_wishart(json!([2.4, 0.7, 3]), 0.8, 5.5, json!([[0.8, 0.1, 0], [0.1, 1, 0.2], [0, 0.2, 1.4]])),
    };
    vec![
        case(
            "gaussian/weighted-tied-maximize-weights",
            "Fractional observation weights in the M-step of a shared covariance",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-truncated", "weights-divided-by-rows"],
        )
        .maximize(&setting, With::Weights, responsibilities(204, 24, 2, 3)),
        case(
            "gaussian/weighted-tied-k2-map",
            "Fractional observation weights, mixing weights that sum to 1 + 3e-10, both priors",
            HIGHER,
            &["observation-weights-in-prior", "observation-weights-half-used", "simplex-not-normalised"],
        )
        .trajectory(&setting, With::Both, 6, &[1, 6]),
    ]
}

fn empty() -> Vec<Value> {
    let setting = Setting {
        start: tied(
            json!([0.7, 0.3, 0]),
            vec![json!([8, 18]), json!([15, 38]), json!([10, 30])],
            json!([[14, 22], [22, 70]]),
        ),
        alpha: json!([2, 1.5, 3]),
        ..countries()
    };
    vec![
        case(
            "gaussian/empty-tied-k3",
            "A component with mixing weight 0 beside a shared covariance",
            HIGHER,
            &["empty-component-nan", "weight-floor", "component-dropped"],
        )
        .trajectory(&setting, With::NoPrior, 4, &[1, 4]),
        case(
            "gaussian/empty-tied-maximize-map",
            "A component that is responsible for nothing: the shared covariance still counts its prior",
            HIGHER,
            &["empty-component-nan", "mode-or-mean", "covariance-prior-constant"],
        )
        .maximize(&setting, With::Both, with_empty(&responsibilities(205, 31, 2, 3), 2)),
    ]
}
