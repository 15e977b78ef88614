//! The answers of the workloads: what is due before a time counts.
//!
//! `benches/answers/NAME.toml` holds the trace of the objective as the reference gives it, once an implementation that shares no code with
//! it has confirmed it to the digits that rounding leaves. `cargo xtask bench answers` writes it.
//!
//! How many digits are asked for. An objective is a sum of `N` terms. In whatever order binary64 adds them, the sum of terms of one sign is
//! off by at most `(N - 1) u` of itself, `u = 2⁻⁵³` (Higham 2002, 4.2). A term is a quadratic form and a determinant in `D` dimensions,
//! off by a small multiple of `(D + 1)² u`; 8 is allowed for that multiple. The M-step's statistics are sums of `N` terms too, with the same
//! bound. So an answer must have `-log10((N + 8 (D + 1)²) u)` digits: more than that no order of summing takes away. The number is
//! the workload's, and the same for everybody, whatever precision they compute in.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use suite::{
    closeness::digits,
    format::{Case, non_finite_value},
    hash::sha256,
};

/// The quantities by which an answer is checked: the first that there is.
const QUANTITIES: [&str; 7] =
    ["log_evidence", "elbo", "log_joint", "log_model_evidence", "kl", "responsibilities", "parameters"];

/// What an answer must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The workload.
    pub workload: String,
    /// N.
    pub observations: usize,
    /// The hash of the case, as it is sent.
    pub case_sha256: String,
    /// Whose values these are, with the version.
    pub answered_by: String,
    /// Who confirmed them, with the version; absent of an answer that nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// The digits to which the two agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_digits: Option<f64>,
    /// The digits that an answer must have.
    pub required_digits: f64,
    /// What is compared.
    pub quantity: String,
    /// The values, in the order of the iterations.
    pub values: Vec<f64>,
}

/// Why there is no answer to compare with.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct AnswerError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl Answer {
    /// The answer that some reply is; `None` where it has no number that could be compared.
    #[must_use]
    pub fn new(workload: &str, case: &Case, reply: &Value, answered_by: String) -> Option<Self> {
        let quantity = QUANTITIES.into_iter().find(|name| !reply[*name].is_null())?;
        let mut values = Vec::new();
        flatten(&reply[quantity], &mut values)?;
        let (observations, dimension) = size(case);
        (!values.is_empty()).then(|| Self {
            workload: workload.to_owned(),
            observations,
            case_sha256: case_hash(case),
            answered_by,
            confirmed_by: None,
            agreement_digits: None,
            required_digits: required_digits(observations, dimension),
            quantity: quantity.to_owned(),
            values,
        })
    }

    /// Reads the answer of a workload and checks that it is about this case.
    ///
    /// # Errors
    /// When there is no such file, or it is of another question.
    pub fn read(directory: &Path, workload: &str, case: &Case) -> Result<Self, AnswerError> {
        let path = path(directory, workload);
        let fault = |reason: String| AnswerError { path: path.clone(), reason };
        let text = fs::read_to_string(&path).map_err(|error| fault(error.to_string()))?;
        let answer: Self = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
        if answer.case_sha256 != case_hash(case) {
            return Err(fault("is the answer to another question than the workload asks".to_owned()));
        }
        Ok(answer)
    }

    /// The digits of a reply, those of its worst value on the scale of the largest.
    ///
    /// # Errors
    /// What is missing or misshapen.
    pub fn digits(&self, reply: &Value) -> Result<f64, String> {
        let quantity = &self.quantity;
        let found = &reply[quantity];
        if found.is_null() {
            return Err(format!("it reports no {quantity}, by which its answer could be checked"));
        }
        let mut values = Vec::new();
        flatten(found, &mut values).ok_or_else(|| format!("its {quantity} is not made of numbers"))?;
        if values.len() != self.values.len() {
            return Err(format!("its {quantity} has {} numbers where {} are due", values.len(), self.values.len()));
        }
        let scale = self.values.iter().map(|value| value.abs()).filter(|size| size.is_finite()).fold(0.0, f64::max);
        let pairs = self.values.iter().zip(&values);
        let of =
            |(due, found): (&f64, &f64)| if due == found { digits(0.0, scale) } else { digits(due - found, scale) };
        Ok(pairs.map(of).fold(f64::INFINITY, f64::min))
    }

    /// The file's text.
    ///
    /// # Panics
    /// Never: an answer is TOML.
    #[must_use]
    pub fn text(&self) -> String {
        format!("# Written by `cargo xtask bench answers`.\n{}", toml::to_string(self).expect("an answer is TOML"))
    }
}

/// Where the answer of a workload stands.
#[must_use]
pub fn path(directory: &Path, workload: &str) -> PathBuf {
    directory.join(format!("{}.toml", workload.replace('/', "-")))
}

/// The digits that an answer over so many rows of so many numbers must have.
#[must_use]
pub fn required_digits(observations: usize, dimension: usize) -> f64 {
    let per_term = 8.0 * (dimension as f64 + 1.0).powi(2);
    -((observations as f64 + per_term) * 2_f64.powi(-53)).log10()
}

/// N and D of a case; 0 where it has no data.
fn size(case: &Case) -> (usize, usize) {
    let rows = case.data.as_ref().and_then(|data| data.observations.as_ref());
    rows.map_or((0, 0), |rows| (rows.len(), rows.first().map_or(0, Vec::len)))
}

fn case_hash(case: &Case) -> String {
    sha256(&serde_json::to_vec(case).expect("a case is JSON"))
}

/// All numbers in a value, in order; `None` where something else is in it.
fn flatten(value: &Value, numbers: &mut Vec<f64>) -> Option<()> {
    match value {
        Value::Number(number) => numbers.push(number.as_f64()?),
        Value::String(name) => numbers.push(non_finite_value(name)?),
        Value::Array(items) => return items.iter().try_for_each(|item| flatten(item, numbers)),
        Value::Object(fields) => return fields.values().try_for_each(|field| flatten(field, numbers)),
        Value::Null | Value::Bool(_) => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::workload;

    fn answer(values: &[f64]) -> Answer {
        let case = workload::ALL[3].case(1);
        Answer::new("G4", &case, &json!({"log_joint": 3, "log_evidence": values}), "a 1".to_owned()).unwrap()
    }

    #[test]
    fn the_digits_are_those_of_the_worst_value() {
        let answer = answer(&[-1000.0, -900.0]);
        let digits = |reply: Value| answer.digits(&reply);
        assert_eq!(digits(json!({"log_evidence": [-1000.0, -900.0]})), Ok(15.95));
        let found = digits(json!({"log_evidence": [-1000.0, -901.0]})).unwrap();
        assert!((found - 3.0).abs() < 1e-12, "{found}");
        assert_eq!(digits(json!({"log_evidence": [-1000.0, "nan"]})), Ok(0.0));
        assert!(digits(json!({"log_evidence": [-1000.0]})).unwrap_err().contains("1 numbers where 2 are due"));
        assert!(digits(json!({"log_joint": [1]})).unwrap_err().contains("reports no log_evidence"));
        assert!(digits(json!({"log_evidence": [null, 1]})).unwrap_err().contains("not made of numbers"));
    }

    #[test]
    fn digits_are_asked_for_by_what_summing_can_lose() {
        assert!((required_digits(1_000, 2) - 12.93).abs() < 0.01);
        assert!((required_digits(100_000, 16) - 10.94).abs() < 0.01);
        assert!((required_digits(1_000_000, 4) - 9.95).abs() < 0.01);
        assert!(required_digits(3, 1) < 14.5);
        // The worst order there is: one by one, of numbers that all round down.
        let n = 100_000;
        let sum = (0..n).fold(0.0_f32, |sum, _| sum + 0.1);
        let lost = (f64::from(sum) - f64::from(0.1_f32) * f64::from(n)).abs() / (0.1 * f64::from(n));
        assert!(lost < f64::from(n) * 2_f64.powi(-24), "{lost}");
    }

    #[test]
    fn an_answer_is_read_back_and_belongs_to_its_case() {
        let directory = tempfile::tempdir().unwrap();
        let answer =
            Answer { confirmed_by: Some("b 2".to_owned()), agreement_digits: Some(14.5), ..answer(&[-0.1, 0.3]) };
        fs::write(path(directory.path(), "G4"), answer.text()).unwrap();
        let read = |scale| Answer::read(directory.path(), "G4", &workload::ALL[3].case(scale));
        assert_eq!(read(1).unwrap(), answer);
        assert!(read(10).unwrap_err().to_string().contains("another question"));
        assert!(Answer::read(directory.path(), "G1", &workload::ALL[3].case(1)).is_err());
    }
}
