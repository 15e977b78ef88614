//! Adds a little to the diagonal of a covariance that cannot be factored.
//!
//! Where the likelihood is unbounded the user gets a number, and the jitter decides which.
//!
//! Seen in mlpack 81bfcfe6, PositiveDefiniteConstraint; OpenCV 4.14.0 (eigenvalues clamped at DBL_EPSILON).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "singular-covariance-jittered",
    layer: Layer::DegenerateInput,
    seen_in: "mlpack 81bfcfe6, PositiveDefiniteConstraint; OpenCV 4.14.0 (eigenvalues clamped at DBL_EPSILON)",
    steps: Steps { cholesky: jittered, positive: clamped, ..HEALTHY },
};

fn jittered(matrix: &Matrix, name: &str) -> Result<Matrix> {
    let mut matrix = matrix.clone();
    for jitter in [0.0, 1e-9, 1e-6, 1e-3, 1.0] {
        (0..matrix.len()).for_each(|d| matrix[d][d] += jitter);
        if let Some(root) = linear::cholesky(&matrix) {
            return Ok(root);
        }
    }
    input::cholesky(&matrix, name)
}

fn clamped(value: f64, name: &str) -> Result<f64> {
    input::finite(value, name).map(|value| value.max(f64::EPSILON))
}
