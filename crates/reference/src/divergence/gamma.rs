//! Gamma distributions of shape `a` and rate `b`.
//!
//! `kl(q ‖ p) = (aq - ap) ψ(aq) - log Γ(aq) + log Γ(ap) + ap log(bq/bp) + aq (bp/bq - 1)`, for positive shapes and rates.
//!
//! With `v = bp/bq - 1` it is `B(ap, aq) + aq (v - log(1 + v)) + (aq - ap) log(1 + v)`, where `B` is the Bregman divergence of `log Γ`: three
//! terms of second order, which cancel, down to about `1/aq` of themselves, only where the means agree and the shapes are large.
//!
//! Source: W. Penny, "Kullback-Leibler divergences of normal, gamma, Dirichlet and Wishart densities" (2001).

use super::Member;
use crate::{
    arithmetic::{
        double_double::DoubleDouble,
        gamma::divergence,
        logarithm::{excess_of_ratio, ln_ratio},
    },
    error::{Result, check_domain},
};

/// A gamma distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    rate: f64,
}

impl Gamma {
    /// Takes `a` and `b`; errors name them as `{field}.shape` and `{field}.rate`.
    ///
    /// # Errors
    /// A shape or a rate that is not finite and positive.
    pub fn new(shape: f64, rate: f64, field: &str) -> Result<Self> {
        for (value, name) in [(shape, "shape"), (rate, "rate")] {
            check_domain(value, |value| value > 0.0, || format!("{field}.{name}"), "finite and greater than 0")?;
        }
        Ok(Self { shape, rate })
    }
}

impl Member for Gamma {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        let (q_rate, p_rate) = (DoubleDouble::from(self.rate), DoubleDouble::from(p.rate));
        let of_shapes = divergence(p.shape.into(), self.shape.into());
        let of_rates = DoubleDouble::from(self.shape) * excess_of_ratio(p_rate, q_rate);
        let of_both = DoubleDouble::difference(self.shape, p.shape) * ln_ratio(p_rate, q_rate);
        Ok(of_shapes + of_rates + of_both)
    }
}
