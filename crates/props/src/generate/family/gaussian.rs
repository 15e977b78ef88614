//! Gaussian data, parameters and priors.

use suite::format::{Component, ComponentPrior, Number, Parameters, Rows, Structure, Tensor};

use super::Kind;
use crate::generate::{
    corner::Corner,
    material::{MOST, RawComponent, RawRow, square},
    number::numbers,
};

/// What a Gaussian can make.
pub const KIND: Kind = Kind { observation, spread, components, prior, corner };

/// How far data and means lie from the origin in the extreme corner.
const OFFSET: f64 = 1048576.0;

fn observation(raw: &RawRow, dimensions: usize) -> Vec<Number> {
    numbers(&raw.place[..dimensions])
}

/// The corners of a simplex and its opposite: they span the space, so no weighted scatter of them is singular.
fn spread(rows: &mut Vec<RawRow>, dimensions: usize) {
    for corner in 0..=dimensions {
        let mut place = [0.0; MOST];
        if corner < dimensions {
            place[corner] = 2.0;
        }
        let (count, level, weight, parts) = ([1; MOST], [0; MOST], 4, [1; MOST]);
        rows.push(RawRow { place, count, level, weight, parts });
    }
}

fn components(raw: &[RawComponent], structure: Option<Structure>, dimensions: usize) -> Parameters {
    let component = |raw: &RawComponent| Component {
        mean: Some(numbers(&raw.mean[..dimensions])),
        covariance: covariance(raw, structure, dimensions),
        ..Component::default()
    };
    let shared = (structure == Some(Structure::Tied)).then(|| matrix(&raw[0], dimensions));
    Parameters { weights: Vec::new(), components: raw.iter().map(component).collect(), covariance: shared }
}

fn matrix(raw: &RawComponent, dimensions: usize) -> Rows {
    square(&raw.root, dimensions).iter().map(|row| numbers(row)).collect()
}

fn variances(raw: &RawComponent, dimensions: usize) -> Vec<Number> {
    (0..dimensions).map(|d| Number(raw.root[d][d] * raw.root[d][d])).collect()
}

fn covariance(raw: &RawComponent, structure: Option<Structure>, dimensions: usize) -> Option<Tensor> {
    match structure? {
        Structure::Identity | Structure::Tied => None,
        Structure::Spherical => Some(Tensor::Scalar(variances(raw, 1)[0])),
        Structure::Diagonal => Some(Tensor::Vector(variances(raw, dimensions))),
        Structure::Full => Some(Tensor::Matrix(matrix(raw, dimensions))),
    }
}

fn prior(raw: &RawComponent, structure: Option<Structure>, dimensions: usize, _: bool, _: f64) -> ComponentPrior {
    let mean = numbers(&raw.mean[..dimensions]);
    let [mean_precision, shape, extra] = raw.positive[0].map(Number);
    let of_variances = |scale| ComponentPrior::NormalInverseGamma { mean: mean.clone(), mean_precision, shape, scale };
    match structure {
        Some(Structure::Spherical) => of_variances(Tensor::Scalar(variances(raw, 1)[0])),
        Some(Structure::Diagonal) => of_variances(Tensor::Vector(variances(raw, dimensions))),
        Some(Structure::Full | Structure::Tied) => ComponentPrior::NormalInverseWishart {
            mean,
            mean_precision,
            degrees_of_freedom: Number(dimensions as f64 - 1.0 + extra.0),
            scale: matrix(raw, dimensions),
        },
        Some(Structure::Identity) | None => ComponentPrior::Normal { mean, precision: mean_precision },
    }
}

fn corner(corner: Corner, observations: &mut Rows, parameters: &mut Parameters) {
    match corner {
        Corner::FarOutlier => observations[0].iter_mut().for_each(|x| x.0 = 1000.0 * (x.0 + 1.0)),
        Corner::NearSingular => thin(parameters),
        Corner::Extreme => {
            observations.iter_mut().flatten().for_each(|x| x.0 += OFFSET);
            parameters.components.iter_mut().flat_map(|c| c.mean.iter_mut().flatten()).for_each(|x| x.0 += OFFSET);
        }
        Corner::Plain | Corner::TinyWeight | Corner::EqualComponents => {}
    }
}

/// Shrinks the last direction of every covariance: with `s` = 1e-8, `Σ <- S Σ S` for `S = diag(1, ..., sqrt(s))`, correlations kept, and its
/// variance down to `s` of what it was.
fn thin(parameters: &mut Parameters) {
    const DEVIATION: f64 = 0.0001220703125;
    let scale = |rows: &mut Rows| {
        let last = rows.len() - 1;
        for i in 0..=last {
            for j in 0..=last {
                let factor = |index: usize| if index == last { DEVIATION } else { 1.0 };
                rows[i][j].0 *= factor(i) * factor(j);
            }
        }
    };
    parameters.covariance.iter_mut().for_each(scale);
    for component in &mut parameters.components {
        match &mut component.covariance {
            Some(Tensor::Scalar(variance)) => variance.0 *= DEVIATION * DEVIATION,
            Some(Tensor::Vector(variances)) => {
                variances.iter_mut().rev().take(1).for_each(|v| v.0 *= DEVIATION * DEVIATION)
            }
            Some(Tensor::Matrix(rows)) => scale(rows),
            None => {}
        }
    }
}
