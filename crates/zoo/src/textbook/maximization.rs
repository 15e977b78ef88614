//! The M-step: the maximiser of the ELBO in the parameters, for given responsibilities. Maximum likelihood is here, posterior modes
//! are in [`map`](super::map); both start from the same weighted moments.

use suite::format::{Family, Structure};

use super::{
    model::{Component, ComponentPrior, Covariance, Matrix, Mixture, Model, Problem, Result, Row, Stop, require},
    special::sum,
};
use crate::steps::Steps;

/// The rows as one component sees them.
#[derive(Clone, Copy, Debug)]
pub struct Share<'a> {
    /// `x_n`, the rows that count.
    pub x: &'a [&'a Row],
    /// `w_n r_nk`.
    pub weight: &'a [f64],
    /// The component before this step, where there was one.
    pub previous: Option<&'a Component>,
}

/// The weighted moments of a component.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// `N_k`.
    pub count: f64,
    /// `x̄_k`.
    pub mean: Row,
    /// `S_k`, as much of it as the structure asks for.
    pub scatter: Matrix,
}

/// The M-step. `previous` are the parameters that an empty component keeps.
///
/// # Errors
/// A mode that does not exist, a covariance that is not positive definite, an empty component with nothing to keep.
pub fn m_step(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let used: Vec<usize> = (0..r.len()).filter(|&n| problem.data.w[n] > 0.0).collect();
    let x: Vec<&Row> = used.iter().map(|&n| &problem.data.x[n]).collect();
    let share_of = |k: usize| -> Row { used.iter().map(|&n| (steps.share)(problem.data.w[n], r[n][k])).collect() };
    let shares: Matrix = (0..r[0].len()).map(share_of).collect();
    let counts: Row = shares.iter().map(|share| (steps.count)(share)).collect();
    let total = (steps.total)(&problem.data.w, &counts);
    let weights = match &problem.alpha {
        None => (steps.weights)(&counts, total),
        Some(alpha) => (steps.map_weights)(alpha, &counts, total)?,
    };
    let (mut components, mut moments) = (Vec::new(), Vec::new());
    for (k, weight) in shares.iter().enumerate() {
        let share = Share { x: &x, weight, previous: previous.map(|previous| &previous.components[k]) };
        if counts[k] == 0.0 && problem.prior.is_none() {
            components.push((steps.empty)(k, share.previous)?);
            continue;
        }
        let found = (steps.moments)(steps, &problem.model, &share, counts[k]);
        components.push(component(steps, problem, &share, &found)?);
        moments.push(found);
    }
    if problem.model.tied() {
        share_covariance(steps, problem, &moments, total, &mut components);
    }
    let mixture = (steps.finish)(Mixture { weights, components });
    check(steps, &mixture)?;
    Ok(mixture)
}

/// One component's maximiser; the covariance of a tied one is found afterwards.
fn component(steps: &Steps, problem: &Problem, share: &Share, moments: &Moments) -> Result<Component> {
    Ok(match (&problem.prior, problem.model.family) {
        (None, Family::Gaussian) => {
            Component::Gaussian { mean: moments.mean.clone(), covariance: covariance(steps, &problem.model, moments) }
        }
        (None, Family::Poisson) => Component::Poisson { rate: (steps.rates)(share, moments.count) },
        (None, Family::Categorical) => {
            let p = level_counts(share, &problem.model.levels);
            Component::Categorical {
                probabilities: p.iter().map(|counts| (steps.frequencies)(counts, moments.count)).collect(),
            }
        }
        (Some(ComponentPrior::Gamma { shape, rate, natural }), _) => {
            let step = if *natural { steps.map_natural_rate } else { steps.map_rate };
            let sums = sums(share);
            let rate = (0..sums.len()).map(|d| step(shape[d], rate[d], sums[d], moments.count));
            Component::Poisson { rate: rate.collect::<Result<_>>()? }
        }
        (Some(ComponentPrior::Dirichlet { concentration, natural }), _) => {
            let step = if *natural { steps.map_natural_levels } else { steps.map_levels };
            let counts = level_counts(share, &problem.model.levels);
            let p = counts.iter().zip(concentration).map(|(counts, alpha)| step(alpha, counts, moments.count));
            Component::Categorical { probabilities: p.collect::<Result<_>>()? }
        }
        (Some(prior), _) => super::map::gaussian(steps, &problem.model, prior, moments),
    })
}

/// `Σ` of one component by maximum likelihood.
fn covariance(steps: &Steps, model: &Model, moments: &Moments) -> Covariance {
    match model.structure {
        Some(Structure::Full) => Covariance::Full((steps.full_covariance)(moments)),
        Some(Structure::Diagonal) => Covariance::Diagonal((steps.diagonal_covariance)(moments)),
        Some(Structure::Spherical) => Covariance::Spherical((steps.spherical_covariance)(moments)),
        _ => Covariance::Identity,
    }
}

/// Gives every component the one `Σ` of all.
fn share_covariance(steps: &Steps, problem: &Problem, moments: &[Moments], total: f64, components: &mut [Component]) {
    let shared = match &problem.prior {
        Some(prior) => super::map::tied(steps, prior, moments, total, components.len()),
        None => (steps.tied_covariance)(moments, total),
    };
    for component in components {
        if let Component::Gaussian { covariance, .. } = component {
            *covariance = Covariance::Full(shared.clone());
        }
    }
}

/// The components' covariances must have densities.
fn check(steps: &Steps, mixture: &Mixture) -> Result<()> {
    for (k, component) in mixture.components.iter().enumerate() {
        if let Component::Gaussian { mean, covariance } = component {
            (steps.factor)(steps, covariance, mean.len(), &format!("the covariance of component {k}"))?;
        }
    }
    Ok(())
}

/// `w_n r_nk`.
pub fn share(weight: f64, responsibility: f64) -> f64 {
    weight * responsibility
}

/// `N_k = Σ_n w_n r_nk`.
pub fn count(share: &[f64]) -> f64 {
    sum(share.iter().copied())
}

/// `W = Σ_n w_n`.
pub fn total(weights: &[f64], _counts: &[f64]) -> f64 {
    sum(weights.iter().copied())
}

/// `π_k = N_k / W`.
pub fn weights(counts: &[f64], total: f64) -> Row {
    counts.iter().map(|count| count / total).collect()
}

/// `N_k`, `x̄_k` and `S_k`.
pub fn moments(steps: &Steps, model: &Model, share: &Share, count: f64) -> Moments {
    let d = model.dimension;
    if model.family != Family::Gaussian {
        return Moments { count, mean: Vec::new(), scatter: Vec::new() };
    }
    let mean = if count == 0.0 { vec![0.0; d] } else { (steps.mean)(share, count) };
    let mut scatter = vec![vec![0.0; d]; d];
    let whole = matches!(model.structure, Some(Structure::Full | Structure::Tied));
    for i in (0..d).filter(|_| model.structure != Some(Structure::Identity)) {
        for j in if whole { 0..=i } else { i..=i } {
            scatter[i][j] = (steps.scatter)(share, count, &mean, i, j);
            scatter[j][i] = scatter[i][j];
        }
    }
    Moments { count, mean, scatter }
}

/// `x̄_k = Σ_n w_n r_nk x_n / N_k`, and once more about what was found, which leaves no rounding of large offsets.
pub fn mean(share: &Share, count: f64) -> Row {
    let average =
        |d: usize, about: f64| sum(share.x.iter().zip(share.weight).map(|(x, weight)| weight * (x[d] - about))) / count;
    (0..share.x[0].len())
        .map(|d| {
            let first = average(d, 0.0);
            first + average(d, first)
        })
        .collect()
}

/// `(S_k)_ij = Σ_n w_n r_nk (x_ni - x̄_ki)(x_nj - x̄_kj)`.
pub fn scatter(share: &Share, _count: f64, mean: &[f64], i: usize, j: usize) -> f64 {
    sum(share.x.iter().zip(share.weight).map(|(x, weight)| weight * (x[i] - mean[i]) * (x[j] - mean[j])))
}

/// `S_k / N_k`.
pub fn full_covariance(moments: &Moments) -> Matrix {
    moments.scatter.iter().map(|row| row.iter().map(|s| s / moments.count).collect()).collect()
}

/// `diag(S_k) / N_k`.
pub fn diagonal_covariance(moments: &Moments) -> Row {
    (0..moments.mean.len()).map(|d| moments.scatter[d][d] / moments.count).collect()
}

/// `tr(S_k) / (D N_k)`.
pub fn spherical_covariance(moments: &Moments) -> f64 {
    trace(&moments.scatter) / (moments.mean.len() as f64 * moments.count)
}

/// `Σ_k S_k / W`.
pub fn tied_covariance(moments: &[Moments], total: f64) -> Matrix {
    let d = moments[0].mean.len();
    let entry = |i: usize, j: usize| moments.iter().map(|moments| moments.scatter[i][j]).sum::<f64>() / total;
    (0..d).map(|i| (0..d).map(|j| entry(i, j)).collect()).collect()
}

/// `tr A`.
#[must_use]
pub fn trace(a: &Matrix) -> f64 {
    (0..a.len()).map(|d| a[d][d]).sum()
}

/// `Σ_n w_n r_nk x_n`.
#[must_use]
pub fn sums(share: &Share) -> Row {
    let of = |d: usize| sum(share.x.iter().zip(share.weight).map(|(x, weight)| weight * x[d]));
    (0..share.x[0].len()).map(of).collect()
}

/// `λ_k = Σ_n w_n r_nk x_n / N_k`.
pub fn rates(share: &Share, count: f64) -> Row {
    sums(share).iter().map(|sum| sum / count).collect()
}

/// `n_dc = Σ_n w_n r_nk [x_nd = c]`.
#[must_use]
pub fn level_counts(share: &Share, levels: &[usize]) -> Matrix {
    let of = |d: usize, c: usize| {
        let rows = share.x.iter().zip(share.weight).filter(|(x, _)| x[d] as usize == c);
        sum(rows.map(|(_, weight)| *weight))
    };
    levels.iter().enumerate().map(|(d, &count)| (0..count).map(|c| of(d, c)).collect()).collect()
}

/// `p_dc = n_dc / N_k`.
pub fn frequencies(counts: &[f64], count: f64) -> Row {
    counts.iter().map(|n| n / count).collect()
}

/// A component to which no observation belongs keeps its parameters.
///
/// # Errors
/// Where it has none to keep.
pub fn empty(k: usize, previous: Option<&Component>) -> Result<Component> {
    previous.cloned().ok_or_else(|| Stop::Rejected(format!("component {k} is empty and has no parameters to keep")))
}

/// The mixture as it is.
pub fn finish(mixture: Mixture) -> Mixture {
    mixture
}

/// A number that must not be negative for a mode to exist.
///
/// # Errors
/// Where it is.
pub fn not_negative(value: f64, prior: &str) -> Result<f64> {
    require(value >= 0.0, format!("{prior} has no mode here: {value} is negative"))?;
    Ok(value)
}
