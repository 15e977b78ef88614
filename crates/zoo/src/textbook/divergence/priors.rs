//! Gamma, Dirichlet and normal-inverse-Wishart distributions.

use suite::format::Member;

use super::{
    super::{
        linear,
        model::{Matrix, Result, Row, Stop, require},
    },
    gap::{gamma_gap, log_ratio, ratio_gap},
    gaussian::read_matrix,
    read_vector,
};
use crate::steps::Steps;

/// Of `Gamma(a, b)`: `kl = [log Γ](a_q, a_p) + a_q (b_p/b_q - 1 - log(b_p/b_q)) + (a_q - a_p) log(b_p/b_q)`, `[f]` the Bregman divergence.
pub fn kl_gamma((a_q, b_q): (f64, f64), (a_p, b_p): (f64, f64)) -> f64 {
    gamma_gap(a_q, a_p, a_p - a_q) + a_q * ratio_gap(b_p, b_q) + (a_q - a_p) * log_ratio(b_p, b_q)
}

/// Of `Dir(α)`: `Σ_c [log Γ](q_c, p_c) - [log Γ](Σq, Σp)`.
pub fn kl_dirichlet(q: &[f64], p: &[f64]) -> f64 {
    let each: f64 = q.iter().zip(p).map(|(q, p)| gamma_gap(*q, *p, p - q)).sum();
    let step = q.iter().zip(p).map(|(q, p)| p - q).sum();
    each - gamma_gap(q.iter().sum(), p.iter().sum(), step)
}

/// A normal-inverse-Wishart distribution, with the Cholesky factor of its scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishart {
    /// `m0`.
    pub mean: Row,
    /// `κ`.
    pub precision: f64,
    /// `ν`.
    pub degrees_of_freedom: f64,
    /// `Ψ`.
    pub scale: Matrix,
    /// `L` of `Ψ = L Lᵀ`.
    pub root: Matrix,
}

/// Reads one side.
///
/// # Errors
/// Shapes that do not match, parameters out of their domain.
pub fn read_wishart(steps: &Steps, member: &Member, side: &str) -> Result<Wishart> {
    let Member::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } = member else {
        return Err(Stop::Rejected(format!("{side} is no normal-inverse-Wishart distribution")));
    };
    let mean = read_vector(steps, mean, &format!("{side}.mean"))?;
    let precision = (steps.positive)(mean_precision.0, &format!("{side}.mean_precision"))?;
    let scale = read_matrix(steps, scale, mean.len(), &format!("{side}.scale"))?;
    let root = (steps.cholesky)(&scale, &format!("{side}.scale"))?;
    let degrees_of_freedom = (steps.finite)(degrees_of_freedom.0, &format!("{side}.degrees_of_freedom"))?;
    require(degrees_of_freedom > mean.len() as f64 - 1.0, format!("{side}.degrees_of_freedom must be above D - 1"))?;
    Ok(Wishart { mean, precision, degrees_of_freedom, scale, root })
}

/// `1/2 (D (κ_p/κ_q - 1 - log(κ_p/κ_q)) + κ_p ν_q (m_q - m_p)ᵀ Ψ_q⁻¹ (m_q - m_p))`, the mean's part, and that of the inverse Wishart:
/// `[log Γ_D](ν_q/2, ν_p/2) + ν_q/2 (tr(Ψ_p Ψ_q⁻¹) - D - log|Ψ_p Ψ_q⁻¹|) + (ν_q - ν_p)/2 log|Ψ_p Ψ_q⁻¹|`.
///
/// # Errors
/// None.
pub fn kl_wishart(steps: &Steps, q: &Wishart, p: &Wishart) -> Result<f64> {
    let (d, nu_q, nu_p) = (q.mean.len(), q.degrees_of_freedom, p.degrees_of_freedom);
    let away = linear::squared_norm(&q.root, &linear::difference(&q.mean, &p.mean));
    let of_mean = 0.5 * (d as f64 * ratio_gap(p.precision, q.precision) + p.precision * nu_q * away);
    let (gap, log_ratio) = (steps.matrix_gap)(&p.scale, &p.root, &q.scale, &q.root);
    let half = |i: usize| i as f64 / 2.0;
    let gammas: f64 = (0..d).map(|i| gamma_gap(nu_q / 2.0 - half(i), nu_p / 2.0 - half(i), (nu_p - nu_q) / 2.0)).sum();
    Ok(of_mean + gammas + 0.5 * nu_q * gap + 0.5 * (nu_q - nu_p) * log_ratio)
}
