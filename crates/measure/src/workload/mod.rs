//! The workloads: generated data of stated sizes, each a resolved case that anybody can be asked, and whose answer is known.
//!
//! The components overlap, so that responsibilities are neither all 0 nor all 1, and every component keeps weight. A workload's case
//! depends on its name and scale alone: the data come from a seed, and are decimals of a few digits.

mod discrete;
mod draw;
mod gaussian;

use suite::format::{
    Case, Component, Data, FORMAT, Family, Model, Number, Operation, Parameters, Prior, Rows, Structure,
};

use draw::Draw;

/// A workload.
#[derive(Clone, Copy, Debug)]
pub struct Workload {
    /// Its permanent name: what it asks is never changed under it.
    pub name: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// N.
    pub observations: usize,
    /// D.
    pub dimension: usize,
    /// K.
    pub components: usize,
    /// T, the iterations of one call.
    pub iterations: usize,
    seed: u64,
    make: Make,
}

/// The part of a case that a family makes.
type Make = fn(Size, &mut Draw) -> Made;

/// N, D, K.
#[derive(Clone, Copy, Debug)]
struct Size {
    n: usize,
    d: usize,
    k: usize,
}

/// A table, and where EM starts on it.
struct Made {
    model: Model,
    rows: Vec<Vec<f64>>,
    start: Start,
}

/// Where the iterations start.
enum Start {
    Parameters(Parameters),
    Responsibilities(Box<Prior>, Rows),
}

/// Every workload. A new one is a line here, and `cargo xtask bench answers`.
pub const ALL: [Workload; 9] = [
    workload("G1", "full covariances", [100_000, 16, 16], 10, 1, |size, draw| {
        gaussian::made(Structure::Full, size, draw)
    }),
    workload("G2", "full covariances, wide", [100_000, 64, 8], 5, 2, |size, draw| {
        gaussian::made(Structure::Full, size, draw)
    }),
    workload("G3", "diagonal covariances, long", [1_000_000, 4, 8], 10, 3, |size, draw| {
        gaussian::made(Structure::Diagonal, size, draw)
    }),
    workload("G4", "full covariances, small: latency", [1_000, 2, 3], 50, 4, |size, draw| {
        gaussian::made(Structure::Full, size, draw)
    }),
    workload("G5", "one shared covariance", [100_000, 16, 16], 10, 5, |size, draw| {
        gaussian::made(Structure::Tied, size, draw)
    }),
    workload("G6", "spherical covariances", [100_000, 16, 16], 10, 6, |size, draw| {
        gaussian::made(Structure::Spherical, size, draw)
    }),
    workload("P1", "Poisson counts", [100_000, 10, 8], 10, 7, discrete::poisson),
    workload("C1", "twelve variables of four levels", [100_000, 12, 8], 10, 8, discrete::categorical),
    workload("V1", "variational Bayes, full covariances", [100_000, 16, 16], 10, 9, gaussian::variational),
];

const fn workload(
    name: &'static str,
    title: &'static str,
    [observations, dimension, components]: [usize; 3],
    iterations: usize,
    seed: u64,
    make: Make,
) -> Workload {
    Workload { name, title, observations, dimension, components, iterations, seed, make }
}

impl Workload {
    /// The name at a scale: `G1`, or `G1/100` where N is divided by 100.
    #[must_use]
    pub fn name_at(&self, scale: usize) -> String {
        if scale == 1 { self.name.to_owned() } else { format!("{}/{scale}", self.name) }
    }

    /// N at a scale, at least ten rows a component.
    #[must_use]
    pub fn observations_at(&self, scale: usize) -> usize {
        (self.observations / scale.max(1)).max(10 * self.components)
    }

    /// The question, N divided by the scale.
    #[must_use]
    pub fn case(&self, scale: usize) -> Case {
        let size = Size { n: self.observations_at(scale), d: self.dimension, k: self.components };
        let Made { model, rows, start } = (self.make)(size, &mut Draw::new(self.seed));
        let mut case =
            Case { format: Some(FORMAT), iterations: Some(self.iterations), ..Case::blank(Operation::Trajectory) };
        case.model = Some(model);
        let observations = rows.iter().map(|row| numbers(row)).collect();
        case.data = Some(Data { set: None, columns: None, observations: Some(observations), weights: None });
        match start {
            Start::Parameters(initial) => {
                case.record = Some(vec![self.iterations]);
                case.initial = Some(initial);
            }
            Start::Responsibilities(prior, responsibilities) => {
                case.operation = Operation::Variational;
                case.prior = Some(*prior);
                case.responsibilities = Some(responsibilities);
            }
        }
        case
    }
}

/// The workloads whose name matches.
///
/// # Errors
/// What is wrong with the glob, or that nothing matches it.
pub fn chosen(glob: &str) -> Result<Vec<&'static Workload>, String> {
    let matcher = suite::glob::compile(glob)?;
    let chosen: Vec<&Workload> = ALL.iter().filter(|workload| matcher.is_match(workload.name)).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = ALL.iter().map(|workload| workload.name).collect();
        return Err(format!("`{glob}` matches none of the workloads {}", names.join(", ")));
    }
    Ok(chosen)
}

fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

fn matrix(rows: &[Vec<f64>]) -> Rows {
    rows.iter().map(|row| numbers(row)).collect()
}

fn model(family: Family, covariance: Option<Structure>, levels: Option<Vec<usize>>) -> Model {
    Model { family, covariance, levels }
}

/// Parameters of equal weights.
fn evenly(components: Vec<Component>, covariance: Option<Rows>) -> Parameters {
    let k = components.len();
    Parameters { weights: vec![Number(1.0 / k as f64); k], components, covariance }
}

/// The true weights of the components: unequal, the largest twice the smallest.
fn true_weights(k: usize) -> Vec<f64> {
    let raw: Vec<f64> = (0..k).map(|index| 1.0 + index as f64 / k as f64).collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|weight| weight / total).collect()
}

#[cfg(test)]
mod tests;
