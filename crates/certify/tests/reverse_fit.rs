//! A normal fitted to two bumps by `kl(q ‖ p)` seeks one of them, and only a box about the minimum proves anything.

use certify::{
    failure::Failure,
    interval::Interval,
    precision::Precision,
    quadrature::{Normal, TwoBumps, divergences},
    reverse_fit::{krawczyk, reverse_fit},
};
use rug::Float;

fn bumps(precision: Precision) -> TwoBumps {
    let normal = |mean, variance| Normal { mean: precision.double(mean), variance: precision.double(variance) };
    TwoBumps {
        weights: [0.25, 0.75].map(|weight| precision.double(weight)),
        normals: [normal(-3.0, 0.5), normal(3.0, 1.0)],
    }
}

#[test]
fn each_bump_has_its_own_fit() {
    let precision = Precision::new(256);
    let p = bumps(precision);
    let fits = [[-3.0, 0.5], [3.0, 1.0]].map(|start| reverse_fit(&p, start, precision).unwrap());
    // Newton's method on the moments by the trapezoidal rule, 14000 nodes in double precision.
    for (fit, (mean, variance)) in fits.iter().zip([(-2.997_125_8, 0.506_714_67), (2.998_142_27, 1.006_816_13)]) {
        assert!(fit.mean.relative_radius() < 1e-34 && fit.variance.relative_radius() < 1e-34, "{fit:?}");
        let near = |x: &Interval, expected: f64| (x.middle().to_f64() - expected).abs() < 1e-7;
        assert!(near(&fit.mean, mean) && near(&fit.variance, variance), "{fit:?}");
    }
    // A minimum: every neighbour is farther from p.
    let [_, least] = divergences(&p, &fits[1], precision);
    for (mean, variance) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)] {
        let mean = &fits[1].mean + precision.double(mean);
        let variance = &fits[1].variance + precision.double(variance);
        let [_, neighbour] = divergences(&p, &Normal { mean, variance }, precision);
        assert!(neighbour.certainly_exceeds(&least));
    }
}

#[test]
fn a_moved_candidate_proves_nothing() {
    let precision = Precision::new(256);
    let p = bumps(precision);
    let fit = reverse_fit(&p, [3.0, 1.0], precision).unwrap();
    let nudge = Float::with_val(256, 1) >> 100_u32;
    let moved = precision.double(nudge.to_f64());
    let candidate = [&fit.mean + &moved, fit.variance.clone()];
    assert!(matches!(krawczyk(&p, &candidate, precision), Err(Failure::Undecided(what)) if what.contains("gradient")));
}
