//! Laws tried side by side, each on an implementation of its thread's own.

use std::{
    ops::ControlFlow,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use ::props::{
    Law,
    run::{Plan, Trial, try_law},
};
use indicatif::{ProgressBar, ProgressStyle};
use suite::{
    format::{Description, Precision},
    implementation::Implementation,
    process::Interrupt,
    runner::{RunError, Start},
};

use crate::failure::{Failure, Result};

/// Which laws are tried how.
pub struct Round<'a> {
    /// The laws.
    pub laws: &'a [&'static Law],
    /// The cases of each.
    pub plan: Plan,
    /// How many implementations work at a time.
    pub jobs: usize,
    /// Stops the round.
    pub interrupt: &'a Interrupt,
}

impl Round<'_> {
    /// Tries the laws, with a progress bar where standard error is a terminal: who was tried, and what came of each law.
    ///
    /// # Errors
    /// When an implementation cannot be started, computes in binary32, or the round is interrupted.
    pub fn run(&self, start: &Start) -> Result<(Description, Vec<Trial>)> {
        let bar = progress_bar(self.laws.len() * self.plan.cases);
        let trials = self.laws.iter().map(|_| OnceLock::new()).collect();
        let work = Work { round: self, start, bar, next: AtomicUsize::new(0), broken: AtomicUsize::new(0), trials };
        let ended: Vec<Result<Description>> = thread::scope(|scope| {
            let jobs = self.jobs.clamp(1, self.laws.len().max(1));
            let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(|| work.share())).collect();
            workers.into_iter().map(|worker| worker.join().expect("a worker does not panic")).collect()
        });
        work.bar.finish_and_clear();
        let trials: Vec<Trial> = work.trials.into_iter().filter_map(OnceLock::into_inner).collect();
        if self.interrupt.raised() {
            let (done, laws) = (trials.len(), self.laws.len());
            return Err(Failure::interrupted(format!("stopped after {done} of {laws} laws; there is no verdict")));
        }
        let description = ended.into_iter().collect::<Result<Vec<_>>>()?.swap_remove(0);
        assert_eq!(trials.len(), self.laws.len(), "every law has an outcome");
        Ok((description, trials))
    }
}

fn progress_bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}").expect("a template");
    ProgressBar::new(cases as u64).with_style(style)
}

/// What the threads of a round share.
struct Work<'a> {
    round: &'a Round<'a>,
    start: &'a Start<'a>,
    bar: ProgressBar,
    next: AtomicUsize,
    broken: AtomicUsize,
    trials: Vec<OnceLock<Trial>>,
}

impl Work<'_> {
    /// One thread's share: laws until there are none left. Any error ends the round for all threads.
    fn share(&self) -> Result<Description> {
        let result = self.question();
        if result.is_err() {
            self.next.store(self.round.laws.len(), Ordering::Relaxed);
        }
        result
    }

    fn question(&self) -> Result<Description> {
        let mut implementation = (self.start)().map_err(RunError::from)?;
        let description = implementation.description().clone();
        if description.precision == Precision::Binary32 {
            let message = format!("`{}` computes in binary32, and the laws know binary64 alone", description.name);
            return Err(Failure::usage(message));
        }
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(law) = self.round.laws.get(index) else { break };
            let trial = self.try_one(law, implementation.as_mut());
            if self.round.interrupt.raised() {
                break;
            }
            self.trials[index].set(trial).expect("each index is handed out once");
        }
        Ok(description)
    }

    /// One law; the bar counts each of its cases once, however it ends.
    fn try_one(&self, law: &Law, implementation: &mut dyn Implementation) -> Trial {
        let most = self.round.plan.cases;
        let mut counted = 0;
        self.tell(law);
        let trial = try_law(law, implementation, self.round.plan, &mut || {
            if counted < most {
                counted += 1;
                self.bar.inc(1);
            }
            if self.round.interrupt.raised() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.bar.inc((most - counted) as u64);
        self.broken.fetch_add(usize::from(trial.broken.is_some()), Ordering::Relaxed);
        trial
    }

    fn tell(&self, law: &Law) {
        self.bar.set_message(match self.broken.load(Ordering::Relaxed) {
            0 => law.name.to_owned(),
            broken => format!("{broken} broken  {}", law.name),
        });
    }
}
