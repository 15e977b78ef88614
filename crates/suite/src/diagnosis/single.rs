//! Numbers of single precision where double is declared.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};
use crate::format::Precision;

/// A number with so many bits is not in single precision by chance.
const BITS: u32 = 16;
/// What doubles near 1 leave of each other has no more bits than a binary32 number if it is smaller.
const CANCELLED: f64 = 4e-9;
/// One that takes fewer digits may have been printed with so many.
const DIGITS: usize = 10;
/// So many numbers of eight or nine digits are not all binary32 by chance.
const TELLING: usize = 8;

/// Looks at the whole answer, then at every quantity that failed.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let Some(answer) = patient.reported.as_object().filter(|_| patient.settings.precision == Precision::Binary64)
    else {
        return Vec::new();
    };
    let measured = || answer.iter().filter(|(key, _)| patient.right.get(key.as_str()).is_some());
    let numbers: Vec<f64> = measured().filter_map(|(_, value)| value::flat(value)).flatten().collect();
    let all = is_single(&numbers);
    let single = |value: &Value| all || value::flat(value).is_some_and(|numbers| is_single(&numbers));
    let failed = measured().filter(|(key, value)| patient.failed(key) && single(value));
    failed.map(|(key, _)| explained(key)).collect()
}

fn explained(key: &str) -> Explanation {
    Explanation::proved(Claim::of(key), "given in single precision: every number is a binary32 number")
        .advice("compute and write doubles, or declare \"precision\": \"binary32\"")
}

/// Whether all numbers are binary32, or are written as such are, and not by chance.
pub fn is_single(numbers: &[f64]) -> bool {
    let finite = || numbers.iter().copied().filter(|x| x.is_finite());
    let telling = |x: f64| bits(x) >= BITS && significant(x) >= DIGITS && x.abs() >= CANCELLED;
    let exact = finite().all(|x| f64::from(x as f32) == x) && finite().any(telling);
    let written = || finite().all(|x| format!("{}", x as f32).parse() == Ok(x));
    exact || finite().filter(|x| significant(*x) >= 8).count() >= TELLING && written()
}

/// The bits of a number between the first and the last that are set.
fn bits(x: f64) -> u32 {
    let mantissa = x.to_bits() & ((1 << 52) - 1);
    if mantissa == 0 { 1 } else { 53 - mantissa.trailing_zeros() }
}

/// How many digits it takes to write a number.
pub fn significant(x: f64) -> usize {
    let text = format!("{:e}", x.abs());
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.bytes().filter(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_precision_is_told_from_short_numbers() {
        let single: Vec<f64> = (1..20).map(|i| f64::from(1.0_f32 / i as f32)).collect();
        let written: Vec<f64> = (1..60).map(|i| format!("{}", 1.0_f32 / i as f32).parse().unwrap()).collect();
        let double: Vec<f64> = (1..20).map(|i| 1.0 / f64::from(i)).collect();
        let six: Vec<f64> = double.iter().map(|x| format!("{x:.5e}").parse().unwrap()).collect();
        assert!(is_single(&single) && is_single(&written) && is_single(&single[2..3]));
        assert!(!is_single(&double) && !is_single(&six) && !is_single(&[0.5, 3.0, 0.0625]) && !is_single(&[]));
        let left: Vec<f64> = (1..20).map(|i| (1.0 + 2.3e-9 / f64::from(i)) - 1.0).collect();
        assert!(left.iter().all(|x| f64::from(*x as f32) == *x) && !is_single(&left));
        assert_eq!((significant(0.125), significant(-1e300), significant(0.1 + 0.2)), (3, 1, 17));
    }
}
