//! Maximises with the prior, but reports and monitors the likelihood alone.
//!
//! Under a strong prior the reported objective falls although all is well, and a rule that stops on it stops at random.
//!
//! Seen in mclust 6.1.3, me() with priorControl; pmtk3 #22.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "log-prior-forgotten",
    layer: Layer::Prior,
    seen_in: "mclust 6.1.3, me() with priorControl; pmtk3 #22",
    steps: Steps { objective: likelihood_alone, ..HEALTHY },
};

fn likelihood_alone(log_evidence: f64, _log_prior: f64) -> f64 {
    log_evidence
}
