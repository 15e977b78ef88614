//! Where input ends to be good or a result to be representable: the last that is taken and the first that is not.

use reference::{
    Categorical, Diagonal, Enumeration, Error, Gaussian, Identity, Mixture, Moment, Observations, Poisson,
    PoissonPrior, Prior, bound,
    prior::{Dirichlet, Gamma, Normal},
    trajectory,
};

fn counts(rows: usize) -> Observations {
    Observations::from_rows(&(0..rows).map(|n| vec![(n % 3) as f64]).collect::<Vec<_>>(), None).unwrap()
}

/// How many terms an enumeration has, over components of different concentrations: `K^N`.
fn terms(rows: usize, components: usize) -> Result<u128, Error> {
    let concentration = (0..components).map(|k| 1.0 + k as f64).collect();
    let prior = Prior {
        weights: Some(Dirichlet::new(concentration, "prior.weights.dirichlet").unwrap()),
        components: Some(PoissonPrior::Gamma(Gamma::new(vec![2.0], vec![1.0]).unwrap())),
    };
    Enumeration::<Poisson>::plan(&counts(rows), &1, &prior, components).map(|plan| plan.terms())
}

#[test]
fn an_enumeration_takes_its_limits_and_nothing_beyond() {
    assert_eq!(terms(20, 2).unwrap(), 1 << 20);
    assert_eq!(terms(12, 4).unwrap(), Enumeration::<Poisson>::MOST_TERMS);
    // Twice the sets with few terms; four times the terms with few sets.
    let too_many = |terms, sets| Error::TooManyTerms { terms, sets, most_terms: 1 << 24, most_sets: 1 << 20 };
    assert_eq!(terms(21, 2).unwrap_err(), too_many(1 << 21, 1 << 21));
    assert_eq!(terms(13, 4).unwrap_err(), too_many(1 << 26, 1 << 13));
}

/// A variance of 1e600 is beyond binary64, and so is a mean of two counts whose sum is.
#[test]
fn a_parameter_beyond_binary64_is_an_error() {
    let data = Observations::from_rows(&[vec![1e300], vec![-1e300], vec![3e299]], None).unwrap();
    let components = Gaussian::new(vec![vec![0.0]], Diagonal::new(vec![vec![1e300]], 1, 1).unwrap()).unwrap();
    let run = trajectory(&data, Mixture::new(vec![1.0], components).unwrap(), &Prior::default(), 1, &[]);
    assert!(run.unwrap_err().to_string().starts_with("components[0].covariance[0] is inf"));
    let data = Observations::from_rows(&[vec![1e308], vec![1.5e308]], None).unwrap();
    let mixture = Mixture::new(vec![1.0], Poisson::new(vec![vec![1e308]]).unwrap()).unwrap();
    let quantity = "a parameter of the M-step".to_owned();
    let expected = Error::NotRepresentable { quantity, moment: Moment::Iteration(1) };
    assert_eq!(trajectory(&data, mixture, &Prior::default(), 1, &[]).unwrap_err(), expected);
}

#[test]
fn a_prior_of_another_shape_is_refused() {
    let data = Observations::from_rows(&[vec![1.0, 0.0], vec![0.0, 1.0]], None).unwrap();
    let normal = Prior { weights: None, components: Some(Normal::new(vec![0.0], 1.0, "prior", "precision").unwrap()) };
    let mixture = Mixture::new(vec![1.0], Gaussian::new(vec![vec![0.0, 1.0]], Identity).unwrap()).unwrap();
    assert!(trajectory(&data, mixture, &normal, 1, &[]).unwrap_err().to_string().contains("expected 2"));
    let levels = reference::prior::DirichletLevels::new(vec![vec![1.0, 1.0]]).unwrap();
    let prior = Prior { weights: None, components: Some(reference::CategoricalPrior::Dirichlet(levels)) };
    let tables = vec![vec![vec![0.5, 0.5], vec![0.25, 0.75]]];
    let mixture = Mixture::new(vec![1.0], Categorical::new(vec![2, 2], tables).unwrap()).unwrap();
    assert!(trajectory(&data, mixture, &prior, 1, &[]).unwrap_err().to_string().contains("expected 2"));
}

/// Of an observation that no component can have made there is no posterior, and so no distance from it.
#[test]
fn an_impossible_observation_has_no_divergence_from_the_posterior() {
    let mixture = Mixture::new(vec![0.5, 0.5], Poisson::new(vec![vec![0.0], vec![0.0]]).unwrap()).unwrap();
    let q = faer::mat![[0.5, 0.25], [0.5, 0.75]];
    let divergence = |weights: &[f64]| {
        let data = Observations::from_rows(&[vec![0.0], vec![2.0]], Some(weights)).unwrap();
        bound(&data, &mixture, &Prior::default(), q.as_ref()).unwrap().kl
    };
    assert_eq!(divergence(&[1.0, 1.0]), None);
    // Where it has no weight it is not asked. KL of (1/2, 1/2) from itself.
    assert_eq!(divergence(&[1.0, 0.0]), Some(0.0));
}
