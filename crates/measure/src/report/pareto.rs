//! Accuracy against cost: the digits of a proved optimum against the seconds that they take, for every implementation.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    legend,
    number::seconds,
    plot::{Axis, Plot, Point, Scale, Series},
    select::{last_host, latest, reference_first},
};
use crate::record::{Row, metric};

/// Digits and seconds, by implementation.
type Curves<'a> = BTreeMap<&'a str, Vec<(f64, f64)>>;

/// The plots, one a case; nothing where no implementation was followed to an optimum.
pub fn plots(benchmarks: &[(&str, Vec<&Row>)]) -> Option<Markup> {
    let plots: Vec<(&str, Curves)> =
        benchmarks.iter().map(|(name, rows)| (*name, curves(rows))).filter(|(_, curves)| !curves.is_empty()).collect();
    (!plots.is_empty())
        .then(|| html! { div class="charts" { @for (name, curves) in &plots { (figure(name, curves)) } } })
}

/// Seconds to so many digits: iterations times seconds an iteration, both the last ones on the host where times were taken last.
fn curves<'a>(rows: &[&'a Row]) -> Curves<'a> {
    let mut curves = Curves::new();
    let Some(host) = last_host(rows, metric::SECONDS) else { return curves };
    let times = latest(rows, metric::SECONDS, host);
    for digits in 1..=16_u32 {
        let iterations = latest(rows, &format!("{}{digits}", metric::ITERATIONS_TO_DIGITS), host);
        for (who, row) in iterations {
            if let Some(time) = times.get(&who) {
                // The start itself may have the digits; it costs as much as an E-step.
                curves.entry(who.0).or_default().push((row.value.max(1.0) * time.value, f64::from(digits)));
            }
        }
    }
    curves
}

fn figure(name: &str, curves: &Curves) -> Markup {
    let mut curves: Vec<(&str, &Vec<(f64, f64)>)> = curves.iter().map(|(name, curve)| (*name, curve)).collect();
    curves.sort_by_key(|(name, _)| reference_first(name));
    let points = || curves.iter().flat_map(|(_, curve)| curve.iter().copied());
    let said = |(name, curve): &(&str, &Vec<(f64, f64)>)| {
        let (time, digits) = curve.last().copied().unwrap_or_default();
        format!("{name}: {digits} digits in {}", seconds(time))
    };
    let said: Vec<String> = curves.iter().map(said).collect();
    let point = |&(x, y): &(f64, f64)| Point { x, y, interval: None, title: format!("{y} digits in {}", seconds(x)) };
    let series = |(name, curve): &(&str, &Vec<(f64, f64)>)| Series {
        name: (*name).to_owned(),
        points: curve.iter().map(point).collect(),
        joined: true,
        line: None,
    };
    let plot = Plot {
        label: format!("{name}, digits against time: {}", said.join("; ")),
        x: Axis::over(points().map(|(time, _)| time), Scale::Logarithmic, "seconds"),
        y: Axis::over(points().map(|(_, digits)| digits), Scale::Linear, "digits").with_nought(),
        x_tick: seconds,
        y_tick: |digits| format!("{digits}"),
        series: curves.iter().map(series).collect(),
        marks: Vec::new(),
    };
    html! { figure { figcaption { (name) } (plot.svg()) (legend(&said)) } }
}
