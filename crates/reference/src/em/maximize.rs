//! `maximize`: the M-step alone, from given responsibilities.

use faer::{Mat, MatRef};

use super::tree::{block_len, reduce};
use crate::{
    error::{Error, Moment, Result, check_len},
    family::{Family, MStep},
    mixture::{Mixture, Prior},
    observations::{Block, Observations},
    simplex::normalise,
    statistics::{Effort, ShiftedWeights, Statistics},
};

/// The parameters that maximise the ELBO for responsibilities `r_nk` (`K x N`, a column an observation, on the simplex).
///
/// # Errors
/// Responsibilities off the simplex or of the wrong shape; an empty component without a prior, which has no parameters to keep; what
/// an M-step can fail by.
pub fn maximize<F: Family>(
    observations: &Observations,
    shape: &F::Shape,
    responsibilities: MatRef<'_, f64>,
    prior: &Prior<F::Prior>,
) -> Result<Mixture<F>> {
    let components = responsibilities.nrows();
    prior.check::<F>(shape, components, observations)?;
    let responsibilities = normalised(responsibilities, observations.count())?;
    let statistics = statistics::<F>(observations, shape, responsibilities.as_ref(), Effort::Standard)?;
    if prior.components.is_none() {
        check_maxima_exist::<F>(observations, shape, &statistics, responsibilities.as_ref())?;
    }
    let step = |statistics: &Statistics<F::Moments>, effort: Effort| {
        let step = MStep {
            shape,
            statistics,
            total_weight: observations.total_weight(),
            effort,
            prior: prior.components.as_ref(),
            kept: None,
            moment: Moment::MStep,
        };
        Mixture::maximize(&step, prior.weights.as_ref())
    };
    let maximum = step(&statistics, Effort::Standard);
    if !is_worth_more_effort(&maximum) {
        return maximum;
    }
    let effort = Effort::DoubleDouble;
    step(&self::statistics::<F>(observations, shape, responsibilities.as_ref(), effort)?, effort)
}

/// The statistics under given responsibilities.
fn statistics<F: Family>(
    observations: &Observations,
    shape: &F::Shape,
    responsibilities: MatRef<'_, f64>,
    effort: Effort,
) -> Result<Statistics<F::Moments>> {
    let mut leaf = |block: &Block<'_>| {
        let of_block = responsibilities.subcols(block.start, block.len());
        let weights = ShiftedWeights::new(block, of_block, |_| 0.0, |k, n| of_block[(k, n)].ln());
        let moments = F::moments(shape, block, &weights, effort);
        Ok(Statistics::new(&weights, moments))
    };
    let len = block_len(responsibilities.nrows(), F::dimension(shape));
    reduce(observations, len, &mut leaf, &Statistics::merge)
}

/// Whether an M-step in binary64 has met a covariance that it cannot tell from a singular one, or lost digits to one nearly so.
pub(super) fn is_worth_more_effort<F: Family>(maximum: &Result<Mixture<F>>) -> bool {
    match maximum {
        Ok(mixture) => mixture.components().is_ill_conditioned(),
        Err(error) => matches!(error, Error::NotPositiveDefinite { .. }),
    }
}

/// Each column divided by its exact sum.
pub(crate) fn normalised(responsibilities: MatRef<'_, f64>, count: usize) -> Result<Mat<f64>> {
    check_len(responsibilities.ncols(), count, "responsibilities", "rows, one an observation")?;
    let mut responsibilities = responsibilities.to_owned();
    for n in 0..count {
        let column = responsibilities.col_mut(n).try_as_col_major_mut().expect("a column-major matrix");
        normalise(column.as_slice_mut(), &format!("responsibilities[{n}]"))?;
    }
    Ok(responsibilities)
}

/// A component without a prior needs observations in general position.
fn check_maxima_exist<F: Family>(
    observations: &Observations,
    shape: &F::Shape,
    statistics: &Statistics<F::Moments>,
    responsibilities: MatRef<'_, f64>,
) -> Result<()> {
    let support = |k: usize| {
        let present = |n: &usize| observations.weights()[*n] > 0.0 && responsibilities[(k, *n)] > 0.0;
        (k, (0..observations.count()).filter(present).map(|n| observations.row(n)).collect())
    };
    let supports: Vec<_> = (0..statistics.components()).filter(|&k| !statistics.is_empty(k)).map(support).collect();
    F::check_maximum_exists(shape, &supports, Moment::MStep)
}
