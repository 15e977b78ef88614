//! `log Γ`, its derivative `ψ` and its Bregman divergence, in double-double.
//!
//! Stirling's series at `X = x + n >= 20`, from where the recurrence leads back:
//!
//! - `log Γ(X) = (X - 1/2) log X - X + 1/2 log 2π + s(X)` and `s(X) = Σ_k B_2k/(2k(2k-1)) X^(1-2k)`, 17 terms; what is omitted is below
//!   4e-36;
//! - `log Γ(x) = log Γ(x + n) - log x(x+1)...(x+n-1)`, `ψ(x) = ψ(x + n) - Σ_j 1/(x + j)`.
//!
//! [`divergence`] is `B(p, q) = log Γ(p) - log Γ(q) - (p - q) ψ(q) >= 0`, of second order in `p - q`. Recurrence and series are used term by
//! term: that of `-log x` is `p/q - 1 - log(p/q)`, that of `x log x - x` is `p log(p/q) + q - p`, and those of the powers are sums of
//! positive terms. So it has its digits however close `p` and `q` are; the difference of the three would have lost their square.
//!
//! Next to the roots 1 and 2, `log Γ` is this divergence from the root plus its linear term, and `ψ` next to its root `x0 = 1.46...` is a
//! difference from there. Relative error: about 1e-29 for `x` of 1e-300 to 1e300, NaN unless `x > 0`.
//!
//! Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, 6.1.15, 6.1.41, 6.3.5, 6.3.18.

use super::{
    double_double::DoubleDouble,
    logarithm::{excess_of_ratio, excess_over_ln_1p, ln, ln_1p, ln_ratio},
};

/// `B_2k`, as numerator and denominator.
const BERNOULLI: [(f64, f64); 17] = [
    (1.0, 6.0),
    (-1.0, 30.0),
    (1.0, 42.0),
    (-1.0, 30.0),
    (5.0, 66.0),
    (-691.0, 2730.0),
    (7.0, 6.0),
    (-3617.0, 510.0),
    (43_867.0, 798.0),
    (-174_611.0, 330.0),
    (854_513.0, 138.0),
    (-236_364_091.0, 2730.0),
    (8_553_103.0, 6.0),
    (-23_749_461_029.0, 870.0),
    (8_615_841_276_005.0, 14_322.0),
    (-7_709_321_041_217.0, 510.0),
    (2_577_687_858_367.0, 6.0),
];

/// From here on Stirling's series is used.
const FAR: f64 = 20.0;

/// Euler's constant, `-ψ(1)`.
const EULER: DoubleDouble = DoubleDouble { high: 0.577_215_664_901_532_9, low: -4.942_915_152_430_645e-18 };

/// `1/2 log 2π`.
const HALF_LN_TAU: DoubleDouble = DoubleDouble { high: 0.918_938_533_204_672_8, low: -3.878_294_158_067_241_4e-17 };

/// The positive root of `ψ`, as the sum of three doubles.
const ROOT: [f64; 3] = [1.461_632_144_968_362_2, 9.549_995_429_965_697e-17, 2.893_929_928_204_15e-33];

/// `log Γ(x)`, for `x > 0`.
#[must_use]
pub fn ln_gamma(x: DoubleDouble) -> DoubleDouble {
    let one = DoubleDouble::from(1.0);
    if x.high.is_nan() || x.high <= 0.0 {
        return DoubleDouble::from(f64::NAN);
    }
    if x.high < 0.5 {
        return ln_gamma(x + one) - ln(x);
    }
    if x.high < 3.5 {
        let (root, slope) = if x.high < 1.5 { (one, -EULER) } else { (one + one, one - EULER) };
        return divergence(x, root) + slope * (x - root);
    }
    let (far, product) = shifted(x).fold((x, one), |(_, product), factor| (factor + one, product * factor));
    let log = ln(far);
    (far - DoubleDouble::from(0.5)) * log - far + HALF_LN_TAU + stirling(far) - ln(product)
}

/// `ψ(x) = d log Γ(x)/dx`, for `x > 0`.
#[must_use]
pub fn digamma(x: DoubleDouble) -> DoubleDouble {
    if x.high.is_nan() || x.high <= 0.0 {
        return DoubleDouble::from(f64::NAN);
    }
    if (1.0..=2.0).contains(&x.high) {
        return digamma_from_root(x);
    }
    let one = DoubleDouble::from(1.0);
    let (far, inverses) =
        shifted(x).fold((x, DoubleDouble::default()), |(_, sum), factor| (factor + one, sum + one / factor));
    ln(far) - DoubleDouble::from(0.5) / far + stirling_slope(far) - inverses
}

/// `B(p, q) = log Γ(p) - log Γ(q) - (p - q) ψ(q)`, for `p > 0` and `q > 0`.
#[must_use]
pub fn divergence(p: DoubleDouble, q: DoubleDouble) -> DoubleDouble {
    let (smaller, shift) = (if p.high < q.high { p } else { q }, p - q);
    let count = shifted(smaller).count();
    let mut total = DoubleDouble::default();
    for j in 0..count {
        let j = DoubleDouble::from(j as f64);
        total = total + excess_of_ratio(p + j, q + j);
    }
    let far = DoubleDouble::from(count as f64);
    total + far_divergence(p + far, q + far, shift)
}

/// The divergence by Stirling's series, for arguments of at least 20 that are `shift` apart.
fn far_divergence(p: DoubleDouble, q: DoubleDouble, shift: DoubleDouble) -> DoubleDouble {
    let half = DoubleDouble::from(0.5);
    let v = shift / q;
    if v.high.abs() > 0.5 {
        let leading = p * ln_ratio(p, q) - shift + half * excess_of_ratio(p, q);
        return leading + (stirling(p) - stirling(q) - shift * stirling_slope(q));
    }
    let excess = excess_over_ln_1p(v);
    let leading = q * (v * ln_1p(v) - excess) + half * excess;
    leading + stirling_divergence(q, -shift / p)
}

/// `s(X)`.
fn stirling(x: DoubleDouble) -> DoubleDouble {
    powers(x).map(|(k, power)| coefficient(k) * power).fold(DoubleDouble::default(), |sum, term| sum + term)
}

/// `s'(X) = -Σ_k B_2k/2k X^-2k`.
fn stirling_slope(x: DoubleDouble) -> DoubleDouble {
    let term = |(k, power)| -(coefficient(k) * DoubleDouble::from(2.0 * k as f64 - 1.0) * power / x);
    powers(x).map(term).fold(DoubleDouble::default(), |sum, term| sum + term)
}

/// `s(p) - s(q) - (p - q) s'(q)` for `w = q/p - 1`.
///
/// That of `x^-m` is `q^-m w² (m/(1+w) + E_m)`, where `E_m = ((1+w)^m - 1 - mw)/w²`, so that `E_1 = 0` and `E_(m+1) = (1+w) E_m + m`.
fn stirling_divergence(q: DoubleDouble, w: DoubleDouble) -> DoubleDouble {
    let ratio = DoubleDouble::from(1.0) + w;
    let (mut total, mut e, mut m) = (DoubleDouble::default(), DoubleDouble::default(), 1.0);
    for (k, power) in powers(q) {
        total = total + coefficient(k) * power * (DoubleDouble::from(m) / ratio + e);
        for _ in 0..2 {
            e = ratio * e + DoubleDouble::from(m);
            m += 1.0;
        }
    }
    total * w * w
}

/// `ψ(x) - ψ(x0)`, each term of recurrence and series as a difference.
fn digamma_from_root(x: DoubleDouble) -> DoubleDouble {
    let one = DoubleDouble::from(1.0);
    let root = DoubleDouble::sum(ROOT[0], ROOT[1]);
    let shift = x - root - DoubleDouble::from(ROOT[2]);
    let mut slope = DoubleDouble::default();
    for j in 0..FAR as usize {
        let j = DoubleDouble::from(j as f64);
        slope = slope + one / ((x + j) * (root + j));
    }
    let (far, far_root) = (x + DoubleDouble::from(FAR), root + DoubleDouble::from(FAR));
    let half = DoubleDouble::from(0.5) / (far * far_root);
    // With 1/X = (1 + w)/X0, the power -m has the difference X0^-m w F_m, where F_1 = 1 and F_(m+1) = (1+w) F_m + 1.
    let w = -shift / far;
    let (mut series, mut f) = (DoubleDouble::default(), one);
    for (k, power) in powers(far_root) {
        f = (one + w) * f + one;
        series = series + coefficient(k) * DoubleDouble::from(2.0 * k as f64 - 1.0) * power / far_root * f;
        f = (one + w) * f + one;
    }
    shift * (slope + half) + ln_1p(shift / far_root) - series * w
}

/// `B_2k/(2k(2k-1))`.
fn coefficient(k: usize) -> DoubleDouble {
    let (numerator, denominator) = BERNOULLI[k - 1];
    DoubleDouble::from(numerator) / DoubleDouble::from(denominator * (2 * k * (2 * k - 1)) as f64)
}

/// `k` and `x^(1-2k)`, for `k` = 1, 2, ...
fn powers(x: DoubleDouble) -> impl Iterator<Item = (usize, DoubleDouble)> {
    let inverse = DoubleDouble::from(1.0) / x;
    let square = inverse * inverse;
    (1..=BERNOULLI.len()).scan(inverse, move |next, k| {
        let power = *next;
        *next = power * square;
        Some((k, power))
    })
}

/// `x, x + 1, ...`, up to where Stirling's series is used.
fn shifted(x: DoubleDouble) -> impl Iterator<Item = DoubleDouble> {
    (0..FAR as usize).map(move |j| x + DoubleDouble::from(j as f64)).take_while(|factor| factor.high < FAR)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as the sum of two doubles.
    type Pair = (f64, f64);

    /// `(x, log x, log Γ(x), ψ(x))`, computed with 80 digits at the exact double `x`.
    const FUNCTIONS: &[(f64, Pair, Pair, Pair)] = &include!("gamma_constants.in");

    /// `(p, q, B(p, q))`, computed with 120 digits at the exact doubles.
    const DIVERGENCES: &[(f64, f64, Pair)] = &include!("gamma_divergences.in");

    fn check(name: &str, computed: DoubleDouble, (high, low): Pair, x: f64) {
        let expected = DoubleDouble::sum(high, low);
        let error = (computed - expected).abs().high;
        assert!(error <= 3e-29 * high.abs(), "{name}({x:e}): off by {:e}", error / high.abs());
    }

    #[test]
    fn the_functions_have_29_digits_also_at_their_roots() {
        for &(x, log, gamma, psi) in FUNCTIONS {
            check("log", ln(DoubleDouble::from(x)), log, x);
            check("ln_gamma", ln_gamma(DoubleDouble::from(x)), gamma, x);
            check("digamma", digamma(DoubleDouble::from(x)), psi, x);
        }
    }

    #[test]
    fn the_divergence_has_29_digits_also_next_to_zero() {
        for &(p, q, expected) in DIVERGENCES {
            check("divergence", divergence(DoubleDouble::from(p), DoubleDouble::from(q)), expected, p);
        }
    }

    #[test]
    fn outside_of_the_domain_there_is_no_value() {
        for x in [0.0, -1.5, -1e300, f64::NAN] {
            assert!(ln_gamma(DoubleDouble::from(x)).high.is_nan() && digamma(DoubleDouble::from(x)).high.is_nan());
        }
    }
}
