//! `λ ~ Gamma(a, b)`, shape and rate: `E[λ] = a/b`, `E[log λ] = ψ(a) - log b`.
//!
//! `log Gamma(λ; a, b) = a log b - log Γ(a) + (a - 1) log λ - b λ`, for `λ, a, b > 0`. Poisson counts `x_n` with weights `w_n` make
//! `a' = a + Σ_n w_n x_n`, `b' = b + Σ_n w_n`. The next count is negative binomial:
//! `Γ(a + x)/(Γ(a) x!) (b/(b + 1))^a (1/(b + 1))^x`.
//! Source: A. Gelman et al., *Bayesian Data Analysis*, 2.6.

use crate::{interval::Interval, linear::Vector, precision::Precision};

/// A gamma distribution.
#[derive(Clone, Debug)]
pub struct Gamma {
    /// `a`.
    pub shape: Interval,
    /// `b`.
    pub rate: Interval,
}

impl Gamma {
    /// The posterior after weighted counts of one dimension.
    #[must_use]
    pub fn posterior(&self, counts: &[(Interval, Vector)]) -> Self {
        let (mut shape, mut rate) = (self.shape.clone(), self.rate.clone());
        for (weight, count) in counts {
            shape.add_product(weight, &count[0]);
            rate = rate + weight;
        }
        Self { shape, rate }
    }

    /// `x!` times the probability of a count.
    #[must_use]
    pub fn predictive(&self, count: &Interval, precision: Precision) -> Interval {
        let more = &self.rate + precision.integer(1);
        let none = &self.shape * (&self.rate / &more).ln();
        let each = (&self.shape + count).ln_gamma() - self.shape.ln_gamma() - count * more.ln();
        (none + each).exp()
    }

    /// `E[log λ]`.
    #[must_use]
    pub fn expected_log(&self) -> Interval {
        self.shape.digamma() - self.rate.ln()
    }

    /// The function `x -> E[x log λ - λ]`, which is `E[log p(x|λ)]` but for `log x!`.
    pub fn expected_log_likelihood(&self) -> impl Fn(&Interval) -> Interval {
        let (log, mean) = (self.expected_log(), &self.shape / &self.rate);
        move |x| x * &log - &mean
    }

    /// What `E_q[log Gamma(λ; a, b)]` is the sum of.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        vec![
            &self.shape * self.rate.ln(),
            -self.shape.ln_gamma(),
            (&self.shape - precision.integer(1)) * q.expected_log(),
            -(&self.rate * (&q.shape / &q.rate)),
        ]
    }
}
