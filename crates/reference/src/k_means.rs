//! K-means: EM with hard assignments. It is what EM for Gaussians of covariance `σ² I` becomes as `σ → 0`.
//!
//! Assignment: `z_n = argmin_k |x_n - μ_k|²`, the lowest index among equals, the limit of responsibilities (39). Update: `μ_k` the weighted
//! mean of its observations, (32) without a prior; a cluster without observations of positive weight keeps its mean, as an empty
//! component does. The inertia `Σ_n w_n |x_n - μ_{z_n}|²` is the limit of `-2σ² log p(X|θ)`; neither step increases it, and as there are
//! finitely many assignments the iteration stops.
//!
//! Distances are taken from differences in binary64, to a few ulp each; two that differ by less are ordered by rounding.
//! (Lloyd 1982; Bishop, *Pattern Recognition and Machine Learning*, 9.1 and 9.3.2.)

use crate::{
    arithmetic::sum::Sum,
    error::{Error, Moment, Result, check_finite, check_len},
    observations::Observations,
};

/// The result of [`k_means`].
#[derive(Clone, Debug, PartialEq)]
pub struct KMeans {
    /// `z_n`, `N`, under the means.
    pub assignments: Vec<usize>,
    /// `μ_k`, `K` vectors of `D`.
    pub means: Vec<Vec<f64>>,
    /// The inertia after each assignment: that of the initial means, then one an iteration; never increases.
    pub inertia: Vec<f64>,
    /// Whether an iteration left every assignment as it was.
    pub converged: bool,
}

/// Iterates from `initial` means (`K` vectors of `D`) until no assignment changes, at most `max_iterations` times.
///
/// # Errors
/// No mean, means of a wrong length or not finite; distances beyond binary64.
pub fn k_means(observations: &Observations, initial: Vec<Vec<f64>>, max_iterations: usize) -> Result<KMeans> {
    if initial.is_empty() {
        return Err(Error::NoData { field: "means".to_owned(), problem: "there is none" });
    }
    for (k, mean) in initial.iter().enumerate() {
        check_len(mean.len(), observations.dimension(), &format!("means[{k}]"), "numbers, as the data have")?;
        check_finite(mean, &format!("means[{k}]"))?;
    }
    let (assignments, inertia) = assign(observations, &initial, Moment::Given)?;
    let mut state = KMeans { assignments, means: initial, inertia: vec![inertia], converged: false };
    for iteration in 1..=max_iterations {
        state.means = update(observations, &state.assignments, &state.means);
        let (assignments, inertia) = assign(observations, &state.means, Moment::Iteration(iteration))?;
        state.inertia.push(inertia);
        state.converged = assignments == state.assignments;
        state.assignments = assignments;
        if state.converged {
            break;
        }
    }
    Ok(state)
}

/// `|x - μ|²`.
fn distance(x: &[f64], mean: &[f64]) -> f64 {
    x.iter().zip(mean).map(|(x, mean)| (x - mean) * (x - mean)).sum()
}

/// `z_n` of all observations, and the inertia.
fn assign(observations: &Observations, means: &[Vec<f64>], moment: Moment) -> Result<(Vec<usize>, f64)> {
    let mut inertia = Sum::default();
    let mut assignments = Vec::with_capacity(observations.count());
    for (n, &weight) in observations.weights().iter().enumerate() {
        let (mut nearest, mut least) = (0, f64::INFINITY);
        for (k, mean) in means.iter().enumerate() {
            let distance = distance(observations.row(n), mean);
            if distance < least {
                (nearest, least) = (k, distance);
            }
        }
        assignments.push(nearest);
        if weight > 0.0 {
            inertia.add_product(weight, least);
        }
    }
    if !inertia.value().is_finite() {
        return Err(Error::NotRepresentable { quantity: "the inertia".to_owned(), moment });
    }
    Ok((assignments, inertia.value()))
}

/// The weighted means of the clusters; `kept` where there is none.
fn update(observations: &Observations, assignments: &[usize], kept: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut counts = vec![Sum::default(); kept.len()];
    let mut totals = vec![vec![Sum::default(); observations.dimension()]; kept.len()];
    for (n, &k) in assignments.iter().enumerate() {
        let weight = observations.weights()[n];
        counts[k].add(weight);
        // About the mean before, so that data far from 0 lose nothing.
        for ((total, &x), &origin) in totals[k].iter_mut().zip(observations.row(n)).zip(&kept[k]) {
            total.add_product(weight, x - origin);
        }
    }
    let mean = |(k, kept): (usize, &Vec<f64>)| match counts[k].value() {
        0.0 => kept.clone(),
        count => kept.iter().zip(&totals[k]).map(|(origin, total)| origin + total.value() / count).collect(),
    };
    kept.iter().enumerate().map(mean).collect()
}
