//! The log evidence of a leaf, `Σ_n w_n log p(x_n|θ)`, with the magnitude of its terms.

use super::tile::TILE;
use crate::arithmetic::sum::Sum;

/// Partial sums, one for every eighth observation, each with the rounding errors of its additions (two-sum, exact).
const PARTS: usize = 8;

/// Log probabilities whose magnitude is less than this on average are those of outcomes nearly certain: their logarithms need more care than
/// `log Σ_k π_k exp(l_nk)` takes, whose error is a few `ε` however small the logarithm.
const CERTAIN: f64 = 0.25;

/// The running sum.
#[derive(Clone, Copy, Debug)]
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
        let Self { mut high, mut low, mut magnitude, mut weight } = *self;
        let weights = weights.chunks_exact(PARTS);
        for ((w, term), offset) in weights.zip(terms.chunks_exact(PARTS)).zip(offsets.chunks_exact(PARTS)) {
            for i in 0..PARTS {
                let term = w[i] * (term[i] + offset[i]);
                let sum = high[i] + term;
                let of_term = sum - high[i];
                low[i] += (high[i] - (sum - of_term)) + (term - of_term);
                high[i] = sum;
                magnitude[i] += term.abs();
                weight[i] += w[i];
            }
        }
        *self = Self { high, low, magnitude, weight };
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(weights: &[f64; TILE], terms: &[f64; TILE], offsets: &[f64; TILE]) -> LogEvidence {
        let mut log_evidence = LogEvidence::new();
        log_evidence.add(weights, terms, offsets);
        log_evidence
    }

    /// `8 + 120 · 2⁻⁶⁰`, whose second term no plain sum would keep.
    #[test]
    fn rounding_errors_are_kept() {
        let mut terms = [2.0_f64.powi(-60); TILE];
        terms[..PARTS].fill(1.0);
        for sign in [1.0, -1.0] {
            let mut total = of(&[sign; TILE], &terms, &[0.0; TILE]).sum().unwrap();
            total.add(-8.0 * sign);
            assert_eq!(total.value(), sign * 120.0 * 2.0_f64.powi(-60));
        }
        // And where the small ones come first.
        terms.reverse();
        let mut total = of(&[1.0; TILE], &terms, &[0.0; TILE]).sum().unwrap();
        total.add(-8.0);
        assert_eq!(total.value(), 120.0 * 2.0_f64.powi(-60));
    }

    #[test]
    fn each_term_has_its_offset_and_its_weight() {
        let terms: [f64; TILE] = std::array::from_fn(|n| n as f64);
        let offsets: [f64; TILE] = std::array::from_fn(|n| 1000.0 * (n % 3) as f64);
        let weights: [f64; TILE] = std::array::from_fn(|n| (n % 5) as f64);
        let expected: f64 = (0..TILE).map(|n| weights[n] * (terms[n] + offsets[n])).sum();
        assert_eq!(of(&weights, &terms, &offsets).total().unwrap().value(), expected);
    }

    #[test]
    fn outcomes_nearly_certain_are_left_to_care() {
        for weight in [0.5, 2.0] {
            let total = |term: f64| of(&[weight; TILE], &[term; TILE], &[0.0; TILE]).total();
            assert!(total(-0.3).is_some() && total(-0.25).is_some());
            assert!(total(-0.2).is_none());
        }
        let mut terms = [-1.0; TILE];
        terms[77] = f64::NEG_INFINITY;
        assert!(of(&[1.0; TILE], &terms, &[0.0; TILE]).sum().is_none());
    }
}
