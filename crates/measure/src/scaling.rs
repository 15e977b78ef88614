//! How time grows with size: `time = a size^b`, fitted by least squares of logarithms.
//!
//! The interval of the exponent is that of a regression with independent Gaussian residuals, `b ± t(n-2) s_b`: it says how well a power describes
//! these times, and nothing of sizes beyond them.

/// A size and the seconds it takes.
pub type Point = (f64, f64);

/// `seconds = a size^b`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerLaw {
    /// `a`.
    pub factor: f64,
    /// `b`.
    pub exponent: f64,
    /// Half the width of the 95 % interval of `b`.
    pub uncertainty: f64,
    /// Standard deviation of the residuals of `ln seconds`.
    pub residual: f64,
}

impl PowerLaw {
    /// Fits at least three points with positive sizes and times and at least two different sizes; `None` for fewer.
    #[must_use]
    pub fn fit(points: &[Point]) -> Option<Self> {
        let usable = |value: f64| value.is_finite() && value > 0.0;
        if points.len() < 3 || points.iter().any(|&(size, seconds)| !usable(size) || !usable(seconds)) {
            return None;
        }
        let n = points.len() as f64;
        let logarithms: Vec<Point> = points.iter().map(|&(size, seconds)| (size.ln(), seconds.ln())).collect();
        let mean = |of: fn(&Point) -> f64| logarithms.iter().map(of).sum::<f64>() / n;
        let (x0, y0) = (mean(|point| point.0), mean(|point| point.1));
        let sxx: f64 = logarithms.iter().map(|(x, _)| (x - x0).powi(2)).sum();
        let sxy: f64 = logarithms.iter().map(|(x, y)| (x - x0) * (y - y0)).sum();
        if sxx == 0.0 {
            return None;
        }
        let exponent = sxy / sxx;
        let residuals = logarithms.iter().map(|(x, y)| (y - y0 - exponent * (x - x0)).powi(2)).sum::<f64>();
        let residual = (residuals / (n - 2.0)).sqrt();
        Some(Self {
            factor: (y0 - exponent * x0).exp(),
            exponent,
            uncertainty: student_975(points.len() - 2) * residual / sxx.sqrt(),
            residual,
        })
    }

    /// The seconds that a size takes by this law.
    #[must_use]
    pub fn at(&self, size: f64) -> f64 {
        self.factor * size.powf(self.exponent)
    }
}

/// The 0.975 quantile of Student's t.
fn student_975(degrees: usize) -> f64 {
    // Abramowitz and Stegun, table 26.10.
    const TABLE: [f64; 30] = [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];
    TABLE.get(degrees.saturating_sub(1)).copied().unwrap_or(1.96)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_is_found_exactly() {
        let points: Vec<Point> = [10.0, 100.0, 1000.0, 5000.0].map(|n: f64| (n, 3e-7 * n.powf(1.5))).to_vec();
        let law = PowerLaw::fit(&points).unwrap();
        assert!((law.exponent - 1.5).abs() < 1e-12 && (law.factor / 3e-7 - 1.0).abs() < 1e-12, "{law:?}");
        assert!(law.uncertainty < 1e-12 && law.residual < 1e-12, "{law:?}");
        assert!((law.at(100.0) / 3e-4 - 1.0).abs() < 1e-12);
    }

    /// Three equally spaced x: the residuals are the curvature times (1, -2, 1) / 6.
    #[test]
    fn the_interval_is_that_of_a_regression() {
        let law = PowerLaw::fit(&[(1.0, 1.0), (2.0, 3.0), (4.0, 4.0)]).unwrap();
        let step = 2.0_f64.ln();
        let (y1, y2, y3) = (0.0_f64, 3.0_f64.ln(), 4.0_f64.ln());
        let curvature = y1 - 2.0 * y2 + y3;
        let residual = (curvature * curvature / 6.0).sqrt();
        assert!((law.exponent - (y3 - y1) / (2.0 * step)).abs() < 1e-12);
        assert!((law.residual - residual).abs() < 1e-12);
        assert!((law.uncertainty - 12.706 * residual / (2.0 * step * step).sqrt()).abs() < 1e-9);
    }

    #[test]
    fn what_is_no_line_of_positive_points_has_no_law() {
        assert_eq!(PowerLaw::fit(&[(1.0, 1.0), (2.0, 2.0)]), None);
        assert_eq!(PowerLaw::fit(&[(2.0, 1.0), (2.0, 2.0), (2.0, 3.0)]), None);
        assert_eq!(PowerLaw::fit(&[(1.0, 1.0), (2.0, 0.0), (3.0, 3.0)]), None);
        assert_eq!(PowerLaw::fit(&[(1.0, 1.0), (2.0, 1.0), (f64::NAN, 3.0)]), None);
    }

    #[test]
    fn the_quantiles_end_at_the_normal_one() {
        assert_eq!([1, 10, 30, 31].map(student_975), [12.706, 2.228, 2.042, 1.96]);
    }
}
