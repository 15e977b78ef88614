//! Raising the precision until every quantity of a result is known well enough.
//!
//! Enclosures widen by a factor that the computation determines, whatever the precision, so the bits that were missing say how
//! many more are needed; where nothing is known the precision is doubled.

use rug::Float;
use suite::format::{Case, Operation};

use crate::{
    failure::{CertifyError, Failure},
    precision::{LEAST_BITS, MOST_BITS, Precision},
    tree::{Block, Tree},
};

/// Bits that one EM iteration costs, by experience: about 3 for most, where components overlap up to 30.
const BITS_PER_ITERATION: usize = 4;

/// Bits that one step of variational inference costs, by experience: 4 in two dimensions, 7 in four.
const BITS_PER_VARIATIONAL_STEP: usize = 6;

/// Bits kept when a precision is found to have been higher than needed.
const SPARE_BITS: u32 = 32;

/// When a result is known well enough.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// Every number has a relative radius below `10⁻ⁿ`.
    EveryNumber(u32),
    /// Every number has a radius below `10⁻ⁿ` of the scale of its quantity.
    EveryBlock(u32),
}

impl Goal {
    /// The radius of the least known number of a block that counts against the goal.
    fn worst_of(self, block: &Block) -> Float {
        let larger = |a: Float, b: Float| if b > a { b } else { a };
        let relative = block.entries().into_iter().map(|entry| match self {
            Self::EveryNumber(_) => entry.relative_radius(),
            Self::EveryBlock(_) => {
                let radius = entry.radius();
                if radius.is_zero() { radius } else { radius / block.scale() }
            }
        });
        let scale = block.scale.as_ref().map(crate::interval::Interval::relative_radius);
        relative.chain(scale).fold(Float::new(64), larger)
    }

    fn digits(self) -> u32 {
        match self {
            Self::EveryNumber(digits) | Self::EveryBlock(digits) => digits,
        }
    }
}

/// A result that is known well enough.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The result.
    pub tree: Tree,
    /// The precision it took.
    pub bits: u32,
    /// The largest radius, relative as the goal has it.
    pub radius: Float,
}

impl Settled {
    /// The precision that would have been enough for so many digits, with some bits to spare.
    #[must_use]
    pub fn sufficient_bits(&self, digits: u32) -> u32 {
        if self.radius.is_zero() {
            return LEAST_BITS;
        }
        let proved = -self.radius.clone().log2().to_f64();
        let excess = (proved - f64::from(digits) * std::f64::consts::LOG2_10).max(0.0) as u32;
        (self.bits.saturating_sub(excess) + SPARE_BITS).next_multiple_of(64).clamp(LEAST_BITS, self.bits)
    }
}

/// The precision at which to start a case.
#[must_use]
pub fn starting_bits(case: &Case) -> u32 {
    let each = match case.operation {
        Operation::Fit => 0,
        Operation::Variational => BITS_PER_VARIATIONAL_STEP,
        _ => BITS_PER_ITERATION,
    };
    let bits = LEAST_BITS as usize + each * case.iterations.unwrap_or(0);
    bits.next_multiple_of(64).min(MOST_BITS as usize) as u32
}

/// Computes at a precision of at least `bits` at which the goal is met.
///
/// # Errors
/// When the input must be refused, or the goal is not met at the highest precision.
pub fn settle(
    bits: u32,
    goal: Goal,
    compute: impl Fn(Precision) -> Result<Tree, Failure>,
) -> Result<Settled, CertifyError> {
    settle_with(bits, MOST_BITS, goal, |precision| Ok((compute(precision)?, ()))).map(|(settled, ())| settled)
}

/// The same at no more than `most` bits, with what the computation gives beside its result.
///
/// # Errors
/// When the input must be refused, or the goal is not met at the highest precision.
pub fn settle_with<T>(
    bits: u32,
    most: u32,
    goal: Goal,
    compute: impl Fn(Precision) -> Result<(Tree, T), Failure>,
) -> Result<(Settled, T), CertifyError> {
    let mut bits = bits;
    loop {
        let precision = Precision::new(bits);
        let (quantity, missing) = match compute(precision) {
            Ok((tree, beside)) => {
                let (place, radius) = worst(&tree, goal);
                let missing = missing_bits(&radius, goal);
                if missing == Some(0) {
                    return Ok((Settled { tree, bits: precision.bits(), radius }, beside));
                }
                (place, missing)
            }
            Err(Failure::Rejected(rejection)) => return Err(CertifyError::Rejected(rejection)),
            Err(Failure::NoOptimum(reason)) => return Err(CertifyError::NoOptimum(reason)),
            Err(Failure::NoCertifier(operation)) => return Err(CertifyError::NoCertifier(operation)),
            Err(Failure::Beyond(reason)) => return Err(CertifyError::Beyond(reason)),
            Err(Failure::Undecided(quantity)) => (quantity, None),
        };
        if precision.is_highest() || bits >= most {
            return Err(CertifyError::Uncertain { quantity, bits });
        }
        let more = missing.map_or(bits, |missing| missing.saturating_add(32).min(bits));
        bits = (bits + more).next_multiple_of(64).min(most);
    }
}

/// The quantity that is least known.
fn worst(tree: &Tree, goal: Goal) -> (String, Float) {
    let mut worst = (String::new(), Float::new(64));
    for (place, block) in tree.blocks() {
        let radius = goal.worst_of(block);
        if radius.is_nan() || radius > worst.1 || worst.0.is_empty() {
            worst = (place, radius);
        }
        if worst.1.is_nan() || worst.1.is_infinite() {
            break;
        }
    }
    worst
}

/// How many bits were missing; nothing where the radius does not say.
fn missing_bits(radius: &Float, goal: Goal) -> Option<u32> {
    if radius.is_zero() {
        return Some(0);
    }
    if !radius.is_finite() {
        return None;
    }
    let missing = radius.clone().log2().to_f64() + f64::from(goal.digits()) * std::f64::consts::LOG2_10;
    Some(missing.max(0.0).ceil() as u32)
}
