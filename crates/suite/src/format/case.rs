//! A case: what to compute. The file format, and the form in which a case is sent to an implementation.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    data::Data,
    member::{Member, Q},
    model::Model,
    number::Number,
    parameters::Parameters,
    prior::Prior,
};

/// The number of the case, certified and protocol formats that this reader knows.
pub const FORMAT: u32 = 1;

/// A list of rows.
pub type Rows = Vec<Vec<Number>>;

/// One question to an EM implementation.
///
/// A case file has all of `format`, `id`, `title`, `level` and `hunts`; a resolved case, as an implementation receives it, has
/// none of them but `format`, and its data inline. Which other fields an operation asks for is [`Operation::fields`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The format's number, 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// The permanent name, `family/name`: never renamed, renumbered or reused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// One line for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The difficulty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The kinds of defect that the case exists to expose, out of the documented list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hunts: Option<Vec<String>>,
    /// `rejected` where the input must be refused; absent where there is a certified answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
    /// What to compute.
    pub operation: Operation,
    /// The observations, by name or inline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
    /// The family of the components.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Priors of the mixing weights and of the components; absent for maximum likelihood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
    /// `evaluate`, `bound`: the parameters θ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Parameters>,
    /// `trajectory`, `fit`: the parameters at iteration 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<Parameters>,
    /// `maximize`, `variational`: responsibilities, `N x K`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<Rows>,
    /// `bound`: a distribution over components for each row, `N x K`; `divergence`: the first member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<Q>,
    /// `divergence`: the second member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<Member>,
    /// `evidence`: the number of components K.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<usize>,
    /// `trajectory`, `variational`: how many iterations T.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iterations: Option<usize>,
    /// `trajectory`: the iterations whose parameters are wanted; 0 is the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Vec<usize>>,
    /// `fit`: the relative change of `log_joint` per iteration at which to stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Number>,
    /// `fit`: the most iterations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_iterations: Option<usize>,
}

/// The difficulty of a case, graded as the NIST Statistical Reference Datasets grade theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Any sound implementation gets nearly every attainable digit.
    Lower,
    /// Real data, real length.
    Average,
    /// Numerically hard.
    Higher,
}

/// What is expected other than an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// The input must be refused.
    Rejected,
}

/// The operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Densities, evidence and responsibilities at given parameters.
    Evaluate,
    /// The M-step alone, from given responsibilities.
    Maximize,
    /// ELBO and KL of a given `q`.
    Bound,
    /// Exactly T iterations of EM.
    Trajectory,
    /// EM until it stops.
    Fit,
    /// The log evidence of the Bayesian mixture.
    Evidence,
    /// Mean-field coordinate ascent.
    Variational,
    /// The KL divergence of two members of one family.
    Divergence,
}

/// The fields an operation asks for: `(required, optional)`, beside the header.
pub type Fields = (&'static [&'static str], &'static [&'static str]);

impl Operation {
    /// Every operation, in the order of the formats page.
    pub const ALL: [Self; 8] = [
        Self::Evaluate,
        Self::Maximize,
        Self::Bound,
        Self::Trajectory,
        Self::Fit,
        Self::Evidence,
        Self::Variational,
        Self::Divergence,
    ];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::Maximize => "maximize",
            Self::Bound => "bound",
            Self::Trajectory => "trajectory",
            Self::Fit => "fit",
            Self::Evidence => "evidence",
            Self::Variational => "variational",
            Self::Divergence => "divergence",
        }
    }

    /// The required and the optional fields of a case with this operation.
    #[must_use]
    pub fn fields(self) -> Fields {
        match self {
            Self::Evaluate => (&["data", "model", "parameters"], &["prior"]),
            Self::Maximize => (&["data", "model", "responsibilities"], &["prior"]),
            Self::Bound => (&["data", "model", "parameters", "q"], &["prior"]),
            Self::Trajectory => (&["data", "model", "initial", "iterations", "record"], &["prior"]),
            Self::Fit => (&["data", "model", "initial", "tolerance", "max_iterations"], &["prior"]),
            Self::Evidence => (&["data", "model", "prior", "components"], &[]),
            Self::Variational => (&["data", "model", "prior", "responsibilities", "iterations"], &[]),
            Self::Divergence => (&["q", "p"], &[]),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Case {
    /// A case that asks for nothing yet.
    #[must_use]
    pub const fn blank(operation: Operation) -> Self {
        Self {
            format: None,
            id: None,
            title: None,
            level: None,
            hunts: None,
            expect: None,
            operation,
            data: None,
            model: None,
            prior: None,
            parameters: None,
            initial: None,
            responsibilities: None,
            q: None,
            p: None,
            components: None,
            iterations: None,
            record: None,
            tolerance: None,
            max_iterations: None,
        }
    }

    /// The names of the operation's fields that are present, in the order of the format.
    fn present_fields(&self) -> Vec<&'static str> {
        [
            ("data", self.data.is_some()),
            ("model", self.model.is_some()),
            ("prior", self.prior.is_some()),
            ("parameters", self.parameters.is_some()),
            ("initial", self.initial.is_some()),
            ("responsibilities", self.responsibilities.is_some()),
            ("q", self.q.is_some()),
            ("p", self.p.is_some()),
            ("components", self.components.is_some()),
            ("iterations", self.iterations.is_some()),
            ("record", self.record.is_some()),
            ("tolerance", self.tolerance.is_some()),
            ("max_iterations", self.max_iterations.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect()
    }

    /// Checks that the operation has every field it needs and none that it does not read, and that its data are said once.
    ///
    /// # Errors
    /// A sentence that names the operation and the field.
    pub fn check_fields(&self) -> Result<(), String> {
        let (required, optional) = self.operation.fields();
        let present = self.present_fields();
        if let Some(missing) = required.iter().find(|field| !present.contains(field)) {
            return Err(format!("`{}` needs the field `{missing}`", self.operation));
        }
        match present.iter().find(|field| !required.contains(field) && !optional.contains(field)) {
            Some(extra) => Err(format!("`{}` has no field `{extra}`", self.operation)),
            None => self.data.as_ref().map_or(Ok(()), Data::check),
        }
    }

    /// The id of a case read from a file; `(unnamed)` for a resolved case.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or("(unnamed)")
    }

    /// The family and structure, `gaussian/full` or `poisson`; for a divergence its members' family.
    #[must_use]
    pub fn family_label(&self) -> String {
        match (&self.model, &self.p) {
            (Some(model), _) => model.label(),
            (None, Some(member)) => member.family_name().to_owned(),
            (None, None) => "(no model)".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// A value for every field there is.
    fn everything() -> Value {
        json!({
            "data": {"observations": [[1]]}, "model": {"family": "gaussian", "covariance": "full"}, "prior": {},
            "parameters": {"weights": [1], "components": [{}]}, "initial": {"weights": [1], "components": [{}]},
            "responsibilities": [[1]], "q": [[1]], "p": {"family": "gamma", "shape": 1, "rate": 1}, "components": 1,
            "iterations": 1, "record": [], "tolerance": 0, "max_iterations": 1,
        })
    }

    fn case(operation: Operation, fields: &[&str]) -> Case {
        let everything = everything();
        let mut case = json!({"operation": operation.name()});
        for field in fields {
            case[*field] = everything[*field].clone();
        }
        serde_json::from_value(case).unwrap()
    }

    #[test]
    fn an_operation_has_the_fields_it_reads_and_no_others() {
        for operation in Operation::ALL {
            let (required, optional) = operation.fields();
            let all = [required, optional].concat();
            assert_eq!(case(operation, required).check_fields(), Ok(()));
            assert_eq!(case(operation, &all).check_fields(), Ok(()));
            for left_out in required {
                let rest: Vec<&str> = all.iter().filter(|field| *field != left_out).copied().collect();
                let error = case(operation, &rest).check_fields().unwrap_err();
                assert_eq!(error, format!("`{operation}` needs the field `{left_out}`"));
            }
            for other in everything().as_object().unwrap().keys().filter(|field| !all.contains(&field.as_str())) {
                let error = case(operation, &[&all[..], &[other]].concat()).check_fields().unwrap_err();
                assert_eq!(error, format!("`{operation}` has no field `{other}`"));
            }
        }
        let mut twice = case(Operation::Evidence, &["data", "model", "prior", "components"]);
        twice.data.as_mut().unwrap().set = Some("s".to_owned());
        assert!(twice.check_fields().unwrap_err().starts_with("`data` needs one of"));
    }

    #[test]
    fn a_case_is_labelled_by_what_it_is_about() {
        assert_eq!(case(Operation::Evaluate, &["model"]).family_label(), "gaussian/full");
        assert_eq!(case(Operation::Divergence, &["p"]).family_label(), "gamma");
        assert_eq!(case(Operation::Divergence, &[]).family_label(), "(no model)");
        assert_eq!(case(Operation::Divergence, &[]).name(), "(unnamed)");
        assert_eq!(format!("{:>9}|", Operation::Fit), "      fit|");
        for operation in Operation::ALL {
            assert_eq!(json!(operation), json!(operation.name()));
        }
    }
}
