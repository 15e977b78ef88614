//! Numbers of single precision where double is declared.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};
use crate::format::Precision;

/// A quantity must have so many numbers that single precision does not hold by chance.
const TELLING: usize = 2;

/// Looks at every quantity that failed.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let Some(answer) = patient.reported.as_object().filter(|_| patient.settings.precision == Precision::Binary64)
    else {
        return Vec::new();
    };
    let failed = answer.iter().filter(|(key, _)| patient.failed(key));
    let single = failed.filter(|(_, value)| is_single(value));
    single.map(|(key, _)| explained(key)).collect()
}

fn explained(key: &str) -> Explanation {
    Explanation::proved(Claim::of(key), "given in single precision: every number is a binary32 number")
        .advice("compute and write doubles, or declare \"precision\": \"binary32\"")
}

/// Whether all numbers are binary32, and enough of them no short fractions.
fn is_single(value: &Value) -> bool {
    let numbers = value::flat(value).unwrap_or_default();
    let finite: Vec<f64> = numbers.into_iter().filter(|x| x.is_finite()).collect();
    let telling = |x: &&f64| (**x * 4096.0).fract() != 0.0 && x.abs() < 1e6 && significant(**x) > 7;
    finite.iter().all(|x| as_single(*x)) && finite.iter().filter(telling).count() >= TELLING
}

/// Whether a number is binary32, or is written as one.
fn as_single(x: f64) -> bool {
    let single = x as f32;
    f64::from(single) == x || format!("{single}").parse() == Ok(x)
}

/// How many digits it takes to write a number.
pub fn significant(x: f64) -> usize {
    let text = format!("{:e}", x.abs());
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.bytes().filter(u8::is_ascii_digit).count()
}
