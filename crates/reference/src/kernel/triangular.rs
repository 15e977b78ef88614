//! Whitening and scatter with a Cholesky factor: `q_n = |L⁻¹(x_n - μ)|²` by forward substitution, and `Σ_n r_n z_n z_nᵀ` of deviations `z_n`.
//!
//! Both are shaped as a matrix product: four rows of the factor (or of the scatter) and several vectors of observations stay in registers,
//! and each number that is loaded is used four times or more. `N D²` floating-point operations each, for one component: only the triangle
//! of `L` and, in blocks of 4 x 4, of the scatter is computed. The errors are those of substitution row by row.

use faer::MatRef;
use pulp::Simd;

use super::{
    Centre,
    tile::{Aligned, TILE, Tile},
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
    /// `y_i = (z_i - Σ_{j<i} l_ij y_j)/l_ii` for `R` rows, and the squares of `y`.
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
            for v in 0..V {
                row[v] = self.centre.deviation(simd, self.first + r, x[v]);
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
            for v in 0..V {
                rows[r][v] = simd.mul_f64s(rows[r][v], inverse);
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
    centre: Centre<'_>,
    responsibilities: &[f64],
    [deviations, weighted]: [&mut Aligned; 2],
    sums: &mut [S::f64s],
) {
    let dimension = centre.high.len();
    let bands = dimension.div_ceil(BAND);
    let (first_moments, blocks) = sums.split_at_mut(bands * BAND);
    let vectors = TILE / S::F64_LANES;
    let deviations = S::as_mut_simd_f64s(deviations).0;
    let weighted = S::as_mut_simd_f64s(weighted).0;
    let responsibilities = &S::as_simd_f64s(responsibilities).0[..vectors];
    let of_bands = deviations.chunks_exact_mut(BAND * vectors).zip(weighted.chunks_exact_mut(BAND * vectors));
    for (band, (z, rz)) in of_bands.enumerate() {
        let rows = Rows { centre, first: band * BAND };
        let totals = &mut first_moments[band * BAND..][..BAND];
        match dimension - rows.first {
            1 => rows.deviations::<S, 1>(simd, tile, responsibilities, [z, rz], totals),
            2 => rows.deviations::<S, 2>(simd, tile, responsibilities, [z, rz], totals),
            3 => rows.deviations::<S, 3>(simd, tile, responsibilities, [z, rz], totals),
            _ => rows.deviations::<S, 4>(simd, tile, responsibilities, [z, rz], totals),
        }
    }
    let mut blocks = blocks.chunks_exact_mut(BAND * BAND);
    for (i, left) in weighted.chunks_exact(BAND * vectors).take(bands).enumerate() {
        for (j, right) in deviations.chunks_exact(BAND * vectors).take(i + 1).enumerate() {
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

/// The deviations of one band.
struct Rows<'a> {
    centre: Centre<'a>,
    first: usize,
}

impl Rows<'_> {
    /// Writes `z` and `r z` of `R` rows side by side, and adds the latter to the totals.
    #[inline(always)]
    fn deviations<S: Simd, const R: usize>(
        &self,
        simd: S,
        tile: &Tile,
        responsibilities: &[S::f64s],
        [deviations, weighted]: [&mut [S::f64s]; 2],
        totals: &mut [S::f64s],
    ) {
        let vectors = TILE / S::F64_LANES;
        let zero = simd.splat_f64s(0.0);
        let (mut high, mut low, mut sums) = ([zero; R], [zero; R], [zero; R]);
        let mut x = [responsibilities; R];
        for r in 0..R {
            high[r] = simd.splat_f64s(self.centre.high[self.first + r]);
            low[r] = simd.splat_f64s(self.centre.low[self.first + r]);
            x[r] = &S::as_simd_f64s(tile.row(self.first + r)).0[..vectors];
        }
        let both = deviations.chunks_exact_mut(BAND).zip(weighted.chunks_exact_mut(BAND));
        for (v, (z, rz)) in both.take(vectors).enumerate() {
            for r in 0..R {
                z[r] = simd.sub_f64s(simd.sub_f64s(x[r][v], high[r]), low[r]);
                rz[r] = simd.mul_f64s(responsibilities[v], z[r]);
                sums[r] = simd.add_f64s(sums[r], rz[r]);
            }
        }
        for r in 0..R {
            totals[r] = simd.add_f64s(totals[r], sums[r]);
        }
    }
}
