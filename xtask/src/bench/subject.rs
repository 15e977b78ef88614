//! What is asked: workloads, cases of the golden suite, cases of one's own; and what a right answer to them is.

use std::{fs, path::Path};

use ::measure::{
    answer::{Answer, path},
    race::Question,
    truth::Truth,
    workload::{self, Workload},
};
use clap::Args;
use reference_adapter::Reference;
use serde_json::Value;
use suite::{
    format::{Case, Operation},
    golden::Suite,
    implementation::{Implementation, Response},
    runner::prepare_one,
};

use crate::{
    arguments::{did_you_mean, open_suite, workspace},
    failure::{Failure, Result, note},
};

/// The arguments that say what is asked.
#[derive(Args, Clone)]
pub struct What {
    /// The workloads whose name matches, for instance "G*"; may be repeated [default: all, where no --case is named]
    #[arg(long, value_name = "GLOB")]
    workload: Vec<String>,
    /// A case to measure with: a file, or the id of one of the golden suite; may be repeated
    #[arg(long, value_name = "FILE|ID")]
    case: Vec<String>,
    /// Divide the number of observations of each workload by this
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    scale: u32,
}

/// One thing that is asked; its data are made when it is.
#[derive(Clone)]
pub enum Subject {
    /// A workload, at a scale.
    Workload(&'static Workload, usize),
    /// A case by its file or id.
    Case(String),
}

impl What {
    /// What is asked, in order.
    pub fn subjects(&self) -> Result<Vec<Subject>> {
        let all = ["*".to_owned()];
        let globs = if self.workload.is_empty() && self.case.is_empty() { &all[..] } else { &self.workload };
        let mut subjects = Vec::new();
        for glob in globs {
            let chosen = workload::chosen(glob).map_err(|message| Failure::usage(format!("--workload: {message}")))?;
            subjects.extend(chosen.into_iter().map(|workload| Subject::Workload(workload, self.scale as usize)));
        }
        subjects.extend(self.case.iter().cloned().map(Subject::Case));
        Ok(subjects)
    }
}

impl Subject {
    /// Its name in tables and records.
    pub fn name(&self) -> String {
        match self {
            Self::Workload(workload, scale) => workload.name_at(*scale),
            Self::Case(name) => {
                let path = Path::new(name);
                let stem = path.file_stem().filter(|_| path.is_file());
                stem.map_or_else(|| name.clone(), |stem| stem.to_string_lossy().into_owned())
            }
        }
    }

    /// The question, with the truth about it.
    pub fn question(&self) -> Result<Question> {
        match self {
            Self::Workload(workload, scale) => of_workload(workload, *scale),
            Self::Case(name) => of_case(name, self.name()),
        }
    }
}

/// Where the answers stand.
pub fn answers() -> std::path::PathBuf {
    workspace().join("benches").join("answers")
}

fn of_workload(workload: &Workload, scale: usize) -> Result<Question> {
    let (name, case) = (workload.name_at(scale), workload.case(scale));
    let answer = if path(&answers(), &name).exists() {
        Answer::read(&answers(), &name, &case).map_err(|error| {
            Failure::usage(error.to_string())
                .help(format!("run `cargo xtask bench answers --workload {}`", workload.name))
        })?
    } else {
        of_today(&name, &case)?.0
    };
    Ok(Question { name, case, iterations: workload.iterations, truth: Truth::Answer(answer) })
}

fn of_case(named: &str, name: String) -> Result<Question> {
    let suite = open_suite(None)?;
    let (case, truth) = if Path::new(named).is_file() {
        (of_file(Path::new(named), &suite)?, None)
    } else {
        let unknown = || {
            let failure = Failure::usage(format!("there is neither a file nor a golden case `{named}`"));
            failure.help(did_you_mean(&suite, named).unwrap_or_else(|| "ids are those of golden/cases".to_owned()))
        };
        let case = suite.cases.iter().find(|case| case.name() == named).ok_or_else(unknown)?;
        let prepared = prepare_one(&suite, case).map_err(|error| Failure::broken_suite(&error, None))?;
        let resolved = prepared.resolved.clone();
        (resolved, prepared.expected.is_some().then(|| Truth::Certified(Box::new(prepared))))
    };
    let (answer, reply) = of_today(&name, &case)?;
    let iterations = match case.operation {
        Operation::Fit => reply["iterations"].as_u64().unwrap_or(1) as usize,
        _ => case.iterations.unwrap_or(1),
    };
    Ok(Question { name, case, iterations: iterations.max(1), truth: truth.unwrap_or(Truth::Answer(answer)) })
}

/// A case of one's own, whose data may be of the library.
fn of_file(path: &Path, suite: &Suite) -> Result<Case> {
    let fault = |what: String| Failure::usage(format!("{}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    let case: Case = serde_json::from_str(&text).map_err(|error| fault(error.to_string()))?;
    case.check_fields().map_err(fault)?;
    suite.data.resolve(&case).map_err(|error| fault(error.to_string()))
}

/// The reference's own answer, where there is no other to go by; and what it said in full.
pub fn of_today(name: &str, case: &Case) -> Result<(Answer, Value)> {
    let mut reference = Reference::new();
    let who = format!("{} {}", reference.description().name, reference.description().version);
    let none = |why: String| Failure::usage(format!("{name}: there is no answer to check a timing by: {why}"));
    match reference.run(case) {
        Response::Ok(reply) => {
            let answer = Answer::new(name, case, &reply, who);
            Ok((answer.ok_or_else(|| none("the reference reports no number".to_owned()))?, reply))
        }
        other => Err(none(format!("the reference {}", ::measure::contestant::complaint(&other)))),
    }
}

/// Says what the answers are checked by, where that is not what everybody has confirmed.
pub fn say_source(question: &Question) {
    if matches!(&question.truth, Truth::Answer(answer) if answer.confirmed_by.is_none()) {
        note(&format!("{}: answers are checked by {}\n", question.name, question.truth.source()));
    }
}
