//! The laws: properties that hold of any EM, tried on any implementation through the referee's one door.
//!
//! A law is one function in one file below [`laws`], with the equation on top. It puts questions to an
//! [`Implementation`](suite::implementation::Implementation) and stops with a [`Violation`] that has the numbers. The [`slack`] it allows for
//! rounding is derived from the sizes of what is added up, and is the same for everyone. [`generate`] draws the cases, [`run`] tries them. A suite on disk may
//! name a law in place of certified values: [`rule`].

pub mod ask;
pub mod generate;
pub mod law;
pub mod laws;
pub mod parameters;
mod patience;
pub mod rule;
pub mod run;
pub mod slack;
mod spoiled;
mod symmetric;

pub use law::{Check, Law, Stop, Violation};
