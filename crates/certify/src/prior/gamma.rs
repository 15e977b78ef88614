//! `log Gamma(λ; a, b) = Σ_d a_d log b_d - log Γ(a_d) + (a_d - 1) log λ_d - b_d λ_d`, a density of the rates.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, (2.146).

use rug::Float;

use crate::interval::Interval;

/// The log density of the rates of one component.
pub fn log_density(shape: &[Interval], b: &[Interval], rate: &[Interval]) -> Interval {
    let bits = rate[0].bits();
    let one = Interval::point(Float::with_val(bits, 1));
    let mut total = Interval::point(Float::new(bits));
    for ((a, b), rate) in shape.iter().zip(b).zip(rate) {
        total = total + a * b.ln() - a.ln_gamma() + rate.times_log(&(a - &one)) - b * rate;
    }
    total
}
