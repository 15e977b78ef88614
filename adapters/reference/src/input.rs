//! The fields of a case, as the reference's types.

use faer::Mat;
use reference::{Mixture, Observations, Prior, prior::Dirichlet};
use suite::format::{Case, Data, Number, Parameters, Rows, Tensor, Weights, WeightsPrior};

use crate::family::Translate;

/// Why a case is refused: a sentence that names the field.
pub type Refusal = String;

/// The reference's error as a refusal.
pub fn refused(error: reference::Error) -> Refusal {
    error.to_string()
}

/// The doubles of a vector.
pub fn numbers(vector: &[Number]) -> Vec<f64> {
    vector.iter().map(|number| number.0).collect()
}

/// The doubles of a list of rows.
pub fn rows(rows: &Rows) -> Vec<Vec<f64>> {
    rows.iter().map(|row| numbers(row)).collect()
}

/// A field that must be there.
pub fn required<'a, T>(field: Option<&'a T>, name: &str) -> Result<&'a T, Refusal> {
    field.ok_or_else(|| format!("{name}: missing"))
}

/// A field that must not be there.
pub fn absent<T>(field: Option<&T>, name: &str, model: &str) -> Result<(), Refusal> {
    if field.is_none() { Ok(()) } else { Err(format!("{name}: the {model} model has none")) }
}

/// A tensor that must be one number.
pub fn scalar(tensor: &Tensor, name: &str) -> Result<f64, Refusal> {
    match tensor {
        Tensor::Scalar(number) => Ok(number.0),
        _ => Err(format!("{name}: expected one number")),
    }
}

/// A tensor that must be a vector.
pub fn vector(tensor: &Tensor, name: &str) -> Result<Vec<f64>, Refusal> {
    match tensor {
        Tensor::Vector(vector) => Ok(numbers(vector)),
        _ => Err(format!("{name}: expected a list of numbers")),
    }
}

/// A tensor that must be a list of rows.
pub fn matrix(tensor: &Tensor, name: &str) -> Result<Vec<Vec<f64>>, Refusal> {
    match tensor {
        Tensor::Matrix(matrix) => Ok(rows(matrix)),
        _ => Err(format!("{name}: expected a list of rows")),
    }
}

/// The observations of a resolved case.
pub fn observations(data: &Data) -> Result<Observations, Refusal> {
    if data.set.is_some() || data.columns.is_some() {
        return Err("data: not inline; a case is resolved before it is sent".to_owned());
    }
    let weights = match &data.weights {
        None => None,
        Some(Weights::Values(values)) => Some(numbers(values)),
        Some(Weights::Column(_)) => return Err("data.weights: expected a list of numbers".to_owned()),
    };
    let observations = rows(required(data.observations.as_ref(), "data.observations")?);
    Observations::from_rows(&observations, weights.as_deref()).map_err(refused)
}

/// The mixture that some parameters describe.
pub fn mixture<F: Translate>(parameters: &Parameters, case: &Case, field: &str) -> Result<Mixture<F>, Refusal> {
    // A sentence about a component stands for itself; the path of a field is completed.
    let named = |refusal: Refusal| if refusal.starts_with("the ") { refusal } else { format!("{field}.{refusal}") };
    if parameters.components.is_empty() {
        return Err(format!("{field}.components: there is none"));
    }
    let components = F::read(parameters, case).map_err(named)?;
    Mixture::new(numbers(&parameters.weights), components).map_err(refused).map_err(named)
}

/// The priors.
pub fn prior<F: Translate>(case: &Case) -> Result<Prior<F::Prior>, Refusal> {
    let Some(prior) = &case.prior else { return Ok(Prior::default()) };
    let weights = match &prior.weights {
        None => None,
        Some(WeightsPrior::Dirichlet(alpha)) => {
            Some(Dirichlet::new(numbers(alpha), "prior.weights.dirichlet").map_err(refused)?)
        }
    };
    let components = prior.components.as_ref().map(F::prior).transpose()?;
    Ok(Prior { weights, components })
}

/// Distributions over components, `K x N`, from the `N` rows of `K` of a field.
pub fn responsibilities(rows: &Rows, field: &str) -> Result<Mat<f64>, Refusal> {
    let components = rows.first().map_or(0, Vec::len);
    if components == 0 {
        return Err(format!("{field}: there is none"));
    }
    if let Some(n) = rows.iter().position(|row| row.len() != components) {
        let found = rows[n].len();
        return Err(format!("{field}[{n}]: expected {components} numbers, as in the first row, found {found}"));
    }
    Ok(Mat::from_fn(components, rows.len(), |k, n| rows[n][k].0))
}
