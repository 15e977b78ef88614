//! The categorical distribution by the inverse of its cumulative sum.

use super::Sampler;
use crate::{error::Result, simplex::normalise};

impl Sampler {
    /// An index from 0, drawn with the given probabilities.
    ///
    /// # Errors
    /// Probabilities off the simplex.
    pub fn categorical(&mut self, probabilities: &[f64]) -> Result<usize> {
        let mut normalised = probabilities.to_vec();
        normalise(&mut normalised, "probabilities")?;
        Ok(self.index(&normalised))
    }

    /// An index drawn with probabilities that sum to 1 up to rounding; never one of probability 0.
    pub(super) fn index(&mut self, probabilities: &[f64]) -> usize {
        let mut rest = self.uniform();
        let mut last = 0;
        for (index, &probability) in probabilities.iter().enumerate() {
            if probability > 0.0 {
                last = index;
                if rest < probability {
                    return index;
                }
                rest -= probability;
            }
        }
        last
    }
}
