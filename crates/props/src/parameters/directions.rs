//! Directions in which parameters can be perturbed without leaving the parameter space, each in the units of its own curvature.
//!
//! Mixing weights and probabilities move as `p_k -> p_k e^η / Σ`, rates and variances as `λ -> λ e^η`, a mean by `η / sqrt((Σ⁻¹)_dd)`, a
//! covariance by congruence: `Σ -> (I + h E_ij) Σ (I + h E_ij)ᵀ` with `h = η / sqrt((Σ⁻¹)_ii Σ_jj)`, and `e^h` on the diagonal. So the second
//! derivative of the ELBO along each is about the number of observations it speaks of, and the third no more than twice the second.

use std::fmt;

use suite::format::{Number, Parameters, Rows, Tensor};

use super::{Place, entries};
use crate::slack::matrix::Inverse;

/// One direction: that of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direction(Place);

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A direction for each entry; of a matrix, for each on or below the diagonal.
#[must_use]
pub fn directions(parameters: &Parameters) -> Vec<Direction> {
    let lower = |place: &Place| !place.field.contains("covariance") || place.index[0] >= place.index[1];
    entries(parameters).into_iter().map(|(place, _)| place).filter(lower).map(Direction).collect()
}

/// The parameters moved by `eta` along a direction.
#[must_use]
pub fn perturbed(parameters: &Parameters, Direction(place): &Direction, eta: f64) -> Parameters {
    let mut moved = parameters.clone();
    let Some(k) = place.component else {
        match &mut moved.covariance {
            Some(shared) if place.field != "the mixing weight" => *shared = sheared(shared, &place.index, eta),
            _ => tilt(&mut moved.weights, place.index[0], eta),
        }
        return moved;
    };
    let unit = place.index.first().map_or(1.0, |d| deviation(parameters, k, *d));
    let component = &mut moved.components[k];
    match (place.field, &mut component.covariance) {
        ("the mean", _) => component.mean.iter_mut().for_each(|mean| mean[place.index[0]].0 += eta * unit),
        ("the rate", _) => component.rate.iter_mut().for_each(|rate| rate[place.index[0]].0 *= eta.exp()),
        ("the probability", _) => {
            let variables = component.probabilities.iter_mut();
            variables.for_each(|rows| tilt(&mut rows[place.index[0]], place.index[1], eta));
        }
        (_, Some(Tensor::Scalar(variance))) => variance.0 *= eta.exp(),
        (_, Some(Tensor::Vector(variances))) => variances[place.index[0]].0 *= eta.exp(),
        (_, Some(Tensor::Matrix(rows))) => *rows = sheared(rows, &place.index, eta),
        (_, None) => {}
    }
    moved
}

/// `p_k e^η` at one entry, and all divided by their sum.
fn tilt(p: &mut [Number], at: usize, eta: f64) {
    p[at].0 *= eta.exp();
    let total: f64 = p.iter().map(|p| p.0).sum();
    p.iter_mut().for_each(|p| p.0 /= total);
}

/// `1 / sqrt((Σ⁻¹)_dd)` of a component; 1 where there is no covariance.
fn deviation(parameters: &Parameters, k: usize, d: usize) -> f64 {
    let of_matrix = |rows: &Rows| Inverse::of(rows).inverse[d][d].powf(-0.5);
    match (&parameters.covariance, &parameters.components[k].covariance) {
        (Some(rows), _) | (_, Some(Tensor::Matrix(rows))) => of_matrix(rows),
        (_, Some(Tensor::Vector(variances))) => variances[d].0.sqrt(),
        (_, Some(Tensor::Scalar(variance))) => variance.0.sqrt(),
        (None, None) => 1.0,
    }
}

/// `(I + h E_ij) Σ (I + h E_ij)ᵀ`, with `e^h` in place of `1 + h` on the diagonal.
fn sheared(rows: &Rows, index: &[usize], eta: f64) -> Rows {
    let [i, j] = [index[0], index[1]];
    let h = eta / (Inverse::of(rows).inverse[i][i] * rows[j][j].0).sqrt();
    let factor = if i == j { h.exp() - 1.0 } else { h };
    let mut sheared = rows.clone();
    for column in 0..rows.len() {
        sheared[i][column].0 += factor * rows[j][column].0;
    }
    let half = sheared.clone();
    for row in 0..rows.len() {
        sheared[row][i].0 += factor * half[row][j].0;
    }
    // Mirrored, so that it is exactly symmetric.
    for column in 0..rows.len() {
        sheared[column][i] = sheared[i][column];
    }
    sheared
}
