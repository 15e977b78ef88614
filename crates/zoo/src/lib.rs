//! The zoo: one plain textbook implementation of EM, and defects of it, each one file, to show that the suite and the laws bite.

pub mod defect;
pub mod defects;
pub mod implementation;
pub mod matrix;
mod prelude;
pub mod steps;
pub mod textbook;
