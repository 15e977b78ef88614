//! The verdict on one answer: every certified quantity against what was reported, in digits.

mod judge;
pub mod labels;
mod landing;
mod outcome;
mod shape;

pub use judge::judge;
pub use outcome::{Finding, Outcome, Settings, Shown, certified_17, conclude, digits_of};
pub use shape::reported_number;

use crate::place::Place;

/// The digits by which an implementation may fall short of the attainable ones, unless the run says otherwise.
pub const SLACK: f64 = 2.0;

/// What became of the quantities of one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The blocks that were reported.
    pub judged: Vec<Judged>,
    /// What has the wrong shape or is no number.
    pub misshapen: Vec<Misshapen>,
    /// What was left out.
    pub not_reported: Vec<Place>,
}

/// One block and how close it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The block.
    pub place: Place,
    /// Its log relative error, that of its worst entry.
    pub digits: f64,
    /// The scale on which they are counted.
    pub scale: f64,
    /// The digits that can be attained.
    pub attainable: f64,
    /// Whether the digits are enough.
    pub passed: bool,
    /// The worst entry.
    pub worst: Entry,
}

impl Judged {
    /// How many digits the block falls short of the attainable ones; 0 where it does not.
    #[must_use]
    pub fn digits_lost(&self) -> f64 {
        (self.attainable - self.digits).max(0.0)
    }
}

/// One number of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// The certified decimal.
    pub certified: String,
    /// The reported double.
    pub reported: f64,
}

/// Something reported that cannot be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Misshapen {
    /// Where it stands.
    pub place: Place,
    /// What was expected and what was found.
    pub message: String,
}

impl Verdict {
    /// Whether at least one quantity was reported and all of them are close enough.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.judged.is_empty() && self.misshapen.is_empty() && self.judged.iter().all(|judged| judged.passed)
    }

    /// The most digits that any block lost against the attainable ones.
    #[must_use]
    pub fn digits_lost(&self) -> Option<f64> {
        self.judged.iter().map(Judged::digits_lost).reduce(f64::max)
    }

    /// The blocks that failed, the earliest iteration first (an error spreads forward in time, so its source is there), and
    /// within an iteration the greatest loss first.
    #[must_use]
    pub fn failed(&self) -> Vec<&Judged> {
        let mut failed: Vec<&Judged> = self.judged.iter().filter(|judged| !judged.passed).collect();
        failed.sort_by(|a, b| {
            let earlier = a.place.iteration().cmp(&b.place.iteration());
            earlier.then(b.digits_lost().total_cmp(&a.digits_lost()))
        });
        failed
    }
}
