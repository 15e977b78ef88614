//! Mixtures of two bumps on the line, which the theory asks of besides: one normal in place of two, by either divergence.

use serde_json::{Value, json};

use super::build::{LOWER, Setting, With, case, gaussian, inline, likelihood, mixture, normal};

pub fn cases() -> Vec<Value> {
    vec![
        case(
            "gaussian/two-bumps-apart-evaluate",
            "Two equal bumps six deviations apart; also the mixture whose projections are certified",
            LOWER,
            &["missing-log-2pi", "no-log-sum-exp"],
        )
        .evaluate(&bumps([0.5, 0.5], [-3.0, 3.0], [1.0, 1.0]), With::NoPrior),
        case(
            "gaussian/two-bumps-close-evaluate",
            "Two bumps so close that they have one mode; also the mixture whose projections are certified",
            LOWER,
            &["missing-log-2pi", "standard-deviation-for-variance"],
        )
        .evaluate(&bumps([0.375, 0.625], [-0.5, 0.75], [1.0, 0.5625]), With::NoPrior),
        case(
            "gaussian/two-bumps-unequal-evaluate",
            "A low narrow bump and a high wide one; also the mixture whose projections are certified",
            LOWER,
            &["standard-deviation-for-variance", "no-log-sum-exp"],
        )
        .evaluate(&bumps([0.25, 0.75], [-2.0, 3.0], [0.25, 2.25]), With::NoPrior),
    ]
}

/// The mixture, at places from the outside of one bump to that of the other.
fn bumps(weights: [f64; 2], means: [f64; 2], variances: [f64; 2]) -> Setting {
    let rows = json!([[-5.25], [-3.5], [-2.75], [-1], [-0.125], [0.5], [1.25], [2.5], [3], [4.75]]);
    let components = means.iter().zip(&variances).map(|(m, v)| normal(json!([m]), json!(v))).collect();
    likelihood(inline(rows), gaussian("spherical"), mixture(json!(weights), components))
}
