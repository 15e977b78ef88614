//! The referee: cases, certified values, closeness, verdicts, the adapter protocol, the runner and the report.
//!
//! There is no formula of a mixture model in this crate, and it does not know the reference implementation.

pub mod data;
pub mod error;
pub mod format;
pub mod golden;
pub mod implementation;
