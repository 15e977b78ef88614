//! Golden cases against a defect.

use std::fmt;

use suite::{
    error::Error,
    implementation::Implementation,
    runner::{self, Prepared},
    verdict::{Finding, Judged, SLACK},
};

/// A golden case that kills.
#[derive(Clone, Debug, PartialEq)]
pub struct Kill {
    /// The case's id.
    pub case: String,
    /// What gave the defect away.
    pub evidence: Evidence,
}

/// What is wrong with an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// A quantity with too few digits, that with the fewest of what is demanded.
    Digits {
        /// The quantity.
        quantity: String,
        /// The digits it has.
        found: f64,
        /// The digits it must have.
        demanded: f64,
    },
    /// Something that is not a matter of digits.
    Told(String),
}

impl Kill {
    /// The digits that are missing; infinite where it is not a matter of digits.
    #[must_use]
    pub fn shortfall(&self) -> f64 {
        match &self.evidence {
            Evidence::Digits { found, demanded, .. } => demanded - found,
            Evidence::Told(_) => f64::INFINITY,
        }
    }
}

impl fmt::Display for Kill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.evidence {
            Evidence::Digits { quantity, found, demanded } => {
                write!(f, "{}: {quantity} has {found:.1} of {demanded:.1} digits", self.case)
            }
            Evidence::Told(message) => write!(f, "{}: {message}", self.case),
        }
    }
}

/// All cases that kill an implementation, by their index.
///
/// # Errors
/// When the suite does not say what can be attained.
pub(super) fn kills(cases: &[Prepared], specimen: &mut dyn Implementation) -> Result<Vec<(usize, Kill)>, Error> {
    let mut found = Vec::new();
    for (index, prepared) in cases.iter().enumerate() {
        let finding = runner::put(prepared, specimen, SLACK)?;
        if finding.outcome.is_failure() {
            found.push((index, Kill { case: prepared.case.name().to_owned(), evidence: evidence(&finding) }));
        }
    }
    Ok(found)
}

/// Whether any of the cases kills an implementation; the first ends it.
///
/// # Errors
/// When the suite does not say what can be attained.
pub fn killed_by_any<'a>(
    cases: impl IntoIterator<Item = &'a Prepared>,
    specimen: &mut dyn Implementation,
) -> Result<bool, Error> {
    for prepared in cases {
        if runner::put(prepared, specimen, SLACK)?.outcome.is_failure() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn evidence(finding: &Finding) -> Evidence {
    let demanded = |judged: &Judged| judged.attainable - SLACK;
    let short = finding.verdict.judged.iter().filter(|judged| !judged.passed && judged.digits < demanded(judged));
    let worst = short.max_by(|a, b| (demanded(a) - a.digits).total_cmp(&(demanded(b) - b.digits)));
    match worst {
        Some(worst) if finding.verdict.misshapen.is_empty() => {
            Evidence::Digits { quantity: worst.place.quantity(), found: worst.digits, demanded: demanded(worst) }
        }
        _ => Evidence::Told(finding.message.lines().next().unwrap_or_default().to_owned()),
    }
}
