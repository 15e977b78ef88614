//! The log evidence of a leaf, `Σ_n w_n log p(x_n|θ)`, with the magnitude of its terms.

use super::tile::TILE;
use crate::arithmetic::sum::Sum;

/// Partial sums, one for every eighth observation, each with the rounding errors of its additions (two-sum, exact).
const PARTS: usize = 8;

/// Log probabilities whose magnitude is less than this on average are those of outcomes nearly certain: their logarithms need more care than
/// `log Σ_k π_k exp(l_nk)` takes, whose error is a few `ε` however small the logarithm.
const CERTAIN: f64 = 0.25;

/// The running sum.
#[derive(Clone, Debug)]
pub struct LogEvidence {
    high: [f64; PARTS],
    low: [f64; PARTS],
    magnitude: [f64; PARTS],
    weight: [f64; PARTS],
}

impl LogEvidence {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { high: [0.0; PARTS], low: [0.0; PARTS], magnitude: [0.0; PARTS], weight: [0.0; PARTS] }
    }

    /// Adds `w_n (log p(x_n) - c_n + c_n)` of a tile.
    #[inline(always)]
    pub fn add(&mut self, weights: &[f64], terms: &[f64; TILE], offsets: &[f64; TILE]) {
        let weights = weights.chunks_exact(PARTS);
        for ((w, term), offset) in weights.zip(terms.chunks_exact(PARTS)).zip(offsets.chunks_exact(PARTS)) {
            for i in 0..PARTS {
                let term = w[i] * (term[i] + offset[i]);
                let sum = self.high[i] + term;
                let of_term = sum - self.high[i];
                self.low[i] += (self.high[i] - (sum - of_term)) + (term - of_term);
                self.high[i] = sum;
                self.magnitude[i] += term.abs();
                self.weight[i] += w[i];
            }
        }
    }

    /// The sum; `None` if it is not finite, or of outcomes nearly certain.
    pub fn total(&self) -> Option<Sum> {
        let weight: f64 = self.weight.iter().sum();
        self.sum().filter(|_| self.magnitude() >= CERTAIN * weight)
    }

    /// The sum; `None` if it is not finite.
    pub fn sum(&self) -> Option<Sum> {
        self.magnitude().is_finite().then(|| self.high.iter().chain(&self.low).copied().collect())
    }

    fn magnitude(&self) -> f64 {
        self.magnitude.iter().sum()
    }
}
