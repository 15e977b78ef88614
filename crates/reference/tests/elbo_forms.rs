//! The ELBO has one value, in whatever form it is written; it lies below the log joint by `kl(q)`, and touches it at the
//! responsibilities.
//!
//! Slack: each form adds up numbers whose magnitudes sum to `s`, so two forms may differ by a few roundings of `s`, and by what one
//! rounding of `π`, `q` and the log densities does to their logarithms: `N + s` times a small multiple of ε, 16 here for sums of three terms
//! of up to four roundings each.

use faer::Mat;
use proptest::{collection::vec, prelude::*};
use reference::{
    Categorical, Family, Full, Gaussian, Mixture, Observations, Poisson, Prior, Wanted,
    bound::{Guess, bound},
    evaluate,
};

const ROUNDINGS: f64 = 16.0;

/// `K x N`, a column a distribution.
fn columns(components: usize, raw: &[f64]) -> Mat<f64> {
    let count = raw.len() / components;
    let sums: Vec<f64> = raw.chunks(components).map(|chunk| chunk.iter().sum()).collect();
    Mat::from_fn(components, count, |k, n| raw[n * components + k] / sums[n])
}

fn check<F: Family>(observations: &Observations, mixture: &Mixture<F>, q: &Mat<f64>) -> Result<(), TestCaseError> {
    let prior = Prior::default();
    let guess = Guess::new(observations, mixture, &prior, q.as_ref()).unwrap();
    let magnitude = guess.expected_log_likelihood().abs()
        + guess.expected_log_joint().abs()
        + guess.entropy()
        + guess.kl_to_prior()
        + guess.log_joint().abs();
    let slack = ROUNDINGS * f64::EPSILON * (magnitude + observations.count() as f64);
    let forms = [
        guess.jensen(),
        guess.expected_joint_plus_entropy(),
        guess.joint_minus_kl(),
        guess.likelihood_minus_kl_to_prior(),
    ];
    for form in forms {
        prop_assert!((form - forms[0]).abs() <= slack, "{:?} with a slack of {:e}", forms, slack);
        prop_assert!(form <= guess.log_joint() + slack);
    }
    let at_q = bound(observations, mixture, &prior, q.as_ref()).unwrap();
    prop_assert!(at_q.kl.unwrap() >= 0.0);
    let responsibilities = evaluate(observations, mixture, &prior, Wanted::ALL).unwrap().responsibilities.unwrap();
    let tight = bound(observations, mixture, &prior, responsibilities.as_ref()).unwrap();
    prop_assert!(tight.kl.unwrap() <= slack * f64::EPSILON.sqrt(), "second order in the rounding: {:?}", tight.kl);
    prop_assert!((tight.elbo.unwrap() - tight.log_joint.unwrap()).abs() <= slack);
    Ok(())
}

/// Of a certain assignment: the divergence is the other component's share, however small, and 0 where no other is possible.
#[test]
fn the_divergence_of_a_certain_guess_from_a_certain_posterior() {
    let certain = Mat::from_fn(2, 2, |k, _| if k == 0 { 1.0 } else { 0.0 });
    let observations = Observations::from_rows(&[vec![93.0], vec![98.0]], None).unwrap();
    let far = Mixture::new(vec![0.25, 0.75], Poisson::new(vec![vec![95.0], vec![0.5]]).unwrap()).unwrap();
    let kl = bound(&observations, &far, &Prior::default(), certain.as_ref()).unwrap().kl.unwrap();
    // Computed with 60 digits.
    assert!((kl / 3.925_228_160_971_69e-171 - 1.0).abs() < 1e-12, "{kl:e}");
    let alone = Mixture::new(vec![0.5, 0.5], Poisson::new(vec![vec![95.0], vec![0.0]]).unwrap()).unwrap();
    assert_eq!(bound(&observations, &alone, &Prior::default(), certain.as_ref()).unwrap().kl, Some(0.0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn of_gaussians(
        rows in vec(vec(-1e3_f64..1e3, 2), 1..20), weights in vec(0.1_f64..5.0, 20), raw in vec(1e-3_f64..1.0, 60),
        means in vec(vec(-1e3_f64..1e3, 2), 3), spread in vec(0.1_f64..1e3, 3),
    ) {
        let observations = Observations::from_rows(&rows, Some(&weights[..rows.len()])).unwrap();
        let matrices: Vec<Vec<Vec<f64>>> = spread.iter().map(|s| vec![vec![2.0 * s, *s], vec![*s, 3.0 * s]]).collect();
        let components = Gaussian::new(means, Full::new(&matrices, 3, 2).unwrap()).unwrap();
        let mixture = Mixture::new(vec![0.2, 0.5, 0.3], components).unwrap();
        check(&observations, &mixture, &columns(3, &raw[..3 * rows.len()]))?;
    }

    #[test]
    fn of_poisson_counts(
        rows in vec(vec(0_u32..200, 2), 1..20), raw in vec(1e-3_f64..1.0, 40), rates in vec(vec(0.1_f64..300.0, 2), 2),
    ) {
        let counts: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|&x| f64::from(x)).collect()).collect();
        let observations = Observations::from_rows(&counts, None).unwrap();
        let mixture = Mixture::new(vec![0.25, 0.75], Poisson::new(rates).unwrap()).unwrap();
        check(&observations, &mixture, &columns(2, &raw[..2 * rows.len()]))?;
    }

    #[test]
    fn of_categories(
        rows in vec(0_u32..3, 1..20), raw in vec(1e-3_f64..1.0, 40), p in vec(1e-3_f64..1.0, 6),
    ) {
        let levels: Vec<Vec<f64>> = rows.iter().map(|&x| vec![f64::from(x)]).collect();
        let observations = Observations::from_rows(&levels, None).unwrap();
        let component = |p: &[f64]| vec![p.iter().map(|x| x / p.iter().sum::<f64>()).collect::<Vec<f64>>()];
        let components = Categorical::new(vec![3], vec![component(&p[..3]), component(&p[3..])]).unwrap();
        let mixture = Mixture::new(vec![0.5, 0.5], components).unwrap();
        check(&observations, &mixture, &columns(2, &raw[..2 * rows.len()]))?;
    }
}
