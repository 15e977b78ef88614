//! Poisson fits: each start is rough, and EM ends at a maximum inside of the parameter space.
//!
//! `-local` starts end at lower maxima of the same likelihood.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gamma, likelihood, mixture, natural_counts, poisson, rate, set,
        set_weighted,
    },
    poisson::WADERS,
};

pub fn cases() -> Vec<Value> {
    [two_rates(), with_priors(), three_rates(), four_rates()].concat()
}

fn london_deaths(start: Value) -> Setting {
    likelihood(set_weighted("london_times_deaths", &["deaths"], "freq"), poisson(), start)
}

fn coal(start: Value) -> Setting {
    likelihood(set("coal_disasters_yearly", &["disasters"]), poisson(), start)
}

fn coal_k2_map(start: Value) -> Setting {
    Setting { alpha: json!([2, 3]), theta: gamma(json!([2]), json!([0.5])), ..coal(start) }
}

fn coal_k2_natural_map(start: Value) -> Setting {
    Setting { alpha: json!([2, 3]), theta: natural_counts(json!([2]), 0.5), ..coal(start) }
}

fn absences(start: Value) -> Setting {
    likelihood(set("quine_absences", &["Days"]), poisson(), start)
}

fn faults(start: Value) -> Setting {
    likelihood(set("fabric_faults", &["Faults"]), poisson(), start)
}

fn sprays(start: Value) -> Setting {
    likelihood(set("insect_sprays", &["count"]), poisson(), start)
}

fn salmonella(start: Value) -> Setting {
    likelihood(set("salmonella_ta98", &["y"]), poisson(), start)
}

fn head_lice(start: Value) -> Setting {
    likelihood(set_weighted("head_lice", &["head"], "freq"), poisson(), start)
}

fn waders(start: Value) -> Setting {
    likelihood(set("waders", &WADERS), poisson(), start)
}

fn waders_k2_gamma(start: Value) -> Setting {
    Setting {
        alpha: json!(null),
        theta: gamma(vec![json!(1.5); 19].into(), vec![json!(0.0625); 19].into()),
        ..waders(start)
    }
}

fn two_rates() -> Vec<Value> {
    vec![
        case(
            "poisson/london-deaths-k2-fit",
            "Death notices, two rates (published: -1989.946, rates 1.2561 and 2.6634)",
            HIGHER,
            &["early-stop", "missing-log-factorial", "observation-weights-ignored"],
        )
        .fit(
            &london_deaths(mixture(json!([0.4, 0.6]), vec![rate(json!([1])), rate(json!([3]))])),
            With::NoPrior,
            10000,
        ),
        case(
            "poisson/coal-k2-fit",
            "Disasters in coal mines, two rates",
            AVERAGE,
            &["early-stop", "missing-log-factorial"],
        )
        .fit(
            &coal(mixture(json!([0.5, 0.5]), vec![rate(json!([0.5])), rate(json!([3]))])),
            With::NoPrior,
            1000,
        ),
        case(
            "poisson/faults-k2-fit",
            "Fabric faults, two rates",
            AVERAGE,
            &["missing-log-factorial", "stale-log-evidence"],
        )
        .fit(
            &faults(mixture(json!([0.8, 0.2]), vec![rate(json!([7])), rate(json!([20]))])),
            With::NoPrior,
            200,
        ),
        case(
            "poisson/sprays-k2-fit",
            "Insect counts, two rates",
            LOWER,
            &["missing-log-factorial", "stale-log-evidence"],
        )
        .fit(
            &sprays(mixture(json!([0.5, 0.5]), vec![rate(json!([3])), rate(json!([20]))])),
            With::NoPrior,
            200,
        ),
        case(
            "poisson/salmonella-k2-fit",
            "Revertant colonies of salmonella, two rates",
            AVERAGE,
            &["missing-log-factorial", "stale-log-evidence"],
        )
        .fit(
            &salmonella(mixture(json!([0.6, 0.4]), vec![rate(json!([20])), rate(json!([40]))])),
            With::NoPrior,
            200,
        ),
    ]
}

fn with_priors() -> Vec<Value> {
    vec![
        case(
            "poisson/coal-k2-map-fit",
            "Disasters in coal mines, two rates, gamma prior",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing"],
        )
        .fit(
            &coal_k2_map(mixture(json!([0.5, 0.5]), vec![rate(json!([0.6])), rate(json!([3]))])),
            With::Both,
            500,
        ),
        case(
            "poisson/coal-k2-natural-map-fit",
            "Disasters in coal mines, two rates, a prior of the logarithm of the rate",
            AVERAGE,
            &["prior-ignored", "natural-for-mean-parameter", "log-prior-missing"],
        )
        .fit(
            &coal_k2_natural_map(mixture(json!([0.5, 0.5]), vec![rate(json!([3])), rate(json!([0.7]))])),
            With::Both,
            500,
        ),
        case(
            "poisson/waders-k2-gamma-fit",
            "Counts of 19 species of waders, gamma prior",
            AVERAGE,
            &["prior-ignored", "mode-or-mean", "log-prior-missing"],
        )
        .fit(
            &waders_k2_gamma(mixture(
                json!([0.3, 0.7]),
                vec![
                    rate(json!([
                        70, 900, 600, 100, 2000, 900, 600, 300, 200, 700, 300, 800, 2000, 5000, 5000, 20000, 5000,
                        1000, 500
                    ])),
                    rate(json!([
                        200, 1000, 20, 20, 400, 100, 20, 200, 10, 100, 70, 2000, 200, 4000, 300, 2000, 300, 100, 50
                    ])),
                ],
            )),
            With::Components,
            200,
        ),
    ]
}

fn three_rates() -> Vec<Value> {
    vec![
        case(
            "poisson/absences-k3-fit",
            "Days absent from school, three rates",
            AVERAGE,
            &["missing-log-factorial", "stale-log-evidence"],
        )
        .fit(
            &absences(mixture(json!([0.4, 0.4, 0.2]), vec![rate(json!([4])), rate(json!([20])), rate(json!([50]))])),
            With::NoPrior,
            200,
        ),
        case(
            "poisson/sprays-k3-fit",
            "Insect counts, three rates",
            AVERAGE,
            &["early-stop", "wrong-optimum", "missing-log-factorial"],
        )
        .fit(
            &sprays(mixture(json!([0.5, 0.3, 0.2]), vec![rate(json!([3])), rate(json!([10])), rate(json!([20]))])),
            With::NoPrior,
            1000,
        ),
        case(
            "poisson/sprays-k3-fit-local",
            "Insect counts, three rates, a start that ends at a lower maximum",
            AVERAGE,
            &["early-stop", "wrong-optimum", "missing-log-factorial"],
        )
        .fit(
            &sprays(mixture(json!([0.11, 0.41, 0.48]), vec![rate(json!([1])), rate(json!([4])), rate(json!([20]))])),
            With::NoPrior,
            2000,
        ),
        case(
            "poisson/head-lice-k3-fit",
            "Head lice as a frequency table, three rates",
            LOWER,
            &["missing-log-factorial", "observation-weights-ignored"],
        )
        .fit(
            &head_lice(mixture(
                json!([0.81, 0.18, 0.01]),
                vec![rate(json!([0.7])), rate(json!([20])), rate(json!([200]))],
            )),
            With::NoPrior,
            200,
        ),
    ]
}

fn four_rates() -> Vec<Value> {
    vec![
        case(
            "poisson/absences-k4-fit",
            "Days absent from school, four rates",
            AVERAGE,
            &["early-stop", "wrong-optimum", "missing-log-factorial"],
        )
        .fit(
            &absences(mixture(
                json!([0.42, 0.33, 0.17, 0.08]),
                vec![rate(json!([4])), rate(json!([10])), rate(json!([30])), rate(json!([60]))],
            )),
            With::NoPrior,
            1000,
        ),
        case(
            "poisson/absences-k4-fit-local",
            "Days absent from school, four rates, a start that ends at a lower maximum",
            AVERAGE,
            &["wrong-optimum", "missing-log-factorial"],
        )
        .fit(
            &absences(mixture(
                json!([0.11, 0.41, 0.31, 0.17]),
                vec![rate(json!([0.7])), rate(json!([6])), rate(json!([20])), rate(json!([50]))],
            )),
            With::NoPrior,
            500,
        ),
    ]
}
