//! How close a computed number is to a certified one: the log relative error, in decimal digits.
//!
//! `LRE = -log10(|x - c| / s)`, limited to `[0, 15.95]`. The scale `s` belongs to a block of numbers that are judged
//! together, so that a small entry of a vector is not asked for more digits than the vector has. A certified `"0"` whose
//! scale is 0 and a certified infinity have no relative error: they are matched exactly or not at all.

use crate::format::Decimal;

/// The digits of a double that is right to its last bit, `-log10(2⁻⁵³)`.
pub const MOST_DIGITS: f64 = 15.95;

/// How one reported number compares with its certified value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closeness {
    /// The log relative error, `0 <= digits <= MOST_DIGITS`.
    pub digits: f64,
    /// Whether the two are of different kinds: one is finite and the other is not, or they are different infinities. No
    /// slack forgives that.
    pub kind_differs: bool,
}

impl Closeness {
    const EXACT: Self = Self { digits: MOST_DIGITS, kind_differs: false };
    const OTHER_KIND: Self = Self { digits: 0.0, kind_differs: true };

    /// Compares `reported` with `certified` on a scale.
    #[must_use]
    pub fn of(certified: &Decimal, reported: f64, scale: f64) -> Self {
        let nearest = certified.nearest();
        if nearest.is_infinite() || !reported.is_finite() {
            return if nearest == reported { Self::EXACT } else { Self::OTHER_KIND };
        }
        Self { digits: digits(certified.error_of(reported), scale), kind_differs: false }
    }
}

/// The digits left by an error on a scale.
///
/// An error of 0 leaves all of them; any other error on a scale of 0, and an error that is no number, leave none.
#[must_use]
pub fn digits(error: f64, scale: f64) -> f64 {
    if error == 0.0 {
        return MOST_DIGITS;
    }
    // The difference of logarithms, since the quotient may leave the range of binary64.
    let digits = scale.abs().log10() - error.abs().log10();
    if digits.is_nan() { 0.0 } else { digits.clamp(0.0, MOST_DIGITS) }
}

/// The scale of a block that has none of its own: its largest finite certified magnitude, 0 where there is none.
pub fn largest_magnitude<'a>(certified: impl IntoIterator<Item = &'a Decimal>) -> f64 {
    certified
        .into_iter()
        .map(|value| value.nearest().abs())
        .filter(|magnitude| magnitude.is_finite())
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn digits_of(certified: &str, reported: f64, scale: f64) -> f64 {
        Closeness::of(&decimal(certified), reported, scale).digits
    }

    #[test]
    fn the_nearest_double_has_every_digit_and_its_neighbours_nearly() {
        let c = "0.333333333333333333333333333333333333";
        let third = 1.0 / 3.0;
        assert_eq!(digits_of(c, third, third), MOST_DIGITS);
        let next = digits_of(c, third.next_down(), third);
        assert!((15.6..MOST_DIGITS).contains(&next), "{next}");
    }

    #[test]
    fn digits_are_counted_on_the_scale() {
        let c = "1.00000000000000000000000000000";
        assert!((digits_of(c, 1.001, 1.0) - 3.0).abs() < 1e-9);
        assert!((digits_of(c, 1.001, 1000.0) - 6.0).abs() < 1e-9);
        assert_eq!(digits_of(c, -7.0, 1.0), 0.0);
        assert_eq!(digits_of("1.23456789012345678901234567890e-300", 1e308, 1e-300), 0.0);
    }

    #[test]
    fn what_is_exact_is_matched_exactly() {
        assert_eq!(digits_of("0", 0.0, 0.0), MOST_DIGITS);
        assert_eq!(digits_of("0", -0.0, 0.0), MOST_DIGITS);
        assert_eq!(digits_of("0", 1e-320, 0.0), 0.0);
        assert_eq!(Closeness::of(&decimal("-inf"), f64::NEG_INFINITY, 1.0), Closeness::EXACT);
        for wrong in [f64::INFINITY, f64::NAN, -1e308] {
            assert_eq!(Closeness::of(&decimal("-inf"), wrong, 1.0), Closeness::OTHER_KIND);
        }
    }

    #[test]
    fn no_number_has_no_digit() {
        let c = "1.00000000000000000000000000000";
        for wrong in [f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
            assert_eq!(Closeness::of(&decimal(c), wrong, f64::INFINITY), Closeness::OTHER_KIND);
        }
        assert_eq!(digits(f64::NAN, 1.0), 0.0);
        assert_eq!(digits(1.0, 0.0), 0.0);
    }

    #[test]
    fn the_scale_of_a_block_is_its_largest_finite_magnitude() {
        let block = [decimal("-inf"), decimal("0"), decimal("-3.00000000000000000000000000000"), decimal("inf")];
        assert_eq!(largest_magnitude(&block), 3.0);
        assert_eq!(largest_magnitude(&block[..2]), 0.0);
    }

    proptest! {
        #[test]
        fn digits_are_symmetric_bounded_and_fall_as_the_error_grows(
            error in prop::num::f64::POSITIVE, factor in 1.0_f64..1e6, scale in prop::num::f64::POSITIVE,
        ) {
            let closer = digits(error, scale);
            prop_assert!((0.0..=MOST_DIGITS).contains(&closer));
            prop_assert_eq!(closer, digits(-error, scale));
            prop_assert!(digits(error * factor, scale) <= closer);
            prop_assert!(digits(error, scale * factor) >= closer);
        }

        #[test]
        fn a_double_written_out_is_itself(x in prop::num::f64::NORMAL) {
            let certified: Decimal = format!("{x:.40e}").parse().unwrap();
            prop_assert_eq!(Closeness::of(&certified, x, x.abs()).digits, MOST_DIGITS);
        }

        #[test]
        fn an_error_made_on_purpose_is_found(x in 1e-200_f64..1e200, power in -14.0_f64..-1.0) {
            let certified: Decimal = format!("{x:.40e}").parse().unwrap();
            let digits = Closeness::of(&certified, x * (1.0 + 10_f64.powf(power)), x).digits;
            prop_assert!((digits + power).abs() < 0.01, "{} digits of an error of 1e{}", digits, power);
        }
    }
}
