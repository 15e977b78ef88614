//! The logarithm in double-double, and what is left of it where its leading terms cancel.
//!
//! With `r = v/(2 + v)`, `log(1 + v) = 2r(1 + r² S)` and `v - log(1 + v) = r(v - 2 r² S)`, where `S = 1/3 + r²/5 + r⁴/7 + ...`. The second
//! is at least 0 and keeps all its digits near `v = 0`, where it is `v²/2` and the subtraction would have none. A general argument
//! is first divided by the nearest power of two, exactly; so no cancellation is left in `e log 2 + log m`.
//!
//! Relative error: about 2⁻¹⁰¹ for a double-double argument taken as exact, for arguments of 1e-300 to 1e300. Of an argument that is not
//! positive the logarithm is NaN, of 0 it is `-inf`.
//!
//! Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*, 4.1.27.

use super::double_double::DoubleDouble;

/// `log 2`.
const LN_2: DoubleDouble = DoubleDouble { high: std::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };

/// A term of a series below this, relative to the sum, changes nothing.
const NEGLIGIBLE: f64 = 1e-34;

/// The least and the largest `v` that the series are used for: `|r| <= 1/3`.
const SERIES: std::ops::RangeInclusive<f64> = -0.5..=1.0;

/// `log x`.
#[must_use]
pub fn ln(x: DoubleDouble) -> DoubleDouble {
    if x.high.is_nan() || x.high <= 0.0 || x.high.is_infinite() {
        return DoubleDouble::from(x.high.ln());
    }
    let exponent = x.high.log2().round() as i32;
    LN_2 * DoubleDouble::from(f64::from(exponent)) + ln_1p(over_two_to(x, exponent) - DoubleDouble::from(1.0))
}

/// `log(1 + v)`, for `v > -1`.
#[must_use]
pub fn ln_1p(v: DoubleDouble) -> DoubleDouble {
    let one = DoubleDouble::from(1.0);
    if !SERIES.contains(&v.high) {
        return ln(one + v);
    }
    let (r, tail) = atanh_tail(v);
    DoubleDouble::from(2.0) * r * (one + tail)
}

/// `v - log(1 + v) >= 0`, for `v > -1`.
#[must_use]
pub fn excess_over_ln_1p(v: DoubleDouble) -> DoubleDouble {
    if !SERIES.contains(&v.high) {
        return v - ln_1p(v);
    }
    let (r, tail) = atanh_tail(v);
    r * (v - DoubleDouble::from(2.0) * tail)
}

/// `p/q - 1`, for positive numbers; infinite where the ratio overflows.
#[must_use]
pub fn relative_difference(p: DoubleDouble, q: DoubleDouble) -> DoubleDouble {
    let exponent = q.high.log2().round() as i32;
    let (p, q) = (over_two_to(p, exponent), over_two_to(q, exponent));
    if p.high.is_infinite() { p } else { (p - q) / q }
}

/// `log(p/q)`, for positive numbers; also near 1, and where the ratio over- or underflows.
#[must_use]
pub fn ln_ratio(p: DoubleDouble, q: DoubleDouble) -> DoubleDouble {
    let v = relative_difference(p, q);
    if SERIES.contains(&v.high) { ln_1p(v) } else { ln(p) - ln(q) }
}

/// `p/q - 1 - log(p/q) >= 0`, for positive numbers.
#[must_use]
pub fn excess_of_ratio(p: DoubleDouble, q: DoubleDouble) -> DoubleDouble {
    let v = relative_difference(p, q);
    if SERIES.contains(&v.high) { excess_over_ln_1p(v) } else { v - (ln(p) - ln(q)) }
}

/// `q log(q/p) + p - q >= 0`, for numbers that are at least 0: what one term adds to a relative entropy. `p` for `q = 0`, infinite for
/// `p = 0 < q`.
#[must_use]
pub fn relative_entropy_term(q: DoubleDouble, p: DoubleDouble) -> DoubleDouble {
    if q.high == 0.0 {
        return p;
    }
    if p.high == 0.0 {
        return DoubleDouble::from(f64::INFINITY);
    }
    let v = relative_difference(p, q);
    if SERIES.contains(&v.high) { q * excess_over_ln_1p(v) } else { q * (ln(q) - ln(p)) + (p - q) }
}

/// `r` and `r² S`.
fn atanh_tail(v: DoubleDouble) -> (DoubleDouble, DoubleDouble) {
    let r = v / (DoubleDouble::from(2.0) + v);
    let square = r * r;
    let (mut tail, mut power, mut odd) = (DoubleDouble::default(), square, 3.0);
    while power.high > NEGLIGIBLE * tail.high {
        tail = tail + power / DoubleDouble::from(odd);
        power = power * square;
        odd += 2.0;
    }
    (r, tail)
}

/// `x/2^exponent`, exact unless it over- or underflows, in two steps because `2^exponent` alone may.
fn over_two_to(x: DoubleDouble, exponent: i32) -> DoubleDouble {
    let half = exponent / 2;
    let scaled = x.over_power_of_two(2.0_f64.powi(half)).over_power_of_two(2.0_f64.powi(exponent - half));
    if scaled.high.is_infinite() { DoubleDouble::from(scaled.high) } else { scaled }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_reaches_the_ends_of_binary64() {
        let ln = |x: f64| ln(DoubleDouble::from(x)).high;
        assert_eq!((ln(0.0), ln(f64::INFINITY)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(ln(-1.0).is_nan() && ln(f64::NAN).is_nan());
        for x in [f64::MAX, f64::MIN_POSITIVE, 5e-324] {
            assert!((ln(x) / x.ln() - 1.0).abs() <= f64::EPSILON, "{x:e}: {}", ln(x));
        }
    }
}
