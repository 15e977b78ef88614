//! What must hold of the reference's reply to any question.
//!
//! - It answers, rejects or says that it has no such feature; it never fails otherwise.
//! - No number of an answer is NaN, and only an objective, a log density or a divergence may be infinite.
//! - Rows of responsibilities, mixing weights and probabilities lie on the simplex; rates are not negative; covariances are symmetric with
//!   positive variances and correlations no larger than 1.
//! - Parameters it hands on are parameters that it takes, and the objective there is the one that was reported.
//! - Where every number is of a moderate size, the laws of [`props`] hold: their slack is stated for data within some standard deviations.

mod moderate;
mod parameters;

use props::{Stop, laws, slack::Sizes};
use reference_adapter::Reference;
use serde_json::Value;
use suite::{
    format::{Case, Evaluation, Number, Operation, Parameters, Rows, Trajectory, Weights},
    implementation::{Implementation, Response},
};

/// Puts a question to the reference and checks what it says.
///
/// # Panics
/// Where something does not hold.
pub fn check(case: &Case) {
    let answer = match Reference::new().run(case) {
        Response::Ok(answer) => answer,
        Response::Rejected(reason) | Response::Unsupported(reason) => {
            assert!(!reason.trim().is_empty(), "a refusal without a reason: {}", shown(case));
            return;
        }
        other => panic!("{other:?}: {}", shown(case)),
    };
    if let Err(wrong) = check_answer(case, &answer) {
        panic!("{wrong}\nof {answer}\nto {}", shown(case));
    }
}

fn shown(case: &Case) -> String {
    serde_json::to_string(case).expect("a case is JSON")
}

fn check_answer(case: &Case, answer: &Value) -> Result<(), String> {
    if has_any(answer, &["nan"]) {
        return Err("a NaN is handed on".to_owned());
    }
    let rows: Option<Rows> = read(&answer["responsibilities"])?;
    rows.iter().flatten().try_for_each(|row| parameters::check_simplex(row, "responsibilities"))?;
    for mixture in mixtures(case, answer)? {
        parameters::check(case, &mixture)?;
    }
    match case.operation {
        Operation::Trajectory => check_trajectory(case, answer)?,
        Operation::Bound | Operation::Divergence => not_negative(&answer["kl"])?,
        _ => {}
    }
    // Of an infinite objective no law speaks.
    if moderate::is(case) && !has_any(answer, &["inf", "-inf"]) && mixtures(case, answer)?.iter().all(moderate::are) {
        check_laws(case)
    } else {
        Ok(())
    }
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<Option<T>, String> {
    serde_json::from_value(value.clone()).map_err(|error| format!("the answer cannot be read: {error}"))
}

/// Whether any of some numbers that JSON cannot write stands in an answer.
fn has_any(value: &Value, names: &[&str]) -> bool {
    match value {
        Value::String(text) => names.contains(&text.as_str()),
        Value::Array(items) => items.iter().any(|item| has_any(item, names)),
        Value::Object(map) => map.values().any(|item| has_any(item, names)),
        _ => false,
    }
}

/// All parameters of an answer.
fn mixtures(case: &Case, answer: &Value) -> Result<Vec<Parameters>, String> {
    let given = &answer["parameters"];
    match case.operation {
        Operation::Trajectory => {
            let recorded = given.as_object().into_iter().flat_map(|map| map.values());
            recorded.filter_map(|given| read(given).transpose()).collect()
        }
        _ => Ok(read(given)?.into_iter().collect()),
    }
}

fn not_negative(kl: &Value) -> Result<(), String> {
    match read::<Number>(kl)? {
        Some(Number(kl)) if kl < 0.0 => Err(format!("a divergence of {kl}")),
        _ => Ok(()),
    }
}

/// As many objectives as iterations, and at the recorded parameters those that were reported.
fn check_trajectory(case: &Case, answer: &Value) -> Result<(), String> {
    let trajectory: Trajectory = read(answer)?.ok_or("no trajectory")?;
    let (evidence, joint) = (trajectory.log_evidence.unwrap_or_default(), trajectory.log_joint.unwrap_or_default());
    let due = case.iterations.unwrap_or(0) + 1;
    if (evidence.len(), joint.len()) != (due, due) {
        return Err(format!("{} objectives where {due} are due", evidence.len()));
    }
    for (t, mixture) in trajectory.parameters.unwrap_or_default() {
        // A covariance that is singular to working precision may be none once it is rounded to be written.
        if Sizes::at(case, &mixture).is_err() {
            continue;
        }
        let there =
            evaluated(case, &mixture).map_err(|wrong| format!("the parameters after iteration {t}: {wrong}"))?;
        let (found, size) = (there.log_evidence.map_or(f64::NAN, |found| found.0), magnitude(&there, case));
        let slack = 8.0 * f64::EPSILON * size;
        // Parameters that were kept beyond binary64 are rounded on their way, which only data within some standard deviations do not feel.
        let agrees = match moderate::is(case) && moderate::are(&mixture) {
            true => found == evidence[t].0 || (found - evidence[t].0).abs() <= slack,
            false => found.is_finite() == evidence[t].0.is_finite(),
        };
        if !agrees {
            return Err(format!("the log evidence of iteration {t} is {}, at its parameters {found}", evidence[t]));
        }
    }
    Ok(())
}

/// `Σ_n w_n (|log p(x_n|θ)| + 1)`, as the laws count it.
fn magnitude(evaluation: &Evaluation, case: &Case) -> f64 {
    let weights = case.data.as_ref().and_then(|data| data.weights.as_ref());
    let weight = |n: usize| match weights {
        Some(Weights::Values(values)) => values[n].0,
        _ => 1.0,
    };
    let terms = evaluation.log_evidence_terms.iter().flatten().enumerate();
    terms.map(|(n, Number(term))| weight(n) * (term.abs() + 1.0)).sum()
}

fn evaluated(case: &Case, mixture: &Parameters) -> Result<Evaluation, String> {
    let question = Case {
        operation: Operation::Evaluate,
        parameters: Some(mixture.clone()),
        initial: None,
        iterations: None,
        record: None,
        ..case.clone()
    };
    match Reference::new().run(&question) {
        Response::Ok(answer) if has_any(&answer, &["nan"]) => Err(format!("a NaN is handed on: {answer}")),
        Response::Ok(answer) => read(&answer)?.ok_or_else(|| "no evaluation".to_owned()),
        other => Err(format!("are not taken back: {other:?}")),
    }
}

/// The laws that speak of every case of their operation; the others speak of special ones, which their own generators make.
const GENERAL: &[(Operation, &[&str])] = &[
    (Operation::Evaluate, &["evaluation-is-consistent", "responsibilities-sum-to-one", "tight-after-e-step"]),
    (Operation::Bound, &["elbo-plus-kl-is-log-joint", "elbo-below-log-joint", "kl-zero-only-at-posterior"]),
    (Operation::Trajectory, &["objective-never-decreases", "reported-at-returned-parameters"]),
    (Operation::Variational, &["variational-elbo-never-decreases", "variational-elbo-below-evidence"]),
    (Operation::Divergence, &["divergence-not-negative", "divergence-of-itself-is-zero"]),
];

/// The laws of the operation, where the generators of the laws could have made the case.
fn check_laws(case: &Case) -> Result<(), String> {
    let weighted = case.data.as_ref().is_some_and(|data| data.weights.is_some());
    if weighted || (case.operation == Operation::Maximize && case.prior.is_some()) {
        return Ok(());
    }
    let names = GENERAL.iter().filter(|(operation, _)| *operation == case.operation).flat_map(|(_, names)| *names);
    for law in names.map(|name| laws::ALL.iter().find(|law| law.name == *name).expect("a law of that name")) {
        match (law.check)(&mut Reference::new(), case) {
            // A related question may be refused: more assignments than are summed, a covariance that becomes singular.
            Err(Stop::Broken(violation)) if !violation.what.contains("has no answer") => {
                return Err(format!("{}: {violation}", law.name));
            }
            _ => {}
        }
    }
    Ok(())
}
