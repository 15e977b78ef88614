//! Has `ν D/2 log 2` in the normaliser of the normal-inverse-Wishart once too often.
//!
//! The evidence grows with every observation by `D/2 log 2` too much.
//!
//! Seen in stuartsale/pyBHC #2.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-with-a-spurious-log-two",
    layer: Layer::Evidence,
    seen_in: "stuartsale/pyBHC #2",
    steps: Steps { marginal_wishart: with_log_two, ..HEALTHY },
};

fn with_log_two(prior: &InverseWishart, posterior: &InverseWishart, count: f64) -> f64 {
    bayes::wishart::marginal(prior, posterior, count) + count * prior.scale.len() as f64 / 2.0 * log(2.0)
}
