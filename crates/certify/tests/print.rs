//! Printed decimals are within one unit of their last digit, and the referee can read them.

use certify::{
    interval::Interval,
    precision::Precision,
    print::{DIGITS, agrees, print},
};
use rug::Float;
use suite::format::Decimal;

fn thin(value: &Interval) -> Interval {
    let precision = Precision::new(256);
    let one = precision.double(1.0) / precision.double(3.0) * precision.double(3.0);
    value * &one
}

#[test]
fn every_printed_decimal_is_within_one_unit_of_its_last_digit() {
    let precision = Precision::new(256);
    let mut values: Vec<Interval> = (1..400).map(|n| precision.integer(n) / precision.double(-7.0)).collect();
    values.extend((-60..60).map(|n| precision.double(10_f64.powi(n) * 0.999_999_999_999_999_9)));
    values.extend([-3e16, 3e16, -1e9, -7e8, 1e17, -123.0].map(|x| precision.double(x).exp()));
    values.extend([thin(&precision.double(1.0)), thin(&precision.double(9.999e-1))]);
    for value in &values {
        let text = print(value);
        assert!(agrees(&text, value), "{text} is not {value:?}");
        let digits = text.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
        assert_eq!(digits, DIGITS, "{text}");
        text.parse::<Decimal>().unwrap();
    }
}

#[test]
fn a_decimal_that_is_off_by_more_than_a_unit_does_not_agree() {
    let precision = Precision::new(256);
    let value = precision.double(1.0) / precision.double(3.0);
    assert_eq!(print(&value), "3.333333333333333333333333333333333e-1");
    assert!(agrees("3.333333333333333333333333333333333e-1", &value));
    assert!(agrees("3.333333333333333333333333333333334e-1", &value), "less than one unit above");
    assert!(!agrees("3.333333333333333333333333333333335e-1", &value));
    assert!(!agrees("3.333333333333333333333333333333332e-1", &value));
    assert!(!agrees("-3.333333333333333333333333333333333e-1", &value));
    assert!(!agrees("0", &value) && !agrees("inf", &value) && !agrees("one third", &value));
}

#[test]
fn exponents_beyond_the_library_are_printed() {
    // log10 e = 0.434294481903251827651128918916605082..., times 3e16 is 13028834457097554.82953386756749815...
    let value = Precision::new(256).double(-3e16).exp();
    let text = print(&value);
    assert!(text.ends_with("e-13028834457097555"), "{text}");
    assert_eq!(text.parse::<Decimal>().unwrap().nearest(), 0.0);
}

#[test]
fn exact_values_have_exact_names() {
    let precision = Precision::new(256);
    assert_eq!(print(&precision.zero()), "0");
    assert_eq!(print(&Interval::infinity(256, false)), "inf");
    assert_eq!(print(&precision.zero().ln()), "-inf");
    assert!(agrees("0", &precision.zero()) && agrees("-inf", &precision.zero().ln()));
    assert!(!agrees("inf", &precision.zero().ln()));
    let nearly = Interval::point(Float::with_val(256, 1)) / precision.double(3.0) * precision.double(3.0);
    assert!(!agrees("0", &(nearly - precision.double(1.0))));
}
