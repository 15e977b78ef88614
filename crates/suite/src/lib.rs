//! The referee: cases, certified values, closeness, verdicts, the adapter protocol, the runner and the report.
//!
//! There is no formula of a mixture model in this crate, and it does not know the reference implementation.

pub mod closeness;
pub mod data;
pub mod diagnosis;
pub mod error;
pub mod expected;
pub mod format;
pub mod glob;
pub mod golden;
pub mod hash;
pub mod implementation;
pub mod known_failures;
pub mod law;
pub mod place;
pub mod process;
pub mod replace;
pub mod report;
pub mod runner;
pub mod schema;
pub mod verdict;
