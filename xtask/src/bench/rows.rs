//! What a race gave, as rows of the history.

use ::measure::{
    race::{Lane, Question, ratios},
    record::{Row, metric},
    stats::{CONFIDENCE, Estimate},
};

use super::stamp::Stamp;

/// The rows of a race, whose first lane is the base of the ratios.
pub fn rows(stamp: &Stamp, threads: usize, question: &Question, lanes: &[Lane]) -> Vec<Row> {
    let of = |(index, lane)| of_lane(stamp, threads, question, lane, (index > 0).then_some(&lanes[0]));
    lanes.iter().enumerate().flat_map(of).collect()
}

fn of_lane(stamp: &Stamp, threads: usize, question: &Question, lane: &Lane, base: Option<&Lane>) -> Vec<Row> {
    let Ok(timed) = &lane.outcome else { return Vec::new() };
    let counted = |metric: &str, unit: &str, value: f64| Row {
        threads,
        unit: unit.to_owned(),
        ..stamp.count(&question.name, (&lane.name, &lane.version), metric, value)
    };
    let median = |metric: &str, unit: &str, samples: &[f64]| {
        let Estimate { value, low, high, samples } = Estimate::of(samples, CONFIDENCE);
        Row { low: Some(low), high: Some(high), samples, ..counted(metric, unit, value) }
    };
    let ratios = base.and_then(|base| ratios(lane, base));
    let mut rows = vec![median(metric::SECONDS, "s", &timed.samples)];
    rows.extend(ratios.map(|ratios| median(metric::RATIO, "1", &ratios)));
    rows.push(counted(metric::DIGITS, "digits", timed.digits));
    rows.extend(timed.peak_memory.map(|bytes| counted(metric::PEAK_RSS, "B", bytes as f64)));
    rows
}
