//! `kl(q ‖ p) - kl(p ‖ q)` has a closed form that is not 0: for probabilities `Σ (q + p) log(q/p)`, for rates `Σ (q + p) log(q/p) - 2 (q - p)`, for
//! Gaussians `(tr(Σp⁻¹Σq) - tr(Σq⁻¹Σp) + dᵀ(Σp⁻¹ - Σq⁻¹)d)/2 + log|Σp|/|Σq|`. Who has the arguments the other way round has its sign.
//!
//! Rounding: [`of_divergence`], of both divergences and of the form.

use suite::{
    format::{Case, Member, Number, Rows},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, members},
    generate::divergences,
    law::{Check, Law, Stop, equal},
    slack::{matrix::Inverse, of_divergence},
};

/// The law.
pub const LAW: Law = Law {
    name: "divergence-is-asymmetric",
    statement: "kl(q ‖ p) - kl(p ‖ q) is its closed form, which is not 0",
    cases: divergences,
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (q, p) = members(case)?;
    let due = match (q, p) {
        (Member::Categorical { probabilities: q }, Member::Categorical { probabilities: p }) => logarithms(q, p),
        (Member::Poisson { rate: q }, Member::Poisson { rate: p }) => {
            logarithms(q, p) - 2.0 * q.iter().zip(p).map(|(q, p)| q.0 - p.0).sum::<f64>()
        }
        (Member::Gaussian { mean: m, covariance: s }, Member::Gaussian { mean: n, covariance: t }) => {
            let away: Vec<f64> = m.iter().zip(n).map(|(a, b)| a.0 - b.0).collect();
            let (s_inverse, t_inverse) = (Inverse::of(s), Inverse::of(t));
            let distances = t_inverse.distance(&away) - s_inverse.distance(&away);
            let traces = trace(&t_inverse, s) - trace(&s_inverse, t);
            (traces + distances) / 2.0 + t_inverse.log_determinant - s_inverse.log_determinant
        }
        _ => return Err(Stop::Inapplicable("no elementary closed form".to_owned())),
    };
    let difference = em.divergence(q, p)? - em.divergence(p, q)?;
    equal("kl(q ‖ p) - kl(p ‖ q)", difference, due, 3.0 * of_divergence(q, p))
}

/// `Σ (q + p) log(q/p)`.
fn logarithms(q: &[Number], p: &[Number]) -> f64 {
    q.iter().zip(p).map(|(q, p)| (q.0 + p.0) * (q.0 / p.0).ln()).sum()
}

fn trace(inverse: &Inverse, matrix: &Rows) -> f64 {
    inverse.inverse.iter().zip(matrix).flat_map(|(a, b)| a.iter().zip(b)).map(|(a, b)| a * b.0).sum()
}
