//! Every operation encloses the truth, found at a much higher precision.

use certify::{interval::Interval, precision::Precision};
use rug::{Float, ops::CompleteRound};

const BITS: u32 = 256;
const TRUTH: u32 = 2000;

/// Doubles of all signs and sizes, and thin intervals around them.
fn samples() -> Vec<Interval> {
    let precision = Precision::new(BITS);
    let doubles =
        [0.0, 1.0, -1.0, 0.1, -0.7, 3.5, 1.461_632_144_968_362_3, 1e-30, -2e-30, 1e150, -1e150, 12345.678, 5e-324];
    let points = doubles.map(|x| precision.double(x));
    let tenth = precision.double(1.0) / precision.double(3.0);
    let wide = &points[2] - &(&tenth * &tenth) + &points[3] * &tenth;
    let straddling = &tenth * &precision.double(3.0) - precision.double(1.0);
    points.into_iter().chain([tenth, wide, straddling]).collect()
}

/// Members of an interval: its bounds and its middle.
fn members(interval: &Interval) -> [Float; 3] {
    [interval.lower(), &interval.middle(), interval.upper()].map(|x| Float::with_val(TRUTH, x))
}

fn assert_encloses(name: &str, found: &Interval, truth: &Float, of: &[&Interval]) {
    assert!(truth.is_nan() || found.contains(truth), "{name} of {of:?} is {found:?}, not {truth:.50}");
}

#[test]
fn arithmetic_encloses() {
    type Operator = (&'static str, fn(&Interval, &Interval) -> Interval, fn(&Float, &Float) -> Float);
    let operators: [Operator; 6] = [
        ("sum", |a, b| a + b, |a, b| Float::with_val(TRUTH, a + b)),
        ("difference", |a, b| a - b, |a, b| Float::with_val(TRUTH, a - b)),
        ("product", |a, b| a * b, |a, b| Float::with_val(TRUTH, a * b)),
        ("quotient", |a, b| a / b, |a, b| Float::with_val(TRUTH, a / b)),
        ("maximum", Interval::max, |a, b| a.clone().max(b)),
        (
            "accumulated product",
            |a, b| {
                let mut sum = a.clone();
                sum.add_product(a, b);
                sum
            },
            |a, b| {
                let product = Float::with_val(TRUTH, a * b);
                Float::with_val(TRUTH, a + product)
            },
        ),
    ];
    for (name, operator, truth) in operators {
        for a in &samples() {
            for b in &samples() {
                let found = operator(a, b);
                for x in &members(a) {
                    for y in &members(b) {
                        assert_encloses(name, &found, &truth(x, y), &[a, b]);
                    }
                }
            }
        }
    }
}

#[test]
fn functions_enclose() {
    type Function = (&'static str, fn(&Interval) -> Interval, fn(&Float) -> Float);
    let functions: [Function; 9] = [
        ("negation", |a| -a, |x| -x.clone()),
        ("magnitude", Interval::abs, |x| x.clone().abs()),
        ("square", Interval::square, |x| x.clone().square()),
        ("half", Interval::half, |x| x.clone() / 2_u32),
        ("square root", Interval::sqrt, |x| x.clone().sqrt()),
        ("exponential", Interval::exp, |x| x.clone().exp()),
        ("logarithm", Interval::ln, |x| x.clone().ln()),
        (
            "log gamma",
            Interval::ln_gamma,
            |x| {
                if *x > 0 { x.clone().ln_gamma() } else { Float::with_val(TRUTH, f64::NAN) }
            },
        ),
        ("digamma", Interval::digamma, |x| if *x > 0 { x.clone().digamma() } else { Float::with_val(TRUTH, f64::NAN) }),
    ];
    for (name, function, truth) in functions {
        for a in &samples() {
            let found = function(a);
            for x in &members(a) {
                assert_encloses(name, &found, &truth(x), &[a]);
            }
        }
    }
}

#[test]
fn results_are_a_few_units_wide() {
    let third = Precision::new(BITS).double(1.0) / Precision::new(BITS).double(3.0);
    for narrow in [
        &third + &third,
        &third * &third,
        &third / &third,
        third.exp(),
        third.ln(),
        third.ln_gamma(),
        third.digamma(),
        third.sqrt(),
    ] {
        assert!(narrow.relative_radius() < 1e-75, "{narrow:?}");
    }
}

#[test]
fn log_gamma_encloses_its_minimum() {
    let precision = Precision::new(BITS);

    let (left, right) = (precision.double(1.4), precision.double(1.5));
    // An interval from 1.4 to 1.5, by a division that does not know its divisor better.
    let one_to_more = precision.double(1.0) / (precision.double(1.0) / precision.double(3.0) * precision.double(3.0));
    assert!(!one_to_more.is_exact());
    for point in [&left, &right, &precision.double(1.461_632_144_968_362_3)] {
        let thin = point * &one_to_more;
        let truth = Float::with_val(TRUTH, point.lower()).ln_gamma_ref().complete(TRUTH);
        assert!(thin.ln_gamma().contains(&truth), "{point:?}");
    }
}

/// `ψ(1) = -γ`, `ψ(1/2) = -γ - 2 log 2`, and `ψ(x + 1) = ψ(x) + 1/x` from tiny arguments to huge ones.
#[test]
fn digamma_agrees_with_known_values_and_its_recurrence() {
    for bits in [256, 512, 1024] {
        let precision = Precision::new(bits);
        let one = precision.double(1.0);
        let euler = -Float::with_val(TRUTH, rug::float::Constant::Euler);
        let two_log_two = Float::with_val(TRUTH, rug::float::Constant::Log2) * 2_u32;
        assert!(one.digamma().contains(&euler));
        assert!(precision.double(0.5).digamma().contains(&(euler - two_log_two)));
        for x in [1e-9, 0.1, 0.75, 1.0, 1.5, 3.0, 17.3, 1e3, 123_456.789, 1e9] {
            let x = precision.double(x);
            let difference = (&x + &one).digamma() - x.digamma() - &one / &x;
            let noise = Float::with_val(64, 1) >> (bits - 40);
            assert!(difference.contains(&Float::new(bits)), "{x:?}: {difference:?}");
            assert!(
                difference.magnitude() < noise.clone() * ((&one / &x).magnitude() + 1_u32),
                "{x:?}: {difference:?}"
            );
        }
    }
}

#[test]
fn certainty_is_not_claimed_of_what_is_not_known() {
    let precision = Precision::new(BITS);
    let zero = precision.double(1.0) / precision.double(3.0) * precision.double(3.0) - precision.double(1.0);
    assert!(!zero.is_exact() && !zero.is_exact_zero());
    assert!(!zero.certainly_positive() && !zero.certainly_negative());
    assert!(zero.relative_radius().is_infinite());
    assert!((precision.double(1.0) / &zero).relative_radius().is_infinite());
    assert!(precision.zero().is_exact_zero() && (precision.zero() * &zero).is_exact_zero());
    assert!(precision.zero().ln().is_exact_infinity());
    assert!(precision.double(-1.0).ln().relative_radius().is_infinite());
    assert!((precision.zero().ln() - precision.zero().ln()).relative_radius().is_infinite());
    assert!(precision.double(2.0).certainly_exceeds(&precision.double(1.0)));
}
