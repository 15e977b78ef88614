//! Independent categorical variables (latent classes).

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, categorical, dirichlet, inline, inline_weighted, mixture,
        natural_levels, probabilities, set, set_weighted,
    },
    synthetic::{levels, responsibilities, rows, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [evaluations(), maximizations(), trajectories(), extremes(), empty()].concat()
}

/// A component of binary variables by its probabilities of level 1, in hundredths.
pub fn binary(hundredths: &[i32]) -> Value {
    let pair = |&p: &i32| json!([f64::from(100 - p) / 100.0, f64::from(p) / 100.0]);
    probabilities(hundredths.iter().map(pair).collect::<Vec<_>>().into())
}

/// The same two numbers for each of `count` binary variables.
fn repeated(pair: [f64; 2], count: usize) -> Value {
    vec![json!(pair); count].into()
}

const CARCINOMA: [&str; 7] = ["A", "B", "C", "D", "E", "F", "G"];

fn carcinoma() -> Setting {
    Setting {
        data: set("carcinoma", &CARCINOMA),
        model: categorical(&[2; 7]),
        start: mixture(
            json!([0.35, 0.4, 0.25]),
            vec![
                binary(&[8, 12, 3, 5, 9, 2, 4]),
                binary(&[93, 96, 81, 62, 95, 41, 88]),
                binary(&[52, 91, 7, 6, 71, 3, 47]),
            ],
        ),
        alpha: json!([2, 1.5, 4]),
        theta: dirichlet(repeated([1.5, 1.25], 7)),
    }
}

fn values() -> Setting {
    Setting {
        data: set("values", &["A", "B", "C", "D"]),
        model: categorical(&[2; 4]),
        start: mixture(json!([0.3, 0.7]), vec![binary(&[15, 30, 35, 60]), binary(&[70, 85, 90, 97])]),
        alpha: json!([2.5, 1.5]),
        theta: natural_levels(json!([[1, 2], [0.5, 1.5], [2, 3], [1.25, 0.75]])),
    }
}

pub fn survey() -> Setting {
    Setting {
        data: set_weighted("gss82_freq", &["PURPOSE", "ACCURACY", "UNDERSTA", "COOPERAT"], "freq"),
        model: categorical(&[3, 2, 2, 3]),
        start: mixture(
            json!([0.5, 0.3, 0.2]),
            vec![
                probabilities(json!([[0.85, 0.05, 0.1], [0.6, 0.4], [0.9, 0.1], [0.9, 0.08, 0.02]])),
                probabilities(json!([[0.7, 0.2, 0.1], [0.5, 0.5], [0.3, 0.7], [0.65, 0.25, 0.1]])),
                probabilities(json!([[0.2, 0.25, 0.55], [0.1, 0.9], [0.7, 0.3], [0.6, 0.3, 0.1]])),
            ],
        ),
        alpha: json!([3, 2, 5]),
        theta: dirichlet(json!([[2, 1.5, 1.25], [3, 2], [1.5, 1.5], [4, 2, 1.1]])),
    }
}

pub fn tests() -> Setting {
    Setting {
        data: set_weighted("hivtests_freq", &["V1", "V2", "V3", "V4"], "freq"),
        model: categorical(&[2; 4]),
        start: mixture(json!([0.55, 0.45]), vec![binary(&[2, 15, 3, 12]), binary(&[88, 61, 94, 97])]),
        alpha: json!([3, 2]),
        theta: natural_levels(json!([[1.5, 0.5], [1, 1], [0.75, 1.25], [2, 1]])),
    }
}

pub fn dentists() -> Setting {
    Setting {
        data: set_weighted("dentistry_freq", &["V1", "V2", "V3", "V4", "V5"], "freq"),
        model: categorical(&[2; 5]),
        start: mixture(
            json!([0.7, 0.2, 0.1]),
            vec![binary(&[2, 5, 1, 4, 25]), binary(&[30, 65, 20, 45, 80]), binary(&[55, 85, 75, 90, 95])],
        ),
        alpha: json!([4, 1.5, 2]),
        theta: dirichlet(json!([[3, 2], [2, 2], [5, 1.5], [1.25, 1.75], [1.5, 4]])),
    }
}

const INFARCTION: [&str; 4] = ["Q.wave", "History", "LDH", "CPK"];

pub fn infarction() -> Setting {
    Setting {
        data: set_weighted("myocardial_freq", &INFARCTION, "freq"),
        model: categorical(&[2; 4]),
        start: mixture(json!([0.45, 0.55]), vec![binary(&[75, 80, 85, 95]), binary(&[4, 20, 5, 15])]),
        alpha: json!([2, 1.25]),
        theta: dirichlet(json!([[2, 1.5], [1.25, 2.5], [1.5, 1.5], [3, 1.75]])),
    }
}

const ZOO: [&str; 16] = [
    "hair", "feathers", "eggs", "milk", "airborne", "aquatic", "predator", "toothed", "backbone", "breathes",
    "venomous", "fins", "legs", "tail", "domestic", "catsize",
];

const ZOO_LEVELS: [usize; 16] = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 2, 2, 2];

/// A component of the zoo: hundredths of the binary attributes, and the probabilities of the six numbers of legs.
fn animals(hundredths: &[i32; 15], legs: [f64; 6]) -> Value {
    let pair = |p: i32| json!([f64::from(100 - p) / 100.0, f64::from(p) / 100.0]);
    let mut all: Vec<Value> = hundredths.iter().map(|&p| pair(p)).collect();
    all.insert(12, json!(legs));
    probabilities(all.into())
}

fn zoo() -> Setting {
    let mut concentration = vec![json!([1.5, 1.25]); 16];
    concentration[12] = json!([2, 3, 3, 1.1, 1.75, 1.25]);
    Setting {
        data: set("zoo", &ZOO),
        model: categorical(&ZOO_LEVELS),
        start: mixture(
            json!([0.4, 0.2, 0.15, 0.25]),
            vec![
                animals(&[92, 3, 5, 96, 6, 14, 52, 94, 97, 97, 2, 9, 85, 20, 75], [0.08, 0.17, 0.7, 0.01, 0.03, 0.01]),
                animals(&[4, 95, 96, 3, 78, 30, 45, 5, 96, 95, 3, 4, 95, 16, 31], [0.02, 0.9, 0.05, 0.01, 0.01, 0.01]),
                animals(&[3, 4, 93, 5, 2, 95, 68, 95, 96, 7, 9, 93, 94, 8, 30], [0.94, 0.01, 0.02, 0.01, 0.01, 0.01]),
                animals(&[20, 5, 90, 6, 30, 30, 55, 30, 35, 70, 20, 3, 35, 9, 12], [0.25, 0.04, 0.2, 0.05, 0.4, 0.06]),
            ],
        ),
        alpha: json!([2, 1.5, 3, 1.25]),
        theta: dirichlet(concentration.into()),
    }
}

const VOTES: [&str; 16] =
    ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12", "V13", "V14", "V15", "V16"];

fn votes() -> Setting {
    Setting {
        data: set("house_votes84", &VOTES),
        model: categorical(&[2; 16]),
        start: mixture(
            json!([0.6, 0.4]),
            vec![
                binary(&[60, 45, 85, 8, 22, 45, 78, 81, 77, 48, 50, 15, 30, 36, 60, 92]),
                binary(&[22, 52, 16, 95, 94, 88, 25, 18, 14, 57, 16, 85, 83, 96, 11, 66]),
            ],
        ),
        alpha: json!([1.5, 2]),
        theta: dirichlet(repeated([2, 3].map(f64::from), 16)),
    }
}

fn evaluations() -> Vec<Value> {
    vec![
        case(
            "categorical/carcinoma-evaluate",
            "Seven pathologists' ratings, three classes",
            LOWER,
            &["first-variable-only", "levels-counted-from-one", "mixing-weights-ignored"],
        )
        .evaluate(&carcinoma(), With::NoPrior),
        case(
            "categorical/zoo-probability-0-evaluate",
            "Zoo animals: probabilities of exactly 0 and 1 rule components out",
            HIGHER,
            &["zero-times-log-zero", "parameter-floor", "density-floor"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([0.45, 0.3, 0.25]),
                    vec![
                        animals(&[93, 0, 4, 97, 6, 14, 52, 94, 100, 97, 0, 9, 85, 20, 75], [0.1, 0.2, 0.7, 0.0, 0.0, 0.0]),
                        animals(&[5, 60, 96, 0, 55, 40, 45, 45, 96, 55, 5, 40, 95, 16, 31], [0.4, 0.5, 0.1, 0.0, 0.0, 0.0]),
                        animals(&[20, 5, 90, 6, 30, 30, 55, 30, 35, 70, 20, 3, 35, 9, 12], [0.25, 0.04, 0.2, 0.05, 0.4, 0.06]),
                    ],
                ),
                ..zoo()
            },
            With::NoPrior,
        ),
        case(
            "categorical/values-tiny-weight-evaluate",
            "A mixing weight of 1e-300 on the only component that fits most rows, the other has probabilities of 1e-200",
            HIGHER,
            &["weight-floor", "parameter-floor", "density-floor", "no-log-sum-exp"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([1.0, 1e-300]),
                    vec![
                        probabilities(vec![json!([1e-200, 0.9, 0.1]); 4].into()),
                        probabilities(json!([[0.4, 0.5, 0.1], [0.25, 0.7, 0.05], [0.3, 0.6, 0.1], [0.1, 0.7, 0.2]])),
                    ],
                ),
                model: categorical(&[3; 4]),
                ..values()
            },
            With::Weights,
        ),
        case(
            "categorical/zoo-off-by-3e-10-evaluate-components",
            "Zoo animals, mixing weights and probabilities that sum to 1 + 3e-10, a Dirichlet prior of the probabilities",
            HIGHER,
            &["simplex-not-normalised", "log-prior-unnormalised", "dirichlet-off-by-one"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([0.5500000003, 0.45]),
                    vec![
                        animals(&[80, 10, 30, 75, 20, 25, 52, 74, 87, 87, 5, 12, 80, 20, 55], [0.1000000003, 0.27, 0.6, 0.01, 0.01, 0.01]),
                        animals(&[6, 25, 92, 6, 30, 50, 60, 40, 55, 50, 15, 35, 60, 9, 22], [0.35, 0.2, 0.17, 0.03, 0.2000000003, 0.05]),
                    ],
                ),
                ..zoo()
            },
            With::Components,
        ),
        case(
            "categorical/hiv-tests-evaluate-natural",
            "HIV tests, frequencies of 0 for eight of the patterns, a prior of the logits",
            HIGHER,
            &["natural-for-mean-parameter", "observation-weights-ignored", "zero-weight-nan"],
        )
        .evaluate(&tests(), With::Components),
        case(
            "categorical/votes-evaluate-map",
            "Votes of 232 members on 16 questions, some probabilities of 1e-12, both priors",
            HIGHER,
            &["no-log-sum-exp", "parameter-floor", "log-prior-multiplicity", "log-prior-unnormalised"],
        )
        .evaluate(
            &Setting {
                start: mixture(
                    json!([0.99, 0.01]),
                    vec![
                        probabilities(repeated([1e-12, 0.999_999_999_999], 16)),
                        binary(&[22, 52, 16, 95, 94, 88, 25, 18, 14, 57, 16, 85, 83, 96, 11, 66]),
                    ],
                ),
                ..votes()
            },
            With::Both,
        ),
        case(
            "categorical/infarction-identical-evaluate-natural-map",
            "Signs of infarction, identical components, priors of the weights and of the logits",
            HIGHER,
            &["natural-for-mean-parameter", "dirichlet-off-by-one", "mixing-weights-ignored"],
        )
        .evaluate(
            &Setting {
                start: mixture(json!([0.2, 0.8]), vec![binary(&[35, 45, 40, 55]), binary(&[35, 45, 40, 55])]),
                theta: natural_levels(json!([[1, 1.5], [2, 0.5], [1.25, 1.75], [0.25, 3]])),
                ..infarction()
            },
            With::Both,
        ),
    ]
}

fn maximizations() -> Vec<Value> {
    let groups: [&[i64]; 2] = [&[0, 2, 1], &[1, 0, 3]];
    let absent = Setting {
        data: inline(rows(&levels(81, 18, &[3, 3, 4], &groups), 0)),
        model: categorical(&[4, 3, 5]),
        start: json!(null),
        alpha: json!([1.5, 2]),
        theta: natural_levels(json!([[0.5, 1, 0.25, 0.75], [1, 2, 1.5], [0.5, 0.5, 1, 0.25, 2]])),
    };
    let few = Setting {
        data: inline(json!([[0, 1, 2, 0, 1, 1], [2, 0, 1, 1, 1, 0], [1, 1, 0, 0, 0, 1]])),
        model: categorical(&[3, 2, 3, 2, 2, 2]),
        start: json!(null),
        alpha: json!([2.5, 1.5]),
        theta: dirichlet(json!([[2, 1.5, 1.25], [3, 2], [1.1, 4, 2], [2, 2], [1.5, 2.5], [5, 1.75]])),
    };
    vec![
        case(
            "categorical/infarction-maximize",
            "Signs of infarction, the M-step with frequencies",
            LOWER,
            &["observation-weights-ignored", "levels-counted-from-one", "first-variable-only"],
        )
        .maximize(&infarction(), With::NoPrior, responsibilities(701, 11, 2, 3)),
        case(
            "categorical/absent-level-maximize",
            "Levels that never occur have probability 0 exactly",
            HIGHER,
            &["parameter-floor", "levels-counted-from-one", "first-variable-only"],
        )
        .maximize(&absent, With::NoPrior, responsibilities(702, 18, 2, 3)),
        case(
            "categorical/hiv-tests-maximize-weights",
            "HIV tests, half of the rows of weight 0, a prior of the mixing weights",
            HIGHER,
            &["observation-weights-ignored", "weights-divided-by-rows", "dirichlet-off-by-one"],
        )
        .maximize(&tests(), With::Weights, responsibilities(703, 16, 2, 3)),
        case(
            "categorical/infarction-empty-maximize-components",
            "An empty component gets the mode of its Dirichlet priors",
            HIGHER,
            &["empty-component-nan", "dirichlet-off-by-one", "mode-or-mean"],
        )
        .maximize(&infarction(), With::Components, with_empty(&responsibilities(704, 11, 2, 3), 2)),
        case(
            "categorical/absent-level-maximize-natural",
            "Levels that never occur under a prior of the logits",
            HIGHER,
            &["natural-for-mean-parameter", "prior-first-dimension", "parameter-floor"],
        )
        .maximize(&absent, With::Components, responsibilities(705, 18, 2, 4)),
        case(
            "categorical/dentists-maximize-map",
            "Dentists' ratings of 3869 teeth, both priors",
            AVERAGE,
            &["observation-weights-in-prior", "dirichlet-off-by-one", "prior-first-dimension"],
        )
        .maximize(&dentists(), With::Both, responsibilities(706, 32, 3, 3)),
        case(
            "categorical/few-rows-maximize-map",
            "Three rows of six variables, both priors",
            HIGHER,
            &["mode-or-mean", "dirichlet-off-by-one", "prior-ignored"],
        )
        .maximize(&few, With::Both, responsibilities(707, 3, 2, 2)),
        case(
            "categorical/infarction-empty-maximize-natural-map",
            "An empty component under priors of the weights and of the logits",
            HIGHER,
            &["empty-component-nan", "natural-for-mean-parameter", "mode-or-mean"],
        )
        .maximize(
            &Setting {
                alpha: json!([2, 1.5, 1.25]),
                theta: natural_levels(json!([[1, 1.5], [2, 0.5], [1.25, 1.75], [0.25, 3]])),
                ..infarction()
            },
            With::Both,
            with_empty(&responsibilities(708, 11, 2, 3), 1),
        ),
        case(
            "categorical/weighted-maximize-weights",
            "Fractional observation weights",
            AVERAGE,
            &["observation-weights-truncated", "weights-divided-by-rows"],
        )
        .maximize(
            &Setting {
                data: inline_weighted(rows(&levels(82, 18, &[3, 3, 4], &groups), 0), weights(83, 18, [0, 150], -2)),
                model: categorical(&[3, 3, 4]),
                ..absent
            },
            With::Weights,
            responsibilities(709, 18, 2, 3),
        ),
        case(
            "categorical/infarction-maximize-natural",
            "Signs of infarction, the M-step with a prior of the logits",
            AVERAGE,
            &["natural-for-mean-parameter", "prior-first-dimension", "observation-weights-in-prior"],
        )
        .maximize(
            &Setting { theta: natural_levels(json!([[1, 1.5], [2, 0.5], [1.25, 1.75], [0.25, 3]])), ..infarction() },
            With::Components,
            responsibilities(710, 11, 2, 3),
        ),
    ]
}

fn trajectories() -> Vec<Value> {
    vec![
        case(
            "categorical/values-k2",
            "Role conflict, two classes",
            AVERAGE,
            &["stale-log-evidence", "first-variable-only", "label-sorting"],
        )
        .trajectory(&values(), With::NoPrior, 30, &[1, 10, 30]),
        case(
            "categorical/carcinoma-k3-weights",
            "Pathologists' ratings, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "mixing-weights-fixed", "hard-assignment"],
        )
        .trajectory(&carcinoma(), With::Weights, 8, &[1, 8]),
        case(
            "categorical/survey-k3-components",
            "A survey with two and three levels, Dirichlet priors of each",
            AVERAGE,
            &["prior-first-dimension", "dirichlet-off-by-one", "log-prior-missing"],
        )
        .trajectory(&survey(), With::Components, 8, &[1, 8]),
        case(
            "categorical/survey-k3-map",
            "A survey with two and three levels, both priors",
            AVERAGE,
            &["prior-ignored", "log-prior-unnormalised", "log-prior-missing"],
        )
        .trajectory(&survey(), With::Both, 5, &[1, 5]),
        case(
            "categorical/votes-k2-components",
            "Votes on sixteen questions, rows with missing votes left out, Dirichlet priors",
            HIGHER,
            &["no-log-sum-exp", "dirichlet-off-by-one", "parameter-floor"],
        )
        .trajectory(&votes(), With::Components, 8, &[1, 8]),
        case(
            "categorical/hiv-tests-k2-natural",
            "HIV tests, half of the patterns of weight 0, a prior of the logits",
            HIGHER,
            &["natural-for-mean-parameter", "observation-weights-in-prior", "zero-weight-nan"],
        )
        .trajectory(&tests(), With::Components, 25, &[1, 25]),
        case(
            "categorical/dentists-k3-map",
            "Dentists' ratings with frequencies, both priors",
            AVERAGE,
            &["observation-weights-half-used", "mode-or-mean"],
        )
        .trajectory(&dentists(), With::Both, 20, &[1, 20]),
        case(
            "categorical/zoo-k4-natural-map",
            "Zoo animals, four classes, sixteen variables, priors of the weights and of the logits",
            HIGHER,
            &["natural-for-mean-parameter", "no-log-sum-exp", "label-sorting"],
        )
        .trajectory(
            &Setting {
                theta: natural_levels({
                    let mut pseudo = vec![json!([0.5, 0.25]); 16];
                    pseudo[12] = json!([0.5, 1, 1, 0.125, 0.25, 0.125]);
                    pseudo.into()
                }),
                ..zoo()
            },
            With::Both,
            6,
            &[1, 6],
        ),
        case(
            "categorical/lsat-k2-slow",
            "LSAT section 6, 150 iterations of slow convergence",
            HIGHER,
            &["early-stop", "off-by-one-iterations", "single-precision"],
        )
        .trajectory(
            &Setting {
                data: set_weighted("lsat6_freq", &["item1", "item2", "item3", "item4", "item5"], "freq"),
                model: categorical(&[2; 5]),
                start: mixture(json!([0.45, 0.55]), vec![binary(&[85, 60, 40, 65, 80]), binary(&[97, 80, 68, 85, 92])]),
                alpha: json!([1, 1]),
                theta: json!(null),
            },
            With::NoPrior,
            150,
            &[1, 75, 150],
        ),
        case(
            "categorical/abortion-k1",
            "Attitudes to abortion, K = 1: the level frequencies after one iteration",
            LOWER,
            &["levels-counted-from-one", "early-stop", "mean-for-sum"],
        )
        .trajectory(
            &Setting {
                data: set("abortion_bsa1986", &["item1", "item2", "item3", "item4"]),
                model: categorical(&[2; 4]),
                start: mixture(json!([1]), vec![binary(&[40, 55, 60, 65])]),
                alpha: json!([1]),
                theta: json!(null),
            },
            With::NoPrior,
            2,
            &[1, 2],
        ),
    ]
}

fn extremes() -> Vec<Value> {
    let certain = Setting {
        start: mixture(
            json!([0.3, 0.45, 0.25]),
            vec![
                binary(&[8, 12, 0, 5, 9, 0, 4]),
                binary(&[93, 96, 81, 62, 95, 41, 100]),
                binary(&[52, 91, 7, 6, 71, 3, 47]),
            ],
        ),
        ..carcinoma()
    };
    let ignored_row = Setting {
        data: inline_weighted(
            json!([[0, 1], [1, 0], [0, 0], [2, 1], [1, 1], [0, 1], [1, 0], [0, 0]]),
            json!([1.5, 2, 0.5, 0, 1, 0.25, 3, 0]),
        ),
        model: categorical(&[3, 2]),
        start: mixture(
            json!([0.35, 0.65]),
            vec![
                probabilities(json!([[0.7, 0.3, 0], [0.4, 0.6]])),
                probabilities(json!([[0.2, 0.8, 0], [0.75, 0.25]])),
            ],
        ),
        alpha: json!([2, 1.5]),
        theta: json!(null),
    };
    vec![
        case(
            "categorical/carcinoma-k3-probability-0-weights",
            "Pathologists' ratings, probabilities of 0 that stay 0, a prior of the mixing weights",
            HIGHER,
            &["parameter-floor", "zero-times-log-zero", "dirichlet-off-by-one"],
        )
        .trajectory(&certain, With::Weights, 6, &[1, 6]),
        case(
            "categorical/zero-weight-impossible-row",
            "A row of weight 0 that is impossible under every component contributes nothing",
            HIGHER,
            &["zero-weight-nan", "zero-times-log-zero", "parameter-floor"],
        )
        .trajectory(&ignored_row, With::NoPrior, 6, &[1, 6]),
        case(
            "categorical/zero-weight-impossible-row-weights",
            "The same with a prior of the mixing weights",
            HIGHER,
            &["zero-weight-nan", "observation-weights-truncated", "observation-weights-in-prior"],
        )
        .trajectory(&ignored_row, With::Weights, 3, &[1, 3]),
    ]
}

fn empty() -> Vec<Value> {
    let three = |alpha: Value| Setting {
        start: mixture(
            json!([0.5, 0.5, 0]),
            vec![binary(&[75, 80, 85, 95]), binary(&[4, 20, 5, 15]), binary(&[40, 30, 60, 50])],
        ),
        alpha,
        ..infarction()
    };
    vec![
        case(
            "categorical/empty-k3",
            "Signs of infarction, a component with mixing weight 0 keeps its probabilities",
            HIGHER,
            &["empty-component-nan", "component-dropped", "weight-floor"],
        )
        .trajectory(&three(json!([1, 1, 1])), With::NoPrior, 8, &[1, 8]),
        case(
            "categorical/revived-k3-map",
            "Signs of infarction, a component with mixing weight 0 comes back through the priors",
            HIGHER,
            &["empty-component-nan", "mode-or-mean", "dirichlet-off-by-one"],
        )
        .trajectory(&three(json!([2, 1.25, 1.75])), With::Both, 8, &[1, 2, 8]),
    ]
}
