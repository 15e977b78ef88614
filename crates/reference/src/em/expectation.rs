//! The E-step: `ℓ_nk = log π_k + log p(x_n|θ_k)`, log evidence `Σ_n w_n log Σ_k exp ℓ_nk`, responsibilities (39) and, under them,
//! the sufficient statistics.
//!
//! It works on blocks of observations; responsibilities of a block live as long as the block is in cache and are not kept.

use std::ops::Range;

use faer::Mat;

use super::tree::{Reduction, block_len, reduce_on_threads, reduce_part};
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
    /// The statistics of the M-step.
    pub statistics: Statistics<M>,
}

impl<M> Expectation<M> {
    /// `log p(X|θ) = Σ_n w_n log p(x_n|θ)`.
    #[must_use]
    pub fn log_evidence(&self) -> f64 {
        self.log_evidence.value()
    }

    fn merge(self, other: Self) -> Self
    where
        M: Moments,
    {
        let mut log_evidence = self.log_evidence;
        log_evidence.merge(other.log_evidence);
        Self {
            log_evidence,
            impossible: self.impossible.or(other.impossible),
            statistics: self.statistics.merge(other.statistics),
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
/// None today; the signature is the tree's.
pub fn expectation<F: Family>(
    observations: &Observations,
    mixture: &Mixture<F>,
    effort: Effort,
) -> Result<Expectation<F::Moments>> {
    if effort == Effort::Standard
        && observations.is_ordinary()
        && let Some(kernel) = F::kernel(mixture)
        && let Some(expectation) = ordinary(observations, mixture, kernel)?
    {
        return Ok(expectation);
    }
    careful(observations, 0..observations.count(), mixture, effort)
}

/// The E-step by a kernel; `None` if what it has summed is not ordinary.
fn ordinary<F: Family, K: Kernel<Moments = F::Moments>>(
    observations: &Observations,
    mixture: &Mixture<F>,
    mut kernel: K,
) -> Result<Option<Expectation<F::Moments>>> {
    let leaves = observations.count().div_ceil(LEAF);
    loop {
        let Parts { sums, careful } =
            reduce_on_threads(&Ordinary { observations, mixture, kernel: &kernel }, 0..leaves)?;
        let Some(sums) = sums else { return Ok(careful) };
        let of_sums = match kernel.finish(&sums) {
            Outcome::Statistics(statistics) => {
                Expectation { log_evidence: sums.log_evidence, impossible: None, statistics }
            }
            Outcome::Again => continue,
            Outcome::Careful => return Ok(None),
        };
        return Ok(Some(match careful {
            Some(careful) => of_sums.merge(careful),
            None => of_sums,
        }));
    }
}

/// Leaves by the kernel, and with care those that are not ordinary.
struct Ordinary<'a, F, K> {
    observations: &'a Observations,
    mixture: &'a Mixture<F>,
    kernel: &'a K,
}

/// What leaves of either kind have given.
struct Parts<M> {
    sums: Option<Sums>,
    careful: Option<Expectation<M>>,
}

impl<F: Family, K: Kernel<Moments = F::Moments>> Reduction for Ordinary<'_, F, K> {
    type Room = K::Room;
    type Value = Parts<F::Moments>;
    type Error = Error;

    fn room(&self) -> K::Room {
        self.kernel.room()
    }

    fn leaf(&self, index: usize, room: &mut K::Room) -> Result<Self::Value> {
        let part = index * LEAF..((index + 1) * LEAF).min(self.observations.count());
        let sums = kernel::leaf(self.kernel, &self.observations.block(part.start, part.len()), true, room);
        let careful = match sums {
            Some(_) => None,
            None => Some(careful(self.observations, part, self.mixture, Effort::Standard)?),
        };
        Ok(Parts { sums, careful })
    }

    fn merge(&self, left: Self::Value, right: Self::Value) -> Self::Value {
        Parts {
            sums: either(left.sums, right.sums, Sums::merge),
            careful: either(left.careful, right.careful, Expectation::merge),
        }
    }
}

/// Both merged, or the one that there is.
fn either<T>(left: Option<T>, right: Option<T>, merge: impl Fn(T, T) -> T) -> Option<T> {
    match (left, right) {
        (Some(left), Some(right)) => Some(merge(left, right)),
        (left, right) => left.or(right),
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
            impossible: posterior.impossible(block),
            statistics: Statistics::new(&weights, moments),
        })
    };
    let len = block_len(log_weights.len(), F::dimension(&shape));
    reduce_part(observations, part, len, &mut leaf, &Expectation::merge)
}
