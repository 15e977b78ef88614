//! The E-step: `ℓ_nk = log π_k + log p(x_n|θ_k)`, log evidence `Σ_n w_n log Σ_k exp ℓ_nk`, responsibilities (39) and, under them,
//! the sufficient statistics.
//!
//! It works on blocks of observations; responsibilities of a block live as long as the block is in cache and are not kept.

use std::ops::Range;

use faer::Mat;

use super::{
    source::{Source, Summary, reduce_parts},
    tree::{Reduction, Rooms, block_len, reduce_on_threads, reduce_part},
};
use crate::{
    arithmetic::{
        special::{log_mean_exp, log_sum_exp},
        sum::Sum,
    },
    error::{Error, Result},
    family::Family,
    kernel::{self, Kernel, LEAF, Outcome, Sums},
    mixture::Mixture,
    observations::{Block, Observations},
    statistics::{Effort, Moments, ShiftedWeights, Statistics},
};

/// What an E-step over all observations gives.
#[derive(Clone, Debug)]
pub struct Expectation<M> {
    log_evidence: Sum,
    /// The first observation of positive weight with probability 0 under every component.
    pub impossible: Option<usize>,
    /// The statistics of the M-step, if they were wanted.
    pub statistics: Option<Statistics<M>>,
}

impl<M: Moments> Expectation<M> {
    /// `log p(X|θ) = Σ_n w_n log p(x_n|θ)`.
    #[must_use]
    pub fn log_evidence(&self) -> f64 {
        self.log_evidence.value()
    }

    fn merge(self, other: Self) -> Self {
        let mut log_evidence = self.log_evidence;
        log_evidence.merge(other.log_evidence);
        Self {
            log_evidence,
            impossible: self.impossible.or(other.impossible),
            statistics: either(self.statistics, other.statistics, Statistics::merge),
        }
    }
}

/// Densities and responsibilities of one block, `K x B`.
#[derive(Clone, Debug)]
pub(crate) struct BlockPosterior {
    /// `log p(x_n|θ_k) - c_n`.
    pub log_densities: Mat<f64>,
    /// `log p(x_n|θ) - c_n`, `B`.
    pub log_evidence: Vec<f64>,
    /// `c_n`, what all components' log densities share, `B`.
    pub offsets: Vec<f64>,
    /// `r_nk`; a column of zeros where `p(x_n|θ) = 0`.
    pub responsibilities: Mat<f64>,
}

impl BlockPosterior {
    pub fn new<F: Family>(mixture: &Mixture<F>, block: &Block<'_>) -> Self {
        let log_weights = mixture.log_weights();
        let mut log_densities = Mat::zeros(log_weights.len(), block.len());
        let mut offsets = vec![0.0; block.len()];
        mixture.components().log_densities(block, log_densities.as_mut(), &mut offsets);
        let mut responsibilities = Mat::zeros(log_weights.len(), block.len());
        let mut log_evidence = Vec::with_capacity(block.len());
        for n in 0..block.len() {
            let column = responsibilities.col_mut(n).try_as_col_major_mut().expect("a column-major matrix");
            let column = column.as_slice_mut();
            for (k, term) in column.iter_mut().enumerate() {
                *term = log_weights[k] + log_densities[(k, n)];
            }
            let log_sum = log_sum_exp(column);
            let log_mean = log_mean_exp(mixture.weights(), log_weights, |k| log_densities[(k, n)]);
            log_evidence.push(log_mean.unwrap_or(log_sum));
        }
        Self { log_densities, log_evidence, offsets, responsibilities }
    }

    /// `Σ_n w_n log p(x_n|θ)` over the block; an observation of weight 0 contributes nothing, whatever its density.
    pub fn weighted_log_evidence(&self, block: &Block<'_>) -> Sum {
        let mut total = Sum::default();
        for (n, &weight) in block.weights.iter().enumerate() {
            if weight > 0.0 {
                total.add_product(weight, self.log_evidence[n] + self.offsets[n]);
            }
        }
        total
    }

    /// The index, among all observations, of the first one of the block that is impossible.
    pub fn impossible(&self, block: &Block<'_>) -> Option<usize> {
        let terms = block.weights.iter().zip(&self.log_evidence);
        let found = terms.enumerate().find(|(_, (weight, term))| **weight > 0.0 && **term == f64::NEG_INFINITY);
        found.map(|(n, _)| block.start + n)
    }
}

/// The E-step over all observations: by the kernel where data, parameters and sums are ordinary, else with care.
///
/// # Errors
/// Those of the source; none of observations in memory.
pub fn expectation<F: Family>(
    source: &impl Source,
    mixture: &Mixture<F>,
    effort: Effort,
) -> Result<Expectation<F::Moments>> {
    let summary = Summary::of(source, |_| Ok(()))?;
    let step = EStep { source, summary: &summary, effort, statistics: true };
    step.at(mixture, &Rooms::default(), &mut Cost::default())
}

/// What has been computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How often all observations were read for an E-step.
    pub passes: u64,
    /// `log p(x_n|θ_k)` that were computed: `N K` a pass, and those of blocks that were taken again with care.
    pub density_evaluations: u64,
    /// Those of them that were computed with care, because something was not ordinary.
    pub careful_evaluations: u64,
}

/// An E-step, to be made at some parameters.
#[derive(Debug)]
pub(super) struct EStep<'a, S> {
    pub source: &'a S,
    pub summary: &'a Summary,
    pub effort: Effort,
    /// Whether statistics are wanted, or the log evidence alone.
    pub statistics: bool,
}

impl<S: Source> EStep<'_, S> {
    /// Makes it, in rooms that the next one can use.
    pub fn at<F: Family>(
        &self,
        mixture: &Mixture<F>,
        rooms: &Rooms<F::Room>,
        cost: &mut Cost,
    ) -> Result<Expectation<F::Moments>> {
        if self.effort == Effort::Standard
            && self.summary.ordinary
            && let Some(kernel) = F::kernel(mixture, self.summary)
            && let Some(expectation) = self.ordinary(mixture, kernel, rooms, cost)?
        {
            return Ok(expectation);
        }
        let parts = self.pass(mixture, None::<&F::Kernel<'_>>, rooms, cost)?;
        Ok(parts.careful.expect("a pass without a kernel takes every leaf with care"))
    }

    /// The E-step by a kernel; `None` if what it has summed is not ordinary.
    fn ordinary<F: Family>(
        &self,
        mixture: &Mixture<F>,
        mut kernel: F::Kernel<'_>,
        rooms: &Rooms<F::Room>,
        cost: &mut Cost,
    ) -> Result<Option<Expectation<F::Moments>>> {
        loop {
            let Parts { sums, careful, .. } = self.pass(mixture, Some(&kernel), rooms, cost)?;
            let Some(sums) = sums else { return Ok(careful) };
            let statistics = match self.statistics.then(|| kernel.finish(&sums)) {
                None => None,
                Some(Outcome::Statistics(statistics)) => Some(statistics),
                Some(Outcome::Again) => continue,
                Some(Outcome::Careful) => return Ok(None),
            };
            let of_sums = Expectation { log_evidence: sums.log_evidence, impossible: None, statistics };
            return Ok(either(Some(of_sums), careful, Expectation::merge));
        }
    }

    /// One pass over all observations.
    fn pass<'k, F: Family + 'k>(
        &self,
        mixture: &Mixture<F>,
        kernel: Option<&F::Kernel<'k>>,
        rooms: &Rooms<F::Room>,
        cost: &mut Cost,
    ) -> Result<Parts<F::Moments>> {
        let mut of_part = |observations: &Observations| {
            let pass = Pass { observations, mixture, kernel, effort: self.effort, statistics: self.statistics };
            reduce_on_threads(&pass, 0..observations.count().div_ceil(LEAF), rooms)
        };
        let parts = reduce_parts(self.source, &mut of_part, &Parts::merge)?;
        cost.passes += 1;
        cost.density_evaluations += parts.densities;
        cost.careful_evaluations += parts.careful_densities;
        Ok(parts)
    }
}

/// A pass over one part of the data: leaves by the kernel, if there is one, and with care those that are not ordinary.
struct Pass<'a, F, K> {
    observations: &'a Observations,
    mixture: &'a Mixture<F>,
    kernel: Option<&'a K>,
    effort: Effort,
    statistics: bool,
}

/// What leaves of either kind have given.
struct Parts<M> {
    sums: Option<Sums>,
    careful: Option<Expectation<M>>,
    densities: u64,
    careful_densities: u64,
}

impl<M: Moments> Parts<M> {
    fn merge(self, other: Self) -> Self {
        Self {
            sums: either(self.sums, other.sums, Sums::merge),
            careful: either(self.careful, other.careful, Expectation::merge),
            densities: self.densities + other.densities,
            careful_densities: self.careful_densities + other.careful_densities,
        }
    }
}

impl<F: Family, K: Kernel<Moments = F::Moments, Room = F::Room>> Reduction for Pass<'_, F, K> {
    type Room = F::Room;
    type Value = Parts<F::Moments>;
    type Error = Error;

    fn prepare(&self, room: &mut F::Room) {
        if let Some(kernel) = self.kernel {
            kernel.prepare(room);
        }
    }

    fn leaf(&self, index: usize, room: &mut F::Room) -> Result<Self::Value> {
        let part = index * LEAF..((index + 1) * LEAF).min(self.observations.count());
        let block = self.observations.block(part.start, part.len());
        let sums = self.kernel.and_then(|kernel| kernel::leaf(kernel, &block, self.statistics, room));
        let densities = (part.len() * self.mixture.weights().len()) as u64;
        if sums.is_some() {
            return Ok(Parts { sums, careful: None, densities, careful_densities: 0 });
        }
        let careful = Some(careful(self.observations, part, self.mixture, self.effort)?);
        let in_vain = if self.kernel.is_some() { densities } else { 0 };
        Ok(Parts { sums, careful, densities: densities + in_vain, careful_densities: densities })
    }

    fn merge(&self, left: Self::Value, right: Self::Value) -> Self::Value {
        left.merge(right)
    }
}

/// The E-step with care over a part of the observations.
fn careful<F: Family>(
    observations: &Observations,
    part: Range<usize>,
    mixture: &Mixture<F>,
    effort: Effort,
) -> Result<Expectation<F::Moments>> {
    let shape = mixture.components().shape();
    let log_weights = mixture.log_weights();
    let mut leaf = |block: &Block<'_>| {
        let posterior = BlockPosterior::new(mixture, block);
        let log_ratio = |k: usize, n: usize| posterior.log_densities[(k, n)] - posterior.log_evidence[n];
        let weights = ShiftedWeights::new(block, posterior.responsibilities.as_ref(), |k| log_weights[k], log_ratio);
        let moments = F::moments(&shape, block, &weights, effort);
        Ok(Expectation {
            log_evidence: posterior.weighted_log_evidence(block),
            impossible: posterior.impossible(block).map(|n| observations.first() + n),
            statistics: Some(Statistics::new(&weights, moments)),
        })
    };
    let len = block_len(log_weights.len(), F::dimension(&shape));
    reduce_part(observations, part, len, &mut leaf, &Expectation::merge)
}

/// Both merged, or the one that there is.
fn either<T>(left: Option<T>, right: Option<T>, merge: impl Fn(T, T) -> T) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(merge(left, right)),
        (left, right) => left.or(right),
    }
}
