//! Where a `fit` landed that is not where EM leads from its `initial`: at another stationary point that is known, or short
//! of one. It has failed all the same; this says how.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Judged, Settings, Verdict, labels};
use crate::{
    closeness::{MOST_DIGITS, digits},
    expected::{Expected, Known},
    format::{Precision, StationaryKind},
    place::Place,
};

/// The digits that single precision has less than double.
const SINGLE: f64 = 8.73;

/// What there is to say of a fit that failed; empty where that is nothing.
pub fn landing(expected: &Expected, reported: &Value, verdict: &Verdict, settings: Settings) -> String {
    if !expected.any_labels || !verdict.misshapen.is_empty() {
        return String::new();
    }
    let points = &expected.stationary_points;
    let joint = verdict.judged.iter().find(|judged| judged.place == Place::default().key("log_joint"));
    let finding = match reported.get("parameters").filter(|value| !value.is_null()) {
        Some(_) => by_parameters(points, reported, settings),
        None => joint.and_then(|joint| by_objective(expected, joint, settings)),
    };
    match finding {
        Some(Found::Own) => String::new(),
        Some(Found::Point(words)) => words,
        Some(Found::Near(words)) => {
            [Some(words), joint.and_then(below)].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        None => joint.and_then(below).unwrap_or_default(),
    }
}

enum Found {
    /// The point that is asked for: something else is wrong.
    Own,
    /// Another one.
    Point(String),
    /// None; the nearest.
    Near(String),
}

/// Compares the parameters with each point, up to a permutation.
fn by_parameters(points: &[Known], reported: &Value, settings: Settings) -> Option<Found> {
    let less = if settings.precision == Precision::Binary32 { SINGLE } else { 0.0 };
    let compared = points.iter().map(|point| (labels::matched(&point.parameters, reported), point));
    let (nearest, point) = compared.min_by(|a, b| a.0.loss.total_cmp(&b.0.loss))?;
    Some(match (nearest.loss <= settings.slack + less, point.is_own) {
        (true, true) => Found::Own,
        (true, false) => Found::Point(found(points, point)),
        (false, is_own) => {
            let whose = if is_own { "the case's own, ".to_owned() } else { format!("{}, ", kind(point)) };
            let digits = nearest.digits;
            Found::Near(format!(
                "at no known stationary point: parameters to {digits:.1} digits those of the nearest ({whose}{})",
                height(point)
            ))
        }
    })
}

/// Compares the objective with that of each point, where there are no parameters.
fn by_objective(expected: &Expected, joint: &Judged, settings: Settings) -> Option<Found> {
    let points = &expected.stationary_points;
    let scale = joint.scale;
    let attained = |point: &Known| digits(joint.worst.reported - point.log_joint, scale);
    let matching = points.iter().filter(|point| attained(point) >= joint.attainable - settings.slack);
    let point = matching.max_by(|a, b| attained(a).total_cmp(&attained(b)))?;
    Some(if point.is_own { Found::Own } else { Found::Point(format!("by its log joint {}", found(points, point))) })
}

/// "found another stationary point: a certified local maximum, 3.81 nats below the best known (the case's own is 0.52 below)".
fn found(points: &[Known], point: &Known) -> String {
    let mut words = match point.kind {
        StationaryKind::Maximum => {
            format!("found another stationary point: a certified local maximum, {}", height(point))
        }
        StationaryKind::Saddle => format!("stopped at a certified saddle, {}", height(point)),
    };
    if let Some(own) = points.iter().find(|point| point.is_own) {
        let where_to = if own.below_best > 0.0 { format!("{} below", nats(own.below_best)) } else { "that".to_owned() };
        write!(words, " (the case's own is {where_to})").expect("text is written to memory");
    }
    words
}

fn kind(point: &Known) -> &'static str {
    match point.kind {
        StationaryKind::Maximum => "a certified local maximum",
        StationaryKind::Saddle => "a certified saddle",
    }
}

/// "3.81 nats below the best known".
fn height(point: &Known) -> String {
    match point.below_best > 0.0 {
        true => format!("{} nats below the best known", nats(point.below_best)),
        false => "the best known".to_owned(),
    }
}

/// "stopped 0.012 nats below the certified one", where the log joint falls short by more than rounding.
fn below(joint: &Judged) -> Option<String> {
    let certified: f64 = joint.worst.certified.parse().ok()?;
    let short = certified - joint.worst.reported;
    let told = short > 0.0 && short.is_finite() && joint.digits < joint.attainable.min(MOST_DIGITS - 0.5);
    told.then(|| format!("stopped {} nats below the certified one", nats(short)))
}

/// Nats as people read them.
fn nats(nats: f64) -> String {
    if nats >= 0.01 { format!("{nats:.2}") } else { format!("{nats:.1e}") }
}

#[cfg(test)]
mod tests;
