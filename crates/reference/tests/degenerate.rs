//! Degenerate input: a typed error that names what is at fault, or the answer that is owed; never a wrong number.

use reference::{
    Categorical, CategoricalPrior, Diagonal, Error, Full, Gaussian, Identity, Mixture, Moment, Observations, Poisson,
    PoissonPrior, Prior, Spherical, Tied, Wanted, evaluate, maximize,
    prior::{Dirichlet, DirichletLevels, Gamma},
    trajectory,
};

fn observations(rows: &[&[f64]]) -> Observations {
    Observations::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>(), None).unwrap()
}

fn poisson(weights: &[f64], rates: &[f64]) -> Mixture<Poisson> {
    Mixture::new(weights.to_vec(), Poisson::new(rates.iter().map(|&rate| vec![rate]).collect()).unwrap()).unwrap()
}

#[test]
fn an_empty_component_keeps_its_parameters_and_is_reported() {
    let data = observations(&[&[1.0], &[4.0]]);
    let run = trajectory(&data, poisson(&[1.0, 0.0], &[2.0, 7.5]), &Prior::default(), 2, &[2]).unwrap();
    let mixture = &run.recorded[0].1;
    assert_eq!(mixture.weights(), [1.0, 0.0]);
    assert_eq!(mixture.components().rates()[1], [7.5]);
    assert_eq!(run.empty_components, [(1, 1), (2, 1)]);
}

#[test]
fn an_empty_component_has_nothing_to_keep_in_an_m_step_alone() {
    let data = observations(&[&[1.0], &[4.0]]);
    let responsibilities = faer::mat![[1.0, 1.0], [0.0, 0.0]];
    let result = maximize::<Poisson>(&data, &1, responsibilities.as_ref(), &Prior::default());
    assert_eq!(result.unwrap_err(), Error::EmptyComponent { component: 1 });
}

#[test]
fn a_component_far_from_all_data_still_has_its_parameters() {
    // The second component's responsibilities are about exp(-1e6): they underflow, their ratios do not.
    let data = observations(&[&[0.0], &[1.0], &[2.5]]);
    let components = Gaussian::new(vec![vec![1.0], vec![1500.0]], Identity).unwrap();
    let mixture = Mixture::new(vec![0.5, 0.5], components).unwrap();
    let run = trajectory(&data, mixture, &Prior::default(), 1, &[1]).unwrap();
    assert!(run.empty_components.is_empty());
    let mixture = &run.recorded[0].1;
    assert_eq!(mixture.weights()[1], 0.0);
    assert!(mixture.log_weights()[1] < -1e6 && mixture.log_weights()[1].is_finite());
    // Weights exp(1499 x - ...) put it on the largest observation.
    assert_eq!(mixture.components().means()[1], [2.5]);
}

#[test]
fn a_row_of_weight_zero_contributes_nothing_even_where_it_is_impossible() {
    let rows = vec![vec![0.0], vec![3.0], vec![0.0]];
    let data = Observations::from_rows(&rows, Some(&[1.0, 0.0, 1.0])).unwrap();
    let evaluation = evaluate(&data, &poisson(&[1.0], &[0.0]), &Prior::default(), Wanted::ALL).unwrap();
    assert_eq!(evaluation.log_evidence, 0.0);
    assert_eq!(evaluation.log_evidence_terms.unwrap()[1], f64::NEG_INFINITY);
    assert!(trajectory(&data, poisson(&[1.0], &[0.0]), &Prior::default(), 3, &[]).is_ok());
}

#[test]
fn an_impossible_observation_is_minus_infinity_or_an_error() {
    let data = observations(&[&[0.0], &[2.0]]);
    let evaluation = evaluate(&data, &poisson(&[0.5, 0.5], &[0.0, 0.0]), &Prior::default(), Wanted::ALL).unwrap();
    assert_eq!(evaluation.log_evidence, f64::NEG_INFINITY);
    assert!(evaluation.responsibilities.is_none());
    let result = trajectory(&data, poisson(&[0.5, 0.5], &[0.0, 0.0]), &Prior::default(), 1, &[]);
    assert_eq!(result.unwrap_err(), Error::ImpossibleObservation { observation: 1, moment: Moment::Iteration(1) });
}

#[test]
fn reached_covariances_that_are_singular_are_refused() {
    let not_definite = |component| Error::NotPositiveDefinite { component, moment: Moment::Iteration(1) };
    let collinear = observations(&[&[0.1, 0.2], &[0.3, 0.6], &[0.7, 1.4], &[1.1, 2.2], &[1.3, 2.6]]);
    let unit = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
    let full = Gaussian::new(vec![vec![0.0; 2]], Full::new(std::slice::from_ref(&unit), 1, 2).unwrap()).unwrap();
    let run = trajectory(&collinear, Mixture::new(vec![1.0], full).unwrap(), &Prior::default(), 1, &[]);
    assert_eq!(run.unwrap_err(), not_definite(0));
    let tied = Gaussian::new(vec![vec![0.0; 2], vec![1.0; 2]], Tied::new(&unit, 2).unwrap()).unwrap();
    let run = trajectory(&collinear, Mixture::new(vec![0.5, 0.5], tied).unwrap(), &Prior::default(), 1, &[]);
    assert_eq!(run.unwrap_err(), not_definite(0));

    let same = observations(&[&[0.1, 1.0], &[0.1, 2.0], &[0.1, 4.0]]);
    let diagonal = Gaussian::new(vec![vec![0.0; 2]], Diagonal::new(vec![vec![1.0; 2]], 1, 2).unwrap()).unwrap();
    let run = trajectory(&same, Mixture::new(vec![1.0], diagonal).unwrap(), &Prior::default(), 1, &[]);
    assert_eq!(run.unwrap_err(), not_definite(0));

    let twins = observations(&[&[0.1], &[0.1], &[0.1]]);
    let spherical = Gaussian::new(vec![vec![0.0]], Spherical::new(vec![1.0], 1).unwrap()).unwrap();
    let run = trajectory(&twins, Mixture::new(vec![1.0], spherical).unwrap(), &Prior::default(), 1, &[]);
    assert_eq!(run.unwrap_err(), not_definite(0));
    let identity = Gaussian::new(vec![vec![0.0]], Identity).unwrap();
    assert!(trajectory(&twins, Mixture::new(vec![1.0], identity).unwrap(), &Prior::default(), 1, &[]).is_ok());
}

#[test]
fn given_covariances_are_checked() {
    let singular = Full::new(&[vec![vec![1.0, 1.0], vec![1.0, 1.0]]], 1, 2).unwrap_err();
    assert_eq!(singular, Error::NotPositiveDefinite { component: 0, moment: Moment::Given });
    let skew = Full::new(&[vec![vec![1.0, 0.5], vec![0.5_f64.next_up(), 1.0]]], 1, 2).unwrap_err();
    assert!(matches!(skew, Error::NotSymmetric { row: 1, column: 0, .. }), "{skew}");
    assert!(matches!(Spherical::new(vec![-1.0], 1), Err(Error::NotPositiveDefinite { component: 0, .. })));
    assert!(matches!(Diagonal::new(vec![vec![1.0, f64::NAN]], 1, 2), Err(Error::Domain { .. })));
}

#[test]
fn modes_outside_of_the_parameter_space_are_refused() {
    let data = observations(&[&[0.0], &[0.0]]);
    let gamma = PoissonPrior::Gamma(Gamma::new(vec![0.5], vec![1.0]).unwrap());
    let prior = Prior { weights: None, components: Some(gamma) };
    let error = trajectory(&data, poisson(&[1.0], &[1.0]), &prior, 1, &[]).unwrap_err();
    assert!(matches!(error, Error::NoMode { prior: "gamma", .. }), "{error}");

    let weights = Some(Dirichlet::new(vec![0.5, 0.5], "prior.weights.dirichlet").unwrap());
    let prior = Prior { weights, components: None };
    let error = trajectory(&data, poisson(&[1.0, 0.0], &[1.0, 2.0]), &prior, 1, &[]).unwrap_err();
    assert!(matches!(error, Error::NoMode { prior: "dirichlet", .. }), "{error}");

    let levels = DirichletLevels::new(vec![vec![0.5, 0.5]]).unwrap();
    let prior = Prior { weights: None, components: Some(CategoricalPrior::Dirichlet(levels)) };
    let categorical = Categorical::new(vec![2], vec![vec![vec![0.5, 0.5]]]).unwrap();
    let error = trajectory(&data, Mixture::new(vec![1.0], categorical).unwrap(), &prior, 1, &[]).unwrap_err();
    assert!(matches!(error, Error::NoMode { prior: "dirichlet", .. }), "{error}");
}

#[test]
fn bad_observations_are_named() {
    let message =
        |rows: &[Vec<f64>], weights: Option<&[f64]>| Observations::from_rows(rows, weights).unwrap_err().to_string();
    assert!(message(&[vec![1.0], vec![f64::NAN]], None).starts_with("data.observations[1][0] is NaN"));
    assert!(message(&[vec![1.0, 2.0], vec![1.0]], None).starts_with("data.observations[1]: expected 2"));
    assert!(message(&[], None).starts_with("data.observations: there is no row"));
    assert!(message(&[vec![]], None).starts_with("data.observations: the rows are empty"));
    assert!(message(&[vec![1.0]], Some(&[-1.0])).starts_with("data.weights[0] is -1"));
    assert!(message(&[vec![1.0]], Some(&[0.0])).starts_with("data.weights: they sum to 0"));
    assert!(message(&[vec![1.0]], Some(&[1.0, 1.0])).starts_with("data.weights: expected 1"));
    let data = observations(&[&[1.5]]);
    let error = evaluate(&data, &poisson(&[1.0], &[1.0]), &Prior::default(), Wanted::default()).unwrap_err();
    assert!(error.to_string().starts_with("data.observations[0][0] is 1.5: it must be a count"), "{error}");
}

#[test]
fn a_shared_covariance_needs_the_components_only_together() {
    let data = observations(&[&[0.0], &[1.0], &[3.0]]);
    let responsibilities = faer::mat![[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]];
    let maximum = maximize::<Gaussian<Tied>>(&data, &1, responsibilities.as_ref(), &Prior::default()).unwrap();
    assert_eq!(maximum.components().means(), [[0.0], [2.0]]);
    assert_eq!(maximum.components().covariances().matrix()[(0, 0)], 2.0 / 3.0);
    let alone = maximize::<Gaussian<Full>>(&data, &1, responsibilities.as_ref(), &Prior::default()).unwrap_err();
    assert_eq!(alone, Error::NotPositiveDefinite { component: 0, moment: Moment::MStep });
}

/// On a line but for one that has no weight: there is no maximum, whatever rounding leaves of the covariance.
#[test]
fn observations_without_weight_span_nothing() {
    for slope in 1..40 {
        let line = |x: f64| vec![x, x * f64::from(slope) / 64.0];
        let rows = vec![line(1.0), line(7.0), line(30.0), line(5.0), vec![0.5, 100.0]];
        let data = Observations::from_rows(&rows, Some(&[0.1, 0.7, 1.3, 0.3, 0.0])).unwrap();
        let responsibilities = faer::Mat::from_fn(1, 5, |_, _| 1.0);
        let error = maximize::<Gaussian<Full>>(&data, &2, responsibilities.as_ref(), &Prior::default()).unwrap_err();
        assert!(matches!(error, Error::NotPositiveDefinite { .. }), "{error}");
    }
}

#[test]
fn a_flat_prior_of_the_weights_changes_nothing() {
    let data = observations(&[&[0.0], &[1.0]]);
    let initial = || {
        let components = Gaussian::new(vec![vec![0.0], vec![45.0]], Identity).unwrap();
        Mixture::new(vec![0.5, 0.5], components).unwrap()
    };
    let flat = Prior { weights: Some(Dirichlet::new(vec![1.0, 1.0], "").unwrap()), components: None };
    let with = trajectory(&data, initial(), &flat, 3, &[3]).unwrap();
    let without = trajectory(&data, initial(), &Prior::default(), 3, &[3]).unwrap();
    assert!(with.empty_components.is_empty());
    let (with, without) = (&with.recorded[0].1, &without.recorded[0].1);
    for (a, b) in with.components().means().iter().flatten().zip(without.components().means().iter().flatten()) {
        assert!((a - b).abs() < 1e-12, "{a} and {b}");
    }
}

#[test]
fn a_log_evidence_near_zero_keeps_its_digits() {
    let data = observations(&[&[0.0], &[0.0]]);
    let mixture = poisson(&[0.3, 0.45, 0.25], &[1e-6, 1e-6, 1e-6]);
    let evaluation = evaluate(&data, &mixture, &Prior::default(), Wanted::ALL).unwrap();
    assert_eq!(evaluation.log_evidence_terms.unwrap(), [-1e-6, -1e-6]);
    let certain = Categorical::new(vec![1], vec![vec![vec![1.0]]; 3]).unwrap();
    let mixture = Mixture::new(vec![0.3, 0.45, 0.25], certain).unwrap();
    assert_eq!(evaluate(&data, &mixture, &Prior::default(), Wanted::default()).unwrap().log_evidence, 0.0);
}

#[test]
fn a_nearly_collapsed_variance_keeps_its_digits() {
    let (x, y) = (2.011_474_667_126_752_3, -2.811_636_342_797_271_5);
    let data = observations(&[&[x], &[y]]);
    let (tiny, rest) = (1e-48, 0.402_905_867_212_414_4);
    let responsibilities = faer::mat![[tiny, rest], [1.0, 1.0 - rest]];
    let maximum = maximize::<Gaussian<Spherical>>(&data, &1, responsibilities.as_ref(), &Prior::default()).unwrap();
    // Two points with weights a and b: ab/(a+b)² (x - y)², and a is nothing beside b.
    let expected = tiny / rest * (x - y) * (x - y);
    let computed = maximum.components().covariances().variances()[0];
    assert!((computed / expected - 1.0).abs() < 1e-14, "{computed:e} against {expected:e}");
}

#[test]
fn an_undefined_log_joint_does_not_hide_the_rest() {
    let data = observations(&[&[1.0]]);
    let gamma = PoissonPrior::Gamma(Gamma::new(vec![0.5], vec![1.0]).unwrap());
    let prior = Prior { weights: None, components: Some(gamma) };
    let evaluation = evaluate(&data, &poisson(&[1.0], &[0.0]), &prior, Wanted::ALL).unwrap();
    assert_eq!(evaluation.log_evidence, f64::NEG_INFINITY);
    assert!(evaluation.log_joint.is_none());
}
