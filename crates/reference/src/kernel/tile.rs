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
    /// `D x TILE`, a variable a row. Beyond the last observation stand zeros, or observations of before, with weight 0.
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
        match dimension {
            1 => turn::<1>(rows, dimension, 0, &mut self.values),
            2 => turn::<2>(rows, dimension, 0, &mut self.values),
            3 => turn::<3>(rows, dimension, 0, &mut self.values),
            _ => {
                // The last columns may be among those before.
                for first in (0..dimension).step_by(WIDE) {
                    turn::<WIDE>(rows, dimension, first.min(dimension - WIDE), &mut self.values);
                }
            }
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

/// The rows of the tile after the one that begins at `start`, as far as there are any.
#[inline(always)]
pub fn next_rows<'a>(block: &Block<'a>, start: usize) -> &'a [f64] {
    let next = block.len().min(start + TILE);
    block.rows(next, TILE.min(block.len() - next))
}

/// Sends for some of the rows that come next, while other things are computed: part `i` of so many parts.
#[inline(always)]
pub fn fetch(rows: &[f64], i: usize, parts: usize) {
    let each = rows.len().div_ceil(parts).next_multiple_of(LINE);
    for line in rows.iter().skip(i * each).take(each).step_by(LINE) {
        prefetch(line);
    }
}

/// Asks for the line of the cache in which a number stands.
#[inline(always)]
#[cfg(target_arch = "x86_64")]
fn prefetch(number: &f64) {
    safe_arch::prefetch_t0(number);
}

/// Where there is no asking, the machine sees for itself what is read in order.
#[inline(always)]
#[cfg(not(target_arch = "x86_64"))]
const fn prefetch(_: &f64) {}

/// Numbers in a line of the cache.
const LINE: usize = 8;

/// Columns that are turned at once.
const WIDE: usize = 4;

/// Writes columns `first..first + W` of rows of `dimension` numbers as rows of `TILE`.
#[inline(always)]
fn turn<const W: usize>(rows: &[f64], dimension: usize, first: usize, out: &mut [f64]) {
    let out = &mut out[first * TILE..][..W * TILE];
    let mut groups = rows.chunks_exact(LINE * dimension);
    let mut n = 0;
    for group in &mut groups {
        let mut block = [[0.0; W]; LINE];
        for (to, from) in block.iter_mut().zip(group.chunks_exact(dimension)) {
            to.copy_from_slice(&from[first..first + W]);
        }
        for (d, row) in out.chunks_exact_mut(TILE).enumerate() {
            for (to, from) in row[n..n + LINE].iter_mut().zip(&block) {
                *to = from[d];
            }
        }
        n += LINE;
    }
    for (row, n) in groups.remainder().chunks_exact(dimension).zip(n..) {
        for d in 0..W {
            out[d * TILE + n] = row[first + d];
        }
    }
}
