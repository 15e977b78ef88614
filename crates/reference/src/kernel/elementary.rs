//! `exp` and `log` without a branch, so that a loop over a slice becomes vector instructions.
//!
//! `exp x = 2ⁿ eʳ` with `n` the integer nearest to `x/log 2` and `|r| <= log(2)/2`, the remainder taken with `log 2` in two parts
//! (Cody and Waite 1980); `eʳ = 1 + (r + r² q(r))`, `q` being the polynomial of degree 9 that meets `(eʳ - 1 - r)/r²` at the ten Chebyshev
//! points of `|r| <= log(2)/2`: it leaves out less than 2⁻⁵⁵ of `eʳ`. Relative error: below 1.1 units in the last place (1.02 measured
//! against 30 digits) for `-708 <= x <= 0`; below -708 the result is 0.
//!
//! `log x = e log 2 + log(1 + f)`, `1 + f` in `[sqrt(1/2), sqrt(2))`, by the rational form of W. J. Cody as in fdlibm's `e_log.c`:
//! with `s = f/(2+f)`, `log(1 + f) = f - (f²/2 - s (f²/2 + R(s²)))`. Error: below 1 unit in the last place (0.77 measured), for normal `x > 0`.

/// Below this `exp` is taken to be 0: a responsibility of 1e-307.
const LEAST: f64 = -708.0;

/// `1.5 · 2⁵²`: added to a number of magnitude below 2⁵¹ it leaves the nearest integer in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `log 2` with its last 32 bits zero, and the rest.
const LN_2_HIGH: f64 = 6.931_471_803_691_238e-1;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// The coefficients of `q`, the highest first: those of Taylor are `1/(j + 2)!`.
const Q: [f64; 10] = [
    2.510_037_583_256_123_4e-8,
    2.762_007_587_998_336_7e-7,
    2.755_726_848_031_002_4e-6,
    2.480_152_132_236_869_2e-5,
    1.984_126_986_400_050_4e-4,
    1.388_888_891_719_669_2e-3,
    8.333_333_333_330_065e-3,
    4.166_666_666_662_416_4e-2,
    1.666_666_666_666_666_9e-1,
    5.000_000_000_000_001e-1,
];

/// `exp x` for `x <= 0`, 0 below -708.
#[inline(always)]
pub fn exp_of_negative(x: f64) -> f64 {
    let shifted = x.mul_add(std::f64::consts::LOG2_E, ROUNDER);
    let n = shifted - ROUNDER;
    let r = n.mul_add(-LN_2_LOW, n.mul_add(-LN_2_HIGH, x));
    let mut q = Q[0];
    for &coefficient in &Q[1..] {
        q = q.mul_add(r, coefficient);
    }
    let power = 1.0 + (r * r).mul_add(q, r);
    // The exponent's field takes up `n`, the low bits of `shifted`.
    let scaled = f64::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 52));
    // Far below the range it is anything at all.
    if x > LEAST { scaled } else { 0.0 }
}

/// The coefficients of `R(z) = Σ_i L_i zⁱ`, `i = 7, ..., 1`.
const LOG: [f64; 7] = [
    1.479_819_860_511_658_6e-1,
    1.531_383_769_920_937_3e-1,
    1.818_357_216_161_805e-1,
    2.222_219_843_214_978_4e-1,
    2.857_142_874_366_239e-1,
    3.999_999_999_940_942e-1,
    6.666_666_666_666_735e-1,
];

/// `log x` for a normal `x > 0`.
#[inline(always)]
pub fn log_of_normal(x: f64) -> f64 {
    // The exponent that leaves the significand in [sqrt(1/2), sqrt(2)).
    const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
    let offset = x.to_bits().wrapping_sub(HALF_ROOT);
    let exponent = ((offset as i64) >> 52) as i32;
    let significand = f64::from_bits((offset & 0x000f_ffff_ffff_ffff).wrapping_add(HALF_ROOT));
    let e = f64::from(exponent);
    let f = significand - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut tail = LOG[0];
    for &coefficient in &LOG[1..] {
        tail = tail.mul_add(z, coefficient);
    }
    let half_square = 0.5 * f * f;
    let rest = s.mul_add(half_square + z * tail, e * LN_2_LOW);
    e.mul_add(LN_2_HIGH, f - (half_square - rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arithmetic::{double_double::DoubleDouble, logarithm};

    /// The distance to the next double, of a normal number.
    fn ulp(x: f64) -> f64 {
        x.abs().next_up() - x.abs()
    }

    /// `log` in double-double measures both: an error `δ` of `e = exp x` is `log e - x`.
    #[test]
    fn exponentials_are_within_little_more_than_a_unit_in_the_last_place() {
        let mut worst = 0.0_f64;
        for i in 0..200_000_u32 {
            let x = -f64::from(i) / 200_000.0 * if i % 2 == 0 { 1.0 } else { 700.0 } - f64::from(i) * 1e-9;
            let e = exp_of_negative(x);
            let error = (logarithm::ln(DoubleDouble::from(e)) - DoubleDouble::from(x)).high * e;
            worst = worst.max(error.abs() / ulp(e));
        }
        assert!(worst < 1.1, "{worst} units in the last place");
    }

    #[test]
    fn logarithms_are_within_a_unit_in_the_last_place() {
        let mut worst = 0.0_f64;
        for i in 1..200_000_u32 {
            let x = f64::from(i) / if i % 2 == 0 { 200_000.0 } else { 1e10 };
            let error = logarithm::ln(DoubleDouble::from(x)) - DoubleDouble::from(log_of_normal(x));
            worst = worst.max(error.high.abs() / ulp(x.ln()));
        }
        assert!(worst < 1.0, "{worst} units in the last place");
        for x in [1.0, f64::MIN_POSITIVE, f64::MAX, std::f64::consts::SQRT_2, std::f64::consts::FRAC_1_SQRT_2] {
            assert!((log_of_normal(x) - x.ln()).abs() <= ulp(x.ln()), "{x}");
        }
        assert_eq!(log_of_normal(1.0), 0.0);
    }

    #[test]
    fn the_ends_of_the_exponential() {
        assert_eq!([0.0, -0.0, -708.5, -1e300, f64::NEG_INFINITY].map(exp_of_negative), [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert!(exp_of_negative(-707.99) > 0.0);
        assert_eq!(exp_of_negative(LEAST), 0.0);
        // Not a number is noticed later, by what it is summed into.
        assert!((f64::NAN + exp_of_negative(-1.0)).is_nan());
    }
}
