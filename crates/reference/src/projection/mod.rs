//! One Gaussian `q = N(m, s²)` in place of a mixture `p` of two on the line: by the forward and by the reverse divergence.
//!
//! `KL(p‖q)` is least where `q` has the moments of `p` (mode averaging). `KL(q‖p)` is found by Newton's method in `(m, log s)` from a start,
//! and has a minimum at each of two bumps that are far enough apart (mode seeking; Bishop, section 10.1.2). With `x = m + s z`, `z` standard normal,
//! its gradient is `(-E[l'], -1 - E[s z l'])` and its Hessian `(-E[l''], -E[s z l'']; ..., -E[s z l' + s²z² l''])`, `l = log p`.
//!
//! All integrals are sums over an even grid (trapezoid rule). Of an integrand analytic for `|Im x| < a` and bounded there by `M`, that
//! errs by less than `2M/(exp(2πa/h) - 1)` (Trefethen and Weideman 2014). Gaussians grow as `exp(y²/2s²)` off the line, and `log p` is singular
//! at the zeros of `p`, where the bumps' log ratio `g` is `iπ` and its odd multiples: `g` being quadratic, `y = π/|g'(x)|` exactly. So with
//! `G >= |g'|` over the grid the step is `h = min(s/2, 2π²/(56 G))`, and with `a` the smaller of `4s` and `π/G` the error is below `M e⁻⁴²`.
//! Grids reach 12 deviations, beyond which is less than 1e-32. What remains is rounding, `ε` of the magnitudes that are added.

mod fit;

use crate::{
    arithmetic::{special::LN_TAU, sum::Sum},
    error::{Error, Moment, Result, check_domain, check_finite, check_positive},
    simplex::normalise,
};

/// How many deviations a grid reaches.
const REACH: f64 = 12.0;

/// A grid of more points is refused: the bumps are too far apart for their width.
const MOST_POINTS: f64 = 4e6;

/// `p = π_0 N(μ_0, σ_0²) + π_1 N(μ_1, σ_1²)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoBumps {
    weights: [f64; 2],
    means: [f64; 2],
    deviations: [f64; 2],
}

/// `q = N(m, s²)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bump {
    /// `m`.
    pub mean: f64,
    /// `s > 0`.
    pub deviation: f64,
}

/// A fit and how far it is from `p`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// `q`.
    pub fitted: Bump,
    /// `KL(p‖q)`, nats.
    pub forward: f64,
    /// `KL(q‖p)`, nats.
    pub reverse: f64,
    /// The gradient of `KL(q‖p)` by `m/s` and `log s`.
    pub reverse_gradient: [f64; 2],
}

/// The densities at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct CurvePoint {
    /// The place.
    pub x: f64,
    /// `p(x)`.
    pub p: f64,
    /// `q(x)` of each `q`.
    pub q: Vec<f64>,
}

impl Bump {
    /// Takes `m` and `s`.
    ///
    /// # Errors
    /// `mean` not finite, `deviation` not finite and positive.
    pub fn new(mean: f64, deviation: f64) -> Result<Self> {
        check_domain(mean, |_| true, || "mean".to_owned(), "finite")?;
        check_domain(deviation, |s| s > 0.0, || "deviation".to_owned(), "finite and greater than 0")?;
        Ok(Self { mean, deviation })
    }

    /// `log q(x)`.
    #[must_use]
    pub fn log_density(&self, x: f64) -> f64 {
        let z = (x - self.mean) / self.deviation;
        -0.5 * (LN_TAU + z * z) - self.deviation.ln()
    }
}

/// `log p` at a place, with its first two derivatives.
struct LogDensity {
    value: f64,
    first: f64,
    second: f64,
}

impl TwoBumps {
    /// Takes weights, means and standard deviations.
    ///
    /// # Errors
    /// Weights off the simplex or 0, a mean that is not finite, a deviation that is not finite and positive.
    pub fn new(mut weights: [f64; 2], means: [f64; 2], deviations: [f64; 2]) -> Result<Self> {
        check_positive(&weights, "weights")?;
        normalise(&mut weights, "weights")?;
        check_finite(&means, "means")?;
        check_positive(&deviations, "deviations")?;
        Ok(Self { weights, means, deviations })
    }

    /// One of the two bumps.
    fn bump(&self, k: usize) -> Bump {
        Bump { mean: self.means[k], deviation: self.deviations[k] }
    }

    /// `log p(x)`.
    #[must_use]
    pub fn log_density(&self, x: f64) -> f64 {
        self.at(x).value
    }

    fn at(&self, x: f64) -> LogDensity {
        let terms = [0, 1].map(|k| self.weights[k].ln() + self.bump(k).log_density(x));
        let slopes = [0, 1].map(|k| -(x - self.means[k]) / (self.deviations[k] * self.deviations[k]));
        let curvatures = self.deviations.map(|s| -1.0 / (s * s));
        let larger = terms[0].max(terms[1]);
        let ratio = (terms[0].min(terms[1]) - larger).exp();
        let minor = ratio / (1.0 + ratio);
        let shares = if terms[0] >= terms[1] { [1.0 - minor, minor] } else { [minor, 1.0 - minor] };
        let mix = |v: [f64; 2]| shares[0] * v[0] + shares[1] * v[1];
        let apart = slopes[0] - slopes[1];
        LogDensity {
            value: larger + ratio.ln_1p(),
            first: mix(slopes),
            second: mix(curvatures) + shares[0] * shares[1] * apart * apart,
        }
    }

    /// The largest `|g'|` between two places, `g` the logarithm of the bumps' ratio: it is linear.
    fn steepest(&self, from: f64, to: f64) -> f64 {
        let slope = |x: f64| {
            let [a, b] = [0, 1].map(|k| (x - self.means[k]) / (self.deviations[k] * self.deviations[k]));
            (a - b).abs()
        };
        slope(from).max(slope(to))
    }

    /// The places that the bumps reach.
    fn support(&self) -> (f64, f64) {
        let ends = [0, 1].map(|k| {
            let reach = REACH * self.deviations[k];
            (self.means[k] - reach, self.means[k] + reach)
        });
        (ends[0].0.min(ends[1].0), ends[0].1.max(ends[1].1))
    }

    /// `Σ_i h f(x_i)` over a grid from `from` to `to` for integrands of width `s`.
    fn integrate<const M: usize>(
        &self,
        (from, to): (f64, f64),
        s: f64,
        f: impl Fn(f64) -> [f64; M],
    ) -> Result<[f64; M]> {
        let pi = std::f64::consts::PI;
        let step = (0.5 * s).min(2.0 * pi * pi / (56.0 * self.steepest(from, to)));
        let count = ((to - from) / step).ceil();
        let not_representable =
            || Error::NotRepresentable { quantity: "the integral".to_owned(), moment: Moment::Given };
        // A NaN must not pass for a small number of points.
        if count.partial_cmp(&MOST_POINTS) != Some(std::cmp::Ordering::Less) {
            return Err(not_representable());
        }
        let step = (to - from) / count;
        let mut totals = [Sum::default(); M];
        for i in 0..=count as u32 {
            for (total, value) in totals.iter_mut().zip(f(step.mul_add(f64::from(i), from))) {
                total.add_product(step, value);
            }
        }
        let totals = totals.map(Sum::value);
        if totals.iter().all(|total| total.is_finite()) { Ok(totals) } else { Err(not_representable()) }
    }

    fn narrowest(&self) -> f64 {
        self.deviations[0].min(self.deviations[1])
    }

    /// `KL(p‖q)`, nats.
    ///
    /// # Errors
    /// Bumps so far apart, or so unlike in width, that the grid would be too large.
    pub fn forward_divergence(&self, q: Bump) -> Result<f64> {
        let integrand = |x: f64| {
            let log_p = self.log_density(x);
            [log_p.exp() * (log_p - q.log_density(x))]
        };
        Ok(self.integrate(self.support(), self.narrowest(), integrand)?[0])
    }

    /// `KL(q‖p)`, nats.
    ///
    /// # Errors
    /// As [`forward_divergence`](Self::forward_divergence).
    pub fn reverse_divergence(&self, q: Bump) -> Result<f64> {
        Ok(self.reverse_expansion(q)?.value)
    }

    /// `p` and some `q` at `count` places, evenly spread over all that is not negligible, for a plot.
    #[must_use]
    pub fn curve(&self, fitted: &[Bump], count: usize) -> Vec<CurvePoint> {
        let ends = |bump: Bump| (bump.mean - 4.0 * bump.deviation, bump.mean + 4.0 * bump.deviation);
        let all = [0, 1].map(|k| self.bump(k)).into_iter().chain(fitted.iter().copied()).map(ends);
        let (from, to) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), (from, to)| (a.min(from), b.max(to)));
        let point = |i: usize| {
            let x = from + (to - from) * (i as f64 / (count.max(2) - 1) as f64);
            let q = fitted.iter().map(|q| q.log_density(x).exp()).collect();
            CurvePoint { x, p: self.log_density(x).exp(), q }
        };
        (0..count).map(point).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `g' = (x - 10)/4 - x` runs from 0.25 at -3 less to -8.5 at 8.
    #[test]
    fn the_steepest_slope_of_the_log_ratio_is_at_an_end() {
        let p = TwoBumps::new([0.5, 0.5], [0.0, 10.0], [1.0, 2.0]).unwrap();
        assert_eq!(p.steepest(-3.0, 8.0), 8.5);
        assert_eq!(p.steepest(-3.0, -2.5), 0.625);
    }

    /// Of one bump `N(0, a²)` and `q = N(0, b²)`: `log(b/a) + a²/2b² - 1/2`.
    #[test]
    fn a_narrow_bump_is_integrated_on_a_narrow_grid() {
        let p = TwoBumps::new([0.5, 0.5], [0.0, 0.0], [0.01, 0.01]).unwrap();
        let computed = p.forward_divergence(Bump::new(0.0, 0.02).unwrap()).unwrap();
        assert!((computed - (2.0_f64.ln() + 0.125 - 0.5)).abs() < 1e-14, "{computed}");
    }

    /// Bumps `N(±d/2, 1)` and `q` of their moments, `s² = 1 + d²/4`: `KL(p‖q) = log s - log 2`, up to `e^(-d²/8)`. The grid has a million
    /// points; ten times as many are refused.
    #[test]
    fn the_grid_is_as_fine_as_it_has_to_be_and_no_finer() {
        let p = TwoBumps::new([0.5, 0.5], [-300.0, 300.0], [1.0, 1.0]).unwrap();
        let deviation = 90_001.0_f64.sqrt();
        let computed = p.forward_divergence(Bump::new(0.0, deviation).unwrap()).unwrap();
        assert!((computed - (deviation / 2.0).ln()).abs() < 1e-13, "{computed}");
        assert!(TwoBumps::new([0.5, 0.5], [-700.0, 700.0], [1.0, 1.0]).unwrap().project_forward().is_err());
    }

    #[test]
    fn a_curve_reaches_four_deviations_beyond_every_bump() {
        let p = TwoBumps::new([0.5, 0.5], [-3.0, 5.0], [0.5, 2.0]).unwrap();
        let curve = p.curve(&[Bump::new(0.0, 1.0).unwrap()], 10);
        let places: Vec<f64> = curve.iter().map(|point| point.x).collect();
        assert_eq!(places, [-5.0, -3.0, -1.0, 1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0]);
        assert_eq!(curve[0].p, p.log_density(-5.0).exp());
    }
}
