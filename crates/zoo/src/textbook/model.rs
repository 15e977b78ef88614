//! What the calculation speaks of: data, components, mixtures, priors.

use suite::format::{Family, Structure};

/// A list of numbers.
pub type Row = Vec<f64>;
/// Its rows.
pub type Matrix = Vec<Row>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// The input is bad.
    Rejected(String),
    /// There is no such feature.
    Unsupported(String),
}

/// The result of a step that may refuse.
pub type Result<T> = std::result::Result<T, Stop>;

/// Refuses, with the reason, unless a condition holds.
///
/// # Errors
/// The reason, where the condition does not hold.
pub fn require(condition: bool, reason: impl Into<String>) -> Result<()> {
    if condition { Ok(()) } else { Err(Stop::Rejected(reason.into())) }
}

/// The family of the components.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Gaussian, Poisson or categorical.
    pub family: Family,
    /// The structure of the covariances of a Gaussian.
    pub structure: Option<Structure>,
    /// The number of levels of each variable of a categorical.
    pub levels: Vec<usize>,
    /// The dimension `D`.
    pub dimension: usize,
}

impl Model {
    /// Whether all components share one covariance.
    #[must_use]
    pub fn tied(&self) -> bool {
        self.structure == Some(Structure::Tied)
    }
}

/// The observations.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// `x_n`, `N x D`.
    pub x: Matrix,
    /// `w_n`, `N`; 1 where none are given.
    pub w: Row,
}

/// `Σ`, by structure.
#[derive(Clone, Debug, PartialEq)]
pub enum Covariance {
    /// `I`, known.
    Identity,
    /// `σ² I`.
    Spherical(f64),
    /// `diag(σ²_1, ..., σ²_D)`.
    Diagonal(Row),
    /// Any; a tied one stands in every component.
    Full(Matrix),
}

/// `θ_k`.
#[derive(Clone, Debug, PartialEq)]
pub enum Component {
    /// `N(μ, Σ)`.
    Gaussian {
        /// `μ`.
        mean: Row,
        /// `Σ`.
        covariance: Covariance,
    },
    /// Independent counts with the rates `λ_d`.
    Poisson {
        /// `λ`.
        rate: Row,
    },
    /// Independent variables with the probabilities `p_dc`.
    Categorical {
        /// `p`, for each variable its levels.
        probabilities: Matrix,
    },
}

/// `π` and `θ`.
#[derive(Clone, Debug, PartialEq)]
pub struct Mixture {
    /// `π_k`.
    pub weights: Row,
    /// `θ_k`.
    pub components: Vec<Component>,
}

/// The prior of every component.
#[derive(Clone, Debug, PartialEq)]
pub enum ComponentPrior {
    /// `μ ~ N(m0, I/κ)`.
    Normal(NormalPart),
    /// `μ|Σ ~ N(m0, Σ/κ)`, `Σ ~ IW(ν, Ψ)`.
    InverseWishart(NormalPart, InverseWishart),
    /// `μ_d|σ²_d ~ N(m0_d, σ²_d/κ)`, `σ²_d ~ IG(a, b_d)`; one `b` where one `σ²` is shared by the dimensions.
    InverseGamma(NormalPart, InverseGamma),
    /// `λ_d ~ Gamma(a_d, b_d)`, a density of `λ`; `natural`: the same shape and rate as a density of `log λ`.
    Gamma {
        /// `a`.
        shape: Row,
        /// `b`.
        rate: Row,
        /// Whether it is a density of `log λ`.
        natural: bool,
    },
    /// `p_d ~ Dir(α_d)`, a density of `p`; `natural`: the same `α` as a density of the logits.
    Dirichlet {
        /// `α`.
        concentration: Matrix,
        /// Whether it is a density of the logits.
        natural: bool,
    },
}

/// `m0` and `κ`.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalPart {
    /// `m0`.
    pub mean: Row,
    /// `κ`.
    pub precision: f64,
}

/// `ν` and `Ψ`.
#[derive(Clone, Debug, PartialEq)]
pub struct InverseWishart {
    /// `ν`.
    pub degrees_of_freedom: f64,
    /// `Ψ`.
    pub scale: Matrix,
}

/// `a` and `b`.
#[derive(Clone, Debug, PartialEq)]
pub struct InverseGamma {
    /// `a`.
    pub shape: f64,
    /// `b_d`, or one `b` (spherical).
    pub scale: Row,
}

/// Data, family and priors of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The observations.
    pub data: Data,
    /// The family.
    pub model: Model,
    /// The prior of the components.
    pub prior: Option<ComponentPrior>,
    /// `α` of the prior of the mixing weights.
    pub alpha: Option<Row>,
}
