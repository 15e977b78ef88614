//! `fit`: the maximum of `log p(X, θ)` to which EM leads from the initial parameters, with a proof that it is one, and the
//! other stationary points that a search found, each with its own.
//!
//! The first iterations are made in enclosures, so that input which must be refused is; then EM goes on in doubles until
//! Newton's iteration takes over ([`basin`](crate::optimum::basin)). An optimum on the boundary of the parameter space, where
//! a weight, rate or probability is 0 or a covariance singular, is no stationary point and has no certified values.
//!
//! Attainable digits are those of perturbed runs, a run being Newton's iteration on perturbed inputs from the optimum, and at most
//! those that the optimum's flatness leaves. An objective right to `ε = 2⁻⁵³ s`, `s` the scale of `log_joint` (2⁻²⁴ for binary32), has arrived
//! when EM's next iteration would raise it by no more, that is when `δ = ε/(1 - ρ²)` is lacking ([`rate`](crate::optimum::rate)). So much is
//! left of `log_joint`; of a quantity among the parameters `-log10(sqrt(2 δ c)/s_θ)` ([`flatness`](crate::optimum::flatness)), `s_θ` its scale;
//! and of `log_evidence`, which is not flat where there is a prior, the same with `c` of its gradient.

use rayon::prelude::*;
use rug::{Float, float::Round};
use suite::format::{Case, Parameters, StationaryKind};

use super::trajectory::run;
use crate::{
    attainable::{BINARY32, BINARY64, Format, RUNS, worst_digits},
    em::expectation,
    failure::{CertifyError, Failure, Rejection},
    input::{read_parameters, read_problem, reader, required},
    interval::Interval,
    linear::Vector,
    mixture::{Mixture, Problem},
    optimum::{
        Layout, Posed, Proof,
        basin::{Candidate, Lost, MOST_ITERATIONS as MOST_EM_ITERATIONS, maximum_from},
        derivatives,
        explore::{explore, starts},
        flatness::{freedom_of, freedoms},
        newton::polish,
        prove,
        rate::slowness,
        units,
    },
    precision::{LEAST_BITS, MOST_BITS, Precision},
    settle::{Goal, Settled, settle_with},
    source::{Perturbation, Source},
    tree::Tree,
};

/// In so many iterations a degeneracy that must be refused has to show; they are made in enclosures.
const MOST_ITERATIONS: usize = 50;

/// Bits that an iteration in enclosures is expected to cost.
const BITS_PER_ITERATION: u32 = 4;

/// After those iterations parameters are known to so many digits of their scales.
const START_DIGITS: u32 = 15;

/// An optimum that is not proved with so many bits is singular.
const MOST_PROOF_BITS: u32 = 2048;

/// Another stationary point that is not proved with so many bits is not listed.
const MOST_LISTED_BITS: u32 = 1024;

/// At most so many maxima and saddles are listed beside the result, the highest.
const LISTED_MAXIMA: usize = 8;
const LISTED_SADDLES: usize = 4;

/// A perturbed optimum is known to `2⁻ⁿ` units.
const PERTURBED_GOAL: u32 = 64;

/// A stationary point with certified digits.
#[derive(Clone, Debug)]
pub struct Point {
    /// `parameters`, `log_evidence`, `log_joint`, known well enough.
    pub settled: Settled,
    /// The proof.
    pub proof: Proof,
    /// Attainable digits of every quantity, binary64.
    pub digits: Vec<f64>,
}

/// The certified answer of a fit.
#[derive(Clone, Debug)]
pub struct Optimum {
    /// The maximum to which EM leads.
    pub result: Point,
    /// Its attainable digits, binary32.
    pub digits_binary32: Vec<f64>,
    /// All that is listed, the result among them, the highest first.
    pub points: Vec<Point>,
    /// How many random starts were made.
    pub starts: usize,
}

/// Certifies a fit at a precision of at least `bits`; `others` are initial parameters of other fits of the same function, whose
/// maxima are known, too.
///
/// # Errors
/// When the input must be refused, or no optimum can be proved.
pub fn fit(case: &Case, id: &str, bits: u32, others: &[Parameters]) -> Result<Optimum, CertifyError> {
    let initial = checked(case)?;
    let (posed, layout, start) = followed(case, initial, bits)?;
    let start = start.ok_or_else(|| CertifyError::NoOptimum(lost(Lost::Boundary)))?;
    let units = units(&posed, &layout);
    let candidate =
        maximum_from(&posed, &layout, &start, &units).map_err(|reason| CertifyError::NoOptimum(lost(reason)))?;
    let field = Field { case, id, initial, units: &units, layout: &layout, posed: &posed };
    let of_others = others.iter().filter_map(|initial| field.led_to(initial));
    let known = std::iter::once(candidate).chain(of_others).collect();
    let (candidates, known) = explore(&posed, &layout, &units, &function(case, initial), known);
    let result = field.certified(&candidates[0].point, bits, bits.max(MOST_PROOF_BITS))?;
    if result.1.kind != StationaryKind::Maximum {
        return Err(CertifyError::NoOptimum("EM leads to a point that is proved to be no maximum".to_owned()));
    }
    let digits_binary32 = field.digits(&result, BINARY32);
    let result = field.with_digits(result);
    let others: Vec<Point> = listed(&candidates[1..], known - 1)
        .into_par_iter()
        .filter_map(|candidate| field.certified(&candidate.point, bits, bits.max(MOST_LISTED_BITS)).ok())
        .map(|certified| field.with_digits(certified))
        .collect();
    let starts = starts(&posed, &layout);
    Ok(Optimum { points: ranked(&result, others), result, digits_binary32, starts })
}

fn lost(reason: Lost) -> String {
    match reason {
        Lost::Boundary => {
            "the optimum lies on the boundary: EM takes a weight, a rate or a probability to 0, or a covariance to a singular one"
                .to_owned()
        }
        Lost::Nowhere => format!(
            "EM approaches no regular maximum in {MOST_EM_ITERATIONS} iterations: the optimum is singular or lies on the boundary"
        ),
    }
}

/// What is fitted, whatever the start: data, model, prior and the number of components.
fn function(case: &Case, initial: &Parameters) -> String {
    serde_json::to_string(&(&case.data, &case.model, &case.prior, initial.weights.len())).expect("JSON")
}

/// The first ones, which are known, and the highest of each kind among the others.
fn listed(candidates: &[Candidate], known: usize) -> Vec<&Candidate> {
    let (known, others) = candidates.split_at(known);
    let of_kind = |maximum: bool, most: usize| others.iter().filter(move |c| c.maximum == maximum).take(most);
    known.iter().chain(of_kind(true, LISTED_MAXIMA)).chain(of_kind(false, LISTED_SADDLES)).collect()
}

/// All points, the highest first. Of two whose order or distance to the highest cannot be told only one is kept.
fn ranked(result: &Point, others: Vec<Point>) -> Vec<Point> {
    let mut points = vec![result.clone()];
    for other in others {
        let apart = |point: &Point| {
            let difference = point.log_joint() - other.log_joint();
            difference.relative_radius() < 1e-36
        };
        if points.iter().all(apart) {
            points.push(other);
        }
    }
    let height = |point: &Point| point.log_joint().middle();
    points.sort_by(|a, b| height(b).total_cmp(&height(a)));
    points
}

/// The initial parameters, after the fields that belong to a fit were looked at.
fn checked(case: &Case) -> Result<&Parameters, CertifyError> {
    let look = || -> Result<&Parameters, Rejection> {
        let initial = required("initial", case.initial.as_ref())?;
        let tolerance = required("tolerance", case.tolerance.as_ref())?;
        required("max_iterations", case.max_iterations.as_ref())?;
        if !tolerance.0.is_finite() || tolerance.0 < 0.0 {
            return Err(Rejection::field("tolerance", format!("{tolerance} is no tolerance")));
        }
        Ok(initial)
    };
    look().map_err(CertifyError::Rejected)
}

/// The problem in doubles, and where EM stands after the first iterations; nothing on the boundary.
type Followed = (Posed<f64>, Layout, Option<Vec<f64>>);

fn followed(case: &Case, initial: &Parameters, bits: u32) -> Result<Followed, CertifyError> {
    let iterations = case.max_iterations.unwrap_or(0).min(MOST_ITERATIONS);
    let bits = (bits + BITS_PER_ITERATION * iterations as u32).next_multiple_of(64).min(MOST_BITS);
    let follow = |precision: Precision| {
        let mut source = Source::exact(precision);
        let mut reader = reader(&mut source);
        let mut course = run(case, initial, iterations, &[iterations], &mut reader)?;
        let mixture = course.recorded.remove(&iterations).expect("the last iteration is recorded");
        let problem = read_problem(case, initial.weights.len(), &mut reader)?;
        let layout = Layout::new(&problem);
        if layout.size() == 0 {
            return Err(Failure::NoOptimum("the model has nothing to be fitted".to_owned()));
        }
        let point: Vec<f64> = layout.point_of(&mixture).iter().map(|x| x.middle().to_f64()).collect();
        let point = point.iter().all(|x| x.is_finite()).then_some(point);
        Ok((Tree::parameters(&mixture), (Posed::new(&problem).rounded(), layout, point)))
    };
    settle_with(bits, MOST_BITS, Goal::EveryBlock(START_DIGITS), follow).map(|(_, followed)| followed)
}

/// What all points of one case have in common.
struct Field<'a> {
    case: &'a Case,
    id: &'a str,
    initial: &'a Parameters,
    units: &'a [f64],
    layout: &'a Layout,
    posed: &'a Posed<f64>,
}

impl Field<'_> {
    fn problem(&self, source: &mut Source) -> Result<Problem, Failure> {
        read_problem(self.case, self.initial.weights.len(), &mut reader(source))
    }

    /// The maximum to which EM leads from other initial parameters, as far as doubles can tell.
    fn led_to(&self, initial: &Parameters) -> Option<Candidate> {
        let mut source = Source::exact(Precision::new(LEAST_BITS));
        let mut reader = reader(&mut source);
        let problem = read_problem(self.case, initial.weights.len(), &mut reader).ok()?;
        let mixture = read_parameters("initial", initial, &problem, &mut reader).ok()?;
        let point: Vec<f64> = self.layout.point_of(&mixture).iter().map(|x| x.middle().to_f64()).collect();
        let finite = point.iter().all(|x| x.is_finite());
        finite.then(|| maximum_from(self.posed, self.layout, &point, self.units).ok())?
    }

    /// A stationary point, proved, with every number known well enough.
    fn certified(&self, candidate: &[f64], bits: u32, most: u32) -> Result<(Settled, Proof), CertifyError> {
        settle_with(bits, most, Goal::EveryNumber(crate::certificate::DIGITS), |precision| {
            let problem = self.problem(&mut Source::exact(precision))?;
            let proof = prove(&problem, candidate, self.units).map_err(|failure| {
                let unproved = || Failure::NoOptimum("no box about the optimum proves that it exists".to_owned());
                if precision.bits() >= MOST_PROOF_BITS { unproved() } else { failure }
            })?;
            Ok((tree(&problem, &proof.mixture)?, proof))
        })
    }

    fn with_digits(&self, certified: (Settled, Proof)) -> Point {
        let digits = self.digits(&certified, BINARY64);
        Point { settled: certified.0, proof: certified.1, digits }
    }

    /// Attainable digits of every quantity.
    fn digits(&self, (settled, proof): &(Settled, Proof), format: Format) -> Vec<f64> {
        let one_run = |run| {
            let perturbation = Perturbation { id: self.id, run, exponent: format.exponent() };
            self.perturbed(proof, &mut Source::perturbed(Precision::new(settled.bits), perturbation))
        };
        let runs: Vec<Option<Tree>> = (0..u64::from(RUNS)).into_par_iter().map(one_run).collect();
        let limits = self.flat_digits(settled, proof, format);
        let digits = worst_digits(&settled.tree, &runs).into_iter().zip(limits);
        digits.map(|(digits, limit)| format.rounded_down(digits.min(limit))).collect()
    }

    /// The digits that the flatness of the optimum leaves of every quantity: the parameters, `log_evidence`, `log_joint`.
    fn flat_digits(&self, settled: &Settled, proof: &Proof, format: Format) -> Vec<f64> {
        let blocks = settled.tree.blocks();
        let scale = |index: usize| blocks[index].1.scale();
        let joint = blocks.len() - 1;
        let epsilon = Float::with_val_round(64, scale(joint), Round::Up).0 >> format.exponent();
        let lacking = epsilon * self.slowness(proof);
        let digits = |error: &Float, index: usize| {
            if error.is_zero() { f64::INFINITY } else { -Float::with_val(64, error / scale(index)).log10().to_f64() }
        };
        let displaced = |freedom: &Float| (Float::with_val(64, freedom * &lacking) * 2_u32).sqrt();
        let parameters = freedoms(self.layout, &proof.point, &proof.inverse);
        let mut left: Vec<f64> = parameters.iter().enumerate().map(|(i, free)| digits(&displaced(free), i)).collect();
        let of_evidence = self.evidence_gradient(proof).map(|gradient| freedom_of(&gradient, &proof.inverse));
        let evidence = of_evidence.map_or(f64::INFINITY, |free| digits(&displaced(&free), joint - 1));
        left.extend([evidence.min(digits(&lacking, joint - 1)), digits(&lacking, joint)]);
        left
    }

    /// `1/(1 - ρ²)` at a maximum; no EM arrives at a saddle.
    fn slowness(&self, proof: &Proof) -> f64 {
        let point: Vec<f64> = proof.point.iter().map(|x| x.middle().to_f64()).collect();
        let is_maximum = proof.kind == StationaryKind::Maximum;
        if is_maximum { slowness(self.posed, self.layout, &point, self.units) } else { 1.0 }
    }

    /// `∇ log p(X|θ)` at a point where `∇ log p(X, θ)` is 0; nothing without a prior, where both are the same.
    fn evidence_gradient(&self, proof: &Proof) -> Option<Vector> {
        let bits = proof.point[0].bits();
        let mut problem = self.problem(&mut Source::exact(Precision::new(bits))).ok()?;
        let prior = std::mem::take(&mut problem.prior);
        let is_there = prior.weights.is_some() || prior.components.is_some();
        is_there.then(|| derivatives::gradient(&Posed::new(&problem), self.layout, &proof.point))
    }

    /// The optimum of perturbed inputs near a proved one; nothing where there is none.
    fn perturbed(&self, proof: &Proof, source: &mut Source) -> Option<Tree> {
        let problem = self.problem(source).ok()?;
        let posed = Posed::new(&problem);
        let bits = problem.precision.bits();
        let start: Vector = proof.point.iter().map(|x| Interval::point(Float::with_val(bits, x.middle()))).collect();
        let at = |point: &[Interval]| derivatives::gradient(&posed, self.layout, point);
        let slope = |point: &[Interval]| derivatives::hessian(&posed, self.layout, point);
        let point = polish(&start, self.units, PERTURBED_GOAL, Some(&proof.inverse), at, slope)?;
        tree(&problem, &self.layout.mixture(&point)).ok()
    }
}

/// The result at a mixture.
fn tree(problem: &Problem, mixture: &Mixture) -> Result<Tree, Failure> {
    let objective = expectation(problem, mixture, 0)?.0;
    Ok(Tree::map([
        ("parameters", Tree::parameters(mixture)),
        ("log_evidence", Tree::scaled(objective.log_evidence, objective.evidence_scale)),
        ("log_joint", Tree::scaled(objective.log_joint, objective.joint_scale)),
    ]))
}

impl Point {
    fn part(&self, wanted: &str) -> &Tree {
        let Tree::Map(parts) = &self.settled.tree else { unreachable!("a result has named parts") };
        let found = parts.iter().find(|(name, _)| name == wanted);
        &found.expect("every point has the same parts").1
    }

    /// `log p(X, θ)`.
    #[must_use]
    pub fn log_joint(&self) -> &Interval {
        let Tree::Block(block) = self.part("log_joint") else { unreachable!("an objective is a quantity") };
        block.entries()[0]
    }

    /// `θ`.
    #[must_use]
    pub fn parameters(&self) -> &Tree {
        self.part("parameters")
    }
}
