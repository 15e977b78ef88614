//! Conjugate priors read as densities of the natural parameter, `p(θ) ∝ exp(φᵀθ - ν A(θ))` (9).
//!
//! Poisson, a density of `log λ`: `Σ_d φ_d log ν - log Γ(φ_d) + φ_d log λ_d - ν λ_d`, with mode `(φ_d + Σx)/(ν + N)` (51).
//! Categorical, a density of the logits: `Σ_d log Γ(Σ_c φ_dc) - Σ_c log Γ(φ_dc) + Σ_c φ_dc log p_dc`, with mode
//! `(n_dc + φ_dc)/(N + Σ_c φ_dc)`. Both exist for every `φ, ν > 0`.

use crate::{
    arithmetic::{
        sum::{Sum, sum},
        weighed::{log_dirichlet_density, log_gamma_density},
    },
    error::{Result, check_domain, check_len, check_positive},
};

/// The natural conjugate prior of `D` Poisson rates.
#[derive(Clone, Debug, PartialEq)]
pub struct NaturalPoisson {
    pub(crate) pseudo_observations: Vec<f64>,
    pub(crate) pseudo_count: f64,
}

impl NaturalPoisson {
    /// Takes `φ` (`D`) and `ν`.
    ///
    /// # Errors
    /// A number that is not finite and positive.
    pub fn new(pseudo_observations: Vec<f64>, pseudo_count: f64) -> Result<Self> {
        check_positive(&pseudo_observations, "prior.components.natural.pseudo_observations")?;
        let field = || "prior.components.natural.pseudo_count".to_owned();
        check_domain(pseudo_count, |nu| nu > 0.0, field, "finite and greater than 0")?;
        Ok(Self { pseudo_observations, pseudo_count })
    }

    /// Checks the number of dimensions.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self, dimension: usize) -> Result<()> {
        let field = "prior.components.natural.pseudo_observations";
        check_len(self.pseudo_observations.len(), dimension, field, "numbers")
    }

    /// The log density, in `log λ`, at the rates `λ`, `D`.
    #[must_use]
    pub fn log_density(&self, rates: &[f64]) -> f64 {
        let mut total = Sum::default();
        for (&phi, &rate) in self.pseudo_observations.iter().zip(rates) {
            let nu = self.pseudo_count;
            total.add(log_gamma_density(phi, nu * rate, nu.ln() + rate.ln()));
        }
        total.value()
    }

    /// The mode `(φ_d + Σx)/(ν + N)`.
    #[must_use]
    pub fn mode(&self, d: usize, total: f64, count: f64) -> f64 {
        (self.pseudo_observations[d] + total) / (self.pseudo_count + count)
    }
}

/// The natural conjugate prior of the probabilities of `D` categorical variables.
#[derive(Clone, Debug, PartialEq)]
pub struct NaturalCategorical {
    pub(crate) pseudo_observations: Vec<Vec<f64>>,
}

impl NaturalCategorical {
    /// Takes `φ_d` for each variable.
    ///
    /// # Errors
    /// A number that is not finite and positive.
    pub fn new(pseudo_observations: Vec<Vec<f64>>) -> Result<Self> {
        for (d, phi) in pseudo_observations.iter().enumerate() {
            check_positive(phi, &format!("prior.components.natural.pseudo_observations[{d}]"))?;
        }
        Ok(Self { pseudo_observations })
    }

    /// Checks the numbers of variables and levels.
    ///
    /// # Errors
    /// Names the variable.
    pub fn check(&self, levels: &[usize]) -> Result<()> {
        let field = "prior.components.natural.pseudo_observations";
        check_len(self.pseudo_observations.len(), levels.len(), field, "variables")?;
        let mut variables = self.pseudo_observations.iter().zip(levels).enumerate();
        variables.try_for_each(|(d, (phi, &count))| check_len(phi.len(), count, &format!("{field}[{d}]"), "levels"))
    }

    /// The log density, in the logits, at one component's log probabilities.
    #[must_use]
    pub fn log_density(&self, log_probabilities: &[Vec<f64>]) -> f64 {
        let variables = self.pseudo_observations.iter().zip(log_probabilities);
        sum(variables.map(|(phi, log_p)| log_dirichlet_density(phi, log_p, 0.0)))
    }

    /// The mode of variable `d` under its level counts, whose total is `total`.
    #[must_use]
    pub fn mode(&self, d: usize, counts: &[f64], total: f64) -> Vec<f64> {
        let phi = &self.pseudo_observations[d];
        let denominator = sum(phi.iter().copied().chain([total]));
        counts.iter().zip(phi).map(|(count, phi)| (count + phi) / denominator).collect()
    }
}
