//! A tile: the observations that a kernel works on at once, a variable a row.
//!
//! A vector register holds the same variable of several observations, so no sum over variables or components crosses its lanes. 128
//! observations of 64 variables are 64 KiB: a tile, its deviations from a mean and its densities stay in the second cache.

use aligned_vec::{AVec, ConstAlign};

use crate::observations::Block;

/// Observations in a tile: a multiple of every vector's length.
pub const TILE: usize = 128;

/// Numbers aligned to a line of the cache, for vectors of up to 512 bits.
pub type Aligned = AVec<f64, ConstAlign<64>>;

/// `len` zeros.
pub fn zeros(len: usize) -> Aligned {
    AVec::from_iter(64, std::iter::repeat_n(0.0, len))
}

/// Makes it `len` long: as it is if it is so already, else zeros.
pub fn resize(numbers: &mut Aligned, len: usize) {
    if numbers.len() != len {
        *numbers = zeros(len);
    }
}

/// Up to [`TILE`] observations and their weights.
#[derive(Debug)]
pub struct Tile {
    /// `D x TILE`, a variable a row. Beyond the last observation stands the last observation again, with weight 0.
    values: Aligned,
    /// `w_n`, `TILE`.
    pub weights: Aligned,
    /// How many observations there are.
    pub len: usize,
}

impl Default for Tile {
    fn default() -> Self {
        Self { values: zeros(0), weights: zeros(TILE), len: 0 }
    }
}

impl Tile {
    /// Makes room for observations of `dimension` numbers.
    pub fn resize(&mut self, dimension: usize) {
        resize(&mut self.values, dimension * TILE);
    }

    /// Takes observations `start..start + len` of a block.
    #[inline(always)]
    pub fn load(&mut self, block: &Block<'_>, start: usize, len: usize) {
        let dimension = self.values.len() / TILE;
        let rows = block.rows(start, len);
        for d in 0..dimension {
            let row = &mut self.values[d * TILE..][..TILE];
            for (value, of_observation) in row.iter_mut().zip(rows.chunks_exact(dimension)) {
                *value = of_observation[d];
            }
            let last = row[len - 1];
            row[len..].fill(last);
        }
        self.weights[..len].copy_from_slice(&block.weights[start..start + len]);
        self.weights[len..].fill(0.0);
        self.len = len;
    }

    /// `x_nd` of all observations for one `d`, `TILE`.
    #[inline(always)]
    pub fn row(&self, d: usize) -> &[f64] {
        &self.values[d * TILE..][..TILE]
    }

    /// Multiplies rows of `TILE` numbers by the weights.
    #[inline(always)]
    pub fn weigh(&self, rows: &mut [f64]) {
        // Without a branch, so that it is a vector loop.
        if self.weights.iter().fold(0, |any, weight| any | (weight.to_bits() ^ 1.0_f64.to_bits())) == 0 {
            return;
        }
        for row in rows.chunks_exact_mut(TILE) {
            for (value, weight) in row.iter_mut().zip(self.weights.iter()) {
                *value *= weight;
            }
        }
    }
}
