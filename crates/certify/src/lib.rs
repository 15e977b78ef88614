//! The certifier: what is true of a case, with proof.
//!
//! The quantities of the reference suite from naive formulas in interval arithmetic: densities in the linear domain without
//! log-sum-exp, inverses and determinants outright, the precision raised until 34 digits of every number are enclosed. It
//! shares no formula with an implementation of EM and knows none; of the `suite` it knows the formats alone.

mod arithmetic;
pub mod attainable;
pub mod certificate;
pub mod command;
pub mod conjugate;
pub mod em;
pub mod failure;
pub mod family;
pub mod input;
pub mod interval;
pub mod linear;
pub mod mixture;
pub mod operation;
pub mod optimum;
mod points;
pub mod precision;
pub mod print;
pub mod prior;
pub mod quadrature;
pub mod reverse_fit;
pub mod settle;
pub mod source;
mod special;
pub mod taylor;
pub mod theory;
pub mod tree;

pub use certificate::{Certification, certify, certify_by, certify_from};
pub use failure::{CertifyError, Rejection};
