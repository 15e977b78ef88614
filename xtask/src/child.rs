//! A command as a child that does not outlive an interruption, nor does anything that it started.

use std::{
    io::{self, Read},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use suite::process::{Interrupt, Peer};

/// How often it is looked at.
const HEARTBEAT: Duration = Duration::from_millis(50);
/// The time it has to tidy up when it is stopped: a package manager that is killed leaves a mess.
const GRACE: Duration = Duration::from_secs(5);

/// Starts it in a process group of its own.
pub fn start(command: &mut Command) -> io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command.spawn()
}

/// Waits for its end; `None` where it was stopped, by an interruption or because the time is over.
pub fn wait(child: &mut Child, interrupt: &Interrupt, limit: Option<Duration>) -> io::Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if interrupt.raised() || limit.is_some_and(|limit| started.elapsed() > limit) {
            stop(child);
            return Ok(None);
        }
        thread::sleep(HEARTBEAT);
    }
}

/// What it says on standard output, or on standard error where it says nothing there; `None` where it fails.
pub fn ask(command: &mut Command, interrupt: &Interrupt, limit: Duration) -> io::Result<Option<String>> {
    let mut child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
    let output = reader(child.stdout.take().expect("piped"));
    let complaints = reader(child.stderr.take().expect("piped"));
    let ended = wait(&mut child, interrupt, Some(limit))?;
    // What it left behind may hold the pipes open.
    Peer::kill(&mut child);
    let said = [output, complaints].map(|reader| reader.join().unwrap_or_default());
    let succeeded = ended.is_some_and(|status| status.success());
    Ok(succeeded.then(|| said.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default()))
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Asks it to end, and ends it with all that it started.
fn stop(child: &mut Child) {
    ask_to_end(child);
    let asked = Instant::now();
    while asked.elapsed() < GRACE && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(HEARTBEAT);
    }
    Peer::kill(child);
}

#[cfg(unix)]
fn ask_to_end(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    // The group may be gone already.
    let _ = kill_process_group(Pid::from_child(child), Signal::TERM);
}

#[cfg(not(unix))]
fn ask_to_end(_: &Child) {}
