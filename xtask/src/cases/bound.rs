//! The bound and its divergence at given parameters and any `q`: every family and structure, with and without priors.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, LOWER, Setting, With, case, normal},
    categorical, gaussian_diagonal, gaussian_full, gaussian_identity, gaussian_spherical, gaussian_tied, poisson,
    synthetic::{one_hot, responsibilities, uniform},
};

pub fn cases() -> Vec<Value> {
    [gaussian(), gaussian_priors(), counts(), classes()].concat()
}

/// The rows of the unemployment rates.
const COUNTRIES: usize = 31;

fn gaussian() -> Vec<Value> {
    let merged = Setting {
        start: json!({"weights": [1], "components": [normal(json!([9.5, 22]), json!([[20, 35], [35, 95]]))]}),
        ..gaussian_full::countries()
    };
    vec![
        case(
            "gaussian/unemployment-identity-bound",
            "Two unit covariances, q uniform",
            LOWER,
            &["entropy-missing", "mixing-weights-ignored", "bits-not-nats"],
        )
        .bound(&gaussian_identity::countries(), With::NoPrior, uniform(COUNTRIES, 2)),
        case(
            "gaussian/unemployment-spherical-bound",
            "One variance a component, q drawn at random",
            LOWER,
            &["entropy-missing", "kl-reversed", "spherical-determinant"],
        )
        .bound(&gaussian_spherical::countries(), With::NoPrior, responsibilities(401, COUNTRIES, 2, 3)),
        case(
            "gaussian/unemployment-diagonal-bound",
            "Diagonal covariances, q all on one component for each row: the entropy is 0 exactly",
            AVERAGE,
            &["zero-times-log-zero", "kl-reversed", "missing-log-2pi"],
        )
        .bound(&gaussian_diagonal::countries(), With::NoPrior, one_hot(402, COUNTRIES, 2)),
        case(
            "gaussian/unemployment-full-bound",
            "Full covariances, q drawn at random",
            LOWER,
            &["entropy-missing", "kl-reversed", "half-log-determinant"],
        )
        .bound(&gaussian_full::countries(), With::NoPrior, responsibilities(403, COUNTRIES, 2, 2)),
        case(
            "gaussian/unemployment-tied-bound",
            "A shared covariance, q drawn at random",
            LOWER,
            &["entropy-missing", "mixing-weights-ignored", "off-diagonal-ignored"],
        )
        .bound(&gaussian_tied::countries(), With::NoPrior, responsibilities(404, COUNTRIES, 2, 3)),
        case(
            "gaussian/one-component-full-bound-map",
            "One component leaves q no choice: the divergence is 0 exactly and the bound is the log joint",
            LOWER,
            &["log-prior-missing-from-elbo", "entropy-missing"],
        )
        .bound(&Setting { alpha: json!([2.5]), ..merged }, With::Both, uniform(COUNTRIES, 1)),
    ]
}

fn gaussian_priors() -> Vec<Value> {
    vec![
        case(
            "gaussian/chondrite-identity-bound-weights",
            "Silica in chondrites, a prior of the mixing weights only",
            LOWER,
            &["log-prior-missing-from-elbo", "log-prior-unnormalised", "entropy-missing"],
        )
        .bound(&gaussian_identity::chondrite(), With::Weights, responsibilities(405, 22, 3, 2)),
        case(
            "gaussian/unemployment-identity-bound-components",
            "Unit covariances, a prior of the means only",
            AVERAGE,
            &["log-prior-missing-from-elbo", "log-prior-multiplicity"],
        )
        .bound(&gaussian_identity::countries(), With::Components, responsibilities(406, COUNTRIES, 2, 3)),
        case(
            "gaussian/unemployment-spherical-bound-map",
            "One variance a component, both priors, q uniform",
            AVERAGE,
            &["log-prior-missing-from-elbo", "log-prior-unnormalised", "log-prior-multiplicity"],
        )
        .bound(&gaussian_spherical::countries(), With::Both, uniform(COUNTRIES, 2)),
        case(
            "gaussian/unemployment-diagonal-bound-map",
            "Diagonal covariances, both priors, q drawn at random",
            AVERAGE,
            &["log-prior-missing-from-elbo", "prior-first-dimension", "kl-reversed"],
        )
        .bound(&gaussian_diagonal::countries(), With::Both, responsibilities(407, COUNTRIES, 2, 3)),
        case(
            "gaussian/unemployment-full-bound-map",
            "Full covariances, both priors, q all on one component for each row",
            AVERAGE,
            &["log-prior-missing-from-elbo", "zero-times-log-zero", "log-prior-unnormalised"],
        )
        .bound(&gaussian_full::countries(), With::Both, one_hot(408, COUNTRIES, 2)),
        case(
            "gaussian/unemployment-tied-bound-map",
            "A shared covariance, both priors: the covariance has one prior, not one a component",
            AVERAGE,
            &["log-prior-missing-from-elbo", "log-prior-multiplicity"],
        )
        .bound(&gaussian_tied::countries(), With::Both, uniform(COUNTRIES, 2)),
    ]
}

fn counts() -> Vec<Value> {
    vec![
        case(
            "poisson/london-deaths-bound",
            "Death notices as a frequency table: both sums are weighted",
            LOWER,
            &["observation-weights-ignored", "observation-weights-half-used", "entropy-missing"],
        )
        .bound(&poisson::deaths(), With::NoPrior, responsibilities(409, 10, 2, 3)),
        case(
            "poisson/london-deaths-bound-map",
            "The same table, gamma prior, q all on one component for each row",
            AVERAGE,
            &["observation-weights-in-prior", "log-prior-missing-from-elbo", "zero-times-log-zero"],
        )
        .bound(&poisson::deaths(), With::Both, one_hot(410, 10, 2)),
        case(
            "poisson/faults-bound-natural-map",
            "Fabric faults, a prior of the logarithm of the rate, q drawn at random",
            AVERAGE,
            &["natural-for-mean-parameter", "log-prior-missing-from-elbo", "kl-reversed"],
        )
        .bound(&poisson::faults(), With::Both, responsibilities(411, 32, 2, 3)),
        case(
            "poisson/faults-bound",
            "Fabric faults, q uniform",
            LOWER,
            &["missing-log-factorial", "entropy-missing", "mixing-weights-ignored"],
        )
        .bound(&poisson::faults(), With::NoPrior, uniform(32, 2)),
    ]
}

fn classes() -> Vec<Value> {
    vec![
        case(
            "categorical/survey-bound",
            "Survey attitudes as a frequency table, three classes, q drawn at random",
            AVERAGE,
            &["observation-weights-ignored", "observation-weights-half-used", "kl-reversed"],
        )
        .bound(&categorical::survey(), With::NoPrior, responsibilities(412, 33, 3, 3)),
        case(
            "categorical/infarction-bound-map",
            "Signs of infarction, Dirichlet priors, q uniform",
            LOWER,
            &["log-prior-missing-from-elbo", "log-prior-unnormalised", "observation-weights-in-prior"],
        )
        .bound(&categorical::infarction(), With::Both, uniform(11, 2)),
        case(
            "categorical/hiv-tests-bound-natural-map",
            "HIV tests, a prior of the logits, q all on one class for each row",
            AVERAGE,
            &["natural-for-mean-parameter", "log-prior-missing-from-elbo", "zero-times-log-zero"],
        )
        .bound(&categorical::tests(), With::Both, one_hot(413, 16, 2)),
    ]
}
