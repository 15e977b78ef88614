//! `projection`: one normal `q = N(m, v)` in place of a mixture `p` of two on the line, the one that the parameters of an `evaluate` case
//! describe, by the forward and by the reverse divergence.
//!
//! - `forward` {`mean`, `variance`, `kl`}: the `q` of least `kl(p ‖ q)`, which has the moments of `p` (mode averaging):
//!   `m = Σ_j π_j μ_j`, `v = Σ_j π_j (σ_j² + (μ_j - m)²)`, `kl = E_p[log p] - E_p[log q]`;
//! - `reverse`, a list of the same by rising mean: local minima of `kl(q ‖ p) = E_q[log q] - E_q[log p]` (mode seeking), each proved to be one
//!   in its box. They are those to which Newton's method leads from each of the bumps.
//!
//! With moments that agree, and for `q` itself, `E[log q] = -(log 2πv + 1)/2`; the expectations of `log p` are integrals with enclosed
//! remainders. Scales: of a forward mean `Σ_j π_j |μ_j|`, of a reverse one `|m| + sqrt v`, of a divergence the magnitudes of its two
//! expectations, of a variance its own.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, 10.1.2, figure 10.3.

use suite::format::{Case, Operation};

use super::Kind;
use crate::{
    failure::{Failure, Rejection},
    input::{Reader, read_parameters, read_problem, required},
    interval::Interval,
    mixture::{Component, Covariance, Mixture},
    precision::Precision,
    quadrature::{Normal, TwoBumps, expected_log},
    reverse_fit::reverse_fit,
    tree::Tree,
};

/// The mixtures of two bumps.
pub const KIND: Kind = Kind {
    name: "projection",
    operation: Operation::Evaluate,
    cases: &["gaussian/two-bumps-*"],
    certifier: projection,
};

/// Both fits, at the precision of the reader.
///
/// # Errors
/// When the case is no mixture of two bumps on the line or must be refused, or this precision is not enough.
pub fn projection(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let given = required("parameters", case.parameters.as_ref())?;
    let problem = read_problem(case, given.weights.len(), reader)?;
    let mixture = read_parameters("parameters", given, &problem, reader)?;
    let p = two_bumps(&mixture)?;
    let moments = moments(&p, problem.precision);
    let minima = minima(&p, problem.precision)?;
    let reverse = minima.iter().map(|q| reverse(&p, q, problem.precision)).collect();
    Ok(Tree::map([("forward", forward(&p, &moments, problem.precision)), ("reverse", Tree::List(reverse))]))
}

fn two_bumps(mixture: &Mixture) -> Result<TwoBumps, Failure> {
    let bump = |component: &Component| match component {
        Component::Gaussian { mean, covariance: Covariance::Spherical(variance) } if mean.len() == 1 => {
            Some(Normal { mean: mean[0].clone(), variance: variance.clone() })
        }
        _ => None,
    };
    match (mixture.weights.as_slice(), mixture.components.as_slice()) {
        ([a, b], [first, second]) => bump(first)
            .zip(bump(second))
            .map(|(first, second)| TwoBumps { weights: [a.clone(), b.clone()], normals: [first, second] }),
        _ => None,
    }
    .ok_or_else(|| Rejection::field("parameters", "no mixture of two spherical components in one dimension").into())
}

/// The mean and the variance of `p`.
fn moments(p: &TwoBumps, precision: Precision) -> Normal {
    let sum = |f: &dyn Fn(&Normal) -> Interval| {
        let both = p.weights.iter().zip(&p.normals);
        both.fold(precision.zero(), |sum, (weight, normal)| sum + weight * f(normal))
    };
    let mean = sum(&|normal| normal.mean.clone());
    let variance = sum(&|normal| &normal.variance + (&normal.mean - &mean).square());
    Normal { mean, variance }
}

/// `E[log q]` of an `x` with the moments of `q`.
fn expected_log_density(q: &Normal, precision: Precision) -> Interval {
    -(precision.log_two_pi() + q.variance.ln() + precision.integer(1)).half()
}

fn fit(q: &Normal, mean_scale: Interval, log_p: &Interval, log_q: &Interval, kl: Interval) -> Tree {
    Tree::map([
        ("mean", Tree::scaled(q.mean.clone(), mean_scale)),
        ("variance", Tree::scalar(q.variance.clone())),
        ("kl", Tree::scaled(kl, log_p.abs() + log_q.abs())),
    ])
}

fn forward(p: &TwoBumps, q: &Normal, precision: Precision) -> Tree {
    let both = || p.weights.iter().zip(&p.normals);
    let scale = both().fold(precision.zero(), |sum, (weight, bump)| sum + weight * bump.mean.abs());
    let log_p = both().fold(precision.zero(), |sum, (weight, bump)| sum + weight * expected_log(bump, p, precision));
    let log_q = expected_log_density(q, precision);
    fit(q, scale, &log_p, &log_q, &log_p - &log_q)
}

fn reverse(p: &TwoBumps, q: &Normal, precision: Precision) -> Tree {
    let (log_p, log_q) = (expected_log(q, p, precision), expected_log_density(q, precision));
    fit(q, q.mean.abs() + q.variance.sqrt(), &log_p, &log_q, &log_q - &log_p)
}

/// The proved minima of `kl(q ‖ p)`, by rising mean.
///
/// # Errors
/// [`Failure::Undecided`] when a bump leads nowhere, or what it leads to is not proved at this precision.
fn minima(p: &TwoBumps, precision: Precision) -> Result<Vec<Normal>, Failure> {
    let mut found: Vec<Normal> = Vec::new();
    for bump in &p.normals {
        let start = [&bump.mean, &bump.variance].map(|x| x.middle().to_f64());
        let fit = reverse_fit(p, start, precision)?;
        if found.iter().all(|known| are_apart(known, &fit)) {
            found.push(fit);
        }
    }
    found.sort_by(|a, b| a.mean.lower().total_cmp(b.mean.lower()));
    Ok(found)
}

/// Whether two enclosures are of two points; each box holds one minimum only, so two that meet are of the same.
fn are_apart(a: &Normal, b: &Normal) -> bool {
    let apart = |a: &Interval, b: &Interval| a.certainly_exceeds(b) || b.certainly_exceeds(a);
    apart(&a.mean, &b.mean) || apart(&a.variance, &b.variance)
}
