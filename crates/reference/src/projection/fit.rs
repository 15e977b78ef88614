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
