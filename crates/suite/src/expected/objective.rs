//! The scales of objectives where a certified file has none: the magnitudes that were added up, as far as the certified
//! numbers tell them.
//!
//! - `evaluate`: `log_evidence` and `log_joint` by `max(Σ_n w_n |log_evidence_terms_n|, |log_joint - log_evidence|)`;
//! - `bound`: `elbo` and `log_joint`, which are sums of the same terms, by the larger of their magnitudes;
//! - `variational`: each `elbo` by the largest of them all, since the first is added up of the same constants as the last.
//!
//! A `kl`, the model evidence and every other quantity has its own magnitude alone.

use serde_json::Value;

use crate::{
    format::{Case, Decimal, Number, Operation, Weights},
    place::{Place, Step},
};

const EVIDENCE: &str = "log_evidence";
const JOINT: &str = "log_joint";
const ELBO: &str = "elbo";

/// One scale, and the quantities that are measured by it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Objectives {
    keys: &'static [&'static str],
    scale: Option<f64>,
}

impl Objectives {
    /// The scale that a result tells of its objectives; none where the numbers are not there or not finite.
    pub fn new(resolved: &Case, result: &Value) -> Self {
        match resolved.operation {
            Operation::Evaluate => Self { keys: &[EVIDENCE, JOINT], scale: of_terms(resolved, result) },
            Operation::Bound => Self { keys: &[ELBO, JOINT], scale: largest(&[result.get(ELBO), result.get(JOINT)]) },
            Operation::Variational => {
                let elbo: Vec<_> = result.get(ELBO).and_then(Value::as_array).into_iter().flatten().map(Some).collect();
                Self { keys: &[ELBO], scale: largest(&elbo) }
            }
            _ => Self::default(),
        }
    }

    /// The scale at a place.
    pub fn at(&self, place: &Place) -> Option<f64> {
        match place.steps() {
            [Step::Key(key)] | [Step::Key(key), Step::Index(_)] if self.keys.contains(&key.as_str()) => self.scale,
            _ => None,
        }
    }
}

/// The largest finite magnitude.
fn largest(numbers: &[Option<&Value>]) -> Option<f64> {
    let magnitudes = numbers.iter().filter_map(|number| Some(nearest((*number)?)?.abs()));
    magnitudes.filter(|magnitude| magnitude.is_finite()).reduce(f64::max)
}

/// `max(Σ_n w_n |log_evidence_terms_n|, |log_joint - log_evidence|)`.
fn of_terms(resolved: &Case, result: &Value) -> Option<f64> {
    let terms: Vec<f64> = result.get("log_evidence_terms")?.as_array()?.iter().map(nearest).collect::<Option<_>>()?;
    let added: f64 = match resolved.data.as_ref()?.weights.as_ref() {
        None => terms.iter().map(|term| term.abs()).sum(),
        Some(Weights::Values(weights)) if weights.len() == terms.len() => {
            // A row of weight 0 adds nothing, whatever its term.
            let counted = weights.iter().zip(&terms).filter(|(Number(weight), _)| *weight != 0.0);
            counted.map(|(Number(weight), term)| weight * term.abs()).sum()
        }
        Some(_) => return None,
    };
    let number = |key: &str| result.get(key).and_then(nearest);
    let prior = number(JOINT).zip(number(EVIDENCE)).map_or(0.0, |(joint, evidence)| (joint - evidence).abs());
    let scale = if prior.is_finite() { added.max(prior) } else { added };
    scale.is_finite().then_some(scale)
}

fn nearest(value: &Value) -> Option<f64> {
    Some(value.as_str()?.parse::<Decimal>().ok()?.nearest())
}
