//! Overwrites the sufficient statistics of one block of data by those of the next, where they are to be added.
//!
//! Only the last block is learnt from. On shuffled data the result is plausible.
//!
//! Seen in hmmlearn #410 and #377 (only the last sequence; fixed in 0.2.6).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "second-half-of-the-data",
    layer: Layer::MStep,
    seen_in: "hmmlearn #410 and #377 (only the last sequence; fixed in 0.2.6)",
    steps: Steps { m_step: of_the_last_block, ..HEALTHY },
};

fn of_the_last_block(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let mut last = problem.clone();
    let half = r.len() / 2;
    if last.data.w[half..].iter().any(|weight| *weight > 0.0) {
        last.data.w[..half].fill(0.0);
    }
    maximization::m_step(steps, &last, r, previous)
}
