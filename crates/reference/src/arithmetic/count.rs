//! Counts: whole numbers, at least 0.

/// `2⁵²`: from here on every double is whole, and what is added to it below is rounded to a whole number.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Whether `x` is a count. Of a hundred thousand rows each number is asked, so it is done without a call for the fraction.
pub fn is_count(x: f64) -> bool {
    if x < WHOLE { x >= 0.0 && (x + WHOLE) - WHOLE == x } else { x <= f64::MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_and_not_negative() {
        for count in [0.0, -0.0, 1.0, 3.0, 1e15, WHOLE - 1.0, WHOLE, WHOLE + 1.0, 2.0 * WHOLE + 2.0, f64::MAX] {
            assert!(is_count(count), "{count}");
        }
        let close = [1.0_f64.next_down(), 1.0_f64.next_up(), 0.5, 1.5, 2.5, WHOLE / 2.0 + 0.5, WHOLE - 0.5];
        for other in close.into_iter().chain([-1.0, -0.5, 5e-324, -WHOLE, f64::INFINITY, f64::NEG_INFINITY, f64::NAN]) {
            assert!(!is_count(other), "{other}");
        }
    }
}
