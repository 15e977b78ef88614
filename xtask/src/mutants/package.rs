//! What is known of each package whose tests are tested: which tests are to notice a change, and the share that must die.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::{summary::percent, tried::Tried};

/// The tests that a mutant has to pass to survive, as arguments of `cargo mutants`.
pub type Stage = &'static [&'static str];

/// A package under test.
#[derive(Clone, Copy)]
pub struct Package {
    /// Its name.
    pub name: &'static str,
    /// Its tests, the quickest killers first; a later stage sees only what survived the earlier ones.
    pub stages: &'static [Stage],
    /// The percentage of viable mutants that must die, and in which files; none asked where there are no files.
    floor: (f64, &'static [&'static str]),
}

/// Every package under test.
pub const PACKAGES: [Package; 3] = [
    Package {
        name: "reference",
        stages: &[
            // The certified values alone kill most, and they are one small program.
            &["--test-package=reference-adapter", "--cargo-arg=--test=golden"],
            &["--test-package=reference,reference-adapter", "--cargo-arg=--lib", "--cargo-arg=--tests"],
        ],
        floor: (95.0, &["crates/reference/src/**"]),
    },
    Package {
        name: "suite",
        // What becomes of processes is seen with real ones, which takes seconds.
        stages: &[
            &["--test-package=suite", "--cargo-arg=--lib"],
            &["--test-package=misbehaving", "--cargo-arg=--tests"],
        ],
        floor: (95.0, &COMPARISON),
    },
    Package {
        name: "certify",
        stages: &[
            &[
                "--test-package=certify",
                "--cargo-arg=--lib",
                "--cargo-arg=--test=beside",
                "--cargo-arg=--test=command",
                "--cargo-arg=--test=independent",
                "--cargo-arg=--test=interval",
                "--cargo-arg=--test=optimum",
                "--cargo-arg=--test=print",
                "--cargo-arg=--test=rejected",
            ],
            &["--test-package=certify", "--cargo-arg=--tests"],
        ],
        floor: (0.0, &[]),
    },
];

/// The files of `suite` that a verdict hangs on: what is certified, whether it may be relied on, and how close an answer comes.
const COMPARISON: [&str; 9] = [
    "crates/suite/src/closeness.rs",
    "crates/suite/src/expected{.rs,/**}",
    "crates/suite/src/format/{certified,decimal,number}.rs",
    "crates/suite/src/golden.rs",
    "crates/suite/src/hash.rs",
    "crates/suite/src/known_failures.rs",
    "crates/suite/src/place.rs",
    "crates/suite/src/runner.rs",
    "crates/suite/src/verdict/**",
];

impl Package {
    /// The packages that have its tests, as arguments of `cargo test`.
    pub fn test_packages(&self) -> Vec<String> {
        self.stages.iter().copied().flat_map(of_cargo).filter(|word| word.starts_with("--package=")).collect()
    }

    /// A sentence where fewer mutants died than must.
    pub fn shortfall(&self, tried: &[Tried]) -> Option<String> {
        let (floor, files) = self.floor;
        let files = globs(files);
        let viable: Vec<_> = tried.iter().filter(|tried| tried.is_viable() && files.is_match(&tried.file)).collect();
        let died = viable.iter().filter(|tried| !tried.survived()).count();
        let is_low = 100.0 * (died as f64) < floor * (viable.len() as f64);
        let score = percent(died, viable.len());
        is_low.then(|| format!("\n{}: {score} of the viable mutants died, and {floor} % must\n", self.name))
    }
}

/// The tests of a stage, as arguments of `cargo test`.
pub fn of_cargo(stage: Stage) -> Vec<String> {
    let words = |option: &&str| match option.strip_prefix("--test-package=") {
        Some(packages) => packages.split(',').map(|package| format!("--package={package}")).collect(),
        None => vec![option.trim_start_matches("--cargo-arg=").to_owned()],
    };
    stage.iter().flat_map(words).collect()
}

fn globs(patterns: &[&str]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern).expect("a glob"));
    }
    set.build().expect("globs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_told_to_cargo_in_its_own_words() {
        let [first, second] = [0, 1].map(|stage| of_cargo(PACKAGES[0].stages[stage]));
        assert_eq!(first, ["--package=reference-adapter", "--test=golden"]);
        assert_eq!(second, ["--package=reference", "--package=reference-adapter", "--lib", "--tests"]);
        assert_eq!(PACKAGES[0].test_packages(), ["--package=reference-adapter", &second[0], &second[1]]);
    }
}
