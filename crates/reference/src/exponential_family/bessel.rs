//! Modified Bessel functions as the von Mises-Fisher distribution needs them: `log(κ^-ν I_ν(κ))`, the ratio
//! `A(κ) = I_ν+1(κ)/I_ν(κ)` with its complement `1 - A`, and the inverse of the ratio. `ν >= 0`, `κ >= 0`.
//!
//! Where `κ` is large against `ν²`, Hankel's expansion `I_ν(κ) ~ e^κ/√(2πκ) Σ_j (-1)^j a_j(ν)/κ^j`,
//! `a_j = a_(j-1) (4ν² - (2j-1)²)/(8j)` (Abramowitz and Stegun 9.7.1): its smallest term is about `e^-2κ`. Elsewhere all terms are
//! positive and nothing cancels: the power series `Σ_j (κ²/4)^j/(j! (ν+1)_j)`, and for the ratio Gauss's continued fraction
//! `I_ν+1/I_ν = κ/(2(ν+1) + κ I_ν+2/I_ν+1)` in double-double, begun far out at Amos's bound `κ/(a + √(a² + κ²))` (1974): a step
//! damps what is wrong with the start by the square of the ratio there, so `√(50κ)` steps and some suffice.

use crate::arithmetic::{
    double_double::DoubleDouble,
    special::{LN_TAU, ln_gamma},
    sum::sum,
};

/// Whether Hankel's expansion of order `ν` gives all digits.
fn is_far(order: f64, kappa: f64, least: f64) -> bool {
    kappa >= least && kappa >= order * order
}

/// The sums `Σ_j (-1)^j a_j/κ^j` of Hankel's expansions of orders `ν` and `ν + 1`, and the first less the second, term by term.
fn hankel(order: f64, kappa: f64) -> (f64, f64) {
    let next = order + 1.0;
    let (mut own, mut other, mut total, mut gap) = (1.0, 1.0, 1.0, 0.0);
    for j in 1..60 {
        let (odd, scale) = (f64::from(2 * j - 1), 8.0 * f64::from(j) * kappa);
        own *= -(2.0 * order - odd) * (2.0 * order + odd) / scale;
        let previous = other;
        other *= -(2.0 * next - odd) * (2.0 * next + odd) / scale;
        if j == 1 {
            // -a_1(ν) + a_1(ν+1) = (2ν + 1)/2.
            gap += (2.0 * order + 1.0) / (2.0 * kappa);
        } else {
            gap += own - other;
        }
        total += own;
        if own.abs().max(other.abs()) < 1e-20 * gap.abs() || previous == 0.0 && own == 0.0 {
            break;
        }
    }
    (total, gap)
}

/// `log(κ^-ν I_ν(κ))`, finite for `κ = 0` as well: `-ν log 2 - log Γ(ν+1)` there.
pub fn log_scaled_bessel(order: f64, kappa: f64) -> f64 {
    if is_far(order, kappa, 30.0) {
        let (total, _) = hankel(order, kappa);
        return sum([kappa, -0.5 * LN_TAU, -(order + 0.5) * kappa.ln(), total.ln()]);
    }
    let square = 0.25 * kappa * kappa;
    let (mut term, mut others, mut doublings, mut j) = (1.0_f64, 0.0_f64, 0.0, 1.0);
    let mut first = 1.0_f64;
    loop {
        term *= square / (j * (order + j));
        others += term;
        if term <= 1e-18 * others {
            break;
        }
        if others > 1e200 {
            // A power of two: exact.
            let factor = 2.0_f64.powi(-600);
            (term, others, first) = (term * factor, others * factor, first * factor);
            doublings += 600.0;
        }
        j += 1.0;
    }
    let of_series =
        if doublings == 0.0 { others.ln_1p() } else { (first + others).ln() + doublings * std::f64::consts::LN_2 };
    sum([of_series, -order * std::f64::consts::LN_2, -ln_gamma(order + 1.0)])
}

/// `A(κ) = I_ν+1(κ)/I_ν(κ)` and what follows from it.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// `A(κ)`, from 0 to 1.
    pub value: f64,
    /// `1 - A(κ)`, to its own digits.
    pub complement: f64,
    /// `A'(κ) = 1 - A² - (2ν+1)/κ A`.
    pub slope: f64,
}

/// `A(κ)` for a finite `κ >= 0`.
pub fn bessel_ratio(order: f64, kappa: f64) -> Ratio {
    if is_far(order + 1.0, kappa, 1000.0) {
        let (total, gap) = hankel(order, kappa);
        let complement = gap / total;
        // The complement falls as 1/κ, up to a factor 1 + O(ν/κ): near enough for Newton, and its own formula would cancel.
        return Ratio { value: 1.0 - complement, complement, slope: complement / kappa };
    }
    if kappa == 0.0 {
        return Ratio { value: 0.0, complement: 1.0, slope: 0.5 / (order + 1.0) };
    }
    let steps = (50.0 * kappa).sqrt().ceil() + 30.0;
    let last = order + steps;
    let precise = DoubleDouble::from(kappa);
    let mut ratio = DoubleDouble::from(kappa / (last + 1.0 + (last + 1.0).hypot(kappa)));
    let mut j = steps;
    while j > 0.0 {
        ratio = precise / (DoubleDouble::sum(2.0 * order, 2.0 * j) + precise * ratio);
        j -= 1.0;
    }
    let one = DoubleDouble::from(1.0);
    // A/κ, without the division that a tiny κ would spoil.
    let over = one / (DoubleDouble::sum(2.0 * order, 2.0) + precise * next_ratio(ratio, order, precise));
    let slope = one - ratio * ratio - DoubleDouble::sum(2.0 * order, 1.0) * over;
    Ratio { value: ratio.high, complement: (one - ratio).high, slope: slope.high }
}

/// `I_ν+2/I_ν+1` from `I_ν+1/I_ν`; 0 where `κ` is too small for it to matter.
fn next_ratio(ratio: DoubleDouble, order: f64, kappa: DoubleDouble) -> DoubleDouble {
    if kappa.high < 1e-20 {
        return DoubleDouble::default();
    }
    DoubleDouble::from(1.0) / ratio - DoubleDouble::sum(2.0 * order, 2.0) / kappa
}

/// The `κ` with `A(κ) = r`, from `r` and `1 - r`, both positive.
///
/// Newton from `r (D - r²)/(1 - r²)`, `D = 2ν + 2` (Banerjee, Dhillon, Ghosh and Sra 2005; Sra 2012), kept between `D - 1` and `D` times
/// `r/(1 - r²)`, which Amos's bounds prove. May be infinite, where `κ` is beyond binary64.
pub fn inverse_bessel_ratio(order: f64, r: f64, complement: f64) -> f64 {
    let dimension = 2.0 * order + 2.0;
    let unit = r / (complement * (1.0 + r));
    let slack = 4.0 * f64::EPSILON;
    let (mut low, mut high) = ((dimension - 1.0) * unit * (1.0 - slack), dimension * unit * (1.0 + slack));
    let mut kappa = unit * (dimension - r * r);
    if !high.is_finite() {
        return f64::INFINITY;
    }
    for _ in 0..100 {
        let ratio = bessel_ratio(order, kappa);
        // A - r, as the difference of the smaller pair.
        let excess = if r < 0.5 { ratio.value - r } else { complement - ratio.complement };
        if excess < 0.0 {
            low = low.max(kappa)
        } else {
            high = high.min(kappa)
        }
        let mut next = kappa - excess / ratio.slope;
        if !(next >= low && next <= high) {
            next = low + 0.5 * (high - low);
        }
        let moved = (next - kappa).abs();
        kappa = next;
        if moved <= f64::EPSILON * kappa {
            break;
        }
    }
    kappa
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(ν, κ, log(κ^-ν I_ν(κ)), A, 1 - A)`, computed with 60 digits.
    const BESSEL: &[(f64, f64, f64, f64, f64)] = include!("bessel_constants.in");

    #[test]
    fn logarithms_and_ratios_have_their_digits() {
        for &(order, kappa, log, value, complement) in BESSEL {
            let computed = log_scaled_bessel(order, kappa);
            // The result is a sum; its digits are those of the largest term.
            let scale = log.abs().max(kappa).max(ln_gamma(order + 1.0).abs()).max(1.0);
            assert!((computed - log).abs() <= 8.0 * f64::EPSILON * scale, "log: ν={order} κ={kappa}: {computed} {log}");
            let ratio = bessel_ratio(order, kappa);
            assert!((ratio.value / value - 1.0).abs() <= 4.0 * f64::EPSILON, "ν={order} κ={kappa}: {ratio:?}");
            assert!(
                (ratio.complement / complement - 1.0).abs() <= 8.0 * f64::EPSILON,
                "ν={order} κ={kappa}: {ratio:?}"
            );
        }
    }

    #[test]
    fn the_ratio_inverts_everywhere() {
        for order in [0.0, 0.5, 1.0, 4.5, 20.0, 49.0] {
            for exponent in -60..=60 {
                let kappa = 10.0_f64.powf(f64::from(exponent) / 4.0);
                let ratio = bessel_ratio(order, kappa);
                let back = inverse_bessel_ratio(order, ratio.value, ratio.complement);
                // A relative ε of the smaller of A and 1 - A moves κ by ε min(A, 1 - A)/(κ A').
                let smaller = if ratio.value < 0.5 { ratio.value } else { ratio.complement };
                let allowed = 8.0 * f64::EPSILON * (1.0 + smaller / (kappa * ratio.slope));
                assert!((back / kappa - 1.0).abs() <= allowed, "ν={order} κ={kappa:e} came back as {back:e}");
            }
        }
    }

    #[test]
    fn both_branches_agree_where_they_meet() {
        // Order 1/2: I_1/2 = √(2/πκ) sinh κ, A = coth κ - 1/κ.
        for kappa in [0.3_f64, 5.0, 29.9, 30.1, 999.0, 1001.0] {
            let expected = 1.0 / kappa.tanh() - 1.0 / kappa;
            assert!((bessel_ratio(0.5, kappa).value - expected).abs() < 16.0 * f64::EPSILON);
            let log =
                0.5 * (2.0 / std::f64::consts::PI).ln() - kappa.ln() + kappa + (-(-2.0 * kappa).exp_m1() / 2.0).ln();
            assert!((log_scaled_bessel(0.5, kappa) - log).abs() < 8.0 * f64::EPSILON * (1.0 + kappa));
        }
    }

    /// `κ²/4 - κ⁴/64 + ...`, computed with 60 digits: of order 0 nothing else is added.
    #[test]
    fn the_logarithm_of_order_zero_has_its_digits_next_to_zero() {
        let expected =
            [(6e-5, 8.999_999_997_975_001e-10), (1e-4, 2.499_999_998_437_5e-9), (3e-3, 2.249_998_734_376_266e-6)];
        for (kappa, log) in expected {
            let computed = log_scaled_bessel(0.0, kappa);
            assert!((computed / log - 1.0).abs() <= 4.0 * f64::EPSILON, "κ={kappa}: {computed} {log}");
        }
    }

    /// `A = κ/(2ν + 2) + O(κ³)`.
    #[test]
    fn at_zero_the_ratio_rises_by_half_of_the_inverse_of_the_next_order() {
        for (order, slope) in [(0.0, 0.5), (1.0, 0.25), (3.0, 0.125)] {
            let ratio = bessel_ratio(order, 0.0);
            assert_eq!((ratio.value, ratio.complement, ratio.slope), (0.0, 1.0, slope));
            // (2ν + 2)/κ is beyond binary64.
            assert_eq!(bessel_ratio(order, 1e-310).slope, slope);
        }
    }

    /// `1 - A = (2ν + 1)/2κ (1 + O(ν/κ))`, where the slope is below binary64 as well; 2e307 is the last that is tried.
    #[test]
    fn the_ratio_inverts_up_to_the_end_of_binary64() {
        for order in [0.0, 0.5, 4.5] {
            for kappa in [1e30, 1e100, 1e160, 1e170, 1e200, 1e300, 2e306] {
                let back = inverse_bessel_ratio(order, 1.0, (order + 0.5) / kappa);
                assert!(
                    (back / kappa - 1.0).abs() <= 4.0 * f64::EPSILON,
                    "ν={order} κ={kappa:e} came back as {back:e}"
                );
            }
        }
        let back = inverse_bessel_ratio(0.0, 1.0, 2.5e-308);
        assert!((back / 2e307 - 1.0).abs() <= 4.0 * f64::EPSILON, "{back:e}");
    }
}
