//! The laws: properties that hold of any EM, tried on any implementation through the referee's one door.
//!
//! A law is one function in one file below [`laws`], with the equation on top. It puts questions to an
//! [`Implementation`](suite::implementation::Implementation) and returns a [`Violation`] with the numbers. The slack it allows for rounding
//! is derived beside it from the sizes of what is added, and is the same for everyone.

pub mod generate;
pub mod law;
pub mod laws;

pub use law::{Law, Outcome, Violation};
