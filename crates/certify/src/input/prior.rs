//! Priors: which belong to which family and structure, and the domains of their hyperparameters.

use suite::format::{ComponentPrior as Given, Number, Prior as GivenPrior, Structure, Tensor, WeightsPrior};

use super::field::{Reader, check_length};
use crate::{
    failure::{Failure, Rejection},
    interval::Interval,
    linear::{Subject, Vector, invert, largest_magnitude},
    mixture::Kind,
    prior::{ComponentPrior, Prior},
};

/// What a prior must fit.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// The family.
    pub kind: &'a Kind,
    /// `K`.
    pub components: usize,
    /// `D`.
    pub dimension: usize,
}

/// Reads both priors.
///
/// # Errors
/// When one does not belong to the family, or a hyperparameter is out of its domain.
pub fn read_prior(given: &GivenPrior, shape: Shape<'_>, reader: &mut Reader<'_>) -> Result<Prior, Failure> {
    let weights = match &given.weights {
        Some(WeightsPrior::Dirichlet(concentration)) => {
            Some(reader.positive_vector("prior.weights.dirichlet", concentration, shape.components)?)
        }
        None => None,
    };
    let components = given.components.as_ref().map(|given| read_component_prior(given, shape, reader)).transpose()?;
    Ok(Prior { weights, components })
}

fn read_component_prior(given: &Given, shape: Shape<'_>, reader: &mut Reader<'_>) -> Result<ComponentPrior, Failure> {
    let d = shape.dimension;
    Ok(match (given, shape.kind) {
        (Given::Normal { mean, precision }, Kind::Gaussian(Structure::Identity)) => ComponentPrior::Normal {
            mean: reader.finite_vector("prior.components.normal.mean", mean, d)?,
            precision: positive(reader, "prior.components.normal.precision", *precision)?,
        },
        (Given::NormalInverseWishart { .. }, Kind::Gaussian(Structure::Full | Structure::Tied)) => {
            read_normal_inverse_wishart(given, d, reader)?
        }
        (Given::NormalInverseGamma { .. }, Kind::Gaussian(Structure::Diagonal)) => {
            read_normal_inverse_gamma(given, d, true, reader)?
        }
        (Given::NormalInverseGamma { .. }, Kind::Gaussian(Structure::Spherical)) => {
            read_normal_inverse_gamma(given, d, false, reader)?
        }
        (Given::Gamma { shape, rate }, Kind::Poisson) => ComponentPrior::Gamma {
            shape: reader.positive_vector("prior.components.gamma.shape", shape, d)?,
            rate: reader.positive_vector("prior.components.gamma.rate", rate, d)?,
        },
        (Given::Dirichlet { concentration }, Kind::Categorical(levels)) => ComponentPrior::Dirichlet(by_levels(
            "prior.components.dirichlet.concentration",
            concentration,
            levels,
            reader,
        )?),
        (Given::Natural { .. }, Kind::Poisson | Kind::Categorical(_)) => read_natural(given, shape, reader)?,
        _ => return Err(Rejection::field("prior.components", "does not belong to this family and structure").into()),
    })
}

fn positive(reader: &mut Reader<'_>, field: &str, x: Number) -> Result<Interval, Rejection> {
    reader.above(field, x, 0.0)
}

fn by_levels(
    field: &str,
    rows: &[Vec<Number>],
    levels: &[usize],
    reader: &mut Reader<'_>,
) -> Result<Vec<Vector>, Rejection> {
    check_length(field, rows.len(), levels.len())?;
    let row = |d: usize| reader.positive_vector(&format!("{field}[{d}]"), &rows[d], levels[d]);
    (0..levels.len()).map(row).collect()
}

fn read_normal_inverse_wishart(given: &Given, d: usize, reader: &mut Reader<'_>) -> Result<ComponentPrior, Failure> {
    let Given::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } = given else {
        unreachable!("called for this prior alone")
    };
    let field = |name: &str| format!("prior.components.normal_inverse_wishart.{name}");
    let mean = reader.finite_vector(&field("mean"), mean, d)?;
    let mean_precision = positive(reader, &field("mean_precision"), *mean_precision)?;
    let least = d as f64 - 1.0;
    let degrees_of_freedom = reader.above(&field("degrees_of_freedom"), *degrees_of_freedom, least)?;
    let excess = &degrees_of_freedom - reader.precision().double(least);
    if excess.certainly_not_positive() {
        return Err(Rejection::field(field("degrees_of_freedom"), format!("not above {least}")).into());
    }
    let scale = reader.symmetric(&field("scale"), scale, d)?;
    let subject = Subject { what: "prior scale", component: None, iteration: None };
    invert(&scale, &largest_magnitude(scale.iter().flatten()), reader.precision(), subject)?;
    Ok(ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale })
}

fn read_normal_inverse_gamma(
    given: &Given,
    d: usize,
    by_dimension: bool,
    reader: &mut Reader<'_>,
) -> Result<ComponentPrior, Failure> {
    let Given::NormalInverseGamma { mean, mean_precision, shape, scale } = given else {
        unreachable!("called for this prior alone")
    };
    let field = |name: &str| format!("prior.components.normal_inverse_gamma.{name}");
    let mean = reader.finite_vector(&field("mean"), mean, d)?;
    let mean_precision = positive(reader, &field("mean_precision"), *mean_precision)?;
    let shape = positive(reader, &field("shape"), *shape)?;
    let scale = match scale {
        Tensor::Vector(scale) if by_dimension => reader.positive_vector(&field("scale"), scale, d)?,
        Tensor::Scalar(scale) if !by_dimension => vec![positive(reader, &field("scale"), *scale)?],
        _ => return Err(Rejection::field(field("scale"), "of another shape than the structure asks for").into()),
    };
    Ok(ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale })
}

fn read_natural(given: &Given, shape: Shape<'_>, reader: &mut Reader<'_>) -> Result<ComponentPrior, Rejection> {
    const OBSERVATIONS: &str = "prior.components.natural.pseudo_observations";
    const COUNT: &str = "prior.components.natural.pseudo_count";
    let Given::Natural { pseudo_observations, pseudo_count } = given else {
        unreachable!("called for this prior alone")
    };
    match (shape.kind, pseudo_observations, pseudo_count) {
        (Kind::Poisson, Tensor::Vector(phi), Some(nu)) => Ok(ComponentPrior::NaturalPoisson {
            pseudo_observations: reader.positive_vector(OBSERVATIONS, phi, shape.dimension)?,
            pseudo_count: positive(reader, COUNT, *nu)?,
        }),
        (Kind::Poisson, _, None) => Err(Rejection::field(COUNT, "missing")),
        (Kind::Categorical(levels), Tensor::Matrix(phi), None) => {
            Ok(ComponentPrior::NaturalCategorical(by_levels(OBSERVATIONS, phi, levels, reader)?))
        }
        (Kind::Categorical(_), _, Some(_)) => Err(Rejection::field(COUNT, "belongs to `poisson` alone")),
        _ => Err(Rejection::field(OBSERVATIONS, "of another shape than the family asks for")),
    }
}
