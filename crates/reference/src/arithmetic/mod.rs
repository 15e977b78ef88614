//! Arithmetic that loses nothing: compensated sums, double-double numbers, Cholesky factors.

pub mod affine_rank;
pub mod cholesky;
pub mod count;
pub mod digamma;
pub mod double_double;
pub mod gamma;
pub mod gamma_ratio;
pub mod logarithm;
pub mod special;
pub mod sum;
pub mod weighed;
