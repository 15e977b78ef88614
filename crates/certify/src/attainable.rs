//! Attainable digits: what is left of each quantity when every input is wrong by one unit in its last place.
//!
//! The log relative error `-log10(|x - c|/s)` of perturbed exact runs, the worst of several, at most what a correct answer
//! scores, at least 0. A perturbed run that must be refused leaves no digits of anything.

use rayon::prelude::*;
use rug::{Float, float::Round};
use suite::format::Case;

use crate::{
    failure::CertifyError,
    input::reader,
    interval::Interval,
    operation::Certifier,
    settle::{Goal, Settled, settle},
    source::{Perturbation, Source},
    tree::{Block, Tree},
};

/// How many perturbed runs are made.
pub const RUNS: u32 = 8;

/// Perturbed numbers are known to so many digits of their scale, so far beyond the digits that are counted that a computation
/// at another precision counts the same.
const DIGITS: u32 = 30;

/// A floating-point format by the size of its rounding errors.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// `e` of `u = 2⁻ᵉ`.
    exponent: u32,
    /// What a correctly rounded answer scores.
    cap: f64,
}

impl Format {
    /// `e` of `u = 2⁻ᵉ`.
    #[must_use]
    pub fn exponent(self) -> u32 {
        self.exponent
    }

    /// Two decimals, never more than there are, and no more than a correctly rounded answer scores.
    #[must_use]
    pub fn rounded_down(self, digits: f64) -> f64 {
        if digits >= self.cap { self.cap } else { (digits.max(0.0) * 100.0).floor() / 100.0 }
    }
}

/// `u = 2⁻⁵³`.
pub const BINARY64: Format = Format { exponent: 53, cap: 15.95 };

/// `u = 2⁻²⁴`.
pub const BINARY32: Format = Format { exponent: 24, cap: 7.22 };

/// The attainable digits of every quantity of a settled result, in its order, to two decimals rounded down.
///
/// # Errors
/// When a perturbed quantity cannot be enclosed narrowly enough.
pub fn attainable_digits(
    certifier: Certifier,
    case: &Case,
    id: &str,
    settled: &Settled,
    format: Format,
) -> Result<Vec<f64>, CertifyError> {
    let bits = settled.sufficient_bits(DIGITS);
    let one_run = |run: u64| {
        let perturbation = Perturbation { id, run, exponent: format.exponent };
        let perturbed = settle(bits, Goal::EveryBlock(DIGITS), |precision| {
            certifier(case, &mut reader(&mut Source::perturbed(precision, perturbation)))
        });
        match perturbed {
            Ok(perturbed) => Ok(Some(perturbed.tree)),
            Err(CertifyError::Rejected(_)) => Ok(None),
            Err(CertifyError::Uncertain { quantity, bits }) => {
                Err(CertifyError::Uncertain { quantity: format!("perturbed {quantity}"), bits })
            }
            Err(other) => Err(other),
        }
    };
    let runs: Vec<Option<Tree>> = (0..u64::from(RUNS)).into_par_iter().map(one_run).collect::<Result<_, _>>()?;
    Ok(worst_digits(&settled.tree, &runs).into_iter().map(|digits| format.rounded_down(digits)).collect())
}

/// The digits of every quantity that all runs leave, neither limited nor rounded; a run without a result leaves none.
#[must_use]
pub fn worst_digits(certified: &Tree, runs: &[Option<Tree>]) -> Vec<f64> {
    let certified = certified.blocks();
    let of_run = |run: &Option<Tree>| match run {
        Some(perturbed) => digits_of_run(&certified, perturbed),
        None => vec![0.0; certified.len()],
    };
    let runs: Vec<Vec<f64>> = runs.iter().map(of_run).collect();
    let worst = |index: usize| runs.iter().map(|run| run[index]).fold(f64::INFINITY, f64::min);
    (0..certified.len()).map(worst).collect()
}

fn digits_of_run(certified: &[(String, &Block)], perturbed: &Tree) -> Vec<f64> {
    let perturbed = perturbed.blocks();
    let same_shape = certified.len() == perturbed.len()
        && certified.iter().zip(&perturbed).all(|((place, _), (perturbed, _))| place == perturbed);
    if !same_shape {
        return vec![0.0; certified.len()];
    }
    certified
        .iter()
        .zip(&perturbed)
        .map(|((_, certified), (_, perturbed))| log_relative_error(certified, perturbed))
        .collect()
}

/// The least digits of any number of a quantity; infinite where all are the same.
fn log_relative_error(certified: &Block, perturbed: &Block) -> f64 {
    let scale = certified.scale();
    let entries = certified.entries().into_iter().zip(perturbed.entries());
    entries.map(|(certified, perturbed)| digits(certified, perturbed, &scale)).fold(f64::INFINITY, f64::min)
}

fn digits(certified: &Interval, perturbed: &Interval, scale: &Float) -> f64 {
    if certified == perturbed && certified.is_exact() {
        return f64::INFINITY;
    }
    if !certified.is_bounded() || !perturbed.is_bounded() || scale.is_zero() {
        return 0.0;
    }
    let error = (certified - perturbed).magnitude();
    -Float::with_val_round(64, &error / scale, Round::Up).0.log10().to_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::precision::Precision;

    #[test]
    fn digits_are_counted_at_the_scale_and_rounded_down() {
        let precision = Precision::new(256);
        let (one, near) = (precision.double(1.0), precision.double(1.0 + 2e-10));
        let scale = Float::with_val(64, 2);
        let lost = digits(&one, &near, &scale);
        assert!((lost - 10.0).abs() < 1e-6, "{lost}");
        assert_eq!(BINARY64.rounded_down(9.9999), 9.99);
        assert_eq!(BINARY64.rounded_down(digits(&one, &one, &scale)), 15.95);
        assert_eq!(BINARY64.rounded_down(digits(&one, &precision.double(9.0), &scale)), 0.0);
        let infinite = Interval::infinity(256, true);
        assert_eq!(digits(&infinite, &infinite, &scale), f64::INFINITY);
        assert_eq!(digits(&infinite, &one, &scale), 0.0);
        assert_eq!(digits(&one, &infinite, &scale), 0.0);
    }
}
