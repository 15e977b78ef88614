//! The Kullback-Leibler divergence `kl(q ‖ p) = E_q[log q - log p]` of two members of one family, in nats; one family a file.
//!
//! Near `q = p` it is of second order, while the terms of the usual formulas are of order one: for members a relative `δ` apart they
//! lose `u/δ²` of a precision `u`. Inputs that are doubles leave `2⁻⁵³/δ` to be attained. So every formula here is arranged as a sum of
//! terms that are at least 0 and of second order themselves, such as `v - log(1 + v)`, and computed in double-double.
//!
//! It is `+inf` where `q` gives positive probability to what `p` excludes, exactly 0 for `q = p`, and never negative. A finite
//! divergence beyond the range of binary64 is an error.
//!
//! Source: T. Cover and J. Thomas, *Elements of Information Theory*, 2.3.

mod categorical;
mod dirichlet;
mod gamma;
mod gaussian;
mod normal_inverse_wishart;
mod poisson;

pub use categorical::Categorical;
pub use dirichlet::Dirichlet;
pub use gamma::Gamma;
pub use gaussian::Gaussian;
pub use normal_inverse_wishart::NormalInverseWishart;
pub use poisson::Poisson;

use crate::{
    arithmetic::{
        cholesky::Cholesky,
        double_double::DoubleDouble,
        logarithm::{excess_over_ln_1p, ln},
    },
    error::{Error, Moment, Result, check_len},
};

/// A member of a family that has a divergence.
pub trait Member: Sized + PartialEq {
    /// `kl(self ‖ p)` for two members that differ; the rounding of a tiny one may leave it negative.
    ///
    /// # Errors
    /// [`Error::Shape`] naming the field of `p` that has another size.
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble>;

    /// Whether `p` excludes what `self` gives positive probability to.
    fn is_outside_of(&self, _p: &Self) -> bool {
        false
    }
}

/// `kl(q ‖ p)` in nats.
///
/// # Errors
/// [`Error::Shape`] naming the field of `p` whose size is not that of `q`'s; [`Error::NotRepresentable`] if the divergence is finite and
/// beyond the range of binary64.
pub fn kl<M: Member>(q: &M, p: &M) -> Result<f64> {
    if q == p {
        return Ok(0.0);
    }
    let divergence = q.kl_from(p)?.high;
    if q.is_outside_of(p) {
        return Ok(f64::INFINITY);
    }
    if !divergence.is_finite() {
        return Err(Error::NotRepresentable { quantity: "kl".to_owned(), moment: Moment::Given });
    }
    Ok(divergence.max(0.0))
}

/// The double-double sum.
fn total(terms: impl IntoIterator<Item = DoubleDouble>) -> DoubleDouble {
    terms.into_iter().fold(DoubleDouble::default(), |sum, term| sum + term)
}

/// Checks that a vector has an entry.
fn check_not_empty(len: usize, field: &str) -> Result<()> {
    if len > 0 { Ok(()) } else { check_len(len, 1, field, "number or more") }
}

/// `tr(A B⁻¹) - D - log |A B⁻¹|` and `log |A B⁻¹|`, of two factored matrices.
///
/// With `M = L_B⁻¹ L_A`, lower triangular, the trace is `|M|²` and the determinant `Π_d M_dd²`. So the first is
/// `Σ_d (M_dd² - 1 - log M_dd²) + Σ_(i>j) M_ij²`, whose terms are at least 0 and of second order near `A = B`.
fn ratio_of_matrices(a: &Cholesky, b: &Cholesky) -> (DoubleDouble, DoubleDouble) {
    let (mut excess, mut log_determinant) = (DoubleDouble::default(), DoubleDouble::default());
    for (j, column) in b.whitened_factor(a).iter().enumerate() {
        let diagonal = column[j];
        let v = (diagonal - DoubleDouble::from(1.0)) * (diagonal + DoubleDouble::from(1.0));
        let log = DoubleDouble::from(2.0) * ln(diagonal);
        // Of a ratio that rounds to 0 the logarithm stands for itself.
        let of_diagonal = if v.high > -0.5 { excess_over_ln_1p(v) } else { v - log };
        excess = excess + of_diagonal + total(column[j + 1..].iter().map(|&m| m * m));
        log_determinant = log_determinant + log;
    }
    (excess, log_determinant)
}
