//! `Σ ~ IW(ν, Ψ)`, `μ|Σ ~ N(m, Σ/κ)`, mean and covariance in `D` dimensions. With `Λ = Σ⁻¹`:
//! `E[Λ] = ν Ψ⁻¹`, `E[log|Λ|] = Σ_{d=1..D} ψ((ν + 1 - d)/2) + D log 2 - log|Ψ|`,
//! `E[(x - μ)ᵀ Λ (x - μ)] = D/κ + ν (x - m)ᵀ Ψ⁻¹ (x - m)`.
//!
//! `log IW(Σ; ν, Ψ) = ν/2 log|Ψ| - νD/2 log 2 - log Γ_D(ν/2) + (ν + D + 1)/2 log|Λ| - tr(Ψ Λ)/2`, for `κ > 0`, `ν > D - 1` and `Ψ`
//! positive definite. With weighted observations `κ'` and `m'` are those of a normal, `ν' = ν + Σ_n w_n`,
//! `Ψ' = Ψ + Σ_n w_n (x_n - m')(x_n - m')ᵀ + κ (m - m')(m - m')ᵀ`. The next observation is Student's `t` with `ν - D + 1` degrees of
//! freedom, centre `m` and scale `Ψ (κ + 1)/(κ (ν - D + 1))`.
//! Source: Bishop, *Pattern Recognition and Machine Learning*, 10.2 and B.78-B.82, in terms of `Ψ = W⁻¹`.

use super::{normal::posterior_mean, normal_inverse_gamma::student};
use crate::{
    failure::Failure,
    interval::Interval,
    linear::{Inverse, Matrix, Subject, Vector, invert, largest_magnitude, quadratic_form, trace_of_product},
    precision::Precision,
    prior::log_multivariate_gamma,
};

/// A normal-inverse-Wishart distribution.
#[derive(Clone, Debug)]
pub struct NormalInverseWishart {
    /// `m`, `D`.
    pub mean: Vector,
    /// `κ`.
    pub mean_precision: Interval,
    /// `ν`.
    pub degrees_of_freedom: Interval,
    /// `Ψ`, `D x D`.
    pub scale: Matrix,
    /// `Ψ⁻¹` and `|Ψ|`.
    inverted: Inverse,
}

fn deviation(x: &[Interval], mean: &[Interval]) -> Vector {
    x.iter().zip(mean).map(|(x, mean)| x - mean).collect()
}

/// `A += w d dᵀ`, both triangles alike.
fn add_outer(matrix: &mut Matrix, weight: &Interval, deviation: &[Interval]) {
    for i in 0..deviation.len() {
        matrix[i][i].add_product(weight, &deviation[i].square());
        for j in i + 1..deviation.len() {
            matrix[i][j].add_product(&(weight * &deviation[i]), &deviation[j]);
            matrix[j][i] = matrix[i][j].clone();
        }
    }
}

impl NormalInverseWishart {
    /// From `(m, κ, ν)` and `Ψ`, of which `subject` says whose it is.
    ///
    /// # Errors
    /// When `Ψ` is not positive definite, or this precision does not prove that it is.
    pub fn new(
        (mean, mean_precision, degrees_of_freedom): (Vector, Interval, Interval),
        scale: Matrix,
        precision: Precision,
        subject: Subject,
    ) -> Result<Self, Failure> {
        let inverted = invert(&scale, &largest_magnitude(scale.iter().flatten()), precision, subject)?;
        Ok(Self { mean, mean_precision, degrees_of_freedom, scale, inverted })
    }

    /// The posterior after weighted observations.
    ///
    /// # Errors
    /// When this precision does not prove the scale positive definite.
    pub fn posterior(&self, rows: &[(Interval, Vector)], precision: Precision) -> Result<Self, Failure> {
        let (mean_precision, mean) = posterior_mean(&self.mean, &self.mean_precision, rows);
        let mut scale = self.scale.clone();
        add_outer(&mut scale, &self.mean_precision, &deviation(&self.mean, &mean));
        let mut degrees_of_freedom = self.degrees_of_freedom.clone();
        for (weight, x) in rows {
            add_outer(&mut scale, weight, &deviation(x, &mean));
            degrees_of_freedom = degrees_of_freedom + weight;
        }
        let subject = Subject { what: "posterior scale", component: None, iteration: None };
        Self::new((mean, mean_precision, degrees_of_freedom), scale, precision, subject)
    }

    /// The density of one more observation.
    #[must_use]
    pub fn predictive(&self, x: &[Interval], precision: Precision) -> Interval {
        let one = precision.integer(1);
        let nu = &self.degrees_of_freedom + &one - precision.integer(x.len());
        let factor = (&self.mean_precision + one) / (&self.mean_precision * &nu);
        let distance = quadratic_form(&self.inverted.inverse, &deviation(x, &self.mean)) / &factor;
        let volume = x.iter().fold(self.inverted.determinant.clone(), |volume, _| volume * &factor);
        student(x.len(), &nu, &distance, &volume, precision)
    }

    /// `E[log|Λ|]`.
    fn expected_log_determinant(&self, precision: Precision) -> Interval {
        let dimension = self.mean.len();
        let volume = precision.integer(dimension) * precision.integer(2).ln() - self.inverted.determinant.ln();
        let digammas =
            (0..dimension).map(|below| (&self.degrees_of_freedom - precision.integer(below)).half().digamma());
        digammas.fold(volume, |sum, digamma| sum + digamma)
    }

    /// `E[(x - μ)ᵀ Λ (x - μ)]`.
    fn expected_distance(&self, x: &[Interval], precision: Precision) -> Interval {
        let form = quadratic_form(&self.inverted.inverse, &deviation(x, &self.mean));
        precision.integer(x.len()) / &self.mean_precision + &self.degrees_of_freedom * form
    }

    /// The function `x -> E[log N(x; μ, Σ)]`.
    pub fn expected_log_likelihood(&self, precision: Precision) -> impl Fn(&[Interval]) -> Interval {
        let log_determinant = self.expected_log_determinant(precision);
        let constant = log_determinant - precision.integer(self.mean.len()) * precision.log_two_pi();
        move |x| (&constant - self.expected_distance(x, precision)).half()
    }

    /// What `E_q[log IW(Σ; ν, Ψ) + log N(μ; m, Σ/κ)]` is the sum of.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        let (nu, kappa) = (&self.degrees_of_freedom, &self.mean_precision);
        let dimension = self.mean.len();
        let log_determinant = q.expected_log_determinant(precision);
        let trace = &q.degrees_of_freedom * trace_of_product(&self.scale, &q.inverted.inverse);
        let twice = [
            nu * self.inverted.determinant.ln(),
            -(nu * precision.integer(dimension) * precision.integer(2).ln()),
            (nu + precision.integer(dimension + 1)) * &log_determinant,
            -trace,
            precision.integer(dimension) * (kappa.ln() - precision.log_two_pi()),
            log_determinant,
            -(kappa * q.expected_distance(&self.mean, precision)),
        ];
        let normaliser = -log_multivariate_gamma(precision, dimension, &nu.half());
        twice.iter().map(Interval::half).chain([normaliser]).collect()
    }
}
