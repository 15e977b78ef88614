//! The kernel of the normal-inverse-Wishart prior: `E[log π_k] + E[log p(x|θ_k)] = c_k - 1/2 (x-m_k)ᵀ ν_k Ψ_k⁻¹ (x-m_k)`,
//! `c_k = E[log π_k] + (ψ_D(ν_k/2) + D log 2 - log|Ψ_k| - D log 2π - D/κ_k)/2` [B10.64-10.66].
//!
//! Moments are taken about the means of the step before. What it costs to centre them anew is held against the scatter and the prior's
//! `Ψ`, to which it is added: a component that holds next to nothing may move far, and one that has faded away is empty. Rounding of a responsibility: a few
//! `ε (1 + q_nk)`, relative, with `q_nk` the distance; of statistics, the same of their magnitude. `Ψ_k` that are ill-conditioned are not
//! ordinary, before the step or after it.

use super::{Start, Step, Summed, factors::Factors, quick::sums};
use crate::{
    arithmetic::double_double::DoubleDouble,
    conjugate::{ConjugatePrior, NormalInverseWishartDistribution},
    family::gaussian::{GaussianMoments, above_least, moments::MatrixScatter},
    kernel::{GaussianKernel, Metric, ORDINARY, Parts, PosteriorKernel, Precise, Responsibilities},
    observations::Observations,
    prior::NormalInverseWishart,
};

/// Observations that say where the data are, before anything is known of the components.
const SOME: usize = 1024;

impl Precise for Vec<NormalInverseWishartDistribution> {
    type Scatter = MatrixScatter;

    fn distances_from_nearest(&self, row: &[f64]) -> (Vec<f64>, f64) {
        let distance = |q: &NormalInverseWishartDistribution| {
            let distance = q.expected_distance(row);
            if distance.high.is_finite() { distance } else { DoubleDouble::from(f64::INFINITY) }
        };
        above_least(&self.iter().map(distance).collect::<Vec<_>>())
    }
}

/// A count up to which a component is as good as empty, next to hyperparameters that are [`SPEAKING`]: contributions below the range of `exp`
/// are then nothing to `α_k + N_k` and its like. An ordinary observation of that weight is nothing to an ordinary `Ψ`.
const NONE: f64 = 1e-280;

/// Hyperparameters of this magnitude speak for a component of count [`NONE`].
const SPEAKING: f64 = 1e-200;

/// The sums of a step; `None` if anything is not ordinary.
pub(crate) fn quick_step(
    prior: &NormalInverseWishart,
    step: &Step<'_, '_, NormalInverseWishart>,
) -> Option<Summed<GaussianMoments<MatrixScatter>>> {
    let dimension = prior.scale().nrows();
    let floor: Vec<f64> = (0..dimension).map(|d| prior.scale()[(d, d)]).collect();
    // Next to such a Ψ squares of deviations that underflow are nothing.
    if !step.observations.is_ordinary() || !floor.iter().all(|psi| ORDINARY.contains(psi)) {
        return None;
    }
    let nobody = Vec::new();
    let (parameters, responsibilities, parts) = match step.start {
        Start::Given(given) => {
            let parts = of_given(step.observations, given.nrows());
            (&nobody, Responsibilities::Given(given), parts)
        }
        Start::Factors(factors) => (factors.distributions(), Responsibilities::Expected, of_factors(factors)?),
    };
    let excess = prior.degrees_of_freedom() - (dimension as f64 - 1.0);
    let hyperparameters = step.concentration.iter().copied().chain([prior.normal().precision, excess]);
    let none = hyperparameters.fold(f64::INFINITY, f64::min) >= SPEAKING && !prior.factor.is_ill_conditioned();
    let gaussian = GaussianKernel::of_parts(parameters, Parts { floor, none: none.then_some(NONE), ..parts })?;
    sums(step.observations, PosteriorKernel::new(gaussian, responsibilities, step.keep), step.keep)
}

/// Moments about where the first observations are.
fn of_given(observations: &Observations, components: usize) -> Parts<'static> {
    let count = observations.count().min(SOME);
    let mean = |d: usize| (0..count).map(|n| observations.row(n)[d]).sum::<f64>() / count as f64;
    let centre: Vec<f64> = (0..observations.dimension()).map(mean).collect();
    Parts {
        weights: vec![1.0; components].into(),
        metric: Metric::Triangular(Vec::new()),
        ratios: Vec::new(),
        normaliser: 0.0,
        means: Vec::new().into(),
        centres: vec![centre; components],
        floor: Vec::new(),
        none: None,
    }
}

/// Expected log densities under the factors, less the largest `c_k`; moments about the means of the step before.
fn of_factors(factors: &Factors<'_, NormalInverseWishart>) -> Option<Parts<'static>> {
    let components = factors.components();
    if !components.iter().all(NormalInverseWishart::keeps_digits) {
        return None;
    }
    let peaks: Vec<DoubleDouble> = (0..components.len()).map(|k| factors.peak(k)).collect();
    let highest = peaks.iter().copied().fold(peaks[0], |a, b| if (b - a).high > 0.0 { b } else { a });
    let ratios: Vec<f64> = peaks.iter().map(|&peak| 2.0 * (highest - peak).high).collect();
    let centre = |(k, q): (usize, &NormalInverseWishartDistribution)| {
        let has_data = factors.statistics.count(k) > 0.0;
        let mean = if has_data { factors.statistics.moments.mean(k) } else { q.normal().mean() };
        mean.iter().map(|mean| mean.high).collect()
    };
    ratios.iter().all(|ratio| ratio.is_finite()).then_some(())?;
    Some(Parts {
        weights: vec![1.0; components.len()].into(),
        metric: Metric::of_expectations(components.iter().map(|q| (q.factor(), q.degrees_of_freedom())))?,
        ratios,
        normaliser: 0.0,
        means: components.iter().map(|q| q.normal().mean().to_vec()).collect::<Vec<_>>().into(),
        centres: components.iter().enumerate().map(centre).collect(),
        floor: Vec::new(),
        none: None,
    })
}
