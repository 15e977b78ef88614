//! Rigorous quadrature on the line: `∫ N(x; m, s²) He_j(z) log p(x) dx`, `z = (x - m)/s`, for a mixture `p` of two normals, and with it
//! `kl(p ‖ q)` and `kl(q ‖ p)` of the mixture and one normal `q`, which have no closed form.
//!
//! `kl(p ‖ q) = Σ_j π_j ∫ N_j log p - E_p[log q]` and `kl(q ‖ p) = E_q[log q] - ∫ q log p`; the expectations of `log q` are moments.
//!
//! The Hermite polynomials `He_j` give derivatives: `∂ʲ/∂mʲ ∫ N log p = s⁻ʲ ∫ N He_j log p`.
//!
//! **Panels.** About its centre `c` the integrand is `Σ_{k<n} g_k t^k + g_n(ξ) t^n` with `n` even, so a panel of half width `h` has
//! the integral `Σ_{k<n even} 2 g_k h^{k+1}/(k+1) + G_n 2 h^{n+1}/(n+1)`, `G_n` enclosing `g_n` on the panel. A panel whose remainder is
//! too wide is halved. There `log p = log N_a + log(π_a + π_b N_b/N_a)` with `N_a` the larger at `c`, so that what is enclosed on a whole
//! panel changes little on it.
//!
//! **Tails.** Beyond `|x - m| = R s`: `log p <= log Σ_j π_j/sqrt(2π s_j²)`, and `log p >= log π_j N_j` for either `j`, hence
//! `|log p| <= C + (x - μ)²/(2σ²)`; there `|He_j(z)| <= |z|^j` for `j <= 4`, and `∫_R^∞ z^k φ <= 2 φ(R) R^{k-1}` where
//! `R² >= 2(k - 1)`, both true of `R >= 4`.
//!
//! Source: W. Tucker, *Validated Numerics*, 2011, 5.3; N. Johnson et al., *Continuous Univariate Distributions*, 13.

use rug::Float;

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
    let [value] = hermite_moments(normal, p, precision);
    value
}

/// `∫ N(x) He_j(z) log p(x) dx` for `j < J`, `J` at most 5.
#[must_use]
pub fn hermite_moments<const J: usize>(normal: &Normal, p: &TwoBumps, precision: Precision) -> [Interval; J] {
    let wanted = f64::from(precision.bits()) * 0.625;
    let reach = (2.0 * std::f64::consts::LN_2 * (wanted + 24.0)).sqrt().ceil();
    let integral = Integral { normal, p, precision, deviation: normal.variance.sqrt(), noise: -wanted };
    let panels = (0..reach as usize).flat_map(|panel| [panel as f64 + 0.5, -(panel as f64) - 0.5]);
    let tails = std::array::from_fn(|j| integral.tails(&precision.double(reach), j));
    panels.fold(tails, |sum, centre| added(&sum, &integral.panel(centre, 0.5, 0)))
}

fn added<const J: usize>(a: &[Interval; J], b: &[Interval; J]) -> [Interval; J] {
    std::array::from_fn(|j| &a[j] + &b[j])
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
    /// The integrals over one panel; centres and half widths are doubles with few bits, exact after every halving.
    fn panel<const J: usize>(&self, centre: f64, half_width: f64, halvings: usize) -> [Interval; J] {
        let at = |z: f64| &self.normal.mean + self.precision.double(z) * &self.deviation;
        let (left, right) = (at(centre - half_width), at(centre + half_width));
        let whole = Interval::new(left.lower().clone(), right.upper().clone());
        let middle = at(centre);
        let h = self.precision.double(half_width) * &self.deviation;
        let leader = self.larger_at(&middle);
        let moment = self.moment(ORDER, &h);
        let (densities, log) = self.factors::<J>(&whole, leader);
        let remainders = densities.map(|density| density.coefficient_of_product(&log, ORDER) * &moment);
        let narrow = |width: Float| width.is_zero() || width.log2().to_f64() < self.noise;
        if halvings < MOST_HALVINGS && !remainders.iter().all(|remainder| narrow(remainder.radius())) {
            let quarter = half_width / 2.0;
            let [left, right] = [-quarter, quarter].map(|shift| self.panel(centre + shift, quarter, halvings + 1));
            return added(&left, &right);
        }
        let (densities, log) = self.factors::<J>(&middle, leader);
        (0..ORDER).step_by(2).fold(remainders, |sum, k| {
            let moment = self.moment(k, &h);
            std::array::from_fn(|j| &sum[j] + densities[j].coefficient_of_product(&log, k) * &moment)
        })
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

    /// The series of `N(x) He_j(z)` and of `log p(x)`.
    fn factors<const J: usize>(&self, x: &Interval, leader: usize) -> ([Series; J], Series) {
        let precision = self.precision;
        let (a, b) = (leader, 1 - leader);
        let leading = self.p.normals[a].log_density(x, precision);
        let ratio = self.log_ratio(x, a, b).exp().times(&self.p.weights[b]);
        let zero = precision.zero();
        let constant = Series::quadratic([self.p.weights[a].clone(), zero.clone(), zero.clone()], ORDER, precision);
        let log = leading.plus(&constant.plus(&ratio).ln());
        let z = [(x - &self.normal.mean) / &self.deviation, precision.integer(1) / &self.deviation, zero];
        let z = Series::quadratic(z, ORDER, precision);
        // He_{j+1} = z He_j - j He_{j-1}, times N throughout.
        let mut hermite = vec![self.normal.log_density(x, precision).exp()];
        for j in 1..J {
            let next = z.product(&hermite[j - 1]);
            let below = j.checked_sub(2).map(|below| hermite[below].times(&-precision.integer(j - 1)));
            hermite.push(below.map_or(next.clone(), |below| next.plus(&below)));
        }
        (std::array::from_fn(|j| hermite[j].clone()), log)
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

    /// An enclosure of the integral with `He_j` beyond `R` on both sides.
    fn tails(&self, reach: &Interval, j: usize) -> Interval {
        let precision = self.precision;
        let bump = &self.p.normals[0];
        let peak = |j: usize| {
            let normal: &Normal = &self.p.normals[j];
            &self.p.weights[j] / ((precision.pi() + precision.pi()) * &normal.variance).sqrt()
        };
        let constant = (peak(0) + peak(1)).ln().abs() + peak(0).ln().abs();
        // (x - μ)²/(2σ²) <= (m - μ)²/σ² + s² z²/σ² with x = m + s z.
        let shift = (&self.normal.mean - &bump.mean).square() / &bump.variance;
        let spread = &self.normal.variance / &bump.variance;
        let density = (-(reach.square() + precision.log_two_pi()).half()).exp();
        let power = (0..j).fold(precision.integer(1) / reach, |power, _| power * reach);
        let one_side = precision.integer(2) * density * power * (constant + shift + spread * reach.square());
        let bound = (&one_side + &one_side).upper().clone();
        Interval::new(-bound.clone(), bound)
    }
}
