//! Covariances with another divisor than `N_k`, and sums that were not divided at all, at the first iteration that is wrong.
//! What is wrong after it follows from it.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};
use crate::format::{Operation, Structure};

const COVARIANCE: &[&str] = &["covariance"];
const SUMS: &[&str] = &["mean", "rate", "probabilities"];
const AVERAGES: &[&str] = &["mean", "rate", "probabilities", "covariance"];

/// What a component's numbers were multiplied by.
struct Factor {
    what: &'static str,
    advice: &'static str,
    fields: &'static [&'static str],
    of: Box<dyn Fn(usize) -> f64>,
}

/// Tries the usual divisors.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let Some(first) = patient.first_failed_parameters().filter(|_| !patient.any_labels()) else { return Vec::new() };
    let factors = factors(patient, first).unwrap_or_default();
    let tried = factors.iter().flat_map(|factor| factor.fields.iter().map(move |field| (factor, *field)));
    let failed = tried.filter(|(_, field)| patient.fails(&Claim::field(field).at(first)));
    failed.filter_map(|(factor, field)| undone(patient, first, factor, field)).collect()
}

fn undone(patient: &Patient, at: Option<usize>, factor: &Factor, field: &str) -> Option<Explanation> {
    let mut divided = |k: Option<usize>, own: &Value| {
        let by = (factor.of)(k.unwrap_or(0));
        (by.is_finite() && by != 1.0 && by > 0.0).then(|| value::changed(own, &mut |x| x / by))?
    };
    let undone = patient.with_parameters(at, |_, set| value::with_field(set, field, &mut divided))?;
    let explanation = Explanation::new(Claim::field(field).at(at), factor.what, undone).advice(factor.advice);
    Some(match at {
        Some(t) => explanation.here(format!("first after iteration {t}; later iterations follow from it")),
        None => explanation,
    })
}

fn factors(patient: &Patient, at: Option<usize>) -> Option<Vec<Factor>> {
    let total = patient.total_weight()?;
    let (_, set) = patient.parameter_sets().into_iter().find(|(of, _)| *of == at).filter(|_| at != Some(0))?;
    let k = set.get("components")?.as_array()?.len();
    let d = patient.d()? as f64;
    let counts = counts(patient, at).filter(|counts| counts.len() == k);
    let tied = patient.model()?.covariance == Some(Structure::Tied);
    let advice = "maximum likelihood divides by the count itself";
    let factor = |what, advice, fields, of| Factor { what, advice, fields, of };
    let all = |by: f64| Box::new(move |_: usize| by);
    let mut found = Vec::new();
    if let Some(by_count) = counts.clone().filter(|_| !tied) {
        let of = Box::new(move |k: usize| by_count[k] / (by_count[k] - 1.0));
        found.push(factor("{certified} times N_k / (N_k - 1)", advice, COVARIANCE, of));
    }
    found.push(factor("{certified} times N / (N - 1)", advice, COVARIANCE, all(total / (total - 1.0))));
    found.push(factor("{certified} times N / (N - K)", advice, COVARIANCE, all(total / (total - k as f64))));
    if patient.model()?.covariance == Some(Structure::Spherical) {
        let advice = "the trace of the scatter is divided by D N_k";
        found.push(factor("{certified} times D", advice, COVARIANCE, all(d)));
    }
    if let Some(by_count) = counts {
        let advice = "a weighted mean is asked for: divide by N_k, the sum of the responsibilities of the component";
        let fields = if tied { SUMS } else { AVERAGES };
        found.push(factor("{certified} times N_k", advice, fields, Box::new(move |k| by_count[k])));
    }
    Some(found)
}

/// `N_k`: what the certified mixing weights say of it where they have no prior, the sums of given responsibilities otherwise.
fn counts(patient: &Patient, at: Option<usize>) -> Option<Vec<f64>> {
    if patient.resolved.operation == Operation::Maximize {
        let rows = patient.resolved.responsibilities.as_ref()?;
        let mut sums = vec![0.0; rows.first()?.len()];
        for (row, weight) in rows.iter().zip(patient.observation_weights()?) {
            sums.iter_mut().zip(row).for_each(|(sum, r)| *sum += weight * r.0);
        }
        return Some(sums);
    }
    let prior = patient.resolved.prior.as_ref().is_some_and(|prior| prior.weights.is_some());
    let weights = value::list(patient.right_parameters(at)?.get("weights")?)?;
    let total = patient.total_weight()?;
    (!prior).then(|| weights.iter().map(|weight| weight * total).collect())
}
