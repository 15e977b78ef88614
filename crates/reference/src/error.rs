//! The one error of this crate. It says which input, component, observation or iteration is at fault.

use std::fmt;

/// When a parameter or an observation was found wanting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// In the parameters as they were given.
    Given,
    /// In the M-step that was asked for alone.
    MStep,
    /// In EM iteration `t`, counted from 1: the one that leads from the parameters after `t - 1` to those after `t`.
    Iteration(usize),
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given => f.write_str("as given"),
            Self::MStep => f.write_str("in the M-step"),
            Self::Iteration(iteration) => write!(f, "in iteration {iteration}"),
        }
    }
}

/// Why there is no answer. Every index counts from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A field has the wrong number of entries.
    #[error("{field}: expected {expected}, found {found}")]
    Shape {
        /// The field, with its index.
        field: String,
        /// What it should hold.
        expected: String,
        /// What it holds.
        found: String,
    },
    /// A number is outside its domain; NaN and the infinities are outside every domain.
    #[error("{field} is {value}: it must be {requirement}")]
    Domain {
        /// The field, with its index.
        field: String,
        /// The number.
        value: f64,
        /// Its domain in words.
        requirement: &'static str,
    },
    /// A vector that must lie on the simplex does not.
    #[error("{field} sums to {sum}: it must sum to 1 within 1e-9")]
    NotOnSimplex {
        /// The field, with its index.
        field: String,
        /// The sum.
        sum: f64,
    },
    /// A matrix that must be symmetric is not, to the last bit.
    #[error("{field} is not symmetric: [{row}][{column}] is {below}, [{column}][{row}] is {above}")]
    NotSymmetric {
        /// The field, with its index.
        field: String,
        /// Row of the entry below the diagonal.
        row: usize,
        /// Its column.
        column: usize,
        /// The entry below the diagonal.
        below: f64,
        /// The entry above it.
        above: f64,
    },
    /// The data set has no row, or no row of positive weight.
    #[error("{field}: {problem}")]
    NoData {
        /// The field.
        field: String,
        /// What is missing.
        problem: &'static str,
    },
    /// The source of the data cannot be read.
    #[error("the data cannot be read: {problem}")]
    Unreadable {
        /// What its reader said.
        problem: String,
    },
    /// A covariance is not positive definite: the likelihood is unbounded there.
    #[error("the covariance of component {component} is not positive definite {moment}")]
    NotPositiveDefinite {
        /// The component; of a shared covariance, the first that has data.
        component: usize,
        /// When.
        moment: Moment,
    },
    /// A field that the operation needs is not there.
    #[error("{field}: missing")]
    Missing {
        /// The field.
        field: &'static str,
    },
    /// An exact sum over assignments has more terms, or needs the marginal likelihoods of more sets, than are ever computed.
    #[error(
        "the evidence is a sum of {terms} terms over {sets} sets of observations: more than {most_terms} terms or {most_sets} sets are not computed here"
    )]
    TooManyTerms {
        /// How many terms; the largest number there is where there are more.
        terms: u128,
        /// How many sets, likewise.
        sets: u128,
        /// How many terms would be computed.
        most_terms: u128,
        /// How many sets would be.
        most_sets: u128,
    },
    /// A matrix of a prior, or of a member of a divergence, is not positive definite.
    #[error("{field} is not positive definite")]
    PriorNotPositiveDefinite {
        /// The field.
        field: String,
    },
    /// No observation belongs to a component, which has neither a prior nor parameters to keep.
    #[error("component {component} is empty: no responsibility of positive weight, and no prior")]
    EmptyComponent {
        /// The component.
        component: usize,
    },
    /// An observation of positive weight has probability 0 under every component.
    #[error("observation {observation} has probability 0 under every component {moment}")]
    ImpossibleObservation {
        /// The observation.
        observation: usize,
        /// When.
        moment: Moment,
    },
    /// The mode of the posterior lies outside of the parameter space.
    #[error("the {prior} prior has no mode for {parameter} {moment}: {reason}")]
    NoMode {
        /// The prior.
        prior: &'static str,
        /// The parameter, with its indices.
        parameter: String,
        /// Why not.
        reason: &'static str,
        /// When.
        moment: Moment,
    },
    /// A result is outside the range of binary64, or undefined there.
    #[error("{quantity} cannot be represented in binary64 {moment}")]
    NotRepresentable {
        /// The quantity.
        quantity: String,
        /// When.
        moment: Moment,
    },
}

/// The result of everything that can fail here.
pub type Result<T> = std::result::Result<T, Error>;

/// Checks that `value` lies in a domain; NaN never does.
pub(crate) fn check_domain(
    value: f64,
    holds: impl Fn(f64) -> bool,
    field: impl Fn() -> String,
    requirement: &'static str,
) -> Result<()> {
    if value.is_finite() && holds(value) { Ok(()) } else { Err(Error::Domain { field: field(), value, requirement }) }
}

/// Checks that every entry is finite and greater than 0.
pub(crate) fn check_positive(values: &[f64], field: &str) -> Result<()> {
    values.iter().enumerate().try_for_each(|(index, &value)| {
        check_domain(value, |value| value > 0.0, || format!("{field}[{index}]"), "finite and greater than 0")
    })
}

/// Checks that every entry is finite.
pub(crate) fn check_finite(values: &[f64], field: &str) -> Result<()> {
    values
        .iter()
        .enumerate()
        .try_for_each(|(index, &value)| check_domain(value, |_| true, || format!("{field}[{index}]"), "finite"))
}

/// Checks a number of entries.
pub(crate) fn check_len(found: usize, expected: usize, field: &str, what: &str) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    Err(Error::Shape { field: field.to_owned(), expected: format!("{expected} {what}"), found: found.to_string() })
}
