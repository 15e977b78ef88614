//! From a case to a problem in enclosures: every shape and value is checked before anything is computed.

mod data;
mod field;
mod member;
mod parameters;
mod prior;

use suite::format::{Case, Family, Model, Number, Structure};

pub use field::Reader;
pub use member::{Member, dimension, read_member};
pub use parameters::read_parameters;

use crate::{
    failure::{Failure, Rejection},
    family::Share,
    linear::Vector,
    mixture::{Kind, Problem},
    source::Source,
};

/// The field of a case, or a rejection that names it.
///
/// # Errors
/// When it is missing.
pub fn required<'a, T>(field: &str, value: Option<&'a T>) -> Result<&'a T, Rejection> {
    value.ok_or_else(|| Rejection::field(field, "missing"))
}

/// Reads what all operations on a model have in common: data, model and prior.
///
/// # Errors
/// When a field is missing, has the wrong shape, or holds what it may not hold.
pub fn read_problem(case: &Case, components: usize, reader: &mut Reader<'_>) -> Result<Problem, Failure> {
    case.check_fields().map_err(|message| Rejection::field("case", message))?;
    if components == 0 {
        return Err(Rejection::field("model", "a mixture has at least one component").into());
    }
    let kind = read_kind(required("model", case.model.as_ref())?)?;
    let data = required("data", case.data.as_ref())?;
    let (dimension, observations, squared_scale) = data::read_observations(data, &kind, reader)?;
    let rows = required("data.observations", data.observations.as_ref())?.len();
    let weights = data::read_weights(data, rows, reader)?;
    let shape = prior::Shape { kind: &kind, components, dimension };
    let prior = case.prior.as_ref().map(|prior| prior::read_prior(prior, shape, reader)).transpose()?;
    let precision = reader.precision();
    let prior = prior.unwrap_or_default();
    Ok(Problem { precision, kind, components, dimension, observations, weights, squared_scale, prior })
}

fn read_kind(model: &Model) -> Result<Kind, Rejection> {
    if model.family != Family::Gaussian && model.covariance.is_some() {
        return Err(Rejection::field("model.covariance", "belongs to `gaussian` alone"));
    }
    if model.family != Family::Categorical && model.levels.is_some() {
        return Err(Rejection::field("model.levels", "belongs to `categorical` alone"));
    }
    match model.family {
        Family::Gaussian => {
            let structure: &Structure = required("model.covariance", model.covariance.as_ref())?;
            Ok(Kind::Gaussian(*structure))
        }
        Family::Poisson => Ok(Kind::Poisson),
        Family::Categorical => {
            let levels = required("model.levels", model.levels.as_ref())?;
            if levels.is_empty() || levels.contains(&0) {
                return Err(Rejection::field("model.levels", "every variable has at least one level"));
            }
            Ok(Kind::Categorical(levels.clone()))
        }
    }
}

/// Given responsibilities as shares of the observations, rows normalised; how many components they are for is the length of
/// their first row.
///
/// # Errors
/// When a row is no distribution over the components, or there are not as many rows as observations.
pub fn read_shares(case: &Case, problem: &Problem, reader: &mut Reader<'_>) -> Result<Vec<Share>, Failure> {
    let rows = required("responsibilities", case.responsibilities.as_ref())?;
    let rows = read_rows("responsibilities", rows, problem, reader)?;
    let mut shares = vec![Share::new(); problem.components];
    for (n, row) in rows.iter().enumerate() {
        let weight = &problem.weights[n];
        for (share, responsibility) in shares.iter_mut().zip(row) {
            let part = weight * responsibility;
            if !part.is_exact_zero() {
                share.push((n, part));
            }
        }
    }
    Ok(shares)
}

/// A distribution over the components for every observation, rows normalised, as it stands in a field.
///
/// # Errors
/// When a row is no distribution over the components, or there are not as many rows as observations.
pub fn read_rows(
    field: &str,
    rows: &[Vec<Number>],
    problem: &Problem,
    reader: &mut Reader<'_>,
) -> Result<Vec<Vector>, Rejection> {
    field::check_length(field, rows.len(), problem.weights.len())?;
    let row = |(n, row): (usize, &Vec<Number>)| reader.simplex(&format!("{field}[{n}]"), row, problem.components);
    rows.iter().enumerate().map(row).collect()
}

/// A reader of the inputs that a source gives.
#[must_use]
pub fn reader(source: &mut Source) -> Reader<'_> {
    Reader::new(source)
}
