//! Why there is no certified answer: the input must be refused, or the digits cannot be proved.

use std::fmt;

/// Input that has no answer, proved to have none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// A field is missing, of the wrong shape, or holds what no such field may hold.
    #[error("{field}: {message}")]
    Field {
        /// The path of the field with its indices, as in the case file.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// A matrix or variance is not positive definite.
    #[error("{what}{} is not positive definite", Place(*component, *iteration))]
    NotPositiveDefinite {
        /// Which matrix.
        what: &'static str,
        /// Of which component; none for a shared matrix.
        component: Option<usize>,
        /// The iteration after which it was reached; none for a given one.
        iteration: Option<usize>,
    },
    /// An observation has probability 0 under every component, so an EM iteration has no responsibilities for it.
    #[error("observation {observation} has probability 0 under every component after iteration {iteration}")]
    Impossible {
        /// The observation.
        observation: usize,
        /// The number of iterations made before.
        iteration: usize,
    },
    /// The posterior density has no mode inside the parameter space.
    #[error("the prior `{prior}` has no mode in the parameter space{}", Place(*component, Some(*iteration)))]
    NoMode {
        /// The prior's name in the case file.
        prior: &'static str,
        /// The component.
        component: Option<usize>,
        /// The iteration whose M-step it is; 1 for `maximize`.
        iteration: usize,
    },
    /// A component without observations and without parameters to keep.
    #[error("component {component} has no observations, no prior, and no parameters to keep")]
    Empty {
        /// The component.
        component: usize,
    },
}

/// ` of component k at iteration t`, as far as there is anything to say.
struct Place(Option<usize>, Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(component) = self.0 {
            write!(f, " of component {component}")?;
        }
        self.1.map_or(Ok(()), |iteration| write!(f, " at iteration {iteration}"))
    }
}

impl Rejection {
    /// A field that cannot be used.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Field { field: field.into(), message: message.into() }
    }
}

/// How a computation at one precision can end without a result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The input must be refused, at every precision.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// A sign that the computation depends on is not known at this precision.
    #[error("{0} cannot be told from 0")]
    Undecided(String),
    /// `fit`: there is no optimum that could be proved, at any precision.
    #[error("{0}: change the case")]
    NoOptimum(String),
    /// There is no certifier for this operation.
    #[error("no certified values for `{0}` yet")]
    NoCertifier(&'static str),
    /// The operation has certified values, but not of this model or size.
    #[error("no certified values: {0}")]
    Beyond(String),
}

/// Why a case has no certified values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertifyError {
    /// The input must be refused.
    #[error("rejected: {0}")]
    Rejected(Rejection),
    /// Some quantity has no certified digits, most often because it is 0 and cannot be proved to be.
    #[error("{quantity} has no certified digits at {bits} bits: change the case")]
    Uncertain {
        /// The quantity, by its place in the result.
        quantity: String,
        /// The highest precision tried.
        bits: u32,
    },
    /// `fit`: there is no optimum that could be proved.
    #[error("{0}: change the case")]
    NoOptimum(String),
    /// There is no certifier for this operation.
    #[error("no certified values for `{0}` yet")]
    NoCertifier(&'static str),
    /// The operation has certified values, but not of this model or size.
    #[error("no certified values: {0}")]
    Beyond(String),
}
