//! The process adapter: any executable that speaks the protocol, behind the [`Implementation`] trait.
//!
//! The process is started once and asked one line at a time. One that dies, does not answer in time or does not keep to the
//! protocol is killed with everything it started, and started again for the next case.

mod advice;
mod child;
mod connection;
mod reply;
mod session;
mod tail;

pub use connection::{Connection, Launch, Peer, Sink};
pub use reply::{cut, printable, read as read_reply};

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde::Serialize;

use self::session::{Breakdown, Running};
use crate::{
    diagnosis::Hint,
    format::{Case, Description, PROTOCOL, Timing},
    implementation::{Implementation, Response},
};

/// The longest reply that is read.
pub const REPLY_BYTES: usize = 64 << 20;

/// The time to start unless it is said: whoever is slow to load is not slow to compute.
pub const START: Duration = Duration::from_secs(60);
/// How long to wait for what may follow a breach of the protocol.
const SOON: Duration = Duration::from_millis(200);
/// How long to wait for a reply once the input is closed.
const AT_THE_END: Duration = Duration::from_millis(800);
/// How often to wait in vain.
const FRUITLESS: u32 = 3;

/// What an adapter is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Wall-clock time for one request, its writing included.
    pub time: Duration,
    /// The same for `describe`, which a program answers that may have to load a library first.
    pub start: Duration,
    /// The longest reply.
    pub reply_bytes: usize,
}

impl Limits {
    /// This much time a request, [`START`] or as much to start, and replies up to [`REPLY_BYTES`].
    #[must_use]
    pub fn within(time: Duration) -> Self {
        Self { time, start: time.max(START), reply_bytes: REPLY_BYTES }
    }
}

/// A flag that ends every wait of a run within a moment.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Asks the run to stop.
    pub fn raise(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the run is to stop.
    #[must_use]
    pub fn raised(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why an adapter could not be started.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the adapter `{command}` could not be started: {reason}")]
pub struct StartError {
    /// The command, as it was given.
    pub command: String,
    /// What went wrong, with the last lines of standard error.
    pub reason: String,
}

/// A description whose words cannot steer a terminal, wherever they are shown.
fn in_print(description: Description) -> Description {
    let said = |words: &str| cut(&printable(words), 300);
    let Description { name, version, language, .. } = &description;
    Description { name: said(name), version: said(version), language: said(language), ..description }
}

fn start_error(command: &str, reason: &str) -> StartError {
    let lines: Vec<String> = printable(reason).lines().take(20).map(|line| cut(line, 300)).collect();
    StartError { command: command.to_owned(), reason: lines.join("\n") }
}

/// An implementation in a process of its own.
pub struct ProcessAdapter {
    launch: Launch,
    limits: Limits,
    interrupt: Interrupt,
    description: Description,
    running: Option<Running>,
    last_id: u64,
    /// What was found out about the last breach of the protocol.
    advice: Vec<Hint>,
    /// How often a breach was looked into in vain, waiting for more to come.
    fruitless: u32,
}

impl ProcessAdapter {
    /// Starts a command, split into words as a shell would, and asks who it is.
    ///
    /// # Errors
    /// When the command cannot be split or started, or does not answer `describe` as it should.
    pub fn start(command: &str, limits: Limits, interrupt: Interrupt) -> Result<Self, StartError> {
        Self::start_in(command, Vec::new(), limits, interrupt)
    }

    /// The same with these variables beside those of our own environment.
    ///
    /// # Errors
    /// As of [`start`](Self::start).
    pub fn start_in(
        command: &str,
        environment: Vec<(String, String)>,
        limits: Limits,
        interrupt: Interrupt,
    ) -> Result<Self, StartError> {
        let words = shell_words::split(command).map_err(|error| start_error(command, &error.to_string()))?;
        if words.is_empty() {
            return Err(start_error(command, "the command is empty"));
        }
        Self::over(command, Box::new(move || child::start(&words, &environment)), limits, interrupt)
    }

    /// Starts whatever `launch` connects to and asks who it is; `command` is what an error calls it.
    ///
    /// # Errors
    /// When it cannot be started, or does not answer `describe` as it should.
    pub fn over(command: &str, launch: Launch, limits: Limits, interrupt: Interrupt) -> Result<Self, StartError> {
        let mut adapter = Self {
            launch,
            limits,
            interrupt,
            description: Description::default(),
            running: None,
            last_id: 0,
            advice: Vec::new(),
            fruitless: 0,
        };
        adapter.description = adapter.start_process().map_err(|reason| start_error(command, &reason))?;
        Ok(adapter)
    }

    fn start_process(&mut self) -> Result<Description, String> {
        let connection = (self.launch)().map_err(|error| error.to_string())?;
        self.running = Some(Running::start(connection, self.limits, self.interrupt.clone()));
        let described = match self.request("describe", None, None) {
            Response::Ok(value) => serde_json::from_value(value)
                .map(in_print)
                .map_err(|error| printable(&format!("its answer to `describe` is no description: {error}"))),
            other => {
                let hints: String = self.advice.drain(..).map(|hint| format!("\nhint: {hint}")).collect();
                Err(format!("asked to `describe` itself, {}{hints}", complaint(&other)))
            }
        };
        if described.is_err() {
            self.running = None;
        }
        described
    }

    /// The process that answers, as long as there is one.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        self.running.as_ref().and_then(Running::process_id)
    }

    /// Times a case: seconds of the iterations alone, one figure a repeat.
    ///
    /// # Errors
    /// The response, where it is no timing.
    pub fn bench(&mut self, case: &Case, repeats: usize) -> Result<Timing, Response> {
        match self.ask("bench", case, Some(repeats)) {
            Response::Ok(value) => serde_json::from_value(value)
                .map_err(|error| Response::Garbled(format!("the answer to `bench` is no timing: {error}"))),
            other => Err(other),
        }
    }

    /// Asks the running process, after starting it again where it is gone.
    fn ask(&mut self, op: &str, case: &Case, repeats: Option<usize>) -> Response {
        // One that answered the case before and then ended is no fault of this case.
        if self.running.as_mut().is_some_and(Running::has_ended) {
            self.running = None;
        }
        if self.running.is_none()
            && let Err(reason) = self.start_process()
        {
            self.advice.clear();
            return Response::Crashed(format!("it could not be started again: {reason}"));
        }
        self.request(op, Some(case), repeats)
    }

    fn request(&mut self, op: &str, case: Option<&Case>, repeats: Option<usize>) -> Response {
        self.last_id += 1;
        let id = self.last_id;
        let request = Outgoing { protocol: PROTOCOL, id, op, case, repeats };
        let mut line = serde_json::to_vec(&request).expect("a case is JSON");
        line.push(b'\n');
        let running = self.running.as_mut().expect("started by the caller");
        let time = if case.is_some() { self.limits.time } else { self.limits.start };
        let answered = running.ask(line, time);
        self.advice = self.looked_into(&answered, id).into_iter().collect();
        let response = match answered {
            Ok(line) => reply::read(&line, id),
            Err(Breakdown::Crashed(message)) => Response::Crashed(message),
            Err(Breakdown::TimedOut(message)) => Response::TimedOut(message),
            Err(Breakdown::TooLong(message)) => Response::Garbled(message),
            Err(Breakdown::Unasked(_)) => Response::Garbled("it had written a line that nothing asked for".to_owned()),
            Err(Breakdown::Interrupted) => Response::Crashed("the run was interrupted".to_owned()),
        };
        if matches!(response, Response::Crashed(_) | Response::TimedOut(_) | Response::Garbled(_)) {
            self.running = None;
        }
        response
    }
}

/// Looks into a breach of the protocol, as long as waiting for more has not often been in vain. The process is of no use any
/// more, so that its input may be closed.
impl ProcessAdapter {
    fn looked_into(&mut self, answered: &Result<Vec<u8>, Breakdown>, id: u64) -> Option<Hint> {
        match answered {
            Ok(line) if matches!(reply::read(line, id), Response::Garbled(_)) => self.of_line(line, id),
            Ok(_) | Err(Breakdown::TooLong(_) | Breakdown::Interrupted) => None,
            Err(Breakdown::Unasked(line)) => Some(advice::on_unasked(line)),
            Err(Breakdown::TimedOut(_)) => self.of_silence(id),
            Err(Breakdown::Crashed(message)) => {
                let running = self.running.as_ref()?;
                let replied = !matches!(reply::read(running.unended(), id), Response::Garbled(_));
                if replied { Some(advice::on_no_newline()) } else { advice::on_crash(message) }
            }
        }
    }

    fn of_line(&mut self, line: &[u8], id: u64) -> Option<Hint> {
        let patience = if self.fruitless < FRUITLESS { SOON } else { Duration::ZERO };
        let running = self.running.as_mut()?;
        let mut in_vain = 0;
        let hint = advice::on_line(line, id, &mut || {
            let next = running.next_line(patience);
            in_vain += u32::from(next.is_none());
            next
        });
        self.fruitless += in_vain;
        hint
    }

    /// One that did not answer in time: whether it does a little later, or when its input is closed.
    fn of_silence(&mut self, id: u64) -> Option<Hint> {
        if self.fruitless >= FRUITLESS {
            return None;
        }
        let running = self.running.as_mut()?;
        let is_reply = |line: &[u8]| !matches!(reply::read(line, id), Response::Garbled(_));
        if running.next_line(SOON).is_some_and(|line| is_reply(&line)) {
            return Some(advice::on_late_reply());
        }
        running.close_input();
        if running.next_line(AT_THE_END).is_some_and(|line| is_reply(&line)) {
            return Some(advice::on_reply_at_the_end());
        }
        if is_reply(running.unended()) {
            return Some(advice::on_no_newline());
        }
        self.fruitless += 1;
        None
    }
}

impl Implementation for ProcessAdapter {
    fn description(&self) -> &Description {
        &self.description
    }

    fn run(&mut self, case: &Case) -> Response {
        self.ask("run", case, None)
    }

    fn advice(&mut self) -> Vec<Hint> {
        std::mem::take(&mut self.advice)
    }
}

impl Drop for ProcessAdapter {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            running.farewell();
        }
    }
}

/// A [`Request`](crate::format::Request) that borrows its case.
#[derive(Serialize)]
struct Outgoing<'a> {
    protocol: u32,
    id: u64,
    op: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a Case>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeats: Option<usize>,
}

/// A response other than the wanted one, as the end of a sentence about the adapter.
fn complaint(response: &Response) -> String {
    match response {
        Response::Ok(_) => "it answered something else".to_owned(),
        Response::Unsupported(text) => format!("it said `unsupported`: {text}"),
        Response::Rejected(text) => format!("it said `rejected`: {text}"),
        Response::Error(text) => format!("it said `error`: {text}"),
        Response::Garbled(text) => format!("it gave no reply to be read: {text}"),
        Response::Crashed(text) => format!("it died: {text}"),
        Response::TimedOut(text) => format!("it gave {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_borrowed_request_is_a_request() {
        let case: Case = serde_json::from_str(r#"{"operation": "divergence"}"#).unwrap();
        for (op, case, repeats) in
            [("describe", None, None), ("run", Some(&case), None), ("bench", Some(&case), Some(3))]
        {
            let text = serde_json::to_string(&Outgoing { protocol: 1, id: 4, op, case, repeats }).unwrap();
            let request: crate::format::Request = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&request).unwrap(), text);
        }
    }

    #[test]
    fn what_cannot_be_started_says_why() {
        let start = |command: &str| {
            ProcessAdapter::start(command, Limits::within(Duration::from_secs(1)), Interrupt::default())
                .err()
                .unwrap()
                .to_string()
        };
        assert!(start("no-such-program-anywhere --flag").contains("No such file"));
        assert!(start("'unclosed").contains("missing closing quote"));
        assert_eq!(start("  "), "the adapter `  ` could not be started: the command is empty");
    }
}
