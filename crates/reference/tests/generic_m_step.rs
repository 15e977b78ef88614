//! The generic M-step (51) against the specialised ones, and EM for families that have no specialised one.
//!
//! Both are given the same responsibilities. `φ_N/ν_N` is a quotient of compensated sums of terms rounded once or twice: a relative error
//! of `4 ε` of `Σ w r |t|/ν_N`, on either side.

use faer::Mat;
use proptest::prelude::*;
use reference::{
    CategoricalPrior, Family, Full, Gaussian, Identity, Observations, PoissonPrior, Prior,
    exponential_family::{
        Categorical, Exponential, ExponentialFamily, Gamma, GaussianFull, GaussianKnownCovariance, NaturalMixture,
        Poisson, PseudoObservations, VonMisesFisher, fit, maximize,
    },
    prior::{NaturalCategorical, NaturalPoisson, Normal},
};

const K: usize = 2;
const EPSILON: f64 = f64::EPSILON;

/// Rows, weights and responsibilities.
fn responsibilities(shares: &[f64]) -> Mat<f64> {
    Mat::from_fn(K, shares.len(), |k, n| if k == 0 { shares[n] } else { 1.0 - shares[n] })
}

fn specialised<F: Family>(
    data: &Observations,
    shape: &F::Shape,
    shares: &Mat<f64>,
    prior: Option<F::Prior>,
) -> reference::Mixture<F> {
    reference::maximize::<F>(data, shape, shares.as_ref(), &Prior { weights: None, components: prior }).unwrap()
}

/// The mean parameters `∇A(θ_k*)` of the generic M-step.
fn generic<F: ExponentialFamily>(
    family: &F,
    data: &Observations,
    shares: &Mat<f64>,
    prior: &PseudoObservations,
) -> Vec<Vec<f64>> {
    let natural = maximize(family, data, shares.as_ref(), prior).unwrap();
    natural.iter().map(|theta| family.mean_parameters(theta).unwrap()).collect()
}

fn assert_near(a: &[f64], b: &[f64], allowed: impl Fn(usize) -> f64) {
    assert_eq!(a.len(), b.len());
    for (i, (a, b)) in a.iter().zip(b).enumerate() {
        assert!((a - b).abs() <= allowed(i), "[{i}]: {a} against {b}");
    }
}

/// Rows of the plane, weights, and the first component's responsibilities.
fn data() -> impl Strategy<Value = (Vec<Vec<f64>>, Vec<f64>, Vec<f64>)> {
    let row = prop::collection::vec(-8.0..8.0_f64, 2);
    prop::collection::vec((row, 0.1..3.0_f64, 0.01..0.99_f64), 6..30).prop_map(|rows| {
        let (rows, rest): (Vec<_>, Vec<_>) = rows.into_iter().map(|(row, w, r)| (row, (w, r))).unzip();
        let (weights, shares) = rest.into_iter().unzip();
        (rows, weights, shares)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gaussian_with_known_covariance((rows, weights, shares) in data(), m0 in -5.0..5.0_f64, kappa in 0.1..9.0_f64) {
        let data = Observations::from_rows(&rows, Some(&weights)).unwrap();
        let shares = responsibilities(&shares);
        let family = GaussianKnownCovariance::new(2);
        let allowed = |_| 8.0 * EPSILON * 8.0;
        let means = generic(&family, &data, &shares, &PseudoObservations::none(&family));
        let maximum = specialised::<Gaussian<Identity>>(&data, &2, &shares, None);
        (0..K).for_each(|k| assert_near(&means[k], &maximum.components().means()[k], allowed));
        // The prior N(m0, I/κ) is φ = κ m0, ν = κ (13).
        let normal = Normal::new(vec![m0, -m0], kappa, "prior", "precision").unwrap();
        let pseudo = PseudoObservations::new(&family, vec![kappa * m0, -kappa * m0], kappa).unwrap();
        let means = generic(&family, &data, &shares, &pseudo);
        let maximum = specialised::<Gaussian<Identity>>(&data, &2, &shares, Some(normal));
        (0..K).for_each(|k| assert_near(&means[k], &maximum.components().means()[k], allowed));
    }

    /// The second moments are at most 64; what `θ*` adds by its own rounding is `κ(Σ) ε |Σ|`.
    #[test]
    fn gaussian_with_full_covariance((rows, weights, shares) in data()) {
        let data = Observations::from_rows(&rows, Some(&weights)).unwrap();
        let shares = responsibilities(&shares);
        let maximum = reference::maximize::<Gaussian<Full>>(&data, &2, shares.as_ref(), &Prior::default()).unwrap();
        let family = GaussianFull::new(2);
        let natural = maximize(&family, &data, shares.as_ref(), &PseudoObservations::none(&family)).unwrap();
        for k in 0..K {
            let sigma = maximum.components().covariances().matrix(k);
            let (trace, determinant) =
                (sigma[(0, 0)] + sigma[(1, 1)], sigma[(0, 0)] * sigma[(1, 1)] - sigma[(0, 1)] * sigma[(0, 1)]);
            let condition = trace * trace / determinant;
            prop_assume!(condition < 1e6);
            let (mean, covariance) = family.mean_and_covariance(&natural[k]).unwrap();
            let of_sigma = 16.0 * EPSILON * (64.0 + condition * trace);
            // μ = Σ(Λμ): Λμ is at most |μ| κ(Σ)/tr Σ, rounded, and Σ as above.
            let of_mean = 16.0 * EPSILON * 16.0 * condition;
            assert_near(&mean, &maximum.components().means()[k], |_| of_mean);
            (0..2).for_each(|i| assert_near(&covariance[i], &[sigma[(i, 0)], sigma[(i, 1)]], |_| of_sigma));
        }
    }

    /// `θ = log λ` is rounded to `ε|θ|`, which `∇A` returns as a relative error of `λ`.
    #[test]
    fn poisson((rows, weights, shares) in data(), phi in 0.1..20.0_f64, nu in 0.1..9.0_f64) {
        let counts: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|x| x.abs().floor() + 1.0).collect()).collect();
        let data = Observations::from_rows(&counts, Some(&weights)).unwrap();
        let shares = responsibilities(&shares);
        let family = Poisson::new(2);
        let allowed = |_| 16.0 * EPSILON * 20.0;
        let rates = generic(&family, &data, &shares, &PseudoObservations::none(&family));
        let maximum = specialised::<reference::Poisson>(&data, &2, &shares, None);
        (0..K).for_each(|k| assert_near(&rates[k], &maximum.components().rates()[k], allowed));
        // The same φ and ν, read as a density of log λ.
        let natural = PoissonPrior::Natural(NaturalPoisson::new(vec![phi, 2.0 * phi], nu).unwrap());
        let pseudo = PseudoObservations::new(&family, vec![phi, 2.0 * phi], nu).unwrap();
        let rates = generic(&family, &data, &shares, &pseudo);
        let maximum = specialised::<reference::Poisson>(&data, &2, &shares, Some(natural));
        let allowed = |_| 16.0 * EPSILON * (20.0 + phi / nu);
        (0..K).for_each(|k| assert_near(&rates[k], &maximum.components().rates()[k], allowed));
    }

    /// `ν` of a variable is the sum of its pseudo-observations; here all variables have the same.
    #[test]
    fn categorical((rows, weights, shares) in data(), phi in 0.1..20.0_f64) {
        let mut levels: Vec<Vec<f64>> =
            rows.iter().map(|row| vec![row[0].abs().floor() % 3.0, row[1].abs().floor() % 2.0]).collect();
        // Every level is seen: a frequency of 0 is the boundary, which no logit reaches.
        levels[0] = vec![0.0, 0.0];
        levels[1] = vec![1.0, 1.0];
        levels[2] = vec![2.0, 0.0];
        let data = Observations::from_rows(&levels, Some(&weights)).unwrap();
        let shares = responsibilities(&shares);
        let (shape, family) = (vec![3, 2], Categorical::new(vec![3, 2]));
        let allowed = |_| 32.0 * EPSILON;
        let flat = |p: &[Vec<f64>]| p.concat();
        let means = generic(&family, &data, &shares, &PseudoObservations::none(&family));
        let maximum = specialised::<reference::Categorical>(&data, &shape, &shares, None);
        (0..K).for_each(|k| assert_near(&means[k], &flat(&maximum.components().probabilities()[k]), allowed));
        let pseudo = vec![vec![phi, 2.0 * phi, 3.0 * phi], vec![2.0 * phi, 4.0 * phi]];
        let natural = CategoricalPrior::Natural(NaturalCategorical::new(pseudo.clone()).unwrap());
        let pseudo = PseudoObservations::new(&family, pseudo.concat(), 6.0 * phi).unwrap();
        let means = generic(&family, &data, &shares, &pseudo);
        let maximum = specialised::<reference::Categorical>(&data, &shape, &shares, Some(natural));
        (0..K).for_each(|k| assert_near(&means[k], &flat(&maximum.components().probabilities()[k]), allowed));
    }

    #[test]
    fn a_mixture_of_gammas_never_gets_worse(
        slow in prop::collection::vec(0.05..2.0_f64, 8..30), fast in prop::collection::vec(5.0..30.0_f64, 8..30),
    ) {
        let rows: Vec<Vec<f64>> = slow.iter().chain(&fast).map(|&x| vec![x]).collect();
        let data = Observations::from_rows(&rows, None).unwrap();
        never_gets_worse(&Gamma, &data, vec![vec![1.0, -1.0], vec![5.0, -0.4]], None);
        never_gets_worse(&Exponential, &data, vec![vec![-1.0], vec![-0.1]], None);
        // Two observations that were never made: of log 1 and log 4, and their sum.
        let pseudo = PseudoObservations::new(&Gamma, vec![4.0_f64.ln(), 5.0], 2.0).unwrap();
        never_gets_worse(&Gamma, &data, vec![vec![1.0, -1.0], vec![5.0, -0.4]], Some(pseudo));
    }

    #[test]
    fn a_mixture_of_directions_never_gets_worse(points in prop::collection::vec(prop::collection::vec(-1.0..1.0_f64, 3), 10..40)) {
        let rows: Vec<Vec<f64>> = (points.iter().enumerate())
            .map(|(n, point)| {
                let moved: Vec<f64> = point.iter().enumerate()
                    .map(|(d, x)| x + if d == n % 2 { 2.0 } else { 0.0 }).collect();
                let norm = moved.iter().map(|x| x * x).sum::<f64>().sqrt();
                moved.iter().map(|x| x / norm).collect()
            })
            .collect();
        let data = Observations::from_rows(&rows, None).unwrap();
        let sphere = VonMisesFisher::new(3).unwrap();
        never_gets_worse(&sphere, &data, vec![vec![3.0, 0.0, 0.1], vec![0.0, 2.0, -0.1]], None);
    }
}

/// The objective falls by rounding only, a few ulp of the sum of the magnitudes added; and it rises at all.
fn never_gets_worse<F: ExponentialFamily>(
    family: &F,
    data: &Observations,
    natural: Vec<Vec<f64>>,
    prior: Option<PseudoObservations>,
) {
    let initial = NaturalMixture::new(family, vec![0.5; natural.len()], natural).unwrap();
    let prior = prior.unwrap_or_else(|| PseudoObservations::none(family));
    let fitted = fit(family, data, initial, &prior, 25).unwrap();
    let rounding = |pair: &[f64]| 64.0 * EPSILON * (pair[0].abs() + 10.0 * data.count() as f64);
    assert!(fitted.objective.windows(2).all(|pair| pair[1] >= pair[0] - rounding(pair)), "{:?}", fitted.objective);
    assert!(fitted.objective[25] > fitted.objective[0]);
    assert!((fitted.mixture.weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
}

#[test]
fn what_has_no_maximum_is_refused() {
    let data = Observations::from_rows(&[vec![2.0], vec![2.0]], None).unwrap();
    let all = Mat::from_fn(1, 2, |_, _| 1.0);
    let message = |error: reference::Error| error.to_string();
    // Two equal numbers: the gamma likelihood grows without bound as the shape does.
    let error = maximize(&Gamma, &data, all.as_ref(), &PseudoObservations::none(&Gamma)).unwrap_err();
    assert!(message(error).starts_with("components[0]: mean[0]"));
    let full = GaussianFull::new(1);
    let error = maximize(&full, &data, all.as_ref(), &PseudoObservations::none(&full)).unwrap_err();
    assert_eq!(error, reference::Error::NotPositiveDefinite { component: 0, moment: reference::Moment::MStep });
    let none = Mat::from_fn(2, 2, |k, _| 1.0 - k as f64);
    let error = maximize(&Exponential, &data, none.as_ref(), &PseudoObservations::none(&Exponential)).unwrap_err();
    assert_eq!(error, reference::Error::EmptyComponent { component: 1 });
}

#[test]
fn no_iteration_is_none() {
    let data = Observations::from_rows(&[vec![2.0], vec![7.0]], None).unwrap();
    let mixture = || NaturalMixture::new(&Exponential, vec![0.25, 0.75], vec![vec![-1.0], vec![-0.1]]).unwrap();
    let after =
        |iterations| fit(&Exponential, &data, mixture(), &PseudoObservations::none(&Exponential), iterations).unwrap();
    let (none, one) = (after(0), after(1));
    assert_eq!((none.mixture.weights, none.mixture.natural), (mixture().weights, mixture().natural));
    assert_eq!(none.objective.len(), 1);
    assert_eq!((one.objective.len(), one.objective[0]), (2, none.objective[0]));
    let error = PseudoObservations::none(&Exponential).mode(&Exponential).unwrap_err();
    assert!(error.to_string().starts_with("the pseudo-count is 0"), "{error}");
}
