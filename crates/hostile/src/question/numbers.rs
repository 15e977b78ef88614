//! Every number of a case with its role, in one order for reading and for writing.

use suite::format::{Case, ComponentPrior, Member, Number, Parameters, Prior, Q, Rows, Tensor, Weights, WeightsPrior};

/// The domain of a number that stands for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Any real number, or one among others on a simplex or in a matrix.
    Free,
    /// Greater than 0.
    Positive,
}

/// The numbers found so far.
type Found<'a> = Vec<(Role, &'a mut f64)>;

/// Every number of a case.
pub fn numbers(case: &mut Case) -> Found<'_> {
    let mut found = Vec::new();
    if let Some(data) = &mut case.data {
        data.observations.iter_mut().for_each(|observations| rows(Role::Free, observations, &mut found));
        if let Some(Weights::Values(weights)) = &mut data.weights {
            list(Role::Positive, weights, &mut found);
        }
    }
    case.prior.iter_mut().for_each(|given| prior(given, &mut found));
    case.parameters.iter_mut().chain(&mut case.initial).for_each(|given| parameters(given, &mut found));
    case.responsibilities.iter_mut().for_each(|given| rows(Role::Free, given, &mut found));
    match &mut case.q {
        Some(Q::Rows(given)) => rows(Role::Free, given, &mut found),
        Some(Q::Member(given)) => member(given, &mut found),
        None => {}
    }
    case.p.iter_mut().for_each(|given| member(given, &mut found));
    case.tolerance.iter_mut().for_each(|number| one(number, &mut found));
    found
}

fn one<'a>(number: &'a mut Number, found: &mut Found<'a>) {
    found.push((Role::Positive, &mut number.0));
}

fn list<'a>(role: Role, given: &'a mut [Number], found: &mut Found<'a>) {
    found.extend(given.iter_mut().map(|number| (role, &mut number.0)));
}

fn rows<'a>(role: Role, given: &'a mut Rows, found: &mut Found<'a>) {
    given.iter_mut().for_each(|row| list(role, row, found));
}

/// A number and a list are variances or the like; a matrix is a matrix, unless it is said that its entries are positive.
fn tensor<'a>(of_matrix: Role, given: &'a mut Tensor, found: &mut Found<'a>) {
    match given {
        Tensor::Scalar(number) => one(number, found),
        Tensor::Vector(numbers) => list(Role::Positive, numbers, found),
        Tensor::Matrix(matrix) => rows(of_matrix, matrix, found),
    }
}

fn parameters<'a>(given: &'a mut Parameters, found: &mut Found<'a>) {
    list(Role::Free, &mut given.weights, found);
    for component in &mut given.components {
        component.mean.iter_mut().for_each(|mean| list(Role::Free, mean, found));
        component.covariance.iter_mut().for_each(|covariance| tensor(Role::Free, covariance, found));
        component.rate.iter_mut().for_each(|rate| list(Role::Positive, rate, found));
        component.probabilities.iter_mut().for_each(|probabilities| rows(Role::Free, probabilities, found));
    }
    given.covariance.iter_mut().for_each(|covariance| rows(Role::Free, covariance, found));
}

fn prior<'a>(given: &'a mut Prior, found: &mut Found<'a>) {
    if let Some(WeightsPrior::Dirichlet(concentration)) = &mut given.weights {
        list(Role::Positive, concentration, found);
    }
    match &mut given.components {
        None => {}
        Some(ComponentPrior::Normal { mean, precision }) => {
            list(Role::Free, mean, found);
            one(precision, found);
        }
        Some(ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale }) => {
            list(Role::Free, mean, found);
            [mean_precision, degrees_of_freedom].into_iter().for_each(|number| one(number, found));
            rows(Role::Free, scale, found);
        }
        Some(ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale }) => {
            list(Role::Free, mean, found);
            [mean_precision, shape].into_iter().for_each(|number| one(number, found));
            tensor(Role::Free, scale, found);
        }
        Some(ComponentPrior::Gamma { shape, rate }) => {
            list(Role::Positive, shape, found);
            list(Role::Positive, rate, found);
        }
        Some(ComponentPrior::Dirichlet { concentration }) => rows(Role::Positive, concentration, found),
        Some(ComponentPrior::Natural { pseudo_observations, pseudo_count }) => {
            tensor(Role::Positive, pseudo_observations, found);
            pseudo_count.iter_mut().for_each(|count| one(count, found));
        }
    }
}

fn member<'a>(given: &'a mut Member, found: &mut Found<'a>) {
    match given {
        Member::Gaussian { mean, covariance } => {
            list(Role::Free, mean, found);
            rows(Role::Free, covariance, found);
        }
        Member::Categorical { probabilities } => list(Role::Free, probabilities, found),
        Member::Poisson { rate: numbers } | Member::Dirichlet { concentration: numbers } => {
            list(Role::Positive, numbers, found);
        }
        Member::Gamma { shape, rate } => [shape, rate].into_iter().for_each(|number| one(number, found)),
        Member::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            list(Role::Free, mean, found);
            [mean_precision, degrees_of_freedom].into_iter().for_each(|number| one(number, found));
            rows(Role::Free, scale, found);
        }
    }
}
