//! The conjugate posterior of one component: the prior with its hyperparameters updated by observations (numerics: `B`, `S` about the mean).

use suite::format::{ComponentPrior, Number, Tensor};

/// The posterior after some observations; `None` for a natural prior.
///
/// With `n` rows, mean `x̄`, scatter `S` about it and `B = κ n/(κ + n) (x̄ - m)(x̄ - m)ᵀ`: `κ' = κ + n`, `m' = (κ m + n x̄)/κ'`; inverse Wishart
/// `ν + n`, `Ψ + S + B`; inverse gamma `a + n/2`, `b + (S + B)/2` of each dimension, or `a + n D/2` and the traces of one variance; gamma
/// `a + Σ x`, `b + n`; Dirichlet `α + counts`. The normal prior of precision `κ` in units of the data's has `κ'` and `m'`.
#[must_use]
pub fn posterior(prior: &ComponentPrior, rows: &[Vec<Number>]) -> Option<ComponentPrior> {
    let count = rows.len() as f64;
    let sum = |d: usize| rows.iter().map(|row| row[d].0).sum::<f64>();
    let update = |mean: &[Number], precision: f64| -> Vec<Number> {
        let entry = |(d, m): (usize, &Number)| Number((precision * m.0 + sum(d)) / (precision + count));
        mean.iter().enumerate().map(entry).collect()
    };
    Some(match prior {
        ComponentPrior::Normal { mean, precision } => {
            ComponentPrior::Normal { mean: update(mean, precision.0), precision: Number(precision.0 + count) }
        }
        ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            let added = scatter(mean, mean_precision.0, rows);
            let entry = |(a, b): (&Number, &f64)| Number(a.0 + b);
            ComponentPrior::NormalInverseWishart {
                mean: update(mean, mean_precision.0),
                mean_precision: Number(mean_precision.0 + count),
                degrees_of_freedom: Number(degrees_of_freedom.0 + count),
                scale: scale.iter().zip(&added).map(|(a, b)| a.iter().zip(b).map(entry).collect()).collect(),
            }
        }
        ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
            let added = scatter(mean, mean_precision.0, rows);
            let diagonal = |d: usize| added[d][d] / 2.0;
            let (more, scale) = match scale {
                Tensor::Scalar(b) => {
                    let trace: f64 = (0..mean.len()).map(diagonal).sum();
                    (count * mean.len() as f64 / 2.0, Tensor::Scalar(Number(b.0 + trace)))
                }
                Tensor::Vector(b) => {
                    let scales = b.iter().enumerate().map(|(d, b)| Number(b.0 + diagonal(d))).collect();
                    (count / 2.0, Tensor::Vector(scales))
                }
                Tensor::Matrix(_) => return None,
            };
            ComponentPrior::NormalInverseGamma {
                mean: update(mean, mean_precision.0),
                mean_precision: Number(mean_precision.0 + count),
                shape: Number(shape.0 + more),
                scale,
            }
        }
        ComponentPrior::Gamma { shape, rate } => ComponentPrior::Gamma {
            shape: shape.iter().enumerate().map(|(d, a)| Number(a.0 + sum(d))).collect(),
            rate: rate.iter().map(|b| Number(b.0 + count)).collect(),
        },
        ComponentPrior::Dirichlet { concentration } => {
            let found = |d: usize, level: usize| rows.iter().filter(|row| row[d].0 == level as f64).count() as f64;
            let variable = |(d, alpha): (usize, &Vec<Number>)| {
                alpha.iter().enumerate().map(|(level, a)| Number(a.0 + found(d, level))).collect()
            };
            ComponentPrior::Dirichlet { concentration: concentration.iter().enumerate().map(variable).collect() }
        }
        ComponentPrior::Natural { .. } => return None,
    })
}

/// `S + B`, exactly symmetric.
fn scatter(mean: &[Number], precision: f64, rows: &[Vec<Number>]) -> Vec<Vec<f64>> {
    let count = rows.len() as f64;
    let centre: Vec<f64> = (0..mean.len()).map(|d| rows.iter().map(|row| row[d].0).sum::<f64>() / count).collect();
    let shift = precision * count / (precision + count);
    let entry = |i: usize, j: usize| {
        let within: f64 = rows.iter().map(|row| (row[i].0 - centre[i]) * (row[j].0 - centre[j])).sum();
        within + shift * (centre[i] - mean[i].0) * (centre[j] - mean[j].0)
    };
    (0..mean.len()).map(|i| (0..mean.len()).map(|j| entry(i.max(j), i.min(j))).collect()).collect()
}
