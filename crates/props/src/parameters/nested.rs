//! The same Gaussian problem in a covariance structure that holds its own.

use suite::format::{Case, Component, ComponentPrior, Model, Number, Parameters, Prior, Structure, Tensor};

/// A way from one structure into one that holds it: identity in spherical, in diagonal, in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nested {
    structure: Structure,
}

impl Nested {
    /// The way from the structure of a case into another; `None` where the other does not lie above it, or a prior does not follow.
    ///
    /// A prior follows in one dimension alone, since only there the inverse gamma of one variance is the inverse Wishart of the matrix.
    #[must_use]
    pub fn new(case: &Case, structure: Structure) -> Option<Self> {
        const ORDER: [Structure; 4] = [Structure::Identity, Structure::Spherical, Structure::Diagonal, Structure::Full];
        let rank = |structure| ORDER.iter().position(|other| *other == structure);
        let own = rank(case.model.as_ref()?.covariance?)?;
        (rank(structure)? > own).then_some(Self { structure })
    }

    /// The case in the other structure, with its prior.
    #[must_use]
    pub fn of_case(&self, case: &Case) -> Case {
        let model = case.model.clone().map(|model| Model { covariance: Some(self.structure), ..model });
        let prior = case.prior.as_ref().map(|prior| Prior {
            weights: prior.weights.clone(),
            components: prior.components.as_ref().map(|prior| self.of_prior(prior)),
        });
        Case { model, prior, ..case.clone() }
    }

    /// `IG(a, b)` of the only variance is `IW(2a, 2b)`.
    fn of_prior(&self, prior: &ComponentPrior) -> ComponentPrior {
        let ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } = prior else {
            return prior.clone();
        };
        let one = match scale {
            Tensor::Scalar(scale) => *scale,
            Tensor::Vector(scales) => scales[0],
            Tensor::Matrix(rows) => rows[0][0],
        };
        let (mean, mean_precision) = (mean.clone(), *mean_precision);
        match self.structure {
            Structure::Full => ComponentPrior::NormalInverseWishart {
                mean,
                mean_precision,
                degrees_of_freedom: Number(2.0 * shape.0),
                scale: vec![vec![Number(2.0 * one.0)]],
            },
            _ => {
                let scale = Tensor::Vector(vec![one]);
                ComponentPrior::NormalInverseGamma { mean, mean_precision, shape: *shape, scale }
            }
        }
    }

    /// The parameters in the other structure.
    #[must_use]
    pub fn of_parameters(&self, parameters: &Parameters) -> Parameters {
        let component = |component: &Component| {
            let size = component.mean.as_ref().map_or(0, Vec::len);
            let variances = match &component.covariance {
                None => vec![Number(1.0); size],
                Some(Tensor::Scalar(variance)) => vec![*variance; size],
                Some(Tensor::Vector(variances)) => variances.clone(),
                Some(Tensor::Matrix(rows)) => rows.iter().enumerate().map(|(d, row)| row[d]).collect(),
            };
            let entry = |i: usize, j: usize| if i == j { variances[i] } else { Number(0.0) };
            let covariance = match self.structure {
                Structure::Spherical => Tensor::Scalar(variances[0]),
                Structure::Diagonal => Tensor::Vector(variances),
                _ => Tensor::Matrix((0..size).map(|i| (0..size).map(|j| entry(i, j)).collect()).collect()),
            };
            Component { covariance: Some(covariance), ..component.clone() }
        };
        Parameters { components: parameters.components.iter().map(component).collect(), ..parameters.clone() }
    }
}
