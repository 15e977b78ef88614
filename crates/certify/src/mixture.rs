//! The parameters of a mixture, and the problem posed by a case, in enclosures.

use rug::Float;
use suite::format::Structure;

use crate::{
    interval::Interval,
    linear::{Matrix, Vector},
    precision::Precision,
    prior::Prior,
};

/// The family of the components, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Multivariate normal.
    Gaussian(Structure),
    /// Independent Poisson counts.
    Poisson,
    /// Independent categorical variables with these numbers of levels.
    Categorical(Vec<usize>),
}

/// Mixing weights and components, `θ`.
#[derive(Clone, Debug)]
pub struct Mixture {
    /// `π`, `K`.
    pub weights: Vector,
    /// `θ_k`, `K`.
    pub components: Vec<Component>,
    /// The covariance that all components share, for the tied structure.
    pub shared: Option<Matrix>,
}

/// The parameters of one component.
#[derive(Clone, Debug)]
pub enum Component {
    /// `N(mean, covariance)`.
    Gaussian {
        /// `μ`, `D`.
        mean: Vector,
        /// `Σ`.
        covariance: Covariance,
    },
    /// `Π_d Poisson(rate_d)`.
    Poisson {
        /// `λ`, `D`.
        rate: Vector,
    },
    /// `Π_d Categorical(probabilities_d)`.
    Categorical {
        /// `p_d`, for each variable `C_d` numbers.
        probabilities: Vec<Vector>,
    },
}

/// A covariance by its structure.
#[derive(Clone, Debug)]
pub enum Covariance {
    /// `I`.
    Identity,
    /// `σ² I`.
    Spherical(Interval),
    /// `diag(σ²_d)`.
    Diagonal(Vector),
    /// Any.
    Full(Matrix),
    /// The one of the mixture.
    Shared,
}

/// The observations by kind.
#[derive(Clone, Debug)]
pub enum Observations {
    /// Reals, `N x D`.
    Real(Vec<Vector>),
    /// Counts, `N x D`, and `Π_d x_d!` of each row.
    Counts(Vec<Vector>, Vector),
    /// Level indices, `N x D`.
    Levels(Vec<Vec<usize>>),
}

/// What a case asks about, read and validated.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The working precision.
    pub precision: Precision,
    /// The family.
    pub kind: Kind,
    /// `K`.
    pub components: usize,
    /// `D`.
    pub dimension: usize,
    /// `x`.
    pub observations: Observations,
    /// `w`, `N`; exactly 1 where the case has none.
    pub weights: Vector,
    /// A magnitude of squared observations, beside which a variance can be recognised as 0.
    pub squared_scale: Float,
    /// The priors.
    pub prior: Prior,
}

impl Problem {
    /// `W = Σ_n w_n`.
    #[must_use]
    pub fn total_weight(&self) -> Interval {
        self.weights.iter().fold(self.precision.zero(), |total, weight| total + weight)
    }

    /// The rows that contribute, with their weights.
    pub fn contributing(&self) -> impl Iterator<Item = (usize, &Interval)> {
        self.weights.iter().enumerate().filter(|(_, weight)| !weight.is_exact_zero())
    }
}
