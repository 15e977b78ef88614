//! Independent Poisson counts.
//!
//! `kl(q ‖ p) = Σ_d λq log(λq/λp) - λq + λp`, for rates of at least 0. A rate `λq = 0` gives `λp`; `λp = 0 < λq` is infinite.
//!
//! Each term is `λq (v - log(1 + v))` with `v = (λp - λq)/λq`, whose numerator is exact; nothing cancels.
//!
//! Source: T. Cover and J. Thomas, *Elements of Information Theory*, 2.3.

use super::{Member, check_not_empty, total};
use crate::{
    arithmetic::{double_double::DoubleDouble, logarithm::relative_entropy_term},
    error::{Result, check_domain, check_len},
};

/// Independent Poisson counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Poisson {
    rate: Vec<f64>,
}

impl Poisson {
    /// Takes `λ` (`D`); errors name it as `{field}.rate`.
    ///
    /// # Errors
    /// No rate, or one that is negative or not finite.
    pub fn new(rate: Vec<f64>, field: &str) -> Result<Self> {
        check_not_empty(rate.len(), &format!("{field}.rate"))?;
        for (d, &lambda) in rate.iter().enumerate() {
            let name = || format!("{field}.rate[{d}]");
            check_domain(lambda, |lambda| lambda >= 0.0, name, "finite and at least 0")?;
        }
        Ok(Self { rate })
    }
}

impl Member for Poisson {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        check_len(p.rate.len(), self.rate.len(), "p.rate", "numbers, as of q")?;
        let rates = self.rate.iter().zip(&p.rate);
        Ok(total(rates.map(|(&q, &p)| relative_entropy_term(q.into(), p.into()))))
    }

    fn is_outside_of(&self, p: &Self) -> bool {
        self.rate.iter().zip(&p.rate).any(|(&q, &p)| q > 0.0 && p == 0.0)
    }
}
