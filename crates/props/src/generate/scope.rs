//! Which problems a law speaks of.

use std::ops::RangeInclusive;

use proptest::prelude::*;
use suite::format::{Case, Family, Model, Structure};

use super::{
    corner::Corner,
    material::{MOST, component, row},
    problem::{Problem, Raw},
};

/// Which priors a problem has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priors {
    /// None: maximum likelihood.
    None,
    /// None, one of the mixing weights, one of the components, or both; each with a mode inside the parameter space whatever the data.
    Any,
    /// One of the mixing weights and one of the components, each with a mode inside the parameter space whatever the data.
    Both,
    /// One of the mixing weights and one of the components, both conjugate: the Bayesian mixture.
    Conjugate,
}

/// The problems that a law speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// The families and structures.
    pub models: Vec<(Family, Option<Structure>)>,
    /// The dimensions, at most three.
    pub dimensions: RangeInclusive<usize>,
    /// The components, at most three.
    pub components: RangeInclusive<usize>,
    /// The observations, beside those that keep covariances from being singular where M-steps are taken.
    pub observations: RangeInclusive<usize>,
    /// Whether observations may have weights.
    pub weights: bool,
    /// The priors.
    pub priors: Priors,
    /// The corners.
    pub corners: &'static [Corner],
    /// Whether M-steps are taken: data in general position and overlapping components, so that no covariance comes near a singular one.
    pub steps: bool,
}

impl Default for Scope {
    fn default() -> Self {
        Self::parameters()
    }
}

impl Scope {
    /// Every model with given parameters, in every corner, with and without weights and priors: for `evaluate` and `bound`.
    #[must_use]
    pub fn parameters() -> Self {
        Self {
            models: models(&Structure::ALL),
            dimensions: 1..=MOST,
            components: 1..=MOST,
            observations: 1..=10,
            weights: true,
            priors: Priors::Any,
            corners: Corner::ALL,
            steps: false,
        }
    }

    /// Every model on data on which every M-step is sound: for `maximize`, `trajectory` and `fit`.
    #[must_use]
    pub fn steps() -> Self {
        Self { corners: Corner::OF_STEPS, steps: true, ..Self::parameters() }
    }

    /// Every Bayesian mixture of few observations, so that `3^N` assignments are soon enumerated: for `evidence` and `variational`.
    #[must_use]
    pub fn bayesian() -> Self {
        Self {
            models: models(&[Structure::Identity, Structure::Spherical, Structure::Diagonal, Structure::Full]),
            observations: 1..=5,
            weights: false,
            priors: Priors::Conjugate,
            corners: &[Corner::Plain, Corner::EqualComponents],
            ..Self::parameters()
        }
    }

    /// Only Gaussians of these structures.
    #[must_use]
    pub fn structures(self, structures: &[Structure]) -> Self {
        Self { models: structures.iter().map(|structure| (Family::Gaussian, Some(*structure))).collect(), ..self }
    }

    /// Only these families, Gaussians in the structures the scope has.
    #[must_use]
    pub fn families(mut self, families: &[Family]) -> Self {
        self.models.retain(|(found, _)| families.contains(found));
        self
    }

    /// So many dimensions.
    #[must_use]
    pub fn dimensions(self, dimensions: RangeInclusive<usize>) -> Self {
        Self { dimensions, ..self }
    }

    /// So many components.
    #[must_use]
    pub fn components(self, components: RangeInclusive<usize>) -> Self {
        Self { components, ..self }
    }

    /// So many observations.
    #[must_use]
    pub fn observations(self, observations: RangeInclusive<usize>) -> Self {
        Self { observations, ..self }
    }

    /// These priors.
    #[must_use]
    pub fn priors(self, priors: Priors) -> Self {
        Self { priors, ..self }
    }

    /// Every observation once.
    #[must_use]
    pub fn unweighted(self) -> Self {
        Self { weights: false, ..self }
    }

    /// Only these corners.
    #[must_use]
    pub fn corners(self, corners: &'static [Corner]) -> Self {
        Self { corners, ..self }
    }

    /// The problems.
    pub fn problems(self) -> BoxedStrategy<Problem> {
        let model = prop::sample::select(self.models.clone());
        let shape = (model, self.dimensions.clone(), prop::sample::select(self.corners));
        let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
        let rows = prop::collection::vec(row(), self.observations.clone());
        let components = prop::collection::vec(component(), self.components.clone());
        (shape, switches, rows, components, component())
            .prop_map(
                move |(
                    (model, dimensions, corner),
                    (weighted, of_weights, of_components, natural),
                    rows,
                    components,
                    prior,
                )| {
                    let raw = Raw {
                        model,
                        dimensions,
                        corner,
                        weighted,
                        of_weights,
                        of_components,
                        natural,
                        rows,
                        components,
                        prior,
                    };
                    Problem::new(&self, raw)
                },
            )
            .boxed()
    }

    /// The cases that the problems pose.
    pub fn cases(self, pose: impl Fn(&Problem) -> Case + 'static) -> BoxedStrategy<Case> {
        self.problems().prop_map(move |problem| pose(&problem)).boxed()
    }
}

/// Gaussians of some structures, and the other families; the plainest first.
fn models(structures: &[Structure]) -> Vec<(Family, Option<Structure>)> {
    let gaussians = structures.iter().map(|structure| (Family::Gaussian, Some(*structure)));
    gaussians.chain([(Family::Poisson, None), (Family::Categorical, None)]).collect()
}

impl Raw {
    /// The model that is asked for; variables of a categorical one have 2, 3 and 2 levels.
    pub(super) fn model(&self) -> Model {
        let (family, covariance) = self.model;
        let levels = (family == Family::Categorical).then(|| [2, 3, 2][..self.dimensions].to_vec());
        Model { family, covariance, levels }
    }
}
