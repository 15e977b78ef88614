//! The laws on a foreign implementation, the textbook EM in NumPy, behind the adapter protocol; and on its defects.

use std::{env, path::PathBuf, process::Command, time::Duration};

use props::{Outcome, generate::cases_of, laws};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use suite::{
    format::{Case, Operation},
    process::{Interrupt, Limits, ProcessAdapter},
};

fn adapters() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../adapters/numpy")
}

/// Whether Python and NumPy are there: not asked of a machine, unless it is one of CI.
fn has_numpy() -> bool {
    let found = Command::new("python3").args(["-c", "import numpy"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "CI has to have python3 with NumPy");
    eprintln!("skipped: there is no python3 with NumPy here; see adapters/numpy/requirements.txt");
    false
}

fn start(arguments: &str) -> ProcessAdapter {
    let directory = adapters();
    let command = format!("python3 '{}'/{arguments}", directory.display());
    ProcessAdapter::start(&command, Limits::within(Duration::from_secs(60)), Interrupt::default()).unwrap()
}

fn cases(operation: Operation, count: usize) -> Vec<Case> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = cases_of(operation);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn the_textbook_keeps_every_law() {
    if !has_numpy() {
        return;
    }
    let mut textbook = start("em.py");
    for law in laws::ALL {
        for case in cases(law.operation, 100) {
            let outcome = (law.check)(&mut textbook, &case);
            assert_eq!(outcome, Outcome::Holds, "{} on {}", law.name, serde_json::to_string(&case).unwrap());
        }
    }
}

#[test]
fn its_defects_break_the_laws_they_are_against() {
    if !has_numpy() {
        return;
    }
    for (defect, name) in [
        ("bound-without-entropy", "elbo-plus-kl-is-log-joint"),
        ("bound-without-log-prior", "elbo-plus-kl-is-log-joint"),
        ("bound-kl-reversed", "elbo-plus-kl-is-log-joint"),
        ("bound-without-mixing-weights", "elbo-below-log-joint"),
        ("bound-kl-of-unnormalised", "elbo-below-log-joint"),
        ("variational-without-entropy", "variational-elbo-never-decreases"),
        ("expected-distance-degrees-of-freedom", "variational-elbo-never-decreases"),
        ("expected-log-rate-at-the-mean", "variational-elbo-never-decreases"),
        ("evidence-of-best-assignment", "variational-elbo-below-evidence"),
        ("evidence-without-weights-normaliser", "variational-elbo-below-evidence"),
        ("variational-without-weights-term", "variational-elbo-below-evidence"),
        ("divergence-log-det-sign", "divergence-not-negative"),
        ("covariance-divisor", "m-step-matches-moments"),
        ("levels-smoothed", "m-step-matches-moments"),
        ("rates-off", "m-step-matches-moments"),
    ] {
        let law = laws::ALL.iter().find(|law| law.name == name).unwrap();
        let mut defective = start(&format!("defects.py {defect}"));
        let broken = |case: &Case| matches!((law.check)(&mut defective, case), Outcome::Broken(_));
        assert!(cases(law.operation, 200).iter().any(broken), "{defect} keeps the law {name}");
    }
}
