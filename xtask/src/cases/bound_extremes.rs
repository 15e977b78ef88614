//! The bound where it is numerically hard: `q` next to the posterior, offsets, outliers, tiny and huge units.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, HIGHER, Setting, With, case, gaussian, inline, inverse_wishart, mixture, normal, rate, tied},
    gaussian_full, poisson as counts,
    shared::{far, far_groups, outlier_groups, scaled_groups},
    synthetic::{decimal, one_hot, responsibilities, uniform},
};

pub fn cases() -> Vec<Value> {
    [near(), units()].concat()
}

/// Six rows between two correlated components.
pub fn six() -> Setting {
    Setting {
        data: inline(json!([[0.3, 1.1], [1.7, 0.4], [2.2, 2.9], [3.1, 1.8], [0.9, 3.3], [2.6, 0.7]])),
        model: gaussian("full"),
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]])),
                normal(json!([2.4, 1.9]), json!([[0.75, 0.25], [0.25, 1]])),
            ],
        ),
        alpha: json!([2, 3]),
        theta: inverse_wishart(json!([1.5, 1.5]), 0.5, 4.0, json!([[1, 0.25], [0.25, 2]])),
    }
}

/// The posterior of [`six`], with an error of about 0.03 in every row.
fn beside_the_posterior() -> Value {
    json!([[0.86, 0.14], [0.44, 0.56], [0.19, 0.81], [0.06, 0.94], [0.65, 0.35], [0.14, 0.86]])
}

fn near() -> Vec<Value> {
    let identical = Setting {
        start: mixture(json!([0.35, 0.65]), vec![rate(json!([0.61])), rate(json!([0.61]))]),
        ..counts::horsekicks()
    };
    let row = json!([0.38, 0.62]);
    vec![
        case(
            "gaussian/close-to-posterior-full-bound",
            "q within 0.03 of the posterior: the bound is nearly tight",
            AVERAGE,
            &["kl-reversed", "entropy-missing"],
        )
        .bound(&six(), With::NoPrior, beside_the_posterior()),
        case(
            "gaussian/close-to-posterior-full-bound-map",
            "The same with priors: they move both bound and log joint, and not the divergence",
            AVERAGE,
            &["kl-reversed", "log-prior-missing-from-elbo"],
        )
        .bound(&six(), With::Both, beside_the_posterior()),
        case(
            "poisson/close-to-posterior-identical-bound",
            "Identical components, whose posterior is the mixing weights, and q within 0.03 of them",
            AVERAGE,
            &["kl-reversed", "mixing-weights-ignored", "observation-weights-half-used"],
        )
        .bound(&identical, With::NoPrior, json!([row.clone(), row.clone(), row.clone(), row.clone(), row])),
    ]
}

fn units() -> Vec<Value> {
    let narrow = Setting {
        data: outlier_groups(41, 24),
        start: mixture(
            json!([0.65, 0.35]),
            vec![
                normal(json!([0.1, 0.3]), json!([[1, 0.1], [0.1, 1.3]])),
                normal(json!([2.9, -1.1]), json!([[0.6, -0.2], [-0.2, 0.7]])),
            ],
        ),
        ..six()
    };
    let offset = Setting {
        data: far_groups(11, 14),
        start: mixture(
            json!([0.55, 0.45]),
            vec![
                normal(json!([far(1000), far(-300)]), json!([[0.7, 0.1], [0.1, 1.1]])),
                normal(json!([far(4400), far(3800)]), json!([[0.9, 0.3], [0.3, 0.8]])),
            ],
        ),
        ..six()
    };
    vec![
        case(
            "gaussian/outlier-full-bound",
            "Rows 40,000 standard deviations away, q uniform: log responsibilities of -1e8",
            HIGHER,
            &["no-log-sum-exp", "density-floor", "outlier-dropped", "missing-support-finite"],
        )
        .bound(&narrow, With::NoPrior, uniform(24, 2)),
        case(
            "gaussian/far-row-full-bound",
            "One row whose log responsibility is near -1e5, and q on the wrong component for it",
            HIGHER,
            &["no-log-sum-exp", "density-floor", "missing-support-finite"],
        )
        .bound(
            &Setting { data: inline(json!([[0.3, 1.1], [1.7, 0.4], [410, -80], [2.6, 0.7]])), ..six() },
            With::NoPrior,
            json!([[0.875, 0.125], [0.5, 0.5], [0, 1], [0.125, 0.875]]),
        ),
        case(
            "gaussian/offset-full-bound",
            "Data and means near 1e8, q all on one component for each row",
            HIGHER,
            &["expanded-quadratic", "single-precision"],
        )
        .bound(&offset, With::NoPrior, one_hot(422, 14, 2)),
        scaled("gaussian/scale-1e150-tied-bound", "Units of 1e150, a shared covariance, q drawn at random", 150),
        scaled("gaussian/scale-1e-150-tied-bound", "Units of 1e-150, a shared covariance, q drawn at random", -150),
        case(
            "gaussian/faithful-full-bound-constant",
            "Old Faithful: the same q for every row",
            HIGHER,
            &["entropy-missing", "kl-reversed", "mean-for-sum"],
        )
        .bound(&gaussian_full::faithful(), With::Both, vec![json!([0.4, 0.6]); 272].into()),
    ]
}

fn scaled(id: &str, title: &str, exponent: i32) -> Value {
    let at = |mantissa: i64| decimal(mantissa, exponent);
    let var = |tenths: i64| decimal(tenths, 2 * exponent - 1);
    let setting = Setting {
        data: scaled_groups(21, 12, exponent),
        model: gaussian("tied"),
        start: tied(
            json!([0.35, 0.65]),
            vec![json!([at(4), at(2)]), json!([at(-3), at(5)])],
            json!([[var(6), var(1)], [var(1), var(4)]]),
        ),
        ..six()
    };
    case(id, title, HIGHER, &["determinant-outright", "covariance-jitter", "density-floor"]).bound(
        &setting,
        With::NoPrior,
        responsibilities(423, 12, 2, 2),
    )
}
