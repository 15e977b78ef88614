//! Where inputs come from: the doubles of a case exactly, or the same with every one of them nudged.
//!
//! A perturbed run multiplies each nonzero input by `1 ± u`, exactly, with signs that the case's id and the number of the run
//! determine. A double times `1 ± 2⁻⁵³` has 106 significant bits and is represented exactly at every precision in use.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use rug::Float;
use sha2::{Digest, Sha256};

use crate::{interval::Interval, precision::Precision};

/// One nudge of all inputs.
#[derive(Clone, Copy, Debug)]
pub struct Perturbation<'a> {
    /// The case whose inputs they are.
    pub id: &'a str,
    /// Which of the runs.
    pub run: u64,
    /// `e` of the size `u = 2⁻ᵉ`.
    pub exponent: u32,
}

/// Turns the doubles of a case into enclosures of the numbers to compute with.
#[derive(Debug)]
pub struct Source {
    precision: Precision,
    perturbed: Option<(ChaCha20Rng, u32)>,
}

impl Source {
    /// The inputs as they stand.
    #[must_use]
    pub fn exact(precision: Precision) -> Self {
        Self { precision, perturbed: None }
    }

    /// The inputs, nudged; the same signs at every precision.
    #[must_use]
    pub fn perturbed(precision: Precision, perturbation: Perturbation<'_>) -> Self {
        let mut signs = ChaCha20Rng::from_seed(Sha256::digest(perturbation.id).into());
        signs.set_stream(perturbation.run);
        Self { precision, perturbed: Some((signs, perturbation.exponent)) }
    }

    /// The working precision.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The next input; a fixed order of reading gives each input its own sign.
    pub fn number(&mut self, x: f64) -> Interval {
        let Some((signs, exponent)) = &mut self.perturbed else { return self.precision.double(x) };
        if x == 0.0 {
            return self.precision.zero();
        }
        let step = Float::with_val(self.precision.bits(), 1) >> *exponent;
        let factor = if signs.next_u32() & 1 == 0 { 1 + step } else { 1 - step };
        Interval::point(factor * x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nudge_is_exact_and_repeatable() {
        let perturbation = Perturbation { id: "gaussian/any", run: 3, exponent: 53 };
        let run = |bits| Source::perturbed(Precision::new(bits), perturbation);
        let (mut low, mut high) = (run(256), run(1024));
        let mut seen = [false; 2];
        for x in [0.1, -3e300, 5e-324, 1.0 + f64::EPSILON] {
            let nudged = low.number(x);
            assert_eq!(nudged.lower(), high.number(x).lower());
            let step = (nudged.lower().clone() - x) / x;
            assert_eq!(step.clone().abs(), Float::with_val(256, 1) >> 53_u32);
            seen[usize::from(step > 0)] = true;
        }
        assert_eq!(seen, [true, true]);
        assert!(low.number(0.0).is_exact_zero());
    }
}
