//! What a law is, and what can come of trying one.

use std::fmt;

use proptest::strategy::BoxedStrategy;
use suite::{format::Case, implementation::Implementation};

/// One law.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// Its permanent name.
    pub name: &'static str,
    /// What it says, in one line.
    pub statement: &'static str,
    /// The cases it is tried on: random, whole, data inline; they shrink.
    pub cases: fn() -> BoxedStrategy<Case>,
    /// Tries it on an implementation with one of them.
    pub check: fn(&mut dyn Implementation, &Case) -> Check,
}

/// The law holds, or why it was not found to.
pub type Check = Result<(), Stop>;

/// Why a check ended early.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// The law is broken.
    Broken(Violation),
    /// The implementation cannot express it.
    Unsupported(String),
    /// It says nothing about this case.
    Inapplicable(String),
}

/// A law that was broken, with the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// What is wrong; where there are numbers, the quantity they are of.
    pub what: String,
    /// What was found and what is due.
    pub numbers: Option<Numbers>,
}

/// Two numbers that are not in the relation they should be in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers {
    /// What was found.
    pub found: f64,
    /// How it should stand to what is due.
    pub relation: Relation,
    /// What is due.
    pub due: f64,
    /// What rounding can explain of a difference.
    pub slack: f64,
}

/// How one number should stand to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `found = due`.
    Equal,
    /// `found >= due`.
    AtLeast,
    /// `found <= due`.
    AtMost,
}

impl Numbers {
    /// Whether the numbers are in their relation, but for the slack. A NaN never is, and infinities are only equal to themselves.
    #[must_use]
    pub fn hold(&self) -> bool {
        let Self { found, relation, due, slack } = *self;
        match relation {
            Relation::Equal => found == due || (found - due).abs() <= slack,
            Relation::AtLeast => found >= due - slack,
            Relation::AtMost => found <= due + slack,
        }
    }

    /// By how many times the slack the numbers are apart: how strong the evidence is.
    #[must_use]
    pub fn excess(&self) -> f64 {
        let excess = (self.found - self.due).abs() / self.slack;
        if excess.is_nan() { f64::INFINITY } else { excess }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(Numbers { found, relation, due, slack }) = self.numbers else { return f.write_str(&self.what) };
        let relation = match relation {
            Relation::Equal => "",
            Relation::AtLeast => "at least ",
            Relation::AtMost => "at most ",
        };
        let difference = (found - due).abs();
        write!(f, "{} is {found:?} where {relation}{due:?} is due: ", self.what)?;
        write!(f, "{difference:.1e} apart, of which rounding explains {slack:.1e}")
    }
}

impl Violation {
    /// A violation that has no numbers to compare.
    pub fn told(what: impl fmt::Display) -> Self {
        Self { what: what.to_string(), numbers: None }
    }
}

/// The law is broken, and there are no numbers to compare.
pub fn broken<T>(what: impl fmt::Display) -> Result<T, Stop> {
    Err(Stop::Broken(Violation::told(what)))
}

/// Checks `found = due` within the slack.
///
/// # Errors
/// When it is not so, or one of them is NaN.
pub fn equal(what: impl fmt::Display, found: f64, due: f64, slack: f64) -> Check {
    related(what, Numbers { found, relation: Relation::Equal, due, slack })
}

/// Checks `found >= due` within the slack.
///
/// # Errors
/// When it is not so, or one of them is NaN.
pub fn at_least(what: impl fmt::Display, found: f64, due: f64, slack: f64) -> Check {
    related(what, Numbers { found, relation: Relation::AtLeast, due, slack })
}

/// Checks `found <= due` within the slack.
///
/// # Errors
/// When it is not so, or one of them is NaN.
pub fn at_most(what: impl fmt::Display, found: f64, due: f64, slack: f64) -> Check {
    related(what, Numbers { found, relation: Relation::AtMost, due, slack })
}

fn related(what: impl fmt::Display, numbers: Numbers) -> Check {
    match numbers.hold() {
        true => Ok(()),
        false => Err(Stop::Broken(Violation { what: what.to_string(), numbers: Some(numbers) })),
    }
}
