//! Averages the covariances of the components where their scatters are to be added.
//!
//! A component of three rows counts as much as one of three hundred.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "tied-covariance-averaged",
    layer: Layer::MStep,
    seen_in: "a common mistake",
    steps: Steps { tied_covariance: averaged, ..HEALTHY },
};

fn averaged(moments: &[Moments], _total: f64) -> Matrix {
    let covariances: Vec<Matrix> = moments.iter().map(maximization::full_covariance).collect();
    let d = covariances[0].len();
    let entry = |i: usize, j: usize| covariances.iter().map(|s| s[i][j]).sum::<f64>() / covariances.len() as f64;
    (0..d).map(|i| (0..d).map(|j| entry(i.max(j), i.min(j))).collect()).collect()
}
