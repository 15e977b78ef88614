//! `log a - ψ(a)`, the digamma function `ψ`, and the slope that inverts the former, for `a > 0`.
//!
//! `log a - ψ(a)` is what a gamma distribution's shape is read from; it decreases from infinity to 0 between `1/(2a)` and `1/a`. Taken as
//! a difference it keeps no digit of a large `a`. Here every term is positive: from 16 on the asymptotic series
//! `1/(2a) + 1/(12a²) - 1/(120a⁴) + ...`, whose first omitted term is below 1e-18, and below 16 the recurrence
//! `ψ(a+1) = ψ(a) + 1/a` as a sum of `v - log(1+v)`, `v = 1/(a+i)` (Abramowitz and Stegun 6.3.5, 6.3.18, 6.4.12).

use crate::arithmetic::special::v_minus_log_1p;

/// From here on the series alone.
const ASYMPTOTIC: f64 = 16.0;

/// `B_2k/(2k)` for `k = 1, ..., 7`: `log a - ψ(a) = 1/(2a) + Σ_k B_2k/(2k) a^(-2k)`.
const SERIES: [f64; 7] =
    [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32_760.0, 1.0 / 12.0];

/// `log a - ψ(a)`.
pub fn log_minus_digamma(a: f64) -> f64 {
    let (mut total, mut a) = (0.0, a);
    while a < ASYMPTOTIC {
        total += v_minus_log_1p(1.0 / a);
        a += 1.0;
    }
    let square = 1.0 / (a * a);
    let tail = SERIES.iter().rev().fold(0.0, |tail, coefficient| (tail + coefficient) * square);
    total + (0.5 / a + tail)
}

/// `a d/da (log a - ψ(a)) = 1 - a ψ'(a)`, negative.
pub fn log_minus_digamma_slope(a: f64) -> f64 {
    // a ψ'(a), term by term: 1/a² alone overflows before a/a² does.
    let (mut trigamma, mut shifted) = (0.0, a);
    while shifted < ASYMPTOTIC {
        trigamma += a / shifted / shifted;
        shifted += 1.0;
    }
    let square = 1.0 / (shifted * shifted);
    let terms = SERIES.iter().enumerate().rev();
    let tail = terms.fold(0.0, |tail, (k, coefficient)| (tail + 2.0 * (k + 1) as f64 * coefficient) * square);
    // Of x at least 16: 1 - x ψ'(x).
    let slope = -(0.5 / shifted + tail);
    if shifted == a { slope } else { 1.0 - (trigamma + a * (1.0 - slope) / shifted) }
}

/// `ψ(a)`.
pub fn digamma(a: f64) -> f64 {
    a.ln() - log_minus_digamma(a)
}

/// The `a` with `log a - ψ(a) = s`, for `s > 0`: Newton on the logarithms of both, where the function is nearly straight, kept within
/// `1/(2s) < a < 1/s` (after Minka, "Estimating a gamma distribution", 2002).
pub fn inverse_log_minus_digamma(s: f64) -> f64 {
    let (mut low, mut high) = (0.5 / s, 1.0 / s);
    let mut a = low.max(f64::MIN_POSITIVE);
    if s < 1.0 {
        // 1/(2a) + 1/(12a²) = s.
        a = (low * (0.5 + (0.25 + s / 3.0).sqrt())).clamp(low, high);
    }
    for _ in 0..100 {
        let value = log_minus_digamma(a);
        if value > s {
            low = low.max(a)
        } else {
            high = high.min(a)
        }
        let step = -((value - s) / s).ln_1p() * value / log_minus_digamma_slope(a);
        let mut next = a * step.exp();
        if !(next >= low && next <= high) {
            next = low + 0.5 * (high - low);
        }
        let moved = (next - a).abs();
        a = next;
        if moved <= f64::EPSILON * a {
            break;
        }
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    const EULER: f64 = 0.577_215_664_901_532_9;

    #[test]
    fn digamma_at_known_places() {
        let half = -EULER - 2.0 * std::f64::consts::LN_2;
        for (a, expected) in [(1.0, -EULER), (0.5, half), (2.0, 1.0 - EULER), (4.0, 11.0 / 6.0 - EULER)] {
            assert!((digamma(a) - expected).abs() < 4.0 * f64::EPSILON, "ψ({a}) = {}", digamma(a));
        }
    }

    #[test]
    fn the_difference_lies_between_its_bounds_and_keeps_its_digits() {
        for exponent in -300..=300 {
            let a = 10.0_f64.powi(exponent) * 1.37;
            let value = log_minus_digamma(a);
            assert!(value >= 0.5 / a && value <= 1.0 / a, "{a:e}: {value:e}");
        }
        let large: f64 = 1e9;
        assert!((log_minus_digamma(large) * 2.0 * large - (1.0 + 1.0 / (6.0 * large))).abs() <= f64::EPSILON);
    }

    #[test]
    fn the_slope_is_the_derivative() {
        // 1 - a ψ'(a), with ψ'(1) = π²/6 and ψ'(1/2) = π²/2.
        let square = std::f64::consts::PI.powi(2);
        for (a, expected) in [(1.0, 1.0 - square / 6.0), (0.5, 1.0 - square / 4.0)] {
            assert!((log_minus_digamma_slope(a) - expected).abs() < 8.0 * f64::EPSILON);
        }
        for a in [0.01_f64, 0.7, 3.0, 15.9, 16.1, 400.0] {
            let h = 1e-5;
            let central = (log_minus_digamma(a * (1.0 + h)) - log_minus_digamma(a * (1.0 - h))) / (2.0 * h);
            assert!((log_minus_digamma_slope(a) / central - 1.0).abs() < 1e-8, "{a}");
        }
    }

    #[test]
    fn the_inverse_is_right_to_a_few_units_everywhere() {
        for exponent in -3000..=3000 {
            let a = 10.0_f64.powf(f64::from(exponent) / 10.0);
            let back = inverse_log_minus_digamma(log_minus_digamma(a));
            assert!((back / a - 1.0).abs() <= 8.0 * f64::EPSILON, "{a:e} came back as {back:e}");
        }
    }

    /// Where the series begins its last terms are largest. Computed with 50 digits.
    #[test]
    fn the_series_has_its_digits_from_its_first_place_on() {
        let expected = [
            (16.0, 0.031_575_393_912_320_87, -0.031_900_534_451_829_79),
            (17.0, 0.029_700_015_728_755_712, -0.029_988_067_855_069_15),
            (20.0, 0.025_208_281_311_841_944, -0.025_416_458_704_062_398),
        ];
        for (a, value, slope) in expected {
            for (computed, expected) in [(log_minus_digamma(a), value), (log_minus_digamma_slope(a), slope)] {
                assert!((computed / expected - 1.0).abs() <= f64::EPSILON, "{a}: {computed} {expected}");
            }
        }
    }
}
