//! The evidence of Bayesian mixtures: a sum over all assignments, short enough to be done without any shortcut.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{
        AVERAGE, HIGHER, LOWER, Setting, case, categorical, dirichlet, gamma, gaussian, inline, inverse_gamma,
        inverse_wishart, normal_prior, poisson, set,
    },
    shared::{far, far_groups, unemployment},
};

pub fn cases() -> Vec<Value> {
    [gaussian_cases(), discrete_cases(), one_component(), counting(), extremes()].concat()
}

fn gaussian_cases() -> Vec<Value> {
    let asymmetric = &["symmetric-shortcut", "assignments-without-weights"];
    vec![
        case(
            "gaussian/chondrites-identity-evidence",
            "Silica in seven chondrites, three unit variances: 2,187 assignments",
            LOWER,
            &["unlabelled-assignments", "assignments-without-weights"],
        )
        .evidence(&bayes::chondrites(), 3),
        case(
            "gaussian/plane-identity-evidence",
            "Six rows in the plane, two unit covariances, an asymmetric prior of the weights",
            LOWER,
            asymmetric,
        )
        .evidence(&bayes::plane_identity(), 2),
        case(
            "gaussian/galaxies-spherical-evidence",
            "Every ninth galaxy, two variances, an asymmetric prior of the weights",
            AVERAGE,
            &["symmetric-shortcut", "wrong-degrees-of-freedom", "missing-log-2pi"],
        )
        .evidence(&bayes::galaxies(), 2),
        case(
            "gaussian/plane-spherical-evidence",
            "Six rows in the plane, one variance a component: it is learnt from both dimensions",
            LOWER,
            &["wrong-degrees-of-freedom", "unlabelled-assignments", "spherical-trace"],
        )
        .evidence(&bayes::plane_spherical(), 2),
        case(
            "gaussian/irises-diagonal-evidence",
            "Every twentieth iris, three diagonal covariances: 6,561 assignments",
            AVERAGE,
            &["wrong-degrees-of-freedom", "unlabelled-assignments", "prior-first-dimension"],
        )
        .evidence(&bayes::irises(), 3),
        case(
            "gaussian/plane-diagonal-evidence",
            "Six rows in the plane, three diagonal covariances, an asymmetric prior of the weights",
            LOWER,
            &["symmetric-shortcut", "mean-shrinkage-missing", "prior-first-dimension"],
        )
        .evidence(&bayes::plane_diagonal(), 3),
        case(
            "gaussian/eruptions-full-evidence",
            "The first twelve eruptions of Old Faithful, two full covariances: 4,096 assignments",
            AVERAGE,
            &["wrong-degrees-of-freedom", "unlabelled-assignments", "mean-shrinkage-missing"],
        )
        .evidence(&bayes::eruptions(), 2),
        case(
            "gaussian/plane-full-evidence",
            "Six rows in the plane, three full covariances, an asymmetric prior of the weights",
            AVERAGE,
            &["symmetric-shortcut", "off-diagonal-ignored", "wrong-degrees-of-freedom"],
        )
        .evidence(&bayes::plane_full(), 3),
    ]
}

fn discrete_cases() -> Vec<Value> {
    vec![
        case(
            "poisson/disasters-evidence",
            "Disasters in coal mines in twelve years, two rates: 4,096 assignments",
            AVERAGE,
            &["unlabelled-assignments", "missing-log-factorial"],
        )
        .evidence(&bayes::disasters(), 2),
        case(
            "poisson/sprays-evidence",
            "Insects of nine sprays, three rates, an asymmetric prior of the weights: 19,683 assignments",
            AVERAGE,
            &["symmetric-shortcut", "assignments-without-weights"],
        )
        .evidence(&bayes::sprays(), 3),
        case(
            "poisson/three-counts-evidence",
            "Counts in three dimensions, each with a gamma prior of its own",
            LOWER,
            &["prior-first-dimension", "first-variable-only", "missing-log-factorial"],
        )
        .evidence(&bayes::three_counts(), 2),
        case(
            "categorical/slides-evidence",
            "Ten slides rated by seven pathologists, two classes",
            AVERAGE,
            &["unlabelled-assignments", "first-variable-only"],
        )
        .evidence(&bayes::slides(), 2),
        case(
            "categorical/items-evidence",
            "Seven answers to items of two and three levels, three classes, an asymmetric prior of the weights",
            LOWER,
            &["symmetric-shortcut", "levels-counted-from-one", "prior-first-dimension"],
        )
        .evidence(&bayes::items(), 3),
    ]
}

/// A single component has one assignment: the evidence is the conjugate marginal likelihood of all rows.
fn one_component() -> Vec<Value> {
    let one = |data: Value, model: Value, theta: Value| Setting {
        data,
        model,
        theta,
        start: json!(null),
        alpha: json!([1.5]),
    };
    let countries =
        one(unemployment(), gaussian("full"), inverse_wishart(json!([9, 21]), 2.5, 4.5, json!([[12, 17], [17, 60]])));
    let fish =
        one(set("snapper", &["length_in"]), gaussian("spherical"), inverse_gamma(json!([6]), 0.1, 2.0, json!(0.3)));
    let coal = one(set("coal_disasters_yearly", &["disasters"]), poisson(), gamma(json!([3]), json!([1.5])));
    let conflict = one(
        set("values", &["A", "B", "C", "D"]),
        categorical(&[2; 4]),
        dirichlet(json!([[1, 2], [0.5, 1.5], [2, 3], [1.25, 0.75]])),
    );
    vec![
        case(
            "gaussian/unemployment-full-evidence-one-component",
            "One component: the normal-inverse-Wishart marginal likelihood in closed form",
            LOWER,
            &["wrong-degrees-of-freedom", "mean-shrinkage-missing", "missing-log-2pi"],
        )
        .evidence(&countries, 1),
        case(
            "gaussian/snapper-spherical-evidence-one-component",
            "One component: the marginal likelihood of 256 lengths in closed form",
            AVERAGE,
            &["wrong-degrees-of-freedom", "log-gamma-overflow"],
        )
        .evidence(&fish, 1),
        case(
            "poisson/coal-evidence-one-component",
            "One component: a negative binomial of the sum of 112 counts",
            LOWER,
            &["missing-log-factorial", "log-gamma-overflow"],
        )
        .evidence(&coal, 1),
        case(
            "categorical/values-evidence-one-component",
            "One component: a Dirichlet-multinomial for each of four items, 216 rows",
            LOWER,
            &["log-gamma-overflow", "prior-first-dimension"],
        )
        .evidence(&conflict, 1),
    ]
}

/// Few rows and many components: what is counted is assignments to labelled components.
fn counting() -> Vec<Value> {
    vec![
        case(
            "gaussian/one-row-identity-evidence",
            "One row and four components: each assignment has the same marginal, the weights drop out",
            LOWER,
            &["unlabelled-assignments", "assignments-without-weights"],
        )
        .evidence(
            &Setting { data: inline(json!([[1.75, -0.5]])), alpha: json!([0.5, 1, 2, 4]), ..bayes::plane_identity() },
            4,
        ),
        case(
            "gaussian/three-rows-full-evidence",
            "Three rows and four components: more components than rows, so one is always empty",
            LOWER,
            &["unlabelled-assignments", "empty-component-nan", "wrong-degrees-of-freedom"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[0.3, 1.1], [2.2, 2.9], [2.6, 0.7]])),
                alpha: json!([1, 1, 1, 1]),
                ..bayes::plane_full()
            },
            4,
        ),
        case(
            "categorical/four-classes-evidence",
            "Seven answers and four classes, symmetric: 16,384 assignments of which 715 differ up to labels",
            AVERAGE,
            &["unlabelled-assignments", "symmetric-shortcut"],
        )
        .evidence(&Setting { alpha: json!([0.75, 0.75, 0.75, 0.75]), ..bayes::items() }, 4),
        case(
            "poisson/equal-counts-evidence",
            "Nine equal counts: every split of one size has the same marginal",
            LOWER,
            &["unlabelled-assignments", "symmetric-shortcut"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[4], [4], [4], [4], [4], [4], [4], [4], [4]])),
                alpha: json!([1, 2]),
                ..bayes::disasters()
            },
            2,
        ),
        case(
            "gaussian/duplicates-full-evidence",
            "Six rows of which four are equal: no scatter, and still a proper marginal",
            AVERAGE,
            &["covariance-jitter", "wrong-degrees-of-freedom"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[1.5, 2.25], [1.5, 2.25], [1.5, 2.25], [1.5, 2.25], [0.5, 1], [2.5, 3]])),
                alpha: json!([2, 2]),
                ..bayes::plane_full()
            },
            2,
        ),
    ]
}

fn extremes() -> Vec<Value> {
    let small = |alpha: Value| Setting { alpha, ..bayes::disasters() };
    vec![
        case(
            "poisson/tiny-concentration-evidence",
            "A concentration of 1e-3: nearly all of the weight is on one component",
            HIGHER,
            &["log-gamma-overflow", "assignments-without-weights"],
        )
        .evidence(&small(json!([0.001, 0.001])), 2),
        case(
            "poisson/huge-concentration-evidence",
            "Concentrations of 1e6 and 3e6: the weights are all but known",
            HIGHER,
            &["log-gamma-overflow", "symmetric-shortcut"],
        )
        .evidence(&small(json!([1_000_000, 3_000_000])), 2),
        case(
            "poisson/large-counts-evidence",
            "Counts to 1e9 with a weak prior of the rates",
            HIGHER,
            &["count-overflow", "log-gamma-overflow"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[1_000_000_000], [1_000_020_000], [250_000_000], [3], [999_990_000]])),
                alpha: json!([1.5, 1.5]),
                theta: gamma(json!([0.5]), json!([1e-9])),
                ..bayes::disasters()
            },
            2,
        ),
        case(
            "categorical/tiny-concentration-evidence",
            "Concentrations of 1e-3 for the levels: a class has one answer to every item",
            HIGHER,
            &["log-gamma-overflow", "parameter-floor"],
        )
        .evidence(
            &Setting {
                alpha: json!([1, 1]),
                theta: dirichlet(json!([[0.001, 0.001], [0.001, 0.002, 0.001], [0.003, 0.001]])),
                ..bayes::items()
            },
            2,
        ),
        case(
            "gaussian/offset-full-evidence",
            "Eight rows and a prior mean near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic"],
        )
        .evidence(
            &Setting {
                data: far_groups(431, 8),
                alpha: json!([2, 1]),
                theta: inverse_wishart(json!([far(2000), far(1500)]), 1.5, 4.25, json!([[1.5, 0.25], [0.25, 2]])),
                ..bayes::plane_full()
            },
            2,
        ),
        case(
            "gaussian/small-units-spherical-evidence",
            "Six rows in units of 1e-100",
            HIGHER,
            &["covariance-jitter", "determinant-outright"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[3e-101], [1.7e-100], [2.2e-100], [3.1e-100], [9e-101], [2.6e-100]])),
                theta: inverse_gamma(json!([1.5e-100]), 0.5, 2.0, json!(0.75e-200)),
                ..bayes::plane_spherical()
            },
            2,
        ),
        case(
            "gaussian/far-row-identity-evidence",
            "A row 2,000 standard deviations away: assignments differ by factors of 1e-400000",
            HIGHER,
            &["no-log-sum-exp", "density-floor"],
        )
        .evidence(
            &Setting {
                data: inline(json!([[0.3, 1.1], [1.7, 0.4], [2000, -750], [3.1, 1.8], [2001, -752]])),
                theta: normal_prior(json!([1.5, 1.5]), 0.001),
                ..bayes::plane_identity()
            },
            2,
        ),
    ]
}
