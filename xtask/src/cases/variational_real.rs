//! Coordinate ascent for Bayesian mixtures of real data: components that fade, good and poor starts.

use serde_json::{Value, json};

use super::{
    build::{
        AVERAGE, HIGHER, Setting, case, categorical, dirichlet, gamma, gaussian, inverse_gamma, inverse_wishart,
        normal_prior, poisson, set,
    },
    synthetic::{one_hot, responsibilities, uniform},
};

pub fn cases() -> Vec<Value> {
    [real_gaussian(), real_discrete()].concat()
}

fn real_gaussian() -> Vec<Value> {
    let setting = |data: Value, structure: &str, alpha: Value, theta: Value| Setting {
        data,
        model: gaussian(structure),
        start: json!(null),
        alpha,
        theta,
    };
    let galaxies = || set("galaxies_mass", &["velocity_km_s"]);
    let countries = || set("euro_unemployment", &["TUR", "YUR"]);
    vec![
        case(
            "gaussian/galaxies-spherical-variational-k4",
            "Velocities of 82 galaxies in km/s, four variances, from one-hot responsibilities",
            AVERAGE,
            &["wrong-degrees-of-freedom", "raw-moment-cancellation", "zero-times-log-zero"],
        )
        .variational(
            &setting(
                galaxies(),
                "spherical",
                json!([1, 1, 1, 1]),
                inverse_gamma(json!([20800]), 0.05, 2.0, json!(1_500_000)),
            ),
            one_hot(454, 82, 4),
            20,
        ),
        case(
            "gaussian/galaxies-spherical-variational-k6-fading",
            "The same with six components and concentrations of 0.01: what is not needed fades",
            HIGHER,
            &["digamma-approximated", "weight-floor", "component-dropped", "empty-component-nan"],
        )
        .variational(
            &setting(
                galaxies(),
                "spherical",
                json!([0.01, 0.01, 0.01, 0.01, 0.01, 0.01]),
                inverse_gamma(json!([20800]), 0.05, 2.0, json!(1_500_000)),
            ),
            responsibilities(455, 82, 6, 3),
            50,
        ),
        case(
            "gaussian/unemployment-full-variational",
            "Unemployment in 31 countries, three full covariances, a concentration of 0.1",
            AVERAGE,
            &["wrong-degrees-of-freedom", "digamma-approximated", "off-diagonal-ignored"],
        )
        .variational(
            &setting(
                countries(),
                "full",
                json!([0.1, 0.1, 0.1]),
                inverse_wishart(json!([9, 21]), 0.5, 2.5, json!([[6, 8], [8, 30]])),
            ),
            responsibilities(457, 31, 3, 2),
            20,
        ),
        case(
            "gaussian/unemployment-diagonal-variational",
            "Unemployment in 31 countries, two diagonal covariances, from uniform responsibilities and unequal priors",
            AVERAGE,
            &["plug-in-expectations", "prior-first-dimension"],
        )
        .variational(
            &setting(
                countries(),
                "diagonal",
                json!([4, 0.5]),
                inverse_gamma(json!([10, 20]), 1.25, 2.0, json!([6, 50])),
            ),
            uniform(31, 2),
            5,
        ),
        case(
            "gaussian/snapper-identity-variational",
            "Lengths of 256 snappers, three unit variances",
            AVERAGE,
            &["elbo-one-step-late", "entropy-missing", "plug-in-expectations"],
        )
        .variational(
            &setting(set("snapper", &["length_in"]), "identity", json!([1.5, 2, 3]), normal_prior(json!([6]), 0.25)),
            responsibilities(458, 256, 3, 2),
            5,
        ),
    ]
}

fn real_discrete() -> Vec<Value> {
    let setting = |data: Value, model: Value, alpha: Value, theta: Value| Setting {
        data,
        model,
        start: json!(null),
        alpha,
        theta,
    };
    vec![
        case(
            "poisson/coal-variational",
            "Disasters in coal mines in 112 years, two rates",
            AVERAGE,
            &["elbo-one-step-late", "missing-log-factorial", "plug-in-expectations"],
        )
        .variational(
            &setting(
                set("coal_disasters_yearly", &["disasters"]),
                poisson(),
                json!([3, 2]),
                gamma(json!([3]), json!([1.5])),
            ),
            responsibilities(461, 112, 2, 2),
            20,
        ),
        case(
            "poisson/coal-variational-k4-fading",
            "Disasters in coal mines, four rates and concentrations of 0.05",
            HIGHER,
            &["digamma-approximated", "weight-floor", "component-dropped"],
        )
        .variational(
            &setting(
                set("coal_disasters_yearly", &["disasters"]),
                poisson(),
                json!([0.05, 0.05, 0.05, 0.05]),
                gamma(json!([1]), json!([0.5])),
            ),
            responsibilities(462, 112, 4, 3),
            20,
        ),
        case(
            "categorical/carcinoma-variational",
            "Seven pathologists' ratings of 118 slides, three classes",
            AVERAGE,
            &["plug-in-expectations", "elbo-constants-missing", "entropy-missing"],
        )
        .variational(
            &setting(
                set("carcinoma", &["A", "B", "C", "D", "E", "F", "G"]),
                categorical(&[2; 7]),
                json!([1, 1, 1]),
                dirichlet(vec![json!([1, 1]); 7].into()),
            ),
            responsibilities(463, 118, 3, 2),
            20,
        ),
        case(
            "categorical/zoo-variational",
            "Zoo animals, four of the attributes, four classes, from one-hot responsibilities",
            AVERAGE,
            &["zero-times-log-zero", "elbo-one-step-late", "first-variable-only"],
        )
        .variational(
            &setting(
                set("zoo", &["hair", "eggs", "legs", "tail"]),
                categorical(&[2, 2, 6, 2]),
                json!([0.5, 1, 1.5, 2]),
                dirichlet(json!([[0.5, 0.5], [1, 1], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], [2, 1]])),
            ),
            one_hot(464, 101, 4),
            20,
        ),
    ]
}
