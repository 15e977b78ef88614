//! `bound`: the ELBO of a given `q`, its distance from the log joint, and the log joint.

use faer::Mat;
use reference::bound;
use suite::format::{Answer, Bound, Case, Number, Q};

use crate::{
    family::Translate,
    input::{Refusal, mixture, observations, prior, refused, required, responsibilities},
    operation::Prepared,
};

/// Translates a `bound` case.
///
/// # Errors
/// Names the field that cannot be used.
pub fn prepare<F: Translate>(case: &Case) -> Result<Prepared, Refusal> {
    let observations = observations(required(case.data.as_ref(), "data")?)?;
    let prior = prior::<F>(case)?;
    let mixture = mixture::<F>(required(case.parameters.as_ref(), "parameters")?, case, "parameters")?;
    let q: Mat<f64> = match required(case.q.as_ref(), "q")? {
        Q::Rows(rows) => responsibilities(rows, "q")?,
        Q::Member(_) => return Err("q: expected a list of rows, found the member of a family".to_owned()),
    };
    Ok(Box::new(move || {
        let bound = bound(&observations, &mixture, &prior, q.as_ref()).map_err(refused)?;
        Ok(Answer::Bound(Bound {
            elbo: bound.elbo.map(Number),
            kl: bound.kl.map(Number),
            log_joint: bound.log_joint.map(Number),
        }))
    }))
}
