//! Observations and their weights.

use rug::Float;
use suite::format::{Data, Number, Weights};

use super::{
    field::{Reader, check_length},
    required,
};
use crate::{
    failure::Rejection,
    family::poisson::factorials,
    linear::{Vector, largest_magnitude},
    mixture::{Kind, Observations},
};

/// `D`, the observations, and the largest magnitude of a squared observation.
///
/// # Errors
/// When there are none, a row has another length than the first, or an entry is none of the family.
pub fn read_observations(
    data: &Data,
    kind: &Kind,
    reader: &mut Reader<'_>,
) -> Result<(usize, Observations, Float), Rejection> {
    const FIELD: &str = "data.observations";
    if data.set.is_some() {
        return Err(Rejection::field("data.set", "data must be inline here"));
    }
    let rows = required(FIELD, data.observations.as_ref())?;
    let dimension = rows.first().ok_or_else(|| Rejection::field(FIELD, "there are no observations"))?.len();
    if dimension == 0 {
        return Err(Rejection::field(FIELD, "an observation has at least one entry"));
    }
    if let Kind::Categorical(levels) = kind {
        check_length(&format!("{FIELD}[0]"), dimension, levels.len())?;
        return Ok((dimension, Observations::Levels(read_levels(rows, levels)?), Float::with_val(64, 1)));
    }
    let read = |(n, row): (usize, &Vec<Number>)| {
        reader.vector(&format!("{FIELD}[{n}]"), row, dimension, |reader, field, x| {
            if *kind == Kind::Poisson { count(reader, field, x) } else { reader.finite(field, x) }
        })
    };
    let values: Vec<Vector> = rows.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let largest = largest_magnitude(values.iter().flatten());
    let squared = largest.clone() * &largest;
    if *kind == Kind::Poisson {
        let factorials = values.iter().map(|row| factorials(reader.precision(), row)).collect();
        return Ok((dimension, Observations::Counts(values, factorials), squared));
    }
    Ok((dimension, Observations::Real(values), squared))
}

fn count(reader: &mut Reader<'_>, field: &str, x: Number) -> Result<crate::interval::Interval, Rejection> {
    if x.0.is_finite() && (x.0 < 0.0 || x.0.fract() != 0.0) {
        return Err(Rejection::field(field, format!("{x} is not a count")));
    }
    reader.finite(field, x)
}

fn read_levels(rows: &[Vec<Number>], levels: &[usize]) -> Result<Vec<Vec<usize>>, Rejection> {
    let level = |n: usize, d: usize, x: f64| {
        if x >= 0.0 && x.fract() == 0.0 && x < levels[d] as f64 {
            return Ok(x as usize);
        }
        let message = format!("{} is not a level below {}", Number(x), levels[d]);
        Err(Rejection::field(format!("data.observations[{n}][{d}]"), message))
    };
    let row = |(n, row): (usize, &Vec<Number>)| {
        check_length(&format!("data.observations[{n}]"), row.len(), levels.len())?;
        row.iter().enumerate().map(|(d, x)| level(n, d, x.0)).collect()
    };
    rows.iter().enumerate().map(row).collect()
}

/// `w`, exactly 1 each where there are none.
///
/// # Errors
/// When one is negative or not finite, their number is not that of the observations, or all are 0.
pub fn read_weights(data: &Data, rows: usize, reader: &mut Reader<'_>) -> Result<Vector, Rejection> {
    const FIELD: &str = "data.weights";
    let weights = match &data.weights {
        None => return Ok(vec![reader.precision().integer(1); rows]),
        Some(Weights::Column(name)) => {
            return Err(Rejection::field(FIELD, format!("`{name}` names a column, but the observations are inline")));
        }
        Some(Weights::Values(weights)) => weights,
    };
    let weights = reader.vector(FIELD, weights, rows, Reader::not_negative)?;
    if weights.iter().all(|weight| weight.is_exact_zero()) {
        return Err(Rejection::field(FIELD, "the weights sum to 0"));
    }
    Ok(weights)
}
