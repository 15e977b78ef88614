//! Random cases that shrink to few rows and round numbers.

mod bayesian;
mod divergence;
mod rows;

pub use bayesian::any_variational;
pub use divergence::any_divergence;
use proptest::prelude::*;
pub(crate) use rows::weights_and_q;
pub use rows::{any_bound, any_maximize};
use suite::format::{Case, Component, Data, Family, Model, Number, Operation, Parameters, Rows, Structure, Tensor};

fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

/// Decimal numbers with two places in a range of integers.
fn decimals(range: std::ops::Range<i32>, len: usize) -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(range.prop_map(|x| f64::from(x) / 100.0), len)
}

/// A case that asks for nothing yet.
fn blank(operation: Operation) -> Case {
    Case {
        format: None,
        id: None,
        title: None,
        level: None,
        hunts: None,
        expect: None,
        operation,
        data: None,
        model: None,
        prior: None,
        parameters: None,
        initial: None,
        responsibilities: None,
        q: None,
        p: None,
        components: None,
        iterations: None,
        record: None,
        tolerance: None,
        max_iterations: None,
    }
}

fn inline(rows: Rows) -> Option<Data> {
    Some(Data { set: None, columns: None, observations: Some(rows), weights: None })
}

/// A `trajectory` of a few iterations from generic parameters, `K = 2`, on data in `D = 2` dimensions around them.
fn trajectory(model: Model, data: Rows, components: Vec<Component>, shared: Option<Rows>) -> Case {
    Case {
        data: inline(data),
        model: Some(model),
        initial: Some(Parameters { weights: numbers(&[0.375, 0.625]), components, covariance: shared }),
        iterations: Some(4),
        record: Some(vec![1, 4]),
        ..blank(Operation::Trajectory)
    }
}

/// The cases on which laws of an operation are tried; for those without a generator of their own a trajectory.
pub fn cases_of(operation: Operation) -> BoxedStrategy<Case> {
    match operation {
        Operation::Bound => any_bound().boxed(),
        Operation::Maximize => any_maximize().boxed(),
        Operation::Variational | Operation::Evidence => any_variational().boxed(),
        Operation::Divergence => any_divergence().boxed(),
        Operation::Evaluate | Operation::Trajectory | Operation::Fit => any_trajectory().boxed(),
    }
}

/// Two Gaussian clouds in the plane, in any structure.
pub fn gaussian_trajectory() -> impl Strategy<Value = Case> {
    let structures = prop::sample::select(Structure::ALL.to_vec());
    let cloud = |range: std::ops::Range<i32>| prop::collection::vec(decimals(range, 2), 8..20);
    (structures, cloud(-200..200), cloud(300..700)).prop_map(|(structure, near, far)| {
        let data = near.iter().chain(&far).map(|row| numbers(row)).collect();
        let matrix = || vec![numbers(&[2.0, 0.5]), numbers(&[0.5, 1.5])];
        let covariance = match structure {
            Structure::Identity | Structure::Tied => None,
            Structure::Spherical => Some(Tensor::Scalar(Number(1.5))),
            Structure::Diagonal => Some(Tensor::Vector(numbers(&[2.0, 1.5]))),
            Structure::Full => Some(Tensor::Matrix(matrix())),
        };
        let component = |mean: &[f64]| Component {
            mean: Some(numbers(mean)),
            covariance: covariance.clone(),
            ..Component::default()
        };
        let model = Model { family: Family::Gaussian, covariance: Some(structure), levels: None };
        let shared = (structure == Structure::Tied).then(matrix);
        trajectory(model, data, vec![component(&[0.25, -0.5]), component(&[4.5, 5.25])], shared)
    })
}

/// Counts in two dimensions.
pub fn poisson_trajectory() -> impl Strategy<Value = Case> {
    prop::collection::vec(prop::collection::vec(0..40_u32, 2), 4..40).prop_map(|counts| {
        let data = counts.iter().map(|row| row.iter().map(|&x| Number(f64::from(x))).collect()).collect();
        let component = |rate: &[f64]| Component { rate: Some(numbers(rate)), ..Component::default() };
        let model = Model { family: Family::Poisson, covariance: None, levels: None };
        trajectory(model, data, vec![component(&[3.5, 10.25]), component(&[20.5, 7.0])], None)
    })
}

/// A binary and a ternary variable.
pub fn categorical_trajectory() -> impl Strategy<Value = Case> {
    prop::collection::vec((0..2_u32, 0..3_u32), 6..60).prop_map(|levels| {
        let data = levels.iter().map(|&(a, b)| numbers(&[f64::from(a), f64::from(b)])).collect();
        let component = |first: &[f64], second: &[f64]| Component {
            probabilities: Some(vec![numbers(first), numbers(second)]),
            ..Component::default()
        };
        let components =
            vec![component(&[0.25, 0.75], &[0.5, 0.25, 0.25]), component(&[0.625, 0.375], &[0.125, 0.25, 0.625])];
        let model = Model { family: Family::Categorical, covariance: None, levels: Some(vec![2, 3]) };
        trajectory(model, data, components, None)
    })
}

/// A case of any family.
pub fn any_trajectory() -> impl Strategy<Value = Case> {
    prop_oneof![gaussian_trajectory(), poisson_trajectory(), categorical_trajectory()]
}
