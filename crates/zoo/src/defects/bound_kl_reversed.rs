//! Computes `kl(r ‖ q)` for `kl(q ‖ r)`.
//!
//! ELBO and divergence do not add up to the log joint.
//!
//! Seen in pytorch #57459 (the order of arguments of kl_div).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "bound-kl-reversed",
    layer: Layer::Objective,
    seen_in: "pytorch #57459 (the order of arguments of kl_div)",
    steps: Steps { relative_entropy: reversed, ..HEALTHY },
};

fn reversed(q: &[f64], log_joint: &[f64], log_evidence: f64) -> f64 {
    let r: Row = log_joint.iter().map(|joint| exp(joint - log_evidence)).collect();
    let terms: Row = q.iter().zip(log_joint).map(|(q, joint)| joint - log_evidence - log(*q)).collect();
    log_prior::expectation(&r, &terms)
}
