//! EM in doubles, which finds the candidates and proves nothing.
//!
//! With the prior as pseudo-observations the M-step is, for `N_k = Σ_n w_n r_nk`: `π_k ∝ N_k + m_k`;
//! `μ = (κ m0 + Σ_n w_n r_nk x_n)/(κ + N_k)`, and for the scatter `Q` about it, the prior's centre being one more observation
//! of weight `κ`, `Σ = (Ψ + Q)/(N_k + c)`, its diagonal, or `tr(Ψ + Q)/(D N_k + Σ_j c_j)`, or for all components
//! `(Ψ + Σ_k Q_k)/(W + c)`; `λ_d = (s_d + Σ_n w_n r_nk x_nd)/(t_d + N_k)`; `p_dc ∝ m_dc + n_dc`.

use suite::format::Structure;

use super::{
    coordinates::{Layout, Located, Shape},
    derivatives::{log_joint_densities, responsibilities},
    elimination::Rows,
    posed::{Posed, Pseudo, Table},
};
use crate::mixture::Kind;

/// `log p(X, θ)` up to a constant, and `r`.
#[must_use]
pub fn expectation(posed: &Posed<f64>, layout: &Layout, point: &[f64]) -> (f64, Rows<f64>) {
    let located = layout.locate(point);
    let mut value = log_prior(posed, &located);
    let mut rows = Vec::with_capacity(posed.weights.len());
    for (n, weight) in posed.weights.iter().enumerate() {
        let densities = log_joint_densities(posed, &located, n);
        let row = responsibilities(&densities);
        let likeliest = (0..row.len()).fold(0, |best, k| if row[k] > row[best] { k } else { best });
        value += weight * (densities[likeliest] - libm::log(row[likeliest]));
        rows.push(row);
    }
    (value, rows)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// What the priors add, up to a constant.
fn log_prior(posed: &Posed<f64>, located: &Located<f64>) -> f64 {
    let tied = posed.kind == Kind::Gaussian(Structure::Tied);
    let mut total = dot(&posed.mixing, &located.log_weights);
    for (k, shape) in located.shapes.iter().enumerate() {
        total += match (&posed.pseudo, shape) {
            (
                Pseudo::Gaussian { centre, count, log_diagonal, scale },
                Shape::Gaussian { mean, factor, log_diagonal: logs },
            ) => {
                let d = mean.len();
                let column = |j: usize| -> Vec<f64> { (0..d).map(|i| factor[i][j]).collect() };
                let away: Vec<f64> = centre.iter().zip(mean).map(|(m0, mean)| m0 - mean).collect();
                let distance: f64 = (0..d).map(|j| dot(&column(j), &away).powi(2)).sum();
                let trace = |j: usize| (0..d).map(|i| factor[i][j] * dot(&scale[i], &column(j))).sum::<f64>();
                let once = dot(log_diagonal, logs) - 0.5 * (0..d).map(trace).sum::<f64>();
                -0.5 * count * distance + if tied && k > 0 { 0.0 } else { once }
            }
            (Pseudo::Poisson { sum, count }, Shape::Poisson(log_rate, rate)) => dot(sum, log_rate) - dot(count, rate),
            (Pseudo::Categorical(counts), Shape::Categorical(log_p, _)) => {
                counts.iter().zip(log_p).map(|(counts, log_p)| dot(counts, log_p)).sum()
            }
            _ => 0.0,
        };
    }
    total
}

/// The next point for these responsibilities; nothing where it lies on the boundary.
#[must_use]
pub fn maximization(posed: &Posed<f64>, layout: &Layout, rows: &Rows<f64>) -> Option<Vec<f64>> {
    let shares: Vec<Vec<f64>> = (0..posed.components)
        .map(|k| rows.iter().zip(&posed.weights).map(|(row, weight)| weight * row[k]).collect())
        .collect();
    let counts: Vec<f64> = shares.iter().map(|share| share.iter().sum()).collect();
    let weights: Vec<f64> = counts.iter().zip(&posed.mixing).map(|(count, extra)| count + extra).collect();
    let mut point = Layout::of_simplex(&weights);
    let mut shared: Option<(Rows<f64>, f64)> = None;
    for (share, count) in shares.iter().zip(&counts) {
        match (&posed.kind, &posed.table) {
            (Kind::Gaussian(structure), Table::Values(table)) => {
                let (mean, scatter) = mean_and_scatter(posed, table, share, *count);
                point.extend(mean);
                if *structure == Structure::Tied {
                    shared = Some(added(shared, scatter, *count));
                } else {
                    point.extend(layout.of_covariance(*structure, &covariance(posed, *structure, scatter, *count)));
                }
            }
            (Kind::Categorical(levels), Table::Levels(table)) => {
                for d in 0..levels.len() {
                    point.extend(Layout::of_simplex(&frequencies(posed, table, share, d, levels[d])));
                }
            }
            (_, Table::Values(table)) => point.extend(log_rates(posed, table, share, *count)),
            _ => unreachable!("observations are read for the family"),
        }
    }
    if let Some((scatter, count)) = shared {
        point.extend(layout.of_covariance(Structure::Tied, &covariance(posed, Structure::Tied, scatter, count)));
    }
    point.iter().all(|x| x.is_finite()).then_some(point)
}

fn added(total: Option<(Rows<f64>, f64)>, scatter: Rows<f64>, count: f64) -> (Rows<f64>, f64) {
    let Some((mut rows, sum)) = total else { return (scatter, count) };
    rows.iter_mut().flatten().zip(scatter.iter().flatten()).for_each(|(entry, more)| *entry += more);
    (rows, sum + count)
}

fn mean_and_scatter(posed: &Posed<f64>, table: &Rows<f64>, share: &[f64], count: f64) -> (Vec<f64>, Rows<f64>) {
    let d = posed.dimension;
    let pull = match &posed.pseudo {
        Pseudo::Gaussian { centre, count, .. } => Some((centre, count)),
        _ => None,
    };
    let parts = || table.iter().zip(share).chain(pull);
    let total = count + pull.map_or(0.0, |(_, kappa)| *kappa);
    let mean: Vec<f64> = (0..d).map(|i| parts().map(|(x, part)| part * x[i]).sum::<f64>() / total).collect();
    let mut scatter = vec![vec![0.0; d]; d];
    for (x, part) in parts() {
        for i in 0..d {
            for j in 0..=i {
                scatter[i][j] += part * (x[i] - mean[i]) * (x[j] - mean[j]);
            }
        }
    }
    for i in 0..d {
        for j in 0..i {
            scatter[j][i] = scatter[i][j];
        }
    }
    (mean, scatter)
}

/// `Σ`, for a spherical structure in its first entry.
fn covariance(posed: &Posed<f64>, structure: Structure, mut scatter: Rows<f64>, count: f64) -> Rows<f64> {
    let d = posed.dimension;
    let mut extra = vec![0.0; d];
    if let Pseudo::Gaussian { log_diagonal, scale, .. } = &posed.pseudo {
        extra.clone_from(log_diagonal);
        scatter.iter_mut().flatten().zip(scale.iter().flatten()).for_each(|(entry, more)| *entry += more);
    }
    let mut divisor = count + extra[0];
    if structure == Structure::Spherical {
        scatter[0][0] = (0..d).map(|i| scatter[i][i]).sum();
        divisor = d as f64 * count + extra.iter().sum::<f64>();
    }
    scatter.iter_mut().flatten().for_each(|entry| *entry /= divisor);
    scatter
}

fn log_rates(posed: &Posed<f64>, table: &Rows<f64>, share: &[f64], count: f64) -> Vec<f64> {
    let rate = |d: usize| {
        let sum: f64 = table.iter().zip(share).map(|(x, part)| part * x[d]).sum();
        match &posed.pseudo {
            Pseudo::Poisson { sum: more, count: beside } => (sum + more[d]) / (count + beside[d]),
            _ => sum / count,
        }
    };
    (0..posed.dimension).map(|d| libm::log(rate(d))).collect()
}

fn frequencies(posed: &Posed<f64>, table: &[Vec<usize>], share: &[f64], d: usize, levels: usize) -> Vec<f64> {
    let mut counts = match &posed.pseudo {
        Pseudo::Categorical(counts) => counts[d].clone(),
        _ => vec![0.0; levels],
    };
    table.iter().zip(share).for_each(|(levels, part)| counts[levels[d]] += part);
    counts
}
