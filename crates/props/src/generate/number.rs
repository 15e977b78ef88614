//! Numbers that shrink to round ones: integers before halves before thousandths.

use proptest::prelude::*;
use suite::format::Number;

/// A number of magnitude at most `limit`.
pub fn number(limit: i32) -> impl Strategy<Value = f64> + Clone {
    prop_oneof![
        3 => (-limit..=limit).prop_map(f64::from),
        2 => (-2 * limit..=2 * limit).prop_map(|x| f64::from(x) / 2.0),
        3 => (-1000 * limit..=1000 * limit).prop_map(|x| f64::from(x) / 1000.0),
    ]
}

/// A number from a quarter to `limit`.
pub fn positive(limit: i32) -> impl Strategy<Value = f64> + Clone {
    prop_oneof![
        3 => (1..=limit).prop_map(f64::from),
        2 => (1..=4 * limit).prop_map(|x| f64::from(x) / 4.0),
        3 => (250..=1000 * limit).prop_map(|x| f64::from(x) / 1000.0),
    ]
}

/// Numbers as the formats write them.
pub fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

/// Parts as shares of their sum.
pub fn shares(parts: &[f64]) -> Vec<Number> {
    let total: f64 = parts.iter().sum();
    parts.iter().map(|part| Number(part / total)).collect()
}
