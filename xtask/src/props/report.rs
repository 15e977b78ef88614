//! From what came of the laws to the report on it.

use std::path::Path;

use ::props::{
    Law,
    run::{Also, Broken, Plan, Trial},
};
use suite::report::{ALSO, BrokenLaw, LawResult, Laws};

use super::write::{self, place};
use crate::contestant::Contestant;

/// How a violation is shown again.
pub struct Rerun<'a> {
    /// Who was tried.
    pub contestant: &'a Contestant,
    /// The suite into which violations are written, where they are.
    pub suite: Option<&'a Path>,
}

/// The report on the trials; violations are written on the way.
pub fn laws(plan: Plan, laws: &[&'static Law], trials: Vec<Trial>, rerun: &Rerun) -> Laws {
    let results = laws.iter().zip(trials).map(|(law, trial)| result(plan, law, trial, rerun)).collect();
    Laws { seed: plan.seed, cases: plan.cases, results }
}

fn result(plan: Plan, law: &Law, trial: Trial, rerun: &Rerun) -> LawResult {
    let (unsupported, unsupported_reason) = trial.unsupported;
    let (not_applicable, not_applicable_reason) = trial.inapplicable;
    LawResult {
        law: law.name.to_owned(),
        statement: law.statement.to_owned(),
        held: trial.held,
        unsupported,
        unsupported_reason,
        not_applicable,
        not_applicable_reason,
        broken: trial.broken.map(|broken| {
            let law = broken_law(plan.seed, law, broken, rerun);
            BrokenLaw { message: with_others(&law.message, &trial.also), ..law }
        }),
    }
}

/// The message with the models on which the law is broken besides, below its first line.
fn with_others(message: &str, also: &[Also]) -> String {
    let each: Vec<String> = also.iter().map(|Also { model, index }| format!("{model} (case {index})")).collect();
    if each.is_empty() {
        return message.to_owned();
    }
    let others = format!("{ALSO} {}", each.join(", "));
    let mut lines = message.lines();
    lines.next().into_iter().chain([others.as_str()]).chain(lines).collect::<Vec<_>>().join("\n")
}

/// A case that cannot be written is told of, and takes nothing from the verdict.
fn broken_law(seed: u64, law: &Law, broken: Broken, rerun: &Rerun) -> BrokenLaw {
    let mut commands = vec![props_again(seed, law, broken.index, rerun)];
    let mut file = None;
    if let Some(suite) = rerun.suite {
        match write::write(suite, law, seed, &broken) {
            Ok(path) => {
                file = Some(place(&path));
                commands.push(verify_again(suite, &write::id(law, seed, broken.index), rerun));
            }
            Err(failure) => drop(failure.show()),
        }
    }
    BrokenLaw {
        index: broken.index,
        message: broken.violation.to_string(),
        case: broken.case,
        smaller_cases_tried: broken.shrinks,
        file,
        rerun: commands,
    }
}

/// The command that finds and shrinks the case again.
fn props_again(seed: u64, law: &Law, index: usize, rerun: &Rerun) -> String {
    let cases = (index + 1).to_string();
    let seed = seed.to_string();
    let mut words = vec!["cargo", "xtask", "props", "--law", law.name, "--seed", &seed, "--cases", &cases];
    let default = rerun.suite.is_none_or(|suite| suite == write::default_directory());
    let directory = rerun.suite.map(place).filter(|_| !default);
    words.extend(directory.iter().flat_map(|directory| ["--write", directory]));
    shell_words::join(rerun.contestant.again(words))
}

/// The command that judges by the written case.
fn verify_again(suite: &Path, id: &str, rerun: &Rerun) -> String {
    shell_words::join(rerun.contestant.again(["cargo", "xtask", "verify", "--suite", &place(suite), "--filter", id]))
}
