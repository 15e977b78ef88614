//! The sampler, draw by draw: each distribution is built of others as its formula says, so equal seeds give the same draw by both ways.

use reference::{
    CategoricalPrior, Error, PoissonPrior, Prior,
    prior::{
        Dirichlet, DirichletLevels, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaSpherical,
        NormalInverseWishart,
    },
    sampler::{ComponentPrior, Draw, Sampler, draw},
};

fn process<P: ComponentPrior>(components: P) -> Draw<P::Parameters> {
    let weights = Some(Dirichlet::new(vec![4.0, 6.0], "prior.weights.dirichlet").unwrap());
    draw(&Prior { weights, components: Some(components) }, 40, 60).unwrap()
}

/// `Gamma(φ, ν)` and the prior of `log λ` with `φ` and `ν` are one distribution, and either is its family's.
#[test]
fn two_readings_of_rates_are_drawn_alike() {
    let gamma = || Gamma::new(vec![2.5, 7.0], vec![0.5, 0.5]).unwrap();
    let natural = || NaturalPoisson::new(vec![2.5, 7.0], 0.5).unwrap();
    let expected = process(gamma());
    assert!(expected.parameters.iter().all(|rates| rates.len() == 2 && rates[0] != rates[1]));
    assert_eq!(process(natural()), expected);
    assert_eq!(process(PoissonPrior::Gamma(gamma())), expected);
    assert_eq!(process(PoissonPrior::Natural(natural())), expected);
}

/// `Dir(φ)`, and the prior of the logits with `φ`.
#[test]
fn two_readings_of_probabilities_are_drawn_alike() {
    let concentrations = || vec![vec![2.5, 7.0, 1.0], vec![0.5, 3.0]];
    let levels = || DirichletLevels::new(concentrations()).unwrap();
    let natural = || NaturalCategorical::new(concentrations()).unwrap();
    let expected = process(levels());
    assert!(expected.parameters.iter().all(|tables| tables.len() == 2 && tables[0].len() == 3));
    assert_eq!(process(natural()), expected);
    assert_eq!(process(CategoricalPrior::Dirichlet(levels())), expected);
    assert_eq!(process(CategoricalPrior::Natural(natural())), expected);
}

#[test]
fn a_mean_is_so_many_deviations_from_its_expectation() {
    let normal = Normal::new(vec![3.0, -2.0], 4.0, "prior", "precision").unwrap();
    let z = Sampler::new(5).normals(2);
    assert_eq!(normal.parameters(&mut Sampler::new(5)).unwrap(), [3.0 + z[0] / 2.0, -2.0 + z[1] / 2.0]);
    assert_eq!(normal.observation(&vec![7.0, 8.0], &mut Sampler::new(5)).unwrap(), [7.0 + z[0], 8.0 + z[1]]);
}

/// `μ = m0 + B z/√κ`, `x = μ + B z`.
#[test]
fn a_covariance_moves_means_and_observations_by_its_factor() {
    let scale = vec![vec![2.0, 0.5], vec![0.5, 1.0]];
    let prior = NormalInverseWishart::new(vec![3.0, -2.0], 4.0, 5.0, &scale).unwrap();
    let mut sampler = Sampler::new(5);
    let factor = sampler.inverse_wishart_factor(5.0, &scale).unwrap();
    let moved = |mean: [f64; 2], scale: f64, z: &[f64]| {
        let step = |d: usize| factor[d][0] * z[0] + factor[d][1] * z[1];
        [mean[0] + scale * step(0), mean[1] + scale * step(1)]
    };
    let close = |computed: &[f64], expected: [f64; 2]| {
        let off = computed.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(off < 1e-14, "{computed:?} {expected:?}");
    };
    let drawn = prior.parameters(&mut Sampler::new(5)).unwrap();
    close(&drawn.mean, moved([3.0, -2.0], 0.5, &sampler.normals(2)));
    let mean = [drawn.mean[0], drawn.mean[1]];
    close(&prior.observation(&drawn, &mut Sampler::new(6)).unwrap(), moved(mean, 1.0, &Sampler::new(6).normals(2)));
}

/// `b/Gamma(a, 1)`, by logarithms where the shape is below 1.
#[test]
fn an_inverse_gamma_draw_is_the_inverse_of_a_gamma_draw() {
    for shape in [0.05, 0.9, 1.0, 40.0] {
        let (mut one, mut other) = (Sampler::new(9), Sampler::new(9));
        for _ in 0..20 {
            let (inverse, gamma) = (one.inverse_gamma(shape, 3.0).unwrap(), other.gamma(shape, 1.0).unwrap());
            assert!((inverse * gamma / 3.0 - 1.0).abs() < 1e-12, "{shape}: {inverse} {gamma}");
        }
    }
    let mut sampler = Sampler::new(9);
    assert!(sampler.gamma(1.0, 0.0).is_err() && sampler.inverse_gamma(1.0, 0.0).is_err());
    assert!(sampler.gamma(0.0, 1.0).is_err() && sampler.inverse_gamma(0.0, 1.0).is_err());
}

/// A scale of 5e-324 over a draw of about a million is below binary64, and no variance.
#[test]
fn a_variance_that_underflows_is_an_error() {
    let prior = NormalInverseGammaSpherical::new(vec![0.0], 1.0, 1e6, 5e-324).unwrap();
    let error = prior.parameters(&mut Sampler::new(1)).unwrap_err();
    assert!(matches!(error, Error::NotRepresentable { .. }), "{error}");
}
