//! Conjugate posteriors of one component, from rows that each count `r_n` times: the posterior, the marginal likelihood of the rows, and the
//! expected log density of a row under the posterior.

pub mod levels;
pub mod normal;
pub mod rate;
pub mod variance;
pub mod wishart;

use super::{
    maximization::{Moments, Share, count, level_counts, sums},
    model::{ComponentPrior, Matrix, Model, Problem, Result, Row, Stop, require},
};
use crate::steps::Steps;

/// Rows as a posterior sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Their number and, of a Gaussian, mean and scatter.
    pub moments: Moments,
    /// `Σ r x`, of counts.
    pub sums: Row,
    /// `Σ r log x!`, of counts.
    pub factorials: f64,
    /// `Σ r [x_d = c]`, of levels.
    pub levels: Matrix,
}

/// What a posterior says.
#[derive(Clone, Debug, PartialEq)]
pub struct Learnt {
    /// The posterior, of the family of the prior.
    pub posterior: ComponentPrior,
    /// `log m(X)`.
    pub log_marginal: f64,
}

/// The prior of a component, where the parameters can be integrated out.
///
/// # Errors
/// No prior; a shared covariance.
pub fn conjugate(problem: &Problem) -> Result<(&ComponentPrior, &Row)> {
    if problem.model.tied() {
        return Err(Stop::Unsupported(
            "components that share a covariance have no marginal likelihood each".to_owned(),
        ));
    }
    let both = problem.prior.as_ref().zip(problem.alpha.as_ref());
    let both = both.ok_or_else(|| Stop::Rejected("prior: weights and components are both needed".to_owned()))?;
    if problem.data.w.iter().any(|weight| *weight != 1.0) {
        return Err(Stop::Unsupported("observation weights in a Bayesian mixture".to_owned()));
    }
    Ok(both)
}

fn see(steps: &Steps, model: &Model, x: &Matrix, r: &[f64]) -> Seen {
    let x: Vec<&Row> = x.iter().collect();
    let share = Share { x: &x, weight: r, previous: None };
    let factorial = |x: &&Row| x.iter().map(|x| (steps.ln_factorial)(*x)).sum::<f64>();
    let counts = model.family == suite::format::Family::Poisson;
    let whole = Model { structure: model.structure.map(|_| suite::format::Structure::Full), ..model.clone() };
    Seen {
        moments: (steps.moments)(steps, &whole, &share, count(r)),
        sums: if counts { sums(&share) } else { Row::new() },
        factorials: if counts { x.iter().zip(r).map(|(x, r)| r * factorial(x)).sum() } else { 0.0 },
        levels: level_counts(&share, &model.levels),
    }
}

/// The posterior given some rows.
///
/// # Errors
/// A scale that is not positive definite.
pub fn learn(steps: &Steps, problem: &Problem, prior: &ComponentPrior, r: &[f64]) -> Result<Learnt> {
    let seen = see(steps, &problem.model, &problem.data.x, r);
    Ok(match prior {
        ComponentPrior::Normal(prior) => {
            let posterior = (steps.posterior_normal)(prior, &seen.moments);
            let log_marginal = (steps.marginal_normal)(prior, &posterior, &seen.moments);
            Learnt { posterior: ComponentPrior::Normal(posterior), log_marginal }
        }
        ComponentPrior::InverseWishart(normal, prior) => {
            let mean = (steps.posterior_normal)(normal, &seen.moments);
            let posterior = (steps.posterior_wishart)(steps, normal, prior, &seen.moments);
            (steps.cholesky)(&posterior.scale, "the scale of a posterior")?;
            let of_mean = (steps.marginal_mean)(normal, &mean);
            let log_marginal = of_mean + (steps.marginal_wishart)(prior, &posterior, seen.moments.count);
            Learnt { posterior: ComponentPrior::InverseWishart(mean, posterior), log_marginal }
        }
        ComponentPrior::InverseGamma(normal, prior) => {
            let mean = (steps.posterior_normal)(normal, &seen.moments);
            let posterior = (steps.posterior_variance)(steps, normal, prior, &seen.moments);
            let of_mean = (steps.marginal_mean)(normal, &mean);
            let log_marginal = of_mean + (steps.marginal_variance)(prior, &posterior, &seen.moments);
            Learnt { posterior: ComponentPrior::InverseGamma(mean, posterior), log_marginal }
        }
        ComponentPrior::Gamma { shape: a, rate: b, natural } => {
            let (shape, rate) = (steps.posterior_rate)(a, b, &seen.sums, seen.moments.count);
            let ratio = |d: usize| (steps.marginal_rate)((a[d], b[d]), (shape[d], rate[d]));
            let log_marginal = (0..a.len()).map(ratio).sum::<f64>() - (steps.marginal_factorials)(seen.factorials);
            Learnt { posterior: ComponentPrior::Gamma { shape, rate, natural: *natural }, log_marginal }
        }
        ComponentPrior::Dirichlet { concentration: alpha, natural } => {
            let concentration: Matrix =
                alpha.iter().zip(&seen.levels).map(|(alpha, n)| (steps.posterior_levels)(alpha, n)).collect();
            let ratio = |(alpha, new): (&Row, &Row)| (steps.log_dirichlet_ratio)(alpha, new);
            let log_marginal = alpha.iter().zip(&concentration).map(ratio).sum();
            Learnt { posterior: ComponentPrior::Dirichlet { concentration, natural: *natural }, log_marginal }
        }
    })
}

/// `E log p(x_n|θ)` of every row.
///
/// # Errors
/// A scale that is not positive definite.
pub fn expected_log_densities(steps: &Steps, posterior: &ComponentPrior, x: &Matrix) -> Result<Row> {
    Ok(match posterior {
        ComponentPrior::Normal(normal) => x.iter().map(|x| (steps.expected_normal)(normal, x)).collect(),
        ComponentPrior::InverseWishart(normal, wishart) => wishart::expected(steps, normal, wishart, x)?,
        ComponentPrior::InverseGamma(normal, gamma) => variance::expected(steps, normal, gamma, x),
        ComponentPrior::Gamma { shape, rate, .. } => rate::expected(steps, shape, rate, x),
        ComponentPrior::Dirichlet { concentration, .. } => {
            let expected: Matrix = concentration.iter().map(|alpha| (steps.expected_log_levels)(alpha)).collect();
            x.iter().map(|x| x.iter().zip(&expected).map(|(x, expected)| expected[*x as usize]).sum()).collect()
        }
    })
}

/// As many prior weights as components.
///
/// # Errors
/// Where there are not.
pub fn same_components(alpha: &[f64], components: usize) -> Result<()> {
    require(
        alpha.len() == components && components > 0,
        format!("prior.weights has {} numbers for {components} components", alpha.len()),
    )
}
