//! Independent Poisson counts.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gamma, inline, inline_weighted, mixture, natural_counts, poisson,
        rate, set, set_weighted,
    },
    synthetic::{counts, responsibilities, rows, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [evaluations(), maximizations(), trajectories(), extremes(), empty()].concat()
}

pub fn deaths() -> Setting {
    Setting {
        data: set_weighted("london_times_deaths", &["deaths"], "freq"),
        model: poisson(),
        start: mixture(json!([0.3, 0.7]), vec![rate(json!([1.1])), rate(json!([2.6]))]),
        alpha: json!([2, 3]),
        theta: gamma(json!([2.5]), json!([1.25])),
    }
}

fn lice() -> Setting {
    Setting {
        data: set_weighted("head_lice", &["head"], "freq"),
        model: poisson(),
        start: mixture(json!([0.75, 0.2, 0.05]), vec![rate(json!([0.7])), rate(json!([14])), rate(json!([110]))]),
        alpha: json!([4, 2, 1.5]),
        theta: gamma(json!([1.5]), json!([0.1])),
    }
}

pub fn coal() -> Setting {
    Setting {
        data: set("coal_disasters_yearly", &["disasters"]),
        model: poisson(),
        start: mixture(json!([0.6, 0.4]), vec![rate(json!([0.8])), rate(json!([2.9]))]),
        alpha: json!([3, 2]),
        theta: gamma(json!([3]), json!([1.5])),
    }
}

pub fn faults() -> Setting {
    Setting {
        data: set("fabric_faults", &["Faults"]),
        model: poisson(),
        start: mixture(json!([0.65, 0.35]), vec![rate(json!([6])), rate(json!([13]))]),
        alpha: json!([1.5, 2.5]),
        theta: natural_counts(json!([9]), 1.25),
    }
}

pub const WADERS: [&str; 19] = [
    "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16", "S17",
    "S18", "S19",
];

fn waders() -> Setting {
    Setting {
        data: set("waders", &WADERS),
        model: poisson(),
        start: mixture(
            json!([0.55, 0.45]),
            vec![
                rate(json!([250, 1100, 5, 20, 800, 120, 250, 120, 3, 40, 60, 2100, 700, 5200, 600, 3500, 80, 200, 6])),
                rate(json!([
                    60, 400, 500, 110, 1300, 900, 65, 430, 190, 680, 270, 600, 1600, 800, 3800, 15000, 5000, 1100, 600
                ])),
            ],
        ),
        alpha: json!([2, 3]),
        theta: gamma(
            json!([2, 10, 1.5, 1.25, 9, 4, 2, 2, 1.1, 3, 1.5, 15, 8, 40, 15, 70, 14, 5, 2]),
            json!([
                0.01, 0.02, 0.01, 0.05, 0.01, 0.01, 0.02, 0.01, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01,
                0.01, 0.01
            ]),
        ),
    }
}

pub fn sprays() -> Setting {
    Setting {
        data: set("insect_sprays", &["count"]),
        model: poisson(),
        start: mixture(json!([0.4, 0.35, 0.25]), vec![rate(json!([2.5])), rate(json!([11])), rate(json!([17]))]),
        alpha: json!([2, 1, 3]),
        theta: natural_counts(json!([6.5]), 0.75),
    }
}

pub fn horsekicks() -> Setting {
    Setting {
        data: set_weighted("horsekicks_10corps", &["deaths"], "freq"),
        model: poisson(),
        start: mixture(json!([0.4, 0.6]), vec![rate(json!([0.3])), rate(json!([0.9]))]),
        alpha: json!([1.25, 2]),
        theta: natural_counts(json!([1.5]), 2.0),
    }
}

/// Counts up to 1e15, spread over decades.
fn large() -> Setting {
    Setting {
        data: inline(json!([
            [1_000_000_000_000_000_i64, 20_000],
            [3_000_000_000_000_i64, 700],
            [40, 90_000_000_000_000_i64],
            [200_000_000_000_i64, 1],
            [700_000_000, 3_000_000_000_i64],
            [50_000_000_000_i64, 90],
            [5_000_000, 80_000_000_000_i64],
            [800_000_000_000_i64, 31],
            [300, 400_000_000]
        ])),
        model: poisson(),
        start: mixture(
            json!([0.45, 0.55]),
            vec![rate(json!([400_000_000_000_i64, 45])), rate(json!([3000, 20_000_000_000_i64]))],
        ),
        alpha: json!([2, 1.5]),
        theta: natural_counts(json!([3, 2.5]), 0.5),
    }
}

fn evaluations() -> Vec<Value> {
    let wide =
        Setting { start: mixture(json!([1.0, 1e-300]), vec![rate(json!([6000])), rate(json!([1.7]))]), ..coal() };
    vec![
        case(
            "poisson/coal-evaluate",
            "Coal-mining disasters, densities of small counts",
            LOWER,
            &["missing-log-factorial", "mixing-weights-ignored"],
        )
        .evaluate(&coal(), With::NoPrior),
        case(
            "poisson/waders-evaluate",
            "Counts of 19 species up to 40,880",
            HIGHER,
            &["count-overflow", "no-log-sum-exp", "first-variable-only", "missing-log-factorial"],
        )
        .evaluate(&waders(), With::NoPrior),
        case(
            "poisson/horsekicks-rate-0-evaluate",
            "Horse kicks, one component of rate 0: probability 1 of no death and 0 of any other count",
            HIGHER,
            &["zero-times-log-zero", "parameter-floor", "observation-weights-ignored"],
        )
        .evaluate(
            &Setting {
                start: mixture(json!([0.15, 0.85]), vec![rate(json!([0])), rate(json!([0.72]))]),
                ..horsekicks()
            },
            With::Weights,
        ),
        case(
            "poisson/head-lice-evaluate-gamma",
            "Head lice, up to 385 on one head, rates far below",
            HIGHER,
            &["no-log-sum-exp", "density-floor", "count-overflow", "natural-for-mean-parameter"],
        )
        .evaluate(
            &Setting {
                start: mixture(json!([0.8, 0.2]), vec![rate(json!([0.9])), rate(json!([12.5]))]),
                alpha: json!([1, 1]),
                ..lice()
            },
            With::Components,
        ),
        case(
            "poisson/large-evaluate-natural",
            "Counts to 1e15, rates that differ from them by factors",
            HIGHER,
            &["count-overflow", "natural-for-mean-parameter", "single-precision"],
        )
        .evaluate(&large(), With::Components),
        case(
            "poisson/coal-tiny-weight-evaluate-map",
            "A mixing weight of 1e-300 on the only component near the data, gamma prior",
            HIGHER,
            &["weight-floor", "density-floor", "log-prior-unnormalised", "log-prior-missing"],
        )
        .evaluate(&wide, With::Both),
        case(
            "poisson/faults-off-by-3e-10-evaluate-map",
            "Fabric faults, mixing weights that sum to 1 + 3e-10, a prior of the logarithm of the rate",
            HIGHER,
            &["simplex-not-normalised", "natural-for-mean-parameter", "log-prior-unnormalised"],
        )
        .evaluate(
            &Setting {
                start: mixture(json!([0.6500000002, 0.3500000001]), vec![rate(json!([5.5])), rate(json!([14]))]),
                ..faults()
            },
            With::Both,
        ),
        case(
            "poisson/horsekicks-identical-evaluate",
            "Horse kicks, two identical components",
            LOWER,
            &["mixing-weights-ignored", "observation-weights-ignored", "observation-weights-half-used"],
        )
        .evaluate(
            &Setting {
                start: mixture(json!([0.35, 0.65]), vec![rate(json!([0.61])), rate(json!([0.61]))]),
                ..horsekicks()
            },
            With::NoPrior,
        ),
        case(
            "poisson/sprays-evaluate-natural",
            "Insect counts, densities and a prior of the logarithm of the rate",
            AVERAGE,
            &["natural-for-mean-parameter", "log-prior-unnormalised", "missing-log-factorial"],
        )
        .evaluate(&sprays(), With::Components),
    ]
}

fn maximizations() -> Vec<Value> {
    let salmonella = Setting {
        data: set("salmonella_ta98", &["y"]),
        model: poisson(),
        start: json!(null),
        alpha: json!([1.5, 2, 3]),
        theta: gamma(json!([4]), json!([0.15])),
    };
    let waders_natural = Setting {
        theta: natural_counts(json!([2, 10, 1.5, 0.25, 9, 4, 2, 2, 0.5, 3, 1.5, 15, 8, 40, 15, 70, 14, 5, 2]), 0.01),
        ..waders()
    };
    let dimensions = Setting {
        data: inline(rows(&counts(71, 20, &[&[4, 30, 0], &[9, 12, 2]]), 0)),
        model: poisson(),
        start: json!(null),
        alpha: json!([2.5, 1.5]),
        theta: gamma(json!([2, 400, 1.5]), json!([0.5, 25, 8])),
    };
    vec![
        case(
            "poisson/faults-maximize",
            "Fabric faults, the M-step of the rates",
            LOWER,
            &["hard-assignment", "mixing-weights-fixed"],
        )
        .maximize(&faults(), With::NoPrior, responsibilities(601, 32, 2, 3)),
        case("poisson/large-maximize", "The M-step on counts to 1e15", HIGHER, &["count-overflow", "single-precision"])
            .maximize(&large(), With::NoPrior, responsibilities(602, 9, 2, 3)),
        case(
            "poisson/horsekicks-maximize-weights",
            "Horse kicks, frequencies and a prior of the mixing weights",
            AVERAGE,
            &["observation-weights-ignored", "weights-divided-by-rows", "dirichlet-off-by-one"],
        )
        .maximize(&horsekicks(), With::Weights, responsibilities(603, 5, 2, 3)),
        case(
            "poisson/weighted-maximize-weights",
            "Fractional observation weights in three dimensions",
            HIGHER,
            &["observation-weights-truncated", "first-variable-only", "weights-divided-by-rows"],
        )
        .maximize(
            &Setting {
                data: inline_weighted(
                    rows(&counts(72, 20, &[&[40, 3, 17], &[8, 12, 2]]), 0),
                    weights(73, 20, [0, 250], -2),
                ),
                ..dimensions.clone()
            },
            With::Weights,
            responsibilities(604, 20, 2, 3),
        ),
        case(
            "poisson/salmonella-empty-maximize-gamma",
            "Salmonella colonies, a component that is responsible for nothing gets the mode of its prior",
            HIGHER,
            &["empty-component-nan", "mode-or-mean"],
        )
        .maximize(&salmonella, With::Components, with_empty(&responsibilities(605, 18, 2, 3), 1)),
        case(
            "poisson/waders-maximize-natural",
            "Waders, fewer rows than species, a prior of the logarithm of the rates with a value of its own for each",
            HIGHER,
            &["natural-for-mean-parameter", "prior-first-dimension", "parameter-floor"],
        )
        .maximize(&waders_natural, With::Components, responsibilities(606, 15, 2, 3)),
        case(
            "poisson/dominated-maximize-map",
            "A gamma prior that dominates one dimension and hardly touches another",
            HIGHER,
            &["prior-first-dimension", "prior-ignored", "mode-or-mean"],
        )
        .maximize(&dimensions, With::Both, responsibilities(607, 20, 2, 3)),
        case(
            "poisson/faults-empty-maximize-natural-map",
            "Fabric faults, an empty component under priors of the weights and of the logarithm of the rate",
            HIGHER,
            &["empty-component-nan", "natural-for-mean-parameter", "dirichlet-off-by-one"],
        )
        .maximize(
            &Setting { alpha: json!([1.5, 1.25, 2.5]), ..faults() },
            With::Both,
            with_empty(&responsibilities(608, 32, 2, 3), 0),
        ),
        case(
            "poisson/salmonella-maximize-map",
            "Salmonella colonies, the M-step with Dirichlet and gamma priors",
            AVERAGE,
            &["mode-or-mean", "dirichlet-off-by-one", "natural-for-mean-parameter"],
        )
        .maximize(&salmonella, With::Both, responsibilities(609, 18, 3, 3)),
    ]
}

fn trajectories() -> Vec<Value> {
    let mites = Setting {
        data: set("oribatid_mites", &["Brachy", "TVEL", "ONOV", "SUCT", "LCIL", "LRUG"]),
        model: poisson(),
        start: mixture(
            json!([0.5, 0.3, 0.2]),
            vec![
                rate(json!([11, 15, 22, 22, 10, 6])),
                rate(json!([6, 4, 15, 12, 30, 14])),
                rate(json!([4, 1, 7, 9, 120, 18])),
            ],
        ),
        alpha: json!([2, 2, 2]),
        theta: json!(null),
    };
    let absences = Setting {
        data: set("quine_absences", &["Days"]),
        model: poisson(),
        start: mixture(json!([0.4, 0.4, 0.2]), vec![rate(json!([4.5])), rate(json!([15])), rate(json!([42]))]),
        alpha: json!([3, 2, 1.5]),
        theta: json!(null),
    };
    let claims = Setting {
        data: set_weighted("singapore_auto_claims", &["claims"], "freq"),
        model: poisson(),
        start: mixture(json!([0.8, 0.2]), vec![rate(json!([0.05])), rate(json!([0.2]))]),
        alpha: json!([20, 10]),
        theta: gamma(json!([1.5]), json!([4])),
    };
    vec![
        case(
            "poisson/london-deaths-k2",
            "London Times death notices, 30 iterations",
            AVERAGE,
            &["observation-weights-ignored", "weights-divided-by-rows", "stale-log-evidence", "mean-for-sum"],
        )
        .trajectory(&deaths(), With::NoPrior, 30, &[1, 5, 30]),
        case(
            "poisson/london-deaths-k2-slow",
            "London Times death notices, 300 iterations of slow convergence",
            HIGHER,
            &["early-stop", "off-by-one-iterations", "single-precision"],
        )
        .trajectory(
            &Setting { start: mixture(json!([0.55, 0.45]), vec![rate(json!([1.9])), rate(json!([2.4]))]), ..deaths() },
            With::NoPrior,
            300,
            &[1, 150, 300],
        ),
        case(
            "poisson/mites-k3",
            "Mites of six species in 70 cores, three components",
            AVERAGE,
            &["first-variable-only", "missing-log-factorial", "hard-assignment"],
        )
        .trajectory(&mites, With::NoPrior, 6, &[1, 6]),
        case(
            "poisson/absences-k3-weights",
            "Days absent from school, three components, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "prior-ignored", "mixing-weights-fixed"],
        )
        .trajectory(&absences, With::Weights, 12, &[1, 12]),
        case(
            "poisson/head-lice-k3-weights",
            "Head lice, a tail up to 385, a prior of the mixing weights",
            HIGHER,
            &["density-floor", "no-log-sum-exp", "count-overflow", "dirichlet-off-by-one"],
        )
        .trajectory(&lice(), With::Weights, 10, &[1, 10]),
        case(
            "poisson/waders-k2-gamma",
            "Waders, 15 rows in 19 dimensions, a gamma prior for each species",
            HIGHER,
            &["prior-first-dimension", "no-log-sum-exp", "natural-for-mean-parameter"],
        )
        .trajectory(&waders(), With::Components, 4, &[1, 4]),
        case(
            "poisson/sprays-k3-natural",
            "Insect counts, three components, a prior of the logarithm of the rate",
            AVERAGE,
            &["natural-for-mean-parameter", "log-prior-missing"],
        )
        .trajectory(&sprays(), With::Components, 15, &[1, 15]),
        case(
            "poisson/head-lice-k3-natural",
            "Head lice, a prior of the logarithm of the rate",
            HIGHER,
            &["natural-for-mean-parameter", "observation-weights-in-prior", "density-floor"],
        )
        .trajectory(
            &Setting { theta: natural_counts(json!([20]), 0.75), ..lice() },
            With::Components,
            8,
            &[1, 8],
        ),
        case(
            "poisson/coal-k2-map",
            "Coal-mining disasters, Dirichlet and gamma priors",
            AVERAGE,
            &["mode-or-mean", "log-prior-missing"],
        )
        .trajectory(&coal(), With::Both, 25, &[1, 25]),
        case(
            "poisson/claims-k2-map",
            "Motor claims with frequencies up to 6996, both priors",
            AVERAGE,
            &["observation-weights-in-prior", "observation-weights-half-used", "mode-or-mean"],
        )
        .trajectory(&claims, With::Both, 20, &[1, 20]),
        case(
            "poisson/horsekicks-k2-natural-map",
            "Horse kicks, priors of the weights and of the logarithm of the rate",
            AVERAGE,
            &["natural-for-mean-parameter", "observation-weights-in-prior", "label-sorting"],
        )
        .trajectory(
            &Setting {
                start: mixture(json!([0.3, 0.7]), vec![rate(json!([1.4])), rate(json!([0.4]))]),
                ..horsekicks()
            },
            With::Both,
            20,
            &[1, 20],
        ),
    ]
}

fn extremes() -> Vec<Value> {
    let rate_zero =
        Setting { start: mixture(json!([0.2, 0.8]), vec![rate(json!([0])), rate(json!([0.75]))]), ..horsekicks() };
    let ignored_row = Setting {
        data: inline_weighted(
            json!([[3, 0], [5, 0], [2, 0], [7, 4], [9, 0], [1, 0], [4, 0], [12, 0]]),
            json!([1, 2.5, 0.75, 0, 1.5, 3, 0, 0.5]),
        ),
        model: poisson(),
        start: mixture(json!([0.4, 0.6]), vec![rate(json!([2.5, 0])), rate(json!([8, 0]))]),
        alpha: json!([1, 1]),
        theta: json!(null),
    };
    let impossible = Setting { data: inline(json!([[2, 0], [3, 1], [6, 0], [1, 0]])), ..ignored_row.clone() };
    vec![
        case(
            "poisson/horsekicks-k2-rate-0",
            "Horse kicks, a rate of 0 that the M-step keeps at 0",
            HIGHER,
            &["zero-times-log-zero", "parameter-floor", "observation-weights-truncated"],
        )
        .trajectory(&rate_zero, With::NoPrior, 15, &[1, 15]),
        case(
            "poisson/zero-weight-impossible-row",
            "A row of weight 0 that is impossible under every component contributes nothing",
            HIGHER,
            &["zero-weight-nan", "zero-times-log-zero", "parameter-floor"],
        )
        .trajectory(&ignored_row, With::NoPrior, 6, &[1, 6]),
        case(
            "poisson/impossible-row-evaluate",
            "A row that is impossible under every component: the log evidence is minus infinity, not an error",
            HIGHER,
            &["density-floor", "zero-times-log-zero", "parameter-floor"],
        )
        .evaluate(&impossible, With::NoPrior),
        case(
            "poisson/large-k2-natural-map",
            "Counts to 1e15, priors of the weights and of the logarithm of the rate",
            HIGHER,
            &["count-overflow", "natural-for-mean-parameter"],
        )
        .trajectory(&large(), With::Both, 1, &[1]),
    ]
}

fn empty() -> Vec<Value> {
    let faults = Setting {
        start: mixture(json!([0.6, 0.3, 0.1]), vec![rate(json!([6])), rate(json!([14])), rate(json!([0]))]),
        alpha: json!([2, 1.5, 1.75]),
        theta: gamma(json!([4]), json!([0.5])),
        ..faults()
    };
    vec![
        case(
            "poisson/empty-k3",
            "Fabric faults, a component of rate 0 that no row belongs to: it keeps its rate and loses its weight",
            HIGHER,
            &["empty-component-nan", "component-dropped", "weight-floor", "zero-times-log-zero"],
        )
        .trajectory(&faults, With::NoPrior, 5, &[1, 5]),
        case(
            "poisson/revived-k3-map",
            "Fabric faults, a component of rate 0 comes back through the priors, from a log joint of minus infinity",
            HIGHER,
            &["empty-component-nan", "mode-or-mean", "component-dropped"],
        )
        .trajectory(&faults, With::Both, 6, &[1, 2, 6]),
    ]
}
