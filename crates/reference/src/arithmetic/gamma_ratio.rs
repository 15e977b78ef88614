//! `log Γ(a + x) - log Γ(a)` for `a > 0`, `x >= 0`, and what Stirling's formula leaves out of `log Γ(a)`.
//!
//! Ratios of normalisers are made of such differences. Taken as a difference, of `a = 1e15` it keeps no digit: both terms are near
//! 3e16. With `log Γ(a) = (a - 1/2) log a - a + 1/2 log 2π + δ(a)` it is
//! `x log(a + x) - a (v - log(1+v)) - 1/2 log(1+v) + δ(a+x) - δ(a)`, `v = x/a` (Loader, "Fast and accurate computation of binomial
//! probabilities", 2000, has the like for binomials).

use super::special::{LN_TAU, ln_gamma, v_minus_log_1p};

/// From here on by Stirling's series, whose first omitted term is then below 1e-18.
const ASYMPTOTIC: f64 = 16.0;

/// `B_2k/(2k(2k-1))`, `k = 1, ..., 7`.
const SERIES: [f64; 7] =
    [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];

/// `δ(a) = log Γ(a) - (a - 1/2) log a + a - 1/2 log 2π`, for `a > 0`.
#[must_use]
pub fn stirling_remainder(a: f64) -> f64 {
    if a < ASYMPTOTIC {
        return ln_gamma(a) - (a - 0.5) * a.ln() + a - 0.5 * LN_TAU;
    }
    let square = 1.0 / (a * a);
    SERIES.iter().rev().fold(0.0, |tail, coefficient| tail * square + coefficient) / a
}

/// `log Γ(a + x) - log Γ(a)`, for `a > 0` and `x >= 0`.
#[must_use]
pub fn ln_gamma_ratio(a: f64, x: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    if a < ASYMPTOTIC {
        return ln_gamma(a + x) - ln_gamma(a);
    }
    let v = x / a;
    let remainders = stirling_remainder(a + x) - stirling_remainder(a);
    x * (a + x).ln() - a * v_minus_log_1p(v) - 0.5 * v.ln_1p() + remainders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_steps_are_products() {
        for a in [0.3, 1.0, 7.25, 15.9, 16.0, 40.0, 1e6, 1e15] {
            let product: f64 = (0..5).map(|i| (a + f64::from(i)).ln()).sum();
            let ratio = ln_gamma_ratio(a, 5.0);
            assert!((ratio - product).abs() <= 8.0 * f64::EPSILON * product.abs().max(30.0), "{a}: {ratio}, {product}");
        }
    }

    #[test]
    fn a_step_of_nothing_is_nothing() {
        assert_eq!(ln_gamma_ratio(0.5, 0.0), 0.0);
        // The slope at 1e10 is log 1e10 to 1e-10.
        assert!((ln_gamma_ratio(1e10, 1e-3) / (1e-3 * 1e10_f64.ln()) - 1.0).abs() < 1e-10);
    }

    #[test]
    fn the_remainder_is_continuous_where_the_series_begins() {
        let (below, above) = (stirling_remainder(16.0_f64.next_down()), stirling_remainder(16.0));
        assert!((below - above).abs() < 1e-14, "{below} and {above}");
    }

    /// Where the series begins its last terms are largest. Computed with 60 digits.
    #[test]
    fn the_series_has_its_digits_from_its_first_place_on() {
        for (a, expected) in [(16.0, 0.005_207_655_919_609_640_4), (20.0, 0.004_166_319_691_996_922)] {
            let computed = stirling_remainder(a);
            assert!((computed / expected - 1.0).abs() <= 2.0 * f64::EPSILON, "{a}: {computed} {expected}");
        }
    }
}
