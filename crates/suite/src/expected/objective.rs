//! The scale of an objective of `evaluate` where a certified file has none: the magnitudes that were added up, as far as the
//! certified numbers tell them.

use serde_json::Value;

use crate::{
    format::{Case, Decimal, Number, Operation, Weights},
    place::Place,
};

const EVIDENCE: &str = "log_evidence";
const JOINT: &str = "log_joint";

/// Whether a place is that of an objective of `evaluate`.
pub fn is_at(place: &Place) -> bool {
    [EVIDENCE, JOINT].iter().any(|key| *place == Place::default().key(key))
}

/// `max(Σ_n w_n |log_evidence_terms_n|, |log_joint - log_evidence|)`; `None` where the terms are not there or not finite, and
/// for every operation but `evaluate`.
pub fn scale(resolved: &Case, result: &Value) -> Option<f64> {
    if resolved.operation != Operation::Evaluate {
        return None;
    }
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
