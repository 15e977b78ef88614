//! Categorical sizes: `log p(x|p) = Σ_d log p_{d, x_d}`; probabilities are used normalised by their sum, which costs an ulp of 1.

use suite::format::{ComponentPrior, Number, Rows, Tensor};

use super::{At, Kind, Sized, ln_gamma, x_log_y};

/// What is known of categorical mixtures.
pub const KIND: Kind = Kind { log_densities, log_prior };

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
