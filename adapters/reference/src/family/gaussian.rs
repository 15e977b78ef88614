//! Gaussian, in its five structures.

use faer::MatRef;
use reference::{
    Diagonal, Full, Gaussian, Identity, Spherical, Tied,
    family::gaussian::Structure,
    prior::{Normal, NormalInverseGammaDiagonal, NormalInverseGammaSpherical, NormalInverseWishart},
};
use suite::format::{Case, Component, ComponentPrior, Number, Parameters, Tensor};

use super::{Translate, foreign_prior};
use crate::input::{Refusal, absent, matrix, numbers, refused, required, rows, scalar, vector};

/// What differs between the structures.
trait Covariances: Structure + 'static {
    /// The covariances of `K` components in `D` dimensions.
    fn read(parameters: &Parameters, dimension: usize) -> Result<Self, Refusal>;

    /// The structure's prior.
    fn read_prior(prior: &ComponentPrior) -> Result<Self::Prior, Refusal>;

    /// The covariance of component `k`.
    fn write(&self, k: usize) -> Option<Tensor>;

    /// The covariance that all share.
    fn write_shared(&self) -> Option<Vec<Vec<Number>>> {
        None
    }
}

impl<S: Covariances> Translate for Gaussian<S> {
    fn shape_of(_: &Case, dimension: usize) -> Result<usize, Refusal> {
        Ok(dimension)
    }

    fn read(parameters: &Parameters, _: &Case) -> Result<Self, Refusal> {
        let mean = |(k, component): (usize, &Component)| {
            let field = |name: &str| format!("components[{k}].{name}");
            absent(component.rate.as_ref(), &field("rate"), "gaussian")?;
            absent(component.probabilities.as_ref(), &field("probabilities"), "gaussian")?;
            Ok(numbers(required(component.mean.as_ref(), &field("mean"))?))
        };
        let means: Vec<Vec<f64>> =
            parameters.components.iter().enumerate().map(mean).collect::<Result<_, Refusal>>()?;
        let covariances = <S as Covariances>::read(parameters, means[0].len())?;
        Self::new(means, covariances).map_err(refused)
    }

    fn prior(prior: &ComponentPrior) -> Result<S::Prior, Refusal> {
        S::read_prior(prior)
    }

    fn written(&self) -> Vec<Component> {
        let component = |(k, mean): (usize, &Vec<f64>)| Component {
            mean: Some(mean.iter().copied().map(Number).collect()),
            covariance: self.covariances().write(k),
            ..Component::default()
        };
        self.means().iter().enumerate().map(component).collect()
    }

    fn shared_covariance(&self) -> Option<Vec<Vec<Number>>> {
        self.covariances().write_shared()
    }
}

/// Each component's own covariance, read by `read`.
fn own_covariances<T>(
    parameters: &Parameters,
    structure: &str,
    read: impl Fn(&Tensor, &str) -> Result<T, Refusal>,
) -> Result<Vec<T>, Refusal> {
    absent(parameters.covariance.as_ref(), "covariance", structure)?;
    let component = |(k, component): (usize, &Component)| {
        let field = format!("components[{k}].covariance");
        read(required(component.covariance.as_ref(), &field)?, &field)
    };
    parameters.components.iter().enumerate().map(component).collect()
}

/// No component may have a covariance of its own.
fn no_own_covariances(parameters: &Parameters, structure: &str) -> Result<(), Refusal> {
    parameters.components.iter().enumerate().try_for_each(|(k, component)| {
        absent(component.covariance.as_ref(), &format!("components[{k}].covariance"), structure)
    })
}

fn written_matrix(matrix: MatRef<'_, f64>) -> Vec<Vec<Number>> {
    matrix.row_iter().map(|row| row.iter().copied().map(Number).collect()).collect()
}

fn inverse_wishart(prior: &ComponentPrior, structure: &str) -> Result<NormalInverseWishart, Refusal> {
    match prior {
        ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            NormalInverseWishart::new(numbers(mean), mean_precision.0, degrees_of_freedom.0, &rows(scale))
                .map_err(refused)
        }
        _ => Err(foreign_prior(structure, "normal_inverse_wishart")),
    }
}

impl Covariances for Identity {
    fn read(parameters: &Parameters, _: usize) -> Result<Self, Refusal> {
        absent(parameters.covariance.as_ref(), "covariance", "identity")?;
        no_own_covariances(parameters, "identity")?;
        Ok(Self)
    }

    fn read_prior(prior: &ComponentPrior) -> Result<Normal, Refusal> {
        match prior {
            ComponentPrior::Normal { mean, precision } => {
                Normal::new(numbers(mean), precision.0, "prior.components.normal", "precision").map_err(refused)
            }
            _ => Err(foreign_prior("identity", "normal")),
        }
    }

    fn write(&self, _: usize) -> Option<Tensor> {
        None
    }
}

impl Covariances for Spherical {
    fn read(parameters: &Parameters, _: usize) -> Result<Self, Refusal> {
        let variances = own_covariances(parameters, "spherical", scalar)?;
        Self::new(variances, parameters.components.len()).map_err(refused)
    }

    fn read_prior(prior: &ComponentPrior) -> Result<NormalInverseGammaSpherical, Refusal> {
        match prior {
            ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
                let scale = scalar(scale, "prior.components.normal_inverse_gamma.scale")?;
                NormalInverseGammaSpherical::new(numbers(mean), mean_precision.0, shape.0, scale).map_err(refused)
            }
            _ => Err(foreign_prior("spherical", "normal_inverse_gamma")),
        }
    }

    fn write(&self, k: usize) -> Option<Tensor> {
        Some(Tensor::Scalar(Number(self.variances()[k])))
    }
}

impl Covariances for Diagonal {
    fn read(parameters: &Parameters, dimension: usize) -> Result<Self, Refusal> {
        let variances = own_covariances(parameters, "diagonal", vector)?;
        Self::new(variances, parameters.components.len(), dimension).map_err(refused)
    }

    fn read_prior(prior: &ComponentPrior) -> Result<NormalInverseGammaDiagonal, Refusal> {
        match prior {
            ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
                let scale = vector(scale, "prior.components.normal_inverse_gamma.scale")?;
                NormalInverseGammaDiagonal::new(numbers(mean), mean_precision.0, shape.0, scale).map_err(refused)
            }
            _ => Err(foreign_prior("diagonal", "normal_inverse_gamma")),
        }
    }

    fn write(&self, k: usize) -> Option<Tensor> {
        Some(Tensor::Vector(self.variances()[k].iter().copied().map(Number).collect()))
    }
}

impl Covariances for Full {
    fn read(parameters: &Parameters, dimension: usize) -> Result<Self, Refusal> {
        let matrices = own_covariances(parameters, "full", matrix)?;
        Self::new(&matrices, parameters.components.len(), dimension).map_err(refused)
    }

    fn read_prior(prior: &ComponentPrior) -> Result<NormalInverseWishart, Refusal> {
        inverse_wishart(prior, "full")
    }

    fn write(&self, k: usize) -> Option<Tensor> {
        Some(Tensor::Matrix(written_matrix(self.matrix(k))))
    }
}

impl Covariances for Tied {
    fn read(parameters: &Parameters, dimension: usize) -> Result<Self, Refusal> {
        no_own_covariances(parameters, "tied")?;
        let matrix = rows(required(parameters.covariance.as_ref(), "covariance")?);
        Self::new(&matrix, dimension).map_err(refused)
    }

    fn read_prior(prior: &ComponentPrior) -> Result<NormalInverseWishart, Refusal> {
        inverse_wishart(prior, "tied")
    }

    fn write(&self, _: usize) -> Option<Tensor> {
        None
    }

    fn write_shared(&self) -> Option<Vec<Vec<Number>>> {
        Some(written_matrix(self.matrix()))
    }
}
