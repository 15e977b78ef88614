//! Time against N, D and K. The benchmarks are called `scaling/N/MODEL/SIZE`.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    legend,
    number::{seconds, significant},
    plot::{Axis, Plot, Point, Scale, Series},
};
use crate::{
    record::{Row, metric},
    scaling::PowerLaw,
};

/// What the benchmark of a size is called.
#[must_use]
pub fn name(axis: &str, model: &str, size: usize) -> String {
    format!("scaling/{axis}/{model}/{size}")
}

/// What a benchmark is of: axis, model and size.
fn parsed(benchmark: &str) -> Option<(&str, &str, f64)> {
    let mut parts = benchmark.strip_prefix("scaling/")?.splitn(3, '/');
    let (axis, model) = (parts.next()?, parts.next()?);
    Some((axis, model, parts.next()?.parse().ok()?))
}

/// A curve: by implementation and threads, the last time of each size.
type Curves<'a> = BTreeMap<(String, usize), BTreeMap<u64, &'a Row>>;

/// The plots, one an axis and a model; nothing where there is none.
pub fn plots(rows: &[Row]) -> Option<Markup> {
    let mut plots: BTreeMap<(&str, &str), Curves> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.metric == metric::SECONDS) {
        if let Some((axis, model, size)) = parsed(&row.benchmark) {
            let curve = plots.entry((axis, model)).or_default().entry((row.implementation.clone(), row.threads));
            curve.or_default().insert(size.to_bits(), row);
        }
    }
    (!plots.is_empty()).then(|| {
        html! { div class="charts" { @for ((axis, model), curves) in &plots { (figure(axis, model, curves)) } } }
    })
}

fn figure(axis: &str, model: &str, curves: &Curves) -> Markup {
    let fits: Vec<(String, Vec<(f64, f64)>, Option<PowerLaw>)> = curves
        .iter()
        .map(|((name, threads), sizes)| {
            let points: Vec<(f64, f64)> = sizes.iter().map(|(size, row)| (f64::from_bits(*size), row.value)).collect();
            let law = PowerLaw::fit(&points);
            (if *threads == 1 { name.clone() } else { format!("{name}, {threads} threads") }, points, law)
        })
        .collect();
    let points = || fits.iter().flat_map(|(_, points, _)| points.iter().copied());
    let plot = Plot {
        label: format!(
            "seconds an iteration of {model} against {axis}: {}",
            fits.iter().map(said).collect::<Vec<_>>().join("; ")
        ),
        x: Axis::over(points().map(|(size, _)| size), Scale::Logarithmic, axis),
        y: Axis::over(points().map(|(_, seconds)| seconds), Scale::Logarithmic, ""),
        x_tick: significant,
        y_tick: seconds,
        series: fits.iter().map(series).collect(),
        marks: Vec::new(),
    };
    html! {
        figure {
            figcaption { (model) ", seconds an iteration against " (axis) }
            (plot.svg())
            (legend(&fits.iter().map(said).collect::<Vec<_>>()))
        }
    }
}

fn said((name, _, law): &(String, Vec<(f64, f64)>, Option<PowerLaw>)) -> String {
    match law {
        Some(law) => format!("{name}: exponent {:.2} ± {:.2}", law.exponent, law.uncertainty),
        None => format!("{name}: too few sizes"),
    }
}

fn series((name, points, law): &(String, Vec<(f64, f64)>, Option<PowerLaw>)) -> Series {
    let ends = || Some([points.first()?.0, points.last()?.0]);
    let line = law.and_then(|law| Some(ends()?.map(|size| (size, law.at(size)))));
    let point =
        |&(x, y): &(f64, f64)| Point { x, y, interval: None, title: format!("{}: {}", significant(x), seconds(y)) };
    Series { name: name.clone(), points: points.iter().map(point).collect(), joined: false, line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_benchmark_of_a_size_is_read_as_it_is_called() {
        assert_eq!(parsed(&name("N", "gaussian/full", 1000)), None);
        assert_eq!(parsed(&name("N", "gaussian-full", 1000)), Some(("N", "gaussian-full", 1000.0)));
        assert_eq!(parsed("G1"), None);
    }
}
