//! Rigorous quadrature on the line: `∫ N(x; m, s²) log p(x) dx` for a mixture `p` of two normals, and with it
//! `kl(p ‖ q)` and `kl(q ‖ p)` of the mixture and one normal `q`, which have no closed form.
//!
//! `kl(p ‖ q) = Σ_j π_j ∫ N_j log p - E_p[log q]` and `kl(q ‖ p) = E_q[log q] - ∫ q log p`; the expectations of `log q` are moments.
//!
//! **Panels.** About its centre `c` the integrand is `Σ_{k<n} g_k t^k + g_n(ξ) t^n` with `n` even, so a panel of half width `h` has
//! the integral `Σ_{k<n even} 2 g_k h^{k+1}/(k+1) + G_n 2 h^{n+1}/(n+1)`, `G_n` enclosing `g_n` on the panel. A panel whose remainder is
//! too wide is halved. There `log p = log N_a + log(π_a + π_b N_b/N_a)` with `N_a` the larger at `c`, so that what is enclosed on a whole
//! panel changes little on it.
//!
//! **Tails.** Beyond `|x - m| = R s`: `log p <= log Σ_j π_j/sqrt(2π s_j²)`, and `log p >= log π_j N_j` for either `j`, hence
//! `|log p| <= C + (x - μ)²/(2σ²)`; and `∫_R^∞ φ <= φ(R)/R`, `∫_R^∞ z² φ <= φ(R) (R + 1/R)`.
//!
//! Source: W. Tucker, *Validated Numerics*, 2011, 5.3; N. Johnson et al., *Continuous Univariate Distributions*, 13.

use crate::{interval::Interval, precision::Precision, taylor::Series};

/// The order of the series; even.
const ORDER: usize = 64;

/// A panel is halved at most so often.
const MOST_HALVINGS: usize = 24;

/// A normal distribution on the line.
#[derive(Clone, Debug)]
pub struct Normal {
    /// `m`.
    pub mean: Interval,
    /// `s²`.
    pub variance: Interval,
}

/// Two normals with weights that sum to 1.
#[derive(Clone, Debug)]
pub struct TwoBumps {
    /// `π`.
    pub weights: [Interval; 2],
    /// `N_1` and `N_2`.
    pub normals: [Normal; 2],
}

impl Normal {
    /// The series of `log N(x; m, s²)` about `x`.
    fn log_density(&self, x: &Interval, precision: Precision) -> Series {
        let deviation = x - &self.mean;
        let constant = -(precision.log_two_pi() + self.variance.ln() + deviation.square() / &self.variance).half();
        let slope = -(deviation / &self.variance);
        let curvature = -(precision.integer(1) / &self.variance).half();
        Series::quadratic([constant, slope, curvature], ORDER, precision)
    }

    /// `E[log N(x; m, s²)]` of an `x` with the moments of another normal.
    fn expected_log_density(&self, of: &Self, precision: Precision) -> Interval {
        let square = &of.variance + (&of.mean - &self.mean).square();
        -(precision.log_two_pi() + self.variance.ln() + square / &self.variance).half()
    }
}

/// `kl(p ‖ q)`, which averages the bumps when `q` is fitted by it, and `kl(q ‖ p)`, which seeks one.
#[must_use]
pub fn divergences(p: &TwoBumps, q: &Normal, precision: Precision) -> [Interval; 2] {
    let forward = p.weights.iter().zip(&p.normals).fold(precision.zero(), |sum, (weight, bump)| {
        sum + weight * (expected_log(bump, p, precision) - q.expected_log_density(bump, precision))
    });
    let reverse = q.expected_log_density(q, precision) - expected_log(q, p, precision);
    [forward, reverse]
}

/// `∫ N(x) log p(x) dx`.
#[must_use]
pub fn expected_log(normal: &Normal, p: &TwoBumps, precision: Precision) -> Interval {
    let wanted = f64::from(precision.bits()) * 0.625;
    let reach = (2.0 * std::f64::consts::LN_2 * (wanted + 24.0)).sqrt().ceil();
    let integral = Integral { normal, p, precision, deviation: normal.variance.sqrt(), noise: -wanted };
    let panels = (0..reach as usize).flat_map(|panel| [panel as f64 + 0.5, -(panel as f64) - 0.5]);
    let inside = panels.fold(precision.zero(), |sum, centre| sum + integral.panel(centre, 0.5, 0));
    inside + integral.tails(&precision.double(reach))
}

/// What is integrated, in units of the standard deviation of the normal about its mean.
struct Integral<'a> {
    normal: &'a Normal,
    p: &'a TwoBumps,
    precision: Precision,
    /// `s`.
    deviation: Interval,
    /// The logarithm to base 2 of the remainder that a panel may have.
    noise: f64,
}

impl Integral<'_> {
    /// The integral over one panel; centres and half widths are doubles with few bits, exact after every halving.
    fn panel(&self, centre: f64, half_width: f64, halvings: usize) -> Interval {
        let at = |z: f64| &self.normal.mean + self.precision.double(z) * &self.deviation;
        let (left, right) = (at(centre - half_width), at(centre + half_width));
        let whole = Interval::new(left.lower().clone(), right.upper().clone());
        let middle = at(centre);
        let h = self.precision.double(half_width) * &self.deviation;
        let leader = self.larger_at(&middle);
        let (density, log) = self.factors(&whole, leader);
        let remainder = density.coefficient_of_product(&log, ORDER) * self.moment(ORDER, &h);
        let width = remainder.radius();
        let narrow = width.is_zero() || width.log2().to_f64() < self.noise;
        if !narrow && halvings < MOST_HALVINGS {
            let quarter = half_width / 2.0;
            return self.panel(centre - quarter, quarter, halvings + 1)
                + self.panel(centre + quarter, quarter, halvings + 1);
        }
        let (density, log) = self.factors(&middle, leader);
        let even = (0..ORDER).step_by(2);
        even.fold(remainder, |sum, k| sum + density.coefficient_of_product(&log, k) * self.moment(k, &h))
    }

    /// `∫_{-h}^{h} t^k dt = 2 h^{k+1}/(k+1)` of an even `k`.
    fn moment(&self, k: usize, h: &Interval) -> Interval {
        let power = (0..=k).fold(self.precision.integer(2), |power, _| power * h);
        power / self.precision.integer(k + 1)
    }

    /// Which of the two bumps to write `log p` about; any choice is right.
    fn larger_at(&self, x: &Interval) -> usize {
        let [first, second] = [0, 1].map(|j| self.p.normals[j].log_density(x, self.precision).coefficients[0].middle());
        usize::from(second > first)
    }

    /// The series of `N(x)` and of `log p(x)`.
    fn factors(&self, x: &Interval, leader: usize) -> (Series, Series) {
        let precision = self.precision;
        let (a, b) = (leader, 1 - leader);
        let leading = self.p.normals[a].log_density(x, precision);
        let ratio = self.log_ratio(x, a, b).exp().times(&self.p.weights[b]);
        let constant =
            Series::quadratic([self.p.weights[a].clone(), precision.zero(), precision.zero()], ORDER, precision);
        (self.normal.log_density(x, precision).exp(), leading.plus(&constant.plus(&ratio).ln()))
    }

    /// The series of `log N_b(x) - log N_a(x)`; the squares of `x` are subtracted before `x` is put in, which leaves nothing of them
    /// where the variances are the same.
    fn log_ratio(&self, x: &Interval, a: usize, b: usize) -> Series {
        let precision = self.precision;
        let (a, b) = (&self.p.normals[a], &self.p.normals[b]);
        let curvature = precision.integer(1) / &a.variance - precision.integer(1) / &b.variance;
        let linear = &b.mean / &b.variance - &a.mean / &a.variance;
        let constant =
            a.mean.square() / &a.variance - b.mean.square() / &b.variance + (a.variance.ln() - b.variance.ln());
        let value = (&curvature * x.square() + constant).half() + &linear * x;
        Series::quadratic([value, &curvature * x + linear, curvature.half()], ORDER, precision)
    }

    /// An enclosure of the integral beyond `R` on both sides.
    fn tails(&self, reach: &Interval) -> Interval {
        let precision = self.precision;
        let one = precision.integer(1);
        let bump = &self.p.normals[0];
        let peak = |j: usize| {
            let normal: &Normal = &self.p.normals[j];
            &self.p.weights[j] / ((precision.pi() + precision.pi()) * &normal.variance).sqrt()
        };
        let above = (peak(0) + peak(1)).ln().abs();
        let constant = above + peak(0).ln().abs();
        // (x - μ)²/(2σ²) <= (m - μ)²/σ² + s² z²/σ² with x = m + s z.
        let shift = (&self.normal.mean - &bump.mean).square() / &bump.variance;
        let spread = &self.normal.variance / &bump.variance;
        let density = (-(reach.square() + precision.log_two_pi()).half()).exp();
        let one_side = &density * ((constant + shift) / reach + spread * (reach + one / reach));
        let bound = (&one_side + &one_side).upper().clone();
        Interval::new(-bound.clone(), bound)
    }
}
