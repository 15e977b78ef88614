//! The data: `N` observations of `D` numbers, each with a weight.

use crate::{
    arithmetic::sum::sum,
    error::{Error, Result, check_domain, check_len},
    kernel::ORDINARY,
};

/// Observations `x_n` and their weights `w_n`, checked once.
///
/// Stored row after row, an observation being contiguous, so that a block is a slice and no copy.
#[derive(Clone, Debug)]
pub struct Observations {
    values: Vec<f64>,
    dimension: usize,
    weights: Vec<f64>,
    total_weight: f64,
    ordinary: bool,
    first: usize,
}

impl Observations {
    /// Takes `N` rows of `D` numbers and, optionally, `N` weights (1 where absent).
    ///
    /// # Errors
    /// An empty data set, rows of different lengths, a number that is not finite, a negative weight, weights summing to 0; each
    /// names `data.observations[n][d]` or `data.weights[n]`.
    pub fn from_rows(rows: &[Vec<f64>], weights: Option<&[f64]>) -> Result<Self> {
        let dimension = rows.first().map_or(0, Vec::len);
        for (n, row) in rows.iter().enumerate() {
            check_len(row.len(), dimension, &format!("data.observations[{n}]"), "numbers, as in the first row")?;
            for (d, &value) in row.iter().enumerate() {
                check_domain(value, |_| true, || format!("data.observations[{n}][{d}]"), "finite")?;
            }
        }
        Self::from_flat(rows.concat(), rows.len(), weights)
    }

    /// Takes `count` rows of finite numbers, one after the other, and as many weights (1 where absent).
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows).
    pub fn from_flat(values: Vec<f64>, count: usize, weights: Option<&[f64]>) -> Result<Self> {
        let no_data = |field: &str, problem| Err(Error::NoData { field: field.to_owned(), problem });
        if count == 0 {
            return no_data("data.observations", "there is no row");
        }
        let dimension = values.len() / count;
        if dimension == 0 {
            return no_data("data.observations", "the rows are empty");
        }
        check_len(values.len(), dimension * count, "data.observations", "numbers, as many in each row")?;
        let weights = weights.map_or_else(|| vec![1.0; count], <[f64]>::to_vec);
        check_len(weights.len(), count, "data.weights", "weights, one an observation")?;
        for (n, &weight) in weights.iter().enumerate() {
            check_domain(weight, |w| w >= 0.0, || format!("data.weights[{n}]"), "finite and at least 0")?;
        }
        let total_weight = sum(weights.iter().copied());
        if total_weight == 0.0 {
            return no_data("data.weights", "they sum to 0");
        }
        let ordinary =
            values.iter().all(|x| x.abs() < ORDINARY.end) && weights.iter().all(|w| *w == 0.0 || ORDINARY.contains(w));
        Ok(Self { values, dimension, weights, total_weight, ordinary, first: 0 })
    }

    /// The same, being observations `first`, `first + 1`, ... of more.
    #[must_use]
    pub(crate) fn starting_at(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// The index of the first observation: 0 unless these are part of more.
    pub(crate) fn first(&self) -> usize {
        self.first
    }

    /// The rows, one after the other.
    #[must_use]
    pub fn into_flat(self) -> Vec<f64> {
        self.values
    }

    /// `N`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.weights.len()
    }

    /// `D`.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// Raises each of `D` numbers to `max_n |x_nd|`.
    pub(crate) fn raise_to_magnitudes(&self, largest: &mut [f64]) {
        // Eight rows side by side, so that it is a vector loop however few the variables are.
        let mut side_by_side = vec![0.0; 8 * self.dimension];
        let mut groups = self.values.chunks_exact(side_by_side.len());
        groups.by_ref().for_each(|group| raise(&mut side_by_side, group));
        let rest = groups.remainder().chunks_exact(self.dimension);
        side_by_side.chunks_exact(self.dimension).chain(rest).for_each(|row| raise(largest, row));
    }

    /// Whether all values and weights are of a magnitude that the kernels take.
    pub(crate) fn is_ordinary(&self) -> bool {
        self.ordinary
    }

    /// `W = Σ_n w_n`.
    #[must_use]
    pub fn total_weight(&self) -> f64 {
        self.total_weight
    }

    /// `w_n`, `N`.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// `x_n`, `D` contiguous numbers.
    #[must_use]
    pub fn row(&self, n: usize) -> &[f64] {
        &self.values[n * self.dimension..][..self.dimension]
    }

    /// Observations `start..start + len` as one block.
    #[must_use]
    pub fn block(&self, start: usize, len: usize) -> Block<'_> {
        Block {
            start,
            dimension: self.dimension,
            values: &self.values[start * self.dimension..(start + len) * self.dimension],
            weights: &self.weights[start..start + len],
        }
    }
}

/// Raises numbers to the magnitudes of others.
fn raise(largest: &mut [f64], row: &[f64]) {
    for (largest, x) in largest.iter_mut().zip(row) {
        *largest = if x.abs() > *largest { x.abs() } else { *largest };
    }
}

/// A run of consecutive observations, small enough to stay in cache.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The index of the first observation.
    pub start: usize,
    /// `D`.
    pub dimension: usize,
    /// `B` observations of `D` numbers, one after the other.
    pub values: &'a [f64],
    /// `w_n`, `B`.
    pub weights: &'a [f64],
}

impl<'a> Block<'a> {
    /// `B`.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there is no observation in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// `x_n` of the `n`-th observation of the block.
    #[must_use]
    pub fn row(&self, n: usize) -> &'a [f64] {
        &self.values[n * self.dimension..][..self.dimension]
    }

    /// `x_n` of observations `start..start + len` of the block, one after the other.
    #[must_use]
    pub fn rows(&self, start: usize, len: usize) -> &'a [f64] {
        &self.values[start * self.dimension..(start + len) * self.dimension]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest of each variable stands in any row, among those taken side by side and after them.
    #[test]
    fn magnitudes_are_those_of_each_variable() {
        for (count, dimension) in [(1, 3), (7, 1), (8, 2), (17, 3), (31, 9), (64, 5)] {
            for place in 0..count {
                let value = |n: usize, d: usize| if n == place { -100.0 - d as f64 } else { d as f64 - 1.0 };
                let values = (0..count * dimension).map(|i| value(i / dimension, i % dimension)).collect();
                let observations = Observations::from_flat(values, count, None).unwrap();
                let mut largest = vec![0.0; dimension];
                largest[0] = 1000.0;
                observations.raise_to_magnitudes(&mut largest);
                let expected: Vec<f64> =
                    (0..dimension).map(|d| if d == 0 { 1000.0 } else { 100.0 + d as f64 }).collect();
                assert_eq!(largest, expected, "{count}, {place}");
            }
        }
    }
}
