//! The sufficient statistics of an E-step: an additive, mergeable value.
//!
//! For each component `k` the statistics hold `N_k = Σ_n w_n r_nk` and the family's moments. A component that is far from every
//! observation of a block has responsibilities that underflow although their ratios, and so its parameters, are well defined.
//! Its statistics are therefore kept divided by `exp(shift_k)`, with `shift_k` the largest log responsibility (0 unless that is
//! small). A component without any positive responsibility has `shift_k = -inf` and is exactly empty.

use faer::MatRef;

use crate::{
    arithmetic::{double_double::DoubleDouble, sum::Sum},
    observations::Block,
};

/// A component's responsibilities in a block are shifted when the largest is below this: late enough to be rare, early enough that a
/// square of 1e-150 times a responsibility stays a normal number.
const SHIFT_BELOW: f64 = 1e-6;

/// Weights that are all smaller are counted in a unit of their own: `w_n r_nk` of 1e-320 would be a subnormal number, of which a digit is
/// left or two, while the parameters depend on the ratios of weights alone.
pub(crate) const SMALL_WEIGHT: f64 = 1e-150;

/// The power of two in which the weights of a block are counted, of which the largest is `largest`; 1 in all but extreme cases.
fn unit_of(largest: f64) -> f64 {
    match largest {
        0.0 => 1.0,
        normal if normal >= SMALL_WEIGHT => 1.0,
        // The leading bit alone.
        normal if normal >= f64::MIN_POSITIVE => f64::from_bits(normal.to_bits() & f64::INFINITY.to_bits()),
        subnormal => f64::from_bits(1 << subnormal.to_bits().ilog2()),
    }
}

/// The arithmetic in which moments are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// Binary64, with compensated sums.
    Standard,
    /// Double-double throughout, for parameters that are ill-conditioned: a scatter matrix rounded to binary64 has lost what its
    /// largest direction hides of the smallest.
    DoubleDouble,
}

/// The moments a family sums beside `N_k`, for all `K` components.
pub trait Moments: Sized + Send {
    /// Adds component `k` of another block, whose count is `other_count`; `count` is this one's.
    fn merge_component(&mut self, k: usize, count: DoubleDouble, other: &Self, other_count: DoubleDouble);

    /// Multiplies the moments of component `k` by a factor, all observations having had their weights multiplied by it.
    fn scale_component(&mut self, k: usize, factor: f64);
}

/// `N_k` and moments of all `K` components.
#[derive(Clone, Debug)]
pub struct Statistics<M> {
    shifts: Vec<f64>,
    counts: Vec<Sum>,
    /// The family's moments, divided by `exp(shift_k)`.
    pub moments: M,
}

/// The weights `w_n r_nk` of one block, `K x B`, each row divided by `exp(shift_k)`. A unit of small weights is part of the shift.
#[derive(Clone, Debug)]
pub struct ShiftedWeights {
    /// `K` rows of `B`.
    rows: Vec<Vec<f64>>,
    shifts: Vec<f64>,
}

impl ShiftedWeights {
    /// Takes responsibilities `r_nk = c_k exp(l_nk)` (`K x B`), and `log c_k` and `l_nk`, which are used only for components that are far
    /// from all of the block: the factor that all observations share stays out of what is exponentiated, and does not round it.
    /// Observations of weight 0 get 0.
    pub fn new(
        block: &Block<'_>,
        responsibilities: MatRef<'_, f64>,
        log_factor: impl Fn(usize) -> f64,
        log_ratio: impl Fn(usize, usize) -> f64,
    ) -> Self {
        let components = responsibilities.nrows();
        let mut weighted = Self { rows: Vec::with_capacity(components), shifts: Vec::with_capacity(components) };
        let present: Vec<usize> = (0..block.len()).filter(|&n| block.weights[n] > 0.0).collect();
        let unit = unit_of(present.iter().map(|&n| block.weights[n]).fold(0.0, f64::max));
        for k in 0..components {
            let mut row = vec![0.0; block.len()];
            let largest = present.iter().map(|&n| responsibilities[(k, n)]).fold(0.0, f64::max);
            let shift = if largest >= SHIFT_BELOW {
                for &n in &present {
                    row[n] = block.weights[n] / unit * responsibilities[(k, n)];
                }
                unit.ln()
            } else {
                let highest = present.iter().map(|&n| log_ratio(k, n)).fold(f64::NEG_INFINITY, f64::max);
                let shift = log_factor(k) + highest + unit.ln();
                if shift > f64::NEG_INFINITY {
                    for &n in &present {
                        row[n] = block.weights[n] / unit * (log_ratio(k, n) - highest).exp();
                    }
                }
                shift
            };
            weighted.rows.push(row);
            weighted.shifts.push(shift);
        }
        weighted
    }

    /// `w_n r_nk exp(-shift_k)` for the observations of the block, `B`.
    #[must_use]
    pub fn row(&self, k: usize) -> &[f64] {
        &self.rows[k]
    }

    /// `K`.
    #[must_use]
    pub fn components(&self) -> usize {
        self.rows.len()
    }
}

impl<M: Moments> Statistics<M> {
    /// The statistics of one block.
    pub fn new(weights: &ShiftedWeights, moments: M) -> Self {
        let counts = weights.rows.iter().map(|row| row.iter().copied().collect()).collect();
        Self { shifts: weights.shifts.clone(), counts, moments }
    }

    /// Counts and moments that are not shifted.
    pub fn plain(counts: impl Iterator<Item = f64>, moments: M) -> Self {
        let counts: Vec<Sum> = counts.map(|count| [count].into_iter().collect()).collect();
        Self { shifts: vec![0.0; counts.len()], counts, moments }
    }

    /// The statistics of both blocks.
    #[must_use]
    pub fn merge(mut self, mut other: Self) -> Self {
        for k in 0..self.counts.len() {
            let shift = self.shifts[k].max(other.shifts[k]);
            if shift == f64::NEG_INFINITY {
                continue;
            }
            self.shift_to(k, shift);
            other.shift_to(k, shift);
            let (count, other_count) = (self.precise_count(k), other.precise_count(k));
            self.moments.merge_component(k, count, &other.moments, other_count);
            self.counts[k].merge(other.counts[k]);
        }
        self
    }

    fn shift_to(&mut self, k: usize, shift: f64) {
        if self.shifts[k] == shift {
            return;
        }
        let factor = (self.shifts[k] - shift).exp();
        self.counts[k] = [self.counts[k].value() * factor].into_iter().collect();
        self.moments.scale_component(k, factor);
        self.shifts[k] = shift;
    }

    /// Whether `N_k = 0` exactly.
    #[must_use]
    pub fn is_empty(&self, k: usize) -> bool {
        self.shifts[k] == f64::NEG_INFINITY
    }

    /// `N_k exp(-shift_k)`: 0 only if the component is empty.
    #[must_use]
    pub fn scaled_count(&self, k: usize) -> f64 {
        self.counts[k].value()
    }

    /// [`scaled_count`](Self::scaled_count) in double-double.
    #[must_use]
    pub fn precise_count(&self, k: usize) -> DoubleDouble {
        self.counts[k].precise()
    }

    /// `exp(shift_k)`, by which counts and moments are to be multiplied; 1 in all but extreme cases.
    #[must_use]
    pub fn scale(&self, k: usize) -> f64 {
        self.shifts[k].exp()
    }

    /// `N_k`; 0 also where it is below the range of binary64.
    #[must_use]
    pub fn count(&self, k: usize) -> f64 {
        self.scale(k) * self.scaled_count(k)
    }

    /// `log N_k`, `-inf` for an empty component.
    #[must_use]
    pub fn log_count(&self, k: usize) -> f64 {
        if self.is_empty(k) { f64::NEG_INFINITY } else { self.shifts[k] + self.scaled_count(k).ln() }
    }

    /// `K`.
    #[must_use]
    pub fn components(&self) -> usize {
        self.counts.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_of_small_weights_is_a_power_of_two_below_them() {
        assert_eq!([0.0, 1.0, 1e300, SMALL_WEIGHT].map(unit_of), [1.0; 4]);
        for small in [1e-151, 3.7e-200, f64::MIN_POSITIVE, 5.73e-322, 5e-324] {
            let unit = unit_of(small);
            assert!((1.0..2.0).contains(&(small / unit)) && (small / unit) * unit == small, "{small:e}");
        }
    }
}
