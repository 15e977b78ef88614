//! K-means as hard-assignment EM: its objective, its ties, and its place as the limit of EM.

use proptest::prelude::*;
use reference::{
    Gaussian, Identity, Mixture, Observations, Prior,
    k_means::{KMeans, k_means},
    trajectory,
};

fn run(rows: &[Vec<f64>], means: &[f64]) -> KMeans {
    let data = Observations::from_rows(rows, None).unwrap();
    k_means(&data, means.iter().map(|&mean| vec![mean]).collect(), 100).unwrap()
}

#[test]
fn ties_go_to_the_lowest_index_and_empty_clusters_stay() {
    let rows = vec![vec![0.0], vec![1.0], vec![2.0]];
    let result = run(&rows, &[0.0, 2.0, 50.0]);
    assert_eq!(result.assignments, [0, 0, 1]);
    assert_eq!(result.means, [[0.5], [2.0], [50.0]]);
    assert_eq!(result.inertia, [1.0, 0.5]);
    assert!(result.converged);
    let equal = run(&rows, &[1.0, 1.0]);
    assert_eq!(equal.assignments, [0, 0, 0]);
}

#[test]
fn weights_are_frequencies() {
    let data = Observations::from_rows(&[vec![0.0], vec![3.0], vec![9.0]], Some(&[2.0, 1.0, 0.0])).unwrap();
    let result = k_means(&data, vec![vec![1.0], vec![100.0]], 10).unwrap();
    assert_eq!(result.means, [[1.0], [100.0]]);
    assert_eq!(result.inertia.last(), Some(&6.0));
    // A row of no weight is no row, however far.
    let far = Observations::from_rows(&[vec![0.0], vec![3.0], vec![1e200]], Some(&[2.0, 1.0, 0.0])).unwrap();
    assert_eq!(k_means(&far, vec![vec![1.0], vec![100.0]], 10).unwrap().inertia.last(), Some(&6.0));
    assert!(k_means(&data, vec![vec![f64::NAN]], 10).unwrap_err().to_string().starts_with("means[0][0] is NaN"));
    assert!(k_means(&data, vec![], 10).is_err());
    assert!(k_means(&data, vec![vec![1.0, 2.0]], 10).is_err());
    assert!(k_means(&data, vec![vec![1e200]], 10).unwrap_err().to_string().starts_with("the inertia"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_inertia_never_increases(
        rows in prop::collection::vec(prop::collection::vec(-100.0..100.0_f64, 2), 3..60),
        means in prop::collection::vec(prop::collection::vec(-100.0..100.0_f64, 2), 1..6),
    ) {
        let data = Observations::from_rows(&rows, None).unwrap();
        let result = k_means(&data, means, 200).unwrap();
        prop_assert!(result.converged);
        for pair in result.inertia.windows(2) {
            // Every distance is right to three roundings.
            prop_assert!(pair[1] <= pair[0] * (1.0 + 6.0 * f64::EPSILON));
        }
    }

    /// EM with covariance `σ² I` is EM with covariance `I` on `x/σ`. The nearest mean wins by a gap `g` of squared distances, so its
    /// responsibility is `1 - O(exp(-g/2σ²))`: 1 to all digits from `g > 80 σ²` on.
    #[test]
    fn it_is_the_limit_of_em(
        left in prop::collection::vec(-4.0..4.0_f64, 3..20), right in prop::collection::vec(6.0..14.0_f64, 3..20),
        (a, b) in (-3.0..3.0_f64, 7.0..13.0_f64),
    ) {
        let sigma = 2.0_f64.powi(-12);
        let rows: Vec<Vec<f64>> = left.iter().chain(&right).map(|&x| vec![x]).collect();
        let hard = run(&rows, &[a, b]);
        let nearest = |row: &Vec<f64>| usize::from((row[0] - b).abs() < (row[0] - a).abs());
        let gap = |x: f64, means: (f64, f64)| ((x - means.0).powi(2) - (x - means.1).powi(2)).abs();
        let once = k_means(&Observations::from_rows(&rows, None).unwrap(), vec![vec![a], vec![b]], 1).unwrap();
        // No observation halfway between the means. And neither cluster empty: there the limit is another, for responsibilities of
        // `exp(-g/2σ²)` still have their ratios, and EM moves the mean to the nearest observation.
        prop_assume!(rows.iter().all(|row| gap(row[0], (a, b)) > 1e-4));
        prop_assume!((0..2).all(|k| rows.iter().any(|row| nearest(row) == k)));
        let scaled: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0] / sigma]).collect();
        let data = Observations::from_rows(&scaled, None).unwrap();
        let components = Gaussian::new(vec![vec![a / sigma], vec![b / sigma]], Identity).unwrap();
        let initial = Mixture::new(vec![0.3, 0.7], components).unwrap();
        let soft = trajectory(&data, initial, &Prior::default(), 1, &[1]).unwrap();
        let means = soft.recorded[0].1.components().means();
        for (soft, hard) in means.iter().zip(&once.means) {
            prop_assert!((soft[0] * sigma - hard[0]).abs() <= 8.0 * f64::EPSILON * 14.0, "{} {}", soft[0] * sigma, hard[0]);
        }
        // -2σ² log p(X|θ) is the inertia, up to σ² (2 log 1/π + log 2π) an observation.
        let limit = -2.0 * sigma * sigma * soft.log_evidence[0];
        let beside = sigma * sigma * rows.len() as f64 * (2.0 * (1.0_f64 / 0.3).ln() + std::f64::consts::TAU.ln());
        prop_assert!((limit - hard.inertia[0]).abs() <= beside + 1e-14 * hard.inertia[0], "{limit} {}", hard.inertia[0]);
    }
}
