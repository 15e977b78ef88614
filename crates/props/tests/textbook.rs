//! The laws on a foreign implementation, the textbook EM in NumPy, behind the adapter protocol; and on its defects.

use std::{env, ops::ControlFlow, path::PathBuf, process::Command, time::Duration};

use props::{
    Law, laws,
    run::{Plan, Trial, try_law},
};
use suite::process::{Interrupt, Limits, ProcessAdapter};

/// The law that each defect breaks.
const BROKEN: [(&str, &str); 15] = [
    ("bound-without-entropy", "elbo-plus-kl-is-log-joint"),
    ("bound-without-log-prior", "elbo-plus-kl-is-log-joint"),
    ("bound-kl-reversed", "elbo-plus-kl-is-log-joint"),
    ("bound-without-mixing-weights", "tight-after-e-step"),
    ("bound-kl-of-unnormalised", "elbo-plus-kl-is-log-joint"),
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
];

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
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../adapters/numpy");
    let command = format!("python3 '{}'/{arguments}", directory.display());
    ProcessAdapter::start(&command, Limits::within(Duration::from_secs(60)), Interrupt::default()).unwrap()
}

fn tried(law: &Law, adapter: &mut ProcessAdapter, cases: usize) -> Trial {
    try_law(law, adapter, Plan { cases, seed: 11 }, &mut || ControlFlow::Continue(()))
}

#[test]
fn the_textbook_keeps_every_law() {
    if !has_numpy() {
        return;
    }
    let mut textbook = start("em.py");
    for law in laws::ALL {
        let trial = tried(law, &mut textbook, 30);
        assert_eq!(trial.broken, None, "{}", law.name);
        assert!(trial.held > 0, "{}: {trial:?}", law.name);
    }
}

#[test]
fn its_defects_break_the_laws_they_are_against() {
    if !has_numpy() {
        return;
    }
    for (defect, name) in BROKEN {
        let law = laws::ALL.iter().find(|law| law.name == name).expect(name);
        let mut defective = start(&format!("defects.py {defect}"));
        assert!(tried(law, &mut defective, 200).broken.is_some(), "{defect} keeps the law {name}");
    }
}
