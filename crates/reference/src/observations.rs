//! The data: `N` observations of `D` numbers, each with a weight.

use faer::{Mat, MatRef};

use crate::{
    arithmetic::sum::sum,
    error::{Error, Result, check_domain, check_len},
};

/// Observations `x_n` and their weights `w_n`, checked once.
///
/// Stored as a `D x N` column-major matrix, an observation being contiguous, so that a block of rows is a submatrix and no copy.
#[derive(Clone, Debug)]
pub struct Observations {
    values: Mat<f64>,
    weights: Vec<f64>,
    total_weight: f64,
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
        Self::from_columns(Mat::from_fn(dimension, rows.len(), |d, n| rows[n][d]), weights)
    }

    /// Takes a `D x N` matrix of finite numbers, a column an observation, and `N` weights (1 where absent).
    ///
    /// # Errors
    /// As [`from_rows`](Self::from_rows).
    pub fn from_columns(values: Mat<f64>, weights: Option<&[f64]>) -> Result<Self> {
        let no_data = |field: &str, problem| Err(Error::NoData { field: field.to_owned(), problem });
        if values.ncols() == 0 {
            return no_data("data.observations", "there is no row");
        }
        if values.nrows() == 0 {
            return no_data("data.observations", "the rows are empty");
        }
        let weights = weights.map_or_else(|| vec![1.0; values.ncols()], <[f64]>::to_vec);
        check_len(weights.len(), values.ncols(), "data.weights", "weights, one an observation")?;
        for (n, &weight) in weights.iter().enumerate() {
            check_domain(weight, |w| w >= 0.0, || format!("data.weights[{n}]"), "finite and at least 0")?;
        }
        let total_weight = sum(weights.iter().copied());
        if total_weight == 0.0 {
            return no_data("data.weights", "they sum to 0");
        }
        Ok(Self { values, weights, total_weight })
    }

    /// `N`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.values.ncols()
    }

    /// `D`.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.values.nrows()
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
        self.values.col(n).try_as_col_major().expect("a column of a column-major matrix").as_slice()
    }

    /// Observations `start..start + len` as one block.
    #[must_use]
    pub fn block(&self, start: usize, len: usize) -> Block<'_> {
        Block { start, values: self.values.as_ref().subcols(start, len), weights: &self.weights[start..start + len] }
    }
}

/// A run of consecutive observations, small enough to stay in cache.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The index of the first observation.
    pub start: usize,
    /// `D x B`.
    pub values: MatRef<'a, f64>,
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
        self.values.col(n).try_as_col_major().expect("a column of a column-major matrix").as_slice()
    }
}
