//! `cargo xtask bench answers`: writes the answers of the workloads to `benches/answers`.
//!
//! An answer is the reference's. It is written only where an implementation that shares no code with it, the NumPy textbook unless another is
//! named, gives the same to the digits that a timing is asked for; both versions and the agreement are written with it.

use std::process::ExitCode;

use ::measure::answer::{Answer, path};
use clap::Args;
use suite::{
    implementation::{Implementation, Response},
    process::{Interrupt, Limits, ProcessAdapter},
    replace::replace,
};

use super::{
    field::{REPLY_BYTES, TIMEOUT},
    subject::{Subject, What, answers, of_today},
};
use crate::{
    contestant::{Contestant, Who},
    failure::{Failure, Result, note},
    signals::Signals,
};

/// The arguments of `bench answers`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    what: What,
    /// Who confirms the reference's answers
    #[arg(long, value_name = "CMD", default_value = "python3 adapters/numpy/em.py")]
    adapter: String,
    /// Write nothing; fail where an answer is not what would be written, but for the versions
    #[arg(long)]
    check: bool,
}

/// Writes or compares the answers.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let signals = Signals::catch();
    signals.in_order(|| {
        for subject in arguments.what.subjects()? {
            let answer = confirmed(&subject, &arguments.adapter, signals.interrupt())?;
            if arguments.check { compare(&answer)? } else { write(&answer)? }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The reference's answer, confirmed.
fn confirmed(subject: &Subject, adapter: &str, interrupt: &Interrupt) -> Result<Answer> {
    let Subject::Workload(workload, scale) = subject else {
        return Err(Failure::usage("answers are of workloads: a case has its own or the reference's"));
    };
    let (name, case) = (subject.name(), workload.case(*scale));
    let (mut answer, _) = of_today(&name, &case)?;
    let mut other = start(adapter, interrupt)?;
    let who = format!("{} {}", other.description().name, other.description().version);
    let digits = match other.run(&case) {
        Response::Ok(reply) => {
            answer.digits(&reply).map_err(|what| Failure::usage(format!("{name}: {who}: {what}")))?
        }
        response => {
            let complaint = ::measure::contestant::complaint(&response);
            return Err(Failure::usage(format!("{name}: {who} does not confirm it: {complaint}")));
        }
    };
    note(&format!("{name}: {} digits of agreement with {who}, {:.2} due\n", rounded(digits), answer.required_digits));
    if digits < answer.required_digits {
        return Err(Failure::usage(format!(
            "{name}: {who} and the reference agree to {digits:.1} digits alone: nothing is written"
        )));
    }
    answer.confirmed_by = Some(who);
    answer.agreement_digits = Some(rounded(digits));
    Ok(answer)
}

fn start(adapter: &str, interrupt: &Interrupt) -> Result<ProcessAdapter> {
    let who = Who { adapter: Some(adapter.to_owned()), ..Who::default() };
    let judgee = Contestant::new(&who)?;
    let limits = Limits { reply_bytes: REPLY_BYTES, ..Limits::within(judgee.limits().time.max(TIMEOUT)) };
    let command = judgee.command().expect("an adapter has a command");
    ProcessAdapter::start(command, limits, interrupt.clone()).map_err(|error| Failure::not_started(&error))
}

fn rounded(digits: f64) -> f64 {
    (digits * 10.0).round() / 10.0
}

fn write(answer: &Answer) -> Result<()> {
    let path = path(&answers(), &answer.workload);
    replace(&path, answer.text().as_bytes()).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

/// The written values may be those of another machine, whose functions round otherwise.
fn compare(answer: &Answer) -> Result<()> {
    let path = path(&answers(), &answer.workload);
    let fault = |what: String| Failure::usage(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(&path).map_err(|error| fault(error.to_string()))?;
    let written: Answer = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
    let reply = serde_json::json!({ written.quantity.as_str(): answer.values });
    let digits = written.digits(&reply).map_err(fault)?;
    if written.case_sha256 != answer.case_sha256 || digits < written.required_digits {
        return Err(fault("is not the answer of today".to_owned()).help("run `cargo xtask bench answers`"));
    }
    Ok(())
}
