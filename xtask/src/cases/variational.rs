//! Coordinate ascent for Bayesian mixtures of few rows, whose evidence is certified too.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{AVERAGE, HIGHER, LOWER, Setting, case},
    synthetic::{one_hot, responsibilities},
};

pub fn cases() -> Vec<Value> {
    [gaussian(), discrete()].concat()
}

fn gaussian() -> Vec<Value> {
    vec![
        case(
            "gaussian/chondrites-identity-variational",
            "Silica in seven chondrites, three unit variances",
            LOWER,
            &["elbo-constants-missing", "entropy-missing", "off-by-one-iterations"],
        )
        .variational(&bayes::chondrites(), responsibilities(441, 7, 3, 2), 20),
        case(
            "gaussian/plane-identity-variational",
            "Six rows in the plane, two unit covariances, an asymmetric prior of the weights",
            LOWER,
            &["elbo-constants-missing", "plug-in-expectations"],
        )
        .variational(&bayes::plane_identity(), responsibilities(442, 6, 2, 2), 5),
        case(
            "gaussian/galaxies-spherical-variational",
            "Every ninth galaxy, two variances",
            AVERAGE,
            &["wrong-degrees-of-freedom", "plug-in-expectations", "elbo-one-step-late"],
        )
        .variational(&bayes::galaxies(), responsibilities(443, 10, 2, 2), 20),
        case(
            "gaussian/plane-spherical-variational",
            "Six rows in the plane, one variance a component, from one-hot responsibilities",
            LOWER,
            &["wrong-degrees-of-freedom", "spherical-trace", "zero-times-log-zero"],
        )
        .variational(&bayes::plane_spherical(), json!([[1, 0], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]), 5),
        case(
            "gaussian/irises-diagonal-variational",
            "Every twentieth iris, three diagonal covariances",
            AVERAGE,
            &["wrong-degrees-of-freedom", "prior-first-dimension", "elbo-constants-missing"],
        )
        .variational(&bayes::irises(), responsibilities(444, 8, 3, 2), 20),
        case(
            "gaussian/plane-diagonal-variational",
            "Six rows in the plane, three diagonal covariances, an asymmetric prior of the weights",
            LOWER,
            &["mean-shrinkage-missing", "plug-in-expectations"],
        )
        .variational(&bayes::plane_diagonal(), responsibilities(445, 6, 3, 2), 5),
        case(
            "gaussian/eruptions-full-variational",
            "The first twelve eruptions of Old Faithful, two full covariances",
            AVERAGE,
            &["wrong-degrees-of-freedom", "plug-in-expectations", "elbo-one-step-late"],
        )
        .variational(&bayes::eruptions(), responsibilities(446, 12, 2, 2), 20),
        case(
            "gaussian/plane-full-variational-0",
            "No step: the bound of the given responsibilities and of the factors that follow from them",
            LOWER,
            &["elbo-constants-missing", "elbo-one-step-late", "off-by-one-iterations"],
        )
        .variational(&bayes::plane_full(), responsibilities(447, 6, 3, 2), 0),
        case(
            "gaussian/plane-full-variational",
            "Six rows in the plane, three full covariances: one step",
            LOWER,
            &["off-by-one-iterations", "elbo-one-step-late", "wrong-degrees-of-freedom"],
        )
        .variational(&bayes::plane_full(), responsibilities(447, 6, 3, 2), 1),
        case(
            "gaussian/offset-full-variational",
            "Eight rows and a prior mean near 1e8",
            HIGHER,
            &["raw-moment-cancellation", "expanded-quadratic", "single-precision"],
        )
        .variational(&bayes::offset(), responsibilities(460, 8, 2, 2), 5),
    ]
}

fn discrete() -> Vec<Value> {
    vec![
        case(
            "poisson/disasters-variational",
            "Disasters in coal mines in twelve years, two rates",
            LOWER,
            &["plug-in-expectations", "missing-log-factorial", "elbo-one-step-late"],
        )
        .variational(&bayes::disasters(), responsibilities(448, 12, 2, 2), 20),
        case(
            "poisson/sprays-variational",
            "Insects of nine sprays, three rates, an asymmetric prior of the weights",
            AVERAGE,
            &["plug-in-expectations", "elbo-constants-missing", "zero-times-log-zero"],
        )
        .variational(&bayes::sprays(), one_hot(449, 9, 3), 20),
        case(
            "poisson/three-counts-variational",
            "Counts in three dimensions, each with a gamma prior of its own",
            LOWER,
            &["prior-first-dimension", "first-variable-only", "off-by-one-iterations"],
        )
        .variational(&bayes::three_counts(), responsibilities(450, 7, 2, 2), 1),
        case(
            "categorical/slides-variational",
            "Ten slides rated by seven pathologists, two classes",
            LOWER,
            &["plug-in-expectations", "elbo-constants-missing", "entropy-missing"],
        )
        .variational(&bayes::slides(), responsibilities(451, 10, 2, 2), 20),
        case(
            "categorical/items-variational",
            "Seven answers to items of two and three levels, three classes, no step",
            LOWER,
            &["elbo-constants-missing", "prior-first-dimension", "off-by-one-iterations"],
        )
        .variational(&bayes::items(), responsibilities(452, 7, 3, 2), 0),
        case(
            "poisson/tiny-concentration-variational",
            "A concentration of 1e-3 for the weights: one component takes all, the other fades",
            HIGHER,
            &["digamma-approximated", "weight-floor", "empty-component-nan"],
        )
        .variational(
            &Setting { alpha: json!([0.001, 0.001]), ..bayes::disasters() },
            responsibilities(453, 12, 2, 2),
            50,
        ),
    ]
}
