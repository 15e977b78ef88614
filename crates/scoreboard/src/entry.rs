//! What came of judging one implementation, in the form in which it is kept between runs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use suite::report::{Laws, Report};

use crate::trace::Trace;

/// The number of the format of a kept result.
pub const ENTRY_FORMAT: u32 = 1;

/// The failed blocks that are kept of a case; its message counts the others.
const BLOCKS: usize = 12;

/// One implementation and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The format's number, 1.
    pub format: u32,
    /// The name by which it is asked for, the folder of its adapter.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The language it is written in or called from.
    pub language: String,
    /// What of it is judged.
    pub about: String,
    /// What `--adapter` of `cargo xtask verify` takes for it; nothing for the reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter: Option<String>,
    /// A hash of all that the result depends on: another hash is a stale result.
    pub stamp: String,
    /// What came of it.
    pub standing: Standing,
}

/// What came of an implementation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It was put all questions.
    Judged(Box<Judged>),
    /// Its adapter could not be started.
    NotStarted {
        /// Why.
        reason: String,
    },
    /// It is not set up on this machine, or no longer as it is.
    NotSetUp {
        /// What is to be done.
        reason: String,
    },
    /// It is not run, and its folder says why.
    NotRun {
        /// Why.
        reason: String,
    },
}

/// The results of one that was put all questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// By the certified values.
    pub golden: Report,
    /// By the laws.
    pub laws: LawsStanding,
    /// The objective by iteration of the cases that failed and have one, by id.
    #[serde(default)]
    pub traces: BTreeMap<String, Trace>,
}

/// What came of the laws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LawsStanding {
    /// They were tried.
    Tried(Laws),
    /// They could not be.
    NotTried {
        /// Why.
        reason: String,
    },
}

impl Judged {
    /// The same with no more failed blocks of a case than a page shows: a case of a thousand rows may have as many.
    #[must_use]
    pub fn abridged(mut self) -> Self {
        for case in &mut self.golden.cases {
            case.failed_quantities.truncate(BLOCKS);
        }
        self
    }

    /// The laws that were tried.
    #[must_use]
    pub fn laws(&self) -> Option<&Laws> {
        match &self.laws {
            LawsStanding::Tried(laws) => Some(laws),
            LawsStanding::NotTried { .. } => None,
        }
    }
}

impl Entry {
    /// The results, where it was put all questions.
    #[must_use]
    pub fn judged(&self) -> Option<&Judged> {
        match &self.standing {
            Standing::Judged(judged) => Some(judged),
            _ => None,
        }
    }

    /// The version that it gives of itself; empty where it was not asked.
    #[must_use]
    pub fn version(&self) -> &str {
        self.judged().map_or("", |judged| &judged.golden.implementation.version)
    }

    /// Why there are no results; `None` where there are.
    #[must_use]
    pub fn without_results(&self) -> Option<String> {
        match &self.standing {
            Standing::Judged(_) => None,
            Standing::NotStarted { reason } => Some(format!("could not be started: {reason}")),
            Standing::NotSetUp { reason } => Some(format!("not set up: {reason}")),
            Standing::NotRun { reason } => Some(format!("not run: {reason}")),
        }
    }

    /// As JSON, with a newline at its end.
    #[must_use]
    pub fn json(&self) -> String {
        format!("{}\n", serde_json::to_string(self).expect("a result is JSON"))
    }
}
