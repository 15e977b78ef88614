//! What must hold of any EM, on random data: the objective never decreases, nothing depends on how the data are cut into blocks or
//! on the order of the components, a weight of 2 is a row twice.

use proptest::prelude::*;
use reference::{
    Diagonal, Family, Full, Gaussian, Identity, Mixture, Observations, Poisson, Prior, Spherical, Tied, Trajectory,
    Wanted, evaluate, trajectory,
};

/// Two clouds of `n` points in the plane, rounded so that failures are readable.
fn clouds() -> impl Strategy<Value = Vec<Vec<f64>>> {
    let point = |centre: f64| {
        prop::collection::vec(-300..300_i32, 2)
            .prop_map(move |xs| xs.iter().map(|&x| centre + f64::from(x) / 100.0).collect::<Vec<f64>>())
    };
    (prop::collection::vec(point(0.0), 6..40), prop::collection::vec(point(5.0), 6..40))
        .prop_map(|(a, b)| [a, b].concat())
}

fn means() -> Vec<Vec<f64>> {
    vec![vec![0.5, -0.25], vec![4.5, 5.5]]
}

fn run<F: Family>(
    rows: &[Vec<f64>],
    weights: Option<&[f64]>,
    components: F,
    iterations: usize,
) -> Option<Trajectory<F>> {
    let observations = Observations::from_rows(rows, weights).unwrap();
    let weights = if components.components() == 1 { vec![1.0] } else { vec![0.4, 0.6] };
    let initial = Mixture::new(weights, components).unwrap();
    trajectory(&observations, initial, &Prior::default(), iterations, &[iterations]).ok()
}

/// `log p(X|θ)` may fall by rounding only: a few ulp of the sum of the magnitudes that were added.
fn never_decreases<F: Family>(run: &Trajectory<F>, count: usize) -> bool {
    run.log_evidence.windows(2).all(|pair| {
        let rounding = 8.0 * f64::EPSILON * (pair[0].abs() + count as f64);
        pair[1] >= pair[0] - rounding
    })
}

fn full() -> Gaussian<Full> {
    let covariance = vec![vec![2.0, 0.5], vec![0.5, 1.5]];
    Gaussian::new(means(), Full::new(&[covariance.clone(), covariance], 2, 2).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_likelihood_never_decreases_in_any_structure(rows in clouds()) {
        let count = rows.len();
        let tied = Tied::new(&[vec![2.0, 0.5], vec![0.5, 1.5]], 2).unwrap();
        let diagonal = Diagonal::new(vec![vec![1.0, 2.0]; 2], 2, 2).unwrap();
        let spherical = Spherical::new(vec![1.0, 2.0], 2).unwrap();
        prop_assert!(never_decreases(&run(&rows, None, full(), 12).unwrap(), count));
        prop_assert!(never_decreases(&run(&rows, None, Gaussian::new(means(), tied).unwrap(), 12).unwrap(), count));
        prop_assert!(never_decreases(&run(&rows, None, Gaussian::new(means(), diagonal).unwrap(), 12).unwrap(), count));
        prop_assert!(never_decreases(&run(&rows, None, Gaussian::new(means(), spherical).unwrap(), 12).unwrap(), count));
        prop_assert!(never_decreases(&run(&rows, None, Gaussian::new(means(), Identity).unwrap(), 12).unwrap(), count));
    }

    #[test]
    fn a_row_twice_is_a_weight_of_two(rows in clouds()) {
        let twice: Vec<Vec<f64>> = rows.iter().chain(&rows).cloned().collect();
        let weights = vec![2.0; rows.len()];
        let repeated = run(&twice, None, full(), 5).unwrap();
        let weighted = run(&rows, Some(&weights), full(), 5).unwrap();
        for (a, b) in repeated.log_evidence.iter().zip(&weighted.log_evidence) {
            prop_assert!((a - b).abs() <= 1e-11 * b.abs(), "{a} and {b}");
        }
    }

    #[test]
    fn a_row_of_weight_zero_is_no_row(rows in clouds(), far in -1e9..1e9) {
        let mut with = rows.clone();
        with.insert(rows.len() / 2, vec![far, -far]);
        let mut weights = vec![1.0; rows.len()];
        weights.insert(rows.len() / 2, 0.0);
        let present = run(&with, Some(&weights), full(), 4).unwrap();
        let absent = run(&rows, None, full(), 4).unwrap();
        // The rows behind it stand in other lanes of a vector: partial sums are other ones, and their rounding.
        for (present, absent) in present.log_evidence.iter().zip(&absent.log_evidence) {
            prop_assert!((present - absent).abs() <= rows.len() as f64 * f64::EPSILON * absent.abs(), "{present} and {absent}");
        }
    }

    #[test]
    fn the_order_of_the_components_is_immaterial(rows in clouds()) {
        let straight = run(&rows, None, full(), 6).unwrap();
        let covariance = vec![vec![2.0, 0.5], vec![0.5, 1.5]];
        let swapped = vec![means()[1].clone(), means()[0].clone()];
        let components = Gaussian::new(swapped, Full::new(&[covariance.clone(), covariance], 2, 2).unwrap()).unwrap();
        let observations = Observations::from_rows(&rows, None).unwrap();
        let initial = Mixture::new(vec![0.6, 0.4], components).unwrap();
        let swapped = trajectory(&observations, initial, &Prior::default(), 6, &[6]).unwrap();
        let (a, b) = (&straight.recorded[0].1, &swapped.recorded[0].1);
        prop_assert!((a.weights()[0] - b.weights()[1]).abs() < 1e-13);
        for (x, y) in a.components().means()[0].iter().zip(&b.components().means()[1]) {
            prop_assert!((x - y).abs() <= 1e-11, "{x} and {y}");
        }
    }

    #[test]
    fn responsibilities_sum_to_one_and_terms_to_the_evidence(rows in clouds()) {
        let observations = Observations::from_rows(&rows, None).unwrap();
        let mixture = Mixture::new(vec![0.4, 0.6], full()).unwrap();
        let evaluation = evaluate(&observations, &mixture, &Prior::default(), Wanted::ALL).unwrap();
        let responsibilities = evaluation.responsibilities.unwrap();
        for n in 0..rows.len() {
            let total: f64 = responsibilities.col(n).iter().sum();
            prop_assert!((total - 1.0).abs() <= 2.0 * f64::EPSILON);
        }
        let total: f64 = evaluation.log_evidence_terms.unwrap().iter().sum();
        prop_assert!((total - evaluation.log_evidence).abs() <= 1e-14 * total.abs() * rows.len() as f64);
    }

    #[test]
    fn the_poisson_likelihood_never_decreases(counts in prop::collection::vec(0..60_u32, 4..200)) {
        let rows: Vec<Vec<f64>> = counts.iter().map(|&x| vec![f64::from(x)]).collect();
        let components = Poisson::new(vec![vec![3.5], vec![20.25]]).unwrap();
        let run = run(&rows, None, components, 20).unwrap();
        prop_assert!(never_decreases(&run, rows.len()));
    }
}

/// More observations than a block holds: the blocks' statistics merge to what one block would give.
#[test]
fn many_blocks_give_what_the_closed_form_gives() {
    let rows: Vec<Vec<f64>> =
        (0..5000_u32).map(|n| vec![1e8 + f64::from(n * 7919 % 5003), f64::from(n * 104_729 % 4999)]).collect();
    let observations = Observations::from_rows(&rows, None).unwrap();
    let covariance = vec![vec![1e6, 0.0], vec![0.0, 1e6]];
    let components = Gaussian::new(vec![vec![1e8, 0.0]], Full::new(&[covariance], 1, 2).unwrap()).unwrap();
    let initial = Mixture::new(vec![1.0], components).unwrap();
    let run = trajectory(&observations, initial, &Prior::default(), 1, &[1]).unwrap();
    let fitted = run.recorded[0].1.components();
    // The sums are of integers, so this is exact.
    let n = rows.len() as i128;
    let at = |n: usize, d: usize| rows[n][d] as i128;
    for (a, b) in [(0, 0), (0, 1), (1, 1)] {
        let (mut sum_a, mut sum_b, mut product) = (0, 0, 0);
        for i in 0..rows.len() {
            sum_a += at(i, a);
            sum_b += at(i, b);
            product += at(i, a) * at(i, b);
        }
        let exact = (n * product - sum_a * sum_b) as f64 / (n * n) as f64;
        let computed = fitted.covariances().matrix(0)[(a, b)];
        assert!((computed / exact - 1.0).abs() < 1e-12, "{computed} against {exact}");
    }
}

/// Next to an outlier at 40,000 standard deviations the covariance of the rest lies below the rounding of the entries; for K = 1 the
/// log evidence after an iteration is `-N/2 (D log 2π + log|Σ| + D)`, here from exact integers.
#[test]
fn an_outlier_does_not_hide_the_rest() {
    let mut rows: Vec<Vec<f64>> = (0..20_u32).map(|n| vec![f64::from(n * 7 % 11), f64::from(n * 5 % 13)]).collect();
    rows.push(vec![400_000.0, 400_000.0]);
    let components =
        Gaussian::new(vec![vec![1.0, 2.0]], Full::new(&[vec![vec![9.0, 0.0], vec![0.0, 9.0]]], 1, 2).unwrap());
    let run = run(&rows, None, components.unwrap(), 1).unwrap();
    let n = rows.len() as i128;
    let scatter = |a: usize, b: usize| {
        let sum = |f: &dyn Fn(&Vec<f64>) -> i128| rows.iter().map(f).sum::<i128>();
        n * sum(&|row| row[a] as i128 * row[b] as i128) - sum(&|row| row[a] as i128) * sum(&|row| row[b] as i128)
    };
    // n² |S/n| of integers, exact.
    let determinant = scatter(0, 0) * scatter(1, 1) - scatter(0, 1) * scatter(0, 1);
    let log_determinant = (determinant as f64).ln() - 4.0 * (n as f64).ln();
    let expected = -(n as f64) / 2.0 * (2.0 * std::f64::consts::TAU.ln() + log_determinant + 2.0);
    assert!((run.log_evidence[1] / expected - 1.0).abs() < 1e-15, "{} against {expected}", run.log_evidence[1]);
}

/// Far from all components, the responsibilities depend on a small difference of large distances:
/// `log r_0/r_1 = x (μ_0 - μ_1) - (μ_0² - μ_1²)/2`.
#[test]
fn an_outlier_has_its_responsibilities() {
    let (x, mean) = (40_000.0, 2.0_f64.powi(-16));
    let observations = Observations::from_rows(&[vec![x]], None).unwrap();
    let components = Gaussian::new(vec![vec![mean], vec![0.0]], Identity).unwrap();
    let mixture = Mixture::new(vec![0.5, 0.5], components).unwrap();
    let evaluation = evaluate(&observations, &mixture, &Prior::default(), Wanted::ALL).unwrap();
    let expected = 1.0 / (1.0 + (-(x * mean - mean * mean / 2.0)).exp());
    let computed = evaluation.responsibilities.unwrap()[(0, 0)];
    assert!((computed - expected).abs() < 1e-15, "{computed} against {expected}");
}
