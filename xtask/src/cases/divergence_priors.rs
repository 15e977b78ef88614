//! Divergences between the conjugate priors: gamma, Dirichlet and normal-inverse-Wishart distributions.

use serde_json::{Value, json};

use super::{
    build::{AVERAGE, HIGHER, LOWER, case},
    shared::tridiagonal,
};

pub fn cases() -> Vec<Value> {
    [gammas(), dirichlets(), hard_dirichlets(), wisharts(), hard_wisharts()].concat()
}

fn gamma(shape: f64, rate: f64) -> Value {
    json!({"family": "gamma", "shape": shape, "rate": rate})
}

fn dirichlet(concentration: Value) -> Value {
    json!({"family": "dirichlet", "concentration": concentration})
}

fn wishart(mean: Value, mean_precision: f64, degrees_of_freedom: f64, scale: Value) -> Value {
    json!({"family": "normal_inverse_wishart",
        "mean": mean, "mean_precision": mean_precision, "degrees_of_freedom": degrees_of_freedom, "scale": scale})
}

fn gammas() -> Vec<Value> {
    let near = &["cancellation-near-equality"];
    let digamma = &["digamma-approximated", "log-gamma-overflow"];
    vec![
        case(
            "divergence/gamma-generic",
            "Two gamma distributions by shape and rate",
            LOWER,
            &["scale-for-rate", "kl-reversed", "bits-not-nats"],
        )
        .divergence(gamma(2.5, 0.75), gamma(4.25, 2.0)),
        case(
            "divergence/gamma-generic-reversed",
            "The same, the other way round",
            LOWER,
            &["scale-for-rate", "kl-reversed", "symmetrised-divergence"],
        )
        .divergence(gamma(4.25, 2.0), gamma(2.5, 0.75)),
        case(
            "divergence/gamma-equal-shapes",
            "Equal shapes: only the ratio of the rates counts",
            LOWER,
            &["scale-for-rate", "digamma-approximated"],
        )
        .divergence(gamma(3.5, 0.25), gamma(3.5, 1.75)),
        case("divergence/gamma-near-1e-6", "Shapes and rates within 1e-6", HIGHER, near)
            .divergence(gamma(4.250_004, 1.999_999), gamma(4.25, 2.0)),
        case("divergence/gamma-near-1e-9", "Shapes and rates within 1e-9", HIGHER, near)
            .divergence(gamma(4.250_000_004, 1.999_999_999), gamma(4.25, 2.0)),
        case("divergence/gamma-tiny-shapes", "Shapes of 1e-3 and 4e-3", HIGHER, digamma)
            .divergence(gamma(0.001, 0.5), gamma(0.004, 2.5)),
        case("divergence/gamma-huge-shapes", "Shapes of 1e6 and 5e5", HIGHER, digamma)
            .divergence(gamma(1_000_000.0, 2_000.0), gamma(500_000.0, 1_500.0)),
        case(
            "divergence/gamma-scale-1e100",
            "Rates of 1e100 and 1e-100",
            HIGHER,
            &["scale-for-rate", "parameter-floor"],
        )
        .divergence(gamma(2.5, 3e100), gamma(1.5, 2e-100)),
    ]
}

fn dirichlets() -> Vec<Value> {
    let near = &["cancellation-near-equality"];
    vec![
        case(
            "divergence/dirichlet-generic",
            "Two Dirichlet distributions over three levels",
            LOWER,
            &["kl-reversed", "digamma-approximated", "bits-not-nats"],
        )
        .divergence(dirichlet(json!([2.5, 1, 4])), dirichlet(json!([1.5, 3.25, 0.75]))),
        case(
            "divergence/dirichlet-generic-reversed",
            "The same, the other way round",
            LOWER,
            &["kl-reversed", "digamma-approximated", "symmetrised-divergence"],
        )
        .divergence(dirichlet(json!([1.5, 3.25, 0.75])), dirichlet(json!([2.5, 1, 4]))),
        case(
            "divergence/dirichlet-equal-means",
            "Equal means, one distribution ten times as concentrated",
            LOWER,
            &["digamma-approximated", "dirichlet-off-by-one"],
        )
        .divergence(dirichlet(json!([0.5, 1, 2.5])), dirichlet(json!([0.05, 0.1, 0.25]))),
        case(
            "divergence/dirichlet-two-levels",
            "Two beta distributions, one with its mass at both ends",
            LOWER,
            &["kl-reversed", "digamma-approximated"],
        )
        .divergence(dirichlet(json!([0.5, 0.5])), dirichlet(json!([6, 3]))),
        case("divergence/dirichlet-near-1e-6", "Concentrations within 1e-6", HIGHER, near)
            .divergence(dirichlet(json!([1.500_001, 3.249_998, 0.75])), dirichlet(json!([1.5, 3.25, 0.75]))),
        case("divergence/dirichlet-near-1e-9", "Concentrations within 1e-9", HIGHER, near)
            .divergence(dirichlet(json!([1.500_000_001, 3.249_999_998, 0.75])), dirichlet(json!([1.5, 3.25, 0.75]))),
    ]
}

fn hard_dirichlets() -> Vec<Value> {
    let hunts = &["digamma-approximated", "log-gamma-overflow"];
    vec![
        case("divergence/dirichlet-tiny-concentrations", "Concentrations near 1e-3", HIGHER, hunts)
            .divergence(dirichlet(json!([0.001, 0.002, 0.003])), dirichlet(json!([0.004, 0.001, 0.002]))),
        case("divergence/dirichlet-huge-concentrations", "Concentrations near 1e6", HIGHER, hunts).divergence(
            dirichlet(json!([1_000_000, 2_000_000, 500_000])),
            dirichlet(json!([500_000, 1_000_000, 1_500_000])),
        ),
        case("divergence/dirichlet-mixed-concentrations", "Concentrations from 1e-3 to 1e6", HIGHER, hunts)
            .divergence(dirichlet(json!([0.001, 1, 1_000_000])), dirichlet(json!([1_000, 0.5, 0.002]))),
    ]
}

fn narrow() -> Value {
    wishart(json!([0.3, 1.1]), 2.5, 6.0, json!([[3, 1.5], [1.5, 4.5]]))
}

fn wide() -> Value {
    wishart(json!([1.4, -0.6]), 0.5, 3.5, json!([[2.5, -0.75], [-0.75, 1.25]]))
}

fn wisharts() -> Vec<Value> {
    let hunts = &["wrong-degrees-of-freedom", "inverse-wishart-for-wishart", "kl-reversed"];
    let near = &["cancellation-near-equality"];
    let line = |mean: f64, mean_precision: f64, degrees_of_freedom: f64, scale: f64| {
        wishart(json!([mean]), mean_precision, degrees_of_freedom, json!([[scale]]))
    };
    vec![
        case("divergence/wishart-generic", "Two normal-inverse-Wishart distributions in the plane", LOWER, hunts)
            .divergence(narrow(), wide()),
        case("divergence/wishart-generic-reversed", "The same, the other way round", LOWER, hunts)
            .divergence(wide(), narrow()),
        case(
            "divergence/wishart-one-dimension",
            "On the line, where they are normal-inverse-gamma distributions",
            LOWER,
            &["wrong-degrees-of-freedom", "inverse-wishart-for-wishart", "standard-deviation-for-variance"],
        )
        .divergence(line(0.4, 1.5, 3.0, 2.0), line(1.9, 0.25, 7.5, 4.5)),
        case(
            "divergence/wishart-means-only",
            "Equal but for the means: the divergence is that of the normals",
            LOWER,
            &["mean-shrinkage-missing", "inverse-wishart-for-wishart"],
        )
        .divergence(narrow(), wishart(json!([2.3, -0.9]), 2.5, 6.0, json!([[3, 1.5], [1.5, 4.5]]))),
        case(
            "divergence/wishart-five-dimensions",
            "Five dimensions, neighbours correlated",
            AVERAGE,
            &["wrong-degrees-of-freedom", "dimension-missing-from-kl", "digamma-approximated"],
        )
        .divergence(
            wishart(json!([0.5, -1.25, 2, 0.75, 3.5]), 1.5, 9.0, tridiagonal(&[6.0, 3.0, 10.0, 5.0, 2.0])),
            wishart(json!([1, -0.5, 1.25, 1.5, 2.75]), 0.25, 6.5, tridiagonal(&[4.0, 3.0, 3.5, 1.0, 2.0])),
        ),
        case("divergence/wishart-near-1e-6", "All parameters within a few 1e-6", HIGHER, near).divergence(
            wishart(
                json!([1.400_002, -0.599_999]),
                0.500_001,
                3.499_998,
                json!([[2.500_005, -0.749_998], [-0.749_998, 1.250_003]]),
            ),
            wide(),
        ),
        case("divergence/wishart-near-1e-9", "All parameters within a few 1e-9", HIGHER, near).divergence(
            wishart(
                json!([1.400_000_002, -0.599_999_999]),
                0.500_000_001,
                3.499_999_998,
                json!([[2.500_000_005, -0.749_999_998], [-0.749_999_998, 1.250_000_003]]),
            ),
            wide(),
        ),
    ]
}

fn hard_wisharts() -> Vec<Value> {
    vec![
        case(
            "divergence/wishart-few-degrees-of-freedom",
            "Degrees of freedom of 1.001 and 1.25 in the plane, where they must exceed 1",
            HIGHER,
            &["wrong-degrees-of-freedom", "digamma-approximated"],
        )
        .divergence(
            wishart(json!([0.3, 1.1]), 2.5, 1.001, json!([[3, 1.5], [1.5, 4.5]])),
            wishart(json!([1.4, -0.6]), 0.5, 1.25, json!([[2.5, -0.75], [-0.75, 1.25]])),
        ),
        case(
            "divergence/wishart-many-degrees-of-freedom",
            "Degrees of freedom of 1e5 and 4e4",
            HIGHER,
            &["log-gamma-overflow", "digamma-approximated"],
        )
        .divergence(
            wishart(json!([0.3, 1.1]), 25_000.0, 100_000.0, json!([[300_000, 150_000], [150_000, 450_000]])),
            wishart(json!([0.4, 1.0]), 5_000.0, 40_000.0, json!([[100_000, -30_000], [-30_000, 50_000]])),
        ),
        case(
            "divergence/wishart-ill-conditioned",
            "Scales with correlations of 1 - 1e-6 and closer",
            HIGHER,
            &["explicit-inverse", "covariance-jitter"],
        )
        .divergence(
            wishart(json!([0.2, 0.1]), 1.5, 5.0, json!([[1, 0.999_999], [0.999_999, 1]])),
            wishart(json!([0.2, 0.1001]), 0.5, 4.0, json!([[1.5, 1.499_999_5], [1.499_999_5, 1.5]])),
        ),
        case(
            "divergence/wishart-tiny-mean-precision",
            "A prior mean worth 1e-12 of an observation against one worth 10",
            HIGHER,
            &["mean-shrinkage-missing", "parameter-floor"],
        )
        .divergence(narrow(), wishart(json!([1_000, -2_000]), 1e-12, 3.5, json!([[2.5, -0.75], [-0.75, 1.25]]))),
    ]
}
