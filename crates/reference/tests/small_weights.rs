//! Weights so small that their products are no normal numbers: only their ratios count.

use reference::{
    Gaussian, Mixture, Observations, Poisson, PoissonPrior, Prior, Spherical, maximize,
    prior::{Dirichlet, NormalInverseGammaSpherical},
    trajectory, variational,
};

/// A power of two: with it weights keep all of their digits.
fn unit() -> f64 {
    2.0_f64.powi(-700)
}

fn data(rows: &[f64], weights: &[f64], unit: f64) -> Observations {
    let weights: Vec<f64> = weights.iter().map(|weight| weight * unit).collect();
    Observations::from_rows(&rows.iter().map(|&x| vec![x]).collect::<Vec<_>>(), Some(&weights)).unwrap()
}

fn dirichlet(alpha: [f64; 2]) -> Prior<PoissonPrior> {
    Prior { weights: Some(Dirichlet::new(alpha.to_vec(), "").unwrap()), components: None }
}

/// The mixture of an M-step; the counts are 3.5 and 2.5 units.
fn mixture(unit: f64, prior: &Prior<PoissonPrior>) -> Mixture<Poisson> {
    let data = data(&[1.0, 2.0, 7.0], &[3.0, 1.0, 2.0], unit);
    let responsibilities = faer::mat![[1.0, 0.5, 0.0], [0.0, 0.5, 1.0]];
    maximize::<Poisson>(&data, &1, responsibilities.as_ref(), prior).unwrap()
}

/// Shares of small counts are taken by logarithms, which are up to 744 and have an error of 744 ε.
#[test]
fn mixing_weights_are_shares_of_the_smallest_numbers() {
    for prior in [Prior::default(), dirichlet([1.0, 1.0])] {
        for (unit, allowed) in [(1.0, 1e-15), (unit(), 1e-13), (5e-324, 1.7e-13)] {
            let mixture = mixture(unit, &prior);
            for (k, expected) in [3.5 / 6.0, 2.5 / 6.0].into_iter().enumerate() {
                assert!((mixture.weights()[k] - expected).abs() < allowed, "{unit:e}: {:?}", mixture.weights());
                assert_eq!(mixture.log_weights()[k], mixture.weights()[k].ln());
            }
        }
    }
}

#[test]
fn a_prior_speaks_for_itself_where_the_data_say_next_to_nothing() {
    for (computed, expected) in mixture(unit(), &dirichlet([2.0, 3.0])).weights().iter().zip([1.0 / 3.0, 2.0 / 3.0]) {
        assert!((computed - expected).abs() < 1e-15, "{computed}");
    }
}

#[test]
fn the_likelihood_is_in_proportion() {
    let run = |unit: f64| {
        let components = Poisson::new(vec![vec![1.0], vec![6.0]]).unwrap();
        let initial = Mixture::new(vec![0.5, 0.5], components).unwrap();
        let data = data(&[1.0, 2.0, 7.0, 4.0], &[3.0, 1.0, 2.0, 1.0], unit);
        trajectory(&data, initial, &Prior::default(), 5, &[]).unwrap().log_evidence
    };
    for (whole, small) in run(1.0).iter().zip(run(unit())) {
        assert!((small / unit() / whole - 1.0).abs() < 2e-15, "{small:e} {whole}");
    }
}

/// Of the third observation 1e-310 belong to the second component.
#[test]
fn a_share_below_binary64_has_its_logarithm() {
    for unit in [1.0, unit()] {
        let data = data(&[0.0, 0.0, 1000.0], &[1.0; 3], unit);
        let responsibilities = faer::mat![[1.0, 1.0, 1.0], [0.0, 0.0, 1e-310]];
        let mixture = maximize::<Poisson>(&data, &1, responsibilities.as_ref(), &Prior::default()).unwrap();
        let expected = 1e-310_f64.ln() - 3.0_f64.ln();
        assert!((mixture.log_weights()[1] / expected - 1.0).abs() < 1e-14, "{unit:e}: {:?}", mixture.log_weights());
    }
}

#[test]
fn a_scale_beyond_binary64_is_an_error() {
    let prior = Prior {
        weights: Some(Dirichlet::new(vec![1.0], "").unwrap()),
        components: Some(NormalInverseGammaSpherical::new(vec![0.0], 1.0, 2.0, 1.7e308).unwrap()),
    };
    let data = data(&[-5e153, 5e153], &[1.0; 2], 1.0);
    let error = variational::<Gaussian<Spherical>>(&data, &1, &prior, faer::mat![[1.0, 1.0]].as_ref(), 1).unwrap_err();
    assert!(error.to_string().starts_with("the scale of a posterior"), "{error}");
}
