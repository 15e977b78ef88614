//! Questions to an implementation, and the cases that pose them.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::DeserializeOwned;
use suite::{
    format::{
        Bound, Case, Data, Divergence, Evaluation, Evidence, Fit, Maximum, Member, Number, Operation, Parameters,
        Prior, Q, Rows, Structure, Trajectory, Variational, Weights,
    },
    implementation::{Implementation, Response},
};

use crate::{
    law::{Stop, broken},
    symmetric::symmetric,
};

/// What an implementation can be asked, each answer read as its operation's.
///
/// Every method stops the law where there is no answer: as unsupported where the implementation says so, as broken where it refuses, fails
/// or dies, since the cases of a law are sound.
pub trait Ask {
    /// The raw response to a case, which does not learn what is expected; a panic is what the death of a process is.
    fn respond(&mut self, case: &Case) -> Response;

    /// Puts a case of any operation and reads the answer.
    ///
    /// # Errors
    /// When there is no answer, or it has another form.
    fn ask<T: DeserializeOwned>(&mut self, case: &Case) -> Result<T, Stop> {
        let silent = |how: &str| broken(format_args!("a sound `{}` has no answer: {how}", case.operation));
        match self.respond(case) {
            Response::Rejected(reason) if may_collapse(case) => {
                Err(Stop::Inapplicable(format!("EM is refused: {reason}")))
            }
            Response::Ok(value) if !value.is_object() => {
                broken(format_args!("the answer to `{}` is no object", case.operation))
            }
            Response::Ok(value) => serde_json::from_value(value)
                .or_else(|error| broken(format_args!("the answer to `{}` cannot be read: {error}", case.operation))),
            Response::Unsupported(reason) => Err(Stop::Unsupported(reason)),
            Response::Rejected(text) => silent(&format!("it was rejected: {text}")),
            Response::Error(text) => silent(&format!("it failed with an error: {text}")),
            Response::Crashed(text) => silent(&format!("it crashed: {text}")),
            Response::TimedOut(text) => silent(&format!("it timed out: {text}")),
            Response::Garbled(text) => silent(&text),
        }
    }

    /// `evaluate` at some parameters, on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask).
    fn evaluate(&mut self, case: &Case, parameters: &Parameters) -> Result<Evaluation, Stop> {
        self.ask(&evaluate(case, parameters))
    }

    /// The M-step from some responsibilities: `maximize` on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask); unsupported where no parameters are reported.
    fn maximize(&mut self, case: &Case, responsibilities: &Rows) -> Result<Parameters, Stop> {
        let maximum: Maximum = self.ask(&maximize(case, responsibilities))?;
        let parameters = symmetric(reported(maximum.parameters, "parameters")?, case)?;
        let (found, due) = (parameters.components.len(), responsibilities.first().map_or(0, Vec::len));
        match found == due {
            true => Ok(parameters),
            false => broken(format_args!("the M-step has {found} components where {due} are due")),
        }
    }

    /// `bound` of a `q` at some parameters, on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask).
    fn bound(&mut self, case: &Case, parameters: &Parameters, q: &Rows) -> Result<Bound, Stop> {
        self.ask(&bound(case, parameters, q))
    }

    /// `trajectory` of some iterations from some parameters, all of them recorded, on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask).
    fn trajectory(&mut self, case: &Case, initial: &Parameters, iterations: usize) -> Result<Trajectory, Stop> {
        let mut found: Trajectory = self.ask(&trajectory(case, initial, iterations))?;
        for parameters in found.parameters.iter_mut().flat_map(|recorded| recorded.values_mut()) {
            *parameters = symmetric(parameters.clone(), case)?;
        }
        Ok(found)
    }

    /// `evidence` of a mixture of some components, on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask); unsupported where it is not reported.
    fn evidence(&mut self, case: &Case, components: usize) -> Result<f64, Stop> {
        let evidence: Evidence = self.ask(&evidence(case, components))?;
        Ok(reported(evidence.log_model_evidence, "log_model_evidence")?.0)
    }

    /// `variational` from some responsibilities, on the data, model and prior of a case.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask).
    fn variational(&mut self, case: &Case, responsibilities: &Rows, iterations: usize) -> Result<Variational, Stop> {
        self.ask(&variational(case, responsibilities, iterations))
    }

    /// `fit` as the case says.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask).
    fn fit(&mut self, case: &Case) -> Result<Fit, Stop> {
        let found: Fit = self.ask(case)?;
        let parameters = found.parameters.map(|parameters| symmetric(parameters, case)).transpose()?;
        Ok(Fit { parameters, ..found })
    }

    /// `kl(q ‖ p)`.
    ///
    /// # Errors
    /// As [`ask`](Ask::ask); unsupported where it is not reported.
    fn divergence(&mut self, q: &Member, p: &Member) -> Result<f64, Stop> {
        let divergence: Divergence = self.ask(&divergence(q, p))?;
        Ok(reported(divergence.kl, "kl")?.0)
    }
}

impl Ask for dyn Implementation + '_ {
    fn respond(&mut self, case: &Case) -> Response {
        let case = Case { expect: None, ..case.clone() };
        catch_unwind(AssertUnwindSafe(|| self.run(&case)))
            .unwrap_or_else(|_| Response::Crashed("it panicked".to_owned()))
    }
}

/// Whether iterations of EM may arrive at a singular covariance, which must be refused: the likelihood of Gaussians with covariances of their
/// own is unbounded, and a prior of the components is what bounds it.
fn may_collapse(case: &Case) -> bool {
    let own = [Structure::Spherical, Structure::Diagonal, Structure::Full, Structure::Tied];
    let structure = case.model.as_ref().and_then(|model| model.covariance);
    let has_prior = case.prior.as_ref().is_some_and(|prior| prior.components.is_some());
    let iterates = matches!(case.operation, Operation::Trajectory | Operation::Fit);
    iterates && !has_prior && structure.is_some_and(|structure| own.contains(&structure))
}

/// A field of an answer; one that was not reported is not supported.
///
/// # Errors
/// [`Stop::Unsupported`] where it is absent.
pub fn reported<T>(field: Option<T>, name: &str) -> Result<T, Stop> {
    field.ok_or_else(|| Stop::Unsupported(format!("`{name}` is not reported")))
}

/// A field of a case that the law's own cases have; another case is none of its.
///
/// # Errors
/// [`Stop::Inapplicable`] where it is absent.
pub fn given<'a, T>(field: Option<&'a T>, name: &str) -> Result<&'a T, Stop> {
    field.ok_or_else(|| Stop::Inapplicable(format!("the case has no `{name}`")))
}

/// The observations of a case; none where its data are not inline.
#[must_use]
pub fn observations(case: &Case) -> &[Vec<Number>] {
    case.data.as_ref().and_then(|data| data.observations.as_deref()).unwrap_or_default()
}

/// The weight of each observation, 1 where the case gives none.
#[must_use]
pub fn weights(case: &Case) -> Vec<f64> {
    match case.data.as_ref().and_then(|data| data.weights.as_ref()) {
        Some(Weights::Values(values)) => values.iter().map(|weight| weight.0).collect(),
        _ => vec![1.0; observations(case).len()],
    }
}

/// Whether a case gives its observations weights.
#[must_use]
pub fn has_weights(case: &Case) -> bool {
    case.data.as_ref().is_some_and(|data| data.weights.is_some())
}

/// The `q` of a `bound` case.
#[must_use]
pub fn guess(case: &Case) -> Option<&Rows> {
    match &case.q {
        Some(Q::Rows(rows)) => Some(rows),
        _ => None,
    }
}

/// The members of a `divergence` case, `(q, p)`.
///
/// # Errors
/// [`Stop::Inapplicable`] where one is absent.
pub fn members(case: &Case) -> Result<(&Member, &Member), Stop> {
    let q = match &case.q {
        Some(Q::Member(q)) => Some(q),
        _ => None,
    };
    Ok((given(q, "q")?, given(case.p.as_ref(), "p")?))
}

/// A case of an operation on the data, model and prior of another.
fn on(case: &Case, operation: Operation) -> Case {
    let Case { data, model, prior, .. } = case.clone();
    Case { data, model, prior, ..Case::blank(operation) }
}

/// The same case on other observations and weights.
#[must_use]
pub fn with_data(case: &Case, observations: Rows, weights: Option<Vec<f64>>) -> Case {
    let weights = weights.map(|values| Weights::Values(values.into_iter().map(Number).collect()));
    let data = Data { set: None, columns: None, observations: Some(observations), weights };
    Case { data: Some(data), ..case.clone() }
}

/// The same case with another prior.
#[must_use]
pub fn with_prior(case: &Case, prior: Option<Prior>) -> Case {
    Case { prior, ..case.clone() }
}

/// `evaluate` on the data, model and prior of a case.
#[must_use]
pub fn evaluate(case: &Case, parameters: &Parameters) -> Case {
    Case { parameters: Some(parameters.clone()), ..on(case, Operation::Evaluate) }
}

/// `maximize` on the data, model and prior of a case.
#[must_use]
pub fn maximize(case: &Case, responsibilities: &Rows) -> Case {
    Case { responsibilities: Some(responsibilities.clone()), ..on(case, Operation::Maximize) }
}

/// `bound` on the data, model and prior of a case.
#[must_use]
pub fn bound(case: &Case, parameters: &Parameters, q: &Rows) -> Case {
    Case { parameters: Some(parameters.clone()), q: Some(Q::Rows(q.clone())), ..on(case, Operation::Bound) }
}

/// `trajectory` on the data, model and prior of a case, every iteration recorded.
#[must_use]
pub fn trajectory(case: &Case, initial: &Parameters, iterations: usize) -> Case {
    let record = Some((0..=iterations).collect());
    let initial = Some(initial.clone());
    Case { initial, iterations: Some(iterations), record, ..on(case, Operation::Trajectory) }
}

/// `evidence` on the data, model and prior of a case.
#[must_use]
pub fn evidence(case: &Case, components: usize) -> Case {
    Case { components: Some(components), ..on(case, Operation::Evidence) }
}

/// `variational` on the data, model and prior of a case.
#[must_use]
pub fn variational(case: &Case, responsibilities: &Rows, iterations: usize) -> Case {
    let responsibilities = Some(responsibilities.clone());
    Case { responsibilities, iterations: Some(iterations), ..on(case, Operation::Variational) }
}

/// `divergence` of two members.
#[must_use]
pub fn divergence(q: &Member, p: &Member) -> Case {
    Case { q: Some(Q::Member(q.clone())), p: Some(p.clone()), ..Case::blank(Operation::Divergence) }
}
