//! Plots as inline SVG: points, lines and marks over linear or logarithmic axes.

use maud::{Markup, html};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 210.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 350.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 168.0;

/// How values are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// By their logarithms.
    Logarithmic,
}

/// One axis.
#[derive(Clone, Debug)]
pub struct Axis {
    low: f64,
    high: f64,
    scale: Scale,
    /// What it shows.
    pub name: String,
}

impl Axis {
    /// Wide enough for these values, with a little room; what is no number, or none that has a logarithm, is left out.
    pub fn over(values: impl Iterator<Item = f64>, scale: Scale, name: &str) -> Self {
        let usable = |value: &f64| value.is_finite() && (scale == Scale::Linear || *value > 0.0);
        let (low, high) = values
            .filter(usable)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = match scale {
            _ if low > high => (1.0, 10.0),
            Scale::Linear if low == high => (low - 0.05 * low.abs().max(1.0), high + 0.05 * high.abs().max(1.0)),
            Scale::Linear => (low - 0.06 * (high - low), high + 0.06 * (high - low)),
            Scale::Logarithmic => (low / 1.25, high * 1.25),
        };
        Self { low, high, scale, name: name.to_owned() }
    }

    /// From nought, or as low as it must.
    pub fn with_nought(self) -> Self {
        Self { low: self.low.min(0.0), ..self }
    }

    /// Where a value lies, from 0 to 1.
    fn share(&self, value: f64) -> Option<f64> {
        let at = |value: f64| if self.scale == Scale::Logarithmic { value.ln() } else { value };
        let share = (at(value) - at(self.low)) / (at(self.high) - at(self.low));
        share.is_finite().then_some(share)
    }

    /// Three or so values to be written beside it.
    fn ticks(&self) -> Vec<f64> {
        match self.scale {
            Scale::Linear => {
                let step = nice((self.high - self.low) / 3.0);
                let first = (self.low / step).ceil() as i64;
                let last = (self.high / step).floor() as i64;
                (first..=last).map(|tick| tick as f64 * step).collect()
            }
            Scale::Logarithmic => {
                let decades = self.low.log10().ceil() as i32..=self.high.log10().floor() as i32;
                let count = decades.clone().count();
                if count < 2 {
                    return vec![self.low * 1.25, self.high / 1.25];
                }
                let every = count.div_ceil(5);
                decades.step_by(every).map(|decade| 10_f64.powi(decade)).collect()
            }
        }
    }
}

/// 1, 2 or 5 times a power of ten, at least so much.
fn nice(step: f64) -> f64 {
    let power = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|nice| *nice >= step * 0.999).unwrap_or(step)
}

/// A point, with its interval where it has one, and what is said of it.
#[derive(Clone, Debug)]
pub struct Point {
    /// Where.
    pub x: f64,
    /// The value.
    pub y: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// In full.
    pub title: String,
}

/// Points of one kind.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it is called.
    pub name: String,
    /// Its points.
    pub points: Vec<Point>,
    /// Whether a line joins them.
    pub joined: bool,
    /// A line beside them, such as a fit, as its ends.
    pub line: Option<[(f64, f64); 2]>,
}

/// A vertical line with a word.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where.
    pub x: f64,
    /// The word.
    pub word: String,
}

/// A plot.
pub struct Plot {
    /// What it shows, for those who do not see it.
    pub label: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// How a value of the horizontal axis is written; nothing is where this is empty.
    pub x_tick: fn(f64) -> String,
    /// The same for the vertical one.
    pub y_tick: fn(f64) -> String,
    /// What is drawn.
    pub series: Vec<Series>,
    /// Vertical lines.
    pub marks: Vec<Mark>,
}

impl Plot {
    /// The picture.
    pub fn svg(&self) -> Markup {
        html! {
            svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) role="img" aria-label=(self.label) {
                (self.axes())
                @for mark in &self.marks {
                    @if let Some(x) = self.at_x(mark.x) {
                        line class="mark" x1=(x) x2=(x) y1=(TOP) y2=(BOTTOM) {}
                        text class=(if x > 280.0 { "e w" } else { "w" }) x=(if x > 280.0 { x - 3.0 } else { x + 3.0 }) y=(TOP + 8.0) { (mark.word) }
                    }
                }
                @for (index, series) in self.series.iter().enumerate() { (self.one(index, series)) }
            }
        }
    }

    fn at_x(&self, value: f64) -> Option<f64> {
        Some(rounded(LEFT + (RIGHT - LEFT) * self.x.share(value)?))
    }

    fn at_y(&self, value: f64) -> Option<f64> {
        Some(rounded(BOTTOM - (BOTTOM - TOP) * self.y.share(value)?))
    }

    fn axes(&self) -> Markup {
        html! {
            @for tick in self.y.ticks() {
                @if let Some(y) = self.at_y(tick) {
                    line class="grid" x1=(LEFT) x2=(RIGHT) y1=(y) y2=(y) {}
                    text class="e" x=(LEFT - 5.0) y=(y + 4.0) { ((self.y_tick)(tick)) }
                }
            }
            @for tick in self.x.ticks() {
                @let word = (self.x_tick)(tick);
                @if let (Some(x), false) = (self.at_x(tick), word.is_empty()) {
                    line class="grid" x1=(x) x2=(x) y1=(BOTTOM) y2=(BOTTOM + 4.0) {}
                    text class="m" x=(x) y=(BOTTOM + 16.0) { (word) }
                }
            }
            path class="axis" d=(format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}")) {}
            text class="m" x=(rounded(f64::midpoint(LEFT, RIGHT))) y=(HEIGHT - 6.0) { (self.x.name) }
            @if !self.y.name.is_empty() { text x=(2) y=(TOP - 4.0) { (self.y.name) } }
        }
    }

    fn one(&self, index: usize, series: &Series) -> Markup {
        let colour = format!("s{}", index % 8);
        let place = |point: &Point| Some((self.at_x(point.x)?, self.at_y(point.y)?));
        let line: Vec<String> = series.points.iter().filter_map(place).map(|(x, y)| format!("{x},{y}")).collect();
        html! {
            g class=(colour) {
                title { (series.name) }
                @if series.joined && line.len() > 1 { polyline points=(line.join(" ")) {} }
                @if let Some([from, to]) = series.line {
                    @if let (Some(x1), Some(y1), Some(x2), Some(y2)) = (self.at_x(from.0), self.at_y(from.1), self.at_x(to.0), self.at_y(to.1)) {
                        line class="fit" x1=(x1) x2=(x2) y1=(y1) y2=(y2) {}
                    }
                }
                @for point in &series.points { (self.point(index, point)) }
            }
        }
    }

    fn point(&self, index: usize, point: &Point) -> Markup {
        let ends = point.interval.and_then(|(low, high)| Some((self.at_y(low)?, self.at_y(high)?)));
        html! {
            @if let (Some(x), Some(y)) = (self.at_x(point.x), self.at_y(point.y)) {
                @if let Some((low, high)) = ends { line class="bar" x1=(x) x2=(x) y1=(low) y2=(high) {} }
                path class="dot" d=(shape(index, x, y)) { title { (point.title) } }
            }
        }
    }
}

/// A sign for each series, so that nobody needs to tell colours apart.
pub fn shape(index: usize, x: f64, y: f64) -> String {
    const R: f64 = 3.5;
    match index % 4 {
        0 => format!("M{} {y}a{R} {R} 0 1 0 {} 0a{R} {R} 0 1 0 -{} 0z", x - R, 2.0 * R, 2.0 * R),
        1 => format!("M{} {}h{d}v{d}h-{d}z", x - R, y - R, d = 2.0 * R),
        2 => format!("M{x} {}l{} {}h-{}z", y - 4.5, 4.5, 8.0, 9.0),
        _ => format!("M{x} {}l4.5 4.5l-4.5 4.5l-4.5 -4.5z", y - 4.5),
    }
}

fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(x: Axis, y: Axis, points: &[(f64, f64)]) -> String {
        let point = |&(x, y): &(f64, f64)| Point { x, y, interval: Some((y, y)), title: "<here>".to_owned() };
        let series =
            Series { name: "a".to_owned(), points: points.iter().map(point).collect(), joined: true, line: None };
        let tick = |value: f64| format!("{value}");
        let label = "what".to_owned();
        Plot { label, x, y, x_tick: tick, y_tick: tick, series: vec![series], marks: Vec::new() }.svg().into_string()
    }

    #[test]
    fn points_lie_where_the_axes_say() {
        let axis = |low, high, scale| Axis { low, high, scale, name: String::new() };
        let drawn = plot(
            axis(0.0, 2.0, Scale::Linear),
            axis(1.0, 100.0, Scale::Logarithmic),
            &[(0.0, 1.0), (1.0, 10.0), (2.0, 100.0), (3.0, f64::NAN), (1.0, -1.0)],
        );
        assert!(drawn.contains(r#"<polyline points="56,168 203,91 350,14">"#), "{drawn}");
        assert!(drawn.contains("&lt;here&gt;") && !drawn.contains("NaN"), "{drawn}");
    }

    #[test]
    fn axes_hold_their_values_whatever_they_are() {
        let values = [3.0, 5.0, f64::NAN, f64::INFINITY];
        let axis = Axis::over(values.into_iter(), Scale::Linear, "");
        assert!(axis.low < 3.0 && axis.high > 5.0 && axis.high < 6.0);
        assert!(Axis::over([7.0].into_iter(), Scale::Linear, "").share(7.0).is_some_and(|share| share == 0.5));
        assert!(Axis::over(std::iter::empty(), Scale::Linear, "").share(7.0).is_some());
        let axis = Axis::over([0.0, 1e-3, 10.0].into_iter(), Scale::Logarithmic, "");
        assert!(axis.low > 0.0 && axis.share(0.0).is_none());
        assert_eq!(axis.ticks().len(), 5);
        assert!(Axis::over([2.0].into_iter(), Scale::Linear, "").with_nought().low == 0.0);
    }

    #[test]
    fn ticks_are_round() {
        let axis = Axis::over([0.0, 10.0].into_iter(), Scale::Linear, "");
        assert_eq!(axis.ticks(), [0.0, 5.0, 10.0]);
        assert_eq!([0.3, 1.0, 7.0, 42.0].map(nice).map(|nice| (nice * 1e6).round() / 1e6), [0.5, 1.0, 10.0, 50.0]);
    }
}
