//! The evidence of Bayesian mixtures: a sum over all assignments, short enough to be done without any shortcut.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{
        AVERAGE, LOWER, Setting, case, categorical, dirichlet, gamma, gaussian, inline, inverse_gamma, inverse_wishart,
        poisson, set,
    },
    shared::unemployment,
};

pub fn cases() -> Vec<Value> {
    [gaussian_cases(), discrete_cases(), one_component(), counting()].concat()
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
