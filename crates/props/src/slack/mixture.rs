//! The sizes of a mixture at some parameters.
//!
//! With `δ_nk` the rounding of `ℓ_nk = log π_k + log p(x_n|θ_k)`: `log Σ_k exp ℓ_nk` is off by `Σ_k r_nk δ_nk` and an ulp of itself and of
//! `K`, a responsibility `r_nk` by `r_nk (δ_nk + Σ_j r_nj δ_nj)`, the log evidence by the weighted sum and `N` additions.

use suite::format::{Case, Number, Parameters, Rows, WeightsPrior};

use super::{
    ULPS,
    family::{self, At, Sized, categorical::dirichlet},
};
use crate::{
    ask::{observations, weights},
    law::Stop,
    parameters::entries,
};

/// What rounding can explain of each quantity of a mixture; `N` rows, `K` components.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    /// `δ_nk`, of `log π_k + log p(x_n|θ_k)`; of a log density alone it is an upper bound.
    pub log_densities: Vec<Vec<f64>>,
    /// Of `log p(x_n|θ)`.
    pub log_evidence_terms: Vec<f64>,
    /// Of a responsibility, absolute.
    pub responsibilities: Vec<Vec<f64>>,
    /// Of the log evidence.
    pub log_evidence: f64,
    /// Of the log prior; 0 without one.
    pub log_prior: f64,
    /// `ℓ_nk`, to some digits.
    joint: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl Sizes {
    /// At some parameters, on the data, model and prior of a case.
    ///
    /// # Errors
    /// [`Stop::Inapplicable`] where the case has no model, or a parameter is subnormal, whose ulp is no fixed part of its size, a mixing
    /// weight is 0, where EM in the log domain goes on with one that is too small for a binary64 and cannot return it, or a covariance is
    /// singular to working precision.
    pub fn at(case: &Case, parameters: &Parameters) -> Result<Self, Stop> {
        if let Some((place, _)) = entries(parameters).iter().find(|(_, value)| value.is_subnormal()) {
            return Err(Stop::Inapplicable(format!("{place} is subnormal")));
        }
        if let Some(k) = parameters.weights.iter().position(|weight| weight.0 == 0.0) {
            return Err(Stop::Inapplicable(format!("the mixing weight [{k}] is 0")));
        }
        let Some(model) = &case.model else { return Err(Stop::Inapplicable("the case has no `model`".to_owned())) };
        let kind = family::of(model.family);
        let at = |k: usize| At { model, component: &parameters.components[k], shared: parameters.covariance.as_ref() };
        let columns: Vec<Vec<Sized>> =
            (0..parameters.components.len()).map(|k| (kind.log_densities)(&at(k), observations(case))).collect();
        let rows = (0..observations(case).len()).map(|n| row(&columns, &parameters.weights, n)).collect();
        let of_components = |k: usize| {
            let prior = case.prior.as_ref().and_then(|prior| prior.components.as_ref());
            prior.map_or(0.0, |prior| (kind.log_prior)(&at(k), prior))
        };
        let of_weights = case.prior.as_ref().and_then(|prior| prior.weights.as_ref());
        let of_weights = of_weights.map_or(0.0, |WeightsPrior::Dirichlet(alpha)| dirichlet(&parameters.weights, alpha));
        // Beyond this the parameters as they are written may be none: a covariance whose smallest eigenvalue is rounding.
        if columns.iter().flatten().any(|l| !l.size.is_finite() || ULPS * l.size > 1.0 + l.value.abs() / 2.0) {
            return Err(Stop::Inapplicable("a covariance is singular to working precision".to_owned()));
        }
        let log_prior = ULPS * ((0..columns.len()).map(of_components).sum::<f64>() + of_weights);
        Ok(Self::of_rows(rows, weights(case), log_prior))
    }

    fn of_rows(rows: Vec<Vec<Sized>>, weights: Vec<f64>, log_prior: f64) -> Self {
        let size = (rows.len() + rows.first().map_or(0, Vec::len)) as f64;
        let mut sizes = Self {
            log_densities: Vec::new(),
            log_evidence_terms: Vec::new(),
            responsibilities: Vec::new(),
            log_evidence: 0.0,
            log_prior,
            joint: Vec::new(),
            weights,
        };
        for (row, weight) in rows.iter().zip(&sizes.weights) {
            let top = row.iter().map(|l| l.value).fold(f64::NEG_INFINITY, f64::max);
            let total: f64 = row.iter().map(|l| (l.value - top).exp()).sum();
            let evidence = top + total.ln();
            let r: Vec<f64> = row.iter().map(|l| (l.value - evidence).exp()).collect();
            let delta: Vec<f64> = row.iter().map(|l| ULPS * l.size).collect();
            let mixed: f64 = r.iter().zip(&delta).filter(|(r, _)| **r > 0.0).map(|(r, d)| r * d).sum();
            let term = mixed + ULPS * (evidence.abs() + 1.0);
            sizes.log_evidence += weight * (term + size * f64::EPSILON * evidence.abs());
            sizes.log_evidence_terms.push(term);
            sizes
                .responsibilities
                .push(r.iter().zip(&delta).map(|(r, d)| if *r > 0.0 { r * (d + mixed + ULPS) } else { 0.0 }).collect());
            sizes.log_densities.push(delta);
            sizes.joint.push(row.iter().map(|l| l.value).collect());
        }
        sizes
    }

    /// `|log p(x_n|θ)|`, to some digits.
    #[must_use]
    pub fn magnitude(&self, n: usize) -> f64 {
        let top = self.joint[n].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (top + self.joint[n].iter().map(|l| (l - top).exp()).sum::<f64>().ln()).abs()
    }

    /// Of the log joint.
    #[must_use]
    pub fn log_joint(&self) -> f64 {
        self.log_evidence + self.log_prior
    }

    /// Of `elbo(q)` and of `kl(q)`: `Σ_n w_n Σ_k q_nk (δ_nk + ulps of log q_nk and of 1)`, the log evidence's and the log prior's.
    #[must_use]
    pub fn bound(&self, q: &Rows) -> f64 {
        let entry = |n: usize, k: usize| match q[n][k].0 {
            q if q > 0.0 => q * (self.log_densities[n][k] + ULPS * (q.ln().abs() + self.joint[n][k].abs() + 1.0)),
            _ => 0.0,
        };
        let row = |n: usize| self.weights[n] * (0..q[n].len()).map(|k| entry(n, k)).sum::<f64>();
        let rows: f64 = (0..q.len()).map(row).sum();
        let size = (q.len() + q.first().map_or(0, Vec::len)) as f64;
        rows * (1.0 + size / 8.0) + self.log_joint()
    }
}

/// `ℓ_nk` of a row with its size.
fn row(columns: &[Vec<Sized>], weights: &[Number], n: usize) -> Vec<Sized> {
    let entry = |(column, weight): (&Vec<Sized>, &Number)| {
        let log = weight.0.ln();
        Sized { value: column[n].value + log, size: column[n].size + log.abs() + 1.0 }
    };
    columns.iter().zip(weights).map(entry).collect()
}
