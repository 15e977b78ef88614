//! The members of families that a divergence names.

use suite::format::{Member as Given, Number};

use super::field::Reader;
use crate::{
    conjugate::{dirichlet::Dirichlet, gamma::Gamma, normal_inverse_wishart::NormalInverseWishart},
    failure::{Failure, Rejection},
    interval::Interval,
    linear::{Inverse, Matrix, Subject, Vector, invert, largest_magnitude},
};

/// A member of a family, in enclosures.
#[derive(Clone, Debug)]
pub enum Member {
    /// `N(mean, covariance)`.
    Gaussian {
        /// `μ`, `D`.
        mean: Vector,
        /// `Σ`, `D x D`.
        covariance: Matrix,
        /// `Σ⁻¹` and `|Σ|`.
        inverted: Inverse,
    },
    /// `Π_d Poisson(rate_d)`.
    Poisson(Vector),
    /// One categorical variable, its probabilities normalised by their exact sum.
    Categorical(Vector),
    /// A gamma distribution.
    Gamma(Gamma),
    /// A Dirichlet distribution.
    Dirichlet(Dirichlet),
    /// A normal-inverse-Wishart distribution.
    NormalInverseWishart(NormalInverseWishart),
}

/// How many entries the vectors of a member have.
#[must_use]
pub fn dimension(given: &Given) -> usize {
    match given {
        Given::Gaussian { mean, .. } | Given::NormalInverseWishart { mean, .. } => mean.len(),
        Given::Poisson { rate: entries }
        | Given::Categorical { probabilities: entries }
        | Given::Dirichlet { concentration: entries } => entries.len(),
        Given::Gamma { .. } => 1,
    }
}

/// Reads the member that stands in a field, `q` or `p`, whose vectors must have so many entries.
///
/// # Errors
/// When a shape is wrong, a parameter is out of its domain, or a matrix is not positive definite.
pub fn read_member(field: &str, given: &Given, size: usize, reader: &mut Reader<'_>) -> Result<Member, Failure> {
    let place = |name: &str| format!("{field}.{name}");
    if size == 0 {
        return Err(Rejection::field(field, "a member has at least one dimension").into());
    }
    Ok(match given {
        Given::Gaussian { mean, covariance } => {
            let mean = reader.finite_vector(&place("mean"), mean, size)?;
            let covariance = reader.symmetric(&place("covariance"), covariance, size)?;
            let subject = subject(if field == "q" { "q.covariance" } else { "p.covariance" });
            let scale = largest_magnitude(covariance.iter().flatten());
            let inverted = invert(&covariance, &scale, reader.precision(), subject)?;
            Member::Gaussian { mean, covariance, inverted }
        }
        Given::Poisson { rate } => Member::Poisson(reader.vector(&place("rate"), rate, size, Reader::not_negative)?),
        Given::Categorical { probabilities } => {
            Member::Categorical(reader.simplex(&place("probabilities"), probabilities, size)?)
        }
        Given::Gamma { shape, rate } => Member::Gamma(Gamma {
            shape: reader.above(&place("shape"), *shape, 0.0)?,
            rate: reader.above(&place("rate"), *rate, 0.0)?,
        }),
        Given::Dirichlet { concentration } => {
            let concentration = reader.positive_vector(&place("concentration"), concentration, size)?;
            Member::Dirichlet(Dirichlet { concentration })
        }
        Given::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            let mean = reader.finite_vector(&place("mean"), mean, size)?;
            let mean_precision = reader.above(&place("mean_precision"), *mean_precision, 0.0)?;
            let nu = degrees(&place("degrees_of_freedom"), *degrees_of_freedom, size, reader)?;
            let scale = reader.symmetric(&place("scale"), scale, size)?;
            let subject = subject(if field == "q" { "q.scale" } else { "p.scale" });
            let parameters = (mean, mean_precision, nu);
            Member::NormalInverseWishart(NormalInverseWishart::new(parameters, scale, reader.precision(), subject)?)
        }
    })
}

fn subject(what: &'static str) -> Subject {
    Subject { what, component: None, iteration: None }
}

/// `ν > D - 1`, of the perturbed number, too.
fn degrees(field: &str, given: Number, size: usize, reader: &mut Reader<'_>) -> Result<Interval, Rejection> {
    let least = size as f64 - 1.0;
    let nu = reader.above(field, given, least)?;
    if (&nu - reader.precision().double(least)).certainly_not_positive() {
        return Err(Rejection::field(field, format!("not above {least}")));
    }
    Ok(nu)
}
