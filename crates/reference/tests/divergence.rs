//! Divergences against values computed from the textbook formulas with 150 and more digits, and their properties.

use reference::{
    Error, Result,
    divergence::{Categorical, Dirichlet, Gamma, Gaussian, Member, NormalInverseWishart, Poisson, kl},
};

type Value = (&'static str, &'static [f64], &'static [f64], f64, f64);

/// `(family, q, p, kl(q ‖ p), kl(p ‖ q))`; the parameters in the order of the constructor, matrices row by row.
const VALUES: &[Value] = &include!("divergence_values.in");

/// The dimension `D` of `D + extra + D²` numbers.
fn dimension(numbers: &[f64], extra: usize) -> usize {
    (1..).find(|d| d + extra + d * d >= numbers.len()).unwrap()
}

fn rows(numbers: &[f64], dimension: usize) -> Vec<Vec<f64>> {
    numbers.chunks(dimension).map(<[f64]>::to_vec).collect()
}

fn gaussian(numbers: &[f64], field: &str) -> Result<Gaussian> {
    let (mean, covariance) = numbers.split_at(dimension(numbers, 0));
    Gaussian::new(mean.to_vec(), &rows(covariance, mean.len()), field)
}

fn wishart(numbers: &[f64], field: &str) -> Result<NormalInverseWishart> {
    let d = dimension(numbers, 2);
    NormalInverseWishart::new(numbers[..d].to_vec(), numbers[d], numbers[d + 1], &rows(&numbers[d + 2..], d), field)
}

fn between<M: Member>(read: impl Fn(&[f64], &str) -> Result<M>, q: &[f64], p: &[f64]) -> f64 {
    kl(&read(q, "q").unwrap(), &read(p, "p").unwrap()).unwrap()
}

fn divergence(family: &str, q: &[f64], p: &[f64]) -> f64 {
    match family {
        "gaussian" => between(gaussian, q, p),
        "poisson" => between(|rate, field| Poisson::new(rate.to_vec(), field), q, p),
        "categorical" => between(Categorical::new, q, p),
        "gamma" => between(|numbers, field| Gamma::new(numbers[0], numbers[1], field), q, p),
        "dirichlet" => between(|concentration, field| Dirichlet::new(concentration.to_vec(), field), q, p),
        _ => between(wishart, q, p),
    }
}

#[test]
fn near_and_far_the_values_are_right_to_the_last_digit() {
    for &(family, q, p, forward, backward) in VALUES {
        for (computed, expected) in [(divergence(family, q, p), forward), (divergence(family, p, q), backward)] {
            let error = if computed == expected { 0.0 } else { (computed / expected - 1.0).abs() };
            assert!(
                error <= 4.0 * f64::EPSILON,
                "{family} {q:?} {p:?}: {computed:e} for {expected:e}, off by {error:e}"
            );
        }
    }
}

#[test]
fn members_are_at_no_distance_from_themselves_and_at_some_from_others() {
    for &(family, q, p, ..) in VALUES {
        assert_eq!(divergence(family, q, q), 0.0);
        assert_eq!(divergence(family, p, p), 0.0);
        assert!(divergence(family, q, p) > 0.0, "{family} {q:?} {p:?}");
    }
}

#[test]
fn a_divergence_is_not_symmetric() {
    let far = VALUES.iter().filter(|value| value.3 > 0.1);
    assert!(far.filter(|value| (value.3 / value.4 - 1.0).abs() > 0.01).count() > 10);
}

#[test]
fn the_support_decides_about_infinity() {
    assert_eq!(divergence("poisson", &[2.0, 1.0], &[0.0, 1.0]), f64::INFINITY);
    assert_eq!(divergence("poisson", &[0.0, 1.0], &[2.5, 1.0]), 2.5);
    assert_eq!(divergence("poisson", &[0.0, 1.0], &[0.0, 1.0]), 0.0);
    assert_eq!(divergence("categorical", &[0.5, 0.5], &[1.0, 0.0]), f64::INFINITY);
    assert_eq!(divergence("categorical", &[1.0, 0.0], &[0.5, 0.5]), 2.0_f64.ln());
    assert_eq!(divergence("categorical", &[1.0, 0.0], &[1.0, 0.0]), 0.0);
    assert_eq!(divergence("dirichlet", &[3.0], &[7.0]), 0.0);
}

/// `∫ q (log q - log p)` by the trapezoidal rule, which converges geometrically for what decays at both ends.
fn quadrature(from: f64, to: f64, log_q: impl Fn(f64) -> f64, log_p: impl Fn(f64) -> f64) -> f64 {
    let step = (to - from) / 4000.0;
    let term = |i: usize| {
        let x = from + step * i as f64;
        log_q(x).exp() * (log_q(x) - log_p(x))
    };
    step * (0..=4000).map(term).sum::<f64>()
}

#[test]
fn quadrature_agrees_in_one_dimension() {
    let normal = |m: f64, v: f64| move |x: f64| -0.5 * ((x - m).powi(2) / v + (std::f64::consts::TAU * v).ln());
    let computed = divergence("gaussian", &[0.3, 1.7], &[1.1, 0.6]);
    assert!((quadrature(-25.0, 25.0, normal(0.3, 1.7), normal(1.1, 0.6)) - computed).abs() < 1e-12);
    // With y = log x: density of y, so that both ends decay.
    let gamma = |a: f64, b: f64| move |y: f64| a * b.ln() - libm::lgamma(a) + a * y - b * y.exp();
    let computed = divergence("gamma", &[2.5, 1.5], &[4.0, 0.7]);
    assert!((quadrature(-25.0, 6.0, gamma(2.5, 1.5), gamma(4.0, 0.7)) - computed).abs() < 1e-12);
}

#[test]
fn a_finite_divergence_out_of_range_is_an_error() {
    let member = |mean: f64| Gaussian::new(vec![mean], &[vec![1e-300]], "q").unwrap();
    assert!(matches!(kl(&member(0.0), &member(1e300)), Err(Error::NotRepresentable { .. })));
}
