//! From and to linfa's mixture. It has no constructor; its `serde` feature is the way by which one of given parameters is made.

use linfa_clustering::GaussianMixtureModel;
use linfa_linalg::{
    cholesky::Cholesky,
    triangular::{SolveTriangularInplace, UPLO},
};
use ndarray::{Array1, Array2, Array3, Axis, stack};
use serde_json::{Value, json};

use crate::{
    answer::{Answer, unsupported},
    json::{number, table, vector, written_list, written_table},
};

/// The mixture of linfa.
pub type Mixture = GaussianMixtureModel<f64>;

/// The covariance of a component as a full matrix, whatever the structure it is written in.
fn covariance(parameters: &Value, component: &Value, structure: &str, width: usize) -> Result<Array2<f64>, Answer> {
    let own = &component["covariance"];
    let full = match structure {
        "identity" => Array2::eye(width),
        "spherical" => Array2::eye(width) * number(own)?,
        "diagonal" => Array2::from_diag(&vector(own)?),
        "tied" => table(&parameters["covariance"])?,
        _ => table(own)?,
    };
    if full.dim() == (width, width) {
        Ok(full)
    } else {
        unsupported("an array cannot hold covariances of different sizes")
    }
}

/// The inverse of the Cholesky factor of each covariance, transposed: what linfa keeps, and computes just so.
fn precision_factors(covariances: &[Array2<f64>]) -> Result<Vec<Array2<f64>>, Answer> {
    if covariances.iter().any(|covariance| covariance != covariance.t()) {
        return unsupported(
            "a mixture of given parameters is made with Cholesky factors: a covariance is not symmetric",
        );
    }
    let factor = |covariance: &Array2<f64>| -> Result<_, linfa_linalg::LinalgError> {
        let identity = Array2::eye(covariance.nrows());
        Ok(covariance.cholesky()?.solve_triangular_into(identity, UPLO::Lower)?.reversed_axes())
    };
    let factors = covariances.iter().map(factor).collect::<Result<Vec<_>, _>>();
    factors
        .or_else(|error| unsupported(&format!("a mixture of given parameters is made with Cholesky factors: {error}")))
}

fn stacked(matrices: &[Array2<f64>]) -> Result<Array3<f64>, Answer> {
    let views: Vec<_> = matrices.iter().map(Array2::view).collect();
    stack(Axis(0), &views).map_err(|error| Answer::Error(error.to_string()))
}

/// A mixture of given parameters.
pub fn read(parameters: &Value, structure: &str, width: usize) -> Result<Mixture, Answer> {
    let components = parameters["components"].as_array().map_or(&[][..], Vec::as_slice);
    let means = table(&components.iter().map(|component| component["mean"].clone()).collect())?;
    let weights: Array1<f64> = vector(&parameters["weights"])?;
    if means.ncols() != width || weights.len() != components.len() {
        return unsupported("linfa fits no mixture of such shapes, and checks none that is given");
    }
    let covariances = components.iter().map(|component| covariance(parameters, component, structure, width));
    let covariances = covariances.collect::<Result<Vec<_>, _>>()?;
    let numbers = means.iter().chain(&weights).chain(covariances.iter().flatten());
    if numbers.into_iter().any(|number| !number.is_finite()) {
        return unsupported("a mixture of given parameters is made of JSON, which has finite numbers alone");
    }
    let factors = precision_factors(&covariances)?;
    let precisions: Vec<_> = factors.iter().map(|factor| factor.dot(&factor.t())).collect();
    let fields = json!({
        "covar_type": "Full", "weights": weights, "means": means, "covariances": stacked(&covariances)?,
        "precisions": stacked(&precisions)?, "precisions_chol": stacked(&factors)?,
    });
    serde_json::from_value(fields).map_err(|error| Answer::Error(error.to_string()))
}

/// The parameters of a mixture.
pub fn written(mixture: &Mixture) -> Value {
    let pairs = mixture.means().outer_iter().zip(mixture.covariances().outer_iter());
    let component = |(mean, covariance): (ndarray::ArrayView1<f64>, ndarray::ArrayView2<f64>)| json!({ "mean": written_list(mean.iter()), "covariance": written_table(covariance) });
    json!({ "weights": written_list(mixture.weights()), "components": pairs.map(component).collect::<Value>() })
}
