//! The generative process (1)-(4): `π ~ Dir(α)`, `θ_k ~ p(θ)`, `z_n ~ π`, `x_n ~ p(x|θ_{z_n})`, from a seed.
//!
//! The same seed gives the same draws, to the last bit, on every platform whose binary64 arithmetic is IEEE 754: the bits come from
//! ChaCha20, and everything after uses integers, `+ - * /`, square roots and functions of the `libm` crate, which is the same code
//! everywhere. `f64::ln` and its like, whose last bits differ from one standard library to the next, are not called. Every distribution
//! is exact up to rounding: nothing is truncated, and no approximation takes over at large parameters.

mod categorical;
mod gamma;
mod generative;
mod normal;
mod poisson;
mod wishart;

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

pub use generative::{ComponentPrior, Draw, MeanFactor, MeanVariances, draw};

/// A stream of draws. Equal seeds and equal calls give equal draws.
#[derive(Clone, Debug)]
pub struct Sampler {
    generator: ChaCha20Rng,
}

impl Sampler {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { generator: ChaCha20Rng::seed_from_u64(seed) }
    }

    /// A uniform number in the open interval (0, 1): `(i + 1/2) 2⁻⁵²`, exact, for 52 random bits `i`.
    pub fn uniform(&mut self) -> f64 {
        ((self.generator.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }
}
