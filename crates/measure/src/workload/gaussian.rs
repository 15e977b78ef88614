//! Gaussian workloads: component means about 3.5 standard deviations apart, whatever D is, and correlated noise.

use suite::format::{Component, ComponentPrior, Family, Number, Prior, Structure, Tensor, WeightsPrior};

use super::{
    Made, Size, Start,
    draw::{Draw, decimals},
    evenly, matrix, model, numbers, true_weights,
};

/// How far apart two means are on average, in standard deviations.
const SEPARATION: f64 = 3.5;
/// Decimals of an observation.
const DECIMALS: i32 = 4;
/// The variances that EM starts from; the true ones are about 1.
const START_VARIANCE: f64 = 1.5;
/// What a row's responsibilities start from: this at its own component, the rest evenly at the others.
const OWN: f64 = 0.7;

/// Rows, the component that each came from, and the true means.
struct Table {
    rows: Vec<Vec<f64>>,
    labels: Vec<usize>,
    means: Vec<Vec<f64>>,
}

fn table(structure: Structure, Size { n, d, k }: Size, draw: &mut Draw) -> Table {
    let spread = SEPARATION / (2.0 * d as f64).sqrt();
    let means: Vec<Vec<f64>> = (0..k).map(|_| draw.normals(d, spread)).collect();
    let mut noises: Vec<Noise> = (0..k).map(|_| Noise::new(structure, d, draw)).collect();
    if structure == Structure::Tied {
        let shared = noises[0].clone();
        noises.fill(shared);
    }
    let weights = true_weights(k);
    let labels: Vec<usize> = (0..n).map(|_| draw.index(&weights)).collect();
    let row = |&label: &usize| -> Vec<f64> {
        let noise = noises[label].draw(d, draw);
        means[label].iter().zip(noise).map(|(mean, noise)| decimals(mean + noise, DECIMALS)).collect()
    };
    Table { rows: labels.iter().map(row).collect(), labels, means }
}

/// How a component scatters.
#[derive(Clone)]
enum Noise {
    /// `L z`, the rows of a lower triangular `L` near the identity.
    Factor(Vec<Vec<f64>>),
    /// A standard deviation for each dimension.
    Deviations(Vec<f64>),
}

impl Noise {
    fn new(structure: Structure, d: usize, draw: &mut Draw) -> Self {
        match structure {
            Structure::Full | Structure::Tied => {
                let slant = 0.3 / (d as f64).sqrt();
                let row = |i: usize, draw: &mut Draw| {
                    let mut row = draw.normals(i, slant);
                    row.push(0.9 + 0.2 * draw.uniform());
                    row
                };
                Self::Factor((0..d).map(|i| row(i, draw)).collect())
            }
            Structure::Diagonal => Self::Deviations((0..d).map(|_| 0.8 + 0.4 * draw.uniform()).collect()),
            Structure::Spherical | Structure::Identity => Self::Deviations(vec![0.9 + 0.2 * draw.uniform(); d]),
        }
    }

    fn draw(&self, d: usize, draw: &mut Draw) -> Vec<f64> {
        let z = draw.normals(d, 1.0);
        match self {
            Self::Factor(rows) => {
                rows.iter().map(|row| row.iter().zip(&z).fold(0.0, |sum, (l, z)| sum + l * z)).collect()
            }
            Self::Deviations(deviations) => deviations.iter().zip(&z).map(|(s, z)| s * z).collect(),
        }
    }
}

/// A table, and a start some way from the means that it was drawn from.
pub fn made(structure: Structure, size: Size, draw: &mut Draw) -> Made {
    let Table { rows, means, .. } = table(structure, size, draw);
    let unit = |variance: f64| -> Vec<Vec<f64>> {
        (0..size.d).map(|i| (0..size.d).map(|j| if i == j { variance } else { 0.0 }).collect()).collect()
    };
    let covariance = match structure {
        Structure::Full => Some(Tensor::Matrix(matrix(&unit(START_VARIANCE)))),
        Structure::Diagonal => Some(Tensor::Vector(vec![Number(START_VARIANCE); size.d])),
        Structure::Spherical => Some(Tensor::Scalar(Number(START_VARIANCE))),
        Structure::Tied | Structure::Identity => None,
    };
    let component = |mean: &Vec<f64>| {
        let moved: Vec<f64> = mean.iter().map(|mean| decimals(mean + 0.3 * draw.normal(), DECIMALS)).collect();
        Component { mean: Some(numbers(&moved)), covariance: covariance.clone(), ..Component::default() }
    };
    let components = means.iter().map(component).collect();
    let shared = (structure == Structure::Tied).then(|| matrix(&unit(START_VARIANCE)));
    let start = Start::Parameters(evenly(components, shared));
    Made { model: model(Family::Gaussian, Some(structure), None), rows, start }
}

/// A table, a weak prior, and responsibilities that lean to the component that a row was drawn from.
pub fn variational(size: Size, draw: &mut Draw) -> Made {
    let Table { rows, labels, .. } = table(Structure::Full, size, draw);
    let Size { d, k, .. } = size;
    let unit: Vec<Vec<f64>> = (0..d).map(|i| (0..d).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let components = ComponentPrior::NormalInverseWishart {
        mean: vec![Number(0.0); d],
        mean_precision: Number(1.0),
        degrees_of_freedom: Number((d + 2) as f64),
        scale: matrix(&unit),
    };
    let prior = Prior { weights: Some(WeightsPrior::Dirichlet(vec![Number(1.0); k])), components: Some(components) };
    let others = (1.0 - OWN) / (k - 1) as f64;
    let leaning = |&label: &usize| (0..k).map(|k| Number(if k == label { OWN } else { others })).collect();
    let start = Start::Responsibilities(Box::new(prior), labels.iter().map(leaning).collect());
    Made { model: model(Family::Gaussian, Some(Structure::Full), None), rows, start }
}
