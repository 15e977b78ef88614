//! Whoever is timed: an implementation in a process of its own, or whatever a test makes up.

use suite::{
    format::Case,
    implementation::{Implementation, Response},
    process::{Interrupt, Limits, ProcessAdapter, StartError},
};

use crate::{machine::memory, pin::Pin};

/// What the libraries of numerical computing read to know how many threads they may use; the last is this project's own.
const THREADS: [&str; 5] =
    ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "EM_THREADS"];

/// One that can be asked and timed.
pub trait Contestant {
    /// Its name.
    fn name(&self) -> String;

    /// Its version.
    fn version(&self) -> String;

    /// Its answer.
    fn answer(&mut self, case: &Case) -> Response;

    /// Seconds of the computation alone, one figure a repeat.
    ///
    /// # Errors
    /// The response, where it is no timing.
    fn bench(&mut self, case: &Case, repeats: usize) -> Result<Vec<f64>, Response>;

    /// Begins anew, in another place of the memory.
    ///
    /// # Errors
    /// Why it does not.
    fn renew(&mut self) -> Result<(), String> {
        Ok(())
    }

    /// Whether the seconds that it gives pass while we wait for them; not so where a test makes them up.
    fn is_on_our_clock(&self) -> bool {
        true
    }

    /// The most memory it has had at a time, in bytes, where that can be known.
    fn peak_memory(&self) -> Option<u64> {
        None
    }
}

/// An adapter in a process, told how many threads it may use and kept on as many cores.
pub struct Process {
    label: String,
    adapter: ProcessAdapter,
    command: String,
    terms: Terms,
    interrupt: Interrupt,
}

/// How a process is started.
#[derive(Clone, Debug)]
pub struct Terms {
    /// What it may take.
    pub limits: Limits,
    /// Threads it may use.
    pub threads: usize,
    /// The cores it is kept on.
    pub pin: Pin,
}

impl Process {
    /// Starts a command. What it is called is its own word unless `label` says otherwise.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(command: &str, label: Option<&str>, terms: &Terms, interrupt: Interrupt) -> Result<Self, StartError> {
        let adapter = started(command, terms, interrupt.clone())?;
        let label = label.map_or_else(|| adapter.description().name.clone(), str::to_owned);
        Ok(Self { label, adapter, command: command.to_owned(), terms: terms.clone(), interrupt })
    }
}

fn started(command: &str, terms: &Terms, interrupt: Interrupt) -> Result<ProcessAdapter, StartError> {
    let environment = THREADS.map(|name| (name.to_owned(), terms.threads.to_string())).to_vec();
    terms.pin.during(|| ProcessAdapter::start_in(command, environment, terms.limits, interrupt))
}

impl Contestant for Process {
    fn name(&self) -> String {
        self.label.clone()
    }

    fn version(&self) -> String {
        self.adapter.description().version.clone()
    }

    fn answer(&mut self, case: &Case) -> Response {
        self.adapter.run(case)
    }

    fn bench(&mut self, case: &Case, repeats: usize) -> Result<Vec<f64>, Response> {
        self.adapter.bench(case, repeats).map(|timing| timing.seconds)
    }

    fn renew(&mut self) -> Result<(), String> {
        self.adapter =
            started(&self.command, &self.terms, self.interrupt.clone()).map_err(|error| error.to_string())?;
        Ok(())
    }

    fn peak_memory(&self) -> Option<u64> {
        self.adapter.process_id().and_then(memory::peak)
    }
}

/// What a response that is no answer says, as the end of a sentence about whoever gave it.
#[must_use]
pub fn complaint(response: &Response) -> String {
    match response {
        Response::Ok(_) => "answered".to_owned(),
        Response::Unsupported(reason) => format!("unsupported: {reason}"),
        Response::Rejected(reason) => format!("rejected the question: {reason}"),
        Response::Error(reason) => format!("failed: {reason}"),
        Response::Garbled(reason) => format!("gave no reply to be read: {reason}"),
        Response::Crashed(reason) => format!("died: {reason}"),
        Response::TimedOut(reason) => format!("gave {reason}"),
    }
}
