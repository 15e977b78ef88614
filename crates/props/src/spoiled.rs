//! What bad input touches: an answer that leaves out every quantity that depends on the bad part says nothing about it, since whoever gave it need
//! not have looked there.

use serde_json::Value;
use suite::format::{Case, ComponentPrior, Number, Operation, Parameters, Prior, Rows, Tensor, Weights, WeightsPrior};

use crate::ask::{guess, observations};

/// How far a sum may be from 1.
const OFF: f64 = 1e-9;

/// A part of a case that not every quantity depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The weights of the observations.
    ObservationWeights,
    /// The mixing weights.
    MixingWeights,
    /// The prior.
    Prior,
    /// The `q` of a bound.
    Q,
}

impl Part {
    /// Whether a quantity of an operation's answer can be had without it.
    fn is_idle_for(self, operation: Operation, key: &str) -> bool {
        let free: &[&str] = match (self, operation) {
            (Self::ObservationWeights, Operation::Evaluate) => {
                &["log_densities", "log_evidence_terms", "responsibilities"]
            }
            (Self::MixingWeights, Operation::Evaluate) => &["log_densities"],
            (Self::Prior, Operation::Evaluate) => {
                &["log_densities", "log_evidence_terms", "log_evidence", "responsibilities"]
            }
            (Self::Prior, Operation::Bound) => &["kl"],
            (Self::Q, Operation::Bound) => &["log_joint"],
            _ => &[],
        };
        free.contains(&key)
    }
}

/// Whether nothing that an answer reports depends on what is wrong with the case.
#[must_use]
pub fn is_untouched(case: &Case, answer: &Value) -> bool {
    let Some(answer) = answer.as_object() else { return false };
    let reported = || answer.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str());
    let bad = bad_parts(case);
    let idle = |key: &str| bad.iter().all(|part| part.is_idle_for(case.operation, key));
    reported().next().is_none() || (!bad.is_empty() && reported().all(idle))
}

/// The parts in which something is wrong; none where it is in the observations or the components, on which everything depends.
#[must_use]
pub fn bad_parts(case: &Case) -> Vec<Part> {
    let rows = observations(case).len();
    if rows == 0 {
        return Vec::new();
    }
    let parameters = case.parameters.as_ref().or(case.initial.as_ref());
    let components = parameters.map(|parameters| parameters.components.len());
    [
        (Part::ObservationWeights, are_bad_weights(case, rows)),
        (Part::MixingWeights, parameters.is_some_and(is_off_simplex)),
        (Part::Prior, case.prior.as_ref().is_some_and(|prior| is_bad_prior(prior, components))),
        (Part::Q, guess(case).is_some_and(|q| is_bad_q(q, rows))),
    ]
    .into_iter()
    .filter_map(|(part, bad)| bad.then_some(part))
    .collect()
}

fn are_bad_weights(case: &Case, rows: usize) -> bool {
    let Some(Weights::Values(weights)) = case.data.as_ref().and_then(|data| data.weights.as_ref()) else {
        return false;
    };
    weights.len() != rows || weights.iter().any(|weight| !is_amount(*weight)) || sum(weights) == 0.0
}

fn is_off_simplex(parameters: &Parameters) -> bool {
    let weights = &parameters.weights;
    weights.len() != parameters.components.len() || is_no_distribution(weights)
}

fn is_bad_q(q: &Rows, rows: usize) -> bool {
    q.len() != rows || q.iter().any(|row| is_no_distribution(row))
}

fn is_bad_prior(prior: &Prior, components: Option<usize>) -> bool {
    let of_weights = prior.weights.as_ref().is_some_and(|WeightsPrior::Dirichlet(alpha)| {
        components.is_some_and(|components| components != alpha.len()) || alpha.iter().any(|alpha| !is_amount(*alpha))
    });
    of_weights || prior.components.as_ref().is_some_and(|prior| !amounts(prior).all(is_amount))
}

/// What must not be negative in a prior of the components.
fn amounts(prior: &ComponentPrior) -> impl Iterator<Item = Number> {
    match prior {
        ComponentPrior::Normal { precision, .. } => vec![*precision],
        ComponentPrior::NormalInverseWishart { mean_precision, degrees_of_freedom, .. } => {
            vec![*mean_precision, *degrees_of_freedom]
        }
        ComponentPrior::NormalInverseGamma { mean_precision, shape, scale, .. } => {
            [vec![*mean_precision, *shape], flat(scale)].concat()
        }
        ComponentPrior::Gamma { shape, rate } => [shape.clone(), rate.clone()].concat(),
        ComponentPrior::Dirichlet { concentration } => concentration.concat(),
        ComponentPrior::Natural { pseudo_observations, pseudo_count } => {
            flat(pseudo_observations).into_iter().chain(*pseudo_count).collect()
        }
    }
    .into_iter()
}

fn flat(tensor: &Tensor) -> Vec<Number> {
    match tensor {
        Tensor::Scalar(number) => vec![*number],
        Tensor::Vector(numbers) => numbers.clone(),
        Tensor::Matrix(rows) => rows.concat(),
    }
}

fn is_no_distribution(row: &[Number]) -> bool {
    let off = (sum(row) - 1.0).abs();
    off.is_nan() || off > OFF || row.iter().any(|entry| !is_amount(*entry))
}

fn is_amount(x: Number) -> bool {
    x.0 >= 0.0 && x.0.is_finite()
}

fn sum(numbers: &[Number]) -> f64 {
    numbers.iter().map(|number| number.0).sum()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{generate::RUINS, laws::ALL, run::case_of};

    /// Every way of spoiling a case, on cases of the law that has a use for them.
    fn spoiled(name: &str) -> Vec<Case> {
        let ruin = RUINS.iter().find(|ruin| ruin.name == name).expect("a ruin");
        let sound = ALL.iter().find(|law| law.name == "elbo-plus-kl-is-log-joint").expect("a law");
        let text = |case: &Case| serde_json::to_string(case).expect("JSON");
        let changed = (0..100).filter_map(|index| {
            let mut case = case_of(sound, 0, index);
            let before = text(&case);
            (ruin.spoil)(&mut case);
            (text(&case) != before).then_some(case)
        });
        changed.collect()
    }

    #[test]
    fn each_bad_part_is_found_and_no_other() {
        for (name, part) in [
            ("a weight is negative", Some(Part::ObservationWeights)),
            ("a weight is NaN", Some(Part::ObservationWeights)),
            ("all weights are 0", Some(Part::ObservationWeights)),
            ("a weight is missing", Some(Part::ObservationWeights)),
            ("the mixing weights sum to 2", Some(Part::MixingWeights)),
            ("a mixing weight is NaN", Some(Part::MixingWeights)),
            ("a mixing weight is missing", Some(Part::MixingWeights)),
            ("a row of q is not on the simplex", Some(Part::Q)),
            ("a row of q is missing", Some(Part::Q)),
            ("a concentration is negative", Some(Part::Prior)),
            ("a concentration too many", Some(Part::Prior)),
            ("a hyperparameter is NaN", Some(Part::Prior)),
            ("a hyperparameter is negative", Some(Part::Prior)),
            ("an observation is NaN", None),
            ("there are no rows", None),
            ("a parameter is NaN", None),
            ("a covariance is not symmetric", None),
        ] {
            let cases = spoiled(name);
            assert!(!cases.is_empty(), "{name}");
            for case in cases {
                assert_eq!(bad_parts(&case), part.into_iter().collect::<Vec<_>>(), "{name}: {case:?}");
            }
        }
    }

    #[test]
    fn an_answer_is_untouched_where_all_of_it_can_be_had_without_the_bad_part() {
        for case in spoiled("a row of q is missing") {
            assert!(is_untouched(&case, &json!({"log_joint": -1.0, "kl": null})));
            assert!(!is_untouched(&case, &json!({"log_joint": -1.0, "kl": 0.5})));
            assert!(is_untouched(&case, &json!({})) && !is_untouched(&case, &json!(3)));
        }
        for case in spoiled("an observation is NaN") {
            assert!(!is_untouched(&case, &json!({"log_joint": -1.0})));
        }
        for case in spoiled("the mixing weights sum to 2") {
            let case = Case { operation: Operation::Evaluate, ..case };
            assert!(is_untouched(&case, &json!({"log_densities": [[-1.0]]})));
            assert!(!is_untouched(&case, &json!({"log_densities": [[-1.0]], "responsibilities": [[1.0]]})));
        }
    }
}
