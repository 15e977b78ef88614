//! Special functions: `log Γ`, its multivariate form, and the logarithm of a Poisson probability.

use std::f64::consts::{LN_2, PI};

use super::sum::Sum;

/// `log Γ(x)` for `x > 0`; fdlibm's, good to an ulp or two, also next to its roots at 1 and 2.
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The multivariate `log Γ_D(x) = D(D-1)/4 log π + Σ_{d=0}^{D-1} log Γ(x - d/2)`, for `x > (D-1)/2`.
#[must_use]
pub fn ln_multivariate_gamma(dimension: usize, x: f64) -> f64 {
    let mut total = Sum::default();
    total.add((dimension * (dimension - 1)) as f64 / 4.0 * PI.ln());
    for d in 0..dimension {
        total.add(ln_gamma(x - d as f64 / 2.0));
    }
    total.value()
}

/// `x log y` with `0 log 0 = 0`, for `log_y = log y`.
#[must_use]
pub fn x_log_y(x: f64, log_y: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * log_y }
}

/// `log Σ_i exp(l_i)` of the terms `l_i`, and the shifted exponentials it is made of.
///
/// `exponentials` holds `l_i` on entry and `exp(l_i) / Σ_j exp(l_j)` on return: the largest term is 1 before the division, so nothing
/// overflows and what underflows is below 1e-308 of the sum. If every term is `-inf` so is the result, and all are set to 0.
pub fn log_sum_exp(exponentials: &mut [f64]) -> f64 {
    let mut largest = 0;
    for (i, &term) in exponentials.iter().enumerate() {
        if term > exponentials[largest] {
            largest = i;
        }
    }
    let shift = exponentials[largest];
    if shift == f64::NEG_INFINITY {
        exponentials.fill(0.0);
        return shift;
    }
    let mut others = 0.0;
    for (i, term) in exponentials.iter_mut().enumerate() {
        if i == largest {
            *term = 1.0;
        } else {
            *term = (*term - shift).exp();
            others += *term;
        }
    }
    for term in exponentials.iter_mut() {
        *term /= 1.0 + others;
    }
    shift + others.ln_1p()
}

/// `log Σ_k π_k exp(l_k)` for weights `π` that sum to 1, where that is near the largest `l_k`; `None` where it is not.
///
/// With `m = max l_k` it is `m + log(1 + Σ_k π_k (exp(l_k - m) - 1))`. [`log_sum_exp`] of `log π_k + l_k` would round at the magnitude of
/// `log π_k`: of a probability near 1 it keeps no digit of the logarithm.
#[must_use]
pub fn log_mean_exp(weights: &[f64], log_weights: &[f64], terms: impl Fn(usize) -> f64) -> Option<f64> {
    let present = || (0..weights.len()).filter(|&k| weights[k] > 0.0);
    if (0..weights.len()).any(|k| weights[k] == 0.0 && log_weights[k] > f64::NEG_INFINITY) {
        return None;
    }
    let largest = present().map(&terms).fold(f64::NEG_INFINITY, f64::max);
    let excess: f64 = present().map(|k| weights[k] * (terms(k) - largest).exp_m1()).sum();
    (excess > -0.5).then(|| largest + excess.ln_1p())
}

/// What Stirling's formula leaves out: `δ(n) = log n! - (n + 1/2) log n + n - 1/2 log 2π`, for a count `n >= 1`.
///
/// To 15 from a table (computed with 50 digits), from there by `1/(12n) - 1/(360n³) + ...`, whose first omitted term is below
/// 1e-18 (Loader, "Fast and accurate computation of binomial probabilities", 2000).
fn stirling_error(n: f64) -> f64 {
    const TABLE: [f64; 15] = [
        0.081_061_466_795_327_26,
        0.041_340_695_955_409_29,
        0.027_677_925_684_998_34,
        0.020_790_672_103_765_093,
        0.016_644_691_189_821_192,
        0.013_876_128_823_070_748,
        0.011_896_709_945_891_77,
        0.010_411_265_261_972_096,
        0.009_255_462_182_712_733,
        0.008_330_563_433_362_87,
        0.007_573_675_487_951_841,
        0.006_942_840_107_209_53,
        0.006_408_994_188_004_207,
        0.005_951_370_112_758_848,
        0.005_554_733_551_962_801,
    ];
    if n <= 15.0 {
        return TABLE[n as usize - 1];
    }
    let square = 1.0 / (n * n);
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    series.iter().rev().fold(0.0, |tail, coefficient| tail * square + coefficient) / n
}

/// `v - log(1 + v)`, for `v > -1`, without the cancellation of its two terms near 0.
///
/// With `r = v/(2+v)`, `log(1+v) = 2(r + r³/3 + r⁵/5 + ...)` and `v = 2r/(1-r)`, so that the difference is
/// `r (v - 2r²(1/3 + r²/5 + ...))`, whose second term is small against the first.
#[must_use]
pub fn v_minus_log_1p(v: f64) -> f64 {
    if !(-0.6..1.5).contains(&v) {
        return v - v.ln_1p();
    }
    let r = v / (2.0 + v);
    let square = r * r;
    let (mut series, mut power, mut odd) = (0.0, 1.0, 3.0);
    loop {
        let next = series + power / odd;
        if next == series {
            return r * (v - 2.0 * square * series);
        }
        series = next;
        power *= square;
        odd += 2.0;
    }
}

/// The deviance part `x log(x/λ) + λ - x`, at least 0, of a count `x` against a rate `λ >= 0`; infinite for a rate of 0, unless the
/// count is 0 as well.
#[must_use]
pub fn poisson_deviance(x: f64, rate: f64) -> f64 {
    if x == 0.0 {
        return rate;
    }
    if rate == 0.0 {
        return f64::INFINITY;
    }
    let v = (rate - x) / x;
    if v > -0.6 && v < 1.5 {
        return x * v_minus_log_1p(v);
    }
    let ratio = x / rate;
    let log_ratio = if ratio.is_finite() && ratio > f64::MIN_POSITIVE { ratio.ln() } else { x.ln() - rate.ln() };
    x * log_ratio + (rate - x)
}

/// What a count's log probability holds beside the deviance: `δ(x) + 1/2 log 2πx`, 0 for a count of 0.
#[must_use]
pub fn poisson_normaliser(x: f64) -> f64 {
    if x == 0.0 { 0.0 } else { stirling_error(x) + 0.5 * (LN_TAU + x.ln()) }
}

/// `log p(x|λ) = x log λ - λ - log x!` of a count `x` under a rate `λ >= 0`; `0 log 0 = 0`, so that a rate of 0 gives
/// probability 1 to `x = 0` and 0 to the rest.
///
/// The textbook form subtracts numbers of size `x log x`: of a count of 1e15 it keeps no digit. This is the saddle-point form
/// `-δ(x) - 1/2 log 2πx - (x log(x/λ) + λ - x)` (Loader 2000), each of whose terms has its own accuracy.
#[must_use]
pub fn poisson_log_probability(x: f64, rate: f64) -> f64 {
    -(poisson_normaliser(x) + poisson_deviance(x, rate))
}

/// `log 2π`.
pub const LN_TAU: f64 = LN_2 + 1.144_729_885_849_400_2;

#[cfg(test)]
mod tests {
    use super::*;

    /// `(x, λ, log p)`, the last from an independent computation with 60 digits.
    const POISSON: [(f64, f64, f64); 10] = include!("poisson_constants.in");

    #[test]
    fn poisson_probabilities_are_right_where_the_textbook_form_is_not() {
        for (x, rate, expected) in POISSON {
            let computed = poisson_log_probability(x, rate);
            // What a relative change of λ by 2⁻⁵³ does to log p is |x - λ| 2⁻⁵³; the function itself may add 2 ulp.
            let allowed = f64::EPSILON * (2.0 * expected.abs() + (x - rate).abs());
            assert!((computed - expected).abs() <= allowed, "x={x} λ={rate}: {computed} against {expected}");
        }
    }

    #[test]
    fn the_boundary_of_the_poisson_family() {
        assert_eq!(poisson_log_probability(0.0, 0.0), 0.0);
        assert_eq!(poisson_log_probability(3.0, 0.0), f64::NEG_INFINITY);
        assert_eq!(poisson_log_probability(0.0, 2.5), -2.5);
        assert!(poisson_log_probability(1e15, 1e-300).is_finite());
    }

    #[test]
    fn poisson_probabilities_sum_to_one() {
        let total = super::super::sum::sum((0..200).map(|x| poisson_log_probability(f64::from(x), 31.7).exp()));
        assert!((total - 1.0).abs() < 1e-14);
    }

    #[test]
    fn log_sum_exp_keeps_far_terms_and_all_minus_infinity() {
        let mut terms = [-1e9, -1e9 - 2.0_f64.ln()];
        assert!((log_sum_exp(&mut terms) - (-1e9 + 1.5_f64.ln())).abs() < 1e-6);
        assert!((terms[0] - 2.0 / 3.0).abs() < 1e-7 && (terms[0] + terms[1] - 1.0).abs() < 1e-15);
        let mut nothing = [f64::NEG_INFINITY; 2];
        assert_eq!(log_sum_exp(&mut nothing), f64::NEG_INFINITY);
        assert_eq!(nothing, [0.0; 2]);
    }

    #[test]
    fn log_mean_exp_keeps_the_digits_of_a_probability_near_one() {
        let weights = [0.3, 0.45, 0.25];
        let logs = weights.map(f64::ln);
        assert_eq!(log_mean_exp(&weights, &logs, |_| -1e-6), Some(-1e-6));
        assert_eq!(log_mean_exp(&weights, &logs, |k| if k == 0 { 0.0 } else { -1e3 }), None);
        let mixed = log_mean_exp(&[0.5, 0.5], &[0.5_f64.ln(); 2], |k| [-1e-9, -3e-9][k]).unwrap();
        assert!((mixed / -2e-9 - 1.0).abs() < 1e-8, "{mixed:e}");
    }

    #[test]
    fn multivariate_gamma_in_one_dimension_is_gamma() {
        assert_eq!(ln_multivariate_gamma(1, 3.7), ln_gamma(3.7));
        // Γ_2(3/2) = sqrt(π) Γ(3/2) Γ(1) = π/2
        assert!((ln_multivariate_gamma(2, 1.5) - (PI / 2.0).ln()).abs() < 1e-15);
        assert!((LN_TAU - std::f64::consts::TAU.ln()).abs() < 1e-15);
    }

    #[test]
    fn log_mean_exp_leaves_out_what_has_no_weight_and_declines_what_is_far() {
        let zero = f64::NEG_INFINITY;
        assert_eq!(log_mean_exp(&[1.0, 0.0], &[0.0, zero], |k| [-1.0, 5.0][k]), Some(-1.0));
        // A weight that is 0 in binary64 and not beyond it.
        assert_eq!(log_mean_exp(&[1.0, 0.0], &[0.0, -800.0], |k| [-1.0, 5.0][k]), None);
        let halves = [0.5_f64.ln(); 2];
        assert_eq!(log_mean_exp(&[0.5, 0.5], &halves, |k| [0.0, zero][k]), None);
    }

    /// `δ(n)`, computed with 60 digits.
    #[test]
    fn the_error_of_stirlings_formula_has_its_digits_from_sixteen_on() {
        let expected = [
            (16.0, 0.005_207_655_919_609_640_4),
            (17.0, 0.004_901_395_948_434_738),
            (20.0, 0.004_166_319_691_996_922),
            (100.0, 0.000_833_330_555_634_914_7),
        ];
        for (n, error) in expected {
            assert!((stirling_error(n) / error - 1.0).abs() <= 2.0 * f64::EPSILON, "{n}: {}", stirling_error(n));
        }
    }

    /// Computed with 60 digits.
    #[test]
    fn a_ratio_beyond_binary64_is_taken_by_its_logarithms() {
        for (x, rate, expected) in [(1e15, 1e-300, -7.243_143_042_931_244e17), (5.0, 1e-320, -3_688.923_696_197_651_6)]
        {
            let computed = poisson_log_probability(x, rate);
            // Of a rate below 2e-308 only four digits are left; the logarithm is of what is there.
            assert!((computed / expected - 1.0).abs() < 1e-8, "{computed} against {expected}");
        }
    }
}
