//! Sums of table entries that are rounded once, and sums that keep their rounding errors.

use pulp::Simd;

use super::tile::{Aligned, zeros};
use crate::arithmetic::double_double::DoubleDouble;

/// Components in a vector, whatever the machine's: the order of additions is the same on all.
pub const LANES: usize = 8;

/// Sums with the rounding errors of their additions (two-sum), as in [`crate::arithmetic::sum`]: data of few different values have the same
/// rounding over and over, which EM adds up instead of averaging it out.
pub struct Compensated<S: Simd> {
    /// The running sum.
    pub high: S::f64s,
    /// What its additions have lost.
    pub low: S::f64s,
}

impl<S: Simd> Compensated<S> {
    /// Adds a term.
    #[inline(always)]
    pub fn add(&mut self, simd: S, term: S::f64s) {
        let sum = simd.add_f64s(self.high, term);
        let of_term = simd.sub_f64s(sum, self.high);
        let error = simd.sub_f64s(self.high, simd.sub_f64s(sum, of_term));
        self.low = simd.add_f64s(self.low, simd.add_f64s(error, simd.sub_f64s(term, of_term)));
        self.high = sum;
    }
}

/// Numbers that are multiples of a power of two, and small beside 2⁵² of it, are added without rounding. This is `1.5 · 2⁵²` times the power
/// for sums of `terms` of the numbers that are finite, each itself a sum of two, with a bit to spare for the rounding to multiples.
pub fn grid(numbers: &[[f64; 2]], terms: usize) -> f64 {
    let finite = numbers.iter().map(|[a, b]| a + b).filter(|number| number.is_finite());
    let largest = finite.fold(f64::MIN_POSITIVE, |largest, number| largest.max(number.abs()));
    1.5 * 2.0_f64.powi((largest * terms as f64).log2().ceil() as i32 + 1)
}

/// A sum of two numbers as the nearest multiple of the grid's unit and the rest: of numbers in parts the sum is rounded once, for the first
/// parts add up exactly and the others are 2⁻⁵² of them.
pub fn parts([a, b]: [f64; 2], grid: f64) -> [f64; 2] {
    let number = DoubleDouble::sum(a, b);
    let first = (number.high + grid) - grid;
    [first, if first.is_finite() { (number.high - first) + number.low } else { 0.0 }]
}

/// Both parts of all numbers, eight of the one and eight of the other.
pub fn interleaved(numbers: &[[f64; 2]], grid: f64) -> Aligned {
    let mut both = zeros(2 * numbers.len());
    for (both, numbers) in both.chunks_exact_mut(2 * LANES).zip(numbers.chunks_exact(LANES)) {
        for (i, &number) in numbers.iter().enumerate() {
            [both[i], both[LANES + i]] = parts(number, grid);
        }
    }
    both
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Integers below 2⁵³ are added exactly: in units of the grid the first parts are such, and the rests are small.
    #[test]
    fn first_parts_add_up_exactly() {
        let numbers: Vec<[f64; 2]> = (1..=40).map(|i| [-f64::from(i).sqrt() * 13.7, f64::from(i).ln()]).collect();
        let grid = grid(&numbers, numbers.len());
        let both: Vec<[f64; 2]> = numbers.iter().map(|&number| parts(number, grid)).collect();
        let unit = (grid / 1.5) * f64::EPSILON;
        assert!(both.iter().all(|[first, rest]| (first / unit).fract() == 0.0 && rest.abs() <= 0.5 * unit));
        let lost = |([first, rest], [a, b]): (&[f64; 2], &[f64; 2])| {
            let difference = DoubleDouble::sum(*a, *b) - DoubleDouble::from(*first) - DoubleDouble::from(*rest);
            difference.high.abs() / unit
        };
        assert!(both.iter().zip(&numbers).map(lost).all(|lost| lost <= f64::EPSILON / 4.0));
        let largest = numbers.iter().fold(0.0_f64, |largest, [a, b]| largest.max((a + b).abs()));
        // Exact up to 2⁵³, of which half is to spare; a grid that is too coarse leaves too much to the rests.
        let units = 2.0_f64.powi(50)..=2.0_f64.powi(51);
        assert!(units.contains(&(largest * numbers.len() as f64 / unit)));
        let forwards: f64 = both.iter().map(|[first, _]| first).sum();
        let backwards: f64 = both.iter().rev().map(|[first, _]| first).sum();
        assert_eq!(forwards, backwards);
    }

    /// The largest is that of the sums of two, not of what they are made of, and no more than it must be.
    #[test]
    fn a_grid_is_for_sums_of_two_numbers() {
        let numbers = [[16.0, -8.0], [f64::NEG_INFINITY, 0.0], [0.1, -7.0]];
        assert_eq!(grid(&numbers, 2), 1.5 * 32.0);
        let [first, rest] = parts(numbers[2], grid(&numbers, 2));
        assert_eq!((first * 2.0_f64.powi(47)).fract(), 0.0);
        assert_eq!((first + 7.0) + rest, 0.1);
    }

    #[test]
    fn what_is_impossible_stays_so() {
        let impossible = [f64::NEG_INFINITY, -2.0];
        assert_eq!(parts(impossible, grid(&[impossible, [-2.0, 1.0]], 2)), [f64::NEG_INFINITY, 0.0]);
        assert_eq!(parts([0.0; 2], grid(&[[0.0; 2]], 1)), [0.0, 0.0]);
    }

    #[test]
    fn parts_stand_side_by_side() {
        let numbers: Vec<[f64; 2]> = (0..16).map(|i| [f64::from(i), 0.1]).collect();
        let grid = 1.5 * 2.0_f64.powi(52);
        let both = interleaved(&numbers, grid);
        for (i, &number) in numbers.iter().enumerate() {
            let at = i / 8 * 16 + i % 8;
            assert_eq!([both[at], both[at + 8]], parts(number, grid), "{i}");
            assert_eq!(both[at].fract(), 0.0);
        }
    }
}
