//! `kl(q ‖ p)` of two members of one family, in nats: sums of terms that are 0 where `q = p`.

pub mod counts;
pub mod gap;
pub mod gaussian;
pub mod priors;

use suite::format::{Divergence, Member, Number};

use super::{
    input::{positives, vector},
    model::{Result, require},
};
use crate::steps::Steps;

/// The divergence.
///
/// # Errors
/// Two families, two shapes, parameters out of their domain.
pub fn divergence(steps: &Steps, q: &Member, p: &Member) -> Result<Divergence> {
    let kl = (steps.divergence)(steps, q, p)?;
    Ok(Divergence { kl: Some(Number((steps.report_divergence)(kl))) })
}

/// One family after the other.
///
/// # Errors
/// Two families, two shapes, parameters out of their domain.
pub fn of_members(steps: &Steps, q: &Member, p: &Member) -> Result<f64> {
    match (q, p) {
        (Member::Gaussian { mean: m, covariance: s }, Member::Gaussian { mean: m_p, covariance: s_p }) => {
            let q = gaussian::read(steps, m, s, "q")?;
            let p = gaussian::read(steps, m_p, s_p, "p")?;
            require(q.mean.len() == p.mean.len(), "q and p: two dimensions")?;
            (steps.kl_gaussian)(steps, &q, &p)
        }
        (Member::Poisson { rate: q }, Member::Poisson { rate: p }) => {
            let (q, p) = (counts::rates(steps, q, "q")?, counts::rates(steps, p, "p")?);
            require(q.len() == p.len(), "q and p: two dimensions")?;
            Ok((steps.kl_poisson)(&q, &p))
        }
        (Member::Categorical { probabilities: q }, Member::Categorical { probabilities: p }) => {
            let q = (steps.simplex)(&numbers(q), "q.probabilities")?;
            let p = (steps.simplex)(&numbers(p), "p.probabilities")?;
            require(q.len() == p.len(), "q and p: two numbers of levels")?;
            Ok((steps.kl_categorical)(&q, &p))
        }
        (Member::Gamma { shape: a, rate: b }, Member::Gamma { shape: a_p, rate: b_p }) => {
            let read = |number: &Number, name: &str| (steps.positive)(number.0, name);
            let q = (read(a, "q.shape")?, read(b, "q.rate")?);
            Ok((steps.kl_gamma)(q, (read(a_p, "p.shape")?, read(b_p, "p.rate")?)))
        }
        (Member::Dirichlet { concentration: q }, Member::Dirichlet { concentration: p }) => {
            require(q.len() == p.len() && !q.is_empty(), "q and p: two numbers of levels")?;
            let q = positives(steps, &numbers(q), q.len(), "q.concentration")?;
            let p = positives(steps, &numbers(p), p.len(), "p.concentration")?;
            Ok((steps.kl_dirichlet)(&q, &p))
        }
        (Member::NormalInverseWishart { .. }, Member::NormalInverseWishart { .. }) => {
            let (q, p) = (priors::read_wishart(steps, q, "q")?, priors::read_wishart(steps, p, "p")?);
            require(q.mean.len() == p.mean.len(), "q and p: two dimensions")?;
            (steps.kl_wishart)(steps, &q, &p)
        }
        _ => require(false, "q and p are of two families").map(|()| f64::NAN),
    }
}

fn numbers(values: &[Number]) -> Vec<f64> {
    values.iter().map(|value| value.0).collect()
}

/// A vector of finite numbers, at least one.
fn read_vector(steps: &Steps, values: &[Number], name: &str) -> Result<Vec<f64>> {
    require(!values.is_empty(), format!("{name} is empty"))?;
    vector(steps, &numbers(values), values.len(), name)
}

/// In nats.
pub fn report(kl: f64) -> f64 {
    kl
}
