//! A sum with the magnitude of its terms, to choose between two ways to write the same number.
//!
//! Rounding is that of the terms, so of two sums with one value that with the smaller terms is the better.

use super::{
    gamma_ratio::stirling_remainder,
    special::{LN_TAU, ln_gamma, poisson_deviance},
    sum::Sum,
};

/// A sum and `Σ |term|`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Weighed {
    sum: Sum,
    magnitude: f64,
}

impl Weighed {
    /// Adds a term.
    pub fn add(&mut self, term: f64) {
        self.sum.add(term);
        self.magnitude += term.abs();
    }

    /// The value of this sum or of the same written otherwise, whichever has the smaller terms; of this one where the other is not finite.
    #[must_use]
    pub fn or(self, other: Self) -> f64 {
        let better = other.magnitude < self.magnitude && other.sum.value().is_finite();
        if better { other.sum.value() } else { self.sum.value() }
    }
}

/// `a log y - y - log Γ(a)` for `a > 0` and `y > 0`, with `log y` given: the log density of `log y` where `y` is gamma distributed with the
/// shape `a` and the rate 1.
///
/// As it is written its terms are of size `a log a`: of a shape of 1e8 it keeps half of the digits. It is also
/// `-(a log(a/y) + y - a) + 1/2 log a - 1/2 log 2π - δ(a)`, with what Stirling's formula leaves out, `δ(a)`.
#[must_use]
pub fn log_gamma_density(a: f64, y: f64, log_y: f64) -> f64 {
    let (mut plain, mut deviance) = (Weighed::default(), Weighed::default());
    [a * log_y, -y, -ln_gamma(a)].into_iter().for_each(|term| plain.add(term));
    let terms = [-poisson_deviance(a, y), 0.5 * a.ln(), -0.5 * LN_TAU, -stirling_remainder(a)];
    terms.into_iter().for_each(|term| deviance.add(term));
    plain.or(deviance)
}

/// `log Γ(Σα) - Σ_c log Γ(α_c) + Σ_c (α_c - j) log p_c` on the simplex: the log density of a Dirichlet distribution for `j = 1`, of its
/// logits for `j = 0`.
///
/// As it is written its terms are of size `A log A`, `A = Σα`. It is also
/// `-Σ_c (α_c log(α_c/(A p_c)) + A p_c - α_c) - j Σ_c log p_c + 1/2 (Σ_c log α_c - log A) - (C-1)/2 log 2π + δ(A) - Σ_c δ(α_c)`, which uses that
/// `Σ_c p_c = 1`.
#[must_use]
pub fn log_dirichlet_density(alpha: &[f64], log_p: &[f64], jacobian: f64) -> f64 {
    let whole = super::sum::sum(alpha.iter().copied());
    let (mut plain, mut deviance) = (Weighed::default(), Weighed::default());
    plain.add(ln_gamma(whole));
    for term in [-0.5 * whole.ln(), stirling_remainder(whole), 0.5 * LN_TAU] {
        deviance.add(term);
    }
    for (&alpha, &log_p) in alpha.iter().zip(log_p) {
        plain.add(-ln_gamma(alpha));
        plain.add(super::special::x_log_y(alpha - jacobian, log_p));
        let terms = [
            -poisson_deviance(alpha, whole * log_p.exp()),
            -jacobian * log_p,
            0.5 * alpha.ln(),
            -stirling_remainder(alpha),
            -0.5 * LN_TAU,
        ];
        terms.into_iter().for_each(|term| deviance.add(term));
    }
    plain.or(deviance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concentrated_densities_keep_their_digits() {
        // Computed with 60 digits.
        let gamma = log_gamma_density(1e8, 1e8, 1e8_f64.ln());
        assert!((gamma / 8.291_401_837_938_177 - 1.0).abs() < 1e-15, "{gamma}");
        let at_mode = log_dirichlet_density(&[7e6, 3e6], &[0.7_f64.ln(), 0.3_f64.ln()], 1.0);
        assert!((at_mode / 7.920_433_135_057_615 - 1.0).abs() < 1e-12, "{at_mode}");
    }

    #[test]
    fn both_forms_are_one_number() {
        for (a, y) in [(0.5, 3.0), (2.0, 1e-200), (40.0, 37.0), (1e-10, 5.0), (1000.0, 900.0)] {
            let y: f64 = y;
            let plain = a * y.ln() - y - ln_gamma(a);
            let slack = 1e-15 * (plain.abs() + a * y.ln().abs() + y + ln_gamma(a).abs());
            assert!((log_gamma_density(a, y, y.ln()) - plain).abs() <= slack, "{a} {y}");
        }
        let (alpha, p) = ([0.5, 2.0, 7.5], [0.1_f64, 0.3, 0.6].map(f64::ln));
        let plain = ln_gamma(10.0) - alpha.iter().map(|&a| ln_gamma(a)).sum::<f64>();
        for jacobian in [0.0, 1.0] {
            let whole = plain + alpha.iter().zip(p).map(|(a, p)| (a - jacobian) * p).sum::<f64>();
            assert!((log_dirichlet_density(&alpha, &p, jacobian) - whole).abs() < 1e-14);
        }
        assert_eq!(log_dirichlet_density(&[1.0, 2.0], &[f64::NEG_INFINITY, 0.0], 1.0), ln_gamma(3.0));
        assert_eq!(log_dirichlet_density(&[2.0, 2.0], &[f64::NEG_INFINITY, 0.0], 1.0), f64::NEG_INFINITY);
    }

    #[test]
    fn the_smaller_terms_are_believed_where_they_have_a_sum() {
        let of = |terms: &[f64]| {
            let mut weighed = Weighed::default();
            terms.iter().for_each(|&term| weighed.add(term));
            weighed
        };
        assert_eq!(of(&[1.0]).or(of(&[3.0, -1.0])), 1.0);
        assert_eq!(of(&[3.0, -1.0]).or(of(&[1.0])), 1.0);
        assert_eq!(of(&[2.0, -1.0]).or(of(&[1.0, f64::NAN])), 1.0);
    }
}
