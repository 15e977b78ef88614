//! A step in vector instructions, where the prior has a kernel and data, factors and sums are ordinary; else `None`, and the step is made
//! with care.
//!
//! One pass over the observations gives the entropy and the statistics of the responsibilities, which are not kept unless they are asked
//! for. Leaves are reduced in the fixed tree of EM: bits do not depend on the number of threads.

use faer::{Mat, MatRef};

use super::Factors;
use crate::{
    arithmetic::sum::Sum,
    conjugate::ConjugatePrior,
    em::{Reduction, Rooms, reduce_on_threads},
    family::gaussian::GaussianMoments,
    kernel::{self, Kept, Kernel, LEAF, Outcome, PosteriorKernel, Precise, Sums},
    observations::Observations,
    statistics::Statistics,
};

/// What a step begins with.
pub enum Start<'a, 'b, P: ConjugatePrior> {
    /// Responsibilities, `K x N`, normalised.
    Given(MatRef<'a, f64>),
    /// The factors of the step before.
    Factors(&'a Factors<'b, P>),
}

/// A step to be made.
pub struct Step<'a, 'b, P: ConjugatePrior> {
    /// `x_n`, of weight 1.
    pub observations: &'a Observations,
    /// `α_k`, the prior's.
    pub concentration: &'a [f64],
    /// What it begins with.
    pub start: Start<'a, 'b, P>,
    /// Whether its responsibilities are wanted.
    pub keep: bool,
}

/// The sums of a step.
#[derive(Debug)]
pub struct Summed<M> {
    /// `-Σ_nk r_nk log r_nk`.
    pub entropy: Sum,
    /// The statistics under `r`.
    pub statistics: Statistics<M>,
    /// `r_nk`, `K x N`, if they were wanted.
    pub responsibilities: Option<Mat<f64>>,
}

/// What some leaves have given: sums, and responsibilities leaf by leaf.
type Leaves = (Sums, Vec<Vec<f64>>);

/// Something is not ordinary.
struct NotOrdinary;

struct Pass<'a, K> {
    observations: &'a Observations,
    kernel: &'a K,
}

impl<K: Kernel<Room = Kept>> Reduction for Pass<'_, K> {
    type Room = Kept;
    type Value = Leaves;
    type Error = NotOrdinary;

    fn prepare(&self, room: &mut Kept) {
        self.kernel.prepare(room);
    }

    fn leaf(&self, index: usize, room: &mut Kept) -> Result<Leaves, NotOrdinary> {
        let start = index * LEAF;
        let block = self.observations.block(start, LEAF.min(self.observations.count() - start));
        let sums = kernel::leaf(self.kernel, &block, true, room).ok_or(NotOrdinary)?;
        Ok((sums, vec![std::mem::take(&mut room.responsibilities)]))
    }

    fn merge(&self, left: Leaves, right: Leaves) -> Leaves {
        let (mut responsibilities, mut of_right) = (left.1, right.1);
        responsibilities.append(&mut of_right);
        (left.0.merge(right.0), responsibilities)
    }
}

/// The sums of a step by a kernel, in as many passes as it asks for: one, but where means move far.
pub(super) fn sums<P: Precise>(
    observations: &Observations,
    mut kernel: PosteriorKernel<'_, P>,
    keep: bool,
) -> Option<Summed<GaussianMoments<P::Scatter>>> {
    let rooms = Rooms::default();
    loop {
        let pass = Pass { observations, kernel: &kernel };
        let leaves = 0..observations.count().div_ceil(LEAF);
        let (sums, responsibilities) = reduce_on_threads(&pass, leaves, &rooms).ok()?;
        match kernel.finish(&sums) {
            Outcome::Again => {}
            Outcome::Careful => return None,
            Outcome::Statistics(statistics) => {
                let responsibilities = keep.then(|| joined(&responsibilities, statistics.components()));
                return Some(Summed { entropy: sums.log_evidence, statistics, responsibilities });
            }
        }
    }
}

/// Columns of `components` numbers, side by side.
fn joined(leaves: &[Vec<f64>], components: usize) -> Mat<f64> {
    let columns = || leaves.iter().flat_map(|leaf| leaf.chunks_exact(components));
    let mut all = Mat::zeros(components, columns().count());
    for (to, from) in all.col_iter_mut().zip(columns()) {
        to.try_as_col_major_mut().expect("a column-major matrix").as_slice_mut().copy_from_slice(from);
    }
    all
}
