//! Pairs of distributions whose divergence must be refused, with as little else wrong as possible.

use serde_json::{Value, json};

use super::build::{AVERAGE, HIGHER, LOWER, case};

pub fn cases() -> Vec<Value> {
    [gaussians(), members()].concat()
}

fn gaussian(mean: Value, covariance: Value) -> Value {
    json!({"family": "gaussian", "mean": mean, "covariance": covariance})
}

fn gaussians() -> Vec<Value> {
    let sound = || gaussian(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]]));
    let with_covariance = |covariance: Value| gaussian(json!([2.4, 1.9]), covariance);
    let indefinite = &["accepts-indefinite-covariance"];
    vec![
        case("rejected/divergence-indefinite-p", "A covariance of p with a negative eigenvalue", LOWER, indefinite)
            .rejected_divergence(sound(), with_covariance(json!([[1, 2], [2, 1]]))),
        case("rejected/divergence-indefinite-q", "A covariance of q with a negative eigenvalue", LOWER, indefinite)
            .rejected_divergence(with_covariance(json!([[1, 2], [2, 1]])), sound()),
        case(
            "rejected/divergence-singular-q",
            "A covariance of q of rank one",
            AVERAGE,
            &["accepts-indefinite-covariance", "covariance-jitter"],
        )
        .rejected_divergence(with_covariance(json!([[1, 1], [1, 1]])), sound()),
        case(
            "rejected/divergence-asymmetric-covariance",
            "A covariance of p that is not exactly symmetric",
            HIGHER,
            &["accepts-asymmetric-covariance"],
        )
        .rejected_divergence(sound(), with_covariance(json!([[1, 0.5], [0.500_000_000_1, 1]]))),
        case("rejected/divergence-nan-mean", "A mean that is not a number", LOWER, &["accepts-nan"])
            .rejected_divergence(gaussian(json!([0.8, "nan"]), json!([[1, 0.5], [0.5, 1.5]])), sound()),
        case(
            "rejected/divergence-mismatched-dimensions",
            "A Gaussian in the plane and one on the line, which some libraries repeat",
            AVERAGE,
            &["accepts-bad-shapes"],
        )
        .rejected_divergence(sound(), gaussian(json!([0.5]), json!([[1.25]]))),
    ]
}

fn members() -> Vec<Value> {
    let poisson = |rate: Value| json!({"family": "poisson", "rate": rate});
    let categorical = |probabilities: Value| json!({"family": "categorical", "probabilities": probabilities});
    let dirichlet = |concentration: Value| json!({"family": "dirichlet", "concentration": concentration});
    let shapes = &["accepts-bad-shapes"];
    vec![
        case(
            "rejected/divergence-mismatched-families",
            "A Poisson and a gamma distribution",
            LOWER,
            &["accepts-bad-shapes", "accepts-bad-parameters"],
        )
        .rejected_divergence(poisson(json!([2])), json!({"family": "gamma", "shape": 2, "rate": 1})),
        case("rejected/divergence-negative-rate", "A rate of -3", LOWER, &["accepts-bad-parameters"])
            .rejected_divergence(poisson(json!([2])), poisson(json!([-3]))),
        case("rejected/divergence-mismatched-rates", "Two rates against three", LOWER, shapes)
            .rejected_divergence(poisson(json!([2, 3])), poisson(json!([2, 3, 4]))),
        case("rejected/divergence-off-simplex", "Probabilities that sum to 0.875", LOWER, &["accepts-off-simplex"])
            .rejected_divergence(categorical(json!([0.25, 0.25, 0.375])), categorical(json!([0.5, 0.25, 0.25]))),
        case("rejected/divergence-mismatched-levels", "Three levels against two", LOWER, shapes)
            .rejected_divergence(categorical(json!([0.25, 0.25, 0.5])), categorical(json!([0.5, 0.5]))),
        case("rejected/divergence-nan-concentration", "A concentration that is not a number", LOWER, &["accepts-nan"])
            .rejected_divergence(dirichlet(json!([1, "nan", 2])), dirichlet(json!([1, 1, 1]))),
        case(
            "rejected/divergence-infinite-shape",
            "An infinite shape",
            AVERAGE,
            &["accepts-nan", "accepts-bad-parameters"],
        )
        .rejected_divergence(
            json!({"family": "gamma", "shape": 2, "rate": 1}),
            json!({"family": "gamma", "shape": "inf", "rate": 1}),
        ),
        case(
            "rejected/divergence-indefinite-scale",
            "A normal-inverse-Wishart distribution whose scale has a negative eigenvalue",
            AVERAGE,
            &["accepts-indefinite-covariance", "accepts-bad-prior"],
        )
        .rejected_divergence(
            json!({"family": "normal_inverse_wishart",
                "mean": [0.5, 1], "mean_precision": 1, "degrees_of_freedom": 4, "scale": [[1, 0], [0, 1]]}),
            json!({"family": "normal_inverse_wishart",
                "mean": [0.5, 1], "mean_precision": 1, "degrees_of_freedom": 4, "scale": [[1, 2], [2, 1]]}),
        ),
    ]
}
