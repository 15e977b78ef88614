//! Independent Poisson counts: `p(x|λ) = Π_d λ_d^{x_d} e^{-λ_d} / x_d!`, with `0⁰ = 1`.
//!
//! `x!` is `exp log Γ(x + 1)` of the exact argument, so that the counts of a perturbed run need not be integers.
//! M-step: with `s_d = Σ_n w_n r_nk x_nd`, `λ_d = s_d/N_k`, with a `gamma` prior `(a_d - 1 + s_d)/(b_d + N_k)`, with a
//! `natural` prior `(φ_d + s_d)/(ν + N_k)`.

use super::{Share, mode};
use crate::{
    failure::Failure,
    interval::Interval,
    linear::Vector,
    mixture::{Component, Observations, Problem},
    precision::Precision,
    prior::ComponentPrior,
};

/// `p(x|λ)` for one `λ`.
#[derive(Debug)]
pub struct Density<'a> {
    rate: &'a [Interval],
    log_rate: Vector,
    zero: Interval,
}

impl<'a> Density<'a> {
    /// The density with these rates.
    #[must_use]
    pub fn new(problem: &Problem, rate: &'a [Interval]) -> Self {
        Self { rate, log_rate: rate.iter().map(Interval::ln).collect(), zero: problem.precision.zero() }
    }

    /// The probability of a row of counts, given `Π_d x_d!`.
    #[must_use]
    pub fn at(&self, counts: &[Interval], factorials: &Interval) -> Interval {
        let mut exponent = self.zero.clone();
        for d in 0..counts.len() {
            if !counts[d].is_exact_zero() {
                if self.rate[d].is_exact_zero() {
                    return self.zero.clone();
                }
                exponent.add_product(&counts[d], &self.log_rate[d]);
            }
            exponent = exponent - &self.rate[d];
        }
        exponent.exp() / factorials
    }
}

/// `Π_d x_d!`.
#[must_use]
pub fn factorials(precision: Precision, counts: &[Interval]) -> Interval {
    let one = precision.integer(1);
    counts.iter().fold(one.clone(), |product, count| product * (count + &one).ln_gamma().exp())
}

/// The rates of one component, `place` being its index and the iteration.
///
/// # Errors
/// When the prior has no mode among the rates.
pub fn maximize(
    problem: &Problem,
    share: &Share,
    count: &Interval,
    (component, iteration): (usize, usize),
) -> Result<Component, Failure> {
    let one = problem.precision.integer(1);
    let rate = |(d, sum): (usize, &Interval)| {
        let (numerator, denominator, prior) = match &problem.prior.components {
            Some(ComponentPrior::Gamma { shape, rate }) => (sum + (&shape[d] - &one), &rate[d] + count, "gamma"),
            Some(ComponentPrior::NaturalPoisson { pseudo_observations, pseudo_count }) => {
                (&pseudo_observations[d] + sum, pseudo_count + count, "natural")
            }
            _ => (sum.clone(), count.clone(), "none"),
        };
        mode(&numerator, &denominator, prior, Some(component), iteration)
    };
    let rate = sums(problem, share).iter().enumerate().map(rate).collect::<Result<_, _>>()?;
    Ok(Component::Poisson { rate })
}

/// `s_d`.
fn sums(problem: &Problem, share: &Share) -> Vector {
    let Observations::Counts(rows, _) = &problem.observations else {
        unreachable!("observations are read for the family")
    };
    let mut sums = problem.precision.zeros(problem.dimension);
    for (n, part) in share {
        for d in 0..problem.dimension {
            sums[d].add_product(part, &rows[*n][d]);
        }
    }
    sums
}
