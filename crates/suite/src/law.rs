//! Laws as the referee knows them: a name, and somebody who rules by it. What a law says is not its business.

use std::fmt;

use crate::{
    format::Case,
    implementation::Implementation,
    verdict::{Finding, Outcome, Verdict},
};

/// What a law says of an implementation on one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// It holds.
    Held,
    /// It is broken: what is wrong.
    Broken(String),
    /// It could not be tried: why.
    Unsupported(String),
}

/// Whoever rules by one law. It may put as many questions as it likes.
pub trait Judge: fmt::Debug + Sync {
    /// Tries an implementation on a resolved case.
    fn rule(&self, implementation: &mut dyn Implementation, case: &Case) -> Ruling;
}

/// Finds the law of a name.
pub type Find = fn(&str) -> Option<&'static dyn Judge>;

/// The law that a case is judged by.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its permanent name.
    pub name: String,
    /// Who rules by it.
    pub judge: &'static dyn Judge,
}

impl Rule {
    /// What becomes of a case by this law.
    pub fn finding(&self, implementation: &mut dyn Implementation, case: &Case) -> Finding {
        let (outcome, message) = match self.judge.rule(implementation, case) {
            Ruling::Held => (Outcome::Passed, String::new()),
            Ruling::Broken(what) => (Outcome::Failed, format!("breaks the law `{}`: {what}", self.name)),
            Ruling::Unsupported(why) => (Outcome::Unsupported, why),
        };
        Finding::on(Verdict::default(), outcome, message)
    }
}

#[cfg(test)]
mod tests;
