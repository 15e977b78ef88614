//! Who is measured, and on what terms.

use std::{env, time::Duration};

use ::measure::{
    contestant::{Contestant, Process, Terms},
    pin::Pin,
    race::{Interrupted, Lane, Plan, Question, Stage, race},
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use suite::process::{Interrupt, Limits};

use crate::{
    arguments::seconds,
    contestant::{Contestant as Judgee, Who},
    failure::{Failure, Result},
};

/// The longest reply that is read: a variational workload answers with every responsibility.
pub const REPLY_BYTES: usize = 1 << 30;
/// Seconds that a request may take where neither the caller nor a manifest says otherwise.
pub const TIMEOUT: Duration = Duration::from_secs(300);

/// The arguments that say on what terms is measured.
#[derive(Args, Clone)]
pub struct How {
    /// Threads that each implementation is told to use
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: u16,
    /// Seconds that a workload is measured for, beside the checks of the answers [default: run 30, compare 60, noise 10]
    #[arg(long, value_name = "S", value_parser = seconds)]
    seconds: Option<Duration>,
    /// Exactly so many rounds, however long they take
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    rounds: Option<u16>,
    /// Seconds that an implementation has for a request [default: 300, or what the manifest of @NAME says where that is more]
    #[arg(long, value_name = "S", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Let the system move processes from core to core
    #[arg(long)]
    no_pin: bool,
}

impl How {
    /// The plan of a race of so many seconds unless it was said otherwise, which may end once its ratios are known to within `precision`.
    pub fn plan(&self, seconds: f64, precision: Option<f64>) -> Plan {
        let seconds = self.seconds.map_or(seconds, |seconds| seconds.as_secs_f64());
        Plan { seconds, rounds: self.rounds.map(usize::from), precision }
    }

    fn terms(&self, limits: Limits) -> Terms {
        let threads = usize::from(self.threads);
        let pin = if self.no_pin { Pin::nowhere() } else { Pin::for_threads(threads) };
        Terms { limits: Limits { reply_bytes: REPLY_BYTES, ..limits }, threads, pin }
    }

    /// Starts the reference as everybody is started, in a process that speaks the protocol.
    pub fn reference(&self, interrupt: &Interrupt) -> Result<Box<dyn Contestant>> {
        let program = env::current_exe().map_err(|error| Failure::usage(format!("where am I? {error}")))?;
        let command = shell_words::join([program.to_string_lossy().as_ref(), "adapter"]);
        self.process(&command, None, Limits::within(self.timeout.unwrap_or(TIMEOUT)), interrupt)
    }

    /// Starts whoever `--adapter` means.
    pub fn adapter(&self, adapter: &str, label: Option<&str>, interrupt: &Interrupt) -> Result<Box<dyn Contestant>> {
        let who = Who { adapter: Some(adapter.to_owned()), timeout: self.timeout, start_timeout: None };
        let judgee = Judgee::new(&who)?;
        let mut limits = judgee.limits();
        if self.timeout.is_none() {
            limits = Limits::within(limits.time.max(TIMEOUT));
        }
        self.process(judgee.command().expect("an adapter has a command"), label, limits, interrupt)
    }

    /// Starts a command.
    pub fn process(
        &self,
        command: &str,
        label: Option<&str>,
        limits: Limits,
        interrupt: &Interrupt,
    ) -> Result<Box<dyn Contestant>> {
        let process = Process::start(command, label, &self.terms(limits), interrupt.clone());
        Ok(Box::new(process.map_err(|error| Failure::not_started(&error))?))
    }
}

/// Runs a race with a line of progress where standard error is a terminal.
pub fn watched(
    question: &Question,
    contestants: &mut [Box<dyn Contestant>],
    plan: Plan,
    interrupt: &Interrupt,
) -> Result<Vec<Lane>> {
    let style = ProgressStyle::with_template("{bar:30} {wide_msg}").expect("a template");
    let bar = ProgressBar::new(1_000).with_style(style);
    let mut watch = |stage: Stage| match stage {
        Stage::Checks(name) => bar.set_message(format!("{}: the answer of {name}", question.name)),
        Stage::Rounds(rounds, share) => {
            let share = plan.rounds.map_or(share, |wanted| rounds as f64 / wanted as f64);
            bar.set_position((1_000.0 * share.min(1.0)) as u64);
            bar.set_message(format!("{}: round {rounds}", question.name));
        }
    };
    let lanes = race(question, contestants, plan, interrupt, &mut watch);
    bar.finish_and_clear();
    lanes.map_err(|Interrupted| Failure::interrupted("stopped; what was measured is dropped"))
}
