//! `μ ~ N(m, I/κ)`, the mean of a normal with covariance `I`: `E|x - μ|² = |x - m|² + D/κ`.
//!
//! `log N(μ; m, I/κ) = D/2 log κ - D/2 log 2π - κ/2 |μ - m|²`, for `κ > 0`. With weighted observations `κ' = κ + Σ_n w_n` and
//! `m' = (κ m + Σ_n w_n x_n)/κ'`. The next observation is `N(m, (1 + 1/κ) I)`.
//! Source: Bishop, *Pattern Recognition and Machine Learning*, 2.3.6.

use crate::{interval::Interval, linear::Vector, precision::Precision, prior::squared_distance};

/// A normal distribution of a mean.
#[derive(Clone, Debug)]
pub struct Normal {
    /// `m`, `D`.
    pub mean: Vector,
    /// `κ`.
    pub precision: Interval,
}

/// `κ + Σ_n w_n` and `(κ m + Σ_n w_n x_n)/(κ + Σ_n w_n)`.
pub fn posterior_mean(mean: &[Interval], kappa: &Interval, rows: &[(Interval, Vector)]) -> (Interval, Vector) {
    let mut total = kappa.clone();
    let mut sums: Vector = mean.iter().map(|m| kappa * m).collect();
    for (weight, x) in rows {
        total = total + weight;
        sums.iter_mut().zip(x).for_each(|(sum, x)| sum.add_product(weight, x));
    }
    let mean = sums.iter().map(|sum| sum / &total).collect();
    (total, mean)
}

impl Normal {
    /// The posterior after weighted observations.
    #[must_use]
    pub fn posterior(&self, rows: &[(Interval, Vector)]) -> Self {
        let (precision, mean) = posterior_mean(&self.mean, &self.precision, rows);
        Self { mean, precision }
    }

    /// The density of one more observation.
    #[must_use]
    pub fn predictive(&self, x: &[Interval], precision: Precision) -> Interval {
        let one = precision.integer(1);
        let variance = &one + &one / &self.precision;
        let volume = x.iter().fold(one, |volume, _| volume * (precision.pi() + precision.pi()) * &variance);
        (-(squared_distance(x, &self.mean) / &variance).half()).exp() / volume.sqrt()
    }

    /// `E[log N(x; μ, I)]`.
    #[must_use]
    pub fn expected_log_likelihood(&self, x: &[Interval], precision: Precision) -> Interval {
        let dimension = precision.integer(x.len());
        let square = squared_distance(x, &self.mean) + &dimension / &self.precision;
        -(dimension * precision.log_two_pi() + square).half()
    }

    /// What `E_q[log N(μ; m, I/κ)]` is the sum of.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        let dimension = precision.integer(self.mean.len());
        let square = squared_distance(&self.mean, &q.mean) + &dimension / &q.precision;
        vec![(dimension * (self.precision.ln() - precision.log_two_pi())).half(), -(&self.precision * square).half()]
    }
}
