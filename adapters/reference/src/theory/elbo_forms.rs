//! `elbo-forms`: the terms of the ELBO's forms at the `q` of a `bound` case, each by its own function of the reference.

use reference::{bound::Guess, gradient::Coordinates};
use serde_json::{Value, json};
use suite::format::{Case, Model, Number, Q};

use super::OfFamily;
use crate::{
    family::Translate,
    input::{Refusal, mixture, observations, prior, refused, required, responsibilities},
};

pub struct ElboForms;

impl OfFamily for ElboForms {
    fn answer<F: Translate + Coordinates>(&self, case: &Case, _: &Model) -> Result<Value, Refusal> {
        let observations = observations(required(case.data.as_ref(), "data")?)?;
        let prior = prior::<F>(case)?;
        let mixture = mixture::<F>(required(case.parameters.as_ref(), "parameters")?, case, "parameters")?;
        let Q::Rows(rows) = required(case.q.as_ref(), "q")? else {
            return Err("q: expected a list of rows".to_owned());
        };
        let q = responsibilities(rows, "q")?;
        let guess = Guess::new(&observations, &mixture, &prior, q.as_ref()).map_err(refused)?;
        Ok(json!({
            "log_prior": Number(guess.log_prior()),
            "expected_log_likelihood": Number(guess.expected_log_likelihood()),
            "expected_log_joint": Number(guess.expected_log_joint()),
            "entropy": Number(guess.entropy()),
            "kl_to_prior": Number(guess.kl_to_prior()),
            "kl_to_posterior": guess.kl_to_posterior().map(Number),
            "elbo": Number(guess.jensen()),
        }))
    }
}
