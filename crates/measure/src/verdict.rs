//! Whether one of two is faster.
//!
//! A verdict is given where there are enough rounds, the ratio's interval at 99.9 % leaves out 1, and the ratio differs from 1 by more than
//! a floor. The bootstrap of a median cannot be surer than its samples are many: all of 7 lie on one side of the true median once in 64
//! times, all of 11 once in 1024. The floor keeps what is sure, but too small to speak of, from being spoken of; `cargo xtask bench noise`
//! says what it must be on a machine.

use serde::Serialize;

use crate::stats::{CONFIDENCE, Estimate};

/// How sure an interval must be that carries a verdict.
pub const SURE: f64 = 0.999;
/// The smallest difference that is spoken of.
pub const FLOOR: f64 = 0.02;
/// Rounds without which there is no verdict.
pub const ENOUGH: usize = 15;

/// Whether the second of two is faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It takes less time.
    Faster,
    /// It takes more.
    Slower,
    /// Nothing can be concluded.
    CannotTell,
}

impl Verdict {
    /// As a sentence has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Faster => "faster",
            Self::Slower => "slower",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Two, compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The second's time over the first's, with the interval that is shown (95 %).
    pub ratio: Estimate,
    /// The same with the interval that carries the verdict (99.9 %).
    pub sure: Estimate,
    /// The conclusion.
    pub verdict: Verdict,
}

impl Comparison {
    /// Of ratios that were taken round by round; at least one.
    #[must_use]
    pub fn of(ratios: &[f64], floor: f64) -> Self {
        let (ratio, sure) = (Estimate::of(ratios, CONFIDENCE), Estimate::of(ratios, SURE));
        let verdict = if ratios.len() < ENOUGH { Verdict::CannotTell } else { verdict(&sure, floor) };
        Self { ratio, sure, verdict }
    }

    /// How small a difference this comparison could have told, as a share: half the width of the sure interval, or the floor.
    #[must_use]
    pub fn resolves(&self, floor: f64) -> f64 {
        ((self.sure.high / self.sure.low).sqrt() - 1.0).max(floor)
    }
}

/// What an interval allows to conclude.
#[must_use]
pub fn verdict(sure: &Estimate, floor: f64) -> Verdict {
    let above = sure.value.max(1.0 / sure.value) > 1.0 + floor;
    match above && !sure.contains(1.0) {
        false => Verdict::CannotTell,
        true if sure.value < 1.0 => Verdict::Faster,
        true => Verdict::Slower,
    }
}
