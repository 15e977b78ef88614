//! `fit`: where it stops, by the trace that `trajectory` gives of the same iterations.

use reference::{
    Categorical, Diagonal, Family, Full, Gaussian, Identity, Mixture, Observations, Poisson, Prior, Spherical, Tied,
    family::gaussian::Structure, fit, prior::Dirichlet, trajectory,
};

/// Two clouds on integers.
fn clouds() -> Observations {
    let near = (0..14_u32).map(|n| vec![f64::from(n * 7 % 11), f64::from(n * 5 % 13)]);
    let far = (0..9_u32).map(|n| vec![9.0 + f64::from(n * 3 % 7), 12.0 + f64::from(n * n % 5)]);
    Observations::from_rows(&near.chain(far).collect::<Vec<_>>(), None).unwrap()
}

fn gaussian<S: Structure>(covariances: S) -> Mixture<Gaussian<S>> {
    Mixture::new(vec![0.5, 0.5], Gaussian::new(vec![vec![2.0, 3.0], vec![11.0, 14.0]], covariances).unwrap()).unwrap()
}

fn unit() -> Vec<Vec<f64>> {
    vec![vec![9.0, 1.0], vec![1.0, 8.0]]
}

fn full() -> Mixture<Gaussian<Full>> {
    gaussian(Full::new(&[unit(), unit()], 2, 2).unwrap())
}

/// It stops after the first iteration `t` with `|L_t - L_(t-1)| <= tolerance |L_t|`.
#[test]
fn a_tolerance_is_of_the_relative_change_of_the_log_joint() {
    let data = clouds();
    let trace = trajectory(&data, full(), &Prior::default(), 60, &[]).unwrap().log_joint;
    for tolerance in [0.3, 1e-2, 1e-3, 1e-5, 1e-8] {
        let stops = |t: &usize| (trace[*t] - trace[t - 1]).abs() <= tolerance * trace[*t].abs();
        let expected = (1..trace.len()).find(stops).unwrap();
        let fit = fit(&data, full(), &Prior::default(), tolerance, 60).unwrap();
        assert_eq!((fit.iterations, fit.converged), (expected, true), "{tolerance:e}");
        assert_eq!((fit.log_joint, fit.log_evidence), (trace[expected], trace[expected]));
    }
    // The tolerances are not all met at once.
    let iterations = |tolerance| fit(&data, full(), &Prior::default(), tolerance, 60).unwrap().iterations;
    assert!(iterations(0.3) < iterations(1e-3) && iterations(1e-3) < iterations(1e-8));
}

#[test]
fn it_never_makes_more_iterations_than_it_may() {
    let data = clouds();
    for most in [0, 1, 3] {
        let fit = fit(&data, full(), &Prior::default(), 0.0, most).unwrap();
        assert_eq!((fit.iterations, fit.converged), (most, false));
        let run = trajectory(&data, full(), &Prior::default(), most, &[most]).unwrap();
        assert_eq!(fit.log_joint, run.log_joint[most]);
        assert_eq!(fit.mixture.weights(), run.recorded[0].1.weights());
    }
    assert!(fit(&data, full(), &Prior::default(), -1e-3, 5).is_err());
}

/// A tolerance of 0 ends where one more iteration moves no block by more than 8 ulp of its largest entry, and not before.
fn comes_to_rest<F: Family>(data: &Observations, initial: Mixture<F>) {
    const AT_REST: f64 = 8.0 * f64::EPSILON;
    let fitted = fit(data, initial.clone(), &Prior::default(), 0.0, 5000).unwrap();
    assert!(fitted.converged && fitted.iterations > 3 && fitted.iterations < 5000, "{}", fitted.iterations);
    let last = [fitted.iterations - 2, fitted.iterations - 1, fitted.iterations];
    let run = trajectory(data, initial, &Prior::default(), fitted.iterations, &last).unwrap();
    let change = |t: usize| run.recorded[t].1.relative_change(&run.recorded[t + 1].1);
    assert!(change(1) <= AT_REST && change(0) > AT_REST, "{:e} after {:e}", change(1), change(0));
}

#[test]
fn a_tolerance_of_zero_ends_at_rest_in_every_family() {
    let data = clouds();
    comes_to_rest(&data, full());
    comes_to_rest(&data, gaussian(Tied::new(&unit(), 2).unwrap()));
    comes_to_rest(&data, gaussian(Diagonal::new(vec![vec![9.0, 8.0]; 2], 2, 2).unwrap()));
    comes_to_rest(&data, gaussian(Spherical::new(vec![9.0, 8.0], 2).unwrap()));
    comes_to_rest(&data, gaussian(Identity));
    let poisson = Poisson::new(vec![vec![3.0, 5.0], vec![10.0, 12.5]]).unwrap();
    comes_to_rest(&data, Mixture::new(vec![0.5, 0.5], poisson).unwrap());
    let tables = vec![vec![vec![0.7, 0.2, 0.1], vec![0.6, 0.4]], vec![vec![0.1, 0.3, 0.6], vec![0.3, 0.7]]];
    let rows: Vec<Vec<f64>> =
        (0..40_u32).map(|n| vec![f64::from(n * n % 3), f64::from(u8::from(n * n % 3 == n % 2))]).collect();
    let levels = Observations::from_rows(&rows, None).unwrap();
    comes_to_rest(&levels, Mixture::new(vec![0.5, 0.5], Categorical::new(vec![3, 2], tables).unwrap()).unwrap());
}

#[test]
fn the_relative_change_is_that_of_the_block_that_moved_most() {
    let poisson = |weight: f64, rate: f64| {
        Mixture::new(vec![weight, 1.0 - weight], Poisson::new(vec![vec![rate, 16.0], vec![1.0, 2.0]]).unwrap()).unwrap()
    };
    let change = |a: &Mixture<Poisson>, b: &Mixture<Poisson>| a.relative_change(b);
    assert_eq!(change(&poisson(0.25, 3.0), &poisson(0.25, 3.0)), 0.0);
    // 0.25 of 0.75, then 4 of 16.
    assert_eq!(change(&poisson(0.5, 3.0), &poisson(0.25, 3.0)), 0.25 / 0.75);
    assert_eq!(change(&poisson(0.25, 3.0), &poisson(0.25, 7.0)), 0.25);
    let table = |p: f64| {
        let categorical = Categorical::new(vec![2], vec![vec![vec![p, 1.0 - p]]]).unwrap();
        Mixture::new(vec![1.0], categorical).unwrap()
    };
    assert_eq!(table(0.5).relative_change(&table(0.25)), 0.25 / 0.75);
    assert_eq!(table(0.5).relative_change(&table(0.5)), 0.0);
    let normal = |mean: f64, variance: f64| {
        let components = Gaussian::new(vec![vec![mean, -8.0]], Diagonal::new(vec![vec![variance, 4.0]], 1, 2).unwrap());
        Mixture::new(vec![1.0], components.unwrap()).unwrap()
    };
    assert_eq!(normal(1.0, 2.0).relative_change(&normal(3.0, 2.0)), 0.25);
    assert_eq!(normal(1.0, 2.0).relative_change(&normal(1.0, 3.0)), 0.25);
    assert_eq!(normal(1.0, 2.0).relative_change(&normal(1.0, 2.0)), 0.0);
}

/// Only the covariances differ: each is a block of its own, and so is its change.
#[test]
fn the_relative_change_sees_every_structure_of_covariance() {
    fn change<S: Structure>(own: S, other: S) -> f64 {
        let gaussian = |covariances: S| Gaussian::new(vec![vec![1.0, -8.0], vec![0.0, 3.0]], covariances).unwrap();
        assert_eq!(gaussian(own.clone()).relative_change(&gaussian(own.clone())), 0.0);
        gaussian(own).relative_change(&gaussian(other))
    }
    let matrix = |variance: f64, covariance: f64| vec![vec![variance, covariance], vec![covariance, 4.0]];
    let full = |covariance| Full::new(&[matrix(16.0, 1.0), matrix(8.0, covariance)], 2, 2).unwrap();
    assert_eq!(change(full(1.0), full(3.0)), 0.25);
    assert_eq!(change(Tied::new(&matrix(5.0, 1.0), 2).unwrap(), Tied::new(&matrix(8.0, 1.0), 2).unwrap()), 0.375);
    let spherical = |variance| Spherical::new(vec![16.0, variance], 2).unwrap();
    assert_eq!(change(spherical(3.0), spherical(4.0)), 0.25);
    let diagonal = |variance| Diagonal::new(vec![vec![16.0, 1.0], vec![variance, 4.0]], 2, 2).unwrap();
    assert_eq!(change(diagonal(3.0), diagonal(1.0)), 0.5);
    assert_eq!(change(Identity, Identity), 0.0);
}

/// Under `Dir(1, 1)` a component keeps the logarithm of a weight below the range of binary64, as without a prior.
#[test]
fn a_flat_prior_keeps_the_logarithm_of_a_weight_that_underflows() {
    let data = Observations::from_rows(&[vec![0.0], vec![1.0], vec![2.5]], None).unwrap();
    let initial = || {
        let components = Gaussian::new(vec![vec![1.0], vec![1500.0]], Identity).unwrap();
        Mixture::new(vec![0.5, 0.5], components).unwrap()
    };
    let log_weight = |alpha: Option<f64>| {
        let weights = alpha.map(|alpha| Dirichlet::new(vec![1.0, alpha], "prior.weights.dirichlet").unwrap());
        let run = trajectory(&data, initial(), &Prior { weights, components: None }, 1, &[1]).unwrap();
        run.recorded[0].1.log_weights()[1]
    };
    let (without, flat) = (log_weight(None), log_weight(Some(1.0)));
    // log(r/3) of the largest observation: (2.5 - 1500)²/2 less (2.5 - 1)²/2.
    let expected = -(1497.5 * 1497.5 - 1.5 * 1.5) / 2.0 - 3.0_f64.ln();
    assert!((without / expected - 1.0).abs() < 1e-14 && (flat / expected - 1.0).abs() < 1e-14, "{without} {flat}");
    // Otherwise α - 1 decides: (0.25 + r)/(3 + 0.25).
    assert!((log_weight(Some(1.25)) - (0.25_f64 / 3.25).ln()).abs() < 1e-15);
}
