//! `log m(X_S)` of every subset `S` of the observations: the statistics of a subset by adding one observation to those of a smaller one.

use super::OneComponent;
use crate::{
    conjugate::{ConjugatePrior, Weighted},
    error::Result,
    observations::{Block, Observations},
    statistics::{ShiftedWeights, Statistics},
};

/// The statistics of a block, of which one component has all.
pub(super) fn statistics_of<P: ConjugatePrior>(prior: &P, block: &Block<'_>) -> OneComponent<P> {
    let all = faer::Mat::from_fn(1, block.len(), |_, _| 1.0);
    let weights = ShiftedWeights::new(block, all.as_ref(), |_| 0.0, |_, _| 0.0);
    Statistics::new(&weights, prior.moments(block, &weights))
}

/// The subsets of the observations, a bit each.
pub(super) struct Subsets<'a, P: ConjugatePrior> {
    observations: &'a Observations,
    prior: &'a P,
    singles: Vec<OneComponent<P>>,
}

impl<'a, P: ConjugatePrior> Subsets<'a, P> {
    pub(super) fn new(observations: &'a Observations, prior: &'a P) -> Self {
        let single = |n: usize| statistics_of(prior, &observations.block(n, 1));
        Self { observations, prior, singles: (0..observations.count()).map(single).collect() }
    }

    /// `log m` of every subset, 0 of the empty one.
    pub(super) fn log_marginals(&self) -> Result<Vec<f64>> {
        let mut table = vec![0.0; 1 << self.singles.len()];
        for n in 0..self.singles.len() {
            let members = &mut vec![(1.0, self.observations.row(n))];
            self.fill(1 << n, n + 1, &self.singles[n], members, &mut table)?;
        }
        Ok(table)
    }

    /// Writes `log m` of a subset and of all that add observations from `next` on.
    fn fill(
        &self,
        subset: usize,
        next: usize,
        statistics: &OneComponent<P>,
        members: &mut Vec<(f64, &'a [f64])>,
        table: &mut [f64],
    ) -> Result<()> {
        let present: &Weighted<'_> = members;
        table[subset] = self.prior.log_marginal(statistics, 0, present)?;
        for n in next..self.singles.len() {
            let with = statistics.clone().merge(self.singles[n].clone());
            members.push((1.0, self.observations.row(n)));
            self.fill(subset | 1 << n, n + 1, &with, members, table)?;
            members.pop();
        }
        Ok(())
    }
}
