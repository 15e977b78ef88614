//! Input that `bound`, `evidence` and `variational` must refuse, with as little else wrong as possible.

use serde_json::{Value, json};

use super::{
    bayes,
    build::{AVERAGE, HIGHER, LOWER, Setting, With, case, mixture, normal, rate},
    synthetic::responsibilities,
};

pub fn cases() -> Vec<Value> {
    [bounds(), evidences(), ascents()].concat()
}

fn plane() -> Setting {
    Setting {
        start: mixture(
            json!([0.4, 0.6]),
            vec![
                normal(json!([0.8, 1]), json!([[1, 0.5], [0.5, 1.5]])),
                normal(json!([2.4, 1.9]), json!([[0.75, 0.25], [0.25, 1]])),
            ],
        ),
        alpha: json!([2, 3]),
        ..bayes::plane_full()
    }
}

fn counts() -> Setting {
    Setting {
        start: mixture(json!([0.5, 0.5]), vec![rate(json!([2, 1, 10])), rate(json!([6, 3, 1]))]),
        ..bayes::three_counts()
    }
}

fn bound(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, q: Value) -> Value {
    let question = json!({"parameters": setting.start, "q": q});
    case(id, title, level, hunts).rejected("bound", setting, With::NoPrior, question)
}

fn bounds() -> Vec<Value> {
    let mut indefinite = plane();
    indefinite.start["components"][1]["covariance"] = json!([[1, 2], [2, 1]]);
    let simplex = &["accepts-off-simplex"];
    vec![
        bound(
            "rejected/bound-nan-in-q",
            "An entry of q that is not a number",
            LOWER,
            &["accepts-nan"],
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], ["nan", 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-q-off-simplex",
            "A row of q that sums to 0.9",
            LOWER,
            simplex,
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], [0.4, 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-q-off-by-3e-9",
            "A row of q that sums to 1 + 3e-9, three times what is allowed",
            HIGHER,
            simplex,
            &plane(),
            json!([[0.5, 0.5], [0.25, 0.75], [0.4, 0.600_000_003], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        bound(
            "rejected/bound-negative-q",
            "An entry of q below 0 in a row that sums to 1",
            AVERAGE,
            simplex,
            &counts(),
            json!([[0.5, 0.5], [0.25, 0.75], [-0.25, 1.25], [0.5, 0.5], [1, 0], [0, 1], [0.5, 0.5]]),
        ),
        bound(
            "rejected/bound-too-few-rows",
            "Five rows of q for six observations",
            LOWER,
            &["accepts-bad-shapes"],
            &plane(),
            responsibilities(911, 5, 2, 2),
        ),
        bound(
            "rejected/bound-too-many-columns",
            "Three columns of q for two components",
            AVERAGE,
            &["accepts-bad-shapes"],
            &plane(),
            responsibilities(912, 6, 3, 2),
        ),
        bound(
            "rejected/bound-indefinite-covariance",
            "A covariance with a negative eigenvalue",
            AVERAGE,
            &["accepts-indefinite-covariance"],
            &indefinite,
            responsibilities(913, 6, 2, 2),
        ),
    ]
}

fn evidence(id: &str, title: &str, level: &str, hunts: &[&str], setting: &Setting, with: With) -> Value {
    case(id, title, level, hunts).rejected("evidence", setting, with, json!({"components": 2}))
}

fn evidences() -> Vec<Value> {
    let with_data = |observations: Value| Setting { data: json!({"observations": observations}), ..plane() };
    let prior = &["accepts-bad-prior"];
    let mut indefinite = plane();
    indefinite.theta["normal_inverse_wishart"]["scale"] = json!([[1, 2], [2, 1]]);
    let mut asymmetric = plane();
    asymmetric.theta["normal_inverse_wishart"]["scale"] = json!([[1, 0.25], [0.250_000_1, 2]]);
    vec![
        evidence(
            "rejected/evidence-without-component-prior",
            "No prior of the components: there is nothing to integrate over",
            LOWER,
            prior,
            &plane(),
            With::Weights,
        ),
        evidence(
            "rejected/evidence-without-weight-prior",
            "No prior of the mixing weights",
            LOWER,
            prior,
            &plane(),
            With::Components,
        ),
        evidence(
            "rejected/evidence-prior-of-wrong-length",
            "Concentrations of three weights for two components",
            LOWER,
            &["accepts-bad-prior", "accepts-bad-shapes"],
            &Setting { alpha: json!([2, 3, 1]), ..plane() },
            With::Both,
        ),
        evidence(
            "rejected/evidence-nan-observation",
            "An observation that is not a number",
            LOWER,
            &["accepts-nan"],
            &with_data(json!([[0.3, 1.1], [1.7, "nan"], [2.2, 2.9]])),
            With::Both,
        ),
        evidence(
            "rejected/evidence-empty-data",
            "No observations",
            AVERAGE,
            &["accepts-bad-shapes"],
            &with_data(json!([])),
            With::Both,
        ),
        evidence(
            "rejected/evidence-fractional-count",
            "A count of 2.5",
            AVERAGE,
            &["accepts-bad-counts"],
            &Setting { data: json!({"observations": [[3, 0, 12], [1, 2.5, 9], [7, 1, 2]]}), ..counts() },
            With::Both,
        ),
        evidence(
            "rejected/evidence-indefinite-scale",
            "A scale matrix of the prior with a negative eigenvalue",
            AVERAGE,
            &["accepts-bad-prior", "accepts-indefinite-covariance"],
            &indefinite,
            With::Both,
        ),
        evidence(
            "rejected/evidence-asymmetric-scale",
            "A scale matrix of the prior that is not symmetric",
            HIGHER,
            &["accepts-bad-prior", "accepts-asymmetric-covariance"],
            &asymmetric,
            With::Both,
        ),
    ]
}

fn variational(id: &str, title: &str, level: &str, hunts: &[&str], with: With, rows: Value) -> Value {
    let question = json!({"responsibilities": rows, "iterations": 3});
    case(id, title, level, hunts).rejected("variational", &plane(), with, question)
}

fn ascents() -> Vec<Value> {
    vec![
        variational(
            "rejected/variational-without-component-prior",
            "No prior of the components: no factor for their parameters",
            LOWER,
            &["accepts-bad-prior"],
            With::Weights,
            responsibilities(914, 6, 2, 2),
        ),
        variational(
            "rejected/variational-nan-responsibility",
            "A responsibility that is not a number",
            LOWER,
            &["accepts-nan"],
            With::Both,
            json!([[0.5, 0.5], [0.25, 0.75], ["nan", 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        variational(
            "rejected/variational-off-simplex",
            "A row of responsibilities that sums to 1.1",
            LOWER,
            &["accepts-off-simplex"],
            With::Both,
            json!([[0.5, 0.5], [0.25, 0.75], [0.6, 0.5], [0.5, 0.5], [1, 0], [0, 1]]),
        ),
        variational(
            "rejected/variational-too-few-rows",
            "Five rows of responsibilities for six observations",
            AVERAGE,
            &["accepts-bad-shapes"],
            With::Both,
            responsibilities(915, 5, 2, 2),
        ),
    ]
}
