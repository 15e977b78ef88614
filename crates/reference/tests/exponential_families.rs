//! What must hold of every exponential family: the density normalises, `∇A` is the expectation of `t(x)` and the derivative of `A`, its
//! inverse inverts it, entropy and Bregman divergence are expectations of log densities. Expectations are sums over the sample space, or
//! the trapezoid rule where it converges geometrically: on the whole line, and round a circle.

use std::f64::consts::{PI, TAU};

use proptest::prelude::*;
use reference::{
    Error,
    exponential_family::{
        Bernoulli, Categorical, Exponential, ExponentialFamily, Gamma, GaussianFull, GaussianKnownCovariance, Poisson,
        PseudoObservations, VonMisesFisher,
    },
};

/// Points of the sample space and the measure of each.
type Nodes = Vec<(Vec<f64>, f64)>;

fn line(from: f64, to: f64, count: u32) -> impl Iterator<Item = (f64, f64)> {
    let step = (to - from) / f64::from(count);
    (0..=count).map(move |i| (from + step * f64::from(i), step))
}

fn plane(reach: f64, count: u32) -> Nodes {
    let axis = || line(-reach, reach, count);
    axis().flat_map(|(x, dx)| axis().map(move |(y, dy)| (vec![x, y], dx * dy))).collect()
}

fn counts(last: u32) -> Nodes {
    (0..=last).map(|x| (vec![f64::from(x)], 1.0)).collect()
}

/// The half line, by `x = exp u`.
fn half_line() -> Nodes {
    line(-60.0, 8.0, 6000).map(|(u, du)| (vec![u.exp()], du * u.exp())).collect()
}

/// The half line from 0 for a density that does not vanish there, by `x = exp(u - exp(-u))`.
fn half_line_with_zero() -> Nodes {
    let point = |(u, du): (f64, f64)| {
        let x = (u - (-u).exp()).exp();
        (vec![x], du * x * (1.0 + (-u).exp()))
    };
    line(-5.0, 6.0, 4000).map(point).filter(|(x, _)| x[0] > 0.0).collect()
}

fn circle() -> Nodes {
    (0..2000).map(|i| TAU * f64::from(i) / 2000.0).map(|phi| (vec![phi.cos(), phi.sin()], TAU / 2000.0)).collect()
}

/// The sphere in four dimensions as `(cos φ, sin φ e)` for `e` on the 2-sphere, of which four directions that average to the
/// mean 0 stand for all: enough for functions of the first coordinate and linear in the rest.
fn sphere_in_four() -> Nodes {
    let tetrahedron = [[1.0, 1.0, 1.0], [1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]];
    let mut nodes = Vec::new();
    for i in 0..=2000 {
        let phi = PI * f64::from(i) / 2000.0;
        for e in tetrahedron {
            let [a, b, c] = e.map(|e: f64| e / 3.0_f64.sqrt() * phi.sin());
            nodes.push((vec![phi.cos(), a, b, c], PI / 2000.0 * phi.sin().powi(2) * PI));
        }
    }
    nodes
}

/// Sums to `relative` of the magnitudes that are added.
fn assert_close(computed: f64, expected: f64, relative: f64, what: &str) {
    let scale = computed.abs().max(expected.abs()).max(1.0);
    assert!((computed - expected).abs() <= relative * scale, "{what}: {computed} against {expected}");
}

/// Everything that is an expectation under `q`; `p` is a second member of the family.
fn expectations_hold<F: ExponentialFamily>(family: &F, nodes: &Nodes, q: &[f64], p: &[f64]) {
    let mut total = 0.0;
    let (mut mean, mut entropy, mut divergence) = (vec![0.0; family.parameters()], 0.0, 0.0);
    for (x, measure) in nodes {
        let log_q = family.log_density(x, q).unwrap();
        let weight = measure * log_q.exp();
        total += weight;
        for (mean, t) in mean.iter_mut().zip(family.sufficient_statistics(x).unwrap()) {
            *mean += weight * t;
        }
        entropy -= weight * log_q;
        divergence += weight * (log_q - family.log_density(x, p).unwrap());
    }
    // The nodes' rounding: some thousand terms of magnitudes up to a hundred.
    assert_close(total, 1.0, 1e-12, "the total probability");
    for (summed, given) in mean.iter().zip(family.mean_parameters(q).unwrap()) {
        assert_close(given, *summed, 1e-11, "a mean parameter");
    }
    assert_close(family.entropy(q).unwrap(), entropy, 1e-11, "the entropy");
    assert_close(family.kl(q, p).unwrap(), divergence, 1e-11, "the divergence");
    assert!(family.kl(q, q).unwrap() < 1e-14);
}

#[test]
fn expectations_hold_in_every_family() {
    let line: Nodes = line(-40.0, 40.0, 4000).map(|(x, dx)| (vec![x], dx)).collect();
    expectations_hold(&GaussianKnownCovariance::new(1), &line, &[1.5], &[-0.25]);
    expectations_hold(&GaussianFull::new(1), &line, &[0.4, -0.3], &[-1.0, -0.1]);
    let full = GaussianFull::new(2);
    let q = full.natural_of(&[0.5, -1.0], &[vec![2.0, 0.7], vec![0.7, 0.9]]).unwrap();
    let p = full.natural_of(&[0.0, 1.0], &[vec![1.5, -0.5], vec![-0.5, 2.5]]).unwrap();
    expectations_hold(&full, &plane(16.0, 320), &q, &p);
    expectations_hold(&GaussianKnownCovariance::new(2), &plane(16.0, 320), &[0.5, 2.0], &[-1.0, 0.0]);
    expectations_hold(&Poisson::new(1), &counts(150), &[31.0_f64.ln()], &[0.3]);
    let pairs = (0..60).flat_map(|x| (0..60).map(move |y| (vec![f64::from(x), f64::from(y)], 1.0))).collect();
    expectations_hold(&Poisson::new(2), &pairs, &[2.0, -1.0], &[1.0, 1.0]);
    let levels = (0..3).flat_map(|a| (0..2).map(move |b| (vec![f64::from(a), f64::from(b)], 1.0))).collect();
    let categorical = Categorical::new(vec![3, 2]);
    expectations_hold(&categorical, &levels, &[0.1, -2.0, 1.4, 0.0, 3.0], &[5.0, 5.0, 4.0, -1.0, -1.5]);
    expectations_hold(&Bernoulli, &counts(1), &[-1.3], &[0.8]);
    expectations_hold(&Exponential, &half_line_with_zero(), &[-0.7], &[-2.5]);
    expectations_hold(&Gamma, &half_line(), &[3.7, -2.0], &[0.9, -0.4]);
    expectations_hold(&Gamma, &half_line(), &[0.8, -0.3], &[20.0, -7.0]);
    expectations_hold(&VonMisesFisher::new(2).unwrap(), &circle(), &[3.0, -4.0], &[0.0, 0.0]);
    expectations_hold(&VonMisesFisher::new(2).unwrap(), &circle(), &[40.0, 20.0], &[-1.0, 0.5]);
    expectations_hold(
        &VonMisesFisher::new(4).unwrap(),
        &sphere_in_four(),
        &[9.0, 0.0, 0.0, 0.0],
        &[-2.0, 0.0, 0.0, 0.0],
    );
}

/// Computed with 40 digits; of a rate of 0 in binary64 the count is certain.
#[test]
fn the_entropy_of_the_smallest_rates() {
    let entropy = |natural: f64| Poisson::new(1).entropy(&[natural]).unwrap();
    for (rate, expected) in
        [(1e-6_f64, 1.481_551_090_453_782e-5), (0.01, 0.056_086_311_342_591), (0.5, 0.927_637_467_495_797_4)]
    {
        assert!((entropy(rate.ln()) / expected - 1.0).abs() < 1e-14, "{rate}: {}", entropy(rate.ln()));
    }
    assert_eq!(entropy(-800.0), 0.0);
}

#[test]
fn the_entropy_of_large_rates_continues_that_of_small_ones() {
    let family = Poisson::new(1);
    let entropy = |rate: f64| family.entropy(&[rate.ln()]).unwrap();
    // d/dλ of the expansion, over one unit of rate at λ = 1e4: 1/(2λ) + 1/(12λ²) + 1/(12λ³) + 1/(24λ³).
    let rise = entropy(10_000.5) - entropy(9_999.5);
    let expected = 0.5e-4 + 1e-8 / 12.0 + 1e-12 / 8.0;
    // An ulp or two of each entropy, which is near 6, and of `log λ`.
    assert!((rise - expected).abs() < 24.0 * f64::EPSILON, "{rise:e}");
}

/// `A` differenced: `h²/6 |A'''| + ε|A|/h` of error, with the third derivative at most of the size of the mean.
fn gradient_is_the_derivative<F: ExponentialFamily>(family: &F, natural: &[f64]) {
    let mean = family.mean_parameters(natural).unwrap();
    let size = mean.iter().fold(1.0, |size: f64, m| size.max(m.abs()));
    for i in 0..natural.len() {
        let h = 2.0_f64.powi(-17) * natural[i].abs().clamp(0.01, 100.0);
        let at = |sign: f64| {
            let mut moved = natural.to_vec();
            moved[i] += sign * h;
            family.log_normaliser(&moved).unwrap()
        };
        let difference = (at(1.0) - at(-1.0)) / (2.0 * h);
        let allowed = 1e-6 * size + 4.0 * f64::EPSILON * family.log_normaliser(natural).unwrap().abs() / h;
        assert!((difference - mean[i]).abs() <= allowed, "{i}: {difference} against {}", mean[i]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_gradient_is_the_derivative(
        a in -3.0..3.0_f64, b in -3.0..3.0_f64, c in -3.0..3.0_f64, shape in 0.1..50.0_f64, rate in 0.1..50.0_f64,
    ) {
        gradient_is_the_derivative(&GaussianKnownCovariance::new(3), &[a, b, c]);
        let full = GaussianFull::new(2);
        let covariance = [vec![1.0 + a * a, 0.3 * b], vec![0.3 * b, 1.0 + c * c]];
        gradient_is_the_derivative(&full, &full.natural_of(&[a, c], &covariance).unwrap());
        gradient_is_the_derivative(&Poisson::new(2), &[a, b]);
        gradient_is_the_derivative(&Categorical::new(vec![3]), &[a, b, c]);
        gradient_is_the_derivative(&Bernoulli, &[a]);
        gradient_is_the_derivative(&Exponential, &[-rate]);
        gradient_is_the_derivative(&Gamma, &[shape, -rate]);
        gradient_is_the_derivative(&VonMisesFisher::new(3).unwrap(), &[a * rate, b, c]);
    }

    /// `(∇A)⁻¹ ∘ ∇A`: what comes back differs by what the rounding of `m`, `ε|m|`, is worth in `θ`.
    #[test]
    fn the_gradient_inverts(theta in prop::collection::vec(-20.0..20.0_f64, 3), scale in -3.0..3.0_f64) {
        let round_trip = |family: &dyn ExponentialFamily, natural: &[f64]| {
            family.natural_parameters(&family.mean_parameters(natural).unwrap()).unwrap()
        };
        let known = GaussianKnownCovariance::new(3);
        prop_assert_eq!(&round_trip(&known, &theta), &theta);
        for (back, given) in round_trip(&Poisson::new(3), &theta).iter().zip(&theta) {
            prop_assert!((back - given).abs() <= 2.0 * f64::EPSILON * (1.0 + given.abs()));
        }
        let categorical = Categorical::new(vec![3]);
        let log_p = {
            let normaliser = categorical.log_normaliser(&theta).unwrap();
            theta.iter().map(|theta| theta - normaliser).collect::<Vec<_>>()
        };
        for (back, given) in round_trip(&categorical, &theta).iter().zip(&log_p) {
            prop_assert!((back - given).abs() <= 8.0 * f64::EPSILON * 20.0, "{back} {given}");
        }
        let back = round_trip(&Bernoulli, &theta[..1])[0];
        let p = Bernoulli.mean_parameters(&theta[..1]).unwrap()[0];
        prop_assert!((back - theta[0]).abs() <= 2.0 * f64::EPSILON * (1.0 / (1.0 - p) + theta[0].abs()));
        let rate = 10.0_f64.powf(scale);
        let back = round_trip(&Exponential, &[-rate])[0];
        prop_assert!((back / -rate - 1.0).abs() <= 2.0 * f64::EPSILON);
    }

    /// The shape is read from `s = log m_2 - m_1`: an error `ε(|m_1| + |log m_2|)` of it is one of `a² · 2` times that for a large `a`,
    /// where `ds/da = -1/(2a²)`, and of `a²` for a small one; between them `-1/a² <= ds/da <= -1/(2a²)`.
    #[test]
    fn the_gamma_gradient_inverts(log_shape in -12.0..12.0_f64, log_rate in -12.0..12.0_f64) {
        let (a, b) = (log_shape.exp(), log_rate.exp());
        let mean = Gamma.mean_parameters(&[a, -b]).unwrap();
        let back = Gamma.natural_parameters(&mean).unwrap();
        let of_gap = f64::EPSILON * (2.0 + mean[0].abs() + 2.0 * mean[1].ln().abs());
        let allowed = 2.0 * a * of_gap + 16.0 * f64::EPSILON;
        prop_assert!((back[0] / a - 1.0).abs() <= allowed, "{a:e}: {:e}", back[0]);
        prop_assert!((back[1] / -b - 1.0).abs() <= allowed + 4.0 * f64::EPSILON);
    }

    /// A unit of rounding of `m` moves `κ` by `ε|m|/A'(κ)`, and `1/A' <= D + 2κ²/(D - 1)` up to a factor 2.
    #[test]
    fn the_von_mises_fisher_gradient_inverts(
        direction in prop::collection::vec(-1.0..1.0_f64, 2..100), log_kappa in -20.0..13.0_f64,
    ) {
        let norm = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
        prop_assume!(norm > 1e-3);
        let dimension = direction.len() as f64;
        let kappa = log_kappa.exp();
        let natural: Vec<f64> = direction.iter().map(|x| x / norm * kappa).collect();
        let family = VonMisesFisher::new(direction.len()).unwrap();
        let mean = family.mean_parameters(&natural).unwrap();
        let length = mean.iter().map(|x| x * x).sum::<f64>().sqrt();
        let back = family.natural_parameters(&mean).unwrap();
        let allowed = f64::EPSILON * (8.0 * kappa + 8.0 * length * (dimension + 2.0 * kappa * kappa / (dimension - 1.0)));
        for (back, given) in back.iter().zip(&natural) {
            prop_assert!((back - given).abs() <= allowed, "{given:e} came back as {back:e}, D={dimension} κ={kappa:e}");
        }
    }

    /// Mean and covariance come back to `ε(|m_2| + κ(Σ)|Σ|)`; the covariance here is `I c² + v vᵀ`.
    #[test]
    fn the_gaussian_gradient_inverts(
        mean in prop::collection::vec(-50.0..50.0_f64, 3), v in prop::collection::vec(-2.0..2.0_f64, 3), c in 0.2..2.0_f64,
    ) {
        let family = GaussianFull::new(3);
        let entry = |i: usize, j: usize| v[i] * v[j] + if i == j { c * c } else { 0.0 };
        let covariance: Vec<Vec<f64>> = (0..3).map(|i| (0..3).map(|j| entry(i, j)).collect()).collect();
        let natural = family.natural_of(&mean, &covariance).unwrap();
        let m = family.mean_parameters(&natural).unwrap();
        let (of_mean, of_covariance) = family.mean_and_covariance(&family.natural_parameters(&m).unwrap()).unwrap();
        let largest = c * c + v.iter().map(|v| v * v).sum::<f64>();
        let second = m.iter().fold(0.0, |size: f64, m| size.max(m.abs()));
        let condition = largest / (c * c);
        // |Λμ| times the error of Σ is the mean's.
        let of_sigma = 16.0 * f64::EPSILON * (second + condition * largest);
        let length = mean.iter().map(|m| m * m).sum::<f64>().sqrt();
        for i in 0..3 {
            prop_assert!((of_mean[i] - mean[i]).abs() <= of_sigma * (1.0 + length / (c * c)));
            for j in 0..3 {
                prop_assert!((of_covariance[i][j] - covariance[i][j]).abs() <= of_sigma * condition);
            }
        }
    }
}

#[test]
fn boundaries_are_refused_and_named() {
    let message = |result: reference::Result<Vec<f64>>| result.unwrap_err().to_string();
    assert!(message(Poisson::new(2).natural_parameters(&[1.0, 0.0])).starts_with("mean[1] is 0"));
    assert!(message(Categorical::new(vec![2]).natural_parameters(&[1.0, 0.0])).starts_with("mean[1] is 0"));
    assert!(message(Categorical::new(vec![2]).natural_parameters(&[0.7, 0.4])).starts_with("mean of variable 0 sums"));
    for p in [0.0, 1.0, -0.5, f64::NAN] {
        assert!(message(Bernoulli.natural_parameters(&[p])).starts_with("mean[0] is"));
    }
    assert!(message(Exponential.natural_parameters(&[0.0])).starts_with("mean[0] is 0"));
    assert!(message(Exponential.mean_parameters(&[0.0])).starts_with("natural[0] is 0"));
    assert!(message(Gamma.natural_parameters(&[0.0, 1.0])).starts_with("mean[0] is 0"));
    assert!(message(Gamma.natural_parameters(&[0.0, -1.0])).starts_with("mean[1] is -1"));
    assert!(message(Gamma.natural_parameters(&[0.0, 0.0])).starts_with("mean[1] is 0"));
    // The logarithms differ by twice the distance of doubles, and by 1e-13, where those are 1.1e-13 apart.
    assert!(message(Gamma.natural_parameters(&[0.0, 1.0 + 2.0 * f64::EPSILON])).starts_with("mean[0] is 0"));
    assert!(message(Gamma.natural_parameters(&[700.0 - 1e-13, 700.0_f64.exp()])).starts_with("mean[0] is 6"));
    assert!(message(Gamma.mean_parameters(&[1.0, 2.0])).starts_with("natural[1] is 2"));
    let sphere = VonMisesFisher::new(3).unwrap();
    assert!(message(sphere.natural_parameters(&[1.0, 0.0, 0.0])).starts_with("|mean| is 1"));
    assert!(message(sphere.natural_parameters(&[0.0, f64::NAN, 0.0])).starts_with("mean[1] is NaN"));
    assert!(message(sphere.sufficient_statistics(&[1.0, 1.0, 0.0])).starts_with("|x|² is 2"));
    assert!(VonMisesFisher::new(1).is_err());
    let full = GaussianFull::new(1);
    assert!(matches!(full.natural_parameters(&[1.0, 1.0]), Err(Error::NotPositiveDefinite { .. })));
    assert!(matches!(full.mean_parameters(&[1.0, 0.5]), Err(Error::NotPositiveDefinite { .. })));
    assert!(message(Poisson::new(1).mean_parameters(&[1e3])).contains("cannot be represented"));
    assert!(PseudoObservations::new(&Poisson::new(1), vec![1.0], -1.0).is_err());
}

#[test]
fn the_inverse_reaches_the_edges_of_the_interior() {
    // κ of the largest double below 1: (D - 1)/(2(1 - r)).
    let sphere = VonMisesFisher::new(3).unwrap();
    let natural = sphere.natural_parameters(&[1.0_f64.next_down(), 0.0, 0.0]).unwrap();
    assert!((natural[0] * f64::EPSILON / 2.0 - 1.0).abs() < 1e-14, "{natural:?}");
    let natural = sphere.natural_parameters(&[0.0, 1e-300, 0.0]).unwrap();
    assert!((natural[1] / 3e-300 - 1.0).abs() < 1e-15, "{natural:?}");
    for a in [1e-100, 1e100] {
        let natural = Gamma.natural_parameters(&[-1.0 / a - 1.0, 1.0]);
        // log 1 + 1/a + 1 = s, and a shape of about 1/(2s) to 1/s.
        let shape = natural.unwrap()[0];
        assert!(shape * (1.0 + 1.0 / a) >= 0.5 && shape * (1.0 + 1.0 / a) <= 1.0);
    }
}
