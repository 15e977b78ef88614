//! The end of what an adapter wrote to standard error: drained by a thread of its own, so that a chatty adapter never
//! waits for us, and bounded, so that it never fills our memory.

use std::{
    collections::VecDeque,
    io::Read,
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::{Duration, Instant},
};

use super::reply::printable;

/// The bytes kept.
const KEPT: usize = 64 * 1024;
/// The lines shown.
const LINES: usize = 8;
/// The longest line shown.
const LINE: usize = 300;
/// How long to wait for the last words of a process that has ended.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Default)]
struct Kept {
    bytes: VecDeque<u8>,
    ended: bool,
}

/// The end of a standard error stream.
#[derive(Clone, Default)]
pub struct Tail(Arc<Mutex<Kept>>);

impl Tail {
    /// Starts to drain a stream.
    pub fn of(stream: Box<dyn Read + Send>) -> Self {
        let tail = Self::default();
        let filled = tail.clone();
        thread::spawn(move || filled.drain(stream));
        tail
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().expect("neither side panics")
    }

    fn drain(&self, mut stream: Box<dyn Read + Send>) {
        let mut chunk = [0; 8192];
        while let Ok(count @ 1..) = stream.read(&mut chunk) {
            let bytes = &mut self.lock().bytes;
            bytes.extend(&chunk[..count]);
            let excess = bytes.len().saturating_sub(KEPT);
            bytes.drain(..excess);
        }
        self.lock().ended = true;
    }

    /// The last lines, each below a line end, after a moment for those that are still on their way; empty where there are
    /// none.
    pub fn last_lines(&self) -> String {
        let deadline = Instant::now() + PATIENCE;
        while !self.lock().ended && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
        let bytes: Vec<u8> = self.lock().bytes.iter().copied().collect();
        let text = printable(&String::from_utf8_lossy(&bytes));
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
        let shown = &lines[lines.len().saturating_sub(LINES)..];
        shown.iter().map(|line| format!("\n{}", line.chars().take(LINE).collect::<String>())).collect()
    }
}
