//! One set-up of an adapter at a time: two would write one environment, and the receipt of the first would be that of a half-made one.

use std::{
    fs::{self, File, TryLockError},
    thread,
    time::Duration,
};

use suite::process::Interrupt;

use crate::{
    adapters::registry::Adapter,
    failure::{Failure, Result, note},
};

/// How often a lock that another process holds is tried.
const PAUSE: Duration = Duration::from_millis(100);

/// Held for as long as it lives; the system lets go of it however the process ends.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits until no other process sets up the adapter.
    ///
    /// # Errors
    /// When the file cannot be made or locked, or the work is stopped.
    pub fn wait(adapter: &Adapter, interrupt: &Interrupt) -> Result<Self> {
        let path = adapter.target.join("setup.lock");
        let failure = |error| Failure::usage(format!("{} cannot be locked: {error}", path.display()));
        let file = fs::create_dir_all(&adapter.target).and_then(|()| File::create(&path)).map_err(failure)?;
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::Error(error)) => return Err(failure(error)),
                Err(TryLockError::WouldBlock) if interrupt.raised() => return Err(Failure::interrupted("stopped")),
                Err(TryLockError::WouldBlock) => {
                    if !told {
                        note(&format!("{}: waiting for another set-up of it\n", adapter.name));
                        told = true;
                    }
                    thread::sleep(PAUSE);
                }
            }
        }
    }
}
