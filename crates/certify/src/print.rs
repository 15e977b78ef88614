//! Decimals of 34 significant digits, true to within one unit of the last.
//!
//! The middle of an enclosure is printed to the nearest 34 digits, off by at most half a unit; the enclosure itself must be
//! narrow beside a unit, which is at least `10⁻³⁴` of the value. Exact zeros and infinities are `0`, `inf` and `-inf`.

use rug::{
    Float,
    float::Round,
    ops::{CompleteRound, Pow},
};

use crate::{interval::Interval, precision::Precision};

/// Significant digits printed.
pub const DIGITS: usize = 34;

/// Beyond `2^±LIBRARY_EXPONENT` the library's own conversion does not reach.
const LIBRARY_EXPONENT: i32 = 1 << 28;

/// The decimal of a value whose enclosure is narrow enough.
#[must_use]
pub fn print(value: &Interval) -> String {
    if value.is_exact_zero() {
        return "0".to_owned();
    }
    let middle = value.middle();
    if middle.is_infinite() {
        return if middle.is_sign_negative() { "-inf" } else { "inf" }.to_owned();
    }
    let (shifted, power) = if is_within_library(&middle) { (middle, 0) } else { normalised(&middle) };
    let (negative, digits, exponent) = shifted.to_sign_string_exp_round(10, Some(DIGITS), Round::Nearest);
    let exponent = power + i64::from(exponent.expect("finite and not 0")) - 1;
    format!("{}{}.{}e{exponent}", if negative { "-" } else { "" }, &digits[..1], &digits[1..])
}

fn is_within_library(value: &Float) -> bool {
    let largest = Float::with_val(64, 1) << LIBRARY_EXPONENT;
    let least = Float::with_val(64, 1) >> LIBRARY_EXPONENT;
    let magnitude = value.clone().abs();
    least < magnitude && magnitude < largest
}

/// `value / 10^p` and `p`, with `p` the integer part of the decimal logarithm and 128 more bits than the value has.
fn normalised(value: &Float) -> (Float, i64) {
    let bits = value.prec() + 128;
    let power = value.clone().abs().log10().floor();
    let mut scaled = Float::with_val(bits, 10).pow(&power);
    scaled = Float::with_val(bits, value / &scaled);
    (scaled, integer(power))
}

/// An integer below `2^62`, whose two halves are exact as doubles.
fn integer(value: Float) -> i64 {
    let high = (value.clone() >> 32_u32).floor();
    let low = value - (high.clone() << 32_u32);
    ((high.to_f64() as i64) << 32) + low.to_f64() as i64
}

/// Whether a printed decimal is within one unit of its last digit of every member of an enclosure.
#[must_use]
pub fn agrees(text: &str, value: &Interval) -> bool {
    match text {
        "0" => return value.is_exact_zero(),
        "inf" | "-inf" => return value.is_exact_infinity() && (*value.lower() < 0) == text.starts_with('-'),
        _ => {}
    }
    let bits = value.bits().max(Precision::new(0).bits());
    let Some((mantissa, exponent)) = text.split_once('e') else { return false };
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let Ok(exponent) = exponent.parse::<i64>() else { return false };
    let parsed = |text: &str, round| Float::parse(text).map(|parsed| parsed.complete_round(bits, round).0);
    let last = format!("1e{}", exponent - decimals as i64);
    match (parsed(text, Round::Down), parsed(text, Round::Up), parsed(&last, Round::Down)) {
        (Ok(below), Ok(above), Ok(unit)) => {
            Float::with_val_round(bits, value.upper() - &below, Round::Up).0 <= unit
                && Float::with_val_round(bits, &above - value.lower(), Round::Up).0 <= unit
        }
        _ => false,
    }
}
