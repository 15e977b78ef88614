//! `σ² ~ IG(a, b)`, `μ|σ² ~ N(m, σ² I/κ)`, mean and common variance of `D` dimensions:
//! `E[1/σ²] = a/b`, `E[log σ²] = log b - ψ(a)`, `E[|x - μ|²/σ²] = D/κ + a/b |x - m|²`.
//!
//! `log IG(s; a, b) = a log b - log Γ(a) - (a + 1) log s - b/s`, for `κ, a, b > 0`. With weighted observations `κ'` and `m'` are
//! those of a normal, `a' = a + D/2 Σ_n w_n`, `b' = b + 1/2 (Σ_n w_n |x_n - m'|² + κ |m - m'|²)`. The next observation is Student's
//! `t` with `2a` degrees of freedom, centre `m` and scale `b (κ + 1)/(a κ) I`.
//! Source: K. Murphy, *Conjugate Bayesian analysis of the Gaussian distribution*, 2007, section 3.

use super::normal::posterior_mean;
use crate::{interval::Interval, linear::Vector, precision::Precision, prior::squared_distance};

/// A normal-inverse-gamma distribution.
#[derive(Clone, Debug)]
pub struct NormalInverseGamma {
    /// `m`, `D`.
    pub mean: Vector,
    /// `κ`.
    pub mean_precision: Interval,
    /// `a`.
    pub shape: Interval,
    /// `b`.
    pub scale: Interval,
}

/// The density of Student's `t` with `ν` degrees of freedom in `D` dimensions at the squared distance `q`, `volume` being `|S|`:
/// `Γ((ν + D)/2)/Γ(ν/2) (1 + q/ν)^(-(ν + D)/2) / sqrt((νπ)^D |S|)`.
pub fn student(dimension: usize, nu: &Interval, q: &Interval, volume: &Interval, precision: Precision) -> Interval {
    let more = (nu + precision.integer(dimension)).half();
    let tail = (precision.integer(1) + q / nu).ln();
    let ball = (0..dimension).fold(volume.clone(), |volume, _| volume * nu * precision.pi());
    gamma_ratio(dimension, &nu.half(), precision) * (-(more * tail)).exp() / ball.sqrt()
}

/// `Γ(x + D/2)/Γ(x)`: a product for the whole steps, and the functions themselves for a half one.
fn gamma_ratio(dimension: usize, x: &Interval, precision: Precision) -> Interval {
    let whole = precision.integer(dimension / 2);
    let steps = (0..dimension / 2).map(|step| x + precision.integer(step));
    let product = steps.fold(precision.integer(1), |product, step| product * step);
    if dimension.is_multiple_of(2) {
        return product;
    }
    let x = x + whole;
    let half = precision.integer(1).half();
    product * ((&x + half).ln_gamma() - x.ln_gamma()).exp()
}

impl NormalInverseGamma {
    /// The posterior after weighted observations.
    #[must_use]
    pub fn posterior(&self, rows: &[(Interval, Vector)]) -> Self {
        let (mean_precision, mean) = posterior_mean(&self.mean, &self.mean_precision, rows);
        let mut scatter = &self.mean_precision * squared_distance(&self.mean, &mean);
        let mut shape = self.shape.clone() + self.shape.clone();
        for (weight, x) in rows {
            scatter.add_product(weight, &squared_distance(x, &mean));
            shape = x.iter().fold(shape, |shape, _| shape + weight);
        }
        Self { mean, mean_precision, shape: shape.half(), scale: &self.scale + scatter.half() }
    }

    /// The density of one more observation.
    #[must_use]
    pub fn predictive(&self, x: &[Interval], precision: Precision) -> Interval {
        let kappa = &self.mean_precision;
        let scale = &self.scale * (kappa + precision.integer(1)) / (&self.shape * kappa);
        let volume = x.iter().fold(precision.integer(1), |volume, _| volume * &scale);
        let nu = &self.shape + &self.shape;
        student(x.len(), &nu, &(squared_distance(x, &self.mean) / scale), &volume, precision)
    }

    /// `E[log σ²]` and `E[1/σ²]`.
    fn expectations(&self) -> (Interval, Interval) {
        (self.scale.ln() - self.shape.digamma(), &self.shape / &self.scale)
    }

    /// The function `x -> E[log N(x; μ, σ² I)]`.
    pub fn expected_log_likelihood(&self, precision: Precision) -> impl Fn(&[Interval]) -> Interval {
        let dimension = precision.integer(self.mean.len());
        let (log, inverse) = self.expectations();
        let constant = &dimension * (precision.log_two_pi() + log) + dimension / &self.mean_precision;
        let mean = self.mean.clone();
        move |x| -(&constant + &inverse * squared_distance(x, &mean)).half()
    }

    /// What `E_q[log IG(σ²; a, b) + log N(μ; m, σ² I/κ)]` is the sum of.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        let (log, inverse) = q.expectations();
        let dimension = precision.integer(self.mean.len());
        let kappa = &self.mean_precision;
        let square = &dimension / &q.mean_precision + &inverse * squared_distance(&self.mean, &q.mean);
        vec![
            &self.shape * self.scale.ln(),
            -self.shape.ln_gamma(),
            -((&self.shape + precision.integer(1)) * &log),
            -(&self.scale * &inverse),
            (dimension * (kappa.ln() - precision.log_two_pi() - log)).half(),
            -(kappa * square).half(),
        ]
    }
}
