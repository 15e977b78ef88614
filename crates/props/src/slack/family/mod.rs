//! The log density of each family with the size of its parts, and the size of its log priors. A new family is a file and a line in [`of`].

pub mod categorical;
mod gaussian;
mod poisson;

use suite::format::{Component, ComponentPrior, Family, Model, Number, Parameters, Rows};

/// A value, and what its rounding is a multiple of: the sum of the magnitudes of its parts, those that are conditioned by the input times
/// their condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sized {
    /// The value.
    pub value: f64,
    /// The size.
    pub size: f64,
}

/// One component at which sizes are computed.
pub struct At<'a> {
    /// The model.
    pub model: &'a Model,
    /// The component.
    pub component: &'a Component,
    /// The covariance that all share.
    pub shared: Option<&'a Rows>,
}

/// What an M-step is given.
pub struct Statistics<'a> {
    /// The model.
    pub model: &'a Model,
    /// The prior of the components.
    pub prior: Option<&'a ComponentPrior>,
    /// `x_n`.
    pub observations: &'a [Vec<Number>],
    /// `w_n r_nk`, for each component in turn.
    pub shares: Vec<Vec<f64>>,
}

impl Statistics<'_> {
    /// `Σ_n w_n r_nk f(x_n)`.
    pub fn sum(&self, k: usize, f: impl Fn(&[Number]) -> f64) -> f64 {
        self.observations.iter().zip(&self.shares[k]).map(|(row, share)| share * f(row)).sum()
    }
}

/// What is known of a family.
pub struct Kind {
    /// `log p(x|θ)` for each row.
    pub log_densities: fn(&At, &[Vec<Number>]) -> Vec<Sized>,
    /// The sizes of what an M-step adds up, divided as it divides: parameters whose entries are what the rounding of each is a multiple of;
    /// without mixing weights.
    pub maximum: fn(&Statistics) -> Parameters,
    /// The size of `log p(θ)`.
    pub log_prior: fn(&At, &ComponentPrior) -> f64,
}

/// The kind of a family.
pub fn of(family: Family) -> &'static Kind {
    match family {
        Family::Gaussian => &gaussian::KIND,
        Family::Poisson => &poisson::KIND,
        Family::Categorical => &categorical::KIND,
    }
}

/// The size of `x log y`, 0 where `x` is 0; `log y` is right to an ulp of itself, and to the ulp of `y`.
pub fn x_log_y(x: f64, y: f64) -> Sized {
    match x == 0.0 {
        true => Sized { value: 0.0, size: 0.0 },
        false => Sized { value: x * y.ln(), size: x.abs() * (y.ln().abs() + 1.0) },
    }
}

/// The size of `log Γ(x)`: itself, and `x |ψ(x)|` for an ulp of `x`, about `x log x` or 1 where `x` is small.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x).abs() + x * x.max(1.0).ln() + 1.0
}
