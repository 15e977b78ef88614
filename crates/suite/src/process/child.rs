//! An adapter in a process of its own.

use std::{
    io,
    process::{Child, ChildStdin, Command, Stdio},
};

use super::connection::{Connection, Peer, Sink};

/// Starts the program, with these variables beside those of our own environment.
///
/// # Errors
/// The system's message where it cannot be started.
pub fn start(words: &[String], environment: &[(String, String)]) -> io::Result<Connection> {
    let (program, arguments) = words.split_first().expect("the caller refuses an empty command");
    let mut command = Command::new(program);
    command
        .args(arguments)
        .envs(environment.iter().cloned())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    own_group(&mut command);
    let mut child = command.spawn()?;
    Ok(Connection {
        requests: Box::new(child.stdin.take().expect("piped")),
        replies: Box::new(child.stdout.take().expect("piped")),
        complaints: Box::new(child.stderr.take().expect("piped")),
        peer: Box::new(child),
    })
}

impl Peer for Child {
    fn ended(&mut self) -> Option<String> {
        self.try_wait().ok().flatten().map(|status| status.to_string())
    }

    fn process_id(&self) -> Option<u32> {
        Some(self.id())
    }

    fn kill(&mut self) {
        kill_group(self);
        // Errors mean that there is nothing left to kill.
        let _ = Self::kill(self);
        let _ = self.wait();
    }
}

impl Sink for ChildStdin {
    #[cfg(unix)]
    fn nobody_reads(&self) -> bool {
        super::connection::nobody_reads(self)
    }

    #[cfg(not(unix))]
    fn nobody_reads(&self) -> bool {
        false
    }
}

/// A process group of its own, so that what `sh -c` starts dies with it.
#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

#[cfg(unix)]
fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // The group may be gone already.
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

#[cfg(not(unix))]
fn kill_group(_: &Child) {}
