//! What rounding can explain of the parameters that an M-step finds: `N` additions and a few more operations, each an ulp of the sum of all
//! magnitudes, `2 ε (N + 8)` of it.

use suite::format::{Case, Number, Parameters, Rows, WeightsPrior};

use super::family::{self, Statistics};
use crate::{
    ask::{observations, weights},
    law::Stop,
    parameters::map,
};

/// The slack of each parameter, in the shape of the parameters, of an M-step from some responsibilities on the data, model and prior of a case.
///
/// # Errors
/// [`Stop::Inapplicable`] where the case has no model or no data.
pub fn of_maximum(case: &Case, responsibilities: &Rows) -> Result<Parameters, Stop> {
    let (Some(model), false) = (&case.model, observations(case).is_empty()) else {
        return Err(Stop::Inapplicable("the case has no `model` or no data".to_owned()));
    };
    let weights = weights(case);
    let components = responsibilities.first().map_or(0, Vec::len);
    let share = |k: usize| responsibilities.iter().zip(&weights).map(|(row, weight)| weight * row[k].0).collect();
    let prior = case.prior.as_ref();
    let statistics = Statistics {
        model,
        prior: prior.and_then(|prior| prior.components.as_ref()),
        observations: observations(case),
        shares: (0..components).map(share).collect(),
    };
    let mut sizes = (family::of(model.family).maximum)(&statistics);
    sizes.weights = mixing_weights(&statistics, prior.and_then(|prior| prior.weights.as_ref()));
    let ulps = 2.0 * f64::EPSILON * (observations(case).len() as f64 + 8.0);
    Ok(map(&sizes, |size| ulps * size))
}

/// `(N_k + α_k + 1)/(W + Σ α - K)`.
fn mixing_weights(statistics: &Statistics, prior: Option<&WeightsPrior>) -> Vec<Number> {
    let counts: Vec<f64> = (0..statistics.shares.len()).map(|k| statistics.sum(k, |_| 1.0)).collect();
    let alpha: Vec<f64> = match prior {
        Some(WeightsPrior::Dirichlet(alpha)) => alpha.iter().map(|a| a.0).collect(),
        None => vec![1.0; counts.len()],
    };
    let of_prior = |a: &f64| if prior.is_some() { a + 1.0 } else { 0.0 };
    let total: f64 = counts.iter().zip(&alpha).map(|(count, a)| count + a - 1.0).sum();
    counts.iter().zip(&alpha).map(|(count, a)| Number((count + of_prior(a)) / total)).collect()
}
