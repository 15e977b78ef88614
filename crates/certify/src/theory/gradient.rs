//! `gradient`: the gradient of `log p(X, θ)` by Fisher's identity, at the parameters of an `evaluate` case.
//!
//! `∂ log p(X, θ) = Σ_n w_n Σ_k r_nk ∂ℓ_nk + ∂ log p(θ)`, `ℓ_nk = log π_k + log p(x_n|θ_k)`, with responsibilities from densities in the linear
//! domain. It is published by coordinates without constraints:
//!
//! - `logits`, `K`: `a_k` of `π = softmax a`; `components[k]`, and `factor` where all share a covariance, are
//! - gaussian: `mean`, `D`; of the precision `Λ = Σ⁻¹`: `log_precision` (one number if spherical, `D` if diagonal), or `factor`, the lower
//!   triangle by rows of `L` in `Λ = L Lᵀ` with `log L_jj` on its diagonal, `D(D+1)/2` (full; tied has it once, beside `components`);
//! - poisson: `log_rate`, `D`;
//! - categorical: `logits`, `C_d` for each variable.
//!
//! Both kinds of logits are overcomplete: the coordinates of [`Layout`] are logits against the last, and the slopes by them are
//! the same for all but the last; its coordinates of variances are half a log precision, and the slopes by them twice as large.
//!
//! `log p(θ)` is a density of the parameters in which its prior is stated, not multiplied by a Jacobian. Each number has a scale of
//! its own, `Σ_n w_n Σ_k r_nk |∂ℓ_nk| + |∂ log p(θ)|`: near a stationary point little is left of what is added up. A weight, rate or
//! probability of 0 has no coordinate, and no precision is enough there.
//!
//! Source: R. Fisher, *Theory of statistical estimation*, 1925; R. Salakhutdinov, S. Roweis, Z. Ghahramani, *Optimization with EM and
//! expectation-conjugate-gradient*, 2003.

use suite::format::{Case, Operation, Structure};

use super::Kind;
use crate::{
    em::Row,
    failure::Failure,
    family::Density,
    input::{Reader, read_parameters, read_problem, required},
    interval::Interval,
    linear::Vector,
    mixture,
    optimum::{
        Layout, Posed,
        coordinates::Shape,
        posed::{Pseudo, Table},
        terms::{Jet, add_log_density, add_prior, add_shared_prior},
    },
    precision::Precision,
    tree::Tree,
};

/// Every family and structure with each of its priors (none, of the weights, of the components, of both) that some case has inside
/// of the parameter space: Poisson has none with a prior of the weights alone.
pub const KIND: Kind = Kind {
    name: "gradient",
    operation: Operation::Evaluate,
    cases: &[
        "gaussian/{iris-identity-evaluate,galaxies-identity-evaluate-weights}",
        "gaussian/{iris-identity-evaluate-components,unemployment-identity-tiny-weight}",
        "gaussian/{iris-spherical-evaluate,snapper-spherical-off-by-3e-10}",
        "gaussian/{unemployment-spherical-evaluate-components,galaxies-roeder-spherical-evaluate-map}",
        "gaussian/{iris-diagonal-evaluate,enzyme-diagonal-tiny-weight}",
        "gaussian/{coffee-diagonal-evaluate-components,thyroid-diagonal-evaluate-map}",
        "gaussian/{diabetes-full-evaluate,unemployment-full-off-by-3e-10}",
        "gaussian/{faithful-full-evaluate-components,iris-full-evaluate-map}",
        "gaussian/{crabs-tied-evaluate,snapper-tied-identical}",
        "gaussian/{unemployment-tied-evaluate-components,wine-tied-evaluate-map}",
        "gaussian/{near-singular-full-evaluate,near-singular-tied-evaluate,offset-full-evaluate}",
        "poisson/{coal-evaluate,head-lice-evaluate-gamma,sprays-evaluate-natural}",
        "poisson/{coal-tiny-weight-evaluate-map,faults-off-by-3e-10-evaluate-map}",
        "categorical/{carcinoma-evaluate,values-tiny-weight-evaluate,hiv-tests-evaluate-natural}",
        "categorical/{infarction-identical-evaluate-natural-map,votes-evaluate-map}",
        "categorical/zoo-off-by-3e-10-evaluate-components",
    ],
    certifier: gradient,
};

/// The gradient, at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn gradient(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let given = required("parameters", case.parameters.as_ref())?;
    let problem = read_problem(case, given.weights.len(), reader)?;
    let mixture = read_parameters("parameters", given, &problem, reader)?;
    let densities = Density::of_mixture(&problem, &mixture, 0)?;
    let row = |(n, _)| Row::new(&problem, &mixture, &densities, n).responsibilities();
    let responsibilities: Vec<Vector> = problem.contributing().map(row).collect();
    let layout = Layout::new(&problem);
    let located = layout.locate(&layout.point_of(&mixture));
    let posed = Posed::new(&problem);
    let sums = Sums { posed: &posed, layout: &layout, responsibilities: &responsibilities };
    let components: Vec<_> = located.shapes.iter().enumerate().map(|(k, shape)| sums.component(k, shape)).collect();
    let mut parts = vec![("logits".to_owned(), sums.of_weights(&located.weights).tree())];
    if layout.kind == mixture::Kind::Gaussian(Structure::Tied) {
        parts.push(("factor".to_owned(), sums.shared(&located.shapes).tree()));
    }
    parts.push(("components".to_owned(), Tree::List(components)));
    Ok(Tree::Map(parts))
}

/// Slopes by some coordinates, with the magnitudes that were added up.
struct Slopes {
    values: Vector,
    magnitudes: Vector,
}

impl Slopes {
    fn zero(size: usize, precision: Precision) -> Self {
        Self { values: precision.zeros(size), magnitudes: precision.zeros(size) }
    }

    /// Adds `share` times some slopes.
    fn add(&mut self, share: &Interval, slopes: &[Interval]) {
        for (i, slope) in slopes.iter().enumerate() {
            let added = share * slope;
            self.magnitudes[i] = &self.magnitudes[i] + added.abs();
            self.values[i] = &self.values[i] + added;
        }
    }

    fn plus(self, other: Self) -> Self {
        let sum = |a: Vector, b: Vector| a.iter().zip(&b).map(|(a, b)| a + b).collect();
        Self { values: sum(self.values, other.values), magnitudes: sum(self.magnitudes, other.magnitudes) }
    }

    /// The slopes by coordinates that are twice as large.
    fn halved(&self) -> Self {
        let half = |xs: &Vector| xs.iter().map(Interval::half).collect();
        Self { values: half(&self.values), magnitudes: half(&self.magnitudes) }
    }

    /// The first of them, and the others.
    fn split(mut self, at: usize) -> (Self, Self) {
        let others = Self { values: self.values.split_off(at), magnitudes: self.magnitudes.split_off(at) };
        (self, others)
    }

    /// Each number on its own scale.
    fn tree(&self) -> Tree {
        let both = self.values.iter().zip(&self.magnitudes);
        Tree::List(both.map(|(value, magnitude)| Tree::scaled(value.clone(), magnitude.clone())).collect())
    }

    /// The only number.
    fn number(&self) -> Tree {
        Tree::scaled(self.values[0].clone(), self.magnitudes[0].clone())
    }
}

/// What is summed over the observations that contribute.
struct Sums<'a> {
    posed: &'a Posed<Interval>,
    layout: &'a Layout,
    responsibilities: &'a [Vector],
}

impl Sums<'_> {
    fn precision(&self) -> Precision {
        Precision::new(self.posed.weights[0].bits())
    }

    /// `w_n r_nk` of all observations.
    fn shares(&self, k: usize) -> impl Iterator<Item = (usize, Interval)> + '_ {
        let all = self.posed.weights.iter().zip(self.responsibilities).enumerate();
        all.map(move |(n, (weight, row))| (n, weight * &row[k]))
    }

    /// By the logits of `p`: `[c = level] - p_c` of an observation.
    fn of_choice(&self, level: usize, p: &[Interval]) -> Vector {
        let one = |c: usize| self.precision().integer(usize::from(c == level));
        p.iter().enumerate().map(|(c, p)| one(c) - p).collect()
    }

    /// By the logits of `p`: `m_c - p_c Σ_b m_b` of counts.
    fn of_counts(&self, counts: &[Interval], p: &[Interval]) -> Vector {
        let total = counts.iter().fold(self.precision().zero(), |total, count| total + count);
        counts.iter().zip(p).map(|(count, p)| count - &total * p).collect()
    }

    fn of_weights(&self, weights: &[Interval]) -> Slopes {
        let precision = self.precision();
        let mut slopes = Slopes::zero(weights.len(), precision);
        for k in 0..weights.len() {
            let own = self.of_choice(k, weights);
            self.shares(k).for_each(|(_, share)| slopes.add(&share, &own));
        }
        slopes.add(&precision.integer(1), &self.of_counts(&self.posed.mixing, weights));
        slopes
    }

    fn component(&self, k: usize, shape: &Shape<Interval>) -> Tree {
        match (shape, &self.posed.table) {
            (Shape::Gaussian { .. }, _) => self.gaussian(k, shape),
            (Shape::Poisson(_, rate), Table::Values(rows)) => {
                Tree::map([("log_rate", self.poisson(k, rate, rows).tree())])
            }
            (Shape::Categorical(_, p), Table::Levels(rows)) => {
                let variable = |d: usize| self.categorical(k, d, &p[d], rows).tree();
                Tree::map([("logits", Tree::List((0..p.len()).map(variable).collect()))])
            }
            _ => unreachable!("observations are read for the family"),
        }
    }

    /// By `log λ_d`: `x_d - λ_d`, and of a prior `s_d - t_d λ_d`.
    fn poisson(&self, k: usize, rate: &[Interval], rows: &[Vector]) -> Slopes {
        let precision = self.precision();
        let mut slopes = Slopes::zero(rate.len(), precision);
        for (n, share) in self.shares(k) {
            let own: Vector = rows[n].iter().zip(rate).map(|(x, rate)| x - rate).collect();
            slopes.add(&share, &own);
        }
        if let Pseudo::Poisson { sum, count } = &self.posed.pseudo {
            let of_prior = |d: usize| &sum[d] - &count[d] * &rate[d];
            slopes.add(&precision.integer(1), &(0..rate.len()).map(of_prior).collect::<Vector>());
        }
        slopes
    }

    fn categorical(&self, k: usize, d: usize, p: &[Interval], rows: &[Vec<usize>]) -> Slopes {
        let mut slopes = Slopes::zero(p.len(), self.precision());
        for (n, share) in self.shares(k) {
            slopes.add(&share, &self.of_choice(rows[n][d], p));
        }
        if let Pseudo::Categorical(counts) = &self.posed.pseudo {
            slopes.add(&self.precision().integer(1), &self.of_counts(&counts[d], p));
        }
        slopes
    }

    fn gaussian(&self, k: usize, shape: &Shape<Interval>) -> Tree {
        let mixture::Kind::Gaussian(structure) = self.layout.kind else { unreachable!("the shape is a Gaussian") };
        let slopes = self.of_gaussian(k, shape);
        let (mean, rest) = slopes.split(self.layout.dimension);
        let mut parts = vec![("mean".to_owned(), mean.tree())];
        match structure {
            Structure::Identity | Structure::Tied => {}
            Structure::Spherical => parts.push(("log_precision".to_owned(), rest.halved().number())),
            Structure::Diagonal => parts.push(("log_precision".to_owned(), rest.halved().tree())),
            Structure::Full => parts.push(("factor".to_owned(), rest.tree())),
        }
        Tree::Map(parts)
    }

    /// By the mean, then by the coordinates of the covariance, its own or the shared one.
    fn of_gaussian(&self, k: usize, shape: &Shape<Interval>) -> Slopes {
        let size = self.layout.component(k).len() + self.layout.shared().len();
        let zero = self.precision().zero();
        let mut slopes = Slopes::zero(size, self.precision());
        for (n, share) in self.shares(k) {
            let mut jet = Jet::zero(size, false, &zero);
            add_log_density(self.posed, self.layout, shape, n, 0, &mut jet);
            slopes.add(&share, &jet.gradient);
        }
        let mut jet = Jet::zero(size, false, &zero);
        add_prior(self.posed, self.layout, shape, 0, &mut jet);
        if k == 0 {
            add_shared_prior(self.posed, self.layout, shape, 0, &mut jet);
        }
        slopes.add(&self.precision().integer(1), &jet.gradient);
        slopes
    }

    /// By the coordinates of the shared covariance, over all components.
    fn shared(&self, shapes: &[Shape<Interval>]) -> Slopes {
        let of_component = |(k, shape)| self.of_gaussian(k, shape).split(self.layout.dimension).1;
        let zero = Slopes::zero(self.layout.shared().len(), self.precision());
        shapes.iter().enumerate().map(of_component).fold(zero, Slopes::plus)
    }
}
