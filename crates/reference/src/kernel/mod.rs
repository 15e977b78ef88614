//! The E-step of ordinary data, in vector instructions: densities, responsibilities and sums in one pass over tiles in cache.
//!
//! [`crate::em::expectation`] has two ways to the same statistics. The careful one meets everything: far outliers and weights of 1e-300,
//! responsibilities that underflow, ill-conditioned covariances, log evidences near 0. Here only the ordinary is met, and whatever is not
//! is *noticed*: a leaf whose sums would lose digits returns `None` and is taken carefully; parameters or sums that are not ordinary
//! send the whole pass that way. So there is one result, and two costs.
//!
//! Lanes of a vector are observations. Sums over observations are kept a lane each within a leaf, 8 partial sums of 128 terms, and are
//! added up at its end; leaves are added in the fixed tree. Bits depend on the vector's length (that of the machine), never on threads.
//!
//! A kernel is one file that implements [`Kernel`], and one line in its family's [`crate::family::Family::kernel`].

mod axes;
mod elementary;
mod evidence;
mod exact;
mod gaussian;
mod metric;
mod posterior;
mod room;
mod softmax;
mod table;
mod tile;
mod triangular;

use pulp::{Arch, Simd, WithSimd};

use crate::{arithmetic::sum::Sum, observations::Block, statistics::Statistics};

pub use gaussian::{GaussianKernel, Parts, Precise};
pub use metric::Metric;
pub use posterior::{Kept, PosteriorKernel, Responsibilities};
pub use room::Room;
pub use table::{Summed, TableKernel, TableRoom, Tabulated};

/// Observations of a leaf: 8 tiles.
pub const LEAF: usize = 8 * tile::TILE;

/// Numbers of an ordinary magnitude: squares, products and ratios of several neither over- nor underflow.
pub const ORDINARY: std::ops::Range<f64> = 1e-60..1e60;

/// The mean from which distances are taken, `D` numbers and what they lack.
#[derive(Clone, Copy, Debug)]
pub struct Centre<'a> {
    /// The mean, rounded.
    high: &'a [f64],
    /// What its rounding has left, as [`Metric::correction`] gives it.
    correction: &'a [f64],
}

/// What a leaf, or many, have summed.
#[derive(Clone, Debug)]
pub struct Sums {
    /// `Σ_n w_n log p(x_n|θ)`; of variational inference the entropy of the responsibilities.
    pub log_evidence: Sum,
    /// `N_k` and the family's sums, in the kernel's order; empty where they were not wanted.
    pub values: Vec<f64>,
}

impl Sums {
    /// Both together.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.log_evidence.merge(other.log_evidence);
        for (own, other) in self.values.iter_mut().zip(other.values) {
            *own += other;
        }
        self
    }
}

/// What the sums of all leaves are good for.
#[derive(Debug)]
pub enum Outcome<M> {
    /// The statistics.
    Statistics(Statistics<M>),
    /// They were taken about points too far from the means; the kernel has taken the means, and a second pass will do.
    Again,
    /// They are not ordinary.
    Careful,
}

/// The E-step at one set of parameters, prepared.
pub trait Kernel: Send + Sync {
    /// The family's moments.
    type Moments;
    /// What one thread needs to work on a leaf.
    type Room: Default + Send;

    /// Makes room for this kernel, in new room or in that of another.
    fn prepare(&self, room: &mut Self::Room);

    /// The E-step of one leaf; `None` where something is not ordinary. `sums` says whether more than the log evidence is wanted.
    fn leaf<S: Simd>(&self, simd: S, block: &Block<'_>, sums: bool, room: &mut Self::Room) -> Option<Sums>;

    /// The statistics of all leaves.
    fn finish(&mut self, sums: &Sums) -> Outcome<Self::Moments>;
}

/// [`Kernel::leaf`] in the best instructions of this machine.
pub fn leaf<K: Kernel>(kernel: &K, block: &Block<'_>, sums: bool, room: &mut K::Room) -> Option<Sums> {
    struct Leaf<'a, K: Kernel> {
        kernel: &'a K,
        block: &'a Block<'a>,
        sums: bool,
        room: &'a mut K::Room,
    }
    impl<K: Kernel> WithSimd for Leaf<'_, K> {
        type Output = Option<Sums>;
        #[inline(always)]
        fn with_simd<S: Simd>(self, simd: S) -> Option<Sums> {
            self.kernel.leaf(simd, self.block, self.sums, self.room)
        }
    }
    Arch::new().dispatch(Leaf { kernel, block, sums, room })
}
