//! By how much a count may grow: what its own history explains.
//!
//! As rustc-perf does it: `Q3 + 3 IQR` of the magnitudes of the relative changes from one record to the next, Tukey's fence for what is far out. A step
//! above [`CEILING`] is a change that somebody made and no noise, and does not widen the fence.

/// The least threshold of what is counted by the machine. A count is exact, but not all of it is the work's: a compiler lays the same code out
/// otherwise after a change elsewhere, and a copy of another length takes other instructions. That moves counts by a few tenths of a percent.
pub const FLOOR: f64 = 0.005;
/// The largest threshold: whatever the history, a growth of 2 % is caught.
pub const CEILING: f64 = 0.015;
/// The fewest changes that say anything about noise.
const FEWEST: usize = 8;
/// The most changes that are looked at, the last ones.
const MOST: usize = 100;

/// The relative growth that a history (oldest first) explains.
#[must_use]
pub fn threshold(history: &[f64]) -> f64 {
    let changes = history.windows(2).map(|pair| (pair[1] / pair[0] - 1.0).abs());
    let mut noise: Vec<f64> = changes.filter(|change| *change <= CEILING).collect();
    noise.drain(..noise.len().saturating_sub(MOST));
    if noise.len() < FEWEST {
        return FLOOR;
    }
    noise.sort_by(f64::total_cmp);
    let (q1, q3) = (quantile(&noise, 0.25), quantile(&noise, 0.75));
    (q3 + 3.0 * (q3 - q1)).clamp(FLOOR, CEILING)
}

/// The quantile of sorted values, linear between two of them.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history of these relative changes.
    fn history(changes: &[f64]) -> Vec<f64> {
        let mut values = vec![1e6];
        for change in changes {
            values.push(values[values.len() - 1] * (1.0 + change));
        }
        values
    }

    #[test]
    fn a_history_that_is_short_or_still_has_the_floor() {
        assert_eq!(threshold(&[]), FLOOR);
        assert_eq!(threshold(&[1.0]), FLOOR);
        assert_eq!(threshold(&history(&[0.01; 7])), FLOOR);
        assert_eq!(threshold(&[7.0; 50]), FLOOR);
    }

    #[test]
    fn the_fence_is_that_of_the_changes() {
        let changes: Vec<f64> =
            (0..9).map(|step| f64::from(step) * 0.0005 * if step % 2 == 0 { 1.0 } else { -1.0 }).collect();
        // Magnitudes 0, 0.0005, ..., 0.004: Q1 = 0.001, Q3 = 0.003.
        assert!((threshold(&history(&changes)) - 0.009).abs() < 1e-9);
    }

    #[test]
    fn noise_never_hides_two_percent_and_steps_are_no_noise() {
        let noisy: Vec<f64> = (0..40).map(|step| if step % 2 == 0 { 0.014 } else { -0.0138 }).collect();
        assert!(threshold(&history(&noisy)) <= CEILING);
        let steps: Vec<f64> = (0..40).map(|step| if step % 2 == 0 { -0.3 } else { 0.0 }).collect();
        assert_eq!(threshold(&history(&steps)), FLOOR);
    }

    #[test]
    fn only_the_last_hundred_changes_count() {
        let mut changes = vec![0.01; 300];
        changes.extend([0.0; 100]);
        assert_eq!(threshold(&history(&changes)), FLOOR);
    }
}
