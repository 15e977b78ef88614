//! One problem: a model, data, parameters, a prior and a `q` that fit each other, and the cases that it poses.

use suite::format::{
    Case, Data, Family, Model, Number, Operation, Parameters, Prior, Rows, Structure, Weights, WeightsPrior,
};

use super::{
    corner::Corner,
    family,
    material::{RawComponent, RawRow},
    number::shares,
    scope::{Priors, Scope},
};
use crate::ask;

/// What a problem is made of.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub model: (Family, Option<Structure>),
    pub dimensions: usize,
    pub corner: Corner,
    pub weighted: bool,
    pub of_weights: bool,
    pub of_components: bool,
    pub natural: bool,
    pub rows: Vec<RawRow>,
    pub components: Vec<RawComponent>,
    pub prior: RawComponent,
}

/// A mixture and data, whole and sound, from which the case of any operation can be posed.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The family and structure.
    pub model: Model,
    /// `N x D`.
    pub observations: Rows,
    /// `N`, quarters; at least one of them is positive.
    pub weights: Option<Vec<Number>>,
    /// The prior, in a scope that has some.
    pub prior: Option<Prior>,
    /// The parameters of `K` components.
    pub parameters: Parameters,
    /// `N x K`, rows on the simplex, zeros and ones among them.
    pub q: Rows,
    /// `N x K`, rows on the simplex, no entry 0.
    pub responsibilities: Rows,
}

impl Problem {
    pub(super) fn new(scope: &Scope, raw: Raw) -> Self {
        let kind = family::of(raw.model.0);
        let mut rows = raw.rows.clone();
        if scope.steps {
            (kind.spread)(&mut rows, raw.dimensions);
        }
        let mut components = raw.components.clone();
        if raw.corner == Corner::EqualComponents {
            let part = |component: &RawComponent| component.part;
            components = components.iter().map(|c| RawComponent { part: part(c), ..components[0].clone() }).collect();
        }
        if scope.steps {
            // Wide enough to overlap, whatever the data: means within 4 of each other's deviation.
            for component in &mut components {
                component.mean.iter_mut().for_each(|x| *x /= 2.0);
                (0..3).for_each(|d| component.root[d][d] += 1.0);
            }
        }
        let mut observations: Rows = rows.iter().map(|row| (kind.observation)(row, raw.dimensions)).collect();
        let mut made = (kind.components)(&components, raw.model.1, raw.dimensions);
        made.weights = mixing_weights(&components, raw.corner);
        (kind.corner)(raw.corner, &mut observations, &mut made);
        let count = components.len();
        Self {
            model: raw.model(),
            weights: (scope.weights && raw.weighted).then(|| quarters(&rows)),
            prior: prior(scope, &raw, count),
            q: rows.iter().map(|row| guess(row, count, 0)).collect(),
            responsibilities: rows.iter().map(|row| guess(row, count, 1)).collect(),
            observations,
            parameters: made,
        }
    }

    /// The same problem of some operation.
    fn pose(&self, operation: Operation) -> Case {
        let weights = self.weights.clone().map(Weights::Values);
        let data = Data { set: None, columns: None, observations: Some(self.observations.clone()), weights };
        let (model, prior) = (Some(self.model.clone()), self.prior.clone());
        Case { data: Some(data), model, prior, ..Case::blank(operation) }
    }

    /// `evaluate` at the parameters.
    #[must_use]
    pub fn evaluate(&self) -> Case {
        ask::evaluate(&self.pose(Operation::Evaluate), &self.parameters)
    }

    /// `maximize` from the responsibilities.
    #[must_use]
    pub fn maximize(&self) -> Case {
        ask::maximize(&self.pose(Operation::Maximize), &self.responsibilities)
    }

    /// `bound` of the `q` at the parameters.
    #[must_use]
    pub fn bound(&self) -> Case {
        ask::bound(&self.pose(Operation::Bound), &self.parameters, &self.q)
    }

    /// `trajectory` of two iterations from the parameters.
    #[must_use]
    pub fn trajectory(&self) -> Case {
        ask::trajectory(&self.pose(Operation::Trajectory), &self.parameters, 2)
    }

    /// `fit` of at most 200 iterations from the parameters, to a relative change of `1e-9`.
    #[must_use]
    pub fn fit(&self) -> Case {
        let (tolerance, max_iterations) = (Some(Number(1e-9)), Some(200));
        Case { initial: Some(self.parameters.clone()), tolerance, max_iterations, ..self.pose(Operation::Fit) }
    }

    /// `evidence` of the Bayesian mixture of `K` components.
    #[must_use]
    pub fn evidence(&self) -> Case {
        ask::evidence(&self.pose(Operation::Evidence), self.parameters.weights.len())
    }

    /// `variational` of four steps from the `q`.
    #[must_use]
    pub fn variational(&self) -> Case {
        ask::variational(&self.pose(Operation::Variational), &self.q, 4)
    }
}

/// The parts as shares; a tiny first one in its corner.
fn mixing_weights(components: &[RawComponent], corner: Corner) -> Vec<Number> {
    let mut parts: Vec<f64> = components.iter().map(|component| f64::from(component.part)).collect();
    if corner == Corner::TinyWeight && parts.len() > 1 {
        parts[0] *= 1e-12;
    }
    shares(&parts)
}

/// The weights of the rows; where all are 0, all are 1.
fn quarters(rows: &[RawRow]) -> Vec<Number> {
    let all_zero = rows.iter().all(|row| row.weight == 0);
    rows.iter().map(|row| Number(if all_zero { 1.0 } else { f64::from(row.weight) / 4.0 })).collect()
}

/// A row over components: its parts and so many more each, as shares; even where all parts are 0.
fn guess(row: &RawRow, count: usize, more: u32) -> Vec<Number> {
    let parts = &row.parts[..count];
    let more = if parts.iter().all(|part| *part == 0) { 1 } else { more };
    shares(&parts.iter().map(|part| f64::from(part + more)).collect::<Vec<_>>())
}

fn prior(scope: &Scope, raw: &Raw, count: usize) -> Option<Prior> {
    let kind = family::of(raw.model.0);
    let (of_weights, of_components) = match scope.priors {
        Priors::None => (false, false),
        Priors::Any => (raw.of_weights, raw.of_components),
        Priors::Both | Priors::Conjugate => (true, true),
    };
    // A mode inside the simplex asks for concentrations of 1 at least.
    let least = if scope.priors == Priors::Conjugate { 0.0 } else { 1.0 };
    let concentration = (0..count).map(|k| Number(least + raw.prior.positive[2][k]));
    let weights = of_weights.then(|| WeightsPrior::Dirichlet(concentration.collect()));
    let natural = raw.natural && scope.priors != Priors::Conjugate;
    let components = of_components.then(|| (kind.prior)(&raw.prior, raw.model.1, raw.dimensions, natural, least));
    (of_weights || of_components).then_some(Prior { weights, components })
}
