//! The gamma distribution of Poisson rates: `log p(λ) = Σ_d a_d log b_d - log Γ(a_d) + (a_d - 1) log λ_d - b_d λ_d`, `a_d, b_d > 0`.

use crate::{
    arithmetic::{
        special::{ln_gamma, x_log_y},
        sum::{Sum, sum},
        weighed::log_gamma_density,
    },
    error::{Result, check_len, check_positive},
};

/// Independent gamma priors of the `D` rates of a component; a density of `λ`.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    pub(crate) shape: Vec<f64>,
    pub(crate) rate: Vec<f64>,
}

impl Gamma {
    /// Takes shapes `a` and rates `b`, `D` each.
    ///
    /// # Errors
    /// A number that is not finite and positive.
    pub fn new(shape: Vec<f64>, rate: Vec<f64>) -> Result<Self> {
        check_positive(&shape, "prior.components.gamma.shape")?;
        check_positive(&rate, "prior.components.gamma.rate")?;
        Ok(Self { shape, rate })
    }

    /// Checks the number of dimensions.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self, dimension: usize) -> Result<()> {
        check_len(self.shape.len(), dimension, "prior.components.gamma.shape", "numbers")?;
        check_len(self.rate.len(), dimension, "prior.components.gamma.rate", "numbers")
    }

    /// The log density at the rates `λ`, `D`.
    #[must_use]
    pub fn log_density(&self, rates: &[f64]) -> f64 {
        let mut total = Sum::default();
        for ((&a, &b), &rate) in self.shape.iter().zip(&self.rate).zip(rates) {
            if rate == 0.0 {
                total.add_product(a, b.ln());
                total.add(-ln_gamma(a));
                total.add(x_log_y(a - 1.0, rate.ln()));
            } else {
                total.add(log_gamma_density(a, b * rate, b.ln() + rate.ln()));
                total.add(-rate.ln());
            }
        }
        total.value()
    }

    /// The mode `(a_d - 1 + Σx)/(b_d + N)` of the posterior of `λ_d`.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn mode(&self, d: usize, total: f64, count: f64) -> std::result::Result<f64, &'static str> {
        let numerator = sum([self.shape[d], -1.0, total]);
        if numerator < 0.0 {
            Err("a shape below 1 with too small a count")
        } else {
            Ok(numerator / (self.rate[d] + count))
        }
    }
}
