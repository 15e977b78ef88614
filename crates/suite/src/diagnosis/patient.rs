//! A failed answer as the recognisers see it, and the one gate through which every explanation goes.

use serde_json::{Map, Value, json};

use super::{Explanation, value};
use crate::{
    error::Result,
    expected::{Expected, Node},
    format::{Case, Model, Weights},
    place::Place,
    verdict::{Judged, Settings, Verdict, judge},
};

/// A matrix, by its rows.
type Rows = Vec<Vec<f64>>;

/// The digits that an explanation must add to some block, and leave it with: what fits by less may fit by chance.
const GAIN: f64 = 3.5;
const ENOUGH: f64 = 5.0;

/// A failed answer.
pub struct Patient<'a> {
    expected: &'a Expected,
    /// The certified blocks.
    pub quantities: &'a Node,
    /// The case as it was put.
    pub resolved: &'a Case,
    /// The answer.
    pub reported: &'a Value,
    /// What is wrong with it.
    pub verdict: &'a Verdict,
    /// How strictly it was judged.
    pub settings: Settings,
    /// The right answer, in doubles.
    pub right: Value,
}

impl<'a> Patient<'a> {
    /// A failed answer with what is expected of it.
    ///
    /// # Errors
    /// When the suite does not say what can be attained in the precision.
    pub fn new(
        expected: &'a Expected,
        resolved: &'a Case,
        reported: &'a Value,
        verdict: &'a Verdict,
        settings: Settings,
    ) -> Result<Self> {
        let quantities = expected.quantities(settings.precision)?;
        let right = value::nearest(expected.result());
        Ok(Self { expected, quantities, resolved, reported, verdict, settings, right })
    }

    /// Whether an explanation makes every block right that it speaks of, and some of them were wrong by more than chance
    /// would mend.
    #[must_use]
    pub fn holds(&self, explanation: &Explanation) -> bool {
        let Some(undone) = &explanation.undone else { return true };
        let covers = |place: &Place| explanation.claim.covers(place);
        let failed: Vec<&Judged> =
            self.verdict.judged.iter().filter(|block| !block.passed && covers(&block.place)).collect();
        let misshapen = self.verdict.misshapen.iter().any(|bad| covers(&bad.place));
        let Some(after) = self.judged(undone) else { return false };
        let right = |block: &&Judged| covers(&block.place);
        let after_blocks: Vec<&Judged> = after.judged.iter().filter(right).collect();
        let all_right = after_blocks.iter().all(|block| block.passed)
            && !after.misshapen.iter().any(|bad| covers(&bad.place))
            && failed.iter().all(|block| after_blocks.iter().any(|mended| mended.place == block.place));
        let mended = after_blocks.iter().any(|block| {
            let before = failed.iter().find(|before| before.place == block.place).map(|before| before.digits);
            let before = before.or(misshapen.then_some(0.0));
            !explanation.spent.contains(&block.place) && before.is_some_and(|before| gains(before, block.digits))
        });
        all_right && mended && self.is_right_by_component(undone)
    }

    /// Whether the log densities of an undone answer, where it has any, are right for each component by itself. They are judged by the largest
    /// number of their row, beside which those of a component near the data may be anything.
    fn is_right_by_component(&self, undone: &Value) -> bool {
        const KEY: &str = "log_densities";
        let matrices = undone.get(KEY).and_then(value::matrix).zip(self.right.get(KEY).and_then(value::matrix));
        let Some((found, right)) = matrices.filter(|(found, right)| found.len() == right.len()) else { return true };
        let rows = self.verdict.judged.iter().filter(|block| super::Claim::of(KEY).covers(&block.place));
        let least = rows.map(|block| block.attainable).fold(f64::INFINITY, f64::min) - self.settings.slack;
        let pairs = || value::transposed(&found).into_iter().zip(value::transposed(&right));
        pairs().all(|(found, right)| digits_of_column(&found, &right) >= least.min(ENOUGH))
    }

    /// The verdict on another answer, or a part of one.
    #[must_use]
    pub fn judged(&self, answer: &Value) -> Option<Verdict> {
        judge(self.expected, answer, self.settings.precision, self.settings.slack).ok()
    }

    /// Whether the components of the answer may stand in any order.
    #[must_use]
    pub fn any_labels(&self) -> bool {
        self.expected.any_labels
    }

    /// Whether anything of a quantity failed.
    #[must_use]
    pub fn failed(&self, key: &str) -> bool {
        self.fails(&super::Claim::of(key))
    }

    /// Whether anything failed of what a claim speaks of.
    #[must_use]
    pub fn fails(&self, claim: &super::Claim) -> bool {
        self.verdict.judged.iter().any(|block| !block.passed && claim.covers(&block.place))
            || self.verdict.misshapen.iter().any(|bad| claim.covers(&bad.place))
    }

    /// The first iteration at which parameters failed; `None` inside where they have no iterations.
    #[must_use]
    pub fn first_failed_parameters(&self) -> Option<Option<usize>> {
        let claim = super::Claim::of("parameters");
        let failed = self.verdict.judged.iter().filter(|block| !block.passed && claim.covers(&block.place));
        failed.map(|block| block.place.iteration()).min()
    }

    /// A reported quantity.
    #[must_use]
    pub fn reported(&self, key: &str) -> Option<&'a Value> {
        self.reported.get(key).filter(|value| !value.is_null())
    }

    /// The reported quantity as a list of numbers, with the certified one.
    #[must_use]
    pub fn lists(&self, key: &str) -> Option<(Vec<f64>, Vec<f64>)> {
        Some((value::list(self.reported(key)?)?, value::list(self.right.get(key)?)?))
    }

    /// The reported quantity as a matrix, with the certified one.
    #[must_use]
    pub fn matrices(&self, key: &str) -> Option<(Rows, Rows)> {
        Some((value::matrix(self.reported(key)?)?, value::matrix(self.right.get(key)?)?))
    }

    /// The reported parameters, each with its iteration where it has one.
    #[must_use]
    pub fn parameter_sets(&self) -> Vec<(Option<usize>, &'a Value)> {
        sets(self.reported)
    }

    /// The certified parameters at an iteration.
    #[must_use]
    pub fn right_parameters(&self, iteration: Option<usize>) -> Option<&Value> {
        sets(&self.right).into_iter().find(|(of, _)| *of == iteration).map(|(_, set)| set)
    }

    /// An answer of parameters alone, each changed, or only those of one iteration; `None` where one cannot be changed.
    pub fn with_parameters(
        &self,
        at: Option<usize>,
        mut change: impl FnMut(Option<usize>, &Value) -> Option<Value>,
    ) -> Option<Value> {
        let mut changed = Map::new();
        for (iteration, set) in self.parameter_sets() {
            match iteration {
                None => return Some(json!({"parameters": change(None, set)?})),
                Some(t) if at.is_none_or(|at| at == t) => {
                    changed.insert(t.to_string(), change(iteration, set)?);
                }
                Some(_) => {}
            }
        }
        (!changed.is_empty()).then(|| json!({ "parameters": changed }))
    }

    /// The number of observations.
    #[must_use]
    pub fn n(&self) -> Option<usize> {
        Some(self.resolved.data.as_ref()?.observations.as_ref()?.len())
    }

    /// The number of variables.
    #[must_use]
    pub fn d(&self) -> Option<usize> {
        Some(self.resolved.data.as_ref()?.observations.as_ref()?.first()?.len())
    }

    /// The weight of each observation.
    #[must_use]
    pub fn observation_weights(&self) -> Option<Vec<f64>> {
        match &self.resolved.data.as_ref()?.weights {
            None => Some(vec![1.0; self.n()?]),
            Some(Weights::Values(weights)) => Some(weights.iter().map(|weight| weight.0).collect()),
            Some(Weights::Column(_)) => None,
        }
    }

    /// The sum of the observation weights.
    #[must_use]
    pub fn total_weight(&self) -> Option<f64> {
        Some(self.observation_weights()?.iter().sum())
    }

    /// The model, where there is one.
    #[must_use]
    pub fn model(&self) -> Option<&Model> {
        self.resolved.model.as_ref()
    }
}

/// The digits of a column on the scale of its largest certified number.
fn digits_of_column(found: &[f64], right: &[f64]) -> f64 {
    let largest = |numbers: &mut dyn Iterator<Item = f64>| numbers.fold(0.0, f64::max);
    let scale = largest(&mut right.iter().filter(|x| x.is_finite()).map(|x| x.abs()));
    let off = |(found, right): (&f64, &f64)| if found == right { 0.0 } else { (found - right).abs() };
    let off: Vec<f64> = found.iter().zip(right).map(off).collect();
    match largest(&mut off.iter().copied()) {
        _ if off.iter().any(|off| off.is_nan()) => 0.0,
        0.0 => f64::INFINITY,
        worst => -(worst / scale).log10(),
    }
}

/// Whether a block gained more digits than chance gives.
#[must_use]
pub fn gains(before: f64, after: f64) -> bool {
    after >= ENOUGH && after - before >= GAIN
}

/// The parameters of an answer, each with its iteration where it has one.
fn sets(answer: &Value) -> Vec<(Option<usize>, &Value)> {
    match answer.get("parameters").and_then(Value::as_object) {
        None => Vec::new(),
        Some(map) if map.contains_key("components") => vec![(None, &answer["parameters"])],
        Some(map) => {
            let mut sets: Vec<_> = map.iter().filter_map(|(t, set)| Some((Some(t.parse().ok()?), set))).collect();
            sets.sort_by_key(|(t, _)| *t);
            sets
        }
    }
}
