//! `log Dir(p; α) = log Γ(Σ_c α_c) - Σ_c log Γ(α_c) + Σ_c (α_c - 1) log p_c`, a density of `p` on the simplex.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, (2.38).

use rug::Float;

use crate::interval::Interval;

/// The log density at `p`.
pub fn log_density(concentration: &[Interval], p: &[Interval]) -> Interval {
    let bits = p[0].bits();
    let one = Interval::point(Float::with_val(bits, 1));
    let mut total_concentration = Interval::point(Float::new(bits));
    let mut log_density = Interval::point(Float::new(bits));
    for (alpha, p) in concentration.iter().zip(p) {
        total_concentration = total_concentration + alpha;
        log_density = log_density - alpha.ln_gamma() + p.times_log(&(alpha - &one));
    }
    total_concentration.ln_gamma() + log_density
}
