//! From a case's fields to the textbook's types; everything that must be refused is refused here.

use suite::format::{
    Case, Component as Written, ComponentPrior as WrittenPrior, Data as WrittenData, Family, Number, Parameters, Rows,
    Structure, Tensor, Weights, WeightsPrior,
};

use super::{
    input::{at_least_zero, positives, vector},
    model::{
        Component, ComponentPrior, Covariance, Data, InverseGamma, InverseWishart, Matrix, Mixture, Model, NormalPart,
        Problem, Result, Row, Stop, require,
    },
};
use crate::steps::Steps;

/// The doubles of a list.
fn numbers(values: &[Number]) -> Row {
    values.iter().map(|value| value.0).collect()
}

/// A field that must be there.
///
/// # Errors
/// Where it is not.
pub fn required<'a, T>(field: Option<&'a T>, name: &str) -> Result<&'a T> {
    field.ok_or_else(|| Stop::Rejected(format!("{name}: missing")))
}

/// Data, family and priors.
///
/// # Errors
/// Whatever is wrong with them.
pub fn problem(steps: &Steps, case: &Case) -> Result<Problem> {
    let written = required(case.model.as_ref(), "model")?;
    let gaussian = written.family == Family::Gaussian;
    require(written.covariance.is_some() == gaussian, "model.covariance: for gaussian, and for gaussian alone")?;
    let categorical = written.family == Family::Categorical;
    require(written.levels.is_some() == categorical, "model.levels: for categorical, and for categorical alone")?;
    let levels = written.levels.clone().unwrap_or_default();
    require(levels.iter().all(|count| *count > 0), "model.levels: a variable without levels")?;
    let field = required(case.data.as_ref(), "data")?;
    let mut model = Model { family: written.family, structure: written.covariance, levels, dimension: 0 };
    let data = data(steps, field, &mut model)?;
    let prior = case.prior.as_ref();
    let components = prior.and_then(|prior| prior.components.as_ref());
    let alpha = match prior.and_then(|prior| prior.weights.as_ref()) {
        None => None,
        Some(WeightsPrior::Dirichlet(alpha)) => {
            Some(positives(steps, &numbers(alpha), alpha.len(), "prior.weights.dirichlet")?)
        }
    };
    let prior = components.map(|prior| component_prior(steps, prior, &model)).transpose()?;
    Ok(Problem { data, model, prior, alpha })
}

fn data(steps: &Steps, field: &WrittenData, model: &mut Model) -> Result<Data> {
    let rows = required(field.observations.as_ref(), "data.observations")?;
    model.dimension = rows.first().map_or(0, Vec::len);
    require(model.dimension > 0, "data.observations: empty")?;
    let variables = model.family != Family::Categorical || model.levels.len() == model.dimension;
    require(variables, "data.observations: as many columns as model.levels")?;
    let entry = |value: f64, d: usize, name: &str| match model.family {
        Family::Gaussian => (steps.finite)(value, name),
        Family::Poisson => (steps.count_of)(value, name),
        Family::Categorical => (steps.level)(value, model.levels[d], name),
    };
    let row = |(n, row): (usize, &Vec<Number>)| -> Result<Row> {
        require(row.len() == model.dimension, format!("data.observations[{n}] has another length than the first"))?;
        let entry = |(d, value): (usize, &Number)| entry(value.0, d, &format!("data.observations[{n}][{d}]"));
        row.iter().enumerate().map(entry).collect()
    };
    let x: Matrix = rows.iter().enumerate().map(row).collect::<Result<_>>()?;
    let w = match &field.weights {
        None => vec![1.0; x.len()],
        Some(Weights::Values(values)) => (steps.observation_weights)(&numbers(values))?,
        Some(Weights::Column(_)) => return Err(Stop::Rejected("data.weights: expected numbers".to_owned())),
    };
    require(w.len() == x.len(), format!("data.weights has {} numbers for {} rows", w.len(), x.len()))?;
    Ok(Data { x, w })
}

/// The parameters of a field.
///
/// # Errors
/// Whatever is wrong with them.
pub fn mixture(steps: &Steps, problem: &Problem, written: &Parameters) -> Result<Mixture> {
    let weights = (steps.simplex)(&numbers(&written.weights), "weights")?;
    require(weights.len() == written.components.len(), "as many weights as components")?;
    if let Some(alpha) = &problem.alpha {
        super::bayes::same_components(alpha, weights.len())?;
    }
    let shared = written.covariance.as_ref();
    require(shared.is_some() == problem.model.tied(), "covariance: for the tied structure, and for it alone")?;
    let one = |(k, component)| component_of(steps, &problem.model, component, shared, k);
    let components: Vec<_> = written.components.iter().enumerate().map(one).collect::<Result<_>>()?;
    for (k, component) in components.iter().enumerate() {
        if let Component::Gaussian { mean, covariance } = component {
            (steps.factor)(steps, covariance, mean.len(), &format!("the covariance of component {k}"))?;
        }
    }
    Ok(Mixture { weights, components })
}

fn component_of(steps: &Steps, model: &Model, written: &Written, shared: Option<&Rows>, k: usize) -> Result<Component> {
    let d = model.dimension;
    let name = |field: &str| format!("components[{k}].{field}");
    let own =
        |family: Family, there: bool| require((model.family == family) == there, name("fields of another family"));
    own(Family::Gaussian, written.mean.is_some())?;
    own(Family::Poisson, written.rate.is_some())?;
    own(Family::Categorical, written.probabilities.is_some())?;
    if let Some(mean) = &written.mean {
        let mean = vector(steps, &numbers(mean), d, &name("mean"))?;
        let covariance = covariance(steps, model, written.covariance.as_ref(), shared, &name("covariance"))?;
        return Ok(Component::Gaussian { mean, covariance });
    }
    require(written.covariance.is_none(), name("covariance: for gaussian alone"))?;
    if let Some(rate) = &written.rate {
        let rate = vector(steps, &numbers(rate), d, &name("rate"))?;
        return Ok(Component::Poisson {
            rate: rate.iter().map(|rate| at_least_zero(*rate, &name("rate"))).collect::<Result<_>>()?,
        });
    }
    let rows = written.probabilities.as_ref().expect("one of the three is there");
    require(rows.len() == d, name("probabilities: as many as variables"))?;
    let variable = |(row, count): (&Vec<Number>, &usize)| {
        require(row.len() == *count, name("probabilities: as many as levels"))?;
        (steps.simplex)(&numbers(row), &name("probabilities"))
    };
    let probabilities = rows.iter().zip(&model.levels).map(variable).collect::<Result<_>>()?;
    Ok(Component::Categorical { probabilities })
}

fn covariance(
    steps: &Steps,
    model: &Model,
    own: Option<&Tensor>,
    shared: Option<&Rows>,
    name: &str,
) -> Result<Covariance> {
    let d = model.dimension;
    Ok(match (model.structure, own, shared) {
        (Some(Structure::Identity), None, _) => Covariance::Identity,
        (Some(Structure::Spherical), Some(Tensor::Scalar(variance)), _) => {
            Covariance::Spherical((steps.finite)(variance.0, name)?)
        }
        (Some(Structure::Diagonal), Some(Tensor::Vector(variances)), _) => {
            Covariance::Diagonal(vector(steps, &numbers(variances), d, name)?)
        }
        (Some(Structure::Full), Some(Tensor::Matrix(rows)), _) | (Some(Structure::Tied), None, Some(rows)) => {
            Covariance::Full(matrix(steps, rows, d, name)?)
        }
        _ => return Err(Stop::Rejected(format!("{name}: not of the structure"))),
    })
}

fn matrix(steps: &Steps, rows: &Rows, d: usize, name: &str) -> Result<Matrix> {
    require(rows.len() == d, format!("{name} has {} rows, not {d}", rows.len()))?;
    rows.iter().map(|row| vector(steps, &numbers(row), d, name)).collect()
}

/// Distributions over components, a row for each observation, at least one component.
///
/// # Errors
/// A row that is none, rows of different lengths, another number of rows.
pub fn distributions(steps: &Steps, problem: &Problem, rows: &Rows, name: &str) -> Result<Matrix> {
    require(rows.len() == problem.data.x.len(), format!("{name}: as many rows as observations"))?;
    let components = rows.first().map_or(0, Vec::len);
    require(components > 0 && rows.iter().all(|row| row.len() == components), format!("{name}: rows of one length"))?;
    rows.iter().enumerate().map(|(n, row)| (steps.simplex)(&numbers(row), &format!("{name}[{n}]"))).collect()
}

fn component_prior(steps: &Steps, written: &WrittenPrior, model: &Model) -> Result<ComponentPrior> {
    let d = model.dimension;
    let normal = |mean: &[Number], precision: Number| -> Result<NormalPart> {
        let mean = vector(steps, &numbers(mean), d, "prior.components.mean")?;
        Ok(NormalPart { mean, precision: (steps.positive)(precision.0, "the precision of the prior's mean")? })
    };
    let positives = |values: &[Number], count: usize| positives(steps, &numbers(values), count, "prior.components");
    Ok(match (written, model.family, model.structure) {
        (WrittenPrior::Normal { mean, precision }, _, Some(Structure::Identity)) => {
            ComponentPrior::Normal(normal(mean, *precision)?)
        }
        (
            WrittenPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale },
            _,
            Some(Structure::Full | Structure::Tied),
        ) => {
            let scale = matrix(steps, scale, d, "prior.components.scale")?;
            (steps.cholesky)(&scale, "prior.components.scale")?;
            let degrees_of_freedom = (steps.finite)(degrees_of_freedom.0, "prior.components.degrees_of_freedom")?;
            require(degrees_of_freedom > d as f64 - 1.0, "prior.components.degrees_of_freedom: at most D - 1")?;
            ComponentPrior::InverseWishart(normal(mean, *mean_precision)?, InverseWishart { degrees_of_freedom, scale })
        }
        (
            WrittenPrior::NormalInverseGamma { mean, mean_precision, shape, scale },
            _,
            Some(structure @ (Structure::Spherical | Structure::Diagonal)),
        ) => {
            let scale = match (scale, structure) {
                (Tensor::Scalar(scale), Structure::Spherical) => positives(&[*scale], 1)?,
                (Tensor::Vector(scale), Structure::Diagonal) => positives(scale, d)?,
                _ => return Err(Stop::Rejected("prior.components.scale: not of the structure".to_owned())),
            };
            let shape = (steps.positive)(shape.0, "prior.components.shape")?;
            ComponentPrior::InverseGamma(normal(mean, *mean_precision)?, InverseGamma { shape, scale })
        }
        (WrittenPrior::Gamma { shape, rate }, Family::Poisson, _) => {
            ComponentPrior::Gamma { shape: positives(shape, d)?, rate: positives(rate, d)?, natural: false }
        }
        (WrittenPrior::Natural { pseudo_observations: Tensor::Vector(phi), pseudo_count }, Family::Poisson, _) => {
            let nu = required(pseudo_count.as_ref(), "prior.components.natural.pseudo_count")?;
            ComponentPrior::Gamma { shape: positives(phi, d)?, rate: positives(&vec![*nu; d], d)?, natural: true }
        }
        (WrittenPrior::Dirichlet { concentration }, Family::Categorical, _) => {
            ComponentPrior::Dirichlet { concentration: concentrations(steps, concentration, model)?, natural: false }
        }
        (
            WrittenPrior::Natural { pseudo_observations: Tensor::Matrix(phi), pseudo_count: None },
            Family::Categorical,
            _,
        ) => ComponentPrior::Dirichlet { concentration: concentrations(steps, phi, model)?, natural: true },
        _ => return Err(Stop::Rejected("prior.components: not a prior of this model".to_owned())),
    })
}

fn concentrations(steps: &Steps, rows: &Rows, model: &Model) -> Result<Matrix> {
    require(rows.len() == model.levels.len(), "prior.components: as many lists as variables")?;
    let row = |(row, count): (&Vec<Number>, &usize)| positives(steps, &numbers(row), *count, "prior.components");
    rows.iter().zip(&model.levels).map(row).collect()
}
