//! Distances and scatter along the axes: `q_n = Σ_d (x_nd - μ_d)²/σ_d²`, and `Σ_n r_n z_nd` and `Σ_n r_n z_nd²` of deviations `z_n`.

use pulp::Simd;

use super::{Centre, tile::Tile};

/// Writes `Σ_d (x_nd - μ_d)²/σ_d²` of a tile to `distances` (`TILE`), for given `1/σ_d²`.
#[inline(always)]
pub fn distances<S: Simd>(simd: S, tile: &Tile, centre: Centre<'_>, precisions: &[f64], distances: &mut [f64]) {
    let out = S::as_mut_simd_f64s(distances).0;
    out.fill(simd.splat_f64s(0.0));
    for (d, &precision) in precisions.iter().enumerate() {
        let precision = simd.splat_f64s(precision);
        for (q, &x) in out.iter_mut().zip(S::as_simd_f64s(tile.row(d)).0) {
            let z = centre.deviation(simd, d, x);
            *q = simd.mul_add_f64s(simd.mul_f64s(z, precision), z, *q);
        }
    }
}

/// Adds `r_n z_nd` and `r_n z_nd²` of a tile to the sums, one vector each: `D` first, `D` second moments.
#[inline(always)]
pub fn scatter<S: Simd>(simd: S, tile: &Tile, centre: Centre<'_>, responsibilities: &[f64], sums: &mut [S::f64s]) {
    let (firsts, seconds) = sums.split_at_mut(centre.high.len());
    let responsibilities = S::as_simd_f64s(responsibilities).0;
    for (d, (first, second)) in firsts.iter_mut().zip(seconds).enumerate() {
        // Two chains each, for an addition takes longer than it takes to start the next.
        let mut totals = [[*first, simd.splat_f64s(0.0)], [*second, simd.splat_f64s(0.0)]];
        let x = S::as_simd_f64s(tile.row(d)).0;
        for (x, r) in x.chunks_exact(2).zip(responsibilities.chunks_exact(2)) {
            for v in 0..2 {
                let z = centre.deviation(simd, d, x[v]);
                let rz = simd.mul_f64s(r[v], z);
                totals[0][v] = simd.add_f64s(totals[0][v], rz);
                totals[1][v] = simd.mul_add_f64s(rz, z, totals[1][v]);
            }
        }
        *first = simd.add_f64s(totals[0][0], totals[0][1]);
        *second = simd.add_f64s(totals[1][0], totals[1][1]);
    }
}
