//! A problem in the form in which its derivatives are simplest: contributing rows, and priors as pseudo-observations.
//!
//! In the coordinates of [`Layout`](super::Layout) and up to constants every log prior of the project is one of
//!
//! - weights, `dirichlet α`: `Σ_k m_k log π_k` with `m_k = α_k - 1`;
//! - gaussian, of each component: `Σ_j c_j log L_jj - κ/2 |Lᵀ(m0 - μ)|² - tr(Lᵀ Ψ L)/2`, where the precision is `L Lᵀ`:
//!   `normal` has `c = 0`, `Ψ = 0`; `normal_inverse_wishart` has `c_j = ν + D + 2`; `normal_inverse_gamma` has
//!   `c_j = 2a + 3`, `Ψ = 2 diag(b)` if diagonal and `Σ_j c_j = 2a + 2 + D`, `tr Ψ = 2b` if spherical. Tied components share
//!   one `L`: `-κ/2 |Lᵀ(m0 - μ)|²` is of each, the rest is there once with `c_j = ν + D + 1 + K`;
//! - poisson: `Σ_d s_d log λ_d - t_d λ_d`, with `s = a - 1`, `t = b` (`gamma`) or `s = φ`, `t = ν` (`natural`);
//! - categorical: `Σ_c m_dc log p_dc` with `m = α - 1` (`dirichlet`) or `m = φ` (`natural`).
//!
//! Prior densities are not transformed with the coordinates: `log p(X, θ)` is a function of `θ`, whatever `θ` is written in.

use suite::format::Structure;

use super::elimination::Rows;
use crate::{
    interval::Interval,
    linear::Matrix,
    mixture::{Kind, Observations, Problem},
    prior::ComponentPrior,
};

/// The rows that contribute.
#[derive(Clone, Debug)]
pub enum Table<R> {
    /// Reals or counts, `N x D`.
    Values(Rows<R>),
    /// Level indices, `N x D`.
    Levels(Vec<Vec<usize>>),
}

/// What the prior of a component adds, up to constants.
#[derive(Clone, Debug)]
pub enum Pseudo<R> {
    /// Nothing.
    None,
    /// `Σ_j c_j log L_jj - κ/2 |Lᵀ(m0 - μ)|² - tr(Lᵀ Ψ L)/2`.
    Gaussian {
        /// `m0`.
        centre: Vec<R>,
        /// `κ`.
        count: R,
        /// `c`.
        log_diagonal: Vec<R>,
        /// `Ψ`.
        scale: Rows<R>,
    },
    /// `Σ_d s_d log λ_d - t_d λ_d`.
    Poisson {
        /// `s`.
        sum: Vec<R>,
        /// `t`.
        count: Vec<R>,
    },
    /// `Σ_c m_dc log p_dc`.
    Categorical(Rows<R>),
}

/// A problem, in doubles or in enclosures.
#[derive(Clone, Debug)]
pub struct Posed<R> {
    /// The family.
    pub kind: Kind,
    /// `K`.
    pub components: usize,
    /// `D`.
    pub dimension: usize,
    /// `x`, the rows with `w_n > 0`.
    pub table: Table<R>,
    /// `w` of those rows.
    pub weights: Vec<R>,
    /// `m_k` of `Σ_k m_k log π_k`.
    pub mixing: Vec<R>,
    /// Of each component alike.
    pub pseudo: Pseudo<R>,
}

impl Posed<Interval> {
    /// The problem as it was read.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let kept: Vec<usize> = problem.contributing().map(|(n, _)| n).collect();
        let values = |rows: &Matrix| Table::Values(kept.iter().map(|&n| rows[n].clone()).collect());
        let table = match &problem.observations {
            Observations::Real(rows) | Observations::Counts(rows, _) => values(rows),
            Observations::Levels(rows) => Table::Levels(kept.iter().map(|&n| rows[n].clone()).collect()),
        };
        let one = problem.precision.integer(1);
        let mixing = match &problem.prior.weights {
            Some(concentration) => concentration.iter().map(|alpha| alpha - &one).collect(),
            None => problem.precision.zeros(problem.components),
        };
        Self {
            kind: problem.kind.clone(),
            components: problem.components,
            dimension: problem.dimension,
            table,
            weights: kept.iter().map(|&n| problem.weights[n].clone()).collect(),
            mixing,
            pseudo: pseudo(problem),
        }
    }

    /// The same with every number replaced.
    pub fn map<R>(&self, number: impl Fn(&Interval) -> R) -> Posed<R> {
        let vector = |xs: &Vec<Interval>| xs.iter().map(&number).collect::<Vec<R>>();
        let rows = |rows: &Matrix| rows.iter().map(vector).collect::<Rows<R>>();
        let pseudo = match &self.pseudo {
            Pseudo::None => Pseudo::None,
            Pseudo::Gaussian { centre, count, log_diagonal, scale } => Pseudo::Gaussian {
                centre: vector(centre),
                count: number(count),
                log_diagonal: vector(log_diagonal),
                scale: rows(scale),
            },
            Pseudo::Poisson { sum, count } => Pseudo::Poisson { sum: vector(sum), count: vector(count) },
            Pseudo::Categorical(counts) => Pseudo::Categorical(rows(counts)),
        };
        let table = match &self.table {
            Table::Values(values) => Table::Values(rows(values)),
            Table::Levels(levels) => Table::Levels(levels.clone()),
        };
        Posed {
            kind: self.kind.clone(),
            components: self.components,
            dimension: self.dimension,
            table,
            weights: vector(&self.weights),
            mixing: vector(&self.mixing),
            pseudo,
        }
    }

    /// The same in doubles.
    #[must_use]
    pub fn rounded(&self) -> Posed<f64> {
        self.map(|x| x.middle().to_f64())
    }
}

fn pseudo(problem: &Problem) -> Pseudo<Interval> {
    let one = problem.precision.integer(1);
    match &problem.prior.components {
        None => Pseudo::None,
        Some(ComponentPrior::Gamma { shape, rate }) => {
            Pseudo::Poisson { sum: shape.iter().map(|a| a - &one).collect(), count: rate.clone() }
        }
        Some(ComponentPrior::NaturalPoisson { pseudo_observations, pseudo_count }) => {
            let count = vec![pseudo_count.clone(); pseudo_observations.len()];
            Pseudo::Poisson { sum: pseudo_observations.clone(), count }
        }
        Some(ComponentPrior::Dirichlet(concentration)) => Pseudo::Categorical(
            concentration.iter().map(|row| row.iter().map(|alpha| alpha - &one).collect()).collect(),
        ),
        Some(ComponentPrior::NaturalCategorical(counts)) => Pseudo::Categorical(counts.clone()),
        Some(gaussian) => pseudo_gaussian(problem, gaussian),
    }
}

fn pseudo_gaussian(problem: &Problem, prior: &ComponentPrior) -> Pseudo<Interval> {
    let (precision, d) = (problem.precision, problem.dimension);
    let (centre, count, log_diagonal, scale) = match prior {
        ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            let constant =
                if problem.kind == Kind::Gaussian(Structure::Tied) { problem.components + d + 1 } else { d + 2 };
            (mean, mean_precision, vec![degrees_of_freedom + precision.integer(constant); d], scale.clone())
        }
        ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale } => {
            let spherical = problem.kind == Kind::Gaussian(Structure::Spherical);
            let constant = precision.integer(if spherical { d + 2 } else { 3 });
            let mut log_diagonal = vec![shape + shape + constant; d];
            let mut diagonal = vec![precision.zeros(d); d];
            for (i, b) in scale.iter().enumerate() {
                diagonal[i][i] = b + b;
            }
            if spherical {
                log_diagonal[1..].fill(precision.zero());
            }
            (mean, mean_precision, log_diagonal, diagonal)
        }
        ComponentPrior::Normal { mean, precision: kappa } => {
            (mean, kappa, precision.zeros(d), vec![precision.zeros(d); d])
        }
        _ => unreachable!("a prior is read for the family it belongs to"),
    };
    Pseudo::Gaussian { centre: centre.clone(), count: count.clone(), log_diagonal, scale }
}
