//! Given parameters of a mixture.

use suite::format::{Component as GivenComponent, Number, Parameters, Structure, Tensor};

use super::{
    field::{Reader, check_length},
    required,
};
use crate::{
    failure::{Failure, Rejection},
    mixture::{Component, Covariance, Kind, Mixture, Problem},
};

/// Reads the parameters that stand in a field.
///
/// Whether a covariance is positive definite is decided where its density is prepared, before any result.
///
/// # Errors
/// When a shape or a value is wrong, or a field does not belong to the family.
pub fn read_parameters(
    field: &str,
    given: &Parameters,
    problem: &Problem,
    reader: &mut Reader<'_>,
) -> Result<Mixture, Failure> {
    let weights = reader.simplex(&format!("{field}.weights"), &given.weights, problem.components)?;
    check_length(&format!("{field}.components"), given.components.len(), problem.components)?;
    let mut components = Vec::new();
    for (k, component) in given.components.iter().enumerate() {
        components.push(read_component(&format!("{field}.components[{k}]"), component, problem, reader)?);
    }
    let shared_field = format!("{field}.covariance");
    let shared = match (&problem.kind, &given.covariance) {
        (Kind::Gaussian(Structure::Tied), Some(rows)) => {
            Some(reader.symmetric(&shared_field, rows, problem.dimension)?)
        }
        (Kind::Gaussian(Structure::Tied), None) => return Err(Rejection::field(shared_field, "missing").into()),
        (_, Some(_)) => return Err(Rejection::field(shared_field, "belongs to the tied structure alone").into()),
        (_, None) => None,
    };
    Ok(Mixture { weights, components, shared })
}

fn read_component(
    field: &str,
    given: &GivenComponent,
    problem: &Problem,
    reader: &mut Reader<'_>,
) -> Result<Component, Rejection> {
    refuse_foreign_fields(field, given, &problem.kind)?;
    match &problem.kind {
        Kind::Gaussian(structure) => {
            let mean_field = format!("{field}.mean");
            let mean = required(&mean_field, given.mean.as_ref())?;
            let mean = reader.finite_vector(&mean_field, mean, problem.dimension)?;
            let field = format!("{field}.covariance");
            let covariance = read_covariance(&field, given.covariance.as_ref(), *structure, problem.dimension, reader)?;
            Ok(Component::Gaussian { mean, covariance })
        }
        Kind::Poisson => {
            let field = format!("{field}.rate");
            let rate = required(&field, given.rate.as_ref())?;
            let rate = reader.vector(&field, rate, problem.dimension, Reader::not_negative)?;
            Ok(Component::Poisson { rate })
        }
        Kind::Categorical(levels) => {
            let field = format!("{field}.probabilities");
            let given = required(&field, given.probabilities.as_ref())?;
            check_length(&field, given.len(), levels.len())?;
            let variable = |d: usize| reader.simplex(&format!("{field}[{d}]"), &given[d], levels[d]);
            Ok(Component::Categorical { probabilities: (0..levels.len()).map(variable).collect::<Result<_, _>>()? })
        }
    }
}

fn refuse_foreign_fields(field: &str, given: &GivenComponent, kind: &Kind) -> Result<(), Rejection> {
    let (gaussian, poisson) = (matches!(kind, Kind::Gaussian(_)), *kind == Kind::Poisson);
    let present = [
        ("mean", given.mean.is_some(), gaussian),
        ("covariance", given.covariance.is_some(), gaussian),
        ("rate", given.rate.is_some(), poisson),
        ("probabilities", given.probabilities.is_some(), !gaussian && !poisson),
    ];
    match present.iter().find(|(_, present, belongs)| *present && !belongs) {
        Some((name, ..)) => Err(Rejection::field(format!("{field}.{name}"), "does not belong to the family")),
        None => Ok(()),
    }
}

fn read_covariance(
    field: &str,
    given: Option<&Tensor<Number>>,
    structure: Structure,
    dimension: usize,
    reader: &mut Reader<'_>,
) -> Result<Covariance, Rejection> {
    let positive = |reader: &mut Reader<'_>, field: &str, x| reader.above(field, x, 0.0);
    match (structure, given) {
        (Structure::Identity, None) => Ok(Covariance::Identity),
        (Structure::Tied, None) => Ok(Covariance::Shared),
        (Structure::Spherical, Some(Tensor::Scalar(variance))) => {
            Ok(Covariance::Spherical(positive(reader, field, *variance)?))
        }
        (Structure::Diagonal, Some(Tensor::Vector(variances))) => {
            Ok(Covariance::Diagonal(reader.vector(field, variances, dimension, positive)?))
        }
        (Structure::Full, Some(Tensor::Matrix(rows))) => {
            Ok(Covariance::Full(reader.symmetric(field, rows, dimension)?))
        }
        (Structure::Identity | Structure::Tied, Some(_)) => {
            Err(Rejection::field(field, format!("a component of `{}` has none", structure.name())))
        }
        (_, None) => Err(Rejection::field(field, "missing")),
        (_, Some(_)) => Err(Rejection::field(field, format!("of another shape than `{}` asks for", structure.name()))),
    }
}
