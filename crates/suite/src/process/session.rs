//! A running adapter: whoever it is, and the threads that write to it and read from it.
//!
//! Nothing here waits without a limit: requests are written by a thread of their own (an adapter that does not read must not
//! block us), replies are read by another, and both hand over through bounded channels.

use std::{
    io::{Read, Write},
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    thread,
    time::{Duration, Instant},
};

use super::{
    Interrupt, Limits,
    connection::{Connection, Peer, Sink},
    tail::Tail,
};

/// How often a wait looks whether the run is to stop.
const HEARTBEAT: Duration = Duration::from_millis(50);
/// How long an adapter has to end by itself once its input has ended, unless it has less for a whole request.
const FAREWELL: Duration = Duration::from_millis(1000);
/// How long a process whose pipes have closed has to be gone.
const LAST_BREATH: Duration = Duration::from_millis(300);

/// Why there is no reply. The process is of no use any more.
pub enum Breakdown {
    /// It died, or closed a pipe.
    Crashed(String),
    /// It did not answer in time.
    TimedOut(String),
    /// Its reply is too long.
    TooLong(String),
    /// It wrote this line before it was asked.
    Unasked(Vec<u8>),
    /// The run is to stop.
    Interrupted,
}

enum Event {
    /// A line, and when it was read.
    Line(Vec<u8>, Instant),
    TooLong,
    /// With what it wrote after the last newline.
    OutputEnded(Vec<u8>),
    InputClosed,
}

/// A running adapter.
pub struct Running {
    peer: Box<dyn Peer>,
    requests: Option<SyncSender<Vec<u8>>>,
    events: Receiver<Event>,
    stderr: Tail,
    limits: Limits,
    interrupt: Interrupt,
    /// What it wrote after the last newline before its output ended.
    unended: Vec<u8>,
}

impl Running {
    /// Starts to write and to read.
    #[must_use]
    pub fn start(connection: Connection, limits: Limits, interrupt: Interrupt) -> Self {
        let Connection { requests: sink, replies, complaints, peer } = connection;
        let stderr = Tail::of(complaints);
        let (requests, queue) = sync_channel(1);
        let (report, events) = sync_channel(1);
        let written = report.clone();
        thread::spawn(move || write_requests(sink, &queue, &written));
        thread::spawn(move || read_replies(replies, limits.reply_bytes, &report));
        Self { peer, requests: Some(requests), events, stderr, limits, interrupt, unended: Vec::new() }
    }

    /// Sends one line and waits for the next line of the adapter, at most for some time.
    pub fn ask(&mut self, request: Vec<u8>, time: Duration) -> Result<Vec<u8>, Breakdown> {
        let asked = Instant::now();
        let deadline = asked.checked_add(time);
        let sent = self.requests.as_ref().is_some_and(|requests| requests.try_send(request).is_ok());
        if !sent {
            return Err(self.crashed("it no longer reads its standard input"));
        }
        loop {
            if self.interrupt.raised() {
                return Err(Breakdown::Interrupted);
            }
            let left = deadline.map_or(HEARTBEAT, |deadline| deadline.saturating_duration_since(Instant::now()));
            match self.events.recv_timeout(left.min(HEARTBEAT)) {
                Ok(Event::Line(line, read)) if read < asked => return Err(Breakdown::Unasked(line)),
                Ok(Event::Line(line, _)) => return Ok(line),
                Ok(Event::TooLong) => return Err(self.too_long()),
                Ok(Event::OutputEnded(rest)) => return Err(self.output_ended(rest)),
                Ok(Event::InputClosed) => return Err(self.crashed("it closed its standard input")),
                Err(RecvTimeoutError::Disconnected) => return Err(self.output_ended(Vec::new())),
                Err(RecvTimeoutError::Timeout) if left.is_zero() => return Err(self.timed_out(time)),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The next line, where one comes within so much time.
    pub fn next_line(&mut self, patience: Duration) -> Option<Vec<u8>> {
        let deadline = Instant::now() + patience.min(self.limits.time);
        while !self.interrupt.raised() {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left.min(HEARTBEAT)) {
                Ok(Event::Line(line, _)) => return Some(line),
                Err(RecvTimeoutError::Timeout) if !left.is_zero() => {}
                Ok(Event::OutputEnded(rest)) => {
                    self.unended = rest;
                    return None;
                }
                // Some close their input and still answer.
                Ok(Event::InputClosed) => {}
                _ => return None,
            }
        }
        None
    }

    /// What it wrote after the last newline before its output ended.
    pub fn unended(&self) -> &[u8] {
        &self.unended
    }

    /// Ends its input.
    pub fn close_input(&mut self) {
        self.requests = None;
    }

    /// Whether it ended since its last answer. What it may have written without being asked ends with it.
    pub fn has_ended(&mut self) -> bool {
        self.peer.ended().is_some()
    }

    /// The process that answers, where it is one.
    pub fn process_id(&self) -> Option<u32> {
        self.peer.process_id()
    }

    fn too_long(&self) -> Breakdown {
        Breakdown::TooLong(format!("the reply is longer than {} MiB", self.limits.reply_bytes >> 20))
    }

    fn timed_out(&self, time: Duration) -> Breakdown {
        let seconds = time.as_secs_f64();
        Breakdown::TimedOut(format!("no answer within {seconds} s{}", self.stderr.last_lines()))
    }

    fn output_ended(&mut self, rest: Vec<u8>) -> Breakdown {
        self.unended = rest;
        self.crashed(if !self.unended.is_empty() {
            "it closed its standard output in the middle of a reply (every reply ends with a newline)"
        } else {
            "it closed its standard output"
        })
    }

    /// The process is gone, or as good as gone for the reason given.
    fn crashed(&mut self, otherwise: &str) -> Breakdown {
        let status = self.wait_for(LAST_BREATH);
        let how = status.map_or_else(|| otherwise.to_owned(), |status| format!("its process ended: {status}"));
        Breakdown::Crashed(format!("{how}{}", self.stderr.last_lines()))
    }

    fn wait_for(&mut self, patience: Duration) -> Option<String> {
        let deadline = Instant::now() + patience;
        loop {
            match self.peer.ended() {
                Some(status) => return Some(status),
                None if Instant::now() >= deadline => return None,
                None => thread::sleep(Duration::from_millis(2)),
            }
        }
    }

    /// Ends the input, which ends a well-behaved adapter; whatever is left is killed on drop.
    pub fn farewell(&mut self) {
        self.close_input();
        let deadline = Instant::now() + FAREWELL.min(self.limits.time);
        while !self.interrupt.raised() && Instant::now() < deadline && self.wait_for(HEARTBEAT).is_none() {}
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.peer.kill();
    }
}

fn write_requests(mut sink: Box<dyn Sink>, queue: &Receiver<Vec<u8>>, report: &SyncSender<Event>) {
    loop {
        match queue.recv_timeout(HEARTBEAT) {
            Ok(request) if sink.write_all(&request).and_then(|()| sink.flush()).is_ok() => {}
            Ok(_) => break,
            Err(RecvTimeoutError::Timeout) if sink.nobody_reads() => {
                // The reply may be on its way all the same.
                thread::sleep(LAST_BREATH);
                break;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    // Nobody listens any more where the run has moved on.
    let _ = report.send(Event::InputClosed);
}

fn read_replies(mut replies: Box<dyn Read + Send>, most: usize, report: &SyncSender<Event>) {
    let mut chunk = vec![0; 64 * 1024];
    let mut line = Vec::new();
    while let Ok(count @ 1..) = replies.read(&mut chunk) {
        let read = Instant::now();
        let mut rest = &chunk[..count];
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            line.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            let event = if line.len() > most { Event::TooLong } else { Event::Line(std::mem::take(&mut line), read) };
            if report.send(event).is_err() {
                return;
            }
        }
        line.extend_from_slice(rest);
        if line.len() > most {
            let _ = report.send(Event::TooLong);
            return;
        }
    }
    let _ = report.send(Event::OutputEnded(line));
}
