//! Families: the density of an observation in the linear domain, and the component that maximises the ELBO.

pub mod categorical;
pub mod gaussian;
pub mod poisson;

use crate::{
    failure::{Failure, Rejection},
    interval::Interval,
    mixture::{Component, Kind, Mixture, Observations, Problem},
};

/// The observations of one component: index of the row and `w_n r_nk`, rows with an exact 0 left out.
pub type Share = Vec<(usize, Interval)>;

/// `p(x|θ_k)` of one component, prepared.
#[derive(Debug)]
pub enum Density<'a> {
    /// A multivariate normal.
    Gaussian(gaussian::Density<'a>),
    /// Independent Poisson counts.
    Poisson(poisson::Density<'a>),
    /// Independent categorical variables.
    Categorical(&'a [Vec<Interval>]),
}

impl<'a> Density<'a> {
    /// The densities of all components, reached after some number of iterations.
    ///
    /// # Errors
    /// When a covariance is not positive definite.
    pub fn of_mixture(problem: &Problem, mixture: &'a Mixture, iteration: usize) -> Result<Vec<Self>, Failure> {
        let prepare = |(k, component): (usize, &'a Component)| {
            Ok(match component {
                Component::Gaussian { mean, covariance } => {
                    let place = (k, (iteration > 0).then_some(iteration));
                    let shared = mixture.shared.as_ref();
                    Self::Gaussian(gaussian::Density::new(problem, mean, covariance, shared, place)?)
                }
                Component::Poisson { rate } => Self::Poisson(poisson::Density::new(problem, rate)),
                Component::Categorical { probabilities } => Self::Categorical(probabilities),
            })
        };
        mixture.components.iter().enumerate().map(prepare).collect()
    }

    /// `p(x_n|θ_k)`; an exact 0 where it is 0.
    #[must_use]
    pub fn at(&self, problem: &Problem, n: usize) -> Interval {
        match (self, &problem.observations) {
            (Self::Gaussian(density), Observations::Real(rows)) => density.at(&rows[n]),
            (Self::Poisson(density), Observations::Counts(rows, factorials)) => density.at(&rows[n], &factorials[n]),
            (Self::Categorical(probabilities), Observations::Levels(rows)) => {
                categorical::density(probabilities, &rows[n])
            }
            _ => unreachable!("observations are read for the family"),
        }
    }
}

/// The component that maximises the ELBO for its share of the observations, `count` being the sum of the share; without a
/// shared covariance, which [`gaussian::shared_covariance`] gives for all components together.
///
/// # Errors
/// When the prior has no mode in the parameter space, or a covariance is not positive definite.
pub fn maximize(
    problem: &Problem,
    share: &Share,
    count: &Interval,
    place: (usize, usize),
) -> Result<Component, Failure> {
    match &problem.kind {
        Kind::Gaussian(structure) => gaussian::maximize(problem, *structure, share, count, place),
        Kind::Poisson => poisson::maximize(problem, share, count, place),
        Kind::Categorical(levels) => categorical::maximize(problem, levels, share, count, place),
    }
}

/// `numerator / denominator`, the mode of a posterior density on a half line or a simplex.
///
/// # Errors
/// A rejection where it lies outside, [`Failure::Undecided`] where this precision cannot tell.
pub fn mode(
    numerator: &Interval,
    denominator: &Interval,
    prior: &'static str,
    component: Option<usize>,
    iteration: usize,
) -> Result<Interval, Failure> {
    if numerator.certainly_negative() || denominator.certainly_not_positive() {
        return Err(Rejection::NoMode { prior, component, iteration }.into());
    }
    if !numerator.certainly_not_negative() || !denominator.certainly_positive() {
        return Err(Failure::Undecided(format!("a mode of the prior `{prior}`")));
    }
    Ok(numerator / denominator)
}
