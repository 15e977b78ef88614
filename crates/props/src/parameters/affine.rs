//! Affine maps of Gaussian data and of the parameters with them: `x -> s Q x + c`, `μ -> s Q μ + c`, `Σ -> s² Q Σ Qᵀ`.
//!
//! The density changes by `|s Q|⁻¹ = s^-D`: a log evidence of total weight `W` by `-W D log s`.

use suite::format::{Case, Number, Parameters, Rows, Tensor};

use crate::ask::{has_weights, observations, weights, with_data};

/// One affine map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine {
    scale: f64,
    offset: f64,
    /// `cos` and `sin` of the angle in the plane of the first two variables.
    turn: [f64; 2],
}

impl Affine {
    /// `x -> s x`, exact for a power of two.
    #[must_use]
    pub fn scaling(scale: f64) -> Self {
        Self { scale, offset: 0.0, turn: [1.0, 0.0] }
    }

    /// `x -> x + c`, in every variable.
    #[must_use]
    pub fn translation(offset: f64) -> Self {
        Self { scale: 1.0, offset, turn: [1.0, 0.0] }
    }

    /// A rotation in the plane of the first two variables, by its cosine and sine.
    #[must_use]
    pub fn rotation(turn: [f64; 2]) -> Self {
        Self { scale: 1.0, offset: 0.0, turn }
    }

    /// By how much the log evidence of observations of this total weight changes.
    #[must_use]
    pub fn log_evidence(&self, case: &Case, total_weight: f64) -> f64 {
        let dimensions = observations(case).first().map_or(0, Vec::len) as f64;
        -total_weight * dimensions * self.scale.ln()
    }

    /// The case on moved data.
    #[must_use]
    pub fn of_case(&self, case: &Case) -> Case {
        let rows = observations(case).iter().map(|row| self.point(row)).collect();
        with_data(case, rows, has_weights(case).then(|| weights(case)))
    }

    /// The parameters moved with the data.
    #[must_use]
    pub fn of_parameters(&self, parameters: &Parameters) -> Parameters {
        let square = self.scale * self.scale;
        let mut moved = parameters.clone();
        for component in &mut moved.components {
            component.mean = component.mean.as_ref().map(|mean| self.point(mean));
            match &mut component.covariance {
                Some(Tensor::Scalar(variance)) => variance.0 *= square,
                Some(Tensor::Vector(variances)) => variances.iter_mut().for_each(|v| v.0 *= square),
                Some(Tensor::Matrix(rows)) => *rows = self.matrix(rows),
                None => {}
            }
        }
        moved.covariance = moved.covariance.as_ref().map(|rows| self.matrix(rows));
        moved
    }

    /// `Q` of a vector.
    fn turned(&self, v: &[f64]) -> Vec<f64> {
        let [cos, sin] = self.turn;
        let mut turned = v.to_vec();
        if let [x, y, ..] = *v {
            (turned[0], turned[1]) = (cos * x - sin * y, sin * x + cos * y);
        }
        turned
    }

    fn point(&self, v: &[Number]) -> Vec<Number> {
        let turned = self.turned(&v.iter().map(|x| x.0).collect::<Vec<_>>());
        turned.into_iter().map(|x| Number(self.scale * x + self.offset)).collect()
    }

    /// `s² Q Σ Qᵀ`, its lower triangle mirrored, so that it is exactly symmetric.
    fn matrix(&self, rows: &Rows) -> Rows {
        let numbers: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|x| x.0).collect()).collect();
        let transposed = |rows: &[Vec<f64>]| -> Vec<Vec<f64>> {
            (0..rows.len()).map(|j| rows.iter().map(|row| row[j]).collect()).collect()
        };
        let half = transposed(&numbers.iter().map(|row| self.turned(row)).collect::<Vec<_>>());
        let whole: Vec<Vec<f64>> = half.iter().map(|row| self.turned(row)).collect();
        let entry = |i: usize, j: usize| Number(self.scale * self.scale * whole[i.max(j)][i.min(j)]);
        (0..rows.len()).map(|i| (0..rows.len()).map(|j| entry(i, j)).collect()).collect()
    }
}
