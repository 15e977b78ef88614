//! The certified quadrature against tanh-sinh quadrature of the definitions at 60 digits, and against closed forms.

use certify::{
    interval::Interval,
    precision::Precision,
    quadrature::{Normal, TwoBumps, divergences},
};
use rug::Float;

fn normal(mean: f64, variance: f64, precision: Precision) -> Normal {
    Normal { mean: precision.double(mean), variance: precision.double(variance) }
}

fn bumps(weight: f64, means: [f64; 2], variances: [f64; 2], precision: Precision) -> TwoBumps {
    TwoBumps {
        weights: [precision.double(weight), precision.double(1.0 - weight)],
        normals: [0, 1].map(|j| normal(means[j], variances[j], precision)),
    }
}

/// The enclosure has at least 36 digits and the other value, to 40 digits, is in it or next to it.
fn assert_encloses(found: &Interval, expected: &str) {
    let expected = Float::with_val(256, Float::parse(expected).unwrap());
    assert!(found.relative_radius() < 1e-36, "{found:?}: {}", found.relative_radius());
    let error = (found.middle() - &expected).abs() / expected.clone().abs();
    assert!(error < 1e-36, "{found:?} is not {expected:.40}");
}

/// Weight of the first bump, means, variances; mean and variance of `q`; `kl(p ‖ q)` and `kl(q ‖ p)`.
type Example = (f64, [f64; 2], [f64; 2], (f64, f64), [&'static str; 2]);

const EXAMPLES: [Example; 3] = [
    (
        0.25,
        [-2.0, 2.0],
        [1.0, 1.0],
        (1.0, 4.0),
        ["0.182087448383060077288310581169116020079843915", "0.258953723129184536231184208173191368614705789"],
    ),
    (
        0.5,
        [-3.0, 3.0],
        [0.25, 2.0],
        (-3.0, 0.25),
        ["36.5397833933993943954126269704606230695063718", "0.691518474324462565436446715923303939168269058"],
    ),
    (
        0.5,
        [0.0, 1.0],
        [1.0, 1.0],
        (0.5, 1.5),
        ["0.00797773853601267793843641218128099069707071823", "0.00949990881788832519328330973856207366556142622"],
    ),
];

#[test]
fn divergences_of_two_bumps_agree_with_another_quadrature() {
    for bits in [256, 384] {
        let precision = Precision::new(bits);
        for (weight, means, variances, (mean, variance), expected) in EXAMPLES {
            let found =
                divergences(&bumps(weight, means, variances, precision), &normal(mean, variance, precision), precision);
            found.iter().zip(expected).for_each(|(found, expected)| assert_encloses(found, expected));
        }
    }
}

#[test]
fn two_bumps_in_one_place_have_the_closed_form() {
    let precision = Precision::new(256);
    let (p, q) = (bumps(0.3125, [0.5, 0.5], [2.0, 2.0], precision), normal(-1.0, 3.0, precision));
    let closed = |distance: f64, ratio: f64| {
        let ratio = Float::with_val(256, ratio) / 3_u32 * 2_u32;
        let ratio = if distance < 0.0 { ratio.recip() } else { ratio };
        (Float::with_val(256, &ratio - 1_u32) - ratio.ln() + distance.abs()) / 2_u32
    };
    // (σq²/σp² - 1 - log σq²/σp² + (mean distance)²/σ² of the second)/2, the distance squared being 2.25.
    let forward = closed(2.25 / 3.0, 1.0);
    let reverse = closed(-2.25 / 2.0, 1.0);
    for (found, expected) in divergences(&p, &q, precision).iter().zip([forward, reverse]) {
        assert!(found.relative_radius() < 1e-36, "{found:?}");
        assert!((found.middle() - &expected).abs() < expected.clone() * 1e-36, "{found:?} is not {expected:.40}");
    }
}

#[test]
fn a_wrong_variance_is_seen() {
    let precision = Precision::new(256);
    let (weight, means, variances, (mean, variance), expected) = EXAMPLES[0];
    let p = bumps(weight, means, [variances[0], variances[1] * (1.0 + 1e-15)], precision);
    let found = divergences(&p, &normal(mean, variance, precision), precision);
    for (found, expected) in found.iter().zip(expected) {
        let expected = Float::with_val(256, Float::parse(expected).unwrap());
        assert!((found.middle() - &expected).abs() > 1e-18, "{found:?}");
    }
}
