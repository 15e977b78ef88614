//! The measuring half of the harness: what an implementation costs, beside whether it is right.
//!
//! [`record`] is the committed history: what was measured, when, where and of what. Everything else makes rows for it or reads them.

pub mod answer;
pub mod change_point;
pub mod convergence;
pub mod count;
pub mod date;
pub mod gate;
pub mod machine;
pub mod record;
pub mod report;
pub mod scaling;
pub mod workload;
