//! Where the laws' slack is stated: numbers of a moderate size, and covariances far from singular.

use suite::format::{Case, Parameters, Rows, Tensor};

use crate::question::numbers;

/// Whether all numbers of a question are 0 or between a thousandth and a thousand, and its covariances regular.
pub fn is(case: &Case) -> bool {
    let mut case = case.clone();
    let sizes = numbers(&mut case).into_iter().all(|(_, x)| *x == 0.0 || (1e-3..=1e3).contains(&x.abs()));
    sizes && case.parameters.iter().chain(&case.initial).all(are)
}

/// Whether all variances are between a thousandth and a million, and no covariance is near a singular one.
pub fn are(mixture: &Parameters) -> bool {
    let own = mixture.components.iter().filter_map(|component| component.covariance.as_ref());
    let variance = |x: f64| (1e-3..=1e6).contains(&x);
    let regular = |covariance: &Tensor| match covariance {
        Tensor::Scalar(x) => variance(x.0),
        Tensor::Vector(x) => x.iter().all(|x| variance(x.0)),
        Tensor::Matrix(matrix) => pivots(matrix).into_iter().all(variance),
    };
    own.into_iter().all(regular) && mixture.covariance.iter().flat_map(pivots).all(variance)
}

/// The pivots of elimination: conditional variances, each of a variable given those before it.
fn pivots(matrix: &Rows) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = matrix.iter().map(|row| row.iter().map(|x| x.0).collect()).collect();
    for i in 0..rows.len() {
        for j in i + 1..rows.len() {
            let factor = rows[j][i] / rows[i][i];
            for l in i..rows.len() {
                rows[j][l] -= factor * rows[i][l];
            }
        }
    }
    (0..rows.len()).map(|i| rows[i][i]).collect()
}
