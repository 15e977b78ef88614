//! An adapter under valgrind: one process a question, its standard input a file, so that nobody waits for anybody.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use suite::{
    format::{Case, PROTOCOL},
    implementation::Response,
    process::{Interrupt, Peer, cut, printable, read_reply},
};
use tempfile::TempDir;

use super::{
    CountError,
    total::{self, Heap},
};

/// How often a process is looked at.
const HEARTBEAT: Duration = Duration::from_millis(20);
/// The id of the one request.
const ID: u64 = 1;
/// What makes a program do the same every time: one thread, whatever library it has them from, and no random hashes.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("RAYON_NUM_THREADS", "1"),
    ("OMP_NUM_THREADS", "1"),
    ("OPENBLAS_NUM_THREADS", "1"),
    ("MKL_NUM_THREADS", "1"),
    ("BLIS_NUM_THREADS", "1"),
    ("NUMEXPR_NUM_THREADS", "1"),
    ("JULIA_NUM_THREADS", "1"),
    ("PYTHONHASHSEED", "0"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
];

/// The version of valgrind, `valgrind-3.19.0`, where there is one.
#[must_use]
pub fn version() -> Option<String> {
    let output = Command::new("valgrind").arg("--version").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Counts what an adapter does.
pub struct Counter {
    words: Vec<String>,
    interrupt: Interrupt,
    limit: Duration,
}

impl Counter {
    /// Of the adapter that these words start; a question has so much time.
    #[must_use]
    pub fn new(words: Vec<String>, limit: Duration, interrupt: Interrupt) -> Self {
        Self { words, interrupt, limit }
    }

    /// Instructions of a process, with those of the processes it starts, that answers one case and ends.
    ///
    /// # Errors
    /// When valgrind is not there or fails, or the process does not end in time.
    pub fn instructions(&self, case: &Case) -> Result<(u64, Response), CountError> {
        const TOOL: &str = "callgrind";
        let run = Run::start(self, &["--tool=callgrind", "--callgrind-out-file="], case)?;
        let counts: Vec<u64> = run.files()?.iter().filter_map(|text| total::callgrind(text)).collect();
        match counts.is_empty() {
            true => Err(CountError::NoCount { tool: TOOL, reason: run.last_words() }),
            false => Ok((counts.iter().sum(), run.response)),
        }
    }

    /// What it allocates.
    ///
    /// # Errors
    /// As [`Self::instructions`].
    pub fn heap(&self, case: &Case) -> Result<(Heap, Response), CountError> {
        const TOOL: &str = "DHAT";
        let run = Run::start(self, &["--tool=dhat", "--dhat-out-file=/dev/null", "--log-file="], case)?;
        let counts: Vec<Heap> = run.files()?.iter().filter_map(|text| total::dhat(text)).collect();
        let sum = |of: fn(&Heap) -> u64| counts.iter().map(of).sum();
        match counts.is_empty() {
            true => Err(CountError::NoCount { tool: TOOL, reason: run.last_words() }),
            false => Ok((Heap { bytes: sum(|heap| heap.bytes), blocks: sum(|heap| heap.blocks) }, run.response)),
        }
    }

    fn wait(&self, child: &mut Child) -> Result<ExitStatus, CountError> {
        let started = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) if self.interrupt.raised() => return Err(CountError::Interrupted),
                Ok(None) if started.elapsed() > self.limit => {
                    let limit = self.limit.as_secs();
                    return Err(CountError::NoAnswer(format!("it did not end within {limit} s under valgrind")));
                }
                Ok(None) => thread::sleep(HEARTBEAT),
                Err(error) => return Err(CountError::NoAnswer(error.to_string())),
            }
        }
    }
}

/// A process that has ended.
struct Run {
    directory: TempDir,
    response: Response,
}

impl Run {
    /// Runs valgrind; the last option is that of the file a process, below `counts`.
    fn start(counter: &Counter, options: &[&str], case: &Case) -> Result<Self, CountError> {
        let fault = |error: std::io::Error| CountError::NoAnswer(error.to_string());
        let directory = tempfile::tempdir().map_err(fault)?;
        let place = |name: &str| directory.path().join(name);
        let request = json!({"protocol": PROTOCOL, "id": ID, "op": "run", "case": case});
        fs::write(place("request"), format!("{request}\n")).map_err(fault)?;
        fs::create_dir(place("counts")).map_err(fault)?;
        let (file, options) = options.split_last().expect("an option");
        let mut command = Command::new("valgrind");
        command.arg("--trace-children=yes").args(options).arg(format!("{file}{}", place("counts/%p").display()));
        command.arg("--").args(&counter.words).envs(ENVIRONMENT);
        command.stdin(File::open(place("request")).map_err(fault)?);
        command.stdout(File::create(place("reply")).map_err(fault)?);
        command.stderr(File::create(place("said")).map_err(fault)?);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| CountError::NoValgrind(error.to_string()))?;
        let ended = counter.wait(&mut child);
        Peer::kill(&mut child);
        let run = Self { response: reply(&place("reply")), directory };
        let status = ended?;
        match (&run.response, status.success()) {
            (Response::Ok(_), false) => {
                Err(CountError::NoAnswer(format!("it ended with {status}: {}", run.last_words())))
            }
            (Response::Garbled(reason), _) => Err(CountError::NoAnswer(format!("{reason}: {}", run.last_words()))),
            _ => Ok(run),
        }
    }

    /// The files that valgrind wrote, one a process.
    fn files(&self) -> Result<Vec<String>, CountError> {
        let fault = |error: std::io::Error| CountError::NoAnswer(error.to_string());
        let entries = fs::read_dir(self.directory.path().join("counts")).map_err(fault)?;
        entries.map(|entry| fs::read_to_string(entry.map_err(fault)?.path()).map_err(fault)).collect()
    }

    fn last_words(&self) -> String {
        let said = fs::read(self.directory.path().join("said")).unwrap_or_default();
        let text = String::from_utf8_lossy(&said).into_owned();
        let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
        cut(&printable(last), 300)
    }
}

/// The first line that was printed, as a reply.
fn reply(path: &Path) -> Response {
    let mut line = Vec::new();
    let read = File::open(path).and_then(|file| BufReader::new(file).read_until(b'\n', &mut line));
    match read {
        Ok(_) => read_reply(line.strip_suffix(b"\n").unwrap_or(&line), ID),
        Err(error) => Response::Garbled(error.to_string()),
    }
}
