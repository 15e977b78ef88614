//! What the numbers of a failed answer are: the accidents of reporting that people have when they plug in an implementation,
//! recognised and named.
//!
//! A recogniser does not guess. It proposes an [`Explanation`]: a simple accident, and the answer with that accident undone.
//! The explanation is said if and only if the ordinary judge finds the undone answer right, in every block that the
//! explanation speaks of, and wrong before ([`Patient::holds`]). There is no other tolerance here than that of the verdict.
//!
//! A recogniser is one file and one line in [`RECOGNISERS`].

mod base;
mod constant;
mod counts;
mod covariance;
mod digits;
mod explanation;
mod labels;
mod layout;
mod levels;
mod logarithm;
mod mixing;
mod neighbours;
mod normalised;
mod patient;
mod prior;
mod ridge;
mod scaled;
mod single;
mod stopped;
mod trace;
mod value;

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use explanation::{Claim, Explanation};
pub use patient::Patient;

use crate::{
    error::Result,
    expected::Expected,
    format::Case,
    verdict::{Settings, Verdict},
};

/// What an answer is in place of the right one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hint {
    /// What it is, in the same words for every case: "your log_evidence is the certified one divided by N".
    pub what: String,
    /// The numbers of this case: "N = 272".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub here: String,
    /// What to do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub advice: String,
}

impl Hint {
    /// What is said of all cases alike.
    #[must_use]
    pub fn in_general(&self) -> String {
        let Self { what, advice, .. } = self;
        if advice.is_empty() { what.clone() } else { format!("{what}: {advice}") }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, here, advice } = self;
        f.write_str(what)?;
        if !here.is_empty() {
            write!(f, " ({here})")?;
        }
        if !advice.is_empty() {
            write!(f, ": {advice}")?;
        }
        Ok(())
    }
}

/// Proposes explanations of a failed answer.
type Recogniser = fn(&Patient) -> Vec<Explanation>;

/// All recognisers, the simplest accident first: a quantity that one has explained is not explained again by the next.
const RECOGNISERS: [Recogniser; 18] = [
    layout::propose,
    single::propose,
    digits::propose,
    scaled::propose,
    trace::propose,
    stopped::propose,
    neighbours::propose,
    prior::propose,
    labels::propose,
    covariance::propose,
    mixing::propose,
    normalised::propose,
    logarithm::propose,
    base::propose,
    counts::propose,
    ridge::propose,
    levels::propose,
    constant::propose,
];

/// How many explanations of one quantity are said, where one recogniser has several that fit.
const SAID: usize = 2;

/// What the numbers of a failed answer are; empty where no simple explanation makes them right.
///
/// # Errors
/// When the suite does not say what can be attained in the precision.
pub fn hints(
    expected: &Expected,
    resolved: &Case,
    reported: &Value,
    verdict: &Verdict,
    settings: Settings,
) -> Result<Vec<Hint>> {
    let patient = Patient::new(expected, resolved, reported, verdict, settings)?;
    let mut held: Vec<Explanation> = Vec::new();
    for recogniser in RECOGNISERS {
        let before = held.len();
        for explanation in recogniser(&patient) {
            let same = |said: &&Explanation| said.claim.subject() == explanation.claim.subject();
            let taken =
                held[..before].iter().any(|said| same(&said)) || held[before..].iter().filter(same).count() >= SAID;
            let told = held[before..].iter().any(|said| same(&said) && said.is_same_as(&explanation));
            if !taken && !told && patient.holds(&explanation) {
                held.push(explanation);
            }
        }
    }
    Ok(explanation::merged(held))
}
