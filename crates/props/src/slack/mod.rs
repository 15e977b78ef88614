//! What rounding can explain, derived from the sizes of what is added up and from the condition of what is inverted; the same for everyone.
//!
//! The sizes come from the case itself, never from what an implementation reports: nobody widens his own slack. They are computed by the
//! plainest formulas, since a slack needs one digit.
//!
//! **Rule.** A result that is added up of parts `a_i`, each right to a few ulps, is right to `8 ε Σ_i |a_i|`; eight, because each part is
//! itself a logarithm, a product or a quotient or two of rounded numbers, and sums of `N` terms add `N ε`. A number that depends on the
//! input through a condition `c` is allowed the same for the input: to perturb it by an ulp changes the result by `c ε`, and no
//! implementation can be asked for more than the exact answer to a question an ulp away.

mod bayesian;
mod family;
pub(crate) mod matrix;
mod maximum;
mod mixture;

pub use bayesian::{of_bayesian, of_divergence};
pub use maximum::of_maximum;
pub use mixture::Sizes;

/// Units in the last place that a part of a sum may be off.
const ULPS: f64 = 8.0 * f64::EPSILON;
