//! Solves with `Lᵀ` where `L` is due: the factor of the precision is not the inverse transposed factor of the
//! covariance.
//!
//! Right for diagonal matrices, and so in most tests; wrong for every correlated component.
//!
//! Seen in scikit-learn #26415, PR #26416 (full and tied precisions_init, fixed in 1.3).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "cholesky-factor-transposed",
    layer: Layer::Density,
    seen_in: "scikit-learn #26415, PR #26416 (full and tied precisions_init, fixed in 1.3)",
    steps: Steps { squared_distance: transposed, ..HEALTHY },
};

fn transposed(factor: &Factor, x: &[f64], mean: &[f64]) -> f64 {
    let Factor::Cholesky(l) = factor else { return density::squared_distance(factor, x, mean) };
    // Lᵀ z = y, from the last row up, is a forward solve with both orders turned round.
    let turned: Matrix = linear::transposed(l).into_iter().rev().map(|row| row.into_iter().rev().collect()).collect();
    let away: Row = linear::difference(x, mean).into_iter().rev().collect();
    linear::squared_norm(&turned, &away)
}
