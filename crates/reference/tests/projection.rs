//! Forward and reverse fits of one Gaussian to two bumps.

use proptest::prelude::*;
use reference::projection::{Bump, TwoBumps};

/// Mean and variance of a mixture in closed form.
fn moments(weights: [f64; 2], means: [f64; 2], deviations: [f64; 2]) -> (f64, f64) {
    let mean = weights[0] * means[0] + weights[1] * means[1];
    let apart = means[0] - means[1];
    let within = weights[0] * deviations[0].powi(2) + weights[1] * deviations[1].powi(2);
    (mean, within + weights[0] * weights[1] * apart * apart)
}

fn two(weights: [f64; 2], means: [f64; 2], deviations: [f64; 2]) -> TwoBumps {
    TwoBumps::new(weights, means, deviations).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_forward_fit_has_the_moments(
        weight in 0.05..0.95_f64, mean in -5.0..5.0_f64, apart in 0.0..12.0_f64, a in 0.3..3.0_f64, b in 0.3..3.0_f64,
    ) {
        let (weights, means, deviations) = ([weight, 1.0 - weight], [mean, mean + apart], [a, b]);
        let fit = two(weights, means, deviations).project_forward().unwrap();
        let (expected, variance) = moments(weights, means, deviations);
        let scale = variance.sqrt() + mean.abs();
        prop_assert!((fit.fitted.mean - expected).abs() <= 1e-14 * scale, "{} {expected}", fit.fitted.mean);
        prop_assert!((fit.fitted.deviation.powi(2) / variance - 1.0).abs() <= 1e-14 * (1.0 + scale / variance.sqrt()));
        prop_assert!(fit.forward >= -1e-14 && fit.reverse >= -1e-14);
    }

    /// No neighbour of either optimum is nearer to `p`; the reverse optimum has no gradient left.
    #[test]
    fn both_fits_are_minima(
        weight in 0.2..0.8_f64, apart in 0.5..8.0_f64, a in 0.5..2.0_f64, b in 0.5..2.0_f64, side in 0..2_usize,
    ) {
        let p = two([weight, 1.0 - weight], [0.0, apart], [a, b]);
        let forward = p.project_forward().unwrap();
        let reverse = p.project_reverse(Bump::new([0.0, apart][side], [a, b][side]).unwrap()).unwrap();
        let [by_mean, by_deviation] = reverse.reverse_gradient;
        prop_assert!(by_mean.abs() < 1e-13 && by_deviation.abs() < 1e-13, "{:?}", reverse.reverse_gradient);
        for (dm, ds) in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-3), (0.0, -1e-3)] {
            let near = |q: Bump| Bump::new(q.mean + dm, q.deviation * (1.0 + ds)).unwrap();
            prop_assert!(p.forward_divergence(near(forward.fitted)).unwrap() > forward.forward);
            prop_assert!(p.reverse_divergence(near(reverse.fitted)).unwrap() > reverse.reverse);
        }
    }

    /// The gradient that Newton uses is the divergence's derivative: a fourth-order difference, right to `h⁴` and `ε/h`.
    #[test]
    fn the_reverse_gradient_is_the_derivative(mean in -2.0..6.0_f64, deviation in 0.4..3.0_f64, apart in 0.0..6.0_f64) {
        let p = two([0.4, 0.6], [0.0, apart], [1.0, 0.8]);
        let at = |m: f64, log_s: f64| p.reverse_divergence(Bump::new(mean + m * deviation, deviation * log_s.exp()).unwrap()).unwrap();
        let h = 2.0_f64.powi(-9);
        let difference = |f: &dyn Fn(f64) -> f64| (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h);
        let gradient = p.reverse_gradient(Bump::new(mean, deviation).unwrap()).unwrap();
        let scale = 1.0 + at(0.0, 0.0);
        prop_assert!((difference(&|m| at(m, 0.0)) - gradient[0]).abs() < 1e-8 * scale);
        prop_assert!((difference(&|s| at(0.0, s)) - gradient[1]).abs() < 1e-8 * scale);
    }
}

/// Two bumps 20 deviations apart: `q` on the first has `KL(q‖p) = -log π_0` up to the second's share there, `e⁻⁵⁰` and less.
#[test]
fn far_bumps_have_two_reverse_fits_and_one_forward_fit_between() {
    let p = two([0.3, 0.7], [-10.0, 10.0], [1.0, 1.0]);
    let (left, right) =
        (p.project_reverse(Bump::new(-8.0, 2.0).unwrap()), p.project_reverse(Bump::new(9.0, 0.5).unwrap()));
    let (left, right) = (left.unwrap(), right.unwrap());
    for (fit, mean, weight) in [(left, -10.0, 0.3_f64), (right, 10.0, 0.7)] {
        assert!((fit.fitted.mean - mean).abs() < 1e-13, "{fit:?}");
        assert!((fit.fitted.deviation - 1.0).abs() < 1e-13, "{fit:?}");
        assert!((fit.reverse + weight.ln()).abs() < 1e-14, "{fit:?}");
    }
    let between = p.project_forward().unwrap();
    assert!((between.fitted.mean - 4.0).abs() < 1e-13);
    assert!((between.fitted.deviation - 85.0_f64.sqrt()).abs() < 1e-13);
    assert!(between.forward < left.forward && between.reverse > left.reverse);
}

#[test]
fn one_bump_is_its_own_projection() {
    let p = two([0.5, 0.5], [3.0, 3.0], [2.0, 2.0]);
    for fit in [p.project_forward().unwrap(), p.project_reverse(Bump::new(0.0, 1.0).unwrap()).unwrap()] {
        assert!((fit.fitted.mean - 3.0).abs() < 1e-14 && (fit.fitted.deviation - 2.0).abs() < 1e-14, "{fit:?}");
        assert!(fit.forward.abs() < 1e-14 && fit.reverse.abs() < 1e-14);
    }
}

/// `KL(N(m, s²)‖N(0, 1)) = (m² + s² - 1)/2 - log s`.
#[test]
fn divergences_of_single_bumps_are_the_closed_form() {
    let p = two([0.5, 0.5], [0.0, 0.0], [1.0, 1.0]);
    for (m, s) in [(0.5, 0.7_f64), (-3.0, 2.0), (0.0, 0.01)] {
        let expected = 0.5 * (m * m + s * s - 1.0) - s.ln();
        let computed = p.reverse_divergence(Bump::new(m, s).unwrap()).unwrap();
        assert!((computed - expected).abs() < 1e-14 * (1.0 + expected), "{computed} {expected}");
        let expected = 0.5 * ((m * m + 1.0) / (s * s) - 1.0) + s.ln();
        let computed = p.forward_divergence(Bump::new(m, s).unwrap()).unwrap();
        assert!((computed - expected).abs() < 1e-14 * (1.0 + expected), "{computed} {expected}");
    }
}

#[test]
fn the_curve_and_bad_input() {
    let p = two([0.5, 0.5], [-2.0, 2.0], [1.0, 1.0]);
    let fit = p.project_forward().unwrap().fitted;
    let curve = p.curve(&[fit], 401);
    let step = curve[1].x - curve[0].x;
    let total: f64 = curve.iter().map(|point| point.p * step).sum();
    assert!((total - 1.0).abs() < 1e-3 && curve.iter().all(|point| point.q.len() == 1));
    assert!(TwoBumps::new([0.5, 0.6], [0.0, 1.0], [1.0, 1.0]).is_err());
    assert!(TwoBumps::new([0.5, 0.5], [0.0, f64::NAN], [1.0, 1.0]).unwrap_err().to_string().starts_with("means[1]"));
    assert!(TwoBumps::new([0.5, 0.5], [0.0, 1.0], [1.0, 0.0]).unwrap_err().to_string().starts_with("deviations[1]"));
    assert!(Bump::new(0.0, -1.0).unwrap_err().to_string().starts_with("deviation is -1"));
    let far = two([0.5, 0.5], [0.0, 1e200], [1.0, 1.0]);
    assert!(far.project_forward().unwrap_err().to_string().starts_with("the integral cannot be represented"));
}
