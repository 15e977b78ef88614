//! Multivariate normal: `p(x|μ, Σ) = exp(-(x - μ)ᵀ Σ⁻¹ (x - μ)/2) / sqrt((2π)^D |Σ|)`, inverse and determinant outright.
//!
//! M-step: `μ = (κ m0 + Σ_n w_n r_nk x_n)/(κ + N_k)` and the scatter about that mean,
//! `Q = Σ_n w_n r_nk (x_n - μ)(x_n - μ)ᵀ + κ (m0 - μ)(m0 - μ)ᵀ`, with `κ = 0` without a prior. `Q` is what the usual formulas
//! write `S_k + B_k`, for `μ` minimises it. Then, with the prior's parameters 0 without one,
//! full `(Ψ + Q)/(ν + N_k + D + 2)` or `Q/N_k`, diagonal `(2b_d + Q_dd)/(2a + N_k + 3)` or `Q_dd/N_k`, spherical
//! `(2b + tr Q)/(2a + D N_k + D + 2)` or `tr Q/(D N_k)`, tied `(Ψ + Σ_k Q_k)/(ν + W + K + D + 1)` or `Σ_k Q_k/W`.

use rug::Float;
use suite::format::Structure;

use super::Share;
use crate::{
    failure::Failure,
    interval::Interval,
    linear::{Matrix, Subject, Vector, check_positive, invert, quadratic_form},
    mixture::{Component, Covariance, Observations, Problem},
    precision::Precision,
    prior::ComponentPrior,
};

/// `Σ⁻¹` by structure.
#[derive(Debug)]
enum Metric<'a> {
    Identity,
    Spherical(&'a Interval),
    Diagonal(&'a [Interval]),
    Full(Matrix),
}

/// `p(x|μ, Σ)` for one `μ` and `Σ`.
#[derive(Debug)]
pub struct Density<'a> {
    mean: &'a [Interval],
    metric: Metric<'a>,
    /// `sqrt((2π)^D |Σ|)`.
    normaliser: Interval,
    zero: Interval,
}

impl<'a> Density<'a> {
    /// The density of a component, `place` being its index and the iteration that reached it.
    ///
    /// # Errors
    /// When the covariance is not positive definite.
    pub fn new(
        problem: &Problem,
        mean: &'a [Interval],
        covariance: &'a Covariance,
        shared: Option<&Matrix>,
        (component, iteration): (usize, Option<usize>),
    ) -> Result<Self, Failure> {
        let subject = |what, component| Subject { what, component, iteration };
        let own = subject("covariance", Some(component));
        let (metric, determinant) = match (covariance, shared) {
            (Covariance::Shared, Some(matrix)) => inverted(problem, matrix, subject("shared covariance", None))?,
            (Covariance::Full(matrix), _) => inverted(problem, matrix, own)?,
            (covariance, _) => by_variances(problem, covariance, own)?,
        };
        let two_pi = problem.precision.pi() + problem.precision.pi();
        let normaliser = (0..mean.len()).fold(determinant, |product, _| product * &two_pi).sqrt();
        Ok(Self { mean, metric, normaliser, zero: problem.precision.zero() })
    }

    /// The density at a point.
    #[must_use]
    pub fn at(&self, x: &[Interval]) -> Interval {
        let deviation: Vector = x.iter().zip(self.mean).map(|(x, mean)| x - mean).collect();
        let squares = || deviation.iter().map(Interval::square);
        let sum = |terms: &mut dyn Iterator<Item = Interval>| terms.fold(self.zero.clone(), |sum, term| sum + term);
        let distance = match &self.metric {
            Metric::Identity => sum(&mut squares()),
            Metric::Spherical(variance) => sum(&mut squares()) / *variance,
            Metric::Diagonal(variances) => {
                sum(&mut squares().zip(*variances).map(|(square, variance)| square / variance))
            }
            Metric::Full(inverse) => quadratic_form(inverse, &deviation),
        };
        (-distance.half()).exp() / &self.normaliser
    }
}

/// The metric and the determinant of a full matrix.
fn inverted<'a>(problem: &Problem, matrix: &Matrix, subject: Subject) -> Result<(Metric<'a>, Interval), Failure> {
    let inverted = invert(matrix, &problem.squared_scale, problem.precision, subject)?;
    Ok((Metric::Full(inverted.inverse), inverted.determinant))
}

/// The metric and the determinant of the structures without correlations.
fn by_variances<'a>(
    problem: &Problem,
    covariance: &'a Covariance,
    subject: Subject,
) -> Result<(Metric<'a>, Interval), Failure> {
    let one = problem.precision.integer(1);
    let positive = |variance| check_positive(variance, &problem.squared_scale, problem.precision, subject);
    Ok(match covariance {
        Covariance::Spherical(variance) => {
            positive(variance)?;
            (Metric::Spherical(variance), (0..problem.dimension).fold(one, |product, _| product * variance))
        }
        Covariance::Diagonal(variances) => {
            variances.iter().try_for_each(positive)?;
            (Metric::Diagonal(variances), variances.iter().fold(one, |product, variance| product * variance))
        }
        _ => (Metric::Identity, one),
    })
}

/// What a prior adds to mean and scatter: `m0` and `κ`.
fn pull(problem: &Problem) -> Option<(&Vector, &Interval)> {
    match problem.prior.components.as_ref()? {
        ComponentPrior::Normal { mean, precision } => Some((mean, precision)),
        ComponentPrior::NormalInverseWishart { mean, mean_precision, .. }
        | ComponentPrior::NormalInverseGamma { mean, mean_precision, .. } => Some((mean, mean_precision)),
        _ => None,
    }
}

fn real_rows(problem: &Problem) -> &[Vector] {
    let Observations::Real(rows) = &problem.observations else { unreachable!("observations are read for the family") };
    rows
}

/// The mean and covariance of one component, `place` being its index and the iteration.
///
/// # Errors
/// When the covariance is not positive definite.
pub fn maximize(
    problem: &Problem,
    structure: Structure,
    share: &Share,
    count: &Interval,
    (component, iteration): (usize, usize),
) -> Result<Component, Failure> {
    let mean = posterior_mean(problem, share, count);
    let subject = Subject { what: "covariance", component: Some(component), iteration: Some(iteration) };
    let covariance = match structure {
        Structure::Identity => Covariance::Identity,
        Structure::Tied => Covariance::Shared,
        Structure::Spherical => Covariance::Spherical(spherical(problem, share, count, &mean, subject)?),
        Structure::Diagonal => Covariance::Diagonal(diagonal(problem, share, count, &mean, subject)?),
        Structure::Full => Covariance::Full(full(problem, share, count, &mean, subject)?),
    };
    Ok(Component::Gaussian { mean, covariance })
}

/// `(κ m0 + Σ_n w_n r_nk x_n)/(κ + N_k)`.
fn posterior_mean(problem: &Problem, share: &Share, count: &Interval) -> Vector {
    let mut sums = problem.precision.zeros(problem.dimension);
    for (n, part) in share {
        for (sum, x) in sums.iter_mut().zip(&real_rows(problem)[*n]) {
            sum.add_product(part, x);
        }
    }
    let mut denominator = count.clone();
    if let Some((centre, kappa)) = pull(problem) {
        denominator = denominator + kappa;
        sums.iter_mut().zip(centre).for_each(|(sum, centre)| sum.add_product(kappa, centre));
    }
    sums.iter().map(|sum| sum / &denominator).collect()
}

/// Every deviation from the mean with its weight, the prior's centre being one more observation of weight `κ`.
fn for_each_deviation(
    problem: &Problem,
    share: &Share,
    mean: &[Interval],
    mut visit: impl FnMut(&Interval, &[Interval]),
) {
    let deviation = |x: &[Interval]| -> Vector { x.iter().zip(mean).map(|(x, mean)| x - mean).collect() };
    for (n, part) in share {
        visit(part, &deviation(&real_rows(problem)[*n]));
    }
    if let Some((centre, kappa)) = pull(problem) {
        visit(kappa, &deviation(centre));
    }
}

/// The diagonal of `Q`.
fn squares(problem: &Problem, share: &Share, mean: &[Interval]) -> Vector {
    let mut totals = problem.precision.zeros(problem.dimension);
    for_each_deviation(problem, share, mean, |weight, deviation| {
        for (total, deviation) in totals.iter_mut().zip(deviation) {
            total.add_product(weight, &deviation.square());
        }
    });
    totals
}

/// Adds `Q` to a matrix, both triangles alike.
fn add_scatter(problem: &Problem, share: &Share, mean: &[Interval], total: &mut Matrix) {
    for_each_deviation(problem, share, mean, |weight, deviation| {
        for i in 0..deviation.len() {
            total[i][i].add_product(weight, &deviation[i].square());
            let weighted = weight * &deviation[i];
            for j in i + 1..deviation.len() {
                total[i][j].add_product(&weighted, &deviation[j]);
            }
        }
    });
    for i in 0..total.len() {
        for j in 0..i {
            total[i][j] = total[j][i].clone();
        }
    }
}

fn spherical(
    problem: &Problem,
    share: &Share,
    count: &Interval,
    mean: &[Interval],
    subject: Subject,
) -> Result<Interval, Failure> {
    let dimension = problem.precision.integer(problem.dimension);
    let mut numerator = squares(problem, share, mean).iter().fold(problem.precision.zero(), |sum, term| sum + term);
    let mut denominator = dimension * count;
    if let Some(ComponentPrior::NormalInverseGamma { shape, scale, .. }) = &problem.prior.components {
        numerator = numerator + &scale[0] + &scale[0];
        denominator = denominator + shape + shape + problem.precision.integer(problem.dimension + 2);
    }
    let variance = numerator / denominator;
    check_positive(&variance, &problem.squared_scale, problem.precision, subject)?;
    Ok(variance)
}

fn diagonal(
    problem: &Problem,
    share: &Share,
    count: &Interval,
    mean: &[Interval],
    subject: Subject,
) -> Result<Vector, Failure> {
    let mut numerators = squares(problem, share, mean);
    let mut denominator = count.clone();
    if let Some(ComponentPrior::NormalInverseGamma { shape, scale, .. }) = &problem.prior.components {
        numerators.iter_mut().zip(scale).for_each(|(numerator, b)| *numerator = &*numerator + b + b);
        denominator = denominator + shape + shape + problem.precision.integer(3);
    }
    let variances: Vector = numerators.iter().map(|numerator| numerator / &denominator).collect();
    for variance in &variances {
        check_positive(variance, &problem.squared_scale, problem.precision, subject)?;
    }
    Ok(variances)
}

fn full(
    problem: &Problem,
    share: &Share,
    count: &Interval,
    mean: &[Interval],
    subject: Subject,
) -> Result<Matrix, Failure> {
    let (mut numerator, extra) = prior_scatter(problem, problem.dimension + 2);
    add_scatter(problem, share, mean, &mut numerator);
    divided(problem, &numerator, &(count + extra), subject)
}

/// The covariance that all components share, from the shares and the new means of those that have any observations.
///
/// # Errors
/// When it is not positive definite.
pub fn shared_covariance(
    problem: &Problem,
    shares: &[(&Share, &Component)],
    iteration: usize,
) -> Result<Matrix, Failure> {
    let (mut numerator, extra) = prior_scatter(problem, problem.components + problem.dimension + 1);
    for (share, component) in shares {
        if let Component::Gaussian { mean, .. } = component {
            add_scatter(problem, share, mean, &mut numerator);
        }
    }
    let subject = Subject { what: "shared covariance", component: None, iteration: Some(iteration) };
    divided(problem, &numerator, &(problem.total_weight() + extra), subject)
}

/// `Ψ` and `ν` plus a constant, both 0 without a prior.
fn prior_scatter(problem: &Problem, constant: usize) -> (Matrix, Interval) {
    let precision: Precision = problem.precision;
    match &problem.prior.components {
        Some(ComponentPrior::NormalInverseWishart { degrees_of_freedom, scale, .. }) => {
            (scale.clone(), degrees_of_freedom + precision.integer(constant))
        }
        _ => (vec![precision.zeros(problem.dimension); problem.dimension], precision.zero()),
    }
}

/// The covariance, proved positive definite.
fn divided(problem: &Problem, numerator: &Matrix, denominator: &Interval, subject: Subject) -> Result<Matrix, Failure> {
    let divide = |row: &Vector| row.iter().map(|entry| entry / denominator).collect();
    let covariance: Matrix = numerator.iter().map(divide).collect();
    let scale: &Float = &problem.squared_scale;
    invert(&covariance, scale, problem.precision, subject)?;
    Ok(covariance)
}
