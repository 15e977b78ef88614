//! Dirichlet distributions.
//!
//! `kl(q ‖ p) = log Γ(Σα) - log Γ(Σβ) + Σ_c [log Γ(β_c) - log Γ(α_c) + (α_c - β_c)(ψ(α_c) - ψ(Σα))]`,
//!
//! for the positive concentrations `α` of `q` and `β` of `p` (`C`).
//!
//! With the Bregman divergence `B` of `log Γ` it is `Σ_c B(β_c, α_c) - B(Σβ, Σα)`, each of second order. The last is the larger the more the
//! concentrations differ by a common factor: then it cancels the first, down to about `1/Σα` of them.
//!
//! Source: W. Penny, "Kullback-Leibler divergences of normal, gamma, Dirichlet and Wishart densities" (2001).

use super::{Member, check_not_empty, total};
use crate::{
    arithmetic::{double_double::DoubleDouble, gamma::divergence},
    error::{Result, check_len, check_positive},
};

/// A Dirichlet distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Dirichlet {
    concentration: Vec<f64>,
}

impl Dirichlet {
    /// Takes the concentrations (`C`); errors name them as `{field}.concentration`.
    ///
    /// # Errors
    /// No concentration, or one that is not finite and positive.
    pub fn new(concentration: Vec<f64>, field: &str) -> Result<Self> {
        let name = format!("{field}.concentration");
        check_not_empty(concentration.len(), &name)?;
        check_positive(&concentration, &name)?;
        Ok(Self { concentration })
    }

    fn sum(&self) -> DoubleDouble {
        total(self.concentration.iter().map(|&alpha| alpha.into()))
    }
}

impl Member for Dirichlet {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        check_len(p.concentration.len(), self.concentration.len(), "p.concentration", "numbers, as of q")?;
        // There is one distribution of a single level.
        if self.concentration.len() == 1 {
            return Ok(DoubleDouble::default());
        }
        let levels = self.concentration.iter().zip(&p.concentration);
        let of_levels = total(levels.map(|(&alpha, &beta)| divergence(beta.into(), alpha.into())));
        Ok(of_levels - divergence(p.sum(), self.sum()))
    }
}
