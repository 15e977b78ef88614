//! Cases with a distribution over components for each row: `bound` and `maximize`.

use proptest::prelude::*;
use suite::format::{Case, Number, Operation, Parameters, Prior, Q, Rows, Structure, WeightsPrior};

use super::{any_trajectory, blank, inline, numbers};

/// Rows of two entries in eighths, which sum to 1 exactly; the first entry from a range.
pub(super) fn eighths(range: std::ops::RangeInclusive<u32>, rows: usize) -> impl Strategy<Value = Rows> {
    let row = |first: u32| numbers(&[f64::from(first) / 8.0, f64::from(8 - first) / 8.0]);
    prop::collection::vec(range.prop_map(row), rows)
}

fn observations(case: &Case) -> Rows {
    case.data.as_ref().and_then(|data| data.observations.clone()).unwrap_or_default()
}

/// Any `q`, with zeros and ones, at the start of any trajectory; in half of the cases with a prior of the mixing weights.
pub fn any_bound() -> impl Strategy<Value = Case> {
    (any_trajectory(), any::<bool>()).prop_flat_map(|(case, with_prior)| {
        eighths(0..=8, observations(&case).len()).prop_map(move |q| {
            let dirichlet = WeightsPrior::Dirichlet(numbers(&[1.5, 2.25]));
            Case {
                data: inline(observations(&case)),
                model: case.model.clone(),
                prior: with_prior.then_some(Prior { weights: Some(dirichlet), components: None }),
                parameters: case.initial.clone(),
                q: Some(Q::Rows(q)),
                ..blank(Operation::Bound)
            }
        })
    })
}

/// Responsibilities in which no component is empty, and no covariance singular.
pub fn any_maximize() -> impl Strategy<Value = Case> {
    any_trajectory().prop_flat_map(|case| {
        eighths(1..=7, observations(&case).len()).prop_map(move |responsibilities| Case {
            data: inline(spread(&case)),
            model: case.model.clone(),
            responsibilities: Some(responsibilities),
            ..blank(Operation::Maximize)
        })
    })
}

/// The observations; for a covariance with three more, so that they do not lie on a line even when they shrink.
fn spread(case: &Case) -> Rows {
    let mut rows = observations(case);
    let is_gaussian =
        case.model.as_ref().is_some_and(|model| model.covariance.is_some_and(|s| s != Structure::Identity));
    if is_gaussian {
        let corners = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
        for (row, corner) in rows.iter_mut().zip(corners) {
            *row = corner.map(Number).to_vec();
        }
    }
    rows
}

/// The parameters of a case and its `q`.
#[must_use]
pub fn weights_and_q(case: &Case) -> Option<(&Parameters, &Rows)> {
    match (&case.parameters, &case.q) {
        (Some(parameters), Some(Q::Rows(q))) => Some((parameters, q)),
        _ => None,
    }
}
