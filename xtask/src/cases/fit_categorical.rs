//! Fits of latent classes: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, Setting, With, case, categorical, dirichlet, likelihood, mixture, natural_levels,
        probabilities, set, set_weighted,
    },
    categorical::binary,
};

pub fn cases() -> Vec<Value> {
    [two_classes(), three_classes(), with_priors()].concat()
}

fn values(start: Value) -> Setting {
    likelihood(set("values", &["A", "B", "C", "D"]), categorical(&[2; 4]), start)
}

fn abortion(start: Value) -> Setting {
    likelihood(set("abortion_bsa1986", &["item1", "item2", "item3", "item4"]), categorical(&[2; 4]), start)
}

fn dentists(start: Value) -> Setting {
    likelihood(set_weighted("dentistry_freq", &["V1", "V2", "V3", "V4", "V5"], "freq"), categorical(&[2; 5]), start)
}

fn survey(start: Value) -> Setting {
    likelihood(
        set_weighted("gss82_freq", &["PURPOSE", "ACCURACY", "UNDERSTA", "COOPERAT"], "freq"),
        categorical(&[3, 2, 2, 3]),
        start,
    )
}

fn survey_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2, 2]),
        theta: dirichlet(json!([[2, 2, 2], [2, 2], [2, 2], [2, 2, 2]])),
        ..survey(start)
    }
}

fn lsat(start: Value) -> Setting {
    likelihood(
        set_weighted("lsat6_freq", &["item1", "item2", "item3", "item4", "item5"], "freq"),
        categorical(&[2; 5]),
        start,
    )
}

fn carcinoma(start: Value) -> Setting {
    likelihood(set("carcinoma", &["A", "B", "C", "D", "E", "F", "G"]), categorical(&[2; 7]), start)
}

fn carcinoma_k2_components(start: Value) -> Setting {
    Setting {
        alpha: json!(null),
        theta: dirichlet(json!([[2, 1.5], [2, 1.5], [2, 1.5], [2, 1.5], [2, 1.5], [2, 1.5], [2, 1.5]])),
        ..carcinoma(start)
    }
}

fn carcinoma_k3_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2, 2]),
        theta: dirichlet(json!([[1.5, 1.5], [1.5, 1.5], [1.5, 1.5], [1.5, 1.5], [1.5, 1.5], [1.5, 1.5], [1.5, 1.5]])),
        ..carcinoma(start)
    }
}

fn hiv_tests(start: Value) -> Setting {
    likelihood(set_weighted("hivtests_freq", &["V1", "V2", "V3", "V4"], "freq"), categorical(&[2; 4]), start)
}

fn hiv_tests_k2_natural(start: Value) -> Setting {
    Setting {
        alpha: json!(null),
        theta: natural_levels(json!([[1, 1], [0.5, 0.5], [1, 1], [1.5, 0.5]])),
        ..hiv_tests(start)
    }
}

fn infarction(start: Value) -> Setting {
    likelihood(
        set_weighted("myocardial_freq", &["Q.wave", "History", "LDH", "CPK"], "freq"),
        categorical(&[2; 4]),
        start,
    )
}

fn infarction_k2_map(start: Value) -> Setting {
    Setting {
        alpha: json!([2, 2]),
        theta: dirichlet(json!([[2, 2], [1.5, 1.5], [2, 2], [1.5, 2]])),
        ..infarction(start)
    }
}

fn two_classes() -> Vec<Value> {
    vec![
        case(
            "categorical/values-k2-fit",
            "Role conflict, two classes (published: -504.4677)",
            AVERAGE,
            &["early-stop", "mixing-weights-fixed"],
        )
        .fit(
            &values(mixture(json!([0.7, 0.3]), vec![binary(&[70, 30, 40, 10]), binary(&[95, 90, 90, 80])])),
            With::NoPrior,
            500,
        ),
        case(
            "categorical/abortion-k2-fit",
            "Attitudes to abortion, two classes",
            AVERAGE,
            &["mixing-weights-fixed", "stale-log-evidence"],
        )
        .fit(
            &abortion(mixture(json!([0.4, 0.6]), vec![binary(&[5, 10, 10, 20]), binary(&[70, 90, 95, 90])])),
            With::NoPrior,
            500,
        ),
        case(
            "categorical/dentists-k2-fit",
            "Five dentists as a frequency table, two classes",
            AVERAGE,
            &["mixing-weights-fixed", "observation-weights-ignored"],
        )
        .fit(
            &dentists(mixture(json!([0.8, 0.2]), vec![binary(&[5, 10, 5, 5, 30]), binary(&[40, 70, 60, 50, 90])])),
            With::NoPrior,
            500,
        ),
        case(
            "categorical/survey-k2-fit",
            "Survey attitudes as a frequency table, two classes (published: -2783.268)",
            HIGHER,
            &["early-stop", "mixing-weights-fixed", "observation-weights-ignored"],
        )
        .fit(
            &survey(mixture(
                json!([0.8, 0.2]),
                vec![
                    probabilities(json!([[0.85, 0.1, 0.05], [0.6, 0.4], [0.8, 0.2], [0.85, 0.1, 0.05]])),
                    probabilities(json!([[0.2, 0.2, 0.6], [0.05, 0.95], [0.7, 0.3], [0.7, 0.2, 0.1]])),
                ],
            )),
            With::NoPrior,
            2000,
        ),
        case(
            "categorical/lsat-k2-fit",
            "Five LSAT items as a frequency table, two classes",
            HIGHER,
            &["early-stop", "mixing-weights-fixed", "observation-weights-ignored"],
        )
        .fit(
            &lsat(mixture(json!([0.3, 0.7]), vec![binary(&[80, 50, 30, 60, 80]), binary(&[95, 80, 70, 80, 90])])),
            With::NoPrior,
            10000,
        ),
    ]
}

fn three_classes() -> Vec<Value> {
    vec![
        case(
            "categorical/dentists-k3-fit",
            "Five dentists as a frequency table, three classes",
            HIGHER,
            &["early-stop", "mixing-weights-fixed", "observation-weights-ignored"],
        )
        .fit(
            &dentists(mixture(
                json!([0.72, 0.21, 0.07]),
                vec![binary(&[5, 10, 5, 5, 30]), binary(&[10, 50, 30, 30, 80]), binary(&[70, 90, 90, 60, 95])],
            )),
            With::NoPrior,
            5000,
        ),
    ]
}

fn with_priors() -> Vec<Value> {
    vec![
        case(
            "categorical/survey-k3-map-fit",
            "Survey attitudes as a frequency table, three classes, both priors",
            HIGHER,
            &["early-stop", "prior-ignored", "mode-or-mean", "log-prior-missing", "observation-weights-ignored"],
        )
        .fit(
            &survey_k3_map(mixture(
                json!([0.77, 0.06, 0.17]),
                vec![
                    probabilities(json!([[0.85, 0.1, 0.05], [0.6, 0.4], [0.9, 0.1], [0.85, 0.1, 0.05]])),
                    probabilities(json!([[0.8, 0.1, 0.1], [0.5, 0.5], [0.2, 0.8], [0.2, 0.6, 0.2]])),
                    probabilities(json!([[0.2, 0.2, 0.6], [0.05, 0.95], [0.8, 0.2], [0.7, 0.2, 0.1]])),
                ],
            )),
            With::Both,
            5000,
        ),
        case(
            "categorical/carcinoma-k2-components-fit",
            "Seven pathologists' ratings, two classes, a prior of the probabilities",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing"],
        )
        .fit(
            &carcinoma_k2_components(mixture(
                json!([0.5, 0.5]),
                vec![binary(&[10, 30, 5, 5, 20, 5, 5]), binary(&[90, 95, 70, 50, 95, 40, 95])],
            )),
            With::Components,
            200,
        ),
        case(
            "categorical/carcinoma-k3-map-fit",
            "Seven pathologists' ratings, three classes, both priors",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing"],
        )
        .fit(
            &carcinoma_k3_map(mixture(
                json!([0.4, 0.2, 0.4]),
                vec![
                    binary(&[10, 20, 5, 5, 10, 5, 5]),
                    binary(&[50, 95, 5, 10, 80, 5, 60]),
                    binary(&[95, 95, 80, 60, 95, 50, 95]),
                ],
            )),
            With::Both,
            200,
        ),
        case(
            "categorical/hiv-tests-k2-natural-fit",
            "HIV tests, two classes, a prior of the logits",
            AVERAGE,
            &["prior-ignored", "natural-for-mean-parameter", "log-prior-missing", "observation-weights-ignored"],
        )
        .fit(
            &hiv_tests_k2_natural(mixture(json!([0.5, 0.5]), vec![binary(&[5, 5, 5, 10]), binary(&[95, 60, 90, 95])])),
            With::Components,
            200,
        ),
        case(
            "categorical/infarction-k2-map-fit",
            "Signs of infarction, two classes, both priors",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing", "observation-weights-ignored"],
        )
        .fit(
            &infarction_k2_map(mixture(json!([0.5, 0.5]), vec![binary(&[5, 20, 10, 20]), binary(&[80, 80, 80, 95])])),
            With::Both,
            200,
        ),
    ]
}
