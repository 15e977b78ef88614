//! Random cases that shrink: to few observations, few components, one dimension and round numbers.
//!
//! A [`Scope`] says which problems a law speaks of, and how hard they may be; a [`Problem`] is one of them and poses the case of any
//! operation; a [`Pair`] is what a divergence is of. All three are proptest strategies or what those draw, and
//! [`Problem`] and [`Pair`] are quickcheck's [`Arbitrary`](quickcheck::Arbitrary) as well.
//!
//! A problem is drawn as [raw material](material) of fixed size, from which a model, data, parameters, a prior and a `q` are made that fit
//! each other. So every part shrinks by itself: rows and components are taken away, dimensions fall, numbers become integers.

pub mod arbitrary;
mod corner;
mod family;
mod material;
mod number;
mod pair;
mod problem;
mod ruin;
mod scope;

pub use corner::Corner;
pub use pair::{Pair, divergences, pairs};
pub use problem::Problem;
pub use ruin::{RUINS, Ruin, ruined};
pub use scope::{Priors, Scope};
