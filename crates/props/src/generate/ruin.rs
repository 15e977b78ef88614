//! Cases that must be refused: sound ones with one place spoiled.

use proptest::prelude::*;
use suite::format::{
    Case, Component, ComponentPrior, Expect, Number, Parameters, Q, Rows, Tensor, Weights, WeightsPrior,
};

use super::{problem::Problem, scope::Scope};
use crate::ask::with_data;

/// One way to spoil a case; it leaves alone a case that has no such place.
#[derive(Clone, Copy)]
pub struct Ruin {
    /// What is wrong afterwards.
    pub name: &'static str,
    /// Spoils it.
    pub spoil: fn(&mut Case),
}

impl std::fmt::Debug for Ruin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Every way; a new one is a line here.
pub const RUINS: &[Ruin] = &[
    Ruin { name: "an observation is NaN", spoil: |case| first_row(case, |row| row[0] = Number(f64::NAN)) },
    Ruin { name: "an observation is infinite", spoil: |case| first_row(case, |row| row[0] = Number(f64::INFINITY)) },
    Ruin { name: "a row is too long", spoil: |case| first_row(case, |row| row.push(Number(1.0))) },
    Ruin { name: "a row is empty", spoil: |case| first_row(case, Vec::clear) },
    Ruin { name: "there are no rows", spoil: |case| *case = with_data(case, Vec::new(), None) },
    Ruin { name: "a count or level is negative", spoil: |case| first_discrete(case, -1.0) },
    Ruin { name: "a count or level is fractional", spoil: |case| first_discrete(case, 0.5) },
    Ruin { name: "a level is out of range", spoil: level_out_of_range },
    Ruin { name: "a weight is negative", spoil: |case| weights(case, |weights| weights[0] = Number(-1.0)) },
    Ruin { name: "a weight is NaN", spoil: |case| weights(case, |weights| weights[0] = Number(f64::NAN)) },
    Ruin { name: "all weights are 0", spoil: |case| weights(case, |weights| weights.fill(Number(0.0))) },
    Ruin { name: "a weight is missing", spoil: |case| weights(case, |weights| weights.truncate(weights.len() - 1)) },
    Ruin {
        name: "the mixing weights sum to 2",
        spoil: |case| parameters(case, |p| p.weights.iter_mut().for_each(|w| w.0 *= 2.0)),
    },
    Ruin { name: "a mixing weight is NaN", spoil: |case| parameters(case, |p| p.weights[0] = Number(f64::NAN)) },
    Ruin {
        name: "a mixing weight is missing",
        spoil: |case| parameters(case, |p| p.weights.truncate(p.weights.len() - 1)),
    },
    Ruin { name: "a parameter is NaN", spoil: |case| component(case, |c| first_entry(c, |_| f64::NAN)) },
    Ruin { name: "a component has a dimension too many", spoil: |case| component(case, one_more) },
    Ruin { name: "a rate or variance is negative", spoil: |case| component(case, negative) },
    Ruin { name: "a covariance is not symmetric", spoil: |case| covariance(case, asymmetric) },
    Ruin {
        name: "a covariance is not positive definite",
        spoil: |case| covariance(case, |rows| rows[0][0] = Number(0.0)),
    },
    Ruin { name: "a row of q is not on the simplex", spoil: |case| q(case, |rows| rows[0][0].0 += 0.5) },
    Ruin { name: "a row of q is missing", spoil: |case| q(case, |rows| rows.truncate(rows.len() - 1)) },
    Ruin { name: "a concentration is negative", spoil: |case| dirichlet(case, |alpha| alpha[0] = Number(-1.0)) },
    Ruin { name: "a concentration too many", spoil: |case| dirichlet(case, |alpha| alpha.push(Number(2.0))) },
    Ruin { name: "a hyperparameter is NaN", spoil: |case| prior(case, |prior| hyperparameter(prior, f64::NAN)) },
    Ruin { name: "a hyperparameter is negative", spoil: |case| prior(case, |prior| hyperparameter(prior, -1.0)) },
];

/// Sound cases of every operation but divergences, each spoiled in a way that touches it.
pub fn ruined() -> BoxedStrategy<Case> {
    let poses: Vec<fn(&Problem) -> Case> =
        vec![Problem::evaluate, Problem::bound, Problem::trajectory, Problem::maximize];
    (Scope::steps().problems(), prop::sample::select(poses), any::<prop::sample::Index>())
        .prop_map(|(problem, pose, which)| {
            let sound = pose(&problem);
            let spoil = |ruin: &Ruin| {
                let mut case = sound.clone();
                (ruin.spoil)(&mut case);
                case
            };
            // NaN is not equal to itself: what is written is compared.
            let text = |case: &Case| serde_json::to_string(case).unwrap_or_default();
            let spoiled: Vec<Case> = RUINS.iter().map(spoil).filter(|case| text(case) != text(&sound)).collect();
            Case { expect: Some(Expect::Rejected), ..which.get(&spoiled).clone() }
        })
        .boxed()
}

fn rows(case: &mut Case) -> Option<&mut Rows> {
    case.data.as_mut()?.observations.as_mut()
}

fn first_row(case: &mut Case, spoil: impl Fn(&mut Vec<Number>)) {
    rows(case).into_iter().flat_map(|rows| rows.first_mut()).for_each(spoil);
}

fn first_discrete(case: &mut Case, value: f64) {
    if case.model.as_ref().is_some_and(|model| model.covariance.is_none()) {
        first_row(case, |row| row[0] = Number(value));
    }
}

fn level_out_of_range(case: &mut Case) {
    let levels = case.model.as_ref().and_then(|model| model.levels.as_ref()).map(|levels| levels[0] as f64);
    if let Some(levels) = levels {
        first_row(case, |row| row[0] = Number(levels));
    }
}

fn weights(case: &mut Case, spoil: impl Fn(&mut Vec<Number>)) {
    if let Some(Weights::Values(values)) = case.data.as_mut().and_then(|data| data.weights.as_mut()) {
        spoil(values);
    }
}

fn parameters(case: &mut Case, spoil: impl Fn(&mut Parameters)) {
    case.parameters.iter_mut().chain(&mut case.initial).for_each(spoil);
}

fn component(case: &mut Case, spoil: impl Fn(&mut Component)) {
    parameters(case, |parameters| spoil(&mut parameters.components[0]));
}

fn first_entry(component: &mut Component, value: impl Fn(f64) -> f64) {
    let Component { mean, rate, probabilities, .. } = component;
    let lists = mean.iter_mut().chain(rate).chain(probabilities.iter_mut().map(|rows| &mut rows[0]));
    lists.for_each(|list| list[0] = Number(value(list[0].0)));
}

fn one_more(component: &mut Component) {
    let Component { mean, rate, probabilities, .. } = component;
    mean.iter_mut().chain(rate).for_each(|list| list.push(Number(1.0)));
    probabilities.iter_mut().for_each(|rows| rows.push(rows[0].clone()));
}

fn negative(component: &mut Component) {
    component.rate.iter_mut().for_each(|rate| rate[0] = Number(-1.0));
    match &mut component.covariance {
        Some(Tensor::Scalar(variance)) => *variance = Number(-1.0),
        Some(Tensor::Vector(variances)) => variances[0] = Number(-1.0),
        Some(Tensor::Matrix(rows)) => rows[0][0] = Number(-1.0),
        None => {}
    }
}

fn covariance(case: &mut Case, spoil: impl Fn(&mut Rows)) {
    parameters(case, |parameters| {
        parameters.covariance.iter_mut().for_each(&spoil);
        if let Some(Tensor::Matrix(rows)) = &mut parameters.components[0].covariance {
            spoil(rows);
        }
    });
}

/// An ulp above the diagonal; nothing in one dimension.
fn asymmetric(rows: &mut Rows) {
    if rows.len() > 1 {
        rows[0][1] = Number(rows[0][1].0.next_up());
    }
}

fn q(case: &mut Case, spoil: impl Fn(&mut Rows)) {
    case.responsibilities.iter_mut().for_each(&spoil);
    if let Some(Q::Rows(rows)) = &mut case.q {
        spoil(rows);
    }
}

fn dirichlet(case: &mut Case, spoil: impl Fn(&mut Vec<Number>)) {
    if let Some(WeightsPrior::Dirichlet(alpha)) = case.prior.as_mut().and_then(|prior| prior.weights.as_mut()) {
        spoil(alpha);
    }
}

fn prior(case: &mut Case, spoil: impl Fn(&mut ComponentPrior)) {
    case.prior.iter_mut().flat_map(|prior| &mut prior.components).for_each(spoil);
}

/// One that must be positive.
fn hyperparameter(prior: &mut ComponentPrior, value: f64) {
    let value = Number(value);
    match prior {
        ComponentPrior::Normal { precision, .. } => *precision = value,
        ComponentPrior::NormalInverseWishart { mean_precision, .. } => *mean_precision = value,
        ComponentPrior::NormalInverseGamma { shape, .. } => *shape = value,
        ComponentPrior::Gamma { rate, .. } => rate[0] = value,
        ComponentPrior::Dirichlet { concentration } => concentration[0][0] = value,
        ComponentPrior::Natural { pseudo_observations: Tensor::Vector(shape), .. } => shape[0] = value,
        ComponentPrior::Natural { pseudo_observations: Tensor::Matrix(rows), .. } => rows[0][0] = value,
        ComponentPrior::Natural { .. } => {}
    }
}
