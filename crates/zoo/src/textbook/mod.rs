//! EM for mixtures as a textbook prints it, in plain binary64.
//!
//! A chapter is a file; a step of the calculation is one free function of a few lines. The functions call each other through the
//! table of [`Steps`](crate::steps::Steps), so that a defect can replace any one of them. Every logarithm and exponential is that of the
//! `libm` crate: results do not depend on the platform, to the last bit.

pub mod bayes;
pub mod bound;
pub mod density;
pub mod divergence;
pub mod evidence;
pub mod expectation;
pub mod input;
pub mod iterate;
pub mod linear;
pub mod log_prior;
pub mod map;
pub mod maximization;
pub mod model;
pub mod read;
pub mod report;
pub mod special;
pub mod variational;
