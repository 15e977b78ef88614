//! The scoreboard: what came of judging several implementations by the same suite and laws, as data, as markdown and as one HTML page.
//!
//! This crate runs nobody, reads nothing and writes nothing: it is handed results and gives text.

mod board;
mod entry;
mod golden;
mod html;
mod markdown;
mod tally;
mod trace;

pub use board::{Board, Method, Row};
pub use entry::{ENTRY_FORMAT, Entry, Judged, LawsStanding, Standing};
pub use golden::{CaseInfo, Golden};
pub use html::html;
pub use markdown::markdown;
pub use tally::Tally;
pub use trace::{ParameterDigits, Point, Trace};

#[cfg(test)]
mod tests;
