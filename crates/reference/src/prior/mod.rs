//! Conjugate priors, one density a file: its normalised logarithm, the mode of its posterior, its domain.
//!
//! The same conjugate prior can be read as a density of the mean parameter (gamma, Dirichlet) or of the natural parameter
//! ([`NaturalPoisson`], [`NaturalCategorical`]). The two differ by the Jacobian of the change of variable, and so have different
//! modes: for a Poisson rate with `a = φ`, `b = ν`, the first gives `(a - 1 + Σx)/(b + N)`, the second `(φ + Σx)/(ν + N)`.

mod dirichlet;
mod gamma;
mod natural;
mod normal;
mod normal_inverse_gamma;
mod normal_inverse_wishart;

pub use dirichlet::{Dirichlet, DirichletLevels};
pub use gamma::Gamma;
pub use natural::{NaturalCategorical, NaturalPoisson};
pub use normal::Normal;
pub use normal_inverse_gamma::{NormalInverseGammaDiagonal, NormalInverseGammaSpherical};
pub use normal_inverse_wishart::NormalInverseWishart;
