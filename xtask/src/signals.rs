//! Ctrl-C, SIGTERM and SIGHUP: a command that is stopped says so, gives no verdict and ends with exit code 130.
//!
//! While cases are put, the first signal ends the run in order, which takes the adapters along; that takes a moment, and the
//! second does not wait for it. Before and afterwards there is nothing to tidy up, and the first one ends the command.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use suite::process::Interrupt;

use crate::failure::{Failure, INTERRUPTED};

/// What a signal stops.
#[derive(Clone, Default)]
pub struct Signals {
    interrupt: Interrupt,
    in_order: Arc<AtomicBool>,
}

impl Signals {
    /// Catches them from now on.
    pub fn catch() -> Self {
        let signals = Self::default();
        let caught = signals.clone();
        // Without a handler Ctrl-C ends us all the same, and adapters end with their input.
        let _ = ctrlc::set_handler(move || caught.stop());
        signals
    }

    /// The flag that ends a run in order.
    pub fn interrupt(&self) -> &Interrupt {
        &self.interrupt
    }

    /// Does work that looks at the flag.
    pub fn in_order<T>(&self, work: impl FnOnce() -> T) -> T {
        self.in_order.store(true, Ordering::SeqCst);
        let result = work();
        self.in_order.store(false, Ordering::SeqCst);
        result
    }

    fn stop(&self) {
        if self.in_order.load(Ordering::SeqCst) && !self.interrupt.raised() {
            return self.interrupt.raise();
        }
        let _ = Failure::interrupted("stopped; there is no verdict").show();
        process::exit(i32::from(INTERRUPTED));
    }
}
