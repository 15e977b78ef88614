//! Draws from a seed that are the same on every machine: bits of ChaCha20, and `libm` in place of the system's functions.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of draws.
pub struct Draw(ChaCha20Rng);

impl Draw {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// Uniform on the open interval (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Standard normal, by the polar method (Marsaglia and Bray 1964).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s < 1.0 && s > 0.0 {
                return u * (-2.0 * libm::log(s) / s).sqrt();
            }
        }
    }

    /// So many standard normal numbers, times a scale.
    pub fn normals(&mut self, count: usize, scale: f64) -> Vec<f64> {
        (0..count).map(|_| scale * self.normal()).collect()
    }

    /// Poisson of a small rate, by counting uniform factors (Knuth).
    pub fn poisson(&mut self, rate: f64) -> f64 {
        let limit = libm::exp(-rate);
        let (mut count, mut product) = (0.0, self.uniform());
        while product > limit {
            count += 1.0;
            product *= self.uniform();
        }
        count
    }

    /// An index, each with its probability; these sum to 1.
    pub fn index(&mut self, probabilities: &[f64]) -> usize {
        let u = self.uniform();
        let mut total = 0.0;
        let found = probabilities.iter().position(|p| {
            total += p;
            u < total
        });
        found.unwrap_or(probabilities.len() - 1)
    }
}

/// The double nearest to a number with so many decimals: a table is sent as text, and need not have seventeen digits.
pub fn decimals(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}
