//! A few golden cases to judge replies by, and a second opinion on what may pass.

use std::sync::OnceLock;

use serde_json::Value;
use suite::{
    expected::Expected,
    format::{Case, Precision},
    place::{Place, Step},
    runner::{Prepared, prepare_one},
    verdict::SLACK,
};

use crate::{seeds::golden, truth};

/// Cases of every shape of result, each small: their number and order are what the inputs of the corpora refer to.
const IDS: [&str; 9] = [
    "divergence/gaussian-far",
    "divergence/poisson-no-support",
    "rejected/negative-variance",
    "poisson/impossible-row-evaluate",
    "poisson/rate-0-bound",
    "gaussian/plane-full-variational",
    "gaussian/chondrite-tied-k1",
    "poisson/empty-k3",
    "poisson/sprays-k2-fit",
];

/// A golden case with its truth.
pub struct Judge {
    /// The case, ready to be put and judged.
    pub prepared: Prepared,
    /// The certified values in doubles; `None` where the input must be rejected.
    pub truth: Option<Value>,
}

/// The cases.
///
/// # Panics
/// Where one is not golden any more.
pub fn all() -> &'static [Judge] {
    static JUDGES: OnceLock<Vec<Judge>> = OnceLock::new();
    JUDGES.get_or_init(|| IDS.iter().map(|id| judge(id)).collect())
}

fn judge(id: &str) -> Judge {
    let find = |case: &&Case| case.name() == id;
    let case = golden().cases.iter().find(find).unwrap_or_else(|| panic!("{id} is no golden case"));
    let certified = golden().certified(case).expect("certified values");
    let prepared = prepare_one(golden(), case).expect("a golden case");
    Judge { prepared, truth: certified.map(|certified| truth::in_doubles(&certified.result)) }
}

/// Whether an answer has the right to pass, by a plainer rule than the verdict's: something that is certified is reported, and whatever is
/// reported is a number of the same kind and no farther away than the slack. The components of a fit may stand in any order, so there only
/// the kinds are looked at.
#[must_use]
pub fn may_pass(expected: &Expected, answer: &Value) -> bool {
    let Ok(quantities) = expected.quantities(Precision::Binary64) else { return false };
    let mut reported = 0;
    for number in quantities.numbers(&Place::default()) {
        let Some(found) = lookup(answer, number.place.steps()) else { continue };
        let found = match found {
            Value::Number(found) => found.as_f64().unwrap_or(f64::NAN),
            Value::String(name) => suite::format::non_finite_value(name).unwrap_or(f64::NAN),
            _ => return false,
        };
        let certified = number.certified.nearest();
        let near = if certified.is_finite() {
            let reach = number.scale * 10_f64.powf(SLACK - number.attainable) * (1.0 + 1e-9);
            found.is_finite()
                && (expected.any_labels || (found - certified).abs() <= reach + 2.0 * f64::EPSILON * certified.abs())
        } else {
            found == certified
        };
        if !near {
            return false;
        }
        reported += 1;
    }
    reported > 0
}

/// What stands at a place; `None` where nothing does, or `null`.
#[must_use]
pub fn lookup<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    let step = |value: &'a Value, step: &Step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    };
    steps.iter().try_fold(value, step).filter(|value| !value.is_null())
}
