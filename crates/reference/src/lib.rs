//! Exact expectation-maximisation for mixtures of exponential families, in binary64.
//!
//! A pure library: no I/O, no clock, no serialisation. It fails by one typed [`Error`], which names component, iteration,
//! observation or field; it never panics on bad input and never hands on a NaN.
//!
//! ```
//! use reference::{Gaussian, Mixture, Observations, Prior, Spherical, trajectory};
//!
//! let observations = Observations::from_rows(&[vec![0.1], vec![0.3], vec![4.0], vec![4.4]], None)?;
//! let components = Gaussian::new(vec![vec![0.0], vec![5.0]], Spherical::new(vec![1.0, 2.0], 2)?)?;
//! let initial = Mixture::new(vec![0.5, 0.5], components)?;
//! let run = trajectory(&observations, initial, &Prior::default(), 10, &[10])?;
//! assert!(run.log_evidence.windows(2).all(|pair| pair[1] >= pair[0]));
//! # Ok::<(), reference::Error>(())
//! ```

pub mod arithmetic;
pub mod bound;
pub mod conjugate;
pub mod divergence;
pub mod em;
pub mod error;
pub mod evidence;
pub mod exponential_family;
pub mod family;
pub mod gradient;
pub mod k_means;
pub mod kernel;
pub mod mixture;
pub mod observations;
pub mod prior;
pub mod projection;
pub mod sampler;
mod simplex;
pub mod statistics;
pub mod variational;

pub use bound::{Bound, bound};
pub use em::{Evaluation, Fit, Trajectory, Wanted, evaluate, fit, maximize, trajectory};
pub use error::{Error, Moment, Result};
pub use evidence::Enumeration;
pub use family::{
    Categorical, CategoricalPrior, Diagonal, Family, Full, Gaussian, Identity, Poisson, PoissonPrior, Spherical, Tied,
};
pub use mixture::{Mixture, Prior};
pub use observations::Observations;
pub use variational::{Variational, variational};
