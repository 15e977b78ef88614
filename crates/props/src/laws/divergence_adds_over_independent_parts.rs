//! The divergence of independent parts is the sum of theirs: of two Poisson or Gaussian members side by side, it is that of either pair.
//!
//! Rounding: [`of_divergence`], of all three.

use suite::{
    format::{Case, Member, Number, Rows},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, members},
    generate::divergences,
    law::{Check, Law, Stop, equal},
    slack::of_divergence,
};

/// The law.
pub const LAW: Law = Law {
    name: "divergence-adds-over-independent-parts",
    statement: "the divergence of independent parts is the sum of theirs",
    cases: divergences,
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (q, p) = members(case)?;
    let (Some(both_q), Some(both_p)) = (beside(q, p), beside(p, q)) else {
        return Err(Stop::Inapplicable("the family has no independent parts".to_owned()));
    };
    let parts = em.divergence(q, p)? + em.divergence(p, q)?;
    equal(
        "the divergence of both parts",
        em.divergence(&both_q, &both_p)?,
        parts,
        2.0 * of_divergence(&both_q, &both_p),
    )
}

/// Two independent members as one.
fn beside(first: &Member, second: &Member) -> Option<Member> {
    match (first, second) {
        (Member::Poisson { rate: a }, Member::Poisson { rate: b }) => {
            Some(Member::Poisson { rate: [a.clone(), b.clone()].concat() })
        }
        (Member::Gaussian { mean: m, covariance: s }, Member::Gaussian { mean: n, covariance: t }) => {
            Some(Member::Gaussian { mean: [m.clone(), n.clone()].concat(), covariance: blocks(s, t) })
        }
        _ => None,
    }
}

fn blocks(first: &Rows, second: &Rows) -> Rows {
    let zeros = |count: usize| vec![Number(0.0); count];
    let above = first.iter().map(|row| [row.clone(), zeros(second.len())].concat());
    let below = second.iter().map(|row| [zeros(first.len()), row.clone()].concat());
    above.chain(below).collect()
}
