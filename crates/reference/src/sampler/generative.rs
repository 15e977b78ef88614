//! The generative process of a Bayesian mixture (1)-(4), for every prior that the specialised families have.
//!
//! A prior read as a density of the natural parameter is the same distribution as one of the mean parameter, with parameters shifted by
//! the Jacobian: `p(log λ) ∝ exp(φ log λ - νλ)` says `λ ~ Gamma(φ, ν)`, and logits with density `∝ Π p_c^φ_c` are those of
//! `p ~ Dir(φ)`. Only their modes differ.

use super::{
    Sampler,
    wishart::{Rows, square, times},
};
use crate::{
    CategoricalPrior, PoissonPrior, Prior,
    error::{Error, Moment, Result},
    prior::{
        Dirichlet, DirichletLevels, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaDiagonal,
        NormalInverseGammaSpherical, NormalInverseWishart,
    },
};

/// A prior of a component's parameters, as far as the generative process goes: what is drawn from it, and what is drawn from that.
pub trait ComponentPrior {
    /// `θ_k`.
    type Parameters;

    /// `θ_k ~ p(θ)` (2).
    ///
    /// # Errors
    /// A draw beyond binary64.
    fn parameters(&self, sampler: &mut Sampler) -> Result<Self::Parameters>;

    /// `x_n ~ p(x|θ_k)` (4), `D`.
    ///
    /// # Errors
    /// A draw beyond binary64.
    fn observation(&self, parameters: &Self::Parameters, sampler: &mut Sampler) -> Result<Vec<f64>>;
}

/// Everything the generative process draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw<T> {
    /// `π`, `K`.
    pub proportions: Vec<f64>,
    /// `θ_k`, `K`.
    pub parameters: Vec<T>,
    /// `z_n`, `N`.
    pub assignments: Vec<usize>,
    /// `x_n`, `N` rows of `D`.
    pub observations: Vec<Vec<f64>>,
}

/// Draws proportions, parameters, assignments and `count` observations, in this order, from a seed. `K` is the number of
/// concentrations of the mixing weights; the pairs `(z_n, x_n)` are drawn one after the other, so more of them begin with the same.
///
/// # Errors
/// A prior that is absent, a draw beyond binary64.
pub fn draw<P: ComponentPrior>(prior: &Prior<P>, count: usize, seed: u64) -> Result<Draw<P::Parameters>> {
    let absent = |field: &str| Error::NoData { field: field.to_owned(), problem: "there is no prior to draw from" };
    let weights: &Dirichlet = prior.weights.as_ref().ok_or_else(|| absent("prior.weights"))?;
    let components = prior.components.as_ref().ok_or_else(|| absent("prior.components"))?;
    let mut sampler = Sampler::new(seed);
    let proportions = sampler.dirichlet(&weights.concentration)?;
    let parameters =
        proportions.iter().map(|_| components.parameters(&mut sampler)).collect::<Result<Vec<P::Parameters>>>()?;
    let (mut assignments, mut observations) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for _ in 0..count {
        let z = sampler.index(&proportions);
        assignments.push(z);
        observations.push(components.observation(&parameters[z], &mut sampler)?);
    }
    Ok(Draw { proportions, parameters, assignments, observations })
}

/// All of them finite, or an error.
fn finite(values: Vec<f64>, quantity: &str) -> Result<Vec<f64>> {
    if values.iter().all(|value| value.is_finite()) {
        return Ok(values);
    }
    Err(Error::NotRepresentable { quantity: quantity.to_owned(), moment: Moment::Given })
}

/// Positive and finite as well: what a variance or a rate must be.
fn positive(values: Vec<f64>, quantity: &str) -> Result<Vec<f64>> {
    if values.iter().all(|&value| value > 0.0) {
        return finite(values, quantity);
    }
    Err(Error::NotRepresentable { quantity: quantity.to_owned(), moment: Moment::Given })
}

/// `mean + scale_d z_d`.
fn around(mean: &[f64], scale: impl Fn(usize) -> f64, sampler: &mut Sampler) -> Result<Vec<f64>> {
    let entry = |(d, mean): (usize, &f64)| mean + scale(d) * sampler.normal();
    finite(mean.iter().enumerate().map(entry).collect(), "a normal draw")
}

/// `μ ~ N(m0, I/κ)`, `x ~ N(μ, I)` (13).
impl ComponentPrior for Normal {
    type Parameters = Vec<f64>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<f64>> {
        around(self.mean(), |_| 1.0 / self.precision.sqrt(), sampler)
    }

    fn observation(&self, mean: &Vec<f64>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        around(mean, |_| 1.0, sampler)
    }
}

/// A mean and the variance of each dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanVariances {
    /// `μ`, `D`.
    pub mean: Vec<f64>,
    /// `σ²_d`, `D`.
    pub variances: Vec<f64>,
}

/// `μ_d ~ N(m0_d, σ²_d/κ)`.
fn mean_given_variances(normal: &Normal, variances: Vec<f64>, sampler: &mut Sampler) -> Result<MeanVariances> {
    let variances = positive(variances, "a variance")?;
    let mean = around(normal.mean(), |d| (variances[d] / normal.precision).sqrt(), sampler)?;
    Ok(MeanVariances { mean, variances })
}

/// `σ²_d ~ IG(a, b_d)`, `μ_d ~ N(m0_d, σ²_d/κ)`, `x_d ~ N(μ_d, σ²_d)`.
impl ComponentPrior for NormalInverseGammaDiagonal {
    type Parameters = MeanVariances;

    fn parameters(&self, sampler: &mut Sampler) -> Result<MeanVariances> {
        let variances = self.scale.iter().map(|&scale| sampler.inverse_gamma(self.shape, scale));
        let variances = variances.collect::<Result<Vec<f64>>>()?;
        mean_given_variances(self.normal(), variances, sampler)
    }

    fn observation(&self, parameters: &MeanVariances, sampler: &mut Sampler) -> Result<Vec<f64>> {
        around(&parameters.mean, |d| parameters.variances[d].sqrt(), sampler)
    }
}

/// `σ² ~ IG(a, b)`, one for all dimensions, and as above.
impl ComponentPrior for NormalInverseGammaSpherical {
    type Parameters = MeanVariances;

    fn parameters(&self, sampler: &mut Sampler) -> Result<MeanVariances> {
        let variance = sampler.inverse_gamma(self.shape, self.scale)?;
        mean_given_variances(self.normal(), vec![variance; self.normal().mean().len()], sampler)
    }

    fn observation(&self, parameters: &MeanVariances, sampler: &mut Sampler) -> Result<Vec<f64>> {
        around(&parameters.mean, |d| parameters.variances[d].sqrt(), sampler)
    }
}

/// A mean and a factor of the covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanFactor {
    /// `μ`, `D`.
    pub mean: Vec<f64>,
    /// `B` of `Σ = B Bᵀ`, `D` rows of `D`.
    pub factor: Rows,
}

impl MeanFactor {
    /// `Σ`, `D` rows of `D`, symmetric to the last bit.
    #[must_use]
    pub fn covariance(&self) -> Vec<Vec<f64>> {
        square(&self.factor)
    }
}

/// `mean + scale B z`.
fn around_with(mean: &[f64], factor: &Rows, scale: f64, sampler: &mut Sampler) -> Result<Vec<f64>> {
    let normals = sampler.normals(mean.len());
    let moved = mean.iter().zip(times(factor, &normals)).map(|(mean, step)| mean + scale * step);
    finite(moved.collect(), "a normal draw")
}

/// `Σ ~ IW(ν, Ψ)`, `μ ~ N(m0, Σ/κ)`, `x ~ N(μ, Σ)`.
impl ComponentPrior for NormalInverseWishart {
    type Parameters = MeanFactor;

    fn parameters(&self, sampler: &mut Sampler) -> Result<MeanFactor> {
        let dimension = self.scale().nrows();
        let scale: Rows = (0..dimension).map(|i| (0..dimension).map(|j| self.scale()[(i, j)]).collect()).collect();
        let factor = sampler.inverse_wishart_factor(self.degrees_of_freedom(), &scale)?;
        let mean = around_with(self.normal().mean(), &factor, 1.0 / self.normal().precision.sqrt(), sampler)?;
        Ok(MeanFactor { mean, factor })
    }

    fn observation(&self, parameters: &MeanFactor, sampler: &mut Sampler) -> Result<Vec<f64>> {
        around_with(&parameters.mean, &parameters.factor, 1.0, sampler)
    }
}

/// `λ_d ~ Gamma(a_d, b_d)`, `D` independent.
fn rates(shape: &[f64], rate: impl Fn(usize) -> f64, sampler: &mut Sampler) -> Result<Vec<f64>> {
    let draws = shape.iter().enumerate().map(|(d, &shape)| sampler.gamma(shape, rate(d)));
    finite(draws.collect::<Result<Vec<_>>>()?, "a rate")
}

/// `x_d ~ Poisson(λ_d)`.
fn counts(rates: &[f64], sampler: &mut Sampler) -> Result<Vec<f64>> {
    rates.iter().map(|&rate| sampler.poisson(rate)).collect()
}

/// `λ_d ~ Gamma(a_d, b_d)`, `x_d ~ Poisson(λ_d)`.
impl ComponentPrior for Gamma {
    type Parameters = Vec<f64>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<f64>> {
        rates(&self.shape, |d| self.rate[d], sampler)
    }

    fn observation(&self, rates: &Vec<f64>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        counts(rates, sampler)
    }
}

/// `λ_d ~ Gamma(φ_d, ν)`, `x_d ~ Poisson(λ_d)`.
impl ComponentPrior for NaturalPoisson {
    type Parameters = Vec<f64>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<f64>> {
        rates(&self.pseudo_observations, |_| self.pseudo_count, sampler)
    }

    fn observation(&self, rates: &Vec<f64>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        counts(rates, sampler)
    }
}

/// Either of the two.
impl ComponentPrior for PoissonPrior {
    type Parameters = Vec<f64>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<f64>> {
        match self {
            Self::Gamma(prior) => prior.parameters(sampler),
            Self::Natural(prior) => prior.parameters(sampler),
        }
    }

    fn observation(&self, rates: &Vec<f64>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        counts(rates, sampler)
    }
}

/// `x_d ~ p_d`.
fn levels(probabilities: &[Vec<f64>], sampler: &mut Sampler) -> Vec<f64> {
    probabilities.iter().map(|variable| sampler.index(variable) as f64).collect()
}

/// `p_d ~ Dir(α_d)`, `x_d ~ p_d`.
impl ComponentPrior for DirichletLevels {
    type Parameters = Vec<Vec<f64>>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<Vec<f64>>> {
        self.variables.iter().map(|variable| sampler.dirichlet(&variable.concentration)).collect()
    }

    fn observation(&self, probabilities: &Vec<Vec<f64>>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        Ok(levels(probabilities, sampler))
    }
}

/// `p_d ~ Dir(φ_d)`, `x_d ~ p_d`.
impl ComponentPrior for NaturalCategorical {
    type Parameters = Vec<Vec<f64>>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<Vec<f64>>> {
        self.pseudo_observations.iter().map(|phi| sampler.dirichlet(phi)).collect()
    }

    fn observation(&self, probabilities: &Vec<Vec<f64>>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        Ok(levels(probabilities, sampler))
    }
}

/// Either of the two.
impl ComponentPrior for CategoricalPrior {
    type Parameters = Vec<Vec<f64>>;

    fn parameters(&self, sampler: &mut Sampler) -> Result<Vec<Vec<f64>>> {
        match self {
            Self::Dirichlet(prior) => prior.parameters(sampler),
            Self::Natural(prior) => prior.parameters(sampler),
        }
    }

    fn observation(&self, probabilities: &Vec<Vec<f64>>, sampler: &mut Sampler) -> Result<Vec<f64>> {
        Ok(levels(probabilities, sampler))
    }
}
