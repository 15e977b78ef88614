//! Puts each mutant to the tests that reach its function, the quickest first, until one notices.

use std::{
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use indicatif::{ProgressBar, ProgressStyle};

use super::{
    Numbered,
    ledger::Ledger,
    tests::{End, Test},
};
use crate::{
    arguments::cores,
    failure::{Failure, Result},
    mutants::tried::Outcome,
};

/// Tries the mutants, as many at a time as there are cores, and enters what became of each.
pub fn try_all(tests: &[Test], mutants: &[Numbered<'_>], ledger: &Ledger, tree: &Path) -> Result<()> {
    let tests: Vec<_> = tests.iter().map(|test| (test, test.slow_file(tree))).collect();
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {eta}  {wide_msg}").expect("a template");
    let bar = ProgressBar::new(mutants.len() as u64).with_style(style);
    let (next, missed, failure) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(None::<Failure>));
    let work = || {
        while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
            let entered = outcome(&tests, mutant, ledger).and_then(|outcome| {
                ledger.enter(&mutant.listed.name, outcome)?;
                Ok(usize::from(outcome == Outcome::Missed))
            });
            match entered {
                Ok(one) => bar.set_message(format!("{} survived", missed.fetch_add(one, Ordering::Relaxed) + one)),
                Err(error) => {
                    *failure.lock().expect("no panic under the lock") = Some(error);
                    next.store(mutants.len(), Ordering::Relaxed);
                }
            }
            bar.inc(1);
        }
    };
    thread::scope(|scope| {
        (0..cores()).for_each(|_| drop(scope.spawn(work)));
    });
    bar.finish_and_clear();
    failure.into_inner().expect("no panic under the lock").map_or(Ok(()), Err)
}

fn outcome(tests: &[(&Test, Option<String>)], mutant: &Numbered<'_>, ledger: &Ledger) -> Result<Outcome> {
    let name = &mutant.listed.name;
    for (test, slow) in tests.iter().filter(|(test, _)| test.reaches(mutant.function)) {
        if slow.as_ref().is_some_and(|file| ledger.has_passed(name, &test.name, file)) {
            continue;
        }
        match (test.run(mutant.number)?, slow) {
            (End::Passed, Some(file)) => ledger.enter_passed(name, &test.name, file)?,
            (End::Passed, None) => {}
            (End::Failed, _) => return Ok(Outcome::Caught),
            (End::Late, _) => return Ok(Outcome::Timeout),
        }
    }
    Ok(Outcome::Missed)
}
