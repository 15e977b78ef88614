//! What a step cost: time on the wall, and the time of processors that its processes took.

use std::{
    fs,
    time::{Duration, Instant},
};

/// Ticks a second in which Linux counts the time of processes, on every platform there is.
const TICKS: f64 = 100.0;

/// What something cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// Time on the wall.
    pub wall: Duration,
    /// Time of processors, in seconds, where the system tells.
    pub processors: Option<f64>,
}

/// A watch that runs.
pub struct Watch {
    started: Instant,
    ticks: Option<u64>,
}

impl Watch {
    /// Starts one.
    pub fn start() -> Self {
        Self { started: Instant::now(), ticks: ticks_of_children() }
    }

    /// What it shows.
    pub fn read(&self) -> Effort {
        let ticks = self.ticks.zip(ticks_of_children()).map(|(before, now)| now.saturating_sub(before));
        Effort { wall: self.started.elapsed(), processors: ticks.map(|ticks| ticks as f64 / TICKS) }
    }
}

/// What all children took that have ended, with theirs.
fn ticks_of_children() -> Option<u64> {
    ticks_in(&fs::read_to_string("/proc/self/stat").ok()?)
}

/// `cutime + cstime`, fields 16 and 17 of `/proc/PID/stat`; the name in parentheses, field 2, may hold anything.
fn ticks_in(stat: &str) -> Option<u64> {
    let after_the_name = stat.rsplit_once(')')?.1;
    let mut fields = after_the_name.split_ascii_whitespace().skip(13);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_children_is_read_whatever_the_name_is() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 1 2 3 4 11 12 250 50 20 0 1 0 99 0";
        assert_eq!(ticks_in(stat), Some(300));
        assert_eq!(ticks_in("7 (a) S 1"), None);
        assert_eq!(ticks_in(""), None);
    }
}
