//! The conjugate distributions by themselves: normalisers and modes in closed form, divergences against those of `divergence`, which are
//! computed from other formulas.

use std::f64::consts::{LN_2, PI, TAU};

use reference::{
    CategoricalPrior, PoissonPrior,
    conjugate::{ConjugateDistribution, ConjugatePrior, DirichletDistribution},
    divergence::{self, kl},
    exponential_family::PseudoObservations,
    prior::{
        DirichletLevels, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaDiagonal,
        NormalInverseGammaSpherical, NormalInverseWishart,
    },
};

fn assert_close(computed: f64, expected: f64) {
    let allowed = 1e-14 * expected.abs().max(1.0);
    assert!((computed - expected).abs() <= allowed, "{computed} against {expected}");
}

fn psi() -> Vec<Vec<f64>> {
    vec![vec![2.0, 0.5], vec![0.5, 1.0]]
}

fn normal(mean: [f64; 2], precision: f64) -> Normal {
    Normal::new(mean.to_vec(), precision, "prior", "precision").unwrap()
}

fn wishart(mean: [f64; 2], kappa: f64, nu: f64) -> NormalInverseWishart {
    NormalInverseWishart::new(mean.to_vec(), kappa, nu, &psi()).unwrap()
}

#[test]
fn a_dirichlet_distribution_read_twice() {
    let alpha = vec![vec![2.0, 3.0], vec![1.0, 1.0, 2.0]];
    let mean = CategoricalPrior::Dirichlet(DirichletLevels::new(alpha.clone()).unwrap());
    let natural = CategoricalPrior::Natural(NaturalCategorical::new(alpha.clone()).unwrap());
    let distribution = mean.distribution();
    assert_eq!(distribution.concentration(), alpha);
    assert_eq!(natural.distribution(), distribution);
    // Γ(2)Γ(3)/Γ(5) = 1/12 and Γ(1)Γ(1)Γ(2)/Γ(4) = 1/6.
    assert_close(distribution.log_normaliser(), -72.0_f64.ln());
    assert_eq!(mean.mode(&distribution).unwrap(), [vec![1.0 / 3.0, 2.0 / 3.0], vec![0.0, 0.0, 1.0]]);
    assert_eq!(natural.mode(&distribution).unwrap(), [vec![0.4, 0.6], vec![0.25, 0.25, 0.5]]);
    let pseudo = distribution.pseudo_observations().unwrap();
    assert_eq!(pseudo.iter().map(|pseudo| pseudo.count).collect::<Vec<_>>(), [5.0, 4.0]);
    assert_eq!(pseudo.iter().map(|pseudo| pseudo.statistics.clone()).collect::<Vec<_>>(), alpha);
}

#[test]
fn a_gamma_distribution_read_twice() {
    let mean = PoissonPrior::Gamma(Gamma::new(vec![3.0, 1.0], vec![2.0, 0.5]).unwrap());
    let distribution = mean.distribution();
    assert_eq!((distribution.shape(), distribution.rate()), (&[3.0, 1.0][..], &[2.0, 0.5][..]));
    // log Γ(3)/2³ + log Γ(1)/0.5.
    assert_close(distribution.log_normaliser(), -LN_2);
    assert_eq!(mean.mode(&distribution).unwrap(), [1.0, 0.0]);
    let below = PoissonPrior::Gamma(Gamma::new(vec![0.5], vec![2.0]).unwrap());
    assert!(below.mode(&below.distribution()).is_err());
    let natural = PoissonPrior::Natural(NaturalPoisson::new(vec![3.0, 1.0], 4.0).unwrap());
    assert_eq!(natural.mode(&natural.distribution()).unwrap(), [0.75, 0.25]);
    let of = |PseudoObservations { statistics, count }: PseudoObservations| (statistics, count);
    let pseudo = natural.distribution().pseudo_observations().unwrap();
    assert_eq!(pseudo.into_iter().map(of).collect::<Vec<_>>(), [(vec![3.0], 4.0), (vec![1.0], 4.0)]);
}

#[test]
fn normal_distributions_with_and_without_a_covariance() {
    let prior = normal([1.0, -2.0], 4.0);
    let distribution = prior.distribution();
    // κ/2 |m|² + D/2 log(2π/κ).
    assert_close(distribution.log_normaliser(), 10.0 + (TAU / 4.0).ln());
    assert_eq!(ConjugatePrior::mode(&prior, &distribution).unwrap(), [1.0, -2.0]);
    let pseudo = distribution.pseudo_observations().unwrap();
    assert_eq!((pseudo.len(), pseudo[0].count, pseudo[0].statistics.as_slice()), (1, 4.0, &[4.0, -8.0][..]));

    let prior = NormalInverseGammaDiagonal::new(vec![1.0, -2.0], 4.0, 3.0, vec![4.5, 9.0]).unwrap();
    let distribution = prior.distribution();
    assert_eq!((distribution.shape(), distribution.scale()), (3.0, &[4.5, 9.0][..]));
    assert_eq!(distribution.normal().precision(), 4.0);
    assert!(distribution.pseudo_observations().is_none());
    assert_close(distribution.log_normaliser(), 2.0 * LN_2 - 3.0 * 40.5_f64.ln() + (TAU / 4.0).ln());
    // 2b/(2a + P + 2), P = 1.
    assert_eq!(ConjugatePrior::mode(&prior, &distribution).unwrap(), (vec![1.0, -2.0], vec![1.0, 2.0]));

    let prior = NormalInverseGammaSpherical::new(vec![1.0, -2.0], 4.0, 3.0, 5.0).unwrap();
    assert_close(prior.distribution().log_normaliser(), LN_2 - 3.0 * 5.0_f64.ln() + (TAU / 4.0).ln());
    assert_eq!(ConjugatePrior::mode(&prior, &prior.distribution()).unwrap(), (vec![1.0, -2.0], vec![1.0]));

    let prior = wishart([1.0, -2.0], 4.0, 4.0);
    let distribution = prior.distribution();
    assert_eq!(distribution.degrees_of_freedom(), 4.0);
    assert!(distribution.pseudo_observations().is_none());
    // νD/2 log 2 + log Γ_2(2) - ν/2 log|Ψ| + D/2 log(2π/κ), with Γ_2(2) = π/2 and |Ψ| = 7/4.
    let expected = 4.0 * LN_2 + (PI / 2.0).ln() - 2.0 * 1.75_f64.ln() + (TAU / 4.0).ln();
    assert_close(distribution.log_normaliser(), expected);
    let (mean, covariance) = ConjugatePrior::mode(&prior, &distribution).unwrap();
    assert_eq!(mean, [1.0, -2.0]);
    // Ψ/(ν + D + 2).
    for (computed, expected) in covariance.iter().flatten().zip(psi().iter().flatten()) {
        assert_close(*computed, expected / 8.0);
    }
}

/// In three dimensions: `νD/2 log 2 + log Γ_3(5/2) - ν/2 log|Ψ| + D/2 log(2π/κ)`, `Γ_3(5/2) = π^(3/2) Γ(5/2) Γ(2) Γ(3/2) = 3π^(5/2)/8`, and
/// `Ψ/(ν + D + 2)`.
#[test]
fn a_wishart_distribution_in_three_dimensions() {
    let scale = [vec![2.0, 0.0, 0.0], vec![0.0, 3.0, 0.0], vec![0.0, 0.0, 5.0]];
    let prior = NormalInverseWishart::new(vec![0.0; 3], 4.0, 5.0, &scale).unwrap();
    let distribution = prior.distribution();
    let expected = 7.5 * LN_2 + (3.0 / 8.0 * PI.powf(2.5)).ln() - 2.5 * 30.0_f64.ln() + 1.5 * (TAU / 4.0).ln();
    assert_close(distribution.log_normaliser(), expected);
    let (_, covariance) = ConjugatePrior::mode(&prior, &distribution).unwrap();
    assert_close(covariance[1][1], 0.3);
}

/// `κ'/κ - 1 - log(κ'/κ)`.
fn of_precisions(kappa: f64, other: f64) -> f64 {
    other / kappa - 1.0 - (other / kappa).ln()
}

#[test]
fn divergences_of_normals() {
    for (kappa, other) in [(4.0, 4.0), (4.0, 1.0), (1.0, 4.0), (1.0, 0.5), (1.0, 0.625), (3.0, 3e5)] {
        let (p, q) = (normal([1.0, -2.0], kappa).distribution(), normal([1.5, -3.0], other).distribution());
        assert_close(p.divergence(&q), of_precisions(kappa, other) + other / 2.0 * 1.25);
    }
    let apart =
        |kappa, other| normal([0.0; 2], kappa).distribution().divergence(&normal([0.0; 2], other).distribution());
    // v²/2 of v = 2⁻³⁰ (1 - 2v/3), and the ends of the range.
    let v = 2.0_f64.powi(-30);
    assert!((apart(1.0, 1.0 + v) / (v * v / 2.0 * (1.0 - 2.0 * v / 3.0)) - 1.0).abs() < 1e-15);
    assert_close(apart(1e300, 1e-300), 600.0 * std::f64::consts::LN_10 - 1.0);
    assert_eq!(apart(1e-300, 1e300), f64::INFINITY);
}

#[test]
fn divergences_of_gamma_and_dirichlet_distributions() {
    let of = |a: f64, b: f64| divergence::Gamma::new(a, b, "").unwrap();
    let gamma =
        |a: [f64; 2], b: [f64; 2]| PoissonPrior::Gamma(Gamma::new(a.to_vec(), b.to_vec()).unwrap()).distribution();
    for (a, b, other_a, other_b) in [(3.0, 2.0, 1.5, 7.0), (1.5, 7.0, 3.0, 2.0), (20.0, 0.5, 20.0, 0.25)] {
        let computed = gamma([a, 2.0], [b, 3.0]).divergence(&gamma([other_a, 5.0], [other_b, 1.0]));
        assert_close(
            computed,
            kl(&of(a, b), &of(other_a, other_b)).unwrap() + kl(&of(2.0, 3.0), &of(5.0, 1.0)).unwrap(),
        );
    }
    let of = |alpha: &[f64]| divergence::Dirichlet::new(alpha.to_vec(), "").unwrap();
    let (p, q) = ([[2.0, 3.0, 0.5], [1.0, 4.0, 2.0]], [[0.25, 3.0, 6.0], [3.0, 4.0, 1.5]]);
    let both = |rows: [[f64; 3]; 2]| DirichletDistribution::new(rows.iter().map(|row| row.to_vec()).collect());
    for (p, q) in [(p, q), (q, p)] {
        let expected: f64 = p.iter().zip(&q).map(|(p, q)| kl(&of(p), &of(q)).unwrap()).sum();
        assert_close(both(p).divergence(&both(q)), expected);
    }
}

/// A variance is inverse gamma where its precision is gamma; given `σ²`, at the mean precision `a/b`, the means are
/// `κ'a/(2b) |m - m'|² + D/2 (κ'/κ - 1 - log(κ'/κ))` apart.
#[test]
fn divergences_with_unknown_variances() {
    let gamma = |a: f64, b: f64| divergence::Gamma::new(a, b, "").unwrap();
    let of_gamma = |a: f64, b: f64, other_a: f64, other_b: f64| kl(&gamma(a, b), &gamma(other_a, other_b)).unwrap();
    for (kappa, a, other_kappa, other_a) in [(4.0, 3.0, 1.0, 2.0), (0.5, 2.0, 4.0, 7.5), (1.0, 2.0, 1.0, 2.0)] {
        let means = of_precisions(kappa, other_kappa);
        let spherical =
            |mean: [f64; 2], kappa, a, b| NormalInverseGammaSpherical::new(mean.to_vec(), kappa, a, b).unwrap();
        let (p, q) = (spherical([1.0, 2.0], kappa, a, 5.0), spherical([1.5, 0.0], other_kappa, other_a, 3.0));
        let expected = of_gamma(a, 5.0, other_a, 3.0) + means + other_kappa * a / 10.0 * 4.25;
        assert_close(p.distribution().divergence(&q.distribution()), expected);

        let diagonal = |mean: [f64; 2], kappa, a, b: [f64; 2]| {
            NormalInverseGammaDiagonal::new(mean.to_vec(), kappa, a, b.to_vec()).unwrap().distribution()
        };
        let (p, q) =
            (diagonal([1.0, 2.0], kappa, a, [5.0, 0.25]), diagonal([1.5, 0.0], other_kappa, other_a, [3.0, 2.0]));
        let of_blocks = of_gamma(a, 5.0, other_a, 3.0) + of_gamma(a, 0.25, other_a, 2.0);
        let apart = other_kappa * a / 2.0 * (0.25 / 5.0 + 4.0 / 0.25);
        assert_close(p.divergence(&q), of_blocks + means + apart);

        let other_psi = vec![vec![1.0, -0.5], vec![-0.5, 3.0]];
        let of = |mean: &[f64], kappa, nu, psi: &[Vec<f64>]| {
            divergence::NormalInverseWishart::new(mean.to_vec(), kappa, nu, psi, "").unwrap()
        };
        let expected =
            kl(&of(&[1.0, 2.0], kappa, 2.0 * a, &psi()), &of(&[1.5, 0.0], other_kappa, 2.0 * other_a, &other_psi));
        let q = NormalInverseWishart::new(vec![1.5, 0.0], other_kappa, 2.0 * other_a, &other_psi).unwrap();
        assert_close(
            wishart([1.0, 2.0], kappa, 2.0 * a).distribution().divergence(&q.distribution()),
            expected.unwrap(),
        );
    }
}
