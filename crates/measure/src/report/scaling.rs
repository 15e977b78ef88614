//! Time against N, D and K. The benchmarks are called `scaling/N/MODEL/SIZE`.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    legend,
    number::{seconds, significant},
    plot::{Axis, Plot, Point, Scale, Series},
    select::reference_first,
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
    let mut curves: Vec<_> = curves.iter().collect();
    curves.sort_by_key(|((name, threads), _)| (*threads, reference_first(name)));
    let fits: Vec<Fit> = curves.into_iter().map(|(who, sizes)| Fit::of(who, sizes)).collect();
    let points = || fits.iter().flat_map(|fit| fit.points.iter().copied());
    let plot = Plot {
        label: format!(
            "seconds an iteration of {model} against {axis}: {}",
            fits.iter().map(Fit::said).collect::<Vec<_>>().join("; ")
        ),
        x: Axis::over(points().map(|(size, _)| size), Scale::Logarithmic, axis),
        y: Axis::over(points().map(|(_, seconds)| seconds), Scale::Logarithmic, ""),
        x_tick: significant,
        y_tick: seconds,
        series: fits.iter().map(Fit::series).collect(),
        marks: Vec::new(),
    };
    html! {
        figure {
            figcaption { (model) ", seconds an iteration against " (axis) }
            (plot.svg())
            (legend(&fits.iter().map(Fit::said).collect::<Vec<_>>()))
        }
    }
}

/// A curve and the power that was fitted to it.
struct Fit {
    name: String,
    points: Vec<(f64, f64)>,
    law: Option<PowerLaw>,
}

impl Fit {
    fn of((name, threads): &(String, usize), sizes: &BTreeMap<u64, &Row>) -> Self {
        let points: Vec<(f64, f64)> = sizes.iter().map(|(size, row)| (f64::from_bits(*size), row.value)).collect();
        let name = if *threads == 1 { name.clone() } else { format!("{name}, {threads} threads") };
        Self { name, law: PowerLaw::fit(&points), points }
    }

    fn said(&self) -> String {
        match self.law {
            Some(law) => format!("{}: exponent {:.2} ± {:.2}", self.name, law.exponent, law.uncertainty),
            None => format!("{}: too few sizes", self.name),
        }
    }

    fn series(&self) -> Series {
        let ends = || Some([self.points.first()?.0, self.points.last()?.0]);
        let line = self.law.and_then(|law| Some(ends()?.map(|size| (size, law.at(size)))));
        let point =
            |&(x, y): &(f64, f64)| Point { x, y, interval: None, title: format!("{}: {}", significant(x), seconds(y)) };
        Series { name: self.name.clone(), points: self.points.iter().map(point).collect(), joined: false, line }
    }
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
