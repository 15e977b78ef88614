//! Who is judged: an adapter in a process of its own, or the reference in ours.

use reference_adapter::Reference;
use suite::{
    implementation::Implementation,
    process::{Interrupt, Limits, ProcessAdapter, StartError},
};

/// Starts the adapter of a command; the reference where there is none.
///
/// # Errors
/// When the command cannot be started or does not describe itself.
pub fn start(
    adapter: Option<&str>,
    limits: Limits,
    interrupt: &Interrupt,
) -> Result<Box<dyn Implementation>, StartError> {
    Ok(match adapter {
        Some(command) => Box::new(ProcessAdapter::start(command, limits, interrupt.clone())?),
        None => Box::new(Reference::new()),
    })
}
