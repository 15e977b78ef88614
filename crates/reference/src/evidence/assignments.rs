//! The sum over assignments: their probabilities, factor by factor in the order of the observations, and the logarithm of the sum.

use crate::arithmetic::{
    cholesky::log_ratio,
    sum::{Sum, sum},
};

/// `log Σ_z p(z) Π_k m(X_k)` from `log m` of every subset, a bit an observation; `symmetric` where all concentrations are equal.
pub(super) fn log_sum(concentration: &[f64], symmetric: bool, observations: usize, log_marginals: &[f64]) -> f64 {
    let mut sum = Assignments {
        log_probabilities: LogProbabilities::new(concentration, symmetric, observations),
        log_marginals,
        members: vec![0; if symmetric { 0 } else { concentration.len() }],
        total: LogSum::default(),
    };
    sum.extend(0, Sum::default());
    sum.total.value()
}

/// The factors of `p(z)` in the order of the observations: `p(z_n | z_1, ..., z_{n-1})`.
struct LogProbabilities {
    /// `log((α_k + N_k)/(Σα + n))` by `k` (only 0 where all are alike), `n` and `N_k`.
    joining: Vec<Vec<Vec<f64>>>,
    /// `log((K-b) α/(Σα + n))` by `n` and the number `b` of blocks; empty where components are not alike.
    opening: Vec<Vec<f64>>,
}

impl LogProbabilities {
    fn new(concentration: &[f64], symmetric: bool, observations: usize) -> Self {
        let total = sum(concentration.iter().copied());
        let earlier = |n: usize| total + n as f64;
        let joining = |&alpha: &f64| {
            let of_count = |n: usize| (0..=n).map(|count| log_ratio(alpha + count as f64, earlier(n))).collect();
            (0..observations).map(of_count).collect()
        };
        let opening = |n: usize| {
            let of_blocks = |b: usize| log_ratio((concentration.len() - b) as f64 * concentration[0], earlier(n));
            (0..=n.min(concentration.len() - 1)).map(of_blocks).collect()
        };
        let different = if symmetric { &concentration[..1] } else { concentration };
        Self {
            joining: different.iter().map(joining).collect(),
            opening: if symmetric { (0..observations).map(opening).collect() } else { Vec::new() },
        }
    }

    /// `log p(z_n = k | ...)` where component `k` has `count` of the observations before `n`.
    fn join(&self, k: usize, n: usize, count: u32) -> f64 {
        self.joining[k.min(self.joining.len() - 1)][n][count as usize]
    }

    /// The log probability that observation `n` is the first of any new component, where `blocks` are in use; `None` if there is no other.
    fn open(&self, n: usize, blocks: usize) -> Option<f64> {
        self.opening.get(n)?.get(blocks).copied()
    }
}

/// The sum, and the assignment of the first observations that is being extended.
struct Assignments<'a> {
    log_probabilities: LogProbabilities,
    log_marginals: &'a [f64],
    /// Who is in each component, a bit an observation.
    members: Vec<usize>,
    total: LogSum,
}

impl Assignments<'_> {
    /// Adds the terms of all assignments that begin with the present one, of which `log_probability` is the logarithm.
    fn extend(&mut self, n: usize, log_probability: Sum) {
        if 1 << n == self.log_marginals.len() {
            let mut term = log_probability;
            self.members.iter().for_each(|&members| term.add(self.log_marginals[members]));
            self.total.add(term.value());
            return;
        }
        let with = |factor: f64| {
            let mut longer = log_probability;
            longer.add(factor);
            longer
        };
        for k in 0..self.members.len() {
            let factor = self.log_probabilities.join(k, n, self.members[k].count_ones());
            self.members[k] |= 1 << n;
            self.extend(n + 1, with(factor));
            self.members[k] &= !(1 << n);
        }
        if let Some(factor) = self.log_probabilities.open(n, self.members.len()) {
            self.members.push(1 << n);
            self.extend(n + 1, with(factor));
            self.members.pop();
        }
    }
}

/// `log Σ exp(l)` of terms that come one by one.
#[derive(Default)]
struct LogSum {
    largest: Option<f64>,
    /// Of `exp(l - largest)`.
    total: Sum,
}

impl LogSum {
    fn add(&mut self, term: f64) {
        let largest = self.largest.unwrap_or(term);
        if term > largest {
            let kept = self.total.value() * (largest - term).exp();
            self.total = [kept, 1.0].into_iter().collect();
            self.largest = Some(term);
        } else {
            self.total.add((term - largest).exp());
            self.largest = Some(largest);
        }
    }

    fn value(&self) -> f64 {
        self.largest.map_or(f64::NEG_INFINITY, |largest| largest + self.total.value().ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_sum_takes_its_terms_in_any_order() {
        let sum_of = |terms: &[f64]| {
            let mut total = LogSum::default();
            terms.iter().for_each(|&term| total.add(term));
            total.value()
        };
        assert_eq!(sum_of(&[]), f64::NEG_INFINITY);
        let expected = -700.0 + 1.75_f64.ln();
        let [a, b, c] = [1.0_f64, 2.0, 4.0].map(|part| -700.0 - part.ln());
        for terms in [[a, b, c], [c, b, a], [b, a, c]] {
            assert!((sum_of(&terms) - expected).abs() < 1e-12);
        }
    }
}
