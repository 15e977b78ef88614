//! Categorical sizes: `log p(x|p) = Σ_d log p_{d, x_d}`; probabilities are used normalised by their sum, which costs an ulp of 1.

use suite::format::{Component, ComponentPrior, Number, Parameters, Rows, Tensor};

use super::{At, Kind, Sized, Statistics, ln_gamma, x_log_y};

/// What is known of categorical mixtures.
pub const KIND: Kind = Kind { log_densities, log_prior, maximum };

fn log_densities(at: &At, observations: &[Vec<Number>]) -> Vec<Sized> {
    let Some(variables) = &at.component.probabilities else { return Vec::new() };
    let log_density = |row: &Vec<Number>| {
        let log = |(x, p): (&Number, &Vec<Number>)| p[x.0 as usize].0.ln();
        let parts: Vec<f64> = row.iter().zip(variables).map(log).collect();
        Sized { value: parts.iter().sum(), size: parts.iter().map(|part| part.abs() + 1.0).sum() }
    };
    observations.iter().map(log_density).collect()
}

/// `log Γ(Σ α) + Σ_c log Γ(α_c) + (α_c + 1) log p_c` of each variable.
fn log_prior(at: &At, prior: &ComponentPrior) -> f64 {
    let concentration: &Rows = match prior {
        ComponentPrior::Dirichlet { concentration } => concentration,
        ComponentPrior::Natural { pseudo_observations: Tensor::Matrix(rows), .. } => rows,
        _ => return 0.0,
    };
    let variables = at.component.probabilities.iter().flatten();
    variables.zip(concentration).map(|(p, alpha)| dirichlet(p, alpha)).sum()
}

/// The size of a Dirichlet log density.
pub fn dirichlet(p: &[Number], alpha: &[Number]) -> f64 {
    let total: f64 = alpha.iter().map(|a| a.0).sum();
    let of_level = |(p, a): (&Number, &Number)| ln_gamma(a.0) + x_log_y(a.0 + 1.0, p.0).size;
    ln_gamma(total) + p.iter().zip(alpha).map(of_level).sum::<f64>()
}

/// Probabilities, each a share: with a prior `(n_c + α_c + 1)/(N_k + Σ_c (α_c - 1))` has all magnitudes added above, and below what is there.
fn maximum(statistics: &Statistics) -> Parameters {
    let levels = statistics.model.levels.clone().unwrap_or_default();
    let component = |k: usize| {
        let of_variable = |(d, levels): (usize, &usize)| {
            let (more, least): (Vec<f64>, f64) = match statistics.prior {
                Some(ComponentPrior::Dirichlet { concentration }) => {
                    let alpha = &concentration[d];
                    (alpha.iter().map(|a| a.0 + 1.0).collect(), alpha.iter().map(|a| a.0 - 1.0).sum())
                }
                Some(ComponentPrior::Natural { pseudo_observations: Tensor::Matrix(rows), .. }) => {
                    (rows[d].iter().map(|a| a.0).collect(), rows[d].iter().map(|a| a.0).sum())
                }
                _ => (vec![0.0; *levels], 0.0),
            };
            let total = statistics.sum(k, |_| 1.0) + least;
            let level = |c: usize| Number((more[c] + statistics.sum(k, |x| f64::from(x[d].0 == c as f64))) / total);
            (0..*levels).map(level).collect()
        };
        Component { probabilities: Some(levels.iter().enumerate().map(of_variable).collect()), ..Component::default() }
    };
    let components = (0..statistics.shares.len()).map(component).collect();
    Parameters { weights: Vec::new(), components, covariance: None }
}
