//! `kl(p ‖ p) = 0`.
//!
//! Rounding: [`of_divergence`].

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, members},
    generate::divergences,
    law::{Check, Law, equal},
    slack::of_divergence,
};

/// The law.
pub const LAW: Law =
    Law { name: "divergence-of-itself-is-zero", statement: "kl(p ‖ p) = 0", cases: divergences, check };

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (_, p) = members(case)?;
    equal("kl(p ‖ p)", em.divergence(p, p)?, 0.0, of_divergence(p, p))
}
