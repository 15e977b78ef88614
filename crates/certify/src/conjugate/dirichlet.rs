//! `p ~ Dir(α)`: `E[log p_c] = ψ(α_c) - ψ(Σα)`; with observed level counts `n`, `α' = α + n`; the next level is `c` with probability
//! `α_c / Σα`.
//!
//! `log Dir(p; α) = log Γ(Σα) - Σ_c log Γ(α_c) + Σ_c (α_c - 1) log p_c`, for `p` on the simplex, `α > 0`.
//! Source: Bishop, *Pattern Recognition and Machine Learning*, B.16-B.23.

use rug::Float;

use crate::{interval::Interval, linear::Vector, precision::Precision};

/// A Dirichlet distribution.
#[derive(Clone, Debug)]
pub struct Dirichlet {
    /// `α`, `C`.
    pub concentration: Vector,
}

impl Dirichlet {
    /// `Σα`.
    #[must_use]
    pub fn total(&self) -> Interval {
        self.concentration.iter().cloned().reduce(|sum, alpha| sum + alpha).expect("a variable has at least one level")
    }

    /// The posterior after weighted levels.
    #[must_use]
    pub fn posterior<'a>(&self, levels: impl Iterator<Item = (&'a Interval, usize)>) -> Self {
        let mut concentration = self.concentration.clone();
        for (weight, level) in levels {
            concentration[level] = &concentration[level] + weight;
        }
        Self { concentration }
    }

    /// The probability of a level.
    #[must_use]
    pub fn predictive(&self, level: usize) -> Interval {
        &self.concentration[level] / self.total()
    }

    /// `E[log p_c]`, `C`; exactly 0 where there is only one level.
    #[must_use]
    pub fn expected_logs(&self) -> Vector {
        if let [alpha] = self.concentration.as_slice() {
            return vec![Interval::point(Float::new(alpha.bits()))];
        }
        let of_total = self.total().digamma();
        self.concentration.iter().map(|alpha| alpha.digamma() - &of_total).collect()
    }

    /// What `E_q[log Dir(p; α)]` is the sum of.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        let one = precision.integer(1);
        let mut terms = vec![self.total().ln_gamma()];
        for (alpha, log) in self.concentration.iter().zip(q.expected_logs()) {
            terms.extend([-alpha.ln_gamma(), (alpha - &one) * log]);
        }
        terms
    }
}
