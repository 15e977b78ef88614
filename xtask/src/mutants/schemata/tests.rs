//! The tests one by one: how long each takes, and which functions it reaches.

use std::{
    collections::HashSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::program::Program;
use crate::failure::{Failure, Result};

/// How long a test may take with a mutant: this, and so many times what it takes without. Where the system tells it, the time is that of
/// the processor, and the clock may show `IDLE` times as much: the machine may be busy, and a test may wait for what never comes.
const PATIENCE: (Duration, u32) = (Duration::from_secs(5), 10);
const IDLE: u32 = 10;
/// What a test takes from which on it is worth noting that a mutant has passed it.
const SLOW: Duration = Duration::from_millis(300);

/// A test.
#[derive(Debug)]
pub struct Test {
    program: Program,
    /// Its name in the program.
    pub name: String,
    functions: HashSet<u32>,
    /// How long it takes on the code as it is.
    takes: Duration,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It did not end in time.
    Late,
}

/// All tests of the programs, the quickest first, after each has passed on the code as it is.
pub fn observe(programs: &[Program], scratch: &Path) -> Result<Vec<Test>> {
    let mut tests = Vec::new();
    for program in programs {
        for name in names(program)? {
            let mut test = Test { program: program.clone(), name, functions: HashSet::new(), takes: Duration::MAX };
            test.observe(scratch)?;
            tests.push(test);
        }
    }
    tests.sort_by_key(|test| test.takes);
    Ok(tests)
}

fn names(program: &Program) -> Result<Vec<String>> {
    let output = Command::new(&program.path).args(["--list", "--format=terse"]).output();
    let output = output.map_err(|error| lost(&program.path, &error))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}

fn lost(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be run: {error}", path.display()))
}

impl Test {
    /// Whether it calls a function.
    pub fn reaches(&self, function: u32) -> bool {
        self.functions.contains(&function)
    }

    /// The file it is in, from the root of the tree, where that is a file of tests and the test is slow.
    pub fn slow_file(&self, tree: &Path) -> Option<String> {
        let module = self.name.split("::").next()?;
        let package = self.program.directory.strip_prefix(tree).ok()?.to_str()?;
        (self.program.is_of_files && self.takes > SLOW).then(|| format!("{package}/tests/{module}.rs"))
    }

    /// Runs it with a mutant switched on.
    pub fn run(&self, mutant: u32) -> Result<End> {
        let (least, times) = PATIENCE;
        self.end(self.command().env("MUTANT", mutant.to_string()), least + times * self.takes)
    }

    fn observe(&mut self, scratch: &Path) -> Result<()> {
        let reached = scratch.join("reached");
        let _ = fs::remove_file(&reached);
        let start = Instant::now();
        let end = self.end(self.command().env("MUTANT_REACHED", &reached), Duration::MAX)?;
        self.takes = start.elapsed();
        if end != End::Passed {
            return Err(Failure::usage(format!("{} fails on the unchanged code", self.name)));
        }
        let text = fs::read_to_string(&reached).unwrap_or_default();
        self.functions = text.lines().filter_map(|line| line.parse().ok()).collect();
        Ok(())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program.path);
        command.current_dir(&self.program.directory).args(["--exact", "--test-threads=1", &self.name]);
        command.envs(super::super::laboratory::SEEDED);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn end(&self, command: &mut Command, limit: Duration) -> Result<End> {
        let lost = |error| lost(&self.program.path, &error);
        let start = Instant::now();
        let mut child = command.spawn().map_err(lost)?;
        let mut pause = Duration::from_millis(1);
        loop {
            if let Some(status) = child.try_wait().map_err(lost)? {
                return Ok(if status.success() { End::Passed } else { End::Failed });
            }
            if is_late(child.id(), start.elapsed(), limit) {
                // An error means that it has ended after all.
                let _ = child.kill();
                child.wait().map_err(lost)?;
                return Ok(End::Late);
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }
}

fn is_late(process: u32, elapsed: Duration, limit: Duration) -> bool {
    elapsed > limit && (elapsed > limit.saturating_mul(IDLE) || spent(process).is_none_or(|spent| spent > limit))
}

/// The time of the processor that a process has had, where the system has files that tell.
fn spent(process: u32) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in parentheses, and may have spaces. User and system time are the 14th and 15th field, in hundredths.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

#[cfg(test)]
mod of_changes {
    use super::*;

    #[test]
    fn a_busy_machine_makes_no_test_late() {
        let (second, own) = (Duration::from_secs(1), std::process::id());
        assert!(!is_late(own, second, 2 * second));
        assert!(is_late(u32::MAX, 3 * second, 2 * second));
        assert!(is_late(own, 3_001 * second, 300 * second));
        if let Some(spent) = spent(own) {
            assert!(spent < 300 * second && !is_late(own, 301 * second, 300 * second));
        }
    }
}
