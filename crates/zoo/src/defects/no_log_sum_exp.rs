//! Sums the exponentials of log densities as they are, without taking the largest out.
//!
//! An outlier underflows under every component: its responsibilities are 0/0, and the fit is NaN.
//!
//! Seen in rust-ml/linfa #442 (fixed by PRs #443 and #444).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "no-log-sum-exp",
    layer: Layer::EStep,
    seen_in: "rust-ml/linfa #442 (fixed by PRs #443 and #444)",
    steps: Steps { log_sum_exp: naive, responsibilities: shares, ..HEALTHY },
};

fn naive(values: &[f64]) -> f64 {
    log(values.iter().map(|value| exp(*value)).sum())
}

fn shares(values: &[f64]) -> Row {
    let p: Row = values.iter().map(|value| exp(*value)).collect();
    let total: f64 = p.iter().sum();
    p.iter().map(|p| p / total).collect()
}
