//! `kl(q ‖ p) >= 0` (Gibbs' inequality).
//!
//! Rounding: [`of_divergence`].

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, members},
    generate::divergences,
    law::{Check, Law, at_least},
    slack::of_divergence,
};

/// The law.
pub const LAW: Law = Law { name: "divergence-not-negative", statement: "kl(q ‖ p) >= 0", cases: divergences, check };

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (q, p) = members(case)?;
    at_least("kl(q ‖ p)", em.divergence(q, p)?, 0.0, of_divergence(q, p))
}
