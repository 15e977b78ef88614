//! Gaussian sizes.
//!
//! `log p(x|θ) = -D/2 log 2π - 1/2 log|Σ| - 1/2 z²` with `z² = (x-μ)ᵀ Σ⁻¹ (x-μ)`. A backward stable factorisation answers for a covariance a
//! few `ε |Σ|` away, which moves `z²` by `κ z²` and the log determinant by `D κ`; an ulp of `x` and `μ`, in any orthogonal basis, moves `z²/2`
//! by `|Σ⁻¹(x-μ)| (|x| + |μ|)`.

mod maximum;

use suite::format::{ComponentPrior, Number, Rows, Structure, Tensor};

use super::{At, Kind, Sized, ln_gamma};
use crate::slack::matrix::Inverse;

/// What is known of Gaussians.
pub const KIND: Kind = Kind { log_densities, log_prior, maximum: maximum::of };

/// The covariance as a matrix, whatever the structure.
fn covariance(at: &At) -> Rows {
    let size = at.component.mean.as_ref().map_or(0, Vec::len);
    let diagonal = |variance: &dyn Fn(usize) -> f64| {
        (0..size).map(|i| (0..size).map(|j| Number(if i == j { variance(i) } else { 0.0 })).collect()).collect()
    };
    match (&at.component.covariance, at.shared) {
        (_, Some(shared)) => shared.clone(),
        (Some(Tensor::Matrix(rows)), _) => rows.clone(),
        (Some(Tensor::Vector(variances)), _) => diagonal(&|i| variances[i].0),
        (Some(Tensor::Scalar(variance)), _) => diagonal(&|_| variance.0),
        (None, None) => diagonal(&|_| 1.0),
    }
}

/// The inverse; a condition of 1 where no matrix is factorised.
fn inverse(at: &At) -> Inverse {
    let mut inverse = Inverse::of(&covariance(at));
    if !matches!(at.model.covariance, Some(Structure::Full | Structure::Tied)) {
        inverse.condition = 1.0;
    }
    inverse
}

fn mean(at: &At) -> Vec<f64> {
    at.component.mean.iter().flatten().map(|x| x.0).collect()
}

fn norm(v: &[f64]) -> f64 {
    v.iter().map(|x| x * x).sum::<f64>().sqrt()
}

fn log_densities(at: &At, observations: &[Vec<Number>]) -> Vec<Sized> {
    let (mean, inverse) = (mean(at), inverse(at));
    let dimensions = mean.len() as f64;
    let constant = dimensions / 2.0 * std::f64::consts::TAU.ln();
    let log_density = |row: &Vec<Number>| {
        let away: Vec<f64> = row.iter().zip(&mean).map(|(x, m)| x.0 - m).collect();
        let distance = inverse.distance(&away);
        let slope = inverse.times(&away);
        let of_input = norm(&slope) * (norm(&row.iter().map(|x| x.0).collect::<Vec<_>>()) + norm(&mean));
        let of_factor = inverse.condition * (dimensions + distance);
        Sized {
            value: -constant - (inverse.log_determinant + distance) / 2.0,
            size: constant + inverse.log_determinant.abs() + of_factor + of_input,
        }
    };
    observations.iter().map(log_density).collect()
}

/// Each part of the normal, inverse-gamma and inverse-Wishart densities: log determinants, a distance, a trace, `log Γ`.
fn log_prior(at: &At, prior: &ComponentPrior) -> f64 {
    let (mean, inverse) = (mean(at), inverse(at));
    let dimensions = mean.len() as f64;
    let of_mean = |center: &[Number], precision: f64| {
        let away: Vec<f64> = mean.iter().zip(center).map(|(m, c)| m - c.0).collect();
        let slope = inverse.times(&away);
        let of_input = norm(&slope) * (norm(&center.iter().map(|c| c.0).collect::<Vec<_>>()) + norm(&mean));
        let of_factor = inverse.condition * (dimensions + precision * inverse.distance(&away));
        2.0 * dimensions
            + precision.ln().abs() * dimensions
            + inverse.log_determinant.abs()
            + of_factor
            + precision * of_input
    };
    match prior {
        ComponentPrior::Normal { mean, precision } => of_mean(mean, precision.0),
        ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
            let scales: Vec<f64> = match scale {
                Tensor::Vector(scales) => scales.iter().map(|x| x.0).collect(),
                Tensor::Scalar(scale) => vec![scale.0; mean.len()],
                Tensor::Matrix(_) => Vec::new(),
            };
            let of_variance = |(d, scale): (usize, &f64)| {
                let precision = inverse.inverse[d][d];
                ln_gamma(shape.0)
                    + shape.0 * (scale.ln().abs() + 1.0)
                    + (shape.0 + 1.0) * (precision.ln().abs() + 1.0)
                    + scale * precision
            };
            of_mean(mean, mean_precision.0) + scales.iter().enumerate().map(of_variance).sum::<f64>()
        }
        ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            let (degrees, of_scale) = (degrees_of_freedom.0, Inverse::of(scale));
            let trace: f64 = scale
                .iter()
                .zip(&inverse.inverse)
                .flat_map(|(a, b)| a.iter().zip(b))
                .map(|(a, b)| (a.0 * b).abs())
                .sum();
            let determinants = degrees * (of_scale.log_determinant.abs() + of_scale.condition)
                + (degrees + dimensions + 2.0) * (inverse.log_determinant.abs() + dimensions * inverse.condition);
            let gammas: f64 = (0..mean.len()).map(|d| ln_gamma((degrees - d as f64) / 2.0)).sum();
            of_mean(mean, mean_precision.0)
                + determinants
                + inverse.condition * trace
                + gammas
                + degrees * dimensions
                + dimensions * dimensions
        }
        _ => 0.0,
    }
}
