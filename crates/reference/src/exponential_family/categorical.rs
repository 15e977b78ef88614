//! Independent categorical variables with `C_d` levels: `t(x)` the one-hot code of each variable, `A(θ) = Σ_d log Σ_c exp θ_dc`, `h = 1` (8).
//!
//! Order: variable by variable, level by level, `P = Σ_d C_d`. The parametrisation is overcomplete: adding a constant to the logits of a
//! variable changes nothing, and `∇A`, the probabilities `p_dc`, is not injective. `(∇A)⁻¹` returns the representative `θ_dc = log p_dc`,
//! on which `A = 0`; `∇A ∘ (∇A)⁻¹` is the identity, and the other way round it is so on those representatives. Domain: `θ` real; `m`
//! positive, each variable's on the simplex (to 1e-9, and normalised). The variables share one `ν` of a prior (9), to which the `φ_dc` of
//! each must sum.

use super::{ExponentialFamily, check_vector};
use crate::{
    arithmetic::{
        count::is_count,
        special::{log_sum_exp, x_log_y},
        sum::sum,
    },
    error::{Result, check_domain, check_len, check_positive},
    simplex::normalise,
};

/// Categorical variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categorical {
    levels: Vec<usize>,
}

impl Categorical {
    /// The family of `D` variables with `C_d` levels each.
    #[must_use]
    pub fn new(levels: Vec<usize>) -> Self {
        Self { levels }
    }

    /// The entries of each variable.
    fn variables<'a>(&'a self, values: &'a [f64]) -> impl Iterator<Item = &'a [f64]> {
        let mut rest = values;
        self.levels.iter().map(move |&count| {
            let (own, others) = rest.split_at(count);
            rest = others;
            own
        })
    }
}

impl ExponentialFamily for Categorical {
    fn dimension(&self) -> usize {
        self.levels.len()
    }

    fn parameters(&self) -> usize {
        self.levels.iter().sum()
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        check_len(x.len(), self.levels.len(), "x", "numbers")?;
        x.iter().zip(&self.levels).enumerate().try_for_each(|(d, (&value, &count))| {
            let level = |x: f64| is_count(x) && x < count as f64;
            let requirement = "a level: a whole number from 0, below the variable's levels";
            check_domain(value, level, || format!("x[{d}]"), requirement)
        })
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        check_vector(natural, self.parameters(), "natural")
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        let code = |(&level, &count): (&f64, &usize)| {
            let mut code = vec![0.0; count];
            code[level as usize] = 1.0;
            code
        };
        Ok(x.iter().zip(&self.levels).flat_map(code).collect())
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        Ok(0.0)
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        self.check_natural(natural)?;
        Ok(sum(self.variables(natural).map(|logits| log_sum_exp(&mut logits.to_vec()))))
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        self.check_natural(natural)?;
        let softmax = |logits: &[f64]| {
            let mut probabilities = logits.to_vec();
            log_sum_exp(&mut probabilities);
            probabilities
        };
        Ok(self.variables(natural).flat_map(softmax).collect())
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_len(mean.len(), self.parameters(), "mean", "numbers")?;
        check_positive(mean, "mean")?;
        let mut natural = Vec::with_capacity(mean.len());
        for (d, variable) in self.variables(mean).enumerate() {
            let mut probabilities = variable.to_vec();
            normalise(&mut probabilities, &format!("mean of variable {d}"))?;
            natural.extend(probabilities.iter().map(|p| p.ln()));
        }
        Ok(natural)
    }

    /// `-Σ_d Σ_c p_dc log p_dc`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let probabilities = self.mean_parameters(natural)?;
        let logits = self.variables(natural);
        Ok(-sum(logits.zip(self.variables(&probabilities)).flat_map(|(logits, probabilities)| {
            let normaliser = log_sum_exp(&mut logits.to_vec());
            logits.iter().zip(probabilities).map(move |(&logit, &p)| x_log_y(p, logit - normaliser))
        })))
    }
}
