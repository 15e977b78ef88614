//! The M-step with conjugate priors: modes of the posterior.

use suite::format::Structure;

use super::{
    maximization::{Moments, not_negative, trace},
    model::{
        Component, ComponentPrior, Covariance, InverseGamma, InverseWishart, Matrix, Model, NormalPart, Result, Row,
        require,
    },
};
use crate::steps::Steps;

/// One Gaussian component; the covariance of a tied one is found afterwards.
pub fn gaussian(steps: &Steps, model: &Model, prior: &ComponentPrior, moments: &Moments) -> Component {
    let (normal, covariance) = match prior {
        ComponentPrior::InverseWishart(normal, wishart) if !model.tied() => {
            let scatter = (steps.about_prior)(steps, normal, moments);
            (normal, Covariance::Full((steps.map_full)(wishart, moments.count, &scatter)))
        }
        ComponentPrior::InverseGamma(normal, gamma) => {
            let scatter = (steps.about_prior)(steps, normal, moments);
            (
                normal,
                match model.structure {
                    Some(Structure::Spherical) => {
                        Covariance::Spherical((steps.map_spherical)(gamma, moments.count, &scatter))
                    }
                    _ => Covariance::Diagonal((steps.map_diagonal)(gamma, moments.count, &scatter)),
                },
            )
        }
        ComponentPrior::InverseWishart(normal, _) | ComponentPrior::Normal(normal) => (normal, Covariance::Identity),
        _ => unreachable!("a Gaussian has a prior of Gaussians: the reader saw to it"),
    };
    Component::Gaussian { mean: (steps.map_mean)(normal, moments), covariance }
}

/// The one covariance of all components.
pub fn tied(steps: &Steps, prior: &ComponentPrior, moments: &[Moments], total: f64, components: usize) -> Matrix {
    let ComponentPrior::InverseWishart(normal, wishart) = prior else {
        unreachable!("the tied structure has an inverse Wishart prior: the reader saw to it")
    };
    let scatters: Vec<Matrix> = moments.iter().map(|moments| (steps.about_prior)(steps, normal, moments)).collect();
    (steps.map_tied)(wishart, &scatters, total, components)
}

/// `μ_k = (κ m0 + N_k x̄_k) / (κ + N_k)`.
pub fn mean(prior: &NormalPart, moments: &Moments) -> Row {
    let (kappa, n) = (prior.precision, moments.count);
    prior.mean.iter().zip(&moments.mean).map(|(m0, mean)| (kappa * m0 + n * mean) / (kappa + n)).collect()
}

/// `S_k + B_k`, `B_k = κ N_k / (κ + N_k) (x̄_k - m0)(x̄_k - m0)ᵀ`.
pub fn about_prior(steps: &Steps, prior: &NormalPart, moments: &Moments) -> Matrix {
    let away = super::linear::difference(&moments.mean, &prior.mean);
    let shrinkage = (steps.shrinkage)(prior.precision, moments.count);
    let entry = |i: usize, j: usize| moments.scatter[i][j] + shrinkage * (away[i] * away[j]);
    (0..away.len()).map(|i| (0..away.len()).map(|j| entry(i, j)).collect()).collect()
}

/// `κ N_k / (κ + N_k)`.
pub fn shrinkage(kappa: f64, count: f64) -> f64 {
    kappa * count / (kappa + count)
}

/// `A / divisor + B / divisor`.
#[must_use]
pub fn sum_over(a: &Matrix, b: &Matrix, divisor: f64) -> Matrix {
    a.iter().zip(b).map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a + b) / divisor).collect()).collect()
}

/// `Σ_k = (Ψ + S_k + B_k) / (ν + N_k + D + 2)`.
pub fn full(prior: &InverseWishart, count: f64, scatter: &Matrix) -> Matrix {
    let d = scatter.len() as f64;
    sum_over(&prior.scale, scatter, prior.degrees_of_freedom + count + d + 2.0)
}

/// `Σ = (Ψ + Σ_k (S_k + B_k)) / (ν + W + K + D + 1)`.
pub fn tied_covariance(prior: &InverseWishart, scatters: &[Matrix], total: f64, components: usize) -> Matrix {
    let d = prior.scale.len();
    let entry = |i: usize, j: usize| scatters.iter().map(|scatter| scatter[i][j]).sum::<f64>();
    let sum = (0..d).map(|i| (0..d).map(|j| entry(i, j)).collect()).collect();
    sum_over(&prior.scale, &sum, prior.degrees_of_freedom + total + components as f64 + d as f64 + 1.0)
}

/// `σ²_kd = (2 b_d + S_kdd + B_kdd) / (2a + N_k + 3)`.
pub fn diagonal(prior: &InverseGamma, count: f64, scatter: &Matrix) -> Row {
    let of = |d: usize| (2.0 * prior.scale[d] + scatter[d][d]) / (2.0 * prior.shape + count + 3.0);
    (0..scatter.len()).map(of).collect()
}

/// `σ²_k = (2b + tr S_k + tr B_k) / (2a + D N_k + D + 2)`.
pub fn spherical(prior: &InverseGamma, count: f64, scatter: &Matrix) -> f64 {
    let d = scatter.len() as f64;
    (2.0 * prior.scale[0] + trace(scatter)) / (2.0 * prior.shape + d * count + d + 2.0)
}

/// `π_k = (N_k + α_k - 1) / (W + Σα - K)`.
///
/// # Errors
/// Where the mode is outside the simplex.
pub fn weights(alpha: &[f64], counts: &[f64], total: f64) -> Result<Row> {
    dirichlet_mode(alpha, counts, total, "the prior of the mixing weights")
}

/// `λ_kd = (a_d - 1 + N_k x̄_kd) / (b_d + N_k)`.
///
/// # Errors
/// Where the mode is negative.
pub fn rate(shape: f64, rate: f64, sum: f64, count: f64) -> Result<f64> {
    Ok(not_negative(shape + sum - 1.0, "the gamma prior")? / (rate + count))
}

/// `λ_kd = (φ_d + N_k x̄_kd) / (ν + N_k)`.
///
/// # Errors
/// None.
pub fn natural_rate(phi: f64, nu: f64, sum: f64, count: f64) -> Result<f64> {
    Ok((phi + sum) / (nu + count))
}

/// `p_dc = (n_dc + α_dc - 1) / (N_k + Σ_c α_dc - C_d)`.
///
/// # Errors
/// Where the mode is outside the simplex.
pub fn levels(alpha: &[f64], counts: &[f64], count: f64) -> Result<Row> {
    dirichlet_mode(alpha, counts, count, "the dirichlet prior")
}

/// `p_dc = (n_dc + φ_dc) / (N_k + Σ_c φ_dc)`.
///
/// # Errors
/// None.
pub fn natural_levels(phi: &[f64], counts: &[f64], count: f64) -> Result<Row> {
    let total = count + phi.iter().sum::<f64>();
    Ok(phi.iter().zip(counts).map(|(phi, n)| (n + phi) / total).collect())
}

/// The mode of `Dir(α + n)`.
fn dirichlet_mode(alpha: &[f64], counts: &[f64], total: f64, name: &str) -> Result<Row> {
    let above: Result<Row> = alpha.iter().zip(counts).map(|(alpha, n)| not_negative(n + alpha - 1.0, name)).collect();
    let divisor = total + (alpha.iter().sum::<f64>() - alpha.len() as f64);
    let above = above?;
    require(above.iter().sum::<f64>() > 0.0 && divisor > 0.0, format!("{name} has no mode here"))?;
    Ok(above.iter().map(|above| above / divisor).collect())
}
