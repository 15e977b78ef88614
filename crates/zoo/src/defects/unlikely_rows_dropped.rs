//! Leaves out every row whose density underflows in binary64.
//!
//! Outliers vanish without a word: the log likelihood improves by what it was to measure.
//!
//! Seen in bigdatagenomics/utils PR #56; Smile aabe6ceb6, MultivariateMixture.bic.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "unlikely-rows-dropped",
    layer: Layer::EStep,
    seen_in: "bigdatagenomics/utils PR #56; Smile aabe6ceb6, MultivariateMixture.bic",
    steps: Steps { e_step: of_the_likely, ..HEALTHY },
};

fn of_the_likely(steps: &Steps, problem: &Problem, mixture: &Mixture) -> Result<Expectation> {
    let mut found = expectation::e_step(steps, problem, mixture)?;
    for (term, r) in found.terms.iter_mut().zip(&mut found.responsibilities) {
        if exp(*term) == 0.0 {
            *term = 0.0;
            r.fill(0.0);
        }
    }
    Ok(found)
}
