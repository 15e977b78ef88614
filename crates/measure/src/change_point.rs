//! Where the level of a history changed: binary segmentation by the largest t.
//!
//! A history `y_1, ..., y_n` (of logarithms, so that a level is a factor) is split at the `m` for which the two-sample statistic
//! `t_m = (mean after - mean before) / (s sqrt(1/m + 1/(n-m)))`, `s` the pooled standard deviation, is largest in magnitude, if
//! that exceeds its `1 - FALSE_ALARM` quantile for a history of independent Gaussian noise of this length; then both parts are
//! searched. The quantile is simulated from a fixed seed. A history without a change is split with probability `FALSE_ALARM`:
//! only a split leads to further tests. A change smaller than `LEAST` is not marked, however certain: counts have no noise.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};

/// The probability that a history without a change is split, for Gaussian noise.
pub const FALSE_ALARM: f64 = 0.01;
/// The least relative change of a level that is marked.
pub const LEAST: f64 = 0.005;
/// The fewest points of a level.
const SEGMENT: usize = 2;
/// Histories that a quantile is taken from.
const SIMULATED: usize = 4000;
/// Noise below this, relative, is rounding.
const ROUNDING: f64 = 1e-9;

/// A change of the level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangePoint {
    /// The index of the first value of the new level.
    pub at: usize,
    /// Geometric mean of the level that ended.
    pub before: f64,
    /// Geometric mean of the one that began.
    pub after: f64,
}

impl ChangePoint {
    /// `after / before - 1`.
    #[must_use]
    pub fn relative(&self) -> f64 {
        self.after / self.before - 1.0
    }
}

/// The changes of the level of a history of positive values, in order.
#[must_use]
pub fn change_points(history: &[f64]) -> Vec<ChangePoint> {
    if history.iter().any(|value| !(value.is_finite() && *value > 0.0)) {
        return Vec::new();
    }
    let logarithms: Vec<f64> = history.iter().map(|value| value.ln()).collect();
    let mut splits = Vec::new();
    split(&logarithms, 0, &mut splits);
    splits.sort_unstable();
    levels(&logarithms, &splits)
}

/// Splits a segment that begins at `offset`, and its parts.
fn split(segment: &[f64], offset: usize, splits: &mut Vec<usize>) {
    let Some((at, t)) = largest_t(segment) else { return };
    if t <= critical(segment.len()) {
        return;
    }
    split(&segment[..at], offset, splits);
    splits.push(offset + at);
    split(&segment[at..], offset + at, splits);
}

/// The changes at these splits; those that are too small are left out, and what they part is one level.
fn levels(logarithms: &[f64], splits: &[usize]) -> Vec<ChangePoint> {
    let mut splits = splits.to_vec();
    loop {
        let bounds: Vec<usize> = [0].into_iter().chain(splits.iter().copied()).chain([logarithms.len()]).collect();
        let level = |from: usize, to: usize| mean(&logarithms[from..to]).exp();
        let found: Vec<ChangePoint> = bounds
            .windows(3)
            .map(|bounds| ChangePoint {
                at: bounds[1],
                before: level(bounds[0], bounds[1]),
                after: level(bounds[1], bounds[2]),
            })
            .collect();
        let smallest = found.iter().min_by(|a, b| a.relative().abs().total_cmp(&b.relative().abs()));
        match smallest.filter(|change| change.relative().abs() < LEAST) {
            Some(change) => splits.retain(|&at| at != change.at),
            None => return found,
        }
    }
}

/// The split with the largest `|t|`, and that.
fn largest_t(segment: &[f64]) -> Option<(usize, f64)> {
    let n = segment.len();
    let candidates = SEGMENT..(n + 1).saturating_sub(SEGMENT);
    if n < 2 * SEGMENT {
        return None;
    }
    // About the mean: the squares of what is left do not cancel.
    let middle = mean(segment);
    let centred: Vec<f64> = segment.iter().map(|value| value - middle).collect();
    let squares: f64 = centred.iter().map(|value| value * value).sum();
    let mut sum: f64 = centred[..SEGMENT - 1].iter().sum();
    let mut best: Option<(usize, f64)> = None;
    for m in candidates {
        sum += centred[m - 1];
        let (before, after) = (m as f64, (n - m) as f64);
        let difference = -sum / after - sum / before;
        let within = (squares - sum * sum / before - sum * sum / after).max(0.0);
        let variance = (within / (n as f64 - 2.0)).max(ROUNDING * ROUNDING);
        let t = difference.abs() / (variance * (1.0 / before + 1.0 / after)).sqrt();
        if best.is_none_or(|(_, largest)| t > largest) {
            best = Some((m, t));
        }
    }
    best
}

/// The `1 - FALSE_ALARM` quantile of the largest `|t|` of `n` independent Gaussian values, simulated once.
fn critical(n: usize) -> f64 {
    static KNOWN: Mutex<BTreeMap<usize, f64>> = Mutex::new(BTreeMap::new());
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let found = known().get(&n).copied();
    found.unwrap_or_else(|| {
        let simulated = simulate(n);
        known().insert(n, simulated);
        simulated
    })
}

fn simulate(n: usize) -> f64 {
    let mut noise = Gaussian::new(n as u64);
    let mut found: Vec<f64> = (0..SIMULATED)
        .filter_map(|_| largest_t(&(0..n).map(|_| noise.draw()).collect::<Vec<f64>>()))
        .map(|(_, t)| t)
        .collect();
    found.sort_by(f64::total_cmp);
    let rank = ((1.0 - FALSE_ALARM) * found.len() as f64).ceil() as usize;
    found[rank.clamp(1, found.len()) - 1]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Gaussian noise from a seed, by Box and Muller.
struct Gaussian(ChaCha20Rng);

impl Gaussian {
    fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// Uniform in (0, 1].
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    fn draw(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history with these levels, each of so many values, and relative noise.
    fn history(seed: u64, noise: f64, levels: &[(usize, f64)]) -> Vec<f64> {
        let mut gaussian = Gaussian::new(1_000_000 + seed);
        let level = |&(count, level): &(usize, f64)| std::iter::repeat_n(level, count);
        levels.iter().flat_map(level).map(|level| level * (noise * gaussian.draw()).exp()).collect()
    }

    #[test]
    fn a_step_of_counts_is_found_where_it_is() {
        let mut counts = vec![1_000_000.0; 7];
        counts.extend([1_020_000.0; 5]);
        let found = change_points(&counts);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].at, 7);
        assert!((found[0].relative() - 0.02).abs() < 1e-12);
        assert!(change_points(&[5.0; 30]).is_empty());
    }

    #[test]
    fn several_steps_are_found_within_the_noise() {
        for seed in 0..20 {
            let history = history(seed, 0.01, &[(20, 1.0), (20, 1.05), (20, 0.8)]);
            let found = change_points(&history);
            let near = |at: usize| found.iter().any(|change| change.at.abs_diff(at) <= 2);
            assert!(near(20) && near(40), "{seed}: {found:?}");
            assert!(found.len() <= 3, "{seed}: {found:?}");
        }
    }

    #[test]
    fn a_change_of_three_percent_is_seen_in_noise_of_one() {
        let found = (0..100).filter(|&seed| {
            change_points(&history(seed, 0.01, &[(15, 1.0), (15, 1.03)]))
                .iter()
                .any(|change| change.at.abs_diff(15) <= 3)
        });
        let found = found.count();
        assert!(found >= 95, "{found} of 100");
    }

    #[test]
    fn no_more_false_alarms_than_are_stated() {
        const HISTORIES: u64 = 600;
        for (length, noise) in [(8, 0.02), (20, 0.02), (60, 0.02)] {
            let alarms =
                (0..HISTORIES).filter(|&seed| !change_points(&history(seed, noise, &[(length, 3.0)])).is_empty());
            let alarms = alarms.count() as f64;
            // Six are expected; more than 16 are so with probability 2e-4 if the rate is as stated.
            assert!(alarms <= 16.0, "{alarms} of {HISTORIES} histories of {length}");
        }
    }

    #[test]
    fn what_is_too_short_or_no_positive_number_has_no_change() {
        assert!(change_points(&[]).is_empty());
        assert!(change_points(&[1.0, 2.0, 3.0]).is_empty());
        assert!(change_points(&[1.0, 1.0, 1.0, 0.0, 9.0, 9.0]).is_empty());
        assert!(change_points(&[1.0, 1.0, 1.0, f64::NAN, 9.0, 9.0]).is_empty());
    }

    #[test]
    fn a_change_below_the_least_is_not_marked() {
        let mut counts = vec![1_000_000.0; 10];
        counts.extend([1_003_000.0; 10]);
        assert!(change_points(&counts).is_empty());
    }
}
