//! Line charts with a legend, as SVG files. A file is written under a temporary name and renamed, so nobody reads half of one.

use std::{
    error::Error,
    io::Write as _,
    ops::Range,
    path::{Path, PathBuf},
};

use plotters::{
    coord::{Shift, types::RangedCoordf64},
    prelude::*,
};
use tempfile::NamedTempFile;

const SIZE: (u32, u32) = (900, 520);
const FONT: &str = "sans-serif";

/// Colours that stay apart for people who see few (Okabe and Ito, 2008), on white.
const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 0, 0),
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
];

/// How the points of a curve are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    /// Joined by a line.
    Line,
    /// As dots.
    Dots,
}

/// One curve.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What the legend calls it; empty for none.
    pub label: String,
    /// `(x, y)`; points that are not finite or lie outside of the picture are left out.
    pub points: Vec<(f64, f64)>,
    /// Line or dots.
    pub stroke: Stroke,
    /// Which colour, counted from 0.
    pub colour: usize,
}

impl Curve {
    /// A line.
    pub fn line(label: impl Into<String>, colour: usize, points: Vec<(f64, f64)>) -> Self {
        Self { label: label.into(), points, stroke: Stroke::Line, colour }
    }

    /// Dots.
    pub fn dots(label: impl Into<String>, colour: usize, points: Vec<(f64, f64)>) -> Self {
        Self { label: label.into(), points, stroke: Stroke::Dots, colour }
    }
}

/// A chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Above it.
    pub title: String,
    /// Below it.
    pub x_label: String,
    /// To its left.
    pub y_label: String,
    /// What of the abscissa is shown.
    pub x: Range<f64>,
    /// What of the ordinate is shown.
    pub y: Range<f64>,
    /// Whether `y` holds exponents of ten.
    pub powers_of_ten: bool,
    /// The curves, the first at the bottom.
    pub curves: Vec<Curve>,
}

impl Figure {
    /// The picture as the text of an SVG file.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn svg(&self) -> Result<String, Box<dyn Error>> {
        let mut text = String::new();
        {
            let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
            area.fill(&WHITE)?;
            self.draw(&area)?;
            area.present()?;
        }
        Ok(text)
    }

    /// Writes the picture.
    ///
    /// # Errors
    /// When it cannot be drawn, or the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(self.svg()?.as_bytes())?;
        file.persist(path)?;
        println!("wrote {}", path.display());
        Ok(())
    }

    fn draw(&self, area: &DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), Box<dyn Error>> {
        let mut chart = ChartBuilder::on(area)
            .caption(&self.title, (FONT, 20))
            .margin(14)
            .x_label_area_size(44)
            .y_label_area_size(76)
            .build_cartesian_2d(self.x.clone(), self.y.clone())?;
        let exponent = |y: &f64| if self.powers_of_ten { format!("1e{y:.0}") } else { short(*y) };
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_desc(&self.x_label)
            .y_desc(&self.y_label)
            .x_label_formatter(&|x| short(*x))
            .y_label_formatter(&exponent)
            .label_style((FONT, 15))
            .axis_desc_style((FONT, 16))
            .draw()?;
        for curve in &self.curves {
            self.draw_curve(&mut chart, curve)?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperRight)
            .background_style(WHITE.mix(0.85))
            .border_style(BLACK.mix(0.3))
            .label_font((FONT, 15))
            .draw()?;
        Ok(())
    }

    fn draw_curve<'a>(
        &self,
        chart: &mut ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
        curve: &Curve,
    ) -> Result<(), Box<dyn Error>>
    where
        Self: 'a,
    {
        let colour = COLOURS[curve.colour % COLOURS.len()];
        let shown = |&&(x, y): &&(f64, f64)| self.x.contains(&x) && self.y.contains(&y);
        let points = curve.points.iter().filter(shown).copied();
        let drawn = match curve.stroke {
            Stroke::Line => chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?,
            Stroke::Dots => chart.draw_series(points.map(|point| Circle::new(point, 5, colour.filled())))?,
        };
        if !curve.label.is_empty() {
            let sample = move |(x, y)| Rectangle::new([(x, y - 2), (x + 18, y + 1)], colour.filled());
            drawn.label(&curve.label).legend(sample);
        }
        Ok(())
    }
}

/// A number as an axis names it.
fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Where a picture goes: into the directory that the first argument names, or among those of the documentation.
#[must_use]
pub fn pictures() -> PathBuf {
    let documentation = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures");
    std::env::args_os().nth(1).map_or_else(documentation, PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(points: Vec<(f64, f64)>) -> Figure {
        Figure {
            title: "title".into(),
            x_label: "abscissa".into(),
            y_label: "ordinate".into(),
            x: 0.0..1.0,
            y: -1.0..1.0,
            powers_of_ten: false,
            curves: vec![Curve::line("curve", 1, points.clone()), Curve::dots("", 2, points)],
        }
    }

    #[test]
    fn a_picture_names_its_axes_and_shows_what_lies_inside() {
        let svg = figure(vec![(0.0, 0.0), (0.5, 0.5), (0.7, 5.0), (0.8, f64::NAN)]).svg().unwrap();
        for text in ["title", "abscissa", "ordinate", "curve"] {
            assert!(svg.contains(text), "{text}");
        }
        assert_eq!(svg.matches("<circle").count(), 2, "two points lie inside");
    }

    #[test]
    fn a_picture_is_written_in_one_step() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("picture.svg");
        figure(vec![(0.1, 0.1), (0.9, -0.4)]).write(&path).unwrap();
        assert!(std::fs::read_to_string(&path).unwrap().trim_end().ends_with("</svg>"));
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is left over");
    }

    #[test]
    fn numbers_on_axes_are_short() {
        assert_eq!([short(1.0), short(-0.0), short(0.25), short(-1234.5)], ["1", "0", "0.25", "-1234.5"]);
    }
}
