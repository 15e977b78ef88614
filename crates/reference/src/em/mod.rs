//! EM: the E-step, and the operations made of it and the M-step.
//!
//! One iteration reads as the theory does: responsibilities `r_nk = p(z_n = k | x_n, θ)` (39), sufficient statistics
//! under them, and `θ* = (∇A)⁻¹(φ_N/ν_N)` (51), the mode of the posterior or, without a prior, the maximum of the likelihood.

mod evaluate;
mod expectation;
mod fit;
mod maximize;
mod source;
mod trajectory;
mod tree;

pub(crate) use expectation::BlockPosterior;
pub(crate) use maximize::normalised;
pub(crate) use source::check_dimension;
pub(crate) use tree::{Reduction, Rooms, block_len, reduce, reduce_on_threads};

pub use evaluate::{Evaluation, Wanted, evaluate};
pub use expectation::{Cost, Expectation, expectation};
pub use fit::{Fit, fit};
pub use maximize::maximize;
pub use source::{Blocks, PART, Source, Summary};
pub use trajectory::{Recorded, Trajectory, trajectory};
