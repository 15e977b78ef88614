//! Poisson and binomial counts at any rate, exactly, by order statistics (Ahrens and Dieter 1974; Devroye 1986, X.3.3 and X.4.3).
//!
//! Poisson: of a unit-rate process the `m`-th point, `m = ⌊7λ/8⌋`, lies at a gamma variate `g`. If `g <= λ` there are `m` points and those
//! of the rest `λ - g`; else the `m - 1` earlier points are uniform below `g`, and a binomial number of them lies below `λ`.
//! Binomial: the middle one of `n` uniform points is a beta variate; it decides about half of them. Below 16 both count points one by
//! one. The cost grows with `log λ`, and there is no approximation at large rates; counts are whole doubles, sparse beyond 2⁵³.

use super::Sampler;
use crate::{
    arithmetic::count::is_count,
    error::{Result, check_domain},
};

/// Below this many expected points they are counted.
const FEW: f64 = 16.0;

impl Sampler {
    /// A draw from the Poisson distribution of rate `λ >= 0`, a whole number.
    ///
    /// # Errors
    /// `rate` not finite or negative.
    pub fn poisson(&mut self, rate: f64) -> Result<f64> {
        check_domain(rate, |rate| rate >= 0.0, || "rate".to_owned(), "finite and at least 0")?;
        let (mut count, mut rate) = (0.0, rate);
        while rate >= FEW {
            let points = (0.875 * rate).floor();
            let at = self.gamma_of_large_shape(points);
            if at > rate {
                return Ok(count + self.points_below(points - 1.0, rate / at));
            }
            count += points;
            rate -= at;
        }
        let mut at = -libm::log(self.uniform());
        while at <= rate {
            count += 1.0;
            at -= libm::log(self.uniform());
        }
        // A rate of exactly 0 has no points: a waiting time is positive.
        Ok(count)
    }

    /// A draw from the binomial distribution: how many of `trials` have a probability `p` come true.
    ///
    /// # Errors
    /// `trials` not a whole number from 0, `p` not in [0, 1].
    pub fn binomial(&mut self, trials: f64, probability: f64) -> Result<f64> {
        check_domain(trials, is_count, || "trials".to_owned(), "a whole number, at least 0")?;
        let unit = |p: f64| (0.0..=1.0).contains(&p);
        check_domain(probability, unit, || "probability".to_owned(), "from 0 to 1")?;
        Ok(self.points_below(trials, probability))
    }

    /// How many of `n` uniform points in (0, 1) lie below `p`.
    fn points_below(&mut self, mut n: f64, mut p: f64) -> f64 {
        let mut count = 0.0;
        while n >= FEW {
            let middle = 1.0 + (n / 2.0).floor();
            let rest = n + 1.0 - middle;
            let (a, b) = (self.gamma_of_large_shape(middle), self.gamma_of_large_shape(rest));
            let at = a / (a + b);
            if p <= at {
                n = middle - 1.0;
                p /= at;
            } else {
                count += middle;
                n = rest - 1.0;
                p = ((p - at) / (b / (a + b))).min(1.0);
            }
        }
        for _ in 0..n as u32 {
            if self.uniform() < p {
                count += 1.0;
            }
        }
        count
    }
}
