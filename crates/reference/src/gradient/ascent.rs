//! Gradient ascent on `log p(X, θ)`, to be compared with EM.
//!
//! `c ← c + η ∇`, in the coordinates of the module, with a fixed step or with one found by backtracking: halved until the objective rises
//! by at least `σ η |∇|²` (Armijo 1966), and begun at twice the last that was accepted. The objective never falls under backtracking; a
//! fixed step that is too long may lower it or leave the domain, which is an error. An iteration costs one gradient, as dear as
//! an iteration of EM, and backtracking one evaluation more for each trial; all are counted.

use super::{Coordinates, Gradient, coordinates, gradient, mixture_at};
use crate::{
    em::{Wanted, evaluate},
    error::{Result, check_domain},
    mixture::{Mixture, Prior},
    observations::Observations,
};

/// How far a step goes along the gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stepping {
    /// Always `η`.
    Fixed(f64),
    /// By backtracking.
    Backtracking {
        /// The first `η` that is tried.
        first: f64,
        /// `σ`, from 0 to 1: the share of the promised rise that is asked for.
        sufficient: f64,
    },
}

/// The result of [`ascend`].
#[derive(Clone, Debug)]
pub struct Ascent<F> {
    /// The parameters after the last iteration.
    pub mixture: Mixture<F>,
    /// `log p(X, θ_t)` for `t = 0, 1, ...`
    pub log_joint: Vec<f64>,
    /// `|∇|` at each of them.
    pub gradient_norm: Vec<f64>,
    /// How often the objective was evaluated, up to each of them.
    pub evaluations: Vec<usize>,
    /// Whether `|∇|` fell to the tolerance.
    pub converged: bool,
}

/// At most this many halvings: a step below `2⁻⁶⁰` of the last is no step.
const HALVINGS: usize = 60;

/// Ascends from `initial` until `|∇| <= tolerance`, until no step that backtracking tries is a rise, or for `max_iterations`.
///
/// # Errors
/// A step, tolerance or `σ` out of its domain; parameters on the boundary, which have no coordinates; those of [`gradient`].
pub fn ascend<F: Coordinates>(
    observations: &Observations,
    initial: Mixture<F>,
    prior: &Prior<F::Prior>,
    stepping: Stepping,
    tolerance: f64,
    max_iterations: usize,
) -> Result<Ascent<F>> {
    check(stepping, tolerance)?;
    let (shape, components) = (initial.components().shape(), initial.weights().len());
    let mut position = coordinates(&initial)?;
    let mut here = gradient(observations, &initial, prior)?;
    let mut run = Ascent {
        mixture: initial,
        log_joint: vec![here.log_joint],
        gradient_norm: vec![norm(&here.gradient)],
        evaluations: vec![1],
        converged: false,
    };
    let mut trials = 0;
    let mut step = first_step(stepping);
    for iteration in 0..=max_iterations {
        run.converged = run.gradient_norm[iteration] <= tolerance;
        if run.converged || iteration == max_iterations {
            break;
        }
        let moved = |step: f64| -> (Vec<f64>, Result<Mixture<F>>) {
            let to: Vec<f64> = position.iter().zip(&here.gradient).map(|(c, slope)| c + step * slope).collect();
            let mixture = mixture_at(&shape, components, &to);
            (to, mixture)
        };
        if let Stepping::Backtracking { sufficient, .. } = stepping {
            let rises = |step: f64| {
                let at = moved(step).1.and_then(|mixture| evaluate(observations, &mixture, prior, Wanted::default()));
                let wanted = here.log_joint + sufficient * step * run.gradient_norm[iteration].powi(2);
                at.ok().and_then(|at| at.log_joint).is_some_and(|value| value >= wanted && value > here.log_joint)
            };
            match backtrack(step, rises) {
                (Some(found), tried) => (step, trials) = (found, trials + tried),
                (None, _) => break,
            }
        }
        let (to, mixture) = moved(step);
        let mixture = mixture?;
        here = record(&mut run, gradient(observations, &mixture, prior)?, trials);
        (run.mixture, position) = (mixture, to);
        step = if let Stepping::Fixed(fixed) = stepping { fixed } else { 2.0 * step };
    }
    Ok(run)
}

fn check(stepping: Stepping, tolerance: f64) -> Result<()> {
    check_domain(tolerance, |t| t >= 0.0, || "tolerance".to_owned(), "finite and at least 0")?;
    check_domain(first_step(stepping), |step| step > 0.0, || "step".to_owned(), "finite and greater than 0")?;
    match stepping {
        Stepping::Fixed(_) => Ok(()),
        Stepping::Backtracking { sufficient, .. } => {
            check_domain(sufficient, |s| s > 0.0 && s < 1.0, || "sufficient".to_owned(), "between 0 and 1")
        }
    }
}

fn first_step(stepping: Stepping) -> f64 {
    match stepping {
        Stepping::Fixed(step) | Stepping::Backtracking { first: step, .. } => step,
    }
}

/// The first of `step`, `step/2`, ... that rises, and how many were tried.
fn backtrack(step: f64, rises: impl Fn(f64) -> bool) -> (Option<f64>, usize) {
    let mut step = step;
    for tried in 1..=HALVINGS {
        if rises(step) {
            return (Some(step), tried);
        }
        step *= 0.5;
    }
    (None, HALVINGS)
}

/// `|v|`.
fn norm(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum::<f64>().sqrt()
}

/// Notes an iteration, and hands its gradient on.
fn record<F>(run: &mut Ascent<F>, here: Gradient, trials: usize) -> Gradient {
    run.log_joint.push(here.log_joint);
    run.gradient_norm.push(norm(&here.gradient));
    run.evaluations.push(run.log_joint.len() + trials);
    here
}
