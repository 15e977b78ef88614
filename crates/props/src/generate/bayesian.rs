//! Bayesian mixtures of few rows: `variational`, and `evidence` by enumeration.

use proptest::prelude::*;
use suite::format::{
    Case, ComponentPrior, Family, Model, Number, Operation, Prior, Rows, Structure, Tensor, WeightsPrior,
};

use super::{blank, decimals, inline, numbers, rows::eighths};

/// Rows, so that `2^N` assignments are soon enumerated.
const ROWS: std::ops::Range<usize> = 2..7;

/// Coordinate ascent of a few steps, `K` = 1 or 2, with every conjugate prior.
pub fn any_variational() -> impl Strategy<Value = Case> {
    let problem = prop_oneof![gaussian(), poisson(), categorical()];
    (problem, 1..=2_usize, 0..=6_usize).prop_flat_map(|((model, prior, data), count, iterations)| {
        let responsibilities = match count {
            1 => Just(vec![numbers(&[1.0]); data.len()]).boxed(),
            _ => eighths(0..=8, data.len()).boxed(),
        };
        responsibilities.prop_map(move |responsibilities| {
            let dirichlet = WeightsPrior::Dirichlet(numbers(&[1.5, 0.75][..count]));
            Case {
                data: inline(data.clone()),
                model: Some(model.clone()),
                prior: Some(Prior { weights: Some(dirichlet), components: Some(prior.clone()) }),
                responsibilities: Some(responsibilities),
                iterations: Some(iterations),
                ..blank(Operation::Variational)
            }
        })
    })
}

type Problem = (Model, ComponentPrior, Rows);

fn gaussian() -> BoxedStrategy<Problem> {
    let structures =
        prop::sample::select(vec![Structure::Identity, Structure::Spherical, Structure::Diagonal, Structure::Full]);
    (structures, prop::collection::vec(decimals(-400..400, 2), ROWS))
        .prop_map(|(structure, data)| {
            let model = Model { family: Family::Gaussian, covariance: Some(structure), levels: None };
            (model, gaussian_prior(structure), data.iter().map(|row| numbers(row)).collect())
        })
        .boxed()
}

fn gaussian_prior(structure: Structure) -> ComponentPrior {
    let mean = numbers(&[0.5, -0.25]);
    let inverse_gamma = |scale| ComponentPrior::NormalInverseGamma {
        mean: mean.clone(),
        mean_precision: Number(0.5),
        shape: Number(1.75),
        scale,
    };
    match structure {
        Structure::Identity => ComponentPrior::Normal { mean, precision: Number(0.5) },
        Structure::Spherical => inverse_gamma(Tensor::Scalar(Number(1.25))),
        Structure::Diagonal => inverse_gamma(Tensor::Vector(numbers(&[1.25, 2.0]))),
        Structure::Full | Structure::Tied => ComponentPrior::NormalInverseWishart {
            mean,
            mean_precision: Number(0.5),
            degrees_of_freedom: Number(3.5),
            scale: vec![numbers(&[2.0, 0.5]), numbers(&[0.5, 1.5])],
        },
    }
}

fn poisson() -> BoxedStrategy<Problem> {
    prop::collection::vec(prop::collection::vec(0..40_u32, 2), ROWS)
        .prop_map(|counts| {
            let data = counts.iter().map(|row| row.iter().map(|&x| Number(f64::from(x))).collect()).collect();
            let prior = ComponentPrior::Gamma { shape: numbers(&[1.5, 2.0]), rate: numbers(&[0.25, 0.5]) };
            (Model { family: Family::Poisson, covariance: None, levels: None }, prior, data)
        })
        .boxed()
}

fn categorical() -> BoxedStrategy<Problem> {
    prop::collection::vec((0..2_u32, 0..3_u32), ROWS)
        .prop_map(|levels| {
            let data = levels.iter().map(|&(a, b)| numbers(&[f64::from(a), f64::from(b)])).collect();
            let concentration = vec![numbers(&[1.5, 0.5]), numbers(&[0.75, 1.0, 2.0])];
            let model = Model { family: Family::Categorical, covariance: None, levels: Some(vec![2, 3]) };
            (model, ComponentPrior::Dirichlet { concentration }, data)
        })
        .boxed()
}
