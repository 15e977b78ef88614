//! The operation `divergence`: two members of one family, and `kl(q ‖ p)` in nats.

use std::collections::BTreeMap;

use reference::divergence::{Categorical, Dirichlet, Gamma, Gaussian, NormalInverseWishart, Poisson, kl};
use suite::format::{Answer, Case, Divergence, Extent, Family, Member, Number, Q, Structure};

use crate::{
    input::{Refusal, numbers, refused, required, rows},
    operation::Prepared,
};

/// The families of mixtures that have a divergence; a description has no names for the families of priors.
pub fn families() -> BTreeMap<Family, Extent> {
    [
        (Family::Gaussian, Extent::Structures(vec![Structure::Full])),
        (Family::Poisson, Extent::Whole(true)),
        (Family::Categorical, Extent::Whole(true)),
    ]
    .into_iter()
    .collect()
}

/// Translates the two members of a resolved case.
///
/// # Errors
/// A sentence that names the field: a member that is missing or outside of its domain, a `p` of another family or size than `q`.
pub fn prepare(case: &Case) -> Result<Prepared, Refusal> {
    let Q::Member(q) = required(case.q.as_ref(), "q")? else {
        return Err("q: expected a member of a family".to_owned());
    };
    let p = required(case.p.as_ref(), "p")?;
    match (read(q, "q")?, read(p, "p")?) {
        (Read::Gaussian(q), Read::Gaussian(p)) => prepared(q, p),
        (Read::Poisson(q), Read::Poisson(p)) => prepared(q, p),
        (Read::Categorical(q), Read::Categorical(p)) => prepared(q, p),
        (Read::Gamma(q), Read::Gamma(p)) => prepared(q, p),
        (Read::Dirichlet(q), Read::Dirichlet(p)) => prepared(q, p),
        (Read::NormalInverseWishart(q), Read::NormalInverseWishart(p)) => prepared(q, p),
        _ => Err(format!("p.family is {}: it must be that of q, {}", p.family_name(), q.family_name())),
    }
}

/// A member as the reference's type.
enum Read {
    Gaussian(Gaussian),
    Poisson(Poisson),
    Categorical(Categorical),
    Gamma(Gamma),
    Dirichlet(Dirichlet),
    NormalInverseWishart(NormalInverseWishart),
}

fn read(member: &Member, field: &str) -> Result<Read, Refusal> {
    let read = match member {
        Member::Gaussian { mean, covariance } => {
            Gaussian::new(numbers(mean), &rows(covariance), field).map(Read::Gaussian)
        }
        Member::Poisson { rate } => Poisson::new(numbers(rate), field).map(Read::Poisson),
        Member::Categorical { probabilities } => {
            Categorical::new(&numbers(probabilities), field).map(Read::Categorical)
        }
        Member::Gamma { shape, rate } => Gamma::new(shape.0, rate.0, field).map(Read::Gamma),
        Member::Dirichlet { concentration } => Dirichlet::new(numbers(concentration), field).map(Read::Dirichlet),
        Member::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            NormalInverseWishart::new(numbers(mean), mean_precision.0, degrees_of_freedom.0, &rows(scale), field)
                .map(Read::NormalInverseWishart)
        }
    };
    read.map_err(refused)
}

fn prepared<M: reference::divergence::Member + Send + 'static>(q: M, p: M) -> Result<Prepared, Refusal> {
    Ok(Box::new(move || {
        let divergence = kl(&q, &p).map_err(refused)?;
        Ok(Answer::Divergence(Divergence { kl: Some(Number(divergence)) }))
    }))
}
