//! Curves by iteration as inline SVG.

use maud::{Markup, html};
use suite::{closeness::MOST_DIGITS, verdict::Shown};

use crate::trace::{Point, Trace};

/// The most points of a curve: more cannot be told apart at this width.
const POINTS: usize = 48;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 330.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 120.0;

/// The objective against the certified one, and the digits of objective and parameters.
pub fn charts(trace: &Trace) -> Markup {
    html! {
        div class="charts" {
            figure { (convergence(trace)) figcaption { (trace.objective) " by iteration: " b class="k-c" { "certified" } ", " b class="k-r" { "reported" } } }
            figure {
                (digits(trace))
                figcaption {
                    "digits by iteration: " b class="k-a" { "attainable" } ", " b class="k-r" { (trace.objective) }
                    @if !trace.parameters.is_empty() { ", " b class="k-p" { "parameters (○)" } }
                }
            }
        }
    }
}

fn convergence(trace: &Trace) -> Markup {
    let values = |value: fn(&Point) -> f64| trace.points.iter().map(value).collect::<Vec<f64>>();
    let (certified, reported) = (values(|point| point.certified.0), values(|point| point.reported.0));
    let axes = Axes::over(trace.points.len() - 1, certified.iter().chain(&reported).copied());
    let span = |values: &[f64]| format!("from {} to {}", Shown(values[0]), Shown(values[values.len() - 1]));
    let label = format!("{}: certified {}, reported {}", trace.objective, span(&certified), span(&reported));
    axes.draw(
        &label,
        &html! { @for line in axes.lines(&certified) { polyline class="c" points=(line) {} } @for line in axes.lines(&reported) { polyline class="r" points=(line) {} } },
    )
}

fn digits(trace: &Trace) -> Markup {
    let attainable: Vec<f64> = trace.points.iter().map(|point| point.attainable).collect();
    let reported: Vec<f64> = trace.points.iter().map(|point| point.digits.unwrap_or(f64::NAN)).collect();
    let last = trace.points.len() - 1;
    let axes = Axes { last, low: 0.0, high: MOST_DIGITS.ceil() };
    let least = reported.iter().copied().fold(f64::INFINITY, f64::min);
    let label = match least.is_finite() {
        true => format!("digits of the {} by iteration: {least:.1} at least", trace.objective),
        false => "digits by iteration: none were compared".to_owned(),
    };
    let within = trace.parameters.iter().filter(|point| point.iteration <= last);
    axes.draw(
        &label,
        &html! {
            @for line in axes.lines(&attainable) { polyline class="a" points=(line) {} }
            @for line in axes.lines(&reported) { polyline class="r" points=(line) {} }
            @for point in within { circle class="p" cx=(axes.x(point.iteration)) cy=(axes.y(point.digits)) r="3" {} }
        },
    )
}

/// Iterations from 0 to `last`, values from `low` to `high`.
struct Axes {
    last: usize,
    low: f64,
    high: f64,
}

impl Axes {
    /// Wide enough for all finite values.
    fn over(last: usize, values: impl Iterator<Item = f64>) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let (low, high) =
            finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        match low <= high {
            true => Self { last, low, high },
            false => Self { last, low: 0.0, high: 1.0 },
        }
    }

    fn x(&self, iteration: usize) -> i64 {
        (LEFT + (RIGHT - LEFT) * iteration as f64 / self.last.max(1) as f64).round() as i64
    }

    fn y(&self, value: f64) -> i64 {
        // Halves first: the range itself may overflow.
        let range = self.high / 2.0 - self.low / 2.0;
        let share = if range > 0.0 { (value / 2.0 - self.low / 2.0) / range } else { 0.5 };
        (BOTTOM - (BOTTOM - TOP) * share).round() as i64
    }

    /// The points of a curve, thinned; a value that is not finite breaks it.
    fn lines(&self, values: &[f64]) -> Vec<String> {
        let step = values.len().div_ceil(POINTS).max(1);
        let shown = |index: usize| index.is_multiple_of(step) || index + 1 == values.len();
        let mut lines = vec![Vec::new()];
        for (index, value) in values.iter().enumerate() {
            match value.is_finite() {
                false => lines.push(Vec::new()),
                true if shown(index) => {
                    lines.last_mut().expect("there is one").push(format!("{},{}", self.x(index), self.y(*value)));
                }
                true => {}
            }
        }
        lines.into_iter().filter(|line| !line.is_empty()).map(|line| line.join(" ")).collect()
    }

    fn draw(&self, label: &str, curves: &Markup) -> Markup {
        let (middle, right) = (i64::midpoint(LEFT as i64, RIGHT as i64), RIGHT as i64);
        html! {
            svg viewBox="0 0 340 146" role="img" aria-label=(label) {
                path class="x" d=(format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}")) {}
                text x=(LEFT - 5.0) y=(TOP + 4.0) class="e" { (self.tick(self.high)) }
                text x=(LEFT - 5.0) y=(BOTTOM) class="e" { (self.tick(self.low)) }
                text x=(LEFT) y="134" { "0" }
                text x=(right) y="134" class="e" { (self.last) }
                text x=(middle) y="143" class="m" { "iteration" }
                (curves)
            }
        }
    }

    /// A value with as many decimals as the range needs.
    fn tick(&self, value: f64) -> String {
        let range = self.high - self.low;
        let largest = self.high.abs().max(self.low.abs());
        if !(1e-3..1e6).contains(&largest) && largest != 0.0 {
            return format!("{value:.2e}");
        }
        let decimals = if range > 0.0 { (2.0 - range.log10().floor()).clamp(0.0, 6.0) } else { 2.0 };
        let decimals = if value == value.trunc() && range >= 10.0 { 0.0 } else { decimals };
        format!("{value:.*}", decimals as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(values: &[f64]) -> Axes {
        Axes::over(values.len() - 1, values.iter().copied())
    }

    #[test]
    fn a_value_that_is_not_finite_breaks_the_curve() {
        let values = [0.0, 1.0, f64::NAN, 1.0, f64::NEG_INFINITY, 0.5];
        let lines = axes(&values).lines(&values);
        assert_eq!(lines, ["58,120 112,10", "221,10", "330,65"]);
    }

    #[test]
    fn nothing_finite_and_nothing_but_one_value_are_drawn_too() {
        assert!(axes(&[f64::NAN, f64::INFINITY]).lines(&[f64::NAN, f64::INFINITY]).is_empty());
        assert_eq!(axes(&[3.0]).lines(&[3.0]), ["58,65"]);
        let most = [f64::MAX, -f64::MAX];
        assert_eq!(axes(&most).lines(&most), ["58,10 330,120"]);
    }

    #[test]
    fn a_long_curve_is_thinned_and_keeps_its_ends() {
        let values: Vec<f64> = (0..=300).map(f64::from).collect();
        let line = &axes(&values).lines(&values)[0];
        let points: Vec<&str> = line.split(' ').collect();
        assert!(points.len() <= POINTS + 1, "{}", points.len());
        assert_eq!((points[0], points[points.len() - 1]), ("58,120", "330,10"));
    }

    #[test]
    fn ticks_tell_the_ends_apart() {
        for (low, high, shown) in [
            (-1130.6, -1130.2, ("-1130.600", "-1130.200")),
            (0.0, 16.0, ("0", "16")),
            (-2.5e9, 1.0, ("-2.50e9", "1.00e0")),
            (-700.25, -200.5, ("-700", "-200")),
        ] {
            let axes = Axes { last: 1, low, high };
            assert_eq!((axes.tick(low).as_str(), axes.tick(high).as_str()), shown);
        }
    }
}
