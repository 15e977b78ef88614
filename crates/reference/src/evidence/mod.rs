//! The evidence of the Bayesian mixture, exactly: `log Σ_z p(z) Π_k m(X_k)` over all `K^N` assignments of observations to labelled components.
//!
//! `p(z) = Γ(Σα)/Γ(Σα+N) Π_k Γ(α_k+N_k)/Γ(α_k)` is the Dirichlet-multinomial probability, `m` the marginal likelihood of the conjugate prior.
//! Where all `α_k` are equal the labels are exchangeable: the sum runs over the set partitions of the observations into at most `K`
//! blocks, each of which stands for the `K!/(K-b)!` ways to label its `b` blocks. So the terms number `Σ_{b<=K} S(N, b)` (Stirling's numbers
//! of the second kind) instead of `K^N`. [`Enumeration::terms`] says how many before the sum begins; more than
//! [`Enumeration::MOST_TERMS`], or more than [`Enumeration::MOST_SETS`] sets of observations, are refused.
//!
//! `m(X_k)` of every subset is computed once, its statistics by adding one observation to those of a smaller subset (about the mean, so
//! that an offset of the data costs nothing). `log p(z)` is a sum of `log((α_k + N_k)/(Σα + n))` in the order of the observations, with
//! `log((K-b) α/(Σα + n))` for a new block: a concentration of 1e-300 or 1e15 cancels in every ratio, before its logarithm. The terms are
//! added as `exp(l - max)` with compensation. What remains is the rounding of the largest `l`.

mod assignments;
mod subsets;

use std::marker::PhantomData;

use self::{
    assignments::log_sum,
    subsets::{Subsets, statistics_of},
};
use crate::{
    conjugate::ConjugatePrior,
    em::{block_len, reduce},
    error::{Error, Result, check_domain, check_len},
    family::Family,
    mixture::Prior,
    observations::{Block, Observations},
    prior::Dirichlet,
    statistics::Statistics,
};

/// A sum over assignments that has been checked and counted, and not yet begun.
#[derive(Clone, Debug)]
pub struct Enumeration<'a, F: Family> {
    observations: &'a Observations,
    concentration: &'a [f64],
    prior: &'a F::Prior,
    terms: u128,
    family: PhantomData<F>,
}

/// The statistics of some observations, as those of a single component.
type OneComponent<P> = Statistics<<P as ConjugatePrior>::Moments>;

impl<'a, F: Family<Prior: ConjugatePrior>> Enumeration<'a, F> {
    /// The most terms that are summed: about a second of work.
    pub const MOST_TERMS: u128 = 1 << 24;

    /// The most sets of observations whose marginal likelihoods are computed: some seconds of work.
    pub const MOST_SETS: u128 = 1 << 20;

    /// Checks the input and counts the terms for `K` components.
    ///
    /// # Errors
    /// A prior that is missing or does not fit, `K = 0`, data outside of the sample space, a weight other than 1;
    /// [`Error::TooManyTerms`].
    pub fn plan(
        observations: &'a Observations,
        shape: &F::Shape,
        prior: &'a Prior<F::Prior>,
        components: usize,
    ) -> Result<Self> {
        check_domain(components as f64, |k| k >= 1.0, || "components".to_owned(), "at least 1")?;
        let (weights, of_components) = full_prior::<F>(observations, shape, prior, components)?;
        let concentration = weights.concentration.as_slice();
        let terms = count_terms(observations.count(), concentration);
        let sets = count_sets(observations.count(), components);
        if terms > Self::MOST_TERMS || sets > Self::MOST_SETS {
            let (most_terms, most_sets) = (Self::MOST_TERMS, Self::MOST_SETS);
            return Err(Error::TooManyTerms { terms, sets, most_terms, most_sets });
        }
        Ok(Self { observations, concentration, prior: of_components, terms, family: PhantomData })
    }

    /// How many terms the sum has.
    #[must_use]
    pub fn terms(&self) -> u128 {
        self.terms
    }

    /// `log Σ_z p(z) Π_k m(X_k)`.
    ///
    /// # Errors
    /// A marginal likelihood beyond binary64.
    pub fn log_evidence(&self) -> Result<f64> {
        if self.concentration.len() == 1 {
            return self.log_marginal_of_all();
        }
        let log_marginals = Subsets::new(self.observations, self.prior).log_marginals()?;
        let symmetric = is_symmetric(self.concentration);
        Ok(log_sum(self.concentration, symmetric, self.observations.count(), &log_marginals))
    }

    /// `log m(X)`: one component has all.
    fn log_marginal_of_all(&self) -> Result<f64> {
        let observations = self.observations;
        let len = block_len(1, observations.dimension());
        let mut leaf = |block: &Block<'_>| Ok(statistics_of(self.prior, block));
        let statistics = reduce(observations, len, &mut leaf, &Statistics::merge)?;
        let rows: Vec<_> = (0..observations.count()).map(|n| (1.0, observations.row(n))).collect();
        self.prior.log_marginal(&statistics, 0, &rows)
    }
}

/// Both priors, checked, of an operation that integrates the parameters out.
///
/// # Errors
/// A prior that is missing or does not fit, data outside of the sample space, a weight other than 1.
pub(crate) fn full_prior<'a, F: Family>(
    observations: &Observations,
    shape: &F::Shape,
    prior: &'a Prior<F::Prior>,
    components: usize,
) -> Result<(&'a Dirichlet, &'a F::Prior)> {
    let weights = prior.weights.as_ref().ok_or(Error::Missing { field: "prior.weights" })?;
    let of_components = prior.components.as_ref().ok_or(Error::Missing { field: "prior.components" })?;
    prior.check::<F>(shape, components, observations)?;
    check_len(weights.concentration.len(), components, "prior.weights.dirichlet", "concentrations")?;
    for (n, &weight) in observations.weights().iter().enumerate() {
        let requirement = "1: an integral over the parameters is defined for unweighted observations";
        check_domain(weight, |weight| weight == 1.0, || format!("data.weights[{n}]"), requirement)?;
    }
    Ok((weights, of_components))
}

fn is_symmetric(concentration: &[f64]) -> bool {
    concentration.iter().all(|&alpha| alpha == concentration[0])
}

/// `2^N`, and 1 for a single component, which has all observations.
fn count_sets(observations: usize, components: usize) -> u128 {
    let power = u32::try_from(observations).ok().and_then(|n| 1_u128.checked_shl(n));
    if components == 1 { 1 } else { power.unwrap_or(u128::MAX) }
}

/// `K^N`, or the number of set partitions of `N` into at most `K` blocks; `u128::MAX` where that is more.
fn count_terms(observations: usize, concentration: &[f64]) -> u128 {
    let components = concentration.len();
    if !is_symmetric(concentration) {
        let power = u32::try_from(observations).ok().and_then(|n| (components as u128).checked_pow(n));
        return power.unwrap_or(u128::MAX);
    }
    // S(n, b) for b = 1, 2, ..., by S(n, b) = b S(n-1, b) + S(n-1, b-1).
    let mut partitions: Vec<u128> = vec![1];
    let total = |partitions: &[u128]| partitions.iter().fold(0, |total: u128, &count| total.saturating_add(count));
    for n in 2..=observations {
        if n <= components {
            partitions.push(0);
        }
        for b in (0..partitions.len()).rev() {
            let before = if b == 0 { 0 } else { partitions[b - 1] };
            partitions[b] = partitions[b].saturating_mul(b as u128 + 1).saturating_add(before);
        }
        if total(&partitions) == u128::MAX {
            break;
        }
    }
    total(&partitions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_bell_and_stirling_numbers_or_powers() {
        assert_eq!(count_terms(1, &[1.0; 7]), 1);
        assert_eq!(count_terms(3, &[1.0; 7]), 5);
        assert_eq!(count_terms(12, &[0.5; 12]), 4_213_597);
        assert_eq!(count_terms(10, &[2.0; 2]), 512);
        assert_eq!(count_terms(100_000, &[2.0]), 1);
        assert_eq!(count_terms(10, &[2.0, 1.0]), 1024);
        assert_eq!(count_terms(1000, &[2.0, 1.0]), u128::MAX);
        assert_eq!(count_terms(1000, &[2.0, 2.0]), u128::MAX);
    }
}
