//! What a session needs of whoever answers: three pipes, and how it ends.

use std::io::{PipeWriter, Read, Write};

/// The pipes to an adapter, and the adapter.
pub struct Connection {
    /// Where requests are written.
    pub requests: Box<dyn Sink>,
    /// Where replies are read.
    pub replies: Box<dyn Read + Send>,
    /// What it says beside them, for the report.
    pub complaints: Box<dyn Read + Send>,
    /// Who answers.
    pub peer: Box<dyn Peer>,
}

/// How an adapter is started, and started again.
pub type Launch = Box<dyn FnMut() -> std::io::Result<Connection> + Send>;

/// Whoever answers: a process, or a thread of our own.
pub trait Peer: Send {
    /// How it ended, where it has.
    fn ended(&mut self) -> Option<String>;

    /// The process, where it is one.
    fn process_id(&self) -> Option<u32> {
        None
    }

    /// Ends it at once, with everything that it started.
    fn kill(&mut self);
}

/// A pipe that requests are written to.
pub trait Sink: Write + Send {
    /// Whether the other end of the pipe is closed, which a request written before does not show.
    fn nobody_reads(&self) -> bool;
}

#[cfg(unix)]
impl Sink for PipeWriter {
    fn nobody_reads(&self) -> bool {
        nobody_reads(self)
    }
}

#[cfg(not(unix))]
impl Sink for PipeWriter {
    fn nobody_reads(&self) -> bool {
        false
    }
}

/// Asks the system.
#[cfg(unix)]
pub fn nobody_reads(pipe: &impl std::os::fd::AsFd) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let mut pipe = [PollFd::new(pipe, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut pipe, Some(&at_once)).is_ok() && pipe[0].revents().intersects(PollFlags::ERR | PollFlags::HUP)
}
