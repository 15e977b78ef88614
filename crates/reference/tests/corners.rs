//! What a mutant was once needed to show: small statements that no case of the suite makes.

use reference::{
    Categorical, Error, Full, Gaussian, Identity, Mixture, Moment, Observations, Poisson, PoissonPrior, Prior,
    Spherical, Wanted,
    bound::Guess,
    divergence::{self, kl},
    evaluate, maximize,
    prior::{Dirichlet, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaSpherical},
    trajectory, variational,
};

fn observations(rows: &[[f64; 2]], weights: Option<&[f64]>) -> Observations {
    Observations::from_rows(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>(), weights).unwrap()
}

fn poisson(rates: &[f64]) -> Mixture<Poisson> {
    let weights = vec![1.0 / rates.len() as f64; rates.len()];
    Mixture::new(weights, Poisson::new(rates.iter().map(|&rate| vec![rate]).collect()).unwrap()).unwrap()
}

fn counts(counts: &[f64]) -> Observations {
    Observations::from_rows(&counts.iter().map(|&x| vec![x]).collect::<Vec<_>>(), None).unwrap()
}

fn gamma(shape: f64) -> Option<PoissonPrior> {
    Some(PoissonPrior::Gamma(Gamma::new(vec![shape], vec![1.0]).unwrap()))
}

#[test]
fn the_forms_of_the_bound_agree_under_a_prior() {
    let (data, mixture) = (counts(&[0.0, 3.0, 7.0]), poisson(&[2.0, 6.5]));
    let weights = Some(Dirichlet::new(vec![3.0, 4.0], "prior.weights.dirichlet").unwrap());
    let prior = Prior { weights, components: gamma(2.5) };
    let q = faer::mat![[0.5, 0.75, 0.125], [0.5, 0.25, 0.875]];
    let guess = Guess::new(&data, &mixture, &prior, q.as_ref()).unwrap();
    assert!(mixture.log_prior(&prior).abs() > 1.0);
    for form in [guess.expected_joint_plus_entropy(), guess.joint_minus_kl(), guess.likelihood_minus_kl_to_prior()] {
        assert!((form / guess.jensen() - 1.0).abs() < 1e-14, "{form} {}", guess.jensen());
    }
}

/// `kl(N(0, A) ‖ N(0, B)) = v²/2 (1 - 2v/3)` for `A = (1 + v) B` in the plane: its own digits next to 0.
#[test]
fn all_but_equal_covariances_have_their_divergence() {
    let scaled = |by: f64| vec![vec![2.0 * by, by], vec![by, 2.0 * by]];
    let of = |covariance: &[Vec<f64>]| divergence::Gaussian::new(vec![0.0; 2], covariance, "").unwrap();
    for v in [2.0_f64.powi(-42), 2.0_f64.powi(-52)] {
        let computed = kl(&of(&scaled(1.0 + v)), &of(&scaled(1.0))).unwrap();
        assert!((computed / (v * v / 2.0 * (1.0 - 2.0 * v / 3.0)) - 1.0).abs() < 1e-14, "{computed:e}");
    }
}

#[test]
fn members_of_a_family_are_equal_where_all_numbers_are() {
    let unit = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
    let gaussian = |mean: f64| divergence::Gaussian::new(vec![mean, 0.0], &unit, "").unwrap();
    assert_eq!(gaussian(1.0), gaussian(1.0));
    assert_ne!(gaussian(1.0), gaussian(2.0));
    let wishart = |mean: f64, kappa: f64, nu: f64| {
        divergence::NormalInverseWishart::new(vec![mean, 0.0], kappa, nu, &unit, "").unwrap()
    };
    assert_eq!(wishart(1.0, 2.0, 3.0), wishart(1.0, 2.0, 3.0));
    for other in [wishart(2.0, 2.0, 3.0), wishart(1.0, 1.0, 3.0), wishart(1.0, 2.0, 4.0)] {
        assert_ne!(wishart(1.0, 2.0, 3.0), other);
    }
    assert!(divergence::Dirichlet::new(vec![], "q").is_err());
}

#[test]
fn errors_say_when() {
    let text = |moment| Error::NotPositiveDefinite { component: 3, moment }.to_string();
    assert!(text(Moment::Given).ends_with("as given"));
    assert!(text(Moment::MStep).ends_with("in the M-step"));
    assert!(text(Moment::Iteration(7)).ends_with("in iteration 7"));
}

#[test]
fn a_log_joint_that_is_undefined_at_first_says_so() {
    let prior = Prior { weights: None, components: gamma(0.5) };
    let error = trajectory(&counts(&[1.0]), poisson(&[0.0]), &prior, 1, &[]).unwrap_err();
    assert_eq!(error, Error::NotRepresentable { quantity: "the log joint".to_owned(), moment: Moment::Given });
}

/// Three blocks of observations.
#[test]
fn the_log_evidence_of_many_blocks_is_the_sum_of_its_terms() {
    let data = counts(&(0..1500).map(|n| f64::from(n * 7 % 13)).collect::<Vec<_>>());
    let evaluation = evaluate(&data, &poisson(&[2.0, 6.5]), &Prior::default(), Wanted::ALL).unwrap();
    let terms: f64 = evaluation.log_evidence_terms.unwrap().iter().sum();
    assert!((evaluation.log_evidence / terms - 1.0).abs() < 1e-12 && terms < -1500.0);
}

/// Collinear observations have no covariance, whoever else is there with no weight or no part in the component.
#[test]
fn who_has_no_part_does_not_span() {
    let rows = [[1.0, 3.0], [2.0, 6.0], [4.0, 12.0], [5.0, 1.0], [1.0, 7.0], [6.0, 6.0], [7.0, 5.5]];
    let mut responsibilities = faer::mat![[1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0]];
    let error = |responsibilities: faer::MatRef<'_, f64>, weights: Option<&[f64]>| {
        let data = observations(&rows, weights);
        maximize::<Gaussian<Full>>(&data, &2, responsibilities, &Prior::default()).unwrap_err()
    };
    let expected = Error::NotPositiveDefinite { component: 0, moment: Moment::MStep };
    assert_eq!(error(responsibilities.as_ref(), None), expected);
    // The fourth row belongs to the first component and lies off its line, but has no weight.
    responsibilities[(0, 3)] = 1.0;
    responsibilities[(1, 3)] = 0.0;
    assert_eq!(error(responsibilities.as_ref(), Some(&[1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0])), expected);
}

#[test]
fn the_mode_of_no_counts_under_a_flat_density_is_0() {
    let prior = Prior { weights: None, components: gamma(1.0) };
    let run = trajectory(&counts(&[0.0, 0.0]), poisson(&[0.5]), &prior, 1, &[1]).unwrap();
    assert_eq!(run.recorded[0].1.components().rates(), [[0.0]]);
    // log of b exp(-bλ) at 0, for b = 1; and of λ exp(-λ).
    assert_eq!(run.recorded[0].1.log_prior(&prior), 0.0);
    assert_eq!(poisson(&[0.0]).log_prior(&Prior { weights: None, components: gamma(2.0) }), f64::NEG_INFINITY);
}

#[test]
fn priors_of_another_shape_are_refused() {
    let refused =
        |prior: Prior<PoissonPrior>| trajectory(&counts(&[1.0]), poisson(&[0.5, 1.0]), &prior, 1, &[]).is_err();
    let weights = |alpha: Vec<f64>| Prior { weights: Some(Dirichlet::new(alpha, "").unwrap()), components: None };
    assert!(refused(weights(vec![1.0; 3])) && !refused(weights(vec![1.0; 2])));
    let two = PoissonPrior::Gamma(Gamma::new(vec![1.0; 2], vec![1.0; 2]).unwrap());
    assert!(refused(Prior { weights: None, components: Some(two) }));
    let two = PoissonPrior::Natural(NaturalPoisson::new(vec![1.0; 2], 1.0).unwrap());
    assert!(refused(Prior { weights: None, components: Some(two) }));
    assert!(NormalInverseGammaSpherical::new(vec![0.0], 1.0, 0.0, 1.0).is_err());
    let three = NaturalCategorical::new(vec![vec![1.0; 3]]).unwrap();
    assert!(three.check(&[3]).is_ok() && three.check(&[2]).is_err() && three.check(&[3, 3]).is_err());
}

/// The second component explains the second row better by 5e11 nats.
#[test]
fn variational_responsibilities_do_not_overflow() {
    let data = counts(&[0.0, 1e6]);
    let prior = Prior {
        weights: Some(Dirichlet::new(vec![1.0, 1.0], "").unwrap()),
        components: Some(Normal::new(vec![0.0], 1e-6, "", "precision").unwrap()),
    };
    let given = faer::mat![[0.75, 0.25], [0.25, 0.75]];
    let run = variational::<Gaussian<Identity>>(&data, &1, &prior, given.as_ref(), 20).unwrap();
    assert_eq!(run.responsibilities, faer::mat![[1.0, 0.0], [0.0, 1.0]]);
    assert!(run.elbo.iter().all(|elbo| elbo.is_finite()));
}

#[test]
fn a_block_may_be_empty() {
    let data = counts(&[1.0, 2.0]);
    assert!(data.block(0, 0).is_empty() && !data.block(1, 1).is_empty());
}

/// `x log λ - λ - log x!`, for a count of 3 and a rate of 2: also what all components share is in it.
#[test]
fn log_densities_are_whole() {
    let evaluation = evaluate(&counts(&[3.0, 0.0]), &poisson(&[2.0]), &Prior::default(), Wanted::ALL).unwrap();
    let densities = evaluation.log_densities.unwrap();
    assert!((densities[(0, 0)] - (3.0 * 2.0_f64.ln() - 2.0 - 6.0_f64.ln())).abs() < 1e-15);
    assert_eq!(densities[(0, 1)], -2.0);
}

/// The scale of the posterior is that of the prior and what the data add, neither of them times the other.
#[test]
fn large_scales_are_added() {
    let prior = Prior {
        weights: Some(Dirichlet::new(vec![1.0], "").unwrap()),
        components: Some(NormalInverseGammaSpherical::new(vec![0.0], 1.0, 2.0, 1e200).unwrap()),
    };
    let data = counts(&[-1e100, 1e100]);
    let run = variational::<Gaussian<Spherical>>(&data, &1, &prior, faer::mat![[1.0, 1.0]].as_ref(), 1).unwrap();
    // log p(X) = -log 2π - 1/2 log 3 + log Γ(3) + 2 log b - 3 log 2b, of b = 1e200 and b + 1e200.
    let expected = -std::f64::consts::TAU.ln() - 0.5 * 3.0_f64.ln() - 2.0_f64.ln() * 2.0 - 1e200_f64.ln();
    assert!((run.elbo[0] / expected - 1.0).abs() < 1e-14, "{} {expected}", run.elbo[0]);
}

#[test]
fn a_level_that_no_component_has_is_impossible() {
    let component = || vec![vec![1.0, 0.0]];
    let components = Categorical::new(vec![2], vec![component(), component()]).unwrap();
    let mixture = Mixture::new(vec![0.25, 0.75], components).unwrap();
    let evaluation = evaluate(&counts(&[0.0, 1.0]), &mixture, &Prior::default(), Wanted::ALL).unwrap();
    assert_eq!(evaluation.log_evidence, f64::NEG_INFINITY);
    assert_eq!(evaluation.log_evidence_terms.unwrap(), [0.0, f64::NEG_INFINITY]);
    assert_eq!(evaluation.log_densities.unwrap()[(1, 1)], f64::NEG_INFINITY);
}
