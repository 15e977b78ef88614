//! Distances and scatter along the axes: `q_n = Σ_d (x_nd - μ_d)²/σ_d²`, and `Σ_n r_n z_nd` and `Σ_n r_n z_nd²` of deviations `z_n`.
//!
//! With `μ = h + l`, rounded and rest, and `z = x - h` the square is `(z/σ² - 2 l/σ²) z + l²/σ²`: three operations, and no digit of `l` is lost.

use pulp::Simd;

use super::{Centre, tile::Tile};

/// Vectors of observations whose distances are summed in registers.
const GROUP: usize = 4;

/// Writes `Σ_d (x_nd - μ_d)²/σ_d²` of a tile to `distances` (`TILE`), for given `1/σ_d²`.
#[inline(always)]
pub fn distances<S: Simd>(simd: S, tile: &Tile, centre: Centre<'_>, precisions: &[f64], distances: &mut [f64]) {
    let of_low = |(correction, precision): (&f64, &f64)| 0.25 * correction * correction / precision;
    let least = simd.splat_f64s(centre.correction.iter().zip(precisions).map(of_low).sum());
    let parameters = || precisions.iter().zip(centre.high).zip(centre.correction).enumerate();
    for (group, out) in S::as_mut_simd_f64s(distances).0.chunks_exact_mut(GROUP).enumerate() {
        let mut total = [least; GROUP];
        for (d, ((&precision, &high), &correction)) in parameters() {
            let x = &S::as_simd_f64s(tile.row(d)).0[group * GROUP..][..GROUP];
            let (precision, high) = (simd.splat_f64s(precision), simd.splat_f64s(high));
            let correction = simd.splat_f64s(correction);
            for v in 0..GROUP {
                let z = simd.sub_f64s(x[v], high);
                total[v] = simd.mul_add_f64s(simd.mul_add_f64s(z, precision, correction), z, total[v]);
            }
        }
        out.copy_from_slice(&total);
    }
}

/// Adds `r_n z_nd` and `r_n z_nd²` of a tile to the sums, one vector each: `D` first, `D` second moments.
#[inline(always)]
pub fn scatter<S: Simd>(simd: S, tile: &Tile, centre: &[f64], responsibilities: &[f64], sums: &mut [S::f64s]) {
    let (firsts, seconds) = sums.split_at_mut(centre.len());
    let responsibilities = S::as_simd_f64s(responsibilities).0;
    for (d, ((first, second), &centre)) in firsts.iter_mut().zip(seconds).zip(centre).enumerate() {
        let centre = simd.splat_f64s(centre);
        // Two chains each, for an addition takes longer than it takes to start the next.
        let mut totals = [[*first, simd.splat_f64s(0.0)], [*second, simd.splat_f64s(0.0)]];
        let x = S::as_simd_f64s(tile.row(d)).0;
        for (x, r) in x.chunks_exact(2).zip(responsibilities.chunks_exact(2)) {
            for v in 0..2 {
                let z = simd.sub_f64s(x[v], centre);
                let rz = simd.mul_f64s(r[v], z);
                totals[0][v] = simd.add_f64s(totals[0][v], rz);
                totals[1][v] = simd.mul_add_f64s(rz, z, totals[1][v]);
            }
        }
        *first = simd.add_f64s(totals[0][0], totals[0][1]);
        *second = simd.add_f64s(totals[1][0], totals[1][1]);
    }
}

#[cfg(test)]
mod tests {
    use pulp::Scalar;

    use super::*;
    use crate::{kernel::tile::TILE, observations::Observations};

    /// Means far beyond the deviations: what their rounding leaves is as large as the deviations are.
    #[test]
    fn nothing_of_a_mean_is_lost() {
        let (high, low, precisions) = ([1e12, -3e11], [2.5e-5, -1e-5], [1e8, 4e9]);
        let correction: Vec<f64> = low.iter().zip(&precisions).map(|(low, p)| -2.0 * low * p).collect();
        let steps = [0.0, 1.0, -2.0];
        let rows: Vec<f64> =
            steps.iter().flat_map(|s| [high[0] + s * 2.0_f64.powi(-13), high[1] + s * 2.0_f64.powi(-14)]).collect();
        let observations = Observations::from_flat(rows, steps.len(), None).unwrap();
        let mut tile = Tile::default();
        tile.resize(2);
        tile.load(&observations.block(0, 3), 0, 3);
        let mut out = [0.0; TILE];
        distances(Scalar::new(), &tile, Centre { high: &high, correction: &correction }, &precisions, &mut out);
        for (n, s) in steps.into_iter().enumerate() {
            let deviation = [s * 2.0_f64.powi(-13) - low[0], s * 2.0_f64.powi(-14) - low[1]];
            let expected = deviation[0].powi(2) * precisions[0] + deviation[1].powi(2) * precisions[1];
            assert!((out[n] / expected - 1.0).abs() < 1e-14, "{n}: {}, not {expected}", out[n]);
        }
    }
}
