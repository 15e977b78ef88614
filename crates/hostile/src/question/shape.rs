//! The shape that a header asks for, every number 0.

use suite::format::{
    Case, Component, ComponentPrior, Data, FORMAT, Family, Member, Model, Number, Operation, Parameters, Prior, Q,
    Rows, Structure, Tensor, Weights, WeightsPrior,
};

use super::header::{Header, Kind};

fn zeros(len: usize) -> Vec<Number> {
    vec![Number(0.0); len]
}

fn square(size: usize) -> Rows {
    vec![zeros(size); size]
}

/// The case.
pub fn blank(header: &Header) -> Case {
    let [dimension, components, count] = header.sizes;
    let operation = header.operation;
    let is = |operations: &[Operation]| operations.contains(&operation);
    let mixture = operation != Operation::Divergence;
    let rows = || vec![zeros(components); count];
    let member = |side: usize| member(header.members[side], dimension);
    Case {
        format: Some(FORMAT),
        id: None,
        title: None,
        level: None,
        hunts: None,
        expect: None,
        operation,
        data: mixture.then(|| Data {
            set: None,
            columns: None,
            observations: Some(vec![zeros(dimension); count]),
            weights: header.weighted.then(|| Weights::Values(zeros(count))),
        }),
        model: mixture.then(|| model(header)),
        prior: if mixture { prior(header) } else { None },
        parameters: is(&[Operation::Evaluate, Operation::Bound]).then(|| parameters(header)),
        initial: is(&[Operation::Trajectory, Operation::Fit]).then(|| parameters(header)),
        responsibilities: is(&[Operation::Maximize, Operation::Variational]).then(rows),
        q: match operation {
            Operation::Bound => Some(Q::Rows(rows())),
            Operation::Divergence => Some(Q::Member(member(0))),
            _ => None,
        },
        p: (!mixture).then(|| member(1)),
        components: is(&[Operation::Evidence]).then_some(components),
        iterations: is(&[Operation::Trajectory, Operation::Variational]).then_some(header.iterations),
        record: is(&[Operation::Trajectory]).then(|| (0..=header.iterations).collect()),
        tolerance: is(&[Operation::Fit]).then_some(Number(0.0)),
        max_iterations: is(&[Operation::Fit]).then_some(header.iterations),
    }
}

fn model(header: &Header) -> Model {
    let (family, covariance) = match header.kind {
        Kind::Gaussian(structure) => (Family::Gaussian, Some(structure)),
        Kind::Poisson => (Family::Poisson, None),
        Kind::Categorical => (Family::Categorical, None),
    };
    Model { family, covariance, levels: (header.kind == Kind::Categorical).then(|| header.levels.clone()) }
}

fn levels(header: &Header) -> Rows {
    header.levels.iter().map(|&levels| zeros(levels)).collect()
}

fn parameters(header: &Header) -> Parameters {
    let [dimension, components, _] = header.sizes;
    let component = match header.kind {
        Kind::Gaussian(structure) => {
            let covariance = match structure {
                Structure::Identity | Structure::Tied => None,
                Structure::Spherical => Some(Tensor::Scalar(Number(0.0))),
                Structure::Diagonal => Some(Tensor::Vector(zeros(dimension))),
                Structure::Full => Some(Tensor::Matrix(square(dimension))),
            };
            Component { mean: Some(zeros(dimension)), covariance, ..Component::default() }
        }
        Kind::Poisson => Component { rate: Some(zeros(dimension)), ..Component::default() },
        Kind::Categorical => Component { probabilities: Some(levels(header)), ..Component::default() },
    };
    Parameters {
        weights: zeros(components),
        components: vec![component; components],
        covariance: (header.kind == Kind::Gaussian(Structure::Tied)).then(|| square(dimension)),
    }
}

fn prior(header: &Header) -> Option<Prior> {
    let weights = header.weights_prior.then(|| WeightsPrior::Dirichlet(zeros(header.sizes[1])));
    let components = header.components_prior.then(|| component_prior(header));
    (header.weights_prior || header.components_prior).then_some(Prior { weights, components })
}

fn component_prior(header: &Header) -> ComponentPrior {
    let dimension = header.sizes[0];
    let (mean, number) = (zeros(dimension), Number(0.0));
    let inverse_gamma =
        |mean, scale| ComponentPrior::NormalInverseGamma { mean, mean_precision: number, shape: number, scale };
    match (header.kind, header.natural) {
        (Kind::Gaussian(Structure::Identity), _) => ComponentPrior::Normal { mean, precision: number },
        (Kind::Gaussian(Structure::Spherical), _) => inverse_gamma(mean, Tensor::Scalar(number)),
        (Kind::Gaussian(Structure::Diagonal), _) => inverse_gamma(mean, Tensor::Vector(zeros(dimension))),
        (Kind::Gaussian(Structure::Full | Structure::Tied), _) => ComponentPrior::NormalInverseWishart {
            mean,
            mean_precision: number,
            degrees_of_freedom: number,
            scale: square(dimension),
        },
        (Kind::Poisson, false) => ComponentPrior::Gamma { shape: zeros(dimension), rate: zeros(dimension) },
        (Kind::Poisson, true) => {
            ComponentPrior::Natural { pseudo_observations: Tensor::Vector(mean), pseudo_count: Some(number) }
        }
        (Kind::Categorical, false) => ComponentPrior::Dirichlet { concentration: levels(header) },
        (Kind::Categorical, true) => {
            ComponentPrior::Natural { pseudo_observations: Tensor::Matrix(levels(header)), pseudo_count: None }
        }
    }
}

/// A member of a divergence.
pub fn member(index: usize, size: usize) -> Member {
    let number = Number(0.0);
    match index {
        0 => Member::Gaussian { mean: zeros(size), covariance: square(size) },
        1 => Member::Poisson { rate: zeros(size) },
        2 => Member::Categorical { probabilities: zeros(size) },
        3 => Member::Gamma { shape: number, rate: number },
        4 => Member::Dirichlet { concentration: zeros(size) },
        _ => Member::NormalInverseWishart {
            mean: zeros(size),
            mean_precision: number,
            degrees_of_freedom: number,
            scale: square(size),
        },
    }
}
