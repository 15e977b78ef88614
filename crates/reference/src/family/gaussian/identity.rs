//! `Σ = I`, known. Prior `normal`: `μ ~ N(m0, I/κ)` (13); M-step `μ_k = (κ m0 + N_k x̄_k)/(κ + N_k)` (32).

use faer::MatMut;

use super::{Gaussian, Structure, moments::NoScatter};
use crate::{
    arithmetic::{double_double::DoubleDouble, sum::sum},
    error::Result,
    family::MStep,
    prior::Normal,
};

/// The identity, for every component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity;

impl Structure for Identity {
    type Scatter = NoScatter;
    type Prior = Normal;

    fn log_determinant(&self, _: usize) -> f64 {
        0.0
    }

    fn log_determinant_ratio(&self, _: usize, _: usize) -> f64 {
        0.0
    }

    fn whiten(&self, _: usize, _: MatMut<'_, f64>) {}

    fn precise_distance(&self, _: usize, difference: &[DoubleDouble]) -> DoubleDouble {
        difference.iter().fold(DoubleDouble::default(), |total, &d| total + d * d)
    }

    fn maximize(_: &MStep<'_, Gaussian<Self>>) -> Result<Self> {
        Ok(Self)
    }

    fn normal(prior: &Normal) -> &Normal {
        prior
    }

    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &Normal) -> f64 {
        let distance = |mean: &Vec<DoubleDouble>| sum(prior.deviation(mean).iter().map(|d| d.high * d.high));
        sum(means.iter().map(|mean| prior.log_density(0.0, distance(mean))))
    }

    fn spans(_: &[&[f64]], _: usize) -> bool {
        true
    }

    fn blocks(&self) -> Vec<Vec<f64>> {
        Vec::new()
    }
}
