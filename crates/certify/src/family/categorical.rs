//! Independent categorical variables: `p(x|θ) = Π_d p_{d, x_d}`, `x_d` a level index from 0.
//!
//! M-step: with `n_dc = Σ_n w_n r_nk [x_nd = c]`, `p_dc = n_dc/N_k`, with a `dirichlet` prior
//! `(n_dc + α_dc - 1)/(N_k + Σ_c α_dc - C_d)`, with a `natural` prior `(n_dc + φ_dc)/(N_k + Σ_c φ_dc)`.

use super::{Share, mode};
use crate::{
    failure::Failure,
    interval::Interval,
    linear::Vector,
    mixture::{Component, Observations, Problem},
    prior::ComponentPrior,
};

/// The probability of a row of level indices.
#[must_use]
pub fn density(probabilities: &[Vector], levels: &[usize]) -> Interval {
    let factors = probabilities.iter().zip(levels).map(|(probabilities, &level)| probabilities[level].clone());
    factors.reduce(|product, factor| product * factor).expect("a row has at least one variable")
}

/// The probabilities of one component, `place` being its index and the iteration.
///
/// # Errors
/// When the prior has no mode on the simplex.
pub fn maximize(
    problem: &Problem,
    levels: &[usize],
    share: &Share,
    count: &Interval,
    place: (usize, usize),
) -> Result<Component, Failure> {
    let variable = |d: usize| maximize_variable(problem, d, &frequencies(problem, levels[d], d, share), count, place);
    let probabilities = (0..levels.len()).map(variable).collect::<Result<_, _>>()?;
    Ok(Component::Categorical { probabilities })
}

/// `n_dc` of one variable.
fn frequencies(problem: &Problem, levels: usize, d: usize, share: &Share) -> Vector {
    let Observations::Levels(rows) = &problem.observations else {
        unreachable!("observations are read for the family")
    };
    let mut frequencies = problem.precision.zeros(levels);
    for (n, part) in share {
        let level = rows[*n][d];
        frequencies[level] = &frequencies[level] + part;
    }
    frequencies
}

fn maximize_variable(
    problem: &Problem,
    d: usize,
    frequencies: &[Interval],
    count: &Interval,
    (component, iteration): (usize, usize),
) -> Result<Vector, Failure> {
    let one = problem.precision.integer(1);
    let (extra, prior): (Vector, _) = match &problem.prior.components {
        Some(ComponentPrior::Dirichlet(alpha)) => (alpha[d].iter().map(|alpha| alpha - &one).collect(), "dirichlet"),
        Some(ComponentPrior::NaturalCategorical(phi)) => (phi[d].clone(), "natural"),
        _ => (problem.precision.zeros(frequencies.len()), "none"),
    };
    let denominator = extra.iter().fold(count.clone(), |sum, extra| sum + extra);
    let modes = frequencies.iter().zip(&extra);
    modes
        .map(|(frequency, extra)| mode(&(frequency + extra), &denominator, prior, Some(component), iteration))
        .collect()
}
