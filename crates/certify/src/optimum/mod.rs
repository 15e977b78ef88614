//! Proved optima: stationary points of `log p(X, θ)`, each with a theorem that it exists and what it is.
//!
//! Candidates come from EM and Newton's iteration in doubles, which need no trust. The proof is of its own: exact derivatives in
//! intervals, a test of existence and uniqueness, and the signs of the pivots of the Hessian. That a point is a maximum is
//! proved; that EM leads to it from the initial parameters of a case is computed.

pub mod basin;
pub mod coordinates;
pub mod definite;
pub mod derivatives;
pub mod elimination;
pub mod em;
pub mod explore;
pub mod flatness;
pub mod krawczyk;
pub mod newton;
pub mod posed;
pub mod proof;
pub mod rate;
pub mod real;
pub mod terms;
mod units;

pub use coordinates::Layout;
pub use krawczyk::{Enclosure, krawczyk};
pub use posed::Posed;
pub use proof::{Proof, exists_near, kind_of, prove};
pub use units::units;

use crate::{
    linear::{Matrix, Vector},
    mixture::{Mixture, Problem},
};

/// `∇ log p(X, θ)` at a mixture in the interior, in the coordinates of [`Layout`], `P`.
#[must_use]
pub fn gradient(problem: &Problem, mixture: &Mixture) -> Vector {
    let layout = Layout::new(problem);
    derivatives::gradient(&Posed::new(problem), &layout, &layout.point_of(mixture))
}

/// `∇² log p(X, θ)` at a mixture in the interior, in the coordinates of [`Layout`], `P x P`.
#[must_use]
pub fn hessian(problem: &Problem, mixture: &Mixture) -> Matrix {
    let layout = Layout::new(problem);
    derivatives::hessian(&Posed::new(problem), &layout, &layout.point_of(mixture))
}
