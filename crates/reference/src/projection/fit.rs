//! The two fits: forward by moments, reverse by Newton's method in `(m/s, log s)`.
//!
//! The Hessian is positive definite near a minimum only. Elsewhere the step is along the gradient; either is at most 1 long, in units of
//! the present deviation, and halved until the divergence falls. Near the minimum, where the divergence is flat to rounding, the size
//! of the gradient decides instead, and the iteration ends when it is a few `ε` or no step makes it smaller.

use super::{Bump, Projection, REACH, TwoBumps};
use crate::error::Result;

impl TwoBumps {
    /// The gradient of `KL(q‖p)` by `m/s` and `log s`.
    ///
    /// # Errors
    /// As [`forward_divergence`](Self::forward_divergence).
    pub fn reverse_gradient(&self, q: Bump) -> Result<[f64; 2]> {
        Ok(self.reverse_expansion(q)?.gradient)
    }

    /// `KL(q‖p)` with gradient and Hessian by `m/s` and `log s`.
    pub(super) fn reverse_expansion(&self, q: Bump) -> Result<Expansion> {
        let (m, s) = (q.mean, q.deviation);
        let integrand = |x: f64| {
            let log_q = q.log_density(x);
            let (density, log_p, y) = (log_q.exp(), self.at(x), x - m);
            let terms = [log_q - log_p.value, s * log_p.first, y * log_p.first, s * s * log_p.second];
            let [gap, first, turned, second] = terms.map(|term| density * term);
            [gap, first, turned, second, y / s * second, (y / s) * (y / s) * second]
        };
        let support = (m - REACH * s, m + REACH * s);
        let [value, first, turned, second, mixed, squared] =
            self.integrate(support, s.min(self.narrowest()), integrand)?;
        Ok(Expansion { value, gradient: [-first, -1.0 - turned], hessian: [-second, -mixed, -(turned + squared)] })
    }

    /// The fit that has been found, with its divergences.
    fn projection(&self, fitted: Bump) -> Result<Projection> {
        let expansion = self.reverse_expansion(fitted)?;
        let forward = self.forward_divergence(fitted)?;
        Ok(Projection { fitted, forward, reverse: expansion.value, reverse_gradient: expansion.gradient })
    }

    /// The `q` of least `KL(p‖q)`: that of the moments of `p`, by quadrature.
    ///
    /// # Errors
    /// As [`forward_divergence`](Self::forward_divergence).
    pub fn project_forward(&self) -> Result<Projection> {
        let moment = |integrand: &dyn Fn(f64) -> f64| {
            let weighted = |x: f64| [self.log_density(x).exp() * integrand(x)];
            self.integrate(self.support(), self.narrowest(), weighted).map(|[total]| total)
        };
        // About the first bump, so that nothing is lost far from 0.
        let origin = self.means[0];
        let mean = origin + moment(&|x| x - origin)?;
        let variance = moment(&|x| (x - mean) * (x - mean))?;
        self.projection(Bump::new(mean, variance.sqrt())?)
    }

    /// The `q` of least `KL(q‖p)` that Newton's method finds from a start.
    ///
    /// Where the Hessian is not positive definite the step is along the gradient; a step is halved until the divergence falls.
    ///
    /// # Errors
    /// As [`forward_divergence`](Self::forward_divergence), at the start or where it leads.
    pub fn project_reverse(&self, start: Bump) -> Result<Projection> {
        let mut q = Bump::new(start.mean, start.deviation)?;
        let mut here = self.reverse_expansion(q)?;
        for _ in 0..500 {
            if here.size() <= 4.0 * f64::EPSILON {
                break;
            }
            let Some((next, there)) = self.descend(q, &here) else { break };
            (q, here) = (next, there);
        }
        self.projection(q)
    }

    /// One step downhill; `None` where there is none to find.
    fn descend(&self, q: Bump, here: &Expansion) -> Option<(Bump, Expansion)> {
        let step = here.step();
        let mut share = 1.0;
        for _ in 0..60 {
            let deviation = q.deviation * (share * step[1]).exp();
            let next = Bump { mean: q.mean + share * step[0] * q.deviation, deviation };
            if let Ok(there) = self.reverse_expansion(next) {
                let slope = here.gradient[0] * step[0] + here.gradient[1] * step[1];
                let falls = there.value <= here.value + 1e-4 * share * slope;
                // At the bottom values differ by rounding only: there the gradient decides.
                let flat = here.size() < 1e-5 && there.size() < 0.5 * here.size();
                if falls && there.value < here.value || flat {
                    return Some((next, there));
                }
            }
            share *= 0.5;
        }
        None
    }
}

/// A function with its gradient and Hessian (`[0][0]`, `[0][1]`, `[1][1]`).
pub(super) struct Expansion {
    pub value: f64,
    gradient: [f64; 2],
    hessian: [f64; 3],
}

impl Expansion {
    /// `|∇|`.
    fn size(&self) -> f64 {
        self.gradient[0].hypot(self.gradient[1])
    }

    /// Newton's step, or one along the gradient, of length at most 1.
    fn step(&self) -> [f64; 2] {
        let [a, b, c] = self.hessian;
        let [g, e] = self.gradient;
        let determinant = a * c - b * b;
        let step = if a > 0.0 && determinant > 1e-12 * a * c.abs() {
            [-(c * g - b * e) / determinant, -(a * e - b * g) / determinant]
        } else {
            [-g, -e]
        };
        let length = step[0].hypot(step[1]);
        if length > 1.0 { step.map(|entry| entry / length) } else { step }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `N(0, 1)`, twice.
    fn standard() -> TwoBumps {
        TwoBumps::new([0.5, 0.5], [0.0, 0.0], [1.0, 1.0]).unwrap()
    }

    fn expansion(value: f64, gradient: [f64; 2], hessian: [f64; 3]) -> Expansion {
        Expansion { value, gradient, hessian }
    }

    /// The step leads from `N(0.7, 1.2²)`, by the whole of it to `(-0.02, 0.54)` and by half of it to `(0.34, 0.80)`.
    fn descent(value: impl Fn(f64, f64) -> f64) -> Option<Bump> {
        let (p, q) = (standard(), Bump::new(0.7, 1.2).unwrap());
        let at = |share: f64| {
            let next = Bump { mean: q.mean - share * 0.6 * q.deviation, deviation: q.deviation * (-0.8 * share).exp() };
            p.reverse_divergence(next).unwrap()
        };
        let here = expansion(value(at(1.0), at(0.5)), [0.6, 0.8], [1.0, 0.0, 1.0]);
        p.descend(q, &here).map(|(next, _)| next)
    }

    #[test]
    fn the_whole_step_is_taken_where_it_leads_down_far_enough() {
        let next = descent(|whole, _| whole + 1.1e-4).unwrap();
        assert!((next.mean + 0.02).abs() < 1e-15 && (next.deviation - 1.2 * (-0.8_f64).exp()).abs() < 1e-15);
    }

    /// The slope is -1: a whole step must lead down by 1e-4, half of it by 0.5e-4.
    #[test]
    fn half_of_it_is_taken_where_that_is_not_so() {
        for next in [descent(|whole, _| whole + 0.5e-4), descent(|_, half| half + 0.6e-4)] {
            assert!((next.unwrap().mean - 0.34).abs() < 1e-15, "{next:?}");
        }
        assert_eq!(descent(|_, half| half + 0.4e-4), None);
    }

    #[test]
    fn no_step_is_taken_that_does_not_lead_down() {
        assert!(descent(|_, _| 0.0).is_none());
        let (p, q) = (standard(), Bump::new(0.5, 1.0).unwrap());
        // So small a slope that a share of it is nothing beside the value: to stay at the value is not to fall.
        let gradient = [1e-10, 0.0];
        let next = Bump { mean: q.mean - 1e-10, ..q };
        let here = expansion(p.reverse_divergence(next).unwrap(), gradient, [1.0, 0.0, 1.0]);
        assert!(p.descend(q, &here).is_none());
    }

    #[test]
    fn at_the_bottom_the_gradient_decides() {
        let p = standard();
        let from = |gradient: f64, mean: f64| {
            let here = expansion(-1.0, [gradient, 0.0], [1.0, 0.0, 1.0]);
            p.descend(Bump::new(mean, 1.0).unwrap(), &here).map(|(next, _)| next.mean)
        };
        assert_eq!(from(0.5e-5, 0.5e-5), Some(0.0));
        assert_eq!(from(1e-5, 1e-5), None);
        assert_eq!(from(0.5e-5, 0.3), None);
        assert_eq!(from(0.5, 0.5), None);
    }

    #[test]
    fn the_step_is_newtons_where_the_hessian_is_positive_definite() {
        let step = |gradient, hessian| expansion(0.0, gradient, hessian).step();
        let near = |[a, b]: [f64; 2], [c, d]: [f64; 2]| (a - c).abs() < 1e-15 && (b - d).abs() < 1e-15;
        // (2 1; 1 3)⁻¹ (0.5, 0.5) = (0.2, 0.1).
        assert!(near(step([0.5, 0.5], [2.0, 1.0, 3.0]), [-0.2, -0.1]));
        assert!(near(step([0.3, 1e-8], [1.0, 0.0, 1e-7]), [-0.3, -0.1]));
        assert!(near(step([1e-8, 0.3], [1e-7, 0.0, 1.0]), [-0.1, -0.3]));
        for hessian in [[1.0, 2.0, 1.0], [-1.0, 0.0, -1.0], [1.0, 0.0, 0.0], [1.0, 0.0, -1.0]] {
            assert!(near(step([0.3, 0.4], hessian), [-0.3, -0.4]), "{hessian:?}");
        }
        assert!(near(step([3.0, 4.0], [1.0, 0.0, 1.0]), [-0.6, -0.8]));
        assert!(near(step([3.0, 4.0], [1.0, 0.0, -1.0]), [-0.6, -0.8]));
    }

    /// Of a mean of 1e8 the square has an error of 1, and the mean one of 1e-8.
    #[test]
    fn the_variance_far_from_zero_has_no_cancellation() {
        let p = TwoBumps::new([0.3, 0.7], [1e8, 1e8 + 1.0], [1.0, 1.0]).unwrap();
        let deviation = p.project_forward().unwrap().fitted.deviation;
        assert!((deviation * deviation - 1.21).abs() < 1e-6, "{deviation}");
    }
}
