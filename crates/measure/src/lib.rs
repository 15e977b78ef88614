//! The measuring half of the harness: what an implementation costs, beside whether it is right.
//!
//! [`workload`] says what is asked, [`answer`] what is due before a time counts, [`contestant`] who is asked, [`race`] how they are timed
//! beside each other, [`verdict`] what may be concluded. [`record`] is the committed history of what came of it.

pub mod answer;
pub mod change_point;
pub mod contestant;
pub mod convergence;
pub mod count;
pub mod date;
pub mod gate;
pub mod machine;
pub mod pin;
pub mod race;
pub mod record;
pub mod report;
pub mod scaling;
pub mod stats;
pub mod truth;
pub mod verdict;
pub mod workload;
