//! Divergences between two Gaussians.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, HIGHER, LOWER, case},
    shared::tridiagonal,
};

pub fn cases() -> Vec<Value> {
    [ordinary(), near(), hard()].concat()
}

fn normal(mean: Value, covariance: Value) -> Value {
    json!({"family": "gaussian", "mean": mean, "covariance": covariance})
}

fn narrow() -> Value {
    normal(json!([0.3, 1.1]), json!([[1, 0.5], [0.5, 1.5]]))
}

fn wide() -> Value {
    normal(json!([1.4, -0.6]), json!([[2.5, -0.75], [-0.75, 1.25]]))
}

/// Five dimensions with neighbours correlated.
fn five(mean: [f64; 5], variances: [f64; 5]) -> Value {
    normal(json!(mean), tridiagonal(&variances))
}

fn ordinary() -> Vec<Value> {
    let line = |mean: f64, variance: f64| normal(json!([mean]), json!([[variance]]));
    let correlated = || normal(json!([0.5, 0.25, -1]), json!([[1, 0.9, 0.4], [0.9, 1.5, 0.6], [0.4, 0.6, 2]]));
    let independent = || normal(json!([0.5, 0.25, -1]), json!([[1, 0, 0], [0, 1.5, 0], [0, 0, 2]]));
    vec![
        case(
            "divergence/gaussian-generic",
            "Two correlated Gaussians in the plane",
            LOWER,
            &["bits-not-nats", "kl-reversed", "half-log-determinant"],
        )
        .divergence(narrow(), wide()),
        case(
            "divergence/gaussian-generic-reversed",
            "The same two Gaussians, the other way round",
            LOWER,
            &["kl-reversed", "symmetrised-divergence"],
        )
        .divergence(wide(), narrow()),
        case(
            "divergence/gaussian-one-dimension",
            "Two Gaussians on the line, where variance and standard deviation are easily confused",
            LOWER,
            &["standard-deviation-for-variance", "bits-not-nats"],
        )
        .divergence(line(0.4, 0.3), line(1.9, 2.2)),
        case(
            "divergence/gaussian-one-dimension-reversed",
            "The same two on the line, the other way round",
            LOWER,
            &["standard-deviation-for-variance", "kl-reversed", "symmetrised-divergence"],
        )
        .divergence(line(1.9, 2.2), line(0.4, 0.3)),
        case(
            "divergence/gaussian-five-dimensions",
            "Five dimensions, neighbours correlated",
            AVERAGE,
            &["dimension-missing-from-kl", "off-diagonal-ignored"],
        )
        .divergence(
            five([0.5, -1.25, 2.0, 0.75, 3.5], [1.5, 0.75, 2.5, 1.25, 0.5]),
            five([1.0, -0.5, 1.25, 1.5, 2.75], [2.0, 1.5, 1.75, 0.5, 1.0]),
        ),
        case(
            "divergence/gaussian-correlated-from-independent",
            "Equal means and equal variances: all of the divergence is correlation, the mutual information",
            LOWER,
            &["off-diagonal-ignored", "half-log-determinant"],
        )
        .divergence(correlated(), independent()),
        case(
            "divergence/gaussian-independent-from-correlated",
            "The same, the other way round",
            LOWER,
            &["off-diagonal-ignored", "kl-reversed"],
        )
        .divergence(independent(), correlated()),
    ]
}

fn near() -> Vec<Value> {
    let hunts = &["cancellation-near-equality"];
    vec![
        case(
            "divergence/gaussian-near-1e-6",
            "Every parameter of q is within a few 1e-6 of that of p: terms near 1 leave 1e-12",
            HIGHER,
            hunts,
        )
        .divergence(
            normal(json!([1.400_002, -0.599_999]), json!([[2.500_005, -0.749_998], [-0.749_998, 1.250_003]])),
            wide(),
        ),
        case("divergence/gaussian-near-1e-9", "The same within a few 1e-9: terms near 1 leave 1e-18", HIGHER, hunts)
            .divergence(
                normal(
                    json!([1.400_000_002, -0.599_999_999]),
                    json!([[2.500_000_005, -0.749_999_998], [-0.749_999_998, 1.250_000_003]]),
                ),
                wide(),
            ),
        case(
            "divergence/gaussian-near-1e-6-one-dimension",
            "Equal means on the line, variances within 1e-6",
            HIGHER,
            hunts,
        )
        .divergence(normal(json!([0.75]), json!([[1.300_001_3]])), normal(json!([0.75]), json!([[1.3]]))),
        case(
            "divergence/gaussian-near-1e-6-five-dimensions",
            "Five dimensions, means and variances within 1e-6",
            HIGHER,
            hunts,
        )
        .divergence(
            five(
                [0.500_001, -1.250_002, 2.000_001, 0.749_999, 3.500_003],
                [1.500_002, 0.750_001, 2.499_998, 1.250_001, 0.5],
            ),
            five([0.5, -1.25, 2.0, 0.75, 3.5], [1.5, 0.75, 2.5, 1.25, 0.5]),
        ),
        case("divergence/gaussian-near-mean-1e-6", "Equal covariances, means 1e-6 apart", HIGHER, hunts)
            .divergence(normal(json!([1.400_001, -0.600_001]), json!([[2.5, -0.75], [-0.75, 1.25]])), wide()),
    ]
}

fn hard() -> Vec<Value> {
    let scaled = |scale: f64, means: [f64; 4], variances: [f64; 4]| {
        normal(json!(means.map(|mean| mean * scale)), tridiagonal(&variances.map(|variance| variance * scale * scale)))
    };
    let determinants = &["determinant-outright"];
    let pair = |scale: f64| {
        let q = scaled(scale, [0.5, -1.25, 2.0, 0.75], [1.5, 0.75, 2.5, 1.25]);
        let p = scaled(scale, [14.0, -9.5, 12.25, 11.5], [2.0, 1.5, 1.75, 0.5]);
        (q, p)
    };
    let (large_q, large_p) = pair(1e100);
    let (small_q, small_p) = pair(1e-100);
    let thin = || normal(json!([0.2, 0.1]), json!([[1, 0.999_999], [0.999_999, 1]]));
    let thinner = || normal(json!([0.2, 0.1001]), json!([[1.5, 1.499_999_5], [1.499_999_5, 1.5]]));
    vec![
        case(
            "divergence/gaussian-far",
            "Means 30,000 standard deviations apart",
            AVERAGE,
            &["density-floor", "kl-reversed"],
        )
        .divergence(
            normal(json!([-15_000, 20_000]), json!([[0.75, 0.25], [0.25, 1.25]])),
            normal(json!([9_000, 2_000]), json!([[1, -0.5], [-0.5, 2]])),
        ),
        case(
            "divergence/gaussian-offset",
            "Two Gaussians near (1e8, 1e8), a few standard deviations apart",
            HIGHER,
            &["expanded-quadratic", "single-precision"],
        )
        .divergence(
            normal(json!([100_000_001.25, 99_999_998.5]), json!([[1, 0.5], [0.5, 1.5]])),
            normal(json!([100_000_000, 100_000_000.75]), json!([[2.5, -0.75], [-0.75, 1.25]])),
        ),
        case(
            "divergence/gaussian-scale-1e100",
            "Standard deviations near 1e100: the determinant is 1e800",
            HIGHER,
            determinants,
        )
        .divergence(large_q, large_p),
        case(
            "divergence/gaussian-scale-1e-100",
            "Standard deviations near 1e-100: the determinant is 1e-800",
            HIGHER,
            &["determinant-outright", "covariance-jitter"],
        )
        .divergence(small_q, small_p),
        case(
            "divergence/gaussian-ill-conditioned",
            "Two covariances with correlations of 1 - 1e-6 and closer",
            HIGHER,
            &["covariance-jitter", "explicit-inverse"],
        )
        .divergence(thin(), thinner()),
        case(
            "divergence/gaussian-ill-conditioned-reversed",
            "The same, the other way round",
            HIGHER,
            &["covariance-jitter", "explicit-inverse", "kl-reversed"],
        )
        .divergence(thinner(), thin()),
        case(
            "divergence/gaussian-thin-from-round",
            "A needle against a sphere: the log determinant is most of the divergence",
            AVERAGE,
            &["half-log-determinant", "covariance-jitter"],
        )
        .divergence(thinner(), normal(json!([0, 0]), json!([[1, 0], [0, 1]]))),
        case(
            "divergence/gaussian-round-from-thin",
            "A sphere against a needle: the trace is most of the divergence",
            AVERAGE,
            &["covariance-jitter", "kl-reversed"],
        )
        .divergence(normal(json!([0, 0]), json!([[1, 0], [0, 1]])), thinner()),
    ]
}
