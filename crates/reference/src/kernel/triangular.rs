//! Whitening and scatter with a Cholesky factor: `q_n = |L⁻¹(x_n - μ)|²` by forward substitution, and `Σ_n r_n z_n z_nᵀ` of deviations `z_n`.
//!
//! Both are shaped as a matrix product: four rows of the factor (or of the scatter) and several vectors of observations stay in registers,
//! and each number that is loaded is used four times or more. `N D²` floating-point operations each, for one component: only the triangle
//! of `L` and, in blocks of 4 x 4, of the scatter is computed. The errors are those of substitution row by row.

use faer::MatRef;
use pulp::Simd;

use super::{
    Centre,
    tile::{Aligned, Tile},
};

/// Rows that are kept in registers.
pub const BAND: usize = 4;

/// `L`, in the order in which substitution reads it.
#[derive(Clone, Debug)]
pub struct Packed {
    dimension: usize,
    /// For each band of rows: `-l_ij` of the columns `j` before the band, its rows side by side; then `-l_ij` within the band, row by row.
    coefficients: Vec<f64>,
    /// `1/l_ii`.
    inverses: Vec<f64>,
}

impl Packed {
    /// Packs a factor, lower triangular.
    pub fn new(lower: MatRef<'_, f64>) -> Self {
        let dimension = lower.nrows();
        let mut coefficients = Vec::with_capacity(dimension * dimension / 2);
        for first in (0..dimension).step_by(BAND) {
            let rows = first..(first + BAND).min(dimension);
            for j in 0..first {
                coefficients.extend(rows.clone().map(|i| -lower[(i, j)]));
            }
            for i in rows {
                coefficients.extend((first..i).map(|j| -lower[(i, j)]));
            }
        }
        let inverses = (0..dimension).map(|d| 1.0 / lower[(d, d)]).collect();
        Self { dimension, coefficients, inverses }
    }

    /// `-low_d / l_dd`: what the low part of a mean adds to the whitened deviations, beside what it adds through those before.
    pub fn correction(&self, low: &[f64]) -> Vec<f64> {
        low.iter().zip(&self.inverses).map(|(low, inverse)| -low * inverse).collect()
    }

    /// Writes `|L⁻¹(x_n - μ)|²` of a tile to `distances` (`TILE`). `whitened` is room for `D x TILE` numbers.
    #[inline(always)]
    pub fn distances<S: Simd>(
        &self,
        simd: S,
        tile: &Tile,
        centre: Centre<'_>,
        whitened: &mut [f64],
        distances: &mut [f64],
    ) {
        if S::REGISTER_COUNT >= 32 {
            self.solve::<S, 4>(simd, tile, centre, whitened, distances);
        } else {
            self.solve::<S, 2>(simd, tile, centre, whitened, distances);
        }
    }

    /// The same, `V` vectors of observations at a time.
    #[inline(always)]
    fn solve<S: Simd, const V: usize>(
        &self,
        simd: S,
        tile: &Tile,
        centre: Centre<'_>,
        whitened: &mut [f64],
        distances: &mut [f64],
    ) {
        let whitened = &mut S::as_mut_simd_f64s(whitened).0[..self.dimension * V];
        let out = S::as_mut_simd_f64s(distances).0;
        for (group, out) in out.chunks_exact_mut(V).enumerate() {
            let mut total = [simd.splat_f64s(0.0); V];
            let mut coefficients = self.coefficients.as_slice();
            let mut first = 0;
            while first < self.dimension {
                let rows = (self.dimension - first).min(BAND);
                let (of_band, rest) = coefficients.split_at(rows * first + rows * (rows - 1) / 2);
                let band = Band { centre, inverses: &self.inverses, first, group, coefficients: of_band };
                match rows {
                    4 => band.solve::<S, 4, V>(simd, tile, whitened, &mut total),
                    3 => band.solve::<S, 3, V>(simd, tile, whitened, &mut total),
                    2 => band.solve::<S, 2, V>(simd, tile, whitened, &mut total),
                    _ => band.solve::<S, 1, V>(simd, tile, whitened, &mut total),
                }
                coefficients = rest;
                first += rows;
            }
            out.copy_from_slice(&total);
        }
    }
}

/// Some rows of `L` and one group of observations.
struct Band<'a> {
    centre: Centre<'a>,
    inverses: &'a [f64],
    /// The first row.
    first: usize,
    /// Which group of vectors.
    group: usize,
    coefficients: &'a [f64],
}

impl Band<'_> {
    /// `y_i = (x_i - h_i - Σ_{j<i} l_ij y_j)/l_ii - low_i/l_ii` for `R` rows, `μ = h + low`, and the squares of `y`.
    #[inline(always)]
    fn solve<S: Simd, const R: usize, const V: usize>(
        &self,
        simd: S,
        tile: &Tile,
        whitened: &mut [S::f64s],
        total: &mut [S::f64s; V],
    ) {
        let (before, own) = whitened.split_at_mut(self.first * V);
        let (outer, inner) = self.coefficients.split_at(R * self.first);
        let mut rows = [[simd.splat_f64s(0.0); V]; R];
        for (r, row) in rows.iter_mut().enumerate() {
            let x = &S::as_simd_f64s(tile.row(self.first + r)).0[self.group * V..][..V];
            let high = simd.splat_f64s(self.centre.high[self.first + r]);
            for v in 0..V {
                row[v] = simd.sub_f64s(x[v], high);
            }
        }
        for (factors, y) in outer.chunks_exact(R).zip(before.chunks_exact(V)) {
            for r in 0..R {
                let factor = simd.splat_f64s(factors[r]);
                for v in 0..V {
                    rows[r][v] = simd.mul_add_f64s(factor, y[v], rows[r][v]);
                }
            }
        }
        for r in 0..R {
            for j in 0..r {
                let factor = simd.splat_f64s(inner[r * r.wrapping_sub(1) / 2 + j]);
                for v in 0..V {
                    rows[r][v] = simd.mul_add_f64s(factor, rows[j][v], rows[r][v]);
                }
            }
            let inverse = simd.splat_f64s(self.inverses[self.first + r]);
            let correction = simd.splat_f64s(self.centre.correction[self.first + r]);
            for v in 0..V {
                rows[r][v] = simd.mul_add_f64s(rows[r][v], inverse, correction);
                total[v] = simd.mul_add_f64s(rows[r][v], rows[r][v], total[v]);
            }
            own[r * V..][..V].copy_from_slice(&rows[r]);
        }
    }
}

/// How many sums `Σ r z` and `Σ r z zᵀ` are, in bands: `D'` and the blocks of the lower triangle, `D'` being `D` rounded up to 4.
pub fn sums(dimension: usize) -> usize {
    let bands = dimension.div_ceil(BAND);
    bands * BAND + bands * (bands + 1) / 2 * BAND * BAND
}

/// Where among the [`sums`] `Σ r z_i z_j` stands, `i >= j`.
pub fn position(dimension: usize, i: usize, j: usize) -> usize {
    let (row, column) = (i / BAND, j / BAND);
    let block = row * (row + 1) / 2 + column;
    dimension.div_ceil(BAND) * BAND + block * BAND * BAND + (i % BAND) * BAND + j % BAND
}

/// Adds `r_n z_n` and `r_n z_n z_nᵀ` of a tile to the sums, one vector each. `deviations` and `weighted` are room for `D' x TILE` numbers,
/// zeros beyond row `D`.
#[inline(always)]
pub fn scatter<S: Simd>(
    simd: S,
    tile: &Tile,
    centre: &[f64],
    responsibilities: &[f64],
    [deviations, weighted]: [&mut Aligned; 2],
    sums: &mut [S::f64s],
) {
    let deviations = S::as_mut_simd_f64s(deviations).0;
    let weighted = S::as_mut_simd_f64s(weighted).0;
    let responsibilities = S::as_simd_f64s(responsibilities).0;
    let run = if centre.len() <= IN_HALVES { responsibilities.len() / 2 } else { responsibilities.len() };
    for (i, responsibilities) in responsibilities.chunks_exact(run).enumerate() {
        let part = Part { tile, centre, responsibilities, first: i * run };
        part.add_first_moments(simd, [deviations, weighted], sums);
        part.add_second_moments(simd, [weighted, deviations], sums);
    }
}

/// Up to so many dimensions half a tile at a time is taken, so that its deviations, with their weights and without, stay in the first
/// cache (16 KiB); for more of them that is in vain.
const IN_HALVES: usize = 16;

/// Some vectors of a tile's observations.
struct Part<'a, V> {
    tile: &'a Tile,
    centre: &'a [f64],
    responsibilities: &'a [V],
    /// The first vector.
    first: usize,
}

impl<V: Copy> Part<'_, V> {
    /// Writes `z` and `r z`, in bands, and adds the latter to the sums.
    #[inline(always)]
    fn add_first_moments<S: Simd<f64s = V>>(&self, simd: S, [deviations, weighted]: [&mut [V]; 2], sums: &mut [V]) {
        let of_band = BAND * self.responsibilities.len();
        let bands = deviations.chunks_exact_mut(of_band).zip(weighted.chunks_exact_mut(of_band));
        for ((band, both), totals) in bands.enumerate().zip(sums.chunks_exact_mut(BAND)) {
            let both = [both.0, both.1];
            match self.centre.len().saturating_sub(band * BAND) {
                0 => return,
                1 => self.add_band::<S, 1>(simd, band, both, totals),
                2 => self.add_band::<S, 2>(simd, band, both, totals),
                3 => self.add_band::<S, 3>(simd, band, both, totals),
                _ => self.add_band::<S, 4>(simd, band, both, totals),
            }
        }
    }

    /// The same of `R` rows of one band, side by side.
    #[inline(always)]
    fn add_band<S: Simd<f64s = V>, const R: usize>(
        &self,
        simd: S,
        band: usize,
        [deviations, weighted]: [&mut [V]; 2],
        totals: &mut [V],
    ) {
        let mut centre = [simd.splat_f64s(0.0); R];
        let mut sums = centre;
        let mut x = [self.responsibilities; R];
        for r in 0..R {
            let row = band * BAND + r;
            centre[r] = simd.splat_f64s(self.centre[row]);
            x[r] = &S::as_simd_f64s(self.tile.row(row)).0[self.first..][..self.responsibilities.len()];
        }
        let both = deviations.chunks_exact_mut(BAND).zip(weighted.chunks_exact_mut(BAND));
        for ((v, (z, rz)), &responsibilities) in both.enumerate().zip(self.responsibilities) {
            for r in 0..R {
                z[r] = simd.sub_f64s(x[r][v], centre[r]);
                rz[r] = simd.mul_f64s(responsibilities, z[r]);
                sums[r] = simd.add_f64s(sums[r], rz[r]);
            }
        }
        for r in 0..R {
            totals[r] = simd.add_f64s(totals[r], sums[r]);
        }
    }

    /// Adds `r z zᵀ` to the blocks of the lower triangle.
    #[inline(always)]
    fn add_second_moments<S: Simd<f64s = V>>(&self, simd: S, [weighted, deviations]: [&[V]; 2], sums: &mut [V]) {
        let of_band = BAND * self.responsibilities.len();
        let dimension = self.centre.len();
        let bands = dimension.div_ceil(BAND);
        let mut blocks = sums[bands * BAND..].chunks_exact_mut(BAND * BAND);
        for (i, left) in weighted.chunks_exact(of_band).take(bands).enumerate() {
            for (j, right) in deviations.chunks_exact(of_band).take(i + 1).enumerate() {
                let Some(block) = blocks.next() else { return };
                match (dimension - i * BAND, dimension - j * BAND) {
                    (1, 1) => product::<S, 1, 1>(simd, left, right, 0, block),
                    (2, 2) => product::<S, 2, 2>(simd, left, right, 0, block),
                    (3, 3) => product::<S, 3, 3>(simd, left, right, 0, block),
                    (1, _) => product::<S, 1, 4>(simd, left, right, 0, block),
                    (2, _) => product::<S, 2, 4>(simd, left, right, 0, block),
                    (3, _) => product::<S, 3, 4>(simd, left, right, 0, block),
                    _ if S::REGISTER_COUNT >= 32 => product::<S, 4, 4>(simd, left, right, 0, block),
                    _ => {
                        product::<S, 4, 2>(simd, left, right, 0, block);
                        product::<S, 4, 2>(simd, left, right, 2, block);
                    }
                }
            }
        }
    }
}

/// `block_ij += Σ_v left_iv right_jv` for `R` rows `i` and the `W` columns `j` from `first`.
#[inline(always)]
fn product<S: Simd, const R: usize, const W: usize>(
    simd: S,
    left: &[S::f64s],
    right: &[S::f64s],
    first: usize,
    block: &mut [S::f64s],
) {
    let mut totals = [[simd.splat_f64s(0.0); W]; R];
    for i in 0..R {
        for j in 0..W {
            totals[i][j] = block[i * BAND + first + j];
        }
    }
    for (a, b) in left.chunks_exact(BAND).zip(right.chunks_exact(BAND)) {
        for i in 0..R {
            for j in 0..W {
                totals[i][j] = simd.mul_add_f64s(a[i], b[first + j], totals[i][j]);
            }
        }
    }
    for i in 0..R {
        for j in 0..W {
            block[i * BAND + first + j] = totals[i][j];
        }
    }
}

#[cfg(test)]
mod tests {
    use faer::Mat;
    use pulp::Scalar;

    use super::*;
    use crate::{kernel::tile::TILE, observations::Observations};

    /// A mean far beyond the deviations: what its rounding leaves is as large as the deviations are.
    #[test]
    fn nothing_of_a_mean_is_lost() {
        for dimension in 1..=9 {
            let lower = Mat::from_fn(dimension, dimension, |i, j| match i.cmp(&j) {
                std::cmp::Ordering::Less => 0.0,
                std::cmp::Ordering::Equal => 1.0 + i as f64,
                std::cmp::Ordering::Greater => 0.5 - j as f64,
            });
            let packed = Packed::new(lower.as_ref());
            let high = vec![1e12; dimension];
            let low: Vec<f64> = (0..dimension).map(|d| 5e-5 * (0.3 + d as f64 / 9.0)).collect();
            // In units of 2⁻¹³, so that all that follows is exact but for the low parts.
            let deviation = |n: usize, d: usize| ((n + 1) * (d + 2) % 5) as f64 * 2.0_f64.powi(-13);
            let rows = (0..3).flat_map(|n| (0..dimension).map(move |d| 1e12 + deviation(n, d))).collect();
            let observations = Observations::from_flat(rows, 3, None).unwrap();
            let mut tile = Tile::default();
            tile.resize(dimension);
            tile.load(&observations.block(0, 3), 0, 3);
            let mut out = [0.0; TILE];
            let (mut whitened, correction) = (vec![0.0; dimension * TILE], packed.correction(&low));
            let centre = Centre { high: &high, correction: &correction };
            packed.distances(Scalar::new(), &tile, centre, &mut whitened, &mut out);
            for (n, &distance) in out[..3].iter().enumerate() {
                let mut y: Vec<f64> = Vec::new();
                for i in 0..dimension {
                    let before: f64 = y.iter().enumerate().map(|(j, y)| lower[(i, j)] * y).sum();
                    y.push((deviation(n, i) - low[i] - before) / lower[(i, i)]);
                }
                let expected: f64 = y.iter().map(|y| y * y).sum();
                assert!((distance / expected - 1.0).abs() < 1e-13, "{dimension}: {distance}, not {expected}");
            }
        }
    }
}
