//! Medians and their intervals.
//!
//! The interval is the percentile bootstrap: the samples are drawn again, with replacement and from a fixed seed, and the quantiles of the
//! medians of these draws are its ends. For a median that is right to within the coarseness of few samples, and it is transformation
//! invariant, so that the interval of A/B is the inverse of that of B/A. BCa corrects by the jackknife, which is inconsistent for
//! a median (Efron 1982), and is not used.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

/// Draws of the bootstrap.
const DRAWS: usize = 10_000;

/// How sure an interval that is shown is.
pub const CONFIDENCE: f64 = 0.95;

/// A median with its interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// The median.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Of how many samples.
    pub samples: usize,
}

impl Estimate {
    /// The median of some samples, which must be one at least, with an interval of this confidence.
    #[must_use]
    pub fn of(samples: &[f64], confidence: f64) -> Self {
        let mut medians = medians(samples);
        medians.sort_by(f64::total_cmp);
        let tail = (1.0 - confidence) / 2.0;
        Self {
            value: median(samples),
            low: quantile(&medians, tail),
            high: quantile(&medians, 1.0 - tail),
            samples: samples.len(),
        }
    }

    /// Whether a value is in the interval.
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// The medians of as many samples drawn again.
fn medians(samples: &[f64]) -> Vec<f64> {
    let mut generator = ChaCha20Rng::seed_from_u64(0);
    let count = samples.len();
    let mut drawn = vec![0.0; count];
    let mut draw = || {
        for place in &mut drawn {
            *place = samples[(generator.next_u64() % count as u64) as usize];
        }
        middle(&mut drawn)
    };
    (0..DRAWS).map(|_| draw()).collect()
}

/// The median.
///
/// # Panics
/// Without samples.
#[must_use]
pub fn median(samples: &[f64]) -> f64 {
    middle(&mut samples.to_vec())
}

fn middle(samples: &mut [f64]) -> f64 {
    let half = samples.len() / 2;
    let even = samples.len().is_multiple_of(2);
    let (below, &mut upper, _) = samples.select_nth_unstable_by(half, f64::total_cmp);
    if !even {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower + (upper - lower) / 2.0
}

/// The quantile `p` of sorted numbers, between neighbours by interpolation.
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `count` lognormal samples, by the sum of twelve uniform numbers.
    fn noisy(seed: u64, count: usize, scale: f64) -> Vec<f64> {
        let mut generator = ChaCha20Rng::seed_from_u64(seed);
        let mut uniform = || (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        (0..count).map(|_| (scale * ((0..12).map(|_| uniform()).sum::<f64>() - 6.0)).exp()).collect()
    }

    #[test]
    fn medians_and_quantiles() {
        assert_eq!((median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 3.0]), median(&[7.0])), (2.0, 2.5, 7.0));
        let sorted = [1.0, 2.0, 4.0, 8.0];
        assert_eq!([0.0, 0.5, 1.0].map(|p| quantile(&sorted, p)), [1.0, 3.0, 8.0]);
        assert_eq!(quantile(&[5.0], 0.3), 5.0);
    }

    #[test]
    fn the_interval_holds_the_true_median_as_often_as_it_says() {
        let runs = 400;
        let held = (0..runs).filter(|&seed| Estimate::of(&noisy(seed, 25, 0.05), 0.95).contains(1.0)).count();
        // 0.95 of 400 is 380; five standard deviations of 4.4 below and none above, since few samples make it conservative.
        assert!(held >= 358, "{held} of {runs}");
        let narrow = (0..runs).filter(|&seed| Estimate::of(&noisy(seed, 25, 0.05), 0.5).contains(1.0)).count();
        assert!((150..260).contains(&narrow), "{narrow} of {runs}");
    }

    #[test]
    fn the_same_samples_give_the_same_interval() {
        let samples = noisy(1, 20, 0.1);
        assert_eq!(Estimate::of(&samples, 0.95), Estimate::of(&samples, 0.95));
        let one = Estimate::of(&[2.0], 0.999);
        assert_eq!((one.value, one.low, one.high, one.samples), (2.0, 2.0, 2.0, 1));
    }
}
