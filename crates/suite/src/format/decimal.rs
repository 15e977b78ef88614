//! Certified decimals: strings of at least 30 significant digits, true to within one unit of the last.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::number::non_finite_value;

/// The fewest significant digits a certified value may have.
pub const CERTIFIED_DIGITS: usize = 30;

/// Decimal digits kept of a certified value when it is compared: what fits an `i128` with room for one carry.
const KEPT_DIGITS: usize = 36;

/// A certified value as it is written: a decimal string, or one of the exact `"0"`, `"inf"`, `"-inf"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Decimal(String);

/// Why a string is no certified decimal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// Not of the form `-?d.ddde-?dd`.
    #[error("`{0}` is not a decimal number")]
    NotADecimal(String),
    /// Too few significant digits to be certified.
    #[error("`{text}` has {digits} significant digits; a certified value has at least {CERTIFIED_DIGITS}")]
    TooFewDigits {
        /// The string as it stands.
        text: String,
        /// How many significant digits it has.
        digits: usize,
    },
}

/// Sign, significant digits and the power of ten of the first digit: `± d.ddd × 10^exponent`.
struct Scientific {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

/// Whether a power of ten leaves room to count with it. Certified values go far beyond the range of a double.
fn in_reach(power: i64) -> bool {
    power.unsigned_abs() < 1 << 60
}

impl Scientific {
    fn parse(text: &str) -> Option<Self> {
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse().ok().filter(|&power| in_reach(power))?),
            None => (text, 0),
        };
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || (mantissa.contains('.') && fraction.is_empty()) {
            return None;
        }
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let leading_zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
        Some(Self {
            negative,
            digits: digits[leading_zeros..].iter().map(|digit| digit - b'0').collect(),
            exponent: power + whole.len() as i64 - 1 - leading_zeros as i64,
        })
    }

    /// The value in units of `10^(exponent - KEPT_DIGITS + 1)` of a chosen exponent at least as large as its own.
    fn in_units_of(&self, exponent: i64) -> i128 {
        let shift = (exponent - self.exponent).clamp(0, KEPT_DIGITS as i64) as usize;
        let kept = KEPT_DIGITS - shift;
        let magnitude = (0..kept)
            .fold(0_i128, |value, place| value * 10 + i128::from(self.digits.get(place).copied().unwrap_or(0)));
        if self.negative { -magnitude } else { magnitude }
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        if matches!(text, "0" | "inf" | "-inf") {
            return Ok(Self(text.to_owned()));
        }
        let scientific = Scientific::parse(text).ok_or_else(|| DecimalError::NotADecimal(text.to_owned()))?;
        let digits = scientific.digits.len();
        if digits < CERTIFIED_DIGITS {
            return Err(DecimalError::TooFewDigits { text: text.to_owned(), digits });
        }
        Ok(Self(text.to_owned()))
    }
}

impl Decimal {
    /// The string as it is written in the file.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The double nearest to the certified value; 0 or an infinity where it lies beyond the range of binary64.
    #[must_use]
    pub fn nearest(&self) -> f64 {
        non_finite_value(&self.0).unwrap_or_else(|| self.0.parse().expect("checked when it was read"))
    }

    /// `x - c`, the error of a double against this certified value `c`, correct to about 20 digits of itself even when
    /// `x` is the double next to `c`.
    ///
    /// Both are written out to 36 digits and subtracted as integers: a difference of doubles would lose what lies between `c` and
    /// its nearest double.
    #[must_use]
    pub fn error_of(&self, x: f64) -> f64 {
        let nearest = self.nearest();
        let rough = x - nearest;
        // A zero has no first digit by which the other number could be written below it.
        if !rough.is_finite() || nearest == 0.0 || x == 0.0 {
            return rough;
        }
        let certified = Scientific::parse(&self.0).expect("checked when it was read");
        let reported =
            Scientific::parse(&format!("{x:.*e}", KEPT_DIGITS - 1)).expect("a finite double prints as a decimal");
        let exponent = certified.exponent.max(reported.exponent);
        let units = reported.in_units_of(exponent) - certified.in_units_of(exponent);
        format!("{units}e{}", exponent - KEPT_DIGITS as i64 + 1).parse().expect("an integer and a power of ten")
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "a decimal of at least 30 significant digits, true to within one unit of the last; \"0\", \"inf\" and \"-inf\" are exact",
            "type": "string",
            "pattern": r"^(0|-?inf|-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn the_error_of_the_nearest_double_is_not_zero() {
        // 0.1 as a double is 0.1000000000000000055511151231257827...
        let tenth = decimal("0.100000000000000000000000000000000000");
        let error = tenth.error_of(0.1);
        assert!((error / 5.551_115_123_125_783e-18 - 1.0).abs() < 1e-15, "{error:e}");
    }

    #[test]
    fn the_error_survives_a_carry_into_the_next_power_of_ten() {
        let below = decimal("9.99999999999999999999999999999999e-1");
        assert!((below.error_of(1.0) / 1e-33 - 1.0).abs() < 1e-9, "{:e}", below.error_of(1.0));
        assert_eq!(decimal("-2.00000000000000000000000000000").error_of(-2.0), 0.0);
        assert_eq!(decimal("2.00000000000000000000000000000").error_of(5.0), 3.0);
    }

    #[test]
    fn the_error_is_true_wherever_the_numbers_lie() {
        let zeros = "0".repeat(29);
        for (certified, x, error) in [
            // The doubles next to 1e300 and 1e-300 are not 1e300 and 1e-300: their exact values, less those.
            (format!("1.{zeros}e300"), 1e300, 5.250_476_025_520_442e283),
            (format!("1.{zeros}e300"), 1e300_f64.next_up(), 2.012_064_511_029_827_3e284),
            (format!("1.{zeros}e-300"), 1e-300, 2.505_909_4e-317),
            (format!("-1.{zeros}E+0"), 1.0, 2.0),
            (format!("10{zeros}"), 1e30, 19_884_624_838_656.0),
            (format!("0.001{zeros}"), 0.001, 2.081_668_171_172_168_5e-20),
            (format!("3.{zeros}e-2"), 3e8, 299_999_999.97),
            (format!("3.{zeros}e8"), 3e-2, -299_999_999.97),
            (format!("7.{zeros}e40"), 2e-40, -7e40),
            (format!("7.{zeros}e-40"), 2e40, 2e40),
            (format!("7.{zeros}"), 0.0, -7.0),
            (format!("7.{zeros}e-100"), 0.0, -7e-100),
            (format!("7.{zeros}e-100"), -0.0, -7e-100),
            ("0".to_owned(), -2.5, -2.5),
            ("0".to_owned(), 1e-40, 1e-40),
            ("0".to_owned(), 0.0, 0.0),
        ] {
            let found = decimal(&certified).error_of(x);
            assert!((found - error).abs() <= 1e-14 * error.abs(), "{certified} and {x:e}: {found:e}, not {error:e}");
        }
        assert_eq!(decimal(&format!("-1.{zeros}e308")).error_of(f64::MAX), f64::INFINITY);
    }

    #[test]
    fn extreme_exponents_are_read() {
        let beyond = decimal("1.480696781653023739003991415786311e-13028834457097555");
        assert_eq!((beyond.nearest(), beyond.error_of(0.5)), (0.0, 0.5));
        let tiny = decimal("1.23456789012345678901234567890e-300000");
        assert_eq!(tiny.nearest(), 0.0);
        assert_eq!(tiny.error_of(1e-320), 1e-320);
        assert_eq!(decimal("-inf").nearest(), f64::NEG_INFINITY);
        assert!(decimal("-inf").error_of(f64::NEG_INFINITY).is_nan());
    }

    #[test]
    fn short_or_malformed_decimals_are_refused() {
        assert!(matches!("1.5".parse::<Decimal>(), Err(DecimalError::TooFewDigits { digits: 2, .. })));
        let power = |power: u64| format!("1.23456789012345678901234567890e-{power}").parse::<Decimal>();
        assert!(power((1 << 60) - 1).is_ok() && power(1 << 60).is_err());
        for bad in ["", "-", "+1", "abc", "1.e5", ".5", "1..2", "0x10", "nan", "1e", "1e9223372036854775807"] {
            assert!(matches!(bad.parse::<Decimal>(), Err(DecimalError::NotADecimal(_))), "{bad}");
        }
    }

    #[test]
    fn a_decimal_is_written_as_it_was_read_and_has_a_schema_of_its_own() {
        let text = "-1.23456789012345678901234567890e5";
        assert_eq!((decimal(text).to_string().as_str(), decimal(text).as_str()), (text, text));
        let schema = schemars::schema_for!(Decimal).to_value();
        assert_eq!((&schema["title"], &schema["type"]), (&"Decimal".into(), &"string".into()));
    }
}
