//! Divergences between Poisson and between categorical distributions.

use serde_json::{Value, json};

use super::build::{AVERAGE, HIGHER, LOWER, case};

pub fn cases() -> Vec<Value> {
    [rates(), hard_rates(), probabilities(), hard_probabilities()].concat()
}

fn poisson(rate: Value) -> Value {
    json!({"family": "poisson", "rate": rate})
}

fn categorical(probabilities: Value) -> Value {
    json!({"family": "categorical", "probabilities": probabilities})
}

fn rates() -> Vec<Value> {
    let (few, many) = (|| poisson(json!([2.4])), || poisson(json!([7.3])));
    let hunts = &["bits-not-nats", "kl-reversed"];
    vec![
        case("divergence/poisson-generic", "Rates 2.4 and 7.3", LOWER, hunts).divergence(few(), many()),
        case("divergence/poisson-generic-reversed", "Rates 7.3 and 2.4", LOWER, hunts).divergence(many(), few()),
        case(
            "divergence/poisson-three-dimensions",
            "Three independent counts",
            LOWER,
            &["first-variable-only", "symmetrised-divergence"],
        )
        .divergence(poisson(json!([0.7, 12.5, 3.1])), poisson(json!([1.9, 8.25, 0.4]))),
        case(
            "divergence/poisson-equal",
            "Equal rates: 0 exactly",
            LOWER,
            &["cancellation-near-equality", "parameter-floor"],
        )
        .divergence(poisson(json!([0.3, 41.7])), poisson(json!([0.3, 41.7]))),
        case(
            "divergence/poisson-rate-0",
            "q has a rate of 0: only its complement in p is left",
            AVERAGE,
            &["zero-times-log-zero", "parameter-floor"],
        )
        .divergence(poisson(json!([0, 2.5])), poisson(json!([1.7, 3.25]))),
        case(
            "divergence/poisson-both-rates-0",
            "A dimension that is 0 under both adds nothing",
            AVERAGE,
            &["zero-times-log-zero", "parameter-floor"],
        )
        .divergence(poisson(json!([0, 2.5])), poisson(json!([0, 3.25]))),
        case(
            "divergence/poisson-no-support",
            "p has a rate of 0 where q has not: infinite",
            AVERAGE,
            &["missing-support-finite", "parameter-floor"],
        )
        .divergence(poisson(json!([1.7, 2.5])), poisson(json!([0, 3.25]))),
    ]
}

fn hard_rates() -> Vec<Value> {
    let near = &["cancellation-near-equality"];
    vec![
        case("divergence/poisson-near-1e-6", "Rates within 1e-6 of each other", HIGHER, near)
            .divergence(poisson(json!([2.400_002_4])), poisson(json!([2.4]))),
        case("divergence/poisson-near-1e-9", "Rates within 1e-9 of each other", HIGHER, near)
            .divergence(poisson(json!([2.400_000_002_4])), poisson(json!([2.4]))),
        case(
            "divergence/poisson-near-three-dimensions",
            "Three rates within 1e-7, some above and some below",
            HIGHER,
            near,
        )
        .divergence(poisson(json!([0.700_000_1, 12.499_999, 3.100_000_2])), poisson(json!([0.7, 12.5, 3.1]))),
        case(
            "divergence/poisson-tiny-rate",
            "A rate of 1e-300 in q, and one of 1e-250 in p",
            HIGHER,
            &["parameter-floor", "density-floor"],
        )
        .divergence(poisson(json!([1e-300, 3.5])), poisson(json!([2.5, 1e-250]))),
        case(
            "divergence/poisson-huge-rate",
            "Rates of 3e15 and 5e15: no sum over counts will do",
            HIGHER,
            &["count-overflow", "truncated-support"],
        )
        .divergence(poisson(json!([3e15])), poisson(json!([5e15]))),
    ]
}

fn probabilities() -> Vec<Value> {
    let (skewed, flat) = (|| categorical(json!([0.7, 0.2, 0.1])), || categorical(json!([0.25, 0.35, 0.4])));
    let hunts = &["bits-not-nats", "kl-reversed"];
    vec![
        case("divergence/categorical-generic", "Two distributions over three levels", LOWER, hunts)
            .divergence(skewed(), flat()),
        case(
            "divergence/categorical-generic-reversed",
            "The same, the other way round",
            LOWER,
            &["bits-not-nats", "kl-reversed", "symmetrised-divergence"],
        )
        .divergence(flat(), skewed()),
        case(
            "divergence/categorical-equal",
            "Equal probabilities: 0 exactly",
            LOWER,
            &["cancellation-near-equality", "parameter-floor"],
        )
        .divergence(categorical(json!([0.5, 0.125, 0.375])), categorical(json!([0.5, 0.125, 0.375]))),
        case(
            "divergence/categorical-zero-in-q",
            "A level that q rules out adds nothing",
            AVERAGE,
            &["zero-times-log-zero", "parameter-floor"],
        )
        .divergence(categorical(json!([0.6, 0, 0.4])), categorical(json!([0.3, 0.45, 0.25]))),
        case(
            "divergence/categorical-one-hot",
            "All of q on one level: minus the log of its probability under p",
            AVERAGE,
            &["zero-times-log-zero", "parameter-floor"],
        )
        .divergence(categorical(json!([0, 0, 1, 0])), categorical(json!([0.3, 0.25, 0.05, 0.4]))),
        case(
            "divergence/categorical-zero-in-both",
            "A level that both rule out adds nothing",
            AVERAGE,
            &["zero-times-log-zero", "parameter-floor"],
        )
        .divergence(categorical(json!([0.6, 0, 0.4])), categorical(json!([0.3, 0, 0.7]))),
        case(
            "divergence/categorical-no-support",
            "A level that p rules out and q does not: infinite",
            AVERAGE,
            &["missing-support-finite", "parameter-floor"],
        )
        .divergence(categorical(json!([0.6, 0.05, 0.35])), categorical(json!([0.3, 0, 0.7]))),
    ]
}

fn hard_probabilities() -> Vec<Value> {
    let near = &["cancellation-near-equality"];
    vec![
        case("divergence/categorical-near-1e-6", "Probabilities within 1e-6", HIGHER, near).divergence(
            categorical(json!([0.250_000_3, 0.349_999_5, 0.400_000_2])),
            categorical(json!([0.25, 0.35, 0.4])),
        ),
        case("divergence/categorical-near-1e-9", "Probabilities within 1e-9", HIGHER, near).divergence(
            categorical(json!([0.250_000_000_3, 0.349_999_999_5, 0.400_000_000_2])),
            categorical(json!([0.25, 0.35, 0.4])),
        ),
        case(
            "divergence/categorical-tiny-probabilities",
            "Probabilities of 1e-300, in q where p has many and in p where q has many",
            HIGHER,
            &["parameter-floor", "density-floor"],
        )
        .divergence(categorical(json!([1e-300, 0.75, 0.25])), categorical(json!([0.5, 1e-300, 0.5]))),
        case(
            "divergence/categorical-off-by-3e-10",
            "Probabilities that sum to 1 + 3e-10 and to 1 - 2e-10, each to be divided by its exact sum",
            HIGHER,
            &["simplex-not-normalised"],
        )
        .divergence(categorical(json!([0.7, 0.2, 0.100_000_000_3])), categorical(json!([0.249_999_999_8, 0.35, 0.4]))),
        case(
            "divergence/categorical-many-levels",
            "Forty levels against their reversal",
            AVERAGE,
            &["kl-reversed", "first-variable-only"],
        )
        .divergence(categorical(ramp(false)), categorical(ramp(true))),
    ]
}

/// Forty probabilities 1/820, 2/820, ..., 40/820.
fn ramp(falling: bool) -> Value {
    let level = |index: u32| f64::from(if falling { 40 - index } else { index + 1 }) / 820.0;
    (0..40).map(level).collect::<Vec<f64>>().into()
}
