//! The unit of each coordinate, by which steps and distances are measured: the standard deviation of a variable for a mean,
//! its reciprocal for an entry of `L` below the diagonal, 1 for a logarithm. A choice of scale, and no part of a proof.

use suite::format::Structure;

use super::{
    coordinates::Layout,
    posed::{Posed, Table},
};
use crate::mixture::Kind;

/// The unit of each coordinate, `P`.
#[must_use]
pub fn units(posed: &Posed<f64>, layout: &Layout) -> Vec<f64> {
    let mut units = vec![1.0; layout.size()];
    let (Kind::Gaussian(structure), Table::Values(rows)) = (&posed.kind, &posed.table) else { return units };
    let deviations: Vec<f64> = (0..posed.dimension).map(|d| deviation(posed, rows, d)).collect();
    for k in 0..posed.components {
        let start = layout.component(k).start;
        units[start..start + posed.dimension].copy_from_slice(&deviations);
    }
    let blocks: Vec<usize> = match structure {
        Structure::Tied => vec![layout.shared().start],
        Structure::Full => (0..posed.components).map(|k| layout.component(k).start + posed.dimension).collect(),
        _ => Vec::new(),
    };
    for start in blocks {
        for i in 0..posed.dimension {
            for cell in (0..i).filter_map(|j| layout.cell(i, j)) {
                units[start + cell] = deviations[i].recip();
            }
        }
    }
    units
}

/// The weighted standard deviation of one variable; 1 where it does not vary.
pub(super) fn deviation(posed: &Posed<f64>, rows: &[Vec<f64>], d: usize) -> f64 {
    let total: f64 = posed.weights.iter().sum();
    let mean = rows.iter().zip(&posed.weights).map(|(row, w)| w * row[d]).sum::<f64>() / total;
    let square = rows.iter().zip(&posed.weights).map(|(row, w)| w * (row[d] - mean) * (row[d] - mean)).sum::<f64>();
    let deviation = (square / total).sqrt();
    if deviation.is_normal() { deviation } else { 1.0 }
}
