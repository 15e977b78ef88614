//! From a response to an outcome: one of passed, failed, unsupported, crashed, timed out, and what is to be said of it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Judged, Verdict, judge, landing::landing};
use crate::{
    diagnosis::Hint,
    error::Result,
    expected::Expected,
    format::{Number, Precision},
    implementation::Response,
    place::Place,
};

/// What became of a case. There is no sixth outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Outcome {
    /// Every reported quantity is close enough, and there is at least one; or bad input was rejected.
    #[serde(rename = "passed")]
    Passed,
    /// Anything that is none of the others.
    #[serde(rename = "failed")]
    Failed,
    /// The implementation says that it has no such feature.
    #[serde(rename = "unsupported")]
    Unsupported,
    /// The process died.
    #[serde(rename = "crashed")]
    Crashed,
    /// No answer within the time limit.
    #[serde(rename = "timed out")]
    TimedOut,
}

impl Outcome {
    /// Every outcome, in the order of the reports.
    pub const ALL: [Self; 5] = [Self::Passed, Self::Failed, Self::Unsupported, Self::Crashed, Self::TimedOut];

    /// The name in the reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Unsupported => "unsupported",
            Self::Crashed => "crashed",
            Self::TimedOut => "timed out",
        }
    }

    /// Whether it makes a run red.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Crashed | Self::TimedOut)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How strictly answers are judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The digits by which an implementation may fall short of the attainable ones.
    pub slack: f64,
    /// The precision whose attainable digits are asked for.
    pub precision: Precision,
}

/// The outcome of one case with what there is to say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The outcome.
    pub outcome: Outcome,
    /// What was wrong, or why it is unsupported: the first line says it, any further lines are details such as the last
    /// lines of standard error. Empty where the case passed.
    pub message: String,
    /// The quantities, where there was a result to look at.
    pub verdict: Verdict,
    /// What the answer is in place of the right one, where that is known.
    pub hints: Vec<Hint>,
    /// How long the answers took, where that was measured.
    pub seconds: Option<f64>,
}

impl Finding {
    fn new(outcome: Outcome, message: String) -> Self {
        Self::on(Verdict::default(), outcome, message)
    }

    /// An outcome with the quantities that were looked at.
    #[must_use]
    pub fn on(verdict: Verdict, outcome: Outcome, message: String) -> Self {
        Self { outcome, message, verdict, hints: Vec::new(), seconds: None }
    }

    fn failed(message: String) -> Self {
        Self::new(Outcome::Failed, message)
    }
}

/// The outcome of a response; `expected` is `None` where the input must be rejected.
///
/// # Errors
/// When the suite does not say what can be attained in the precision.
pub fn conclude(expected: Option<&Expected>, response: &Response, settings: Settings) -> Result<Finding> {
    Ok(match (response, expected) {
        (Response::Ok(result), Some(expected)) => return on_answer(expected, result, settings),
        (Response::Ok(_), None) => Finding::failed("answered where the input must be rejected".to_owned()),
        (Response::Rejected(_), None) => Finding::new(Outcome::Passed, String::new()),
        (Response::Rejected(reason), Some(_)) => Finding::failed(format!("rejected good input: {reason}")),
        (Response::Error(text), None) => {
            Finding::failed(format!("failed with an error where the input must be rejected: {text}"))
        }
        (Response::Error(text), Some(_)) => Finding::failed(format!("failed with an error: {text}")),
        (Response::Garbled(text), _) => Finding::failed(text.clone()),
        (Response::Unsupported(reason), _) => Finding::new(Outcome::Unsupported, reason.clone()),
        (Response::Crashed(text), _) => Finding::new(Outcome::Crashed, text.clone()),
        (Response::TimedOut(text), _) => Finding::new(Outcome::TimedOut, text.clone()),
    })
}

fn on_answer(expected: &Expected, result: &Value, settings: Settings) -> Result<Finding> {
    let verdict = judge(expected, result, settings.precision, settings.slack)?;
    if verdict.passed() {
        return Ok(Finding::on(verdict, Outcome::Passed, String::new()));
    }
    let landing = landing(expected, result, &verdict, settings);
    let said = [landing, complaint(&verdict)].into_iter().filter(|words| !words.is_empty());
    let message = said.collect::<Vec<_>>().join("; ");
    Ok(Finding::on(verdict, Outcome::Failed, message))
}

/// What was wrong with an answer, by how much, in one line.
fn complaint(verdict: &Verdict) -> String {
    let failed = verdict.failed();
    let count = failed.len() + verdict.misshapen.len();
    let first = match (verdict.misshapen.first(), failed.first()) {
        (Some(bad), _) if bad.place == Place::default() => bad.message.clone(),
        (Some(bad), _) => format!("{}: {}", bad.place, bad.message),
        (None, Some(worst)) => shortfall(worst),
        (None, None) => return "nothing was reported".to_owned(),
    };
    match count {
        1 => first,
        2 => format!("{first}; and 1 more quantity"),
        _ => format!("{first}; and {} more quantities", count - 1),
    }
}

/// "covariance of component 1 after iteration 1: 3.2 digits of 14.9 attainable (reported 1, certified 1.5)".
fn shortfall(judged: &Judged) -> String {
    let worst = &judged.worst;
    let entry = match worst.place.to_string().strip_prefix(&judged.place.to_string()) {
        None | Some("") => String::new(),
        Some(entry) => format!("{entry}: "),
    };
    format!(
        "{}: {} ({entry}reported {}, certified {})",
        judged.place.quantity(),
        digits_of(judged.digits, judged.attainable),
        Shown(worst.reported),
        certified_17(&worst.certified),
    )
}

/// "3.2 digits of 14.9 attainable".
#[must_use]
pub fn digits_of(digits: f64, attainable: f64) -> String {
    format!("{digits:.1} digits of {attainable:.1} attainable")
}

/// A double as people read it, in the spelling of the files, with an exponent where it is long without.
pub struct Shown(pub f64);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.abs();
        if magnitude != 0.0 && magnitude.is_finite() && !(1e-5..1e17).contains(&magnitude) {
            return f.pad(&format!("{:e}", self.0));
        }
        f.pad(&Number(self.0).to_string())
    }
}

/// A certified decimal cut to the 17 digits that tell doubles apart, without an exponent where it is short without.
#[must_use]
pub fn certified_17(decimal: &str) -> String {
    const SIGNIFICANT: usize = 17;
    let (sign, magnitude) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
    let (mantissa, power) = magnitude.split_once(['e', 'E']).unwrap_or((magnitude, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_start_matches('0');
    let Ok(power) = power.parse::<i64>() else { return decimal.to_owned() };
    if significant.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return decimal.to_owned();
    }
    let shift = whole.len() as i64 - 1 - (digits.len() - significant.len()) as i64;
    let Some(exponent) = power.checked_add(shift) else { return decimal.to_owned() };
    let kept = significant[..significant.len().min(SIGNIFICANT)].trim_end_matches('0');
    format!("{sign}{}", placed(kept, exponent))
}

/// `d.ddd` times a power of ten, with the point moved where that is short.
fn placed(digits: &str, exponent: i64) -> String {
    match exponent {
        -5..=-1 => format!("0.{}{digits}", "0".repeat((-exponent - 1) as usize)),
        0..=16 if digits.len() as i64 > exponent + 1 => {
            let (whole, fraction) = digits.split_at(exponent as usize + 1);
            format!("{whole}.{fraction}")
        }
        0..=16 => format!("{digits:0<width$}", width = exponent as usize + 1),
        _ => {
            let (first, rest) = digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            format!("{first}{point}{rest}e{exponent}")
        }
    }
}

#[cfg(test)]
mod tests;
