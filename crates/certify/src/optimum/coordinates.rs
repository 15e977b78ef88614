//! Coordinates in which every interior `θ` is a point of `R^P` and no two points are the same `θ`.
//!
//! - mixing weights: `u_k = log π_k - log π_{K-1}` for `k < K - 1`;
//! - poisson: `log λ_d`;
//! - categorical: for each variable `log p_dc - log p_{d,C-1}` for `c < C_d - 1`;
//! - gaussian: `μ`, then `L` of the precision `Σ⁻¹ = L Lᵀ`, lower triangular by rows, with `log L_jj` on the diagonal; if
//!   diagonal, `log L_jj` alone; if spherical, one `log L` for all; if tied, one `L` behind all components; if identity, none.
//!
//! In them densities and priors are polynomials and exponentials. Their stationary points are those in any other coordinates,
//! for `log p(X, θ)` is the same number in all: prior densities are not multiplied by a Jacobian. What has a 0 among its
//! weights, rates or probabilities, or a singular covariance, is no point: an optimum on the boundary cannot be reached.
//! Source: J. Pinheiro and D. Bates, *Unconstrained parametrizations for variance-covariance matrices*, 1996 (log-Cholesky).

use std::ops::Range;

use suite::format::Structure;

use super::{
    elimination::{Rows, cholesky, inverse, inverse_of_square},
    real::Real,
};
use crate::{
    interval::Interval,
    linear::{Matrix, Vector},
    mixture::{Component, Covariance, Kind, Mixture, Problem},
};

/// Which coordinate is where.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The family.
    pub kind: Kind,
    /// `K`.
    pub components: usize,
    /// `D`.
    pub dimension: usize,
}

/// One component at a point.
#[derive(Clone, Debug)]
pub enum Shape<R> {
    /// `N(μ, (L Lᵀ)⁻¹)`.
    Gaussian {
        /// `μ`.
        mean: Vec<R>,
        /// `L`, zeros above the diagonal.
        factor: Rows<R>,
        /// `log L_jj`.
        log_diagonal: Vec<R>,
    },
    /// `log λ` and `λ`.
    Poisson(Vec<R>, Vec<R>),
    /// `log p_d` and `p_d` of each variable.
    Categorical(Rows<R>, Rows<R>),
}

/// A mixture at a point.
#[derive(Clone, Debug)]
pub struct Located<R> {
    /// `log π`.
    pub log_weights: Vec<R>,
    /// `π`.
    pub weights: Vec<R>,
    /// `θ_k`.
    pub shapes: Vec<Shape<R>>,
}

/// `log p` and `p` of logits against a last one, which is 0: `p_c = 1 / Σ_b e^(u_b - u_c)`.
fn softmax<R: Real>(logits: &[R], zero: &R) -> (Vec<R>, Vec<R>) {
    let one = zero.constant(1.0);
    let all: Vec<R> = logits.iter().cloned().chain([zero.clone()]).collect();
    let odds = |c: usize| {
        let others = (0..all.len()).filter(|&b| b != c).map(|b| all[b].minus(&all[c]).exponential());
        others.fold(one.clone(), |total, term| total.plus(&term))
    };
    (0..all.len()).map(odds).map(|odds| (odds.logarithm().negated(), one.over(&odds))).unzip()
}

/// `log p_c - log p_{C-1}` for `c < C - 1`.
fn logits<R: Real>(p: &[R]) -> Vec<R> {
    let last = p[p.len() - 1].logarithm();
    p[..p.len() - 1].iter().map(|p| p.logarithm().minus(&last)).collect()
}

impl Layout {
    /// Of a problem.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        Self { kind: problem.kind.clone(), components: problem.components, dimension: problem.dimension }
    }

    /// How many coordinates a covariance of its own takes.
    fn covariance_size(&self, structure: Structure) -> usize {
        match structure {
            Structure::Identity => 0,
            Structure::Spherical => 1,
            Structure::Diagonal => self.dimension,
            Structure::Full | Structure::Tied => self.dimension * (self.dimension + 1) / 2,
        }
    }

    fn component_size(&self) -> usize {
        match &self.kind {
            Kind::Gaussian(Structure::Tied) | Kind::Poisson => self.dimension,
            Kind::Gaussian(structure) => self.dimension + self.covariance_size(*structure),
            Kind::Categorical(levels) => levels.iter().map(|levels| levels - 1).sum(),
        }
    }

    /// `P`.
    #[must_use]
    pub fn size(&self) -> usize {
        self.shared().end
    }

    /// The logits of the mixing weights.
    #[must_use]
    pub fn weights(&self) -> Range<usize> {
        0..self.components - 1
    }

    /// The coordinates of one component.
    #[must_use]
    pub fn component(&self, k: usize) -> Range<usize> {
        let start = self.components - 1 + k * self.component_size();
        start..start + self.component_size()
    }

    /// The coordinates of a shared covariance; none for most.
    #[must_use]
    pub fn shared(&self) -> Range<usize> {
        let start = self.components - 1 + self.components * self.component_size();
        let size = match self.kind {
            Kind::Gaussian(Structure::Tied) => self.covariance_size(Structure::Tied),
            _ => 0,
        };
        start..start + size
    }

    /// The coordinates that `log π_k + log p(x|θ_k)` depends on, in order.
    #[must_use]
    pub fn local(&self, k: usize) -> Vec<usize> {
        self.weights().chain(self.component(k)).chain(self.shared()).collect()
    }

    /// Where among the coordinates of a covariance `L_ij` stands, as `log L_ij` on the diagonal.
    #[must_use]
    pub fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let Kind::Gaussian(structure) = self.kind else { return None };
        match structure {
            Structure::Full | Structure::Tied => (j <= i).then(|| i * (i + 1) / 2 + j),
            Structure::Diagonal => (i == j).then_some(i),
            Structure::Spherical => (i == j).then_some(0),
            Structure::Identity => None,
        }
    }

    /// The mixture at a point.
    pub fn locate<R: Real>(&self, point: &[R]) -> Located<R> {
        let zero = point.first().map_or_else(|| unreachable!("a mixture has coordinates"), |x| x.constant(0.0));
        let (log_weights, weights) = softmax(&point[self.weights()], &zero);
        let shape = |k: usize| match &self.kind {
            Kind::Gaussian(structure) => {
                self.locate_gaussian(*structure, &point[self.component(k)], &point[self.shared()])
            }
            Kind::Poisson => {
                let log_rate = point[self.component(k)].to_vec();
                let rate = log_rate.iter().map(Real::exponential).collect();
                Shape::Poisson(log_rate, rate)
            }
            Kind::Categorical(levels) => {
                let mut rest = &point[self.component(k)];
                let variable = |levels: &usize| {
                    let (own, others) = rest.split_at(levels - 1);
                    rest = others;
                    softmax(own, &zero)
                };
                let (log_p, p) = levels.iter().map(variable).unzip();
                Shape::Categorical(log_p, p)
            }
        };
        Located { log_weights, weights, shapes: (0..self.components).map(shape).collect() }
    }

    fn locate_gaussian<R: Real>(&self, structure: Structure, own: &[R], shared: &[R]) -> Shape<R> {
        let (mean, covariance) = own.split_at(self.dimension);
        let covariance = if structure == Structure::Tied { shared } else { covariance };
        let zero = mean[0].constant(0.0);
        let at = |i: usize, j: usize| self.cell(i, j).map_or_else(|| zero.clone(), |cell| covariance[cell].clone());
        let log_diagonal: Vec<R> = (0..self.dimension).map(|j| at(j, j)).collect();
        let entry = |i: usize, j: usize| if i == j { at(i, j).exponential() } else { at(i, j) };
        let row = |i: usize| (0..self.dimension).map(|j| entry(i, j)).collect();
        Shape::Gaussian { mean: mean.to_vec(), factor: (0..self.dimension).map(row).collect(), log_diagonal }
    }

    /// The coordinates of a covariance.
    pub fn of_covariance<R: Real>(&self, structure: Structure, covariance: &Rows<R>) -> Vec<R> {
        let log_scale = |variance: &R| variance.logarithm().times(&variance.constant(-0.5));
        match structure {
            Structure::Identity => Vec::new(),
            Structure::Spherical => vec![log_scale(&covariance[0][0])],
            Structure::Diagonal => (0..self.dimension).map(|d| log_scale(&covariance[d][d])).collect(),
            Structure::Full | Structure::Tied => {
                let factor = cholesky(&inverse(covariance));
                let row = |i: usize| -> Vec<R> {
                    let entry = |j: usize| if i == j { factor[i][j].logarithm() } else { factor[i][j].clone() };
                    (0..=i).map(entry).collect()
                };
                (0..self.dimension).flat_map(row).collect()
            }
        }
    }

    /// The coordinates of a distribution with positive probabilities.
    pub fn of_simplex<R: Real>(p: &[R]) -> Vec<R> {
        logits(p)
    }

    /// The coordinates of a mixture; unbounded where it lies on the boundary.
    #[must_use]
    pub fn point_of(&self, mixture: &Mixture) -> Vector {
        let mut point = logits(&mixture.weights);
        for component in &mixture.components {
            match component {
                Component::Gaussian { mean, covariance } => {
                    point.extend(mean.iter().cloned());
                    point.extend(self.of_own_covariance(covariance));
                }
                Component::Poisson { rate } => point.extend(rate.iter().map(Interval::ln)),
                Component::Categorical { probabilities } => point.extend(probabilities.iter().flat_map(|p| logits(p))),
            }
        }
        point.extend(mixture.shared.iter().flat_map(|shared| self.of_covariance(Structure::Tied, shared)));
        point
    }

    fn of_own_covariance(&self, covariance: &Covariance) -> Vector {
        match covariance {
            Covariance::Identity | Covariance::Shared => Vec::new(),
            Covariance::Spherical(variance) => vec![-variance.ln().half()],
            Covariance::Diagonal(variances) => variances.iter().map(|variance| -variance.ln().half()).collect(),
            Covariance::Full(rows) => self.of_covariance(Structure::Full, rows),
        }
    }

    /// The parameters at a point.
    #[must_use]
    pub fn mixture(&self, point: &[Interval]) -> Mixture {
        let located = self.locate(point);
        let shared = match (&self.kind, &located.shapes[0]) {
            (Kind::Gaussian(Structure::Tied), Shape::Gaussian { factor, .. }) => Some(inverse_of_square(factor)),
            _ => None,
        };
        let components = located.shapes.into_iter().map(|shape| self.component_of(shape)).collect();
        Mixture { weights: located.weights, components, shared }
    }

    fn component_of(&self, shape: Shape<Interval>) -> Component {
        match shape {
            Shape::Gaussian { mean, factor, log_diagonal } => {
                let variance = |log: &Interval| (-(log + log)).exp();
                let covariance = match self.kind {
                    Kind::Gaussian(Structure::Identity) => Covariance::Identity,
                    Kind::Gaussian(Structure::Tied) => Covariance::Shared,
                    Kind::Gaussian(Structure::Spherical) => Covariance::Spherical(variance(&log_diagonal[0])),
                    Kind::Gaussian(Structure::Diagonal) => {
                        Covariance::Diagonal(log_diagonal.iter().map(variance).collect())
                    }
                    _ => Covariance::Full(inverse_of_square::<Interval>(&factor) as Matrix),
                };
                Component::Gaussian { mean, covariance }
            }
            Shape::Poisson(_, rate) => Component::Poisson { rate },
            Shape::Categorical(_, probabilities) => Component::Categorical { probabilities },
        }
    }
}
