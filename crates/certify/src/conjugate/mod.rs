//! Members of the conjugate families: the prior of a component's parameters, and its posterior after weighted observations.
//!
//! Every family gives four things, each from its own definition: the posterior, the predictive density of one more
//! observation, and the expectations `E_q[log p(x|θ)]` and `E_q[log p(θ)]` of mean-field inference.
//!
//! A `natural` prior is the same distribution of `θ` as an ordinary one: `φ log λ - νλ` in `log λ` is `Gamma(φ, ν)` of `λ`, and
//! `Σ_c φ_c log p_c` in the logits is `Dir(φ)` of `p`, the Jacobian being what sets the two densities apart. Evidence and ELBO are
//! integrals over distributions and do not see in which coordinates a density is written.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, 2.3 and 10.2; K. Murphy, *Conjugate Bayesian analysis of the Gaussian
//! distribution*, 2007.

pub mod dirichlet;
pub mod gamma;
pub mod normal;
pub mod normal_inverse_gamma;
pub mod normal_inverse_wishart;

use std::ops::Range;

use suite::format::Structure;

use crate::{
    failure::{Failure, Rejection},
    family::Share,
    interval::Interval,
    linear::{Subject, Vector},
    mixture::{Kind, Observations, Problem},
    precision::Precision,
    prior::ComponentPrior,
};

use dirichlet::Dirichlet;
use gamma::Gamma;
use normal::Normal;
use normal_inverse_gamma::NormalInverseGamma;
use normal_inverse_wishart::NormalInverseWishart;

/// Weighted observations: `w` and `x`.
pub type Weighted<'a> = (&'a Interval, &'a [Interval]);

/// A distribution of one component's parameters.
#[derive(Clone, Debug)]
pub enum Conjugate {
    /// Of the mean, the covariance being the identity.
    Normal(Normal),
    /// Of mean and covariance.
    NormalInverseWishart(NormalInverseWishart),
    /// Of mean and variance, for independent blocks of dimensions: all in one (spherical) or each its own (diagonal).
    NormalInverseGamma(Vec<NormalInverseGamma>),
    /// Of the rates, which are independent.
    Gamma(Vec<Gamma>),
    /// Of the probabilities of each variable, which are independent.
    Dirichlet(Vec<Dirichlet>),
}

impl Conjugate {
    /// The prior of a case.
    ///
    /// # Errors
    /// When the case has no prior of the components, or a scale matrix is not positive definite.
    pub fn of_prior(problem: &Problem) -> Result<Self, Failure> {
        let prior = problem.prior.components.as_ref();
        Ok(match prior.ok_or_else(|| Rejection::field("prior.components", "missing"))? {
            ComponentPrior::Normal { mean, precision } => {
                Self::Normal(Normal { mean: mean.clone(), precision: precision.clone() })
            }
            ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
                let parameters = (mean.clone(), mean_precision.clone(), degrees_of_freedom.clone());
                let subject = Subject { what: "prior scale", component: None, iteration: None };
                let member = NormalInverseWishart::new(parameters, scale.clone(), problem.precision, subject)?;
                Self::NormalInverseWishart(member)
            }
            ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
                let blocks = blocks(problem).into_iter().zip(scale);
                let member = |(block, scale): (Range<usize>, &Interval)| {
                    let (mean, scale) = (mean[block].to_vec(), scale.clone());
                    NormalInverseGamma { mean, mean_precision: mean_precision.clone(), shape: shape.clone(), scale }
                };
                Self::NormalInverseGamma(blocks.map(member).collect())
            }
            ComponentPrior::Gamma { shape, rate } => Self::rates(shape, rate),
            ComponentPrior::NaturalPoisson { pseudo_observations: phi, pseudo_count: nu } => {
                Self::rates(phi, &vec![nu.clone(); phi.len()])
            }
            ComponentPrior::Dirichlet(concentrations) | ComponentPrior::NaturalCategorical(concentrations) => {
                let member = |concentration: &Vector| Dirichlet { concentration: concentration.clone() };
                Self::Dirichlet(concentrations.iter().map(member).collect())
            }
        })
    }

    fn rates(shape: &[Interval], rate: &[Interval]) -> Self {
        let member = |(shape, rate): (&Interval, &Interval)| Gamma { shape: shape.clone(), rate: rate.clone() };
        Self::Gamma(shape.iter().zip(rate).map(member).collect())
    }

    /// The posterior after a share of the observations.
    ///
    /// # Errors
    /// When this precision does not prove a scale matrix positive definite.
    pub fn posterior(&self, problem: &Problem, share: &Share) -> Result<Self, Failure> {
        let rows = |rows: &'_ [Vector], dimensions: Range<usize>| -> Vec<(Interval, Vector)> {
            share.iter().map(|(n, weight)| (weight.clone(), rows[*n][dimensions.clone()].to_vec())).collect()
        };
        let all = 0..problem.dimension;
        Ok(match (self, &problem.observations) {
            (Self::Normal(prior), Observations::Real(x)) => Self::Normal(prior.posterior(&rows(x, all))),
            (Self::NormalInverseWishart(prior), Observations::Real(x)) => {
                Self::NormalInverseWishart(prior.posterior(&rows(x, all), problem.precision)?)
            }
            (Self::NormalInverseGamma(priors), Observations::Real(x)) => {
                let blocks = blocks(problem).into_iter().zip(priors);
                Self::NormalInverseGamma(blocks.map(|(block, prior)| prior.posterior(&rows(x, block))).collect())
            }
            (Self::Gamma(priors), Observations::Counts(x, _)) => {
                let posterior = |(d, prior): (usize, &Gamma)| prior.posterior(&rows(x, d..d + 1));
                Self::Gamma(priors.iter().enumerate().map(posterior).collect())
            }
            (Self::Dirichlet(priors), Observations::Levels(x)) => {
                let levels = |d: usize| share.iter().map(move |(n, weight)| (weight, x[*n][d]));
                let posterior = |(d, prior): (usize, &Dirichlet)| prior.posterior(levels(d));
                Self::Dirichlet(priors.iter().enumerate().map(posterior).collect())
            }
            _ => unreachable!("a prior is read for the family it belongs to"),
        })
    }

    /// `p(x_n) = ∫ p(x_n|θ) p(θ) dθ`.
    #[must_use]
    pub fn predictive(&self, problem: &Problem, n: usize) -> Interval {
        let one = problem.precision.integer(1);
        let product =
            |factors: &mut dyn Iterator<Item = Interval>| factors.fold(one.clone(), |product, factor| product * factor);
        match (self, &problem.observations) {
            (Self::Normal(member), Observations::Real(x)) => member.predictive(&x[n], problem.precision),
            (Self::NormalInverseWishart(member), Observations::Real(x)) => member.predictive(&x[n], problem.precision),
            (Self::NormalInverseGamma(members), Observations::Real(x)) => {
                let blocks = blocks(problem).into_iter().zip(members);
                product(&mut blocks.map(|(block, member)| member.predictive(&x[n][block], problem.precision)))
            }
            (Self::Gamma(members), Observations::Counts(x, factorials)) => {
                let rates = members.iter().zip(&x[n]);
                product(&mut rates.map(|(member, x)| member.predictive(x, problem.precision))) / &factorials[n]
            }
            (Self::Dirichlet(members), Observations::Levels(x)) => {
                product(&mut members.iter().zip(&x[n]).map(|(member, &level)| member.predictive(level)))
            }
            _ => unreachable!("a prior is read for the family it belongs to"),
        }
    }

    /// `E_q[log p(x_n|θ)]` of every observation, `q` being this member.
    #[must_use]
    pub fn expected_log_likelihoods(&self, problem: &Problem) -> Vector {
        let precision = problem.precision;
        let sum = |terms: &mut dyn Iterator<Item = Interval>| terms.fold(precision.zero(), |sum, term| sum + term);
        match (self, &problem.observations) {
            (Self::Normal(q), Observations::Real(x)) => {
                x.iter().map(|x| q.expected_log_likelihood(x, precision)).collect()
            }
            (Self::NormalInverseWishart(q), Observations::Real(x)) => {
                let at = q.expected_log_likelihood(precision);
                x.iter().map(|x| at(x)).collect()
            }
            (Self::NormalInverseGamma(qs), Observations::Real(x)) => {
                let at: Vec<_> = qs.iter().map(|q| q.expected_log_likelihood(precision)).collect();
                let blocks = blocks(problem);
                let row = |x: &Vector| sum(&mut at.iter().zip(&blocks).map(|(at, block)| at(&x[block.clone()])));
                x.iter().map(row).collect()
            }
            (Self::Gamma(qs), Observations::Counts(x, factorials)) => {
                let at: Vec<_> = qs.iter().map(Gamma::expected_log_likelihood).collect();
                let row = |x: &Vector| sum(&mut at.iter().zip(x).map(|(at, x)| at(x)));
                x.iter().zip(factorials).map(|(x, factorials)| row(x) - factorials.ln()).collect()
            }
            (Self::Dirichlet(qs), Observations::Levels(x)) => {
                let logs: Vec<Vector> = qs.iter().map(Dirichlet::expected_logs).collect();
                x.iter().map(|x| sum(&mut logs.iter().zip(x).map(|(logs, &level)| logs[level].clone()))).collect()
            }
            _ => unreachable!("a prior is read for the family it belongs to"),
        }
    }

    /// What `E_q[log p(θ)]` is the sum of, `p` being this member; with `p = q` the negative entropy of `q`.
    #[must_use]
    pub fn expected_log_density(&self, q: &Self, precision: Precision) -> Vector {
        match (self, q) {
            (Self::Normal(p), Self::Normal(q)) => p.expected_log_density(q, precision),
            (Self::NormalInverseWishart(p), Self::NormalInverseWishart(q)) => p.expected_log_density(q, precision),
            (Self::NormalInverseGamma(p), Self::NormalInverseGamma(q)) => {
                p.iter().zip(q).flat_map(|(p, q)| p.expected_log_density(q, precision)).collect()
            }
            (Self::Gamma(p), Self::Gamma(q)) => {
                p.iter().zip(q).flat_map(|(p, q)| p.expected_log_density(q, precision)).collect()
            }
            (Self::Dirichlet(p), Self::Dirichlet(q)) => {
                p.iter().zip(q).flat_map(|(p, q)| p.expected_log_density(q, precision)).collect()
            }
            _ => unreachable!("a posterior is a member of its prior's family"),
        }
    }
}

/// The dimensions that share a variance.
fn blocks(problem: &Problem) -> Vec<Range<usize>> {
    match problem.kind {
        Kind::Gaussian(Structure::Diagonal) => (0..problem.dimension).map(|d| d..d + 1).collect(),
        _ => std::iter::once(0..problem.dimension).collect(),
    }
}
