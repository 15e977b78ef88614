//! Gaussian components of unit covariance, which is known: only the means and the mixing weights are learnt.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, LOWER, Setting, With, case, gaussian, inline, inline_weighted, mean, mixture, normal_prior,
        set,
    },
    shared::{IRIS, far, far_groups, few_rows, outlier_groups, three_dimensions, unemployment},
    synthetic::{cloud, decimal, responsibilities, rows, weights, with_empty},
};

pub fn cases() -> Vec<Value> {
    [real(), extremes(), weighted(), empty()].concat()
}

fn iris() -> Setting {
    Setting {
        data: set("iris", &IRIS),
        model: gaussian("identity"),
        start: mixture(
            json!([0.2, 0.5, 0.3]),
            vec![mean(json!([5.1, 3.3, 1.6, 0.4])), mean(json!([6, 2.8, 4.2, 1.3])), mean(json!([6.7, 3.1, 5.6, 2.2]))],
        ),
        alpha: json!([3, 1.5, 2]),
        theta: normal_prior(json!([5.8, 3.1, 3.8, 1.2]), 0.75),
    }
}

fn galaxies() -> Setting {
    Setting {
        data: set("galaxies_mass", &["velocity_km_s"]),
        model: gaussian("identity"),
        start: mixture(json!([0.2, 0.7, 0.1]), vec![mean(json!([9800])), mean(json!([21300])), mean(json!([32900]))]),
        alpha: json!([2, 4, 1.5]),
        theta: normal_prior(json!([20000]), 0.01),
    }
}

fn snapper() -> Setting {
    Setting {
        data: set("snapper", &["length_in"]),
        model: gaussian("identity"),
        start: mixture(json!([0.35, 0.4, 0.25]), vec![mean(json!([4.5])), mean(json!([5.6])), mean(json!([8.2]))]),
        alpha: json!([1.5, 2, 3]),
        theta: normal_prior(json!([6]), 40.0),
    }
}

pub fn chondrite() -> Setting {
    Setting {
        data: set("chondrite", &["silica_pct"]),
        model: gaussian("identity"),
        start: mixture(json!([0.2, 0.4, 0.4]), vec![mean(json!([22])), mean(json!([27])), mean(json!([33]))]),
        alpha: json!([2, 3, 4]),
        theta: normal_prior(json!([29]), 2.5),
    }
}

pub fn countries() -> Setting {
    Setting {
        data: unemployment(),
        model: gaussian("identity"),
        start: mixture(json!([0.5, 0.5]), vec![mean(json!([7, 16])), mean(json!([12, 31]))]),
        alpha: json!([1.25, 2]),
        theta: normal_prior(json!([8.5, 21]), 4.0),
    }
}

fn real() -> Vec<Value> {
    vec![
        case(
            "gaussian/iris-identity-evaluate",
            "Iris, unit covariance",
            LOWER,
            &["missing-log-2pi", "mixing-weights-ignored", "mean-for-sum"],
        )
        .evaluate(&iris(), With::NoPrior),
        case(
            "gaussian/iris-identity-evaluate-components",
            "Iris, unit covariance, a prior of the means",
            AVERAGE,
            &["log-prior-missing", "log-prior-unnormalised", "log-prior-multiplicity"],
        )
        .evaluate(&iris(), With::Components),
        case(
            "gaussian/iris-identity-k3-map",
            "Iris, the lecture's model with both priors",
            AVERAGE,
            &["prior-ignored", "mean-shrinkage-missing", "log-prior-missing", "dirichlet-off-by-one"],
        )
        .trajectory(&iris(), With::Both, 20, &[1, 20]),
        case(
            "gaussian/galaxies-identity-k3",
            "Velocities of galaxies in km/s at unit variance: most rows are thousands of standard deviations away",
            HIGHER,
            &["no-log-sum-exp", "outlier-dropped", "density-floor", "single-precision"],
        )
        .trajectory(&galaxies(), With::NoPrior, 6, &[1, 6]),
        case(
            "gaussian/galaxies-identity-evaluate-weights",
            "Velocities of galaxies at unit variance, a prior of the mixing weights",
            HIGHER,
            &["no-log-sum-exp", "log-sum-exp-common-shift", "expanded-quadratic"],
        )
        .evaluate(&galaxies(), With::Weights),
        case(
            "gaussian/snapper-identity-k3-slow",
            "Snapper lengths at unit variance, 200 iterations of slow convergence",
            HIGHER,
            &["early-stop", "off-by-one-iterations", "single-precision", "stale-log-evidence"],
        )
        .trajectory(&snapper(), With::NoPrior, 200, &[1, 100, 200]),
        case(
            "gaussian/snapper-identity-k3-components",
            "Snapper lengths, a prior of the means that weighs forty fish",
            HIGHER,
            &["prior-ignored", "mean-shrinkage-missing", "log-prior-missing"],
        )
        .trajectory(&snapper(), With::Components, 20, &[1, 20]),
        case(
            "gaussian/chondrite-identity-k3-weights",
            "Silica in chondrites, a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "mixing-weights-fixed", "label-sorting"],
        )
        .trajectory(&chondrite(), With::Weights, 10, &[1, 10]),
        case(
            "gaussian/chondrite-identity-maximize",
            "Silica in chondrites, the M-step of the means",
            LOWER,
            &["mixing-weights-fixed", "hard-assignment"],
        )
        .maximize(&chondrite(), With::NoPrior, responsibilities(501, 22, 3, 3)),
        case(
            "gaussian/chondrite-identity-maximize-map",
            "Silica in chondrites, the M-step with both priors",
            AVERAGE,
            &["mean-shrinkage-missing", "dirichlet-off-by-one", "prior-ignored"],
        )
        .maximize(&chondrite(), With::Both, responsibilities(502, 22, 3, 3)),
        case(
            "gaussian/chondrite-identity-k1-components",
            "Silica in chondrites, K = 1: the posterior mode of one mean after one iteration",
            LOWER,
            &["mean-shrinkage-missing", "log-prior-unnormalised", "early-stop"],
        )
        .trajectory(
            &Setting { start: mixture(json!([1]), vec![mean(json!([26.5]))]), ..chondrite() },
            With::Components,
            2,
            &[0, 1, 2],
        ),
        case(
            "gaussian/chondrite-identity-maximize-weights",
            "Silica in chondrites, the M-step with a prior of the mixing weights",
            AVERAGE,
            &["dirichlet-off-by-one", "mixing-weights-fixed"],
        )
        .maximize(&chondrite(), With::Weights, responsibilities(508, 22, 3, 3)),
        case(
            "gaussian/chondrite-identity-maximize-components",
            "Silica in chondrites, the M-step with a prior of the means",
            AVERAGE,
            &["mean-shrinkage-missing", "prior-ignored"],
        )
        .maximize(&chondrite(), With::Components, responsibilities(509, 22, 3, 3)),
    ]
}

fn extremes() -> Vec<Value> {
    let offset = Setting {
        data: far_groups(15, 30),
        model: gaussian("identity"),
        start: mixture(
            json!([0.3, 0.7]),
            vec![mean(json!([far(1300), far(100)])), mean(json!([far(4000), far(3600)]))],
        ),
        alpha: json!([1.5, 3]),
        theta: normal_prior(json!([far(2200), far(1800)]), 3.0),
    };
    let outliers = Setting {
        data: outlier_groups(45, 18),
        model: gaussian("identity"),
        start: mixture(json!([0.55, 0.45]), vec![mean(json!([0.3, 0.2])), mean(json!([2.7, -1.2]))]),
        alpha: json!([1, 1]),
        theta: normal_prior(json!([0, 0]), 1.0),
    };
    let tiny = Setting {
        start: mixture(json!([1e-300, 1.0]), vec![mean(json!([10, 23])), mean(json!([140, 190]))]),
        ..countries()
    };
    let identical = Setting {
        start: mixture(
            json!([0.4000000001, 0.2500000001, 0.3500000001]),
            vec![mean(json!([9.5, 22])), mean(json!([9.5, 22])), mean(json!([9.5, 22]))],
        ),
        alpha: json!([3, 1.5, 2]),
        ..countries()
    };
    let groups: [(&[i64], &[i64]); 1] = [(&[3400, -2100], &[900, 1300])];
    let large = Setting {
        data: inline(rows(&cloud(25, 15, &groups), 147)),
        model: gaussian("identity"),
        start: json!(null),
        alpha: json!([1, 1]),
        theta: normal_prior(json!([decimal(3, 150), decimal(-1, 150)]), 2.5),
    };
    let short = Setting {
        data: few_rows(65),
        model: gaussian("identity"),
        start: json!(null),
        alpha: json!([2, 3, 1.5]),
        theta: normal_prior(json!([0.5, 1, -1, 2, 0.5, -1.5]), 0.5),
    };
    vec![
        case(
            "gaussian/offset-identity-maximize",
            "The M-step of the means on data near 1e8",
            HIGHER,
            &["single-precision", "hard-assignment"],
        )
        .maximize(&offset, With::NoPrior, responsibilities(503, 30, 2, 3)),
        case(
            "gaussian/offset-identity-evaluate-components",
            "Data, means and prior mean near 1e8",
            HIGHER,
            &["expanded-quadratic", "single-precision", "log-prior-missing"],
        )
        .evaluate(&offset, With::Components),
        case(
            "gaussian/offset-identity-k2-map",
            "Data near 1e8, both priors",
            HIGHER,
            &["expanded-quadratic", "mean-shrinkage-missing", "dirichlet-off-by-one"],
        )
        .trajectory(&offset, With::Both, 12, &[1, 12]),
        case(
            "gaussian/outlier-identity-evaluate",
            "Rows 40,000 standard deviations away from unit covariances",
            HIGHER,
            &["no-log-sum-exp", "density-floor", "outlier-dropped"],
        )
        .evaluate(&outliers, With::NoPrior),
        case(
            "gaussian/unemployment-identity-tiny-weight",
            "A mixing weight of 1e-300 on the only component near the data, both priors",
            HIGHER,
            &["weight-floor", "mixing-weights-ignored", "density-floor"],
        )
        .evaluate(&tiny, With::Both),
        case(
            "gaussian/unemployment-identity-identical-weights",
            "Three identical components and mixing weights that sum to 1 + 3e-10, a prior of the weights",
            HIGHER,
            &["simplex-not-normalised", "dirichlet-off-by-one", "component-dropped"],
        )
        .trajectory(&identical, With::Weights, 1, &[1]),
        case(
            "gaussian/scale-1e150-identity-maximize-components",
            "The M-step of the means on data of the size of 1e150",
            HIGHER,
            &["single-precision", "mean-shrinkage-missing"],
        )
        .maximize(&large, With::Components, responsibilities(504, 15, 2, 3)),
        case(
            "gaussian/few-rows-identity-maximize-map",
            "Four rows in six dimensions, three components, both priors",
            HIGHER,
            &["mean-shrinkage-missing", "dirichlet-off-by-one", "prior-first-dimension"],
        )
        .maximize(&short, With::Both, responsibilities(505, 4, 3, 2)),
    ]
}

fn weighted() -> Vec<Value> {
    let setting = Setting {
        data: inline_weighted(three_dimensions(59, 16), weights(60, 16, [0, 500], -2)),
        model: gaussian("identity"),
        start: mixture(json!([0.6, 0.4]), vec![mean(json!([1.7, 0.5, 3.8])), mean(json!([3.3, 1.3, 2.6]))]),
        alpha: json!([2, 2.75]),
        theta: normal_prior(json!([2.5, 0.8, 3.3]), 1.25),
    };
    vec![
        case(
            "gaussian/weighted-identity-maximize-weights",
            "Fractional observation weights, a prior of the mixing weights",
            HIGHER,
            &["observation-weights-ignored", "observation-weights-truncated", "weights-divided-by-rows"],
        )
        .maximize(&setting, With::Weights, responsibilities(506, 16, 2, 3)),
        case(
            "gaussian/weighted-identity-k2-map",
            "Fractional observation weights, both priors count once",
            HIGHER,
            &["observation-weights-in-prior", "observation-weights-half-used"],
        )
        .trajectory(&setting, With::Both, 15, &[1, 15]),
    ]
}

fn empty() -> Vec<Value> {
    let setting = Setting {
        start: mixture(json!([0.5, 0.5, 0]), vec![mean(json!([7, 16])), mean(json!([12, 31])), mean(json!([20, 45]))]),
        alpha: json!([2, 1.5, 1.25]),
        ..countries()
    };
    vec![
        case(
            "gaussian/empty-identity-k3",
            "A component with mixing weight 0 keeps its mean",
            HIGHER,
            &["empty-component-nan", "weight-floor", "component-dropped"],
        )
        .trajectory(&setting, With::NoPrior, 5, &[1, 5]),
        case(
            "gaussian/empty-identity-maximize-map",
            "A component that is responsible for nothing gets the prior's mean",
            HIGHER,
            &["empty-component-nan", "dirichlet-off-by-one", "prior-ignored"],
        )
        .maximize(&setting, With::Both, with_empty(&responsibilities(507, 31, 2, 3), 2)),
    ]
}
