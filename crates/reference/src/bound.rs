//! The evidence lower bound of a guess `q` at the assignments, in each form that the literature gives it, and its distance from the
//! objective.
//!
//! `q_nk` is any distribution over components for each observation. With `ℓ_nk = log π_k + log p(x_n|θ_k)`,
//! `elbo(q) = log p(θ) + Σ_n w_n Σ_k q_nk (ℓ_nk - log q_nk)` (24), `kl(q) = Σ_n w_n Σ_k q_nk log(q_nk/r_nk)` (61), and
//! `elbo(q) + kl(q) = log p(X, θ)` (60). `0 log 0 = 0`, also where `ℓ_nk` is `-inf`; observations of weight 0 contribute nothing.
//!
//! Divergences are sums of `q log(q/p) - q + p`, which are not negative and have the same total because both rows sum to 1: next to
//! `q = p` an error `η` of `log p` costs `η |log q - log p|` there, while it costs `η` in `q log(q/p)`.
//! Source: S. Linderman, STATS 305C lecture on EM, 2023; Bishop, *Pattern Recognition and Machine Learning*, 9.4.

use faer::{Mat, MatRef};

use crate::{
    arithmetic::{special::v_minus_log_1p, sum::Sum},
    em::{BlockPosterior, normalised},
    error::{Moment, Result},
    family::Family,
    mixture::{Mixture, Prior, log_joint},
    observations::Observations,
};

/// The result of [`bound`]. What is `inf - inf` has no value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// `elbo(q)`; `-inf` where `q` gives weight to what the model excludes.
    pub elbo: Option<f64>,
    /// `kl(q)`; `None` where some observation has probability 0 under every component, for then it has no responsibilities.
    pub kl: Option<f64>,
    /// `log p(X, θ)`.
    pub log_joint: Option<f64>,
}

/// The bound of a guess `q` (`K x N`, a column an observation, on the simplex) at the parameters of a mixture.
///
/// # Errors
/// A `q` off the simplex or of the wrong shape; observations or a prior that do not fit the mixture.
pub fn bound<F: Family>(
    observations: &Observations,
    mixture: &Mixture<F>,
    prior: &Prior<F::Prior>,
    q: MatRef<'_, f64>,
) -> Result<Bound> {
    let guess = Guess::new(observations, mixture, prior, q)?;
    let value = |value: f64| (!value.is_nan()).then_some(value);
    Ok(Bound { elbo: value(guess.jensen()), kl: guess.kl_to_posterior(), log_joint: value(guess.log_joint()) })
}

/// A guess `q` at the assignments, with all that the forms of the ELBO are made of.
#[derive(Clone, Debug)]
pub struct Guess<'a, F> {
    weights: &'a [f64],
    mixture: &'a Mixture<F>,
    posterior: BlockPosterior,
    log_prior: f64,
    log_evidence: f64,
    q: Mat<f64>,
}

impl<'a, F: Family> Guess<'a, F> {
    /// Takes `q`, `K x N`, each column divided by its exact sum.
    ///
    /// # Errors
    /// Those of [`bound`].
    pub fn new(
        observations: &'a Observations,
        mixture: &'a Mixture<F>,
        prior: &Prior<F::Prior>,
        q: MatRef<'_, f64>,
    ) -> Result<Self> {
        let components = mixture.weights().len();
        prior.check::<F>(&mixture.components().shape(), components, observations)?;
        let q = normalised(q, components, observations.count(), "q")?;
        let block = observations.block(0, observations.count());
        let posterior = BlockPosterior::new(mixture, &block);
        let log_evidence = posterior.weighted_log_evidence(&block).value();
        let log_prior = mixture.log_prior(prior);
        Ok(Self { weights: observations.weights(), mixture, posterior, log_prior, log_evidence, q })
    }

    /// `log p(θ)`, 0 without a prior.
    #[must_use]
    pub fn log_prior(&self) -> f64 {
        self.log_prior
    }

    /// `log p(X, θ) = log p(X|θ) + log p(θ)` (16); NaN for `inf - inf`.
    #[must_use]
    pub fn log_joint(&self) -> f64 {
        log_joint(self.log_evidence, self.log_prior, Moment::Given).unwrap_or(f64::NAN)
    }

    /// `E_q[log p(X|Z, θ)] = Σ_n w_n Σ_k q_nk log p(x_n|θ_k)`.
    #[must_use]
    pub fn expected_log_likelihood(&self) -> f64 {
        let relative = self.mean_of(|n, k| self.posterior.log_densities[(k, n)]);
        self.with_offsets(relative)
    }

    /// `E_q[log p(X, Z, θ)] = log p(θ) + Σ_n w_n Σ_k q_nk ℓ_nk`, with `log p(Z|π)` in it.
    #[must_use]
    pub fn expected_log_joint(&self) -> f64 {
        let relative = self.mean_of(|n, k| self.mixture.log_weights()[k] + self.posterior.log_densities[(k, n)]);
        self.with_offsets(relative) + self.log_prior
    }

    /// `H(q) = -Σ_n w_n Σ_k q_nk log q_nk`, in nats.
    #[must_use]
    pub fn entropy(&self) -> f64 {
        -self.mean_of(|n, k| self.q[(k, n)].ln()).value()
    }

    /// `KL(q(Z) ‖ p(Z|π)) = Σ_n w_n Σ_k q_nk log(q_nk/π_k)`, in nats.
    #[must_use]
    pub fn kl_to_prior(&self) -> f64 {
        self.divergence(|_, k| self.mixture.log_weights()[k])
    }

    /// `KL(q(Z) ‖ p(Z|X, θ)) = Σ_n w_n Σ_k q_nk log(q_nk/r_nk)` (61), in nats; `None` where some `r_n` is 0/0.
    #[must_use]
    pub fn kl_to_posterior(&self) -> Option<f64> {
        let defined = self.contributing().all(|n| self.posterior.log_evidence[n] > f64::NEG_INFINITY);
        let logs: Vec<Vec<f64>> =
            if defined { (0..self.q.ncols()).map(|n| self.log_responsibilities(n)).collect() } else { Vec::new() };
        defined.then(|| self.divergence(|n, k| logs[n][k]))
    }

    /// `log r_nk`: of the likeliest component `-log(1 + Σ_j exp(ℓ_nj - ℓ_n,max))`, which keeps its digits next to 0 and is 0 where no
    /// other component is possible; of the others `ℓ_nk - ℓ_n,max` more.
    fn log_responsibilities(&self, n: usize) -> Vec<f64> {
        let joint = |k: usize| self.mixture.log_weights()[k] + self.posterior.log_densities[(k, n)];
        let mut logs: Vec<f64> = (0..self.q.nrows()).map(joint).collect();
        let likeliest = (0..logs.len()).fold(0, |best, k| if logs[k] > logs[best] { k } else { best });
        let largest = logs[likeliest];
        logs.iter_mut().for_each(|log| *log -= largest);
        let others: f64 = (0..logs.len()).filter(|&k| k != likeliest).map(|k| logs[k].exp()).sum();
        logs.iter_mut().for_each(|log| *log -= others.ln_1p());
        logs
    }

    /// The ELBO as expected joint plus entropy, `E_q[log p(X, Z, θ)] + H(q)`.
    #[must_use]
    pub fn expected_joint_plus_entropy(&self) -> f64 {
        self.expected_log_joint() + self.entropy()
    }

    /// The ELBO as Jensen's inequality leaves it, `log p(θ) + Σ_n w_n E_q[log p(x_n, z_n|θ)/q(z_n)]` (24).
    #[must_use]
    pub fn jensen(&self) -> f64 {
        let log_weights = self.mixture.log_weights();
        let relative = self.mean_of(|n, k| log_weights[k] + self.posterior.log_densities[(k, n)] - self.q[(k, n)].ln());
        self.with_offsets(relative) + self.log_prior
    }

    /// The ELBO as what the objective loses by the guess, `log p(X, θ) - KL(q ‖ p(Z|X, θ))` (60).
    #[must_use]
    pub fn joint_minus_kl(&self) -> f64 {
        self.kl_to_posterior().map_or(f64::NEG_INFINITY, |kl| self.log_joint() - kl)
    }

    /// The ELBO as likelihood less the distance from the prior, `E_q[log p(X|Z, θ)] - KL(q ‖ p(Z|π)) + log p(θ)`.
    #[must_use]
    pub fn likelihood_minus_kl_to_prior(&self) -> f64 {
        self.expected_log_likelihood() - self.kl_to_prior() + self.log_prior
    }

    /// The observations that contribute.
    fn contributing(&self) -> impl Iterator<Item = usize> {
        (0..self.weights.len()).filter(|&n| self.weights[n] > 0.0)
    }

    /// `Σ_n w_n Σ_k q_nk f(n, k)`, where a `q_nk` of 0 asks for no `f`.
    fn mean_of(&self, f: impl Fn(usize, usize) -> f64) -> Sum {
        let mut total = Sum::default();
        for n in self.contributing() {
            for (k, &q) in self.q.col(n).iter().enumerate() {
                if q > 0.0 {
                    total.add_product(self.weights[n] * q, f(n, k));
                }
            }
        }
        total
    }

    /// A mean of log densities, which are relative to an offset an observation, with the offsets.
    fn with_offsets(&self, mut relative: Sum) -> f64 {
        for n in self.contributing() {
            relative.add_product(self.weights[n], self.posterior.offsets[n]);
        }
        relative.value()
    }

    /// `Σ_n w_n KL(q_n ‖ p_n)`, by terms that are not negative; `log_p(n, k)` of a distribution over `k`.
    fn divergence(&self, log_p: impl Fn(usize, usize) -> f64) -> f64 {
        let mut total = Sum::default();
        for n in self.contributing() {
            for (k, &q) in self.q.col(n).iter().enumerate() {
                total.add_product(self.weights[n], gap(q, log_p(n, k)));
            }
        }
        total.value()
    }
}

/// `q log(q/p) - q + p >= 0`, 0 only for `q = p`; `p` for `q = 0`, infinite for `p = 0 < q`.
///
/// With `u = log(p/q)` it is `q (e^u - 1 - u)`, for small `u` by `v = e^u - 1` as `q (v - log(1 + v))`.
fn gap(q: f64, log_p: f64) -> f64 {
    if q == 0.0 {
        return log_p.exp();
    }
    let u = log_p - q.ln();
    if u > 1.0 {
        return log_p.exp() - q - q * u;
    }
    let v = u.exp_m1();
    q * if u.abs() < 0.4 { v_minus_log_1p(v) } else { v - u }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_is_the_divergence_term_by_term() {
        for (q, p) in [(0.3, 0.5), (0.7, 0.1), (1e-300, 0.9), (0.5, 1e-300), (0.2, 0.2000001), (1.0, 1.0)] {
            let (q, p): (f64, f64) = (q, p);
            let plain = q * (q / p).ln() - q + p;
            let computed = gap(q, p.ln());
            assert!(
                computed >= 0.0 && (computed - plain).abs() <= 4.0 * f64::EPSILON * (q + p),
                "{q} {p}: {computed:e}"
            );
        }
        assert_eq!(gap(0.0, 0.25_f64.ln()), 0.25);
        assert_eq!(gap(0.0, f64::NEG_INFINITY), 0.0);
        assert_eq!(gap(0.5, f64::NEG_INFINITY), f64::INFINITY);
    }

    #[test]
    fn next_to_equality_the_gap_keeps_its_digits() {
        // q e^u with u = 1e-9 exactly in the logarithm: u²/2 (1 + u/3) of q = 1.
        let computed = gap(1.0, 1e-9);
        assert!((computed / 5.000_000_001_666_667e-19 - 1.0).abs() < 1e-7, "{computed:e}");
    }
}
