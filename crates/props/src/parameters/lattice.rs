//! Points over which a density of one component is summed or integrated.
//!
//! A Gaussian is summed over `x = μ + L u`, `u` on a lattice of step `h` and `Σ = L Lᵀ`: each point stands for a cell of volume `h^D |L|`. Counts
//! and levels are all there are.

use suite::format::{Case, Component, Family, Number, Parameters, Rows, Structure, Tensor};

use crate::{ask::given, law::Stop, parameters::Nested};

/// The points, and the volume of the cell of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Lattice {
    /// `N x D`.
    pub points: Rows,
    /// The volume.
    pub cell: f64,
}

/// The step in standard deviations, and how many of them are taken either way: 9 deviations and a third.
const STEP: f64 = 2.0 / 3.0;
const REACH: i32 = 14;

/// The counts that are summed over; the generators' rates are at most 8.
const COUNTS: usize = 200;

impl Lattice {
    /// Over the first component of some parameters.
    ///
    /// # Errors
    /// [`Stop::Inapplicable`] where the case has no model, or counts in more than one dimension, whose square is too many.
    pub fn over(case: &Case, parameters: &Parameters) -> Result<Self, Stop> {
        let model = given(case.model.as_ref(), "model")?;
        let component = &parameters.components[0];
        match (model.family, &model.levels, &component.rate) {
            (Family::Gaussian, ..) => Ok(gaussian(case, parameters)),
            (Family::Poisson, _, Some(rate)) if rate.len() == 1 => Ok(Self { points: grid(&[COUNTS]), cell: 1.0 }),
            (Family::Categorical, Some(levels), _) => Ok(Self { points: grid(levels), cell: 1.0 }),
            _ => Err(Stop::Inapplicable("counts in more than one dimension".to_owned())),
        }
    }
}

/// All points with integer coordinates below the sizes.
fn grid(sizes: &[usize]) -> Rows {
    let extend = |points: Rows, size: &usize| {
        let with = |point: &Vec<Number>, x: usize| point.iter().copied().chain([Number(x as f64)]).collect();
        points.iter().flat_map(|point| (0..*size).map(move |x| with(point, x))).collect()
    };
    sizes.iter().fold(vec![Vec::new()], extend)
}

fn gaussian(case: &Case, parameters: &Parameters) -> Lattice {
    let full = Nested::new(case, Structure::Full)
        .map_or_else(|| parameters.clone(), |nested| nested.of_parameters(parameters));
    let Component { mean, covariance, .. } = &full.components[0];
    let covariance = match (&full.covariance, covariance) {
        (Some(rows), _) | (None, Some(Tensor::Matrix(rows))) => rows.clone(),
        _ => Vec::new(),
    };
    let (mean, root) = (mean.clone().unwrap_or_default(), cholesky(&covariance));
    let size = mean.len();
    let width = 2 * REACH as usize + 1;
    let place = |point: &Vec<Number>| {
        let u: Vec<f64> = point.iter().map(|i| STEP * (i.0 - f64::from(REACH))).collect();
        (0..size).map(|i| Number(mean[i].0 + (0..=i).map(|j| root[i][j] * u[j]).sum::<f64>())).collect()
    };
    let points = grid(&vec![width; size]).iter().map(place).collect();
    Lattice { points, cell: (0..size).map(|d| STEP * root[d][d]).product() }
}

/// The lower triangular root of a positive definite matrix.
fn cholesky(rows: &Rows) -> Vec<Vec<f64>> {
    let size = rows.len();
    let mut root = vec![vec![0.0; size]; size];
    for i in 0..size {
        for j in 0..=i {
            let rest = rows[i][j].0 - (0..j).map(|l| root[i][l] * root[j][l]).sum::<f64>();
            root[i][j] = if i == j { rest.sqrt() } else { rest / root[j][j] };
        }
    }
    root
}
