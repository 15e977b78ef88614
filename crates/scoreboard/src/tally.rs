//! Counts over cases, and the digits that were lost in them.

use suite::{report::CaseReport, verdict::Outcome};

/// What became of some cases of one implementation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Cases.
    pub cases: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those that it says it cannot do.
    pub unsupported: usize,
    /// Those that crashed.
    pub crashed: usize,
    /// Those without an answer in time.
    pub timed_out: usize,
    /// The digits lost, one figure a case that was compared, rising.
    lost: Vec<f64>,
}

impl Tally {
    /// Of these cases.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a CaseReport>) -> Self {
        let mut tally = Self::default();
        for case in cases {
            tally.cases += 1;
            match case.outcome {
                Outcome::Passed => tally.passed += 1,
                Outcome::Unsupported => tally.unsupported += 1,
                Outcome::Crashed => tally.crashed += 1,
                Outcome::TimedOut => tally.timed_out += 1,
                Outcome::Failed => {}
            }
            if case.outcome != Outcome::Unsupported {
                tally.lost.extend(case.digits_lost);
            }
        }
        tally.lost.sort_by(f64::total_cmp);
        tally
    }

    /// The cases that it does not say it cannot do.
    #[must_use]
    pub fn supported(&self) -> usize {
        self.cases - self.unsupported
    }

    /// The supported ones that did not pass, for whatever reason.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.supported() - self.passed
    }

    /// The median of the digits lost; of an even number of cases the mean of the middle two.
    #[must_use]
    pub fn median_lost(&self) -> Option<f64> {
        let middle = self.lost.len() / 2;
        match self.lost.len() {
            0 => None,
            count if count % 2 == 1 => Some(self.lost[middle]),
            _ => Some((self.lost[middle - 1] + self.lost[middle]) / 2.0),
        }
    }

    /// The most digits lost.
    #[must_use]
    pub fn worst_lost(&self) -> Option<f64> {
        self.lost.last().copied()
    }

    /// "27/30", passed of supported; a dash where nothing is supported.
    #[must_use]
    pub fn share(&self) -> String {
        match self.supported() {
            0 => "–".to_owned(),
            supported => format!("{}/{supported}", self.passed),
        }
    }

    /// "0.0 · 11.2", the median and the most digits lost; empty where nothing was compared.
    #[must_use]
    pub fn digits(&self) -> String {
        match (self.median_lost(), self.worst_lost()) {
            (Some(median), Some(worst)) => format!("{median:.1} · {worst:.1}"),
            _ => String::new(),
        }
    }

    /// A grade of the share for its colour: `None` where nothing is supported, 0 where nothing passed, 5 where all did.
    #[must_use]
    pub fn grade(&self) -> Option<u8> {
        grade(self.passed, self.supported())
    }
}

/// A grade from 0 to 5 of a share; `None` of nothing.
pub(crate) fn grade(passed: usize, of: usize) -> Option<u8> {
    // In whole hundredths, downwards: only a full house is a 5.
    Some(match (100 * passed).checked_div(of)? {
        100.. => 5,
        90.. => 4,
        70.. => 3,
        40.. => 2,
        _ if passed > 0 => 1,
        _ => 0,
    })
}
