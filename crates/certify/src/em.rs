//! One EM iteration, and the objective, as they are defined: `p(x_n|θ) = Σ_k π_k p(x_n|θ_k)` in the linear domain,
//! `r_nk = π_k p(x_n|θ_k) / p(x_n|θ)`.

use rug::Float;
use suite::format::Structure;

use crate::{
    failure::{Failure, Rejection},
    family::{Density, Share, gaussian, maximize, mode},
    interval::Interval,
    linear::Vector,
    mixture::{Kind, Mixture, Problem},
    prior::log_prior,
};

/// What one observation gives.
#[derive(Debug)]
pub struct Row {
    /// `p(x_n|θ_k)`.
    pub densities: Vector,
    /// `p(x_n|θ)`.
    pub evidence: Interval,
    /// `π_k p(x_n|θ_k)`.
    joint: Vector,
}

impl Row {
    /// The densities of one observation.
    #[must_use]
    pub fn new(problem: &Problem, mixture: &Mixture, densities: &[Density<'_>], n: usize) -> Self {
        let densities: Vector = densities.iter().map(|density| density.at(problem, n)).collect();
        let joint: Vector = mixture.weights.iter().zip(&densities).map(|(weight, density)| weight * density).collect();
        let evidence = joint.iter().fold(problem.precision.zero(), |sum, joint| sum + joint);
        Self { densities, evidence, joint }
    }

    /// `π_k p(x_n|θ_k)`.
    #[must_use]
    pub fn joint(&self) -> &[Interval] {
        &self.joint
    }

    /// `r_nk`; exactly 0 for a component that cannot have made the observation, exactly 1 for the only one that can.
    #[must_use]
    pub fn responsibilities(&self) -> Vector {
        normalised(&self.joint)
    }
}

/// Parts that are not negative, each over their sum; exactly 0 where a part is, exactly 1 where no other is not.
#[must_use]
pub fn normalised(parts: &[Interval]) -> Vector {
    let others = |k: usize| {
        let others = parts.iter().enumerate().filter(|&(j, part)| j != k && !part.is_exact_zero());
        others.map(|(_, part)| part.clone()).reduce(|sum, part| sum + part)
    };
    let share = |(k, part): (usize, &Interval)| match others(k) {
        _ if part.is_exact_zero() => part.clone(),
        Some(others) => share_of(part, &others),
        None => Interval::point(Float::with_val(part.bits(), 1)),
    };
    parts.iter().enumerate().map(share).collect()
}

/// `part / (part + others)`, which increases with `part` and decreases with `others`.
fn share_of(part: &Interval, others: &Interval) -> Interval {
    let at = |part: &Float, others: &Float| {
        let part = Interval::point(part.clone());
        &part / (&part + Interval::point(others.clone()))
    };
    let (least, most) = (at(part.lower(), others.upper()), at(part.upper(), others.lower()));
    Interval::new(least.lower().clone(), most.upper().clone())
}

/// `log p(X|θ)` and `log p(X, θ)`, with the sums of the magnitudes that were added up.
#[derive(Clone, Debug)]
pub struct Objective {
    /// `Σ_n w_n log p(x_n|θ)`.
    pub log_evidence: Interval,
    /// `log_evidence + log_prior`.
    pub log_joint: Interval,
    /// `max(|log_evidence|, Σ_n w_n |log p(x_n|θ)|, |log_prior|)`.
    pub evidence_scale: Interval,
    /// The same with `|log_joint|`.
    pub joint_scale: Interval,
}

impl Objective {
    /// From `w_n` and `log p(x_n|θ)` of the observations that contribute. What is exactly infinite has no part in a scale.
    ///
    /// # Errors
    /// When a covariance is not positive definite.
    pub fn new<'a>(
        problem: &Problem,
        mixture: &Mixture,
        terms: impl IntoIterator<Item = (&'a Interval, &'a Interval)>,
    ) -> Result<Self, Failure> {
        let zero = problem.precision.zero();
        let (mut log_evidence, mut magnitudes) = (zero.clone(), zero.clone());
        for (weight, log_term) in terms {
            let term = weight * log_term;
            if !term.is_exact_infinity() {
                magnitudes = magnitudes + term.abs();
            }
            log_evidence = log_evidence + term;
        }
        let log_prior = log_prior(problem, mixture)?;
        let log_joint = &log_evidence + &log_prior;
        let finite = |x: &Interval| if x.is_exact_infinity() { zero.clone() } else { x.abs() };
        let common = magnitudes.max(&finite(&log_prior));
        let (evidence_scale, joint_scale) = (common.max(&finite(&log_evidence)), common.max(&finite(&log_joint)));
        Ok(Self { log_evidence, log_joint, evidence_scale, joint_scale })
    }
}

/// The E-step after some number of iterations: the objective there and every component's share of the observations.
///
/// # Errors
/// When an observation is impossible or a covariance is not positive definite.
pub fn expectation(problem: &Problem, mixture: &Mixture, iteration: usize) -> Result<(Objective, Vec<Share>), Failure> {
    let densities = Density::of_mixture(problem, mixture, iteration)?;
    let mut shares = vec![Share::new(); problem.components];
    let mut log_terms = Vec::new();
    for (n, weight) in problem.contributing() {
        let row = Row::new(problem, mixture, &densities, n);
        if row.evidence.is_exact_zero() {
            return Err(Rejection::Impossible { observation: n, iteration }.into());
        }
        if !row.evidence.certainly_positive() {
            return Err(Failure::Undecided(format!("the probability of observation {n}")));
        }
        log_terms.push((weight, row.evidence.ln()));
        for (share, responsibility) in shares.iter_mut().zip(row.responsibilities()) {
            if !responsibility.is_exact_zero() {
                share.push((n, weight * responsibility));
            }
        }
    }
    let terms = log_terms.iter().map(|(weight, term)| (*weight, term));
    Ok((Objective::new(problem, mixture, terms)?, shares))
}

/// The M-step of an iteration, from the components' shares of the observations: the parameters, and the components that had
/// no observations and kept theirs.
///
/// # Errors
/// When a prior has no mode, a covariance is not positive definite, or an empty component has no parameters to keep.
pub fn maximization(
    problem: &Problem,
    shares: &[Share],
    previous: Option<&Mixture>,
    iteration: usize,
) -> Result<(Mixture, Vec<usize>), Failure> {
    let sum = |share: &Share| share.iter().fold(problem.precision.zero(), |sum, (_, part)| sum + part);
    let counts: Vector = shares.iter().map(sum).collect();
    let mut empty = Vec::new();
    let mut components = Vec::new();
    for (k, (share, count)) in shares.iter().zip(&counts).enumerate() {
        if problem.prior.components.is_some() || count.certainly_positive() {
            components.push(maximize(problem, share, count, (k, iteration))?);
        } else if !count.is_exact_zero() {
            return Err(Failure::Undecided(format!("the weight of component {k}")));
        } else {
            empty.push(k);
            components.push(previous.ok_or(Rejection::Empty { component: k })?.components[k].clone());
        }
    }
    let shared = if problem.kind == Kind::Gaussian(Structure::Tied) {
        let all: Vec<_> = shares.iter().zip(&components).collect();
        Some(gaussian::shared_covariance(problem, &all, iteration)?)
    } else {
        None
    };
    let weights = mixing_weights(problem, &counts, iteration)?;
    Ok((Mixture { weights, components, shared }, empty))
}

/// `N_k/W`, or with `π ~ Dir(α)` `(N_k + α_k - 1)/(W + Σα - K)`.
fn mixing_weights(problem: &Problem, counts: &[Interval], iteration: usize) -> Result<Vector, Failure> {
    let total = problem.total_weight();
    let Some(concentration) = &problem.prior.weights else {
        return Ok(counts.iter().map(|count| count / &total).collect());
    };
    let one = problem.precision.integer(1);
    let extra: Vector = concentration.iter().map(|alpha| alpha - &one).collect();
    let denominator = extra.iter().fold(total, |sum, extra| sum + extra);
    let weight = |(k, (count, extra)): (usize, (&Interval, &Interval))| {
        mode(&(count + extra), &denominator, "weights.dirichlet", Some(k), iteration)
    };
    counts.iter().zip(&extra).enumerate().map(weight).collect()
}
