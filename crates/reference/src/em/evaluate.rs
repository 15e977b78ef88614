//! `evaluate`: densities, evidence and responsibilities at given parameters.

use faer::Mat;

use super::{
    expectation::BlockPosterior,
    tree::{block_len, reduce},
};
use crate::{
    arithmetic::sum::Sum,
    error::{Moment, Result},
    family::Family,
    mixture::{Mixture, Prior, log_joint},
    observations::{Block, Observations},
};

/// Which of the large results are wanted; the others are never held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// `log p(x_n|θ_k)`, `K x N`.
    pub log_densities: bool,
    /// `log p(x_n|θ)`, `N`.
    pub log_evidence_terms: bool,
    /// `r_nk`, `K x N`.
    pub responsibilities: bool,
}

impl Wanted {
    /// All of it.
    pub const ALL: Self = Self { log_densities: true, log_evidence_terms: true, responsibilities: true };
}

/// The result of [`evaluate`].
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// `log p(X|θ) = Σ_n w_n log p(x_n|θ)`; `-inf` if an observation of positive weight has probability 0.
    pub log_evidence: f64,
    /// `log p(X, θ)`, the log evidence plus the log prior (16); `None` where that is `inf - inf`: an impossible observation at a point
    /// where the prior's density is infinite.
    pub log_joint: Option<f64>,
    /// `log p(x_n|θ_k)`, `K x N`, if wanted.
    pub log_densities: Option<Mat<f64>>,
    /// `log p(x_n|θ)`, `N`, without the observation's weight, if wanted.
    pub log_evidence_terms: Option<Vec<f64>>,
    /// `r_nk`, `K x N`, if wanted; `None` also if some observation has probability 0 under every component, for then its
    /// responsibilities are undefined.
    pub responsibilities: Option<Mat<f64>>,
}

/// Evaluates a mixture on observations.
///
/// # Errors
/// Observations or a prior that do not fit the mixture.
pub fn evaluate<F: Family>(
    observations: &Observations,
    mixture: &Mixture<F>,
    prior: &Prior<F::Prior>,
    wanted: Wanted,
) -> Result<Evaluation> {
    let (shape, components) = (mixture.components().shape(), mixture.weights().len());
    prior.check::<F>(&shape, components, observations)?;
    let matrix = |wanted: bool| Mat::zeros(components, if wanted { observations.count() } else { 0 });
    let (mut log_densities, mut responsibilities) = (matrix(wanted.log_densities), matrix(wanted.responsibilities));
    let mut terms = Vec::new();
    let mut undefined = false;
    let mut leaf = |block: &Block<'_>| {
        let posterior = BlockPosterior::new(mixture, block);
        undefined |= posterior.log_evidence.contains(&f64::NEG_INFINITY);
        if wanted.log_densities {
            for n in 0..block.len() {
                for k in 0..components {
                    log_densities[(k, block.start + n)] = posterior.log_densities[(k, n)] + posterior.offsets[n];
                }
            }
        }
        if wanted.responsibilities {
            responsibilities.subcols_mut(block.start, block.len()).copy_from(&posterior.responsibilities);
        }
        if wanted.log_evidence_terms {
            terms.extend(posterior.log_evidence.iter().zip(&posterior.offsets).map(|(term, offset)| term + offset));
        }
        Ok(posterior.weighted_log_evidence(block))
    };
    let log_evidence = reduce(observations, block_len(components, F::dimension(&shape)), &mut leaf, &merged)?.value();
    Ok(Evaluation {
        log_evidence,
        log_joint: log_joint(log_evidence, mixture.log_prior(prior), Moment::Given).ok(),
        log_densities: wanted.log_densities.then_some(log_densities),
        log_evidence_terms: wanted.log_evidence_terms.then_some(terms),
        responsibilities: (wanted.responsibilities && !undefined).then_some(responsibilities),
    })
}

fn merged(mut left: Sum, right: Sum) -> Sum {
    left.merge(right);
    left
}
