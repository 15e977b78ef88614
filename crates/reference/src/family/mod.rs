//! Families of component densities. A new family is one file that implements [`Family`] and one line here.

mod categorical;
pub mod gaussian;
mod poisson;

use faer::MatMut;

use crate::{
    em::Summary,
    error::{Error, Moment, Result},
    kernel::Kernel,
    mixture::Mixture,
    observations::{Block, Observations},
    statistics::{Effort, Moments, ShiftedWeights, Statistics},
};

pub use categorical::{Categorical, CategoricalPrior};
pub use gaussian::{Diagonal, Full, Gaussian, Identity, Spherical, Tied};
pub use poisson::{Poisson, PoissonPrior};

/// The parameters `θ_1, ..., θ_K` of one family, and how EM sees it.
///
/// An E-step asks for [`log_densities`](Self::log_densities) and [`moments`](Self::moments) block by block, an M-step for
/// [`maximize`](Self::maximize) once; with a prior it is the mode of the posterior, without one the maximum of the likelihood.
pub trait Family: Clone + Send + Sync + Sized {
    /// What is known of the family before its parameters: dimensions, levels.
    type Shape: Clone + Send + Sync;
    /// The moments that are sufficient beside the counts.
    type Moments: Moments;
    /// The conjugate priors of one component's parameters.
    type Prior: Send + Sync;

    /// The E-step of ordinary data at given parameters, in vector instructions.
    type Kernel<'a>: Kernel<Moments = Self::Moments, Room = Self::Room>
    where
        Self: 'a;

    /// What a thread needs for that.
    type Room: Default + Send;

    /// Prepares it; `None` for parameters that are not ordinary.
    fn kernel<'a>(mixture: &'a Mixture<Self>, summary: &Summary) -> Option<Self::Kernel<'a>>;

    /// `K`.
    fn components(&self) -> usize;

    /// The shape of these parameters.
    fn shape(&self) -> Self::Shape;

    /// `D` of a shape, the length of an observation.
    fn dimension(shape: &Self::Shape) -> usize;

    /// Checks that every observation lies in the sample space.
    ///
    /// # Errors
    /// Names the observation and the variable.
    fn check_observations(shape: &Self::Shape, observations: &Observations) -> Result<()>;

    /// Checks that a prior fits `K` components of this shape.
    ///
    /// # Errors
    /// Names the field of the prior.
    fn check_prior(shape: &Self::Shape, prior: &Self::Prior) -> Result<()>;

    /// Checks that a maximum of the likelihood exists for components that have some observations each, given as `(k, rows)`.
    ///
    /// # Errors
    /// Names the first component for which it does not.
    fn check_maximum_exists(shape: &Self::Shape, supports: &[Support<'_>], moment: Moment) -> Result<()> {
        let _ = (shape, supports, moment);
        Ok(())
    }

    /// Writes `log p(x_n|θ_k) - c_n` to `out` (`K x B`) and `c_n` to `offsets` (`B`), what all components share: in units of 1e-150
    /// every log density is near 345, of a far outlier it is -1e9, and responsibilities would inherit the rounding of that.
    fn log_densities(&self, block: &Block<'_>, out: MatMut<'_, f64>, offsets: &mut [f64]);

    /// The moments of a block under weights `w_n r_nk`.
    fn moments(shape: &Self::Shape, block: &Block<'_>, weights: &ShiftedWeights, effort: Effort) -> Self::Moments;

    /// The parameters that maximise the ELBO for the responsibilities behind the statistics.
    ///
    /// `kept` are the parameters an empty component keeps when there is no prior.
    ///
    /// # Errors
    /// No mode, a covariance that is not positive definite, an empty component with nothing to keep.
    fn maximize(step: &MStep<'_, Self>) -> Result<Self>;

    /// `Σ_k log p(θ_k)`, every density fully normalised.
    fn log_prior(&self, prior: &Self::Prior) -> f64;

    /// Whether moments in binary64 would lose digits that these parameters have.
    fn is_ill_conditioned(&self) -> bool {
        false
    }

    /// Whether every parameter is finite.
    fn is_finite(&self) -> bool;

    /// The largest change of any parameter block against `other`, relative to the block's largest magnitude.
    fn relative_change(&self, other: &Self) -> f64;
}

/// A component and the observations of which it has a positive part.
pub type Support<'a> = (usize, Vec<&'a [f64]>);

/// What an M-step is made from.
#[derive(Debug)]
pub struct MStep<'a, F: Family> {
    /// The family's shape.
    pub shape: &'a F::Shape,
    /// The statistics of the E-step.
    pub statistics: &'a Statistics<F::Moments>,
    /// `W = Σ_n w_n`.
    pub total_weight: f64,
    /// The arithmetic in which the statistics were taken.
    pub effort: Effort,
    /// The prior of each component's parameters.
    pub prior: Option<&'a F::Prior>,
    /// The parameters before the step.
    pub kept: Option<&'a F>,
    /// For the errors.
    pub moment: Moment,
}

impl<F: Family> MStep<'_, F> {
    /// The parameters that empty component `k` keeps.
    ///
    /// # Errors
    /// [`Error::EmptyComponent`] if there are none.
    pub fn kept(&self, k: usize) -> Result<&F> {
        self.kept.ok_or(Error::EmptyComponent { component: k })
    }

    /// [`Error::NoMode`] for a parameter.
    #[must_use]
    pub fn no_mode(&self, prior: &'static str, parameter: String, reason: &'static str) -> Error {
        Error::NoMode { prior, parameter, reason, moment: self.moment }
    }
}

/// The largest `|a_i - b_i|` relative to the largest `|b_i|`; 0 for two blocks of zeros.
#[must_use]
pub fn relative_change(a: &[f64], b: &[f64]) -> f64 {
    let scale = b.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let change = a.iter().zip(b).fold(0.0_f64, |largest, (x, y)| largest.max((x - y).abs()));
    if change == 0.0 { 0.0 } else { change / scale }
}
