//! Conjugate priors read as densities of the natural parameter, `p(η) ∝ exp(φᵀη - ν A(η))`, normalised there.
//!
//! Poisson, `η = log λ`: `Σ_d φ_d log ν - log Γ(φ_d) + φ_d log λ_d - ν λ_d`.
//! Categorical, `η` the logits: `log Γ(Σ_c φ_c) - Σ_c log Γ(φ_c) + Σ_c φ_c log p_c` for each variable.
//! Source: P. Diaconis and D. Ylvisaker, *Conjugate priors for exponential families*, 1979.

use rug::Float;

use crate::interval::Interval;

/// The log density of `log λ`.
pub fn log_density_of_rates(phi: &[Interval], nu: &Interval, rate: &[Interval]) -> Interval {
    let mut total = Interval::point(Float::new(nu.bits()));
    for (phi, rate) in phi.iter().zip(rate) {
        total = total + phi * nu.ln() - phi.ln_gamma() + rate.times_log(phi) - nu * rate;
    }
    total
}

/// The log density of the logits of one variable.
pub fn log_density_of_logits(phi: &[Interval], p: &[Interval]) -> Interval {
    let zero = Interval::point(Float::new(p[0].bits()));
    let sum = phi.iter().fold(zero, |sum, phi| sum + phi);
    phi.iter().zip(p).fold(sum.ln_gamma(), |total, (phi, p)| total - phi.ln_gamma() + p.times_log(phi))
}
