//! `p ~ Dir(α)`, of the levels of one variable and of the mixing weights.

use libm::lgamma;

use super::super::{log_prior::dirichlet_normaliser, model::Row, special::digamma};

/// `α_c + n_c`.
pub fn posterior(alpha: &[f64], counts: &[f64]) -> Row {
    alpha.iter().zip(counts).map(|(alpha, n)| alpha + n).collect()
}

/// `log B(α') / B(α)`, the multivariate beta functions.
pub fn log_ratio(alpha: &[f64], new: &[f64]) -> f64 {
    dirichlet_normaliser(alpha) - dirichlet_normaliser(new)
}

/// `E log p_c = ψ(α_c) - ψ(Σα)`.
pub fn expected_log(alpha: &[f64]) -> Row {
    let total = digamma(alpha.iter().sum());
    alpha.iter().map(|alpha| digamma(*alpha) - total).collect()
}

/// `log Γ(α + n) / Γ(α)`: how the Dirichlet-multinomial counts `n` observations in one component.
pub fn rising(alpha: f64, count: f64) -> f64 {
    lgamma(alpha + count) - lgamma(alpha)
}
