//! `trajectory`: exactly `T` iterations of EM. No floor, no jitter, no early stop.

use super::{
    expectation::{Cost, EStep, Expectation},
    maximize::is_worth_more_effort,
    source::{Source, Summary, check_dimension, spanning},
    tree::Rooms,
};
use crate::{
    error::{Error, Moment, Result},
    family::{Family, MStep},
    mixture::{Mixture, Prior, log_joint},
    statistics::{Effort, Statistics},
};

/// The result of [`trajectory`].
#[derive(Clone, Debug)]
pub struct Trajectory<F> {
    /// `log p(X|θ_t)` for `t = 0, ..., T`.
    pub log_evidence: Vec<f64>,
    /// `log p(X, θ_t)` for `t = 0, ..., T`; never decreases.
    pub log_joint: Vec<f64>,
    /// The parameters after the iterations that were asked for.
    pub recorded: Recorded<F>,
    /// `(t, k)` where component `k` was empty in iteration `t` and kept its parameters.
    pub empty_components: Vec<(usize, usize)>,
    /// What it cost.
    pub cost: Cost,
}

/// Parameters after some iterations, `(t, θ_t)`, in increasing `t`.
pub type Recorded<F> = Vec<(usize, Mixture<F>)>;

/// Makes `iterations` iterations of EM from `initial` and records the parameters after those listed in `record`; 0 is the start.
///
/// # Errors
/// Observations or a prior that do not fit; in an iteration: an impossible observation, a covariance that is not positive definite, a
/// mode outside the parameter space.
pub fn trajectory<F: Family>(
    source: &impl Source,
    initial: Mixture<F>,
    prior: &Prior<F::Prior>,
    iterations: usize,
    record: &[usize],
) -> Result<Trajectory<F>> {
    let mut run = Run::new(source, initial, prior, iterations > 0)?;
    let mut trajectory = Trajectory {
        log_evidence: Vec::new(),
        log_joint: Vec::new(),
        recorded: Vec::new(),
        empty_components: Vec::new(),
        cost: Cost::default(),
    };
    for iteration in 0..=iterations {
        trajectory.log_evidence.push(run.expectation.log_evidence());
        trajectory.log_joint.push(run.log_joint()?);
        if record.contains(&iteration) {
            trajectory.recorded.push((iteration, run.mixture.clone()));
        }
        if iteration < iterations {
            let empty = run.step(iteration + 1 < iterations)?;
            trajectory.empty_components.extend(empty.into_iter().map(|k| (iteration + 1, k)));
        }
    }
    trajectory.cost = run.cost;
    Ok(trajectory)
}

/// EM in progress: the parameters `θ_t` and the E-step at them.
pub(super) struct Run<'a, F: Family, S> {
    source: &'a S,
    summary: Summary,
    shape: F::Shape,
    prior: &'a Prior<F::Prior>,
    pub mixture: Mixture<F>,
    pub expectation: Expectation<F::Moments>,
    /// The arithmetic of that E-step's moments.
    effort: Effort,
    /// `t`.
    pub iteration: usize,
    pub cost: Cost,
    rooms: Rooms<F::Room>,
}

impl<'a, F: Family, S: Source> Run<'a, F, S> {
    /// Checks the input and makes the first E-step; with statistics, if a step is to follow.
    pub fn new(source: &'a S, initial: Mixture<F>, prior: &'a Prior<F::Prior>, more: bool) -> Result<Self> {
        let shape = initial.components().shape();
        check_dimension(source, F::dimension(&shape))?;
        let summary = Summary::of(source, |part| F::check_observations(&shape, part))?;
        prior.check_model::<F>(&shape, initial.weights().len())?;
        let (effort, rooms, mut cost) = (Effort::Standard, Rooms::default(), Cost::default());
        let step = EStep { source, summary: &summary, effort, statistics: more };
        let expectation = step.at(&initial, &rooms, &mut cost)?;
        Ok(Self { source, summary, shape, prior, mixture: initial, expectation, effort, iteration: 0, cost, rooms })
    }

    /// `log p(X, θ_t)`.
    pub fn log_joint(&self) -> Result<f64> {
        let moment = if self.iteration == 0 { Moment::Given } else { Moment::Iteration(self.iteration) };
        log_joint(self.expectation.log_evidence(), self.mixture.log_prior(self.prior), moment)
    }

    /// One iteration: the M-step from the E-step at hand, then the next E-step; with statistics, if there are more to follow. Returns the
    /// components that were empty and kept their parameters.
    pub fn step(&mut self, more: bool) -> Result<Vec<usize>> {
        self.iteration += 1;
        let moment = Moment::Iteration(self.iteration);
        if let Some(observation) = self.expectation.impossible {
            return Err(Error::ImpossibleObservation { observation, moment });
        }
        if self.iteration == 1 && self.prior.components.is_none() {
            self.check_maximum_exists(moment)?;
        }
        let statistics = self.statistics();
        let empty = (0..statistics.components())
            .filter(|&k| self.prior.components.is_none() && statistics.is_empty(k))
            .collect();
        let mut maximum = self.maximize(moment);
        if self.effort == Effort::Standard && is_worth_more_effort(&maximum) {
            self.effort = Effort::DoubleDouble;
            self.expect(true)?;
            maximum = self.maximize(moment);
        }
        self.mixture = maximum?;
        // Where the last covariances were ill-conditioned the next ones will be.
        self.effort =
            if self.mixture.components().is_ill_conditioned() { Effort::DoubleDouble } else { Effort::Standard };
        self.expect(more)?;
        if self.expectation.log_evidence().is_nan() {
            let quantity = "the log evidence".to_owned();
            return Err(Error::NotRepresentable { quantity, moment });
        }
        Ok(empty)
    }

    /// The E-step at the parameters at hand.
    fn expect(&mut self, statistics: bool) -> Result<()> {
        let step = EStep { source: self.source, summary: &self.summary, effort: self.effort, statistics };
        self.expectation = step.at(&self.mixture, &self.rooms, &mut self.cost)?;
        Ok(())
    }

    fn statistics(&self) -> &Statistics<F::Moments> {
        self.expectation.statistics.as_ref().expect("an E-step before a step is made with statistics")
    }

    /// The M-step from the E-step at hand.
    fn maximize(&self, moment: Moment) -> Result<Mixture<F>> {
        let step = MStep {
            shape: &self.shape,
            statistics: self.statistics(),
            total_weight: self.summary.total_weight,
            effort: self.effort,
            prior: self.prior.components.as_ref(),
            kept: Some(self.mixture.components()),
            moment,
        };
        Mixture::maximize(&step, self.prior.weights.as_ref())
    }

    /// Every component that is not empty has all observations of positive weight, if ever so little of them: whether a maximum exists
    /// depends on their affine hull alone, and is the same in every iteration.
    fn check_maximum_exists(&self, moment: Moment) -> Result<()> {
        let statistics = self.statistics();
        let Some(component) = (0..statistics.components()).find(|&k| !statistics.is_empty(k)) else { return Ok(()) };
        let spanning = spanning(self.source)?;
        let rows = spanning.iter().map(Vec::as_slice).collect();
        F::check_maximum_exists(&self.shape, &[(component, rows)], moment)
    }
}
