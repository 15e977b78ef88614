//! Counts and levels by table, for more components than a vector holds and any number of variables: what the densities give by formula.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use reference::{Categorical, Family, Mixture, Observations, Poisson, Prior, Trajectory, trajectory};

/// Of so few observations the table is not worth filling; each of them so many times, it is.
const FEW: usize = 12;
const TIMES: usize = 200;
const LEVELS: usize = 5;

fn draws(seed: u64) -> impl FnMut() -> f64 {
    let mut generator = ChaCha20Rng::seed_from_u64(seed);
    move || ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// `n` positive numbers that sum to 1.
fn simplex(draw: &mut impl FnMut() -> f64, n: usize) -> Vec<f64> {
    let raw: Vec<f64> = (0..n).map(|_| 0.2 + draw()).collect();
    let total: f64 = raw.iter().sum();
    raw.into_iter().map(|p| p / total).collect()
}

fn run<F: Family>(rows: &[f64], dimension: usize, times: usize, start: &Mixture<F>) -> Trajectory<F> {
    let observations = Observations::from_flat(rows.repeat(times), rows.len() / dimension * times, None).unwrap();
    trajectory(&observations, start.clone(), &Prior::default(), 3, &[3]).unwrap()
}

fn compare<F: Family>(rows: &[f64], dimension: usize, start: &Mixture<F>, parameters: impl Fn(&F) -> Vec<f64>) {
    let (few, many) = (run(rows, dimension, 1, start), run(rows, dimension, TIMES, start));
    let case = format!("{} components of {dimension} variables", start.weights().len());
    assert_eq!(few.cost.careful_evaluations, few.cost.density_evaluations, "{case}: by formula");
    assert_eq!(many.cost.careful_evaluations, 0, "{case}: by table");
    for (few, many) in few.log_evidence.iter().zip(&many.log_evidence) {
        assert!((TIMES as f64 * few - many).abs() <= 64.0 * f64::EPSILON * many.abs(), "{case}: {few} and {many}");
    }
    let all = |run: &Trajectory<F>| {
        let mixture = &run.recorded[0].1;
        [mixture.weights().to_vec(), parameters(mixture.components())].concat()
    };
    for (few, many) in all(&few).into_iter().zip(all(&many)) {
        // A responsibility knows its logarithm to rounding, and so do the parameters that are made of small ones.
        let log = few.max(f64::MIN_POSITIVE).ln();
        assert!((few - many).abs() <= 1e-13 * few * (1.0 + log.abs()), "{case}: {few:e} and {many:e}");
    }
}

#[test]
fn any_number_of_components_and_variables() {
    for components in [1, 2, 4, 5, 8, 9, 17] {
        for dimension in 1..=9 {
            let mut draw = draws((10 * components + dimension) as u64);
            let weights = simplex(&mut draw, components);
            let counts: Vec<f64> = (0..FEW * dimension).map(|_| (draw() * draw() * 9.0).floor() + 1.0).collect();
            let rates = (0..components).map(|_| (0..dimension).map(|_| 1.0 + 6.0 * draw()).collect()).collect();
            let poisson = Mixture::new(weights.clone(), Poisson::new(rates).unwrap()).unwrap();
            compare(&counts, dimension, &poisson, |poisson| poisson.rates().concat());
            let levels: Vec<f64> = (0..FEW * dimension).map(|_| (draw() * LEVELS as f64).floor()).collect();
            let tables: Vec<Vec<Vec<f64>>> =
                (0..components).map(|_| (0..dimension).map(|_| simplex(&mut draw, LEVELS)).collect()).collect();
            let categorical = Categorical::new(vec![LEVELS; dimension], tables).unwrap();
            let start = Mixture::new(weights, categorical).unwrap();
            compare(&levels, dimension, &start, |categorical| categorical.probabilities().concat().concat());
        }
    }
}
