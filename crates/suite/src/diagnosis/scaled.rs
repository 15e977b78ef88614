//! A mean for a sum, a sign turned, a deviance, another base of the logarithm: a certified number times a known factor.

use std::f64::consts::{LN_2, LN_10};

use super::{Claim, Explanation, Patient, value};
use crate::format::Operation;

/// What is added up over observations.
const SUMS: [&str; 5] = ["log_evidence", "log_joint", "elbo", "kl", "log_model_evidence"];
/// What is given for each observation.
const TERMS: [&str; 2] = ["log_evidence_terms", "log_densities"];

/// A divergence is no log p.
const OF_A_DIVERGENCE: &str = "the sum of q log(q / p) is asked for, which is never negative";

/// A factor, with what the reported numbers are, the numbers of this case and what to do.
struct Factor {
    factor: f64,
    what: String,
    here: String,
    advice: &'static str,
}

impl Factor {
    fn new(factor: f64, what: &str, advice: &'static str) -> Self {
        Self { factor, what: what.to_owned(), here: String::new(), advice }
    }
}

/// Tries the factors on every quantity in nats.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let of_sums = of_sums(patient);
    let of_all = of_all();
    let mut proposed = Vec::new();
    for key in SUMS.into_iter().chain(TERMS).filter(|key| patient.failed(key)) {
        let Some(reported) = patient.reported(key) else { continue };
        let sums = of_sums.iter().filter(|_| SUMS.contains(&key));
        // An infinity has a sign and nothing else.
        let finite = value::flat(reported).is_some_and(|numbers| numbers.iter().any(|x| x.is_finite()));
        let factors = sums.chain(&of_all).filter(|tried| finite || tried.factor == -1.0);
        for Factor { factor, what, here, advice } in factors {
            let undone = value::changed(reported, &mut |x| x / factor);
            let advice = if key == "kl" && *factor < 0.0 { &OF_A_DIVERGENCE } else { advice };
            let explanation = |undone| {
                Explanation::new(Claim::of(key), what, serde_json::json!({ key: undone })).here(here).advice(*advice)
            };
            proposed.extend(undone.map(explanation));
        }
    }
    proposed.extend(mean_with_prior(patient));
    proposed
}

/// The factors of a quantity that is added up over observations.
fn of_sums(patient: &Patient) -> Vec<Factor> {
    let (Some(n), Some(d), Some(total)) = (patient.n(), patient.d(), patient.total_weight()) else { return Vec::new() };
    if patient.resolved.operation == Operation::Divergence || n == 0 {
        return Vec::new();
    }
    let mut found: Vec<Factor> = Vec::new();
    let counts = [
        (n as f64, "N, the number of observations", format!("N = {n}")),
        (total, "the sum of the observation weights", format!("which is {total}")),
        ((n * d) as f64, "N times D, the count of numbers in the data", format!("N = {n}, D = {d}")),
    ];
    for (count, name, here) in counts {
        if count != 1.0 && count > 0.0 && !found.iter().any(|known| known.factor == 1.0 / count) {
            let advice = "the sum over all observations is asked for, not their mean";
            let plain = Factor::new(1.0 / count, &format!("{{certified}} divided by {name}"), advice);
            let turned = Factor::new(
                -1.0 / count,
                &format!("{{certified}} divided by {name}, with the sign turned"),
                "the sum over all observations of log p is asked for, not the mean of -log p",
            );
            found.extend([Factor { here: here.clone(), ..plain }, Factor { here, ..turned }]);
        }
    }
    found
}

/// The factors of any logarithm.
fn of_all() -> Vec<Factor> {
    vec![
        Factor::new(-1.0, "{certified} with the sign turned", "log p is asked for, not -log p"),
        Factor::new(2.0, "twice {certified}", ""),
        Factor::new(0.5, "half {certified}", ""),
        Factor::new(-2.0, "{certified} times -2, a deviance", "log p is asked for, not -2 log p"),
        Factor::new(1.0 / LN_2, "{certified} with logarithms to base 2", "nats are asked for: natural logarithms"),
        Factor::new(1.0 / LN_10, "{certified} with logarithms to base 10", "nats are asked for: natural logarithms"),
        Factor::new(
            -1.0 / LN_2,
            "{certified} with logarithms to base 2 and the sign turned",
            "nats are asked for: natural logarithms of p",
        ),
    ]
}

/// The mean log evidence with the log prior added.
fn mean_with_prior(patient: &Patient) -> Option<Explanation> {
    let (evidence, joint) = (patient.right.get("log_evidence")?, patient.right.get("log_joint")?);
    let (evidence, joint) = (value::flat(evidence)?, value::flat(joint)?);
    let reported = patient.reported("log_joint").filter(|_| patient.failed("log_joint"))?;
    let total = patient.total_weight().filter(|total| *total != 1.0)?;
    if evidence.len() != joint.len() || evidence == joint {
        return None;
    }
    let mut priors = evidence.iter().zip(&joint).map(|(evidence, joint)| joint - evidence);
    let undone = value::changed(reported, &mut |x| {
        let prior = priors.next().unwrap_or(f64::NAN);
        (x - prior) * total + prior
    })?;
    let what = "the log evidence divided by the sum of the observation weights, plus the log prior";
    let explanation = Explanation::new(Claim::of("log_joint"), what, serde_json::json!({ "log_joint": undone }));
    Some(
        explanation
            .here(format!("which is {total}"))
            .advice("the sum over all observations is asked for, not their mean"),
    )
}
