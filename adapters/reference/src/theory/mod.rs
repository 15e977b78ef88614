//! The theory beside the protocol: what the reference says of the quantities in `golden/theory`, in the shape of those files.
//!
//! No adapter is asked for these; the formats have no operation for them. A kind is one file and a line in [`answer`].

mod elbo_forms;
mod gradient;
mod projection;

use reference::{Categorical, Diagonal, Full, Gaussian, Identity, Poisson, Spherical, Tied, gradient::Coordinates};
use serde_json::Value;
use suite::format::{Case, Family, Model, Structure};

use crate::{
    family::Translate,
    input::{Refusal, required},
};

/// What the reference says of a resolved case; its kind is a directory of `golden/theory`.
///
/// # Errors
/// Names the field that cannot be used, or says that there is no such kind.
pub fn answer(kind: &str, case: &Case) -> Result<Value, Refusal> {
    match kind {
        "elbo-forms" => dispatch(case, elbo_forms::ElboForms),
        "gradient" => dispatch(case, gradient::Gradient),
        "projection" => projection::projection(case),
        _ => Err(format!("there is no theory of the kind `{kind}`")),
    }
}

/// What is computed alike for all families.
trait OfFamily {
    /// The answer for one of them.
    fn answer<F: Translate + Coordinates>(&self, case: &Case, model: &Model) -> Result<Value, Refusal>;
}

fn dispatch(case: &Case, kind: impl OfFamily) -> Result<Value, Refusal> {
    let model = required(case.model.as_ref(), "model")?;
    match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Identity)) => kind.answer::<Gaussian<Identity>>(case, model),
        (Family::Gaussian, Some(Structure::Spherical)) => kind.answer::<Gaussian<Spherical>>(case, model),
        (Family::Gaussian, Some(Structure::Diagonal)) => kind.answer::<Gaussian<Diagonal>>(case, model),
        (Family::Gaussian, Some(Structure::Full)) => kind.answer::<Gaussian<Full>>(case, model),
        (Family::Gaussian, Some(Structure::Tied)) => kind.answer::<Gaussian<Tied>>(case, model),
        (Family::Gaussian, None) => Err("model.covariance: missing".to_owned()),
        (Family::Poisson, _) => kind.answer::<Poisson>(case, model),
        (Family::Categorical, _) => kind.answer::<Categorical>(case, model),
    }
}
