//! The steps of CI, in order. Everything is compiled once: the build compiles tests, benches and programs of the whole workspace with one set of
//! features, the tests run what it made, and the other steps are this program itself or the certifier that the build made.

use super::step::{
    Need::{Program, Python},
    Step,
    Work::{Cargo, Certifier, Program as Run, Xtask},
};

/// The name of the step that makes the certifier.
pub const BUILD: &str = "build";

const NUMPY: &str = "verify --adapter 'python3 adapters/numpy/em.py'";
const NUMPY_LAWS: &str = "props --adapter 'python3 adapters/numpy/em.py'";
const RACE: &str = "bench run --scale 100 --rounds 2 --adapter 'python3 adapters/numpy/em.py'";
const TESTTHAT: &str =
    r#"Rscript --vanilla -e 'testthat::test_file("examples/data-only/r/test-em.R", reporter = "stop")'"#;

/// All of them.
pub const STEPS: &[Step] = &[
    Step { name: "format", about: "formatting", needs: &[], commands: &[Cargo("fmt --all --check")] },
    Step {
        name: "lints",
        about: "clippy over everything",
        needs: &[],
        commands: &[Cargo("clippy --release --workspace --all-targets -- -D warnings")],
    },
    Step {
        name: BUILD,
        about: "tests, benches and programs, in one build",
        needs: &[Program("m4")],
        commands: &[Cargo("test --release --workspace --all-targets --no-run")],
    },
    Step {
        name: "tests",
        about: "all tests, the certifier's among them, and the committed snapshots",
        needs: &[Program("m4")],
        commands: &[Cargo("test --release --workspace --no-fail-fast")],
    },
    Step {
        name: "verify",
        about: "the verdict on the reference, and ten cases of each law",
        needs: &[],
        commands: &[Xtask("verify")],
    },
    Step {
        name: "textbook",
        about: "the verdict on the textbook adapter in NumPy, and the laws on it",
        needs: &[Python("numpy")],
        commands: &[Xtask(NUMPY), Xtask(NUMPY_LAWS)],
    },
    Step {
        name: "snapshots",
        about: "cases, schemas and the list of laws are what their commands write",
        needs: &[],
        commands: &[Xtask("cases --check"), Xtask("schema --check"), Xtask("props --document --check")],
    },
    Step {
        name: "zoo",
        about: "every defect is found, by what the snapshot says",
        needs: &[],
        commands: &[Xtask("zoo --check")],
    },
    Step {
        name: "certificates",
        about: "certified values of every kind: all fresh, a share proved again",
        needs: &[],
        commands: &[Certifier("--check")],
    },
    Step {
        name: "data-only",
        about: "the suite as data: an example in pytest and one in testthat",
        needs: &[Python("pytest"), Program("Rscript")],
        commands: &[Run("python3 -m pytest -q -p no:cacheprovider examples/data-only/python"), Run(TESTTHAT)],
    },
    Step {
        name: "adapters",
        about: "implementations of the world: the cheap ones are set up and judged, the others are named",
        needs: &[],
        commands: &[Xtask("adapters setup --ci"), Xtask("adapters check --ci")],
    },
    Step {
        name: "fuzz",
        about: "the fuzz targets would build",
        needs: &[],
        commands: &[Cargo("check --release --manifest-path fuzz/Cargo.toml")],
    },
    Step {
        name: "bench-smoke",
        about: "every bench runs once, on a hundredth of the data, and two implementations beside each other",
        needs: &[Python("numpy")],
        commands: &[Cargo("test --release --workspace --bench '*'"), Xtask(RACE), Xtask("bench report")],
    },
    Step {
        name: "counts",
        about: "the count gate: instructions, allocations, passes and evaluations against the record",
        needs: &[Program("valgrind")],
        commands: &[Xtask("bench gate")],
    },
];
