//! Variances at the edge of what binary64 can tell from none: refused where only rounding makes them, right to the last digits where the
//! observations do.

use reference::{
    Diagonal, Error, Full, Gaussian, Identity, Mixture, Moment, Observations, Prior, Spherical, Tied,
    family::gaussian::Structure,
    maximize,
    prior::{NormalInverseGammaDiagonal, NormalInverseGammaSpherical},
    trajectory,
};

fn column(values: &[f64], weights: Option<&[f64]>) -> Observations {
    Observations::from_rows(&values.iter().map(|&x| vec![x]).collect::<Vec<_>>(), weights).unwrap()
}

fn mixture<S: Structure>(weights: [f64; 2], covariances: S) -> Mixture<Gaussian<S>> {
    Mixture::new(weights.to_vec(), Gaussian::new(vec![vec![0.0], vec![1.0]], covariances).unwrap()).unwrap()
}

fn spherical(weights: [f64; 2]) -> Mixture<Gaussian<Spherical>> {
    mixture(weights, Spherical::new(vec![1.0; 2], 2).unwrap())
}

/// One number many times, with weights of which no sum is exact, and another of weight 0.
fn twins(n: u32) -> Observations {
    let (x, count) = (f64::from(n) / 7.0, 3 + n as usize);
    let mut values = vec![x; count];
    let mut weights: Vec<f64> = (0..count).map(|i| (i * 37 % 11 + 1) as f64 / 3.0).collect();
    values.push(2.0 * x);
    weights.push(0.0);
    column(&values, Some(&weights))
}

/// The rounding of a mean leaves equal observations a variance of some 1e-64: it is none, and the first component that has a part of them
/// is named.
#[test]
fn a_variance_that_only_rounding_makes_is_refused() {
    let refused = |component| Error::NotPositiveDefinite { component, moment: Moment::Iteration(1) };
    for n in 1..60 {
        let error = |weights| trajectory(&twins(n), spherical(weights), &Prior::default(), 1, &[]).unwrap_err();
        assert_eq!(error([0.25, 0.75]), refused(0), "{n}");
        assert_eq!(error([0.0, 1.0]), refused(1), "{n}");
    }
}

#[test]
fn in_an_m_step_alone_the_responsibilities_say_who_has_a_part() {
    let refused = |component| Err(Error::NotPositiveDefinite { component, moment: Moment::MStep });
    for n in 1..60 {
        let mut data = twins(n);
        // The first component has its part of the equal ones alone, the second of the last as well.
        let count = data.count();
        let share = |i: usize| if i + 1 == count { 0.0 } else { (i * 29 % 13 + 1) as f64 / 14.0 };
        let responsibilities = faer::Mat::from_fn(2, count, |k, i| if k == 0 { share(i) } else { 1.0 - share(i) });
        let maximum = |data: &Observations, prior: &Prior<_>| {
            maximize::<Gaussian<Diagonal>>(data, &1, responsibilities.as_ref(), prior).map(drop)
        };
        assert_eq!(maximum(&data, &Prior::default()), refused(0), "{n}");
        let weights: Vec<f64> = data.weights().iter().map(|&weight| if weight > 0.0 { weight } else { 1.0 }).collect();
        data = column(&(0..count).map(|i| data.row(i)[0]).collect::<Vec<_>>(), Some(&weights));
        assert_eq!(maximum(&data, &Prior::default()), refused(0), "{n}");
        // A prior makes a variance of anything.
        let components = NormalInverseGammaDiagonal::new(vec![0.0], 1.0, 2.0, vec![1.0]).unwrap();
        assert_eq!(maximum(&data, &Prior { weights: None, components: Some(components) }), Ok(()));
    }
}

#[test]
fn a_prior_makes_a_variance_of_equal_observations() {
    let components = NormalInverseGammaSpherical::new(vec![0.0], 1.0, 2.0, 1.0).unwrap();
    let prior = Prior { weights: None, components: Some(components) };
    assert!(trajectory(&twins(5), spherical([0.25, 0.75]), &prior, 2, &[]).is_ok());
}

/// Four numbers `1 + m 2⁻⁵²`, whose mean lies half-way between two doubles: their variance, 250000.25 2⁻¹⁰⁴, is just above the 1e-26 where
/// double-double arithmetic begins, and owes its last digits to what is left of the mean.
#[test]
fn a_small_variance_has_all_its_digits() {
    let data = column(&[0.0, 1000.0, 1001.0, 1.0].map(|m| 1.0 + m * f64::EPSILON), None);
    let all = faer::mat![[1.0, 1.0, 1.0, 1.0]];
    let expected = 250_000.25 * f64::EPSILON * f64::EPSILON;
    let close = |computed: f64| assert!((computed / expected - 1.0).abs() < 1e-12, "{computed:e} {expected:e}");
    let spherical = maximize::<Gaussian<Spherical>>(&data, &1, all.as_ref(), &Prior::default()).unwrap();
    close(spherical.components().covariances().variances()[0]);
    let diagonal = maximize::<Gaussian<Diagonal>>(&data, &1, all.as_ref(), &Prior::default()).unwrap();
    close(diagonal.components().covariances().variances()[0][0]);
    let full = maximize::<Gaussian<Full>>(&data, &1, all.as_ref(), &Prior::default()).unwrap();
    close(full.components().covariances().matrix(0)[(0, 0)]);
}

/// And so have the densities: half of each squared distance over the variance, and of its logarithm.
#[test]
fn densities_are_about_the_mean_before_it_is_rounded() {
    let m = [0.0, 1000.0, 1001.0, 4.0, 1.0, 2.0, 999.0];
    let data = column(&m.map(|m| 1.0 + m * f64::EPSILON), None);
    let initial = Gaussian::new(vec![vec![1.0]], Spherical::new(vec![1.0], 1).unwrap()).unwrap();
    let run = trajectory(&data, Mixture::new(vec![1.0], initial).unwrap(), &Prior::default(), 1, &[]).unwrap();
    let mean = m.iter().sum::<f64>() / 7.0;
    let variance = m.iter().map(|m| (m - mean) * (m - mean)).sum::<f64>() / 7.0;
    // At the maximum the squared distances sum to N.
    let log_variance = variance.ln() + 2.0 * f64::EPSILON.ln();
    let expected = -3.5 * (std::f64::consts::TAU.ln() + log_variance + 1.0);
    assert!((run.log_evidence[1] - expected).abs() < 1e-10, "{} {expected}", run.log_evidence[1]);
}

/// An observation of weight 0 so far away that its difference from the mean is infinite.
#[test]
fn what_has_no_weight_may_be_infinitely_far() {
    let data = column(&[-1e308, -1e308, 1.7e308], Some(&[0.25, 0.25, 0.0]));
    let all = faer::mat![[1.0, 1.0, 1.0]];
    let components = NormalInverseGammaSpherical::new(vec![-1e308], 1.0, 2.0, 3.0).unwrap();
    let prior = Prior { weights: None, components: Some(components) };
    let maximum = maximize::<Gaussian<Spherical>>(&data, &1, all.as_ref(), &prior).unwrap();
    // 2b/(2a + D N + D + 2)
    assert_eq!(maximum.components().covariances().variances(), [6.0 / 7.5]);
    assert_eq!(maximum.components().means(), [[-1e308]]);
}

/// A mean of two numbers whose sum is beyond binary64.
#[test]
fn a_mean_beyond_binary64_is_an_error() {
    let (data, all) = (column(&[1.2e308, 1.1e308], None), faer::mat![[1.0, 1.0]]);
    let maximum = maximize::<Gaussian<Identity>>(&data, &1, all.as_ref(), &Prior::default());
    let quantity = "a parameter of the M-step".to_owned();
    assert_eq!(maximum.unwrap_err(), Error::NotRepresentable { quantity, moment: Moment::MStep });
}

/// Four points off a line by a unit in the last place: they span, but not to working precision, and the first component with data says so.
#[test]
fn a_shared_covariance_is_refused_by_a_component_with_data() {
    let rows = [[0.1, 0.2], [0.3, 0.6], [0.7, 1.4], [1.1, 2.2_f64.next_up()]].map(|row| row.to_vec());
    let data = Observations::from_rows(&rows, None).unwrap();
    let tied = Tied::new(&[vec![1.0, 0.0], vec![0.0, 1.0]], 2).unwrap();
    let initial = Gaussian::new(vec![vec![0.0, 0.0], vec![1.0, 1.0]], tied).unwrap();
    let initial = Mixture::new(vec![0.0, 1.0], initial).unwrap();
    let error = trajectory(&data, initial, &Prior::default(), 1, &[]).unwrap_err();
    assert_eq!(error, Error::NotPositiveDefinite { component: 1, moment: Moment::Iteration(1) });
}

/// A component without a part of anything keeps its mean and its covariance.
#[test]
fn an_empty_component_keeps_mean_and_covariance() {
    let data = column(&[1.0, 2.0, 4.0], None);
    let after = trajectory(&data, spherical([1.0, 0.0]), &Prior::default(), 1, &[1]).unwrap().recorded.remove(0).1;
    assert_eq!((after.components().means()[1][0], after.components().covariances().variances()[1]), (1.0, 1.0));
    let diagonal = mixture([1.0, 0.0], Diagonal::new(vec![vec![1.0], vec![3.0]], 2, 1).unwrap());
    let after = trajectory(&data, diagonal, &Prior::default(), 1, &[1]).unwrap().recorded.remove(0).1;
    assert_eq!((after.components().means()[1][0], after.components().covariances().variances()[1][0]), (1.0, 3.0));
}

#[test]
fn a_variance_of_nothing_is_none() {
    assert!(Spherical::new(vec![0.0], 1).is_err() && Spherical::new(vec![5e-324], 1).is_ok());
}
