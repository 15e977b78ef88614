//! Blocks of observations under a component whose responsibilities are below the range of binary64: each block has a scale of its own,
//! and they merge to what one block gives.

use reference::{
    Categorical, Diagonal, Family, Full, Gaussian, Identity, Mixture, Observations, Poisson, Prior, Spherical, Tied,
    trajectory,
};

/// The mixture after one iteration, with `filler` rows of weight 0 between the first row and the rest.
fn after<F: Family>(rows: &[Vec<f64>], filler: usize, initial: &Mixture<F>) -> Mixture<F> {
    let mut all = vec![rows[0].clone()];
    all.extend(vec![rows[0].clone(); filler]);
    all.extend_from_slice(&rows[1..]);
    let weights: Vec<f64> = (0..all.len()).map(|n| f64::from(u8::from(n == 0 || n > filler))).collect();
    let data = Observations::from_rows(&all, Some(&weights)).unwrap();
    trajectory(&data, initial.clone(), &Prior::default(), 1, &[1]).unwrap().recorded.remove(0).1
}

/// 600 rows are more than a block takes.
fn blocks_merge<F: Family>(rows: &[Vec<f64>], components: F) {
    let initial = Mixture::new(vec![0.5, 0.5], components).unwrap();
    let (one, two) = (after(rows, 0, &initial), after(rows, 600, &initial));
    assert_eq!(one.weights()[1], 0.0);
    let (a, b) = (one.log_weights()[1], two.log_weights()[1]);
    assert!(a < -745.0 && (a / b - 1.0).abs() < 1e-14, "{a} and {b}");
    let change = one.components().relative_change(two.components());
    assert!(change < 1e-12, "{change:e}");
    // And the other way round, so that the larger scale comes first.
    let turned: Vec<Vec<f64>> = rows.iter().rev().cloned().collect();
    let change = after(&turned, 600, &initial).components().relative_change(two.components());
    assert!(change < 1e-12, "{change:e}");
}

/// `exp(1500 x)` of these rows differs by powers of `e`, and between the blocks as well.
fn rows() -> Vec<Vec<f64>> {
    [[0.0, 0.25], [1.0, -0.5], [0.25, 1.0], [2.0, 0.5]].map(|[a, b]| vec![a / 1024.0, b / 1024.0]).to_vec()
}

fn gaussian<S: reference::family::gaussian::Structure>(covariances: S) -> Gaussian<S> {
    Gaussian::new(vec![vec![0.0, 0.0], vec![1500.0, 0.0]], covariances).unwrap()
}

#[test]
fn gaussian_blocks_merge_at_any_scale() {
    let unit = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
    blocks_merge(&rows(), gaussian(Identity));
    blocks_merge(&rows(), gaussian(Spherical::new(vec![1.0; 2], 2).unwrap()));
    blocks_merge(&rows(), gaussian(Diagonal::new(vec![vec![1.0; 2]; 2], 2, 2).unwrap()));
    blocks_merge(&rows(), gaussian(Full::new(&[unit.clone(), unit.clone()], 2, 2).unwrap()));
    blocks_merge(&rows(), gaussian(Tied::new(&unit, 2).unwrap()));
}

#[test]
fn counts_and_levels_merge_at_any_scale() {
    // r is about exp(-1e4) 1e4^x.
    let counts = [0.0, 1.0, 0.0, 2.0].map(|x| vec![x]).to_vec();
    blocks_merge(&counts, Poisson::new(vec![vec![1.0], vec![1e4]]).unwrap());
    // r is about 1e-400, times what the last variable says.
    let levels = [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 2.0]].map(|row| row.to_vec());
    let rare = || vec![1e-200, 1.0 - 1e-200];
    let half = || vec![0.5, 0.5];
    let tables = vec![vec![half(), half(), vec![0.25, 0.5, 0.25]], vec![rare(), rare(), vec![0.125, 0.375, 0.5]]];
    blocks_merge(&levels, Categorical::new(vec![2, 2, 3], tables).unwrap());
}
