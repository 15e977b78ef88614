//! A small case of each family, prior and operation, computed anew: the certifier still writes what is in `golden`. All of it is
//! computed anew by `cargo xtask certify --check --share 1`, which takes minutes.

use std::path::Path;

use certify::command::{Options, run};
use clap::Parser;

/// Cases that take a moment.
const SMALL: [&str; 24] = [
    "categorical/hiv-tests-bound-natural-map",
    "categorical/infarction-bound-map",
    "categorical/items-variational",
    "divergence/categorical-equal",
    "divergence/dirichlet-equal-means",
    "divergence/gamma-equal-shapes",
    "divergence/gaussian-correlated-from-independent",
    "divergence/poisson-both-rates-0",
    "divergence/wishart-few-degrees-of-freedom",
    "gaussian/close-to-posterior-full-bound-map",
    "gaussian/few-rows-tied-maximize",
    "gaussian/one-row-identity-evidence",
    "gaussian/plane-diagonal-variational",
    "gaussian/plane-full-variational-0",
    "gaussian/plane-identity-variational",
    "gaussian/plane-spherical-variational",
    "gaussian/tiny-q-spherical-bound",
    "gaussian/unemployment-diagonal-bound-map",
    "gaussian/unemployment-tied-bound-map",
    "gaussian/weighted-identity-maximize-weights",
    "poisson/faults-bound-natural-map",
    "poisson/large-k2-natural-map",
    "poisson/london-deaths-bound-map",
    "poisson/three-counts-variational",
];

#[test]
fn small_cases_are_certified_as_they_were() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden");
    let chosen = format!("{{{}}}", SMALL.join(","));
    let arguments = ["certify", "--check", "--share", "1", "--filter", &chosen, "--suite"].map(str::to_owned);
    let arguments = arguments.into_iter().chain([golden.display().to_string()]);
    assert!(run(&Options::parse_from(arguments)).unwrap());
    for id in SMALL {
        assert!(golden.join("cases").join(format!("{id}.json")).exists(), "{id} is no case");
    }
}
