//! The arrows of the architecture, held: who may know whom. Each failure names the invariant.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

fn manifest(directory: &str) -> Table {
    let path = workspace().join(directory).join("Cargo.toml");
    fs::read_to_string(&path).expect("a manifest").parse().expect("TOML")
}

/// The names in the dependency tables of a manifest; those for tests alone where `tests` is set.
fn dependencies(directory: &str, tests: bool) -> BTreeSet<String> {
    let tables = if tests { &["dev-dependencies"][..] } else { &["dependencies", "build-dependencies"][..] };
    let manifest = manifest(directory);
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let scopes = targets.filter_map(Value::as_table).chain([&manifest]);
    scopes
        .flat_map(|scope| tables.iter().filter_map(|name| scope.get(*name)?.as_table()))
        .flat_map(|table| table.keys().cloned())
        .collect()
}

fn assert_strangers(directory: &str, stranger: &str, invariant: &str) {
    for tests in [false, true] {
        let known = dependencies(directory, tests);
        assert!(!known.contains(stranger), "{directory} depends on `{stranger}`, but {invariant}");
    }
}

/// All Rust sources below a directory.
fn sources(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a directory of sources").flatten().map(|entry| entry.path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => sources(&path),
            false => vec![path],
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

#[test]
fn the_mathematics_and_the_referee_do_not_know_each_other() {
    let invariant = "the reference and the suite never meet but in adapters/reference";
    assert_strangers("crates/reference", "suite", invariant);
    assert_strangers("crates/suite", "reference", invariant);
    assert_strangers("crates/suite", "reference-adapter", invariant);
}

#[test]
fn the_certifier_shares_nothing_with_the_reference() {
    let invariant = "certified values come from formulas that the reference does not share";
    assert_strangers("crates/certify", "reference", invariant);
    assert_strangers("crates/certify", "reference-adapter", invariant);
}

#[test]
fn the_laws_hold_over_any_implementation() {
    let invariant = "a law is stated over suite's Implementation, whoever implements it";
    assert!(
        dependencies("crates/props", false).contains("suite"),
        "crates/props does not know `suite`, but {invariant}"
    );
    assert_strangers("crates/props", "reference", invariant);
    assert_strangers("crates/props", "reference-adapter", invariant);
}

#[test]
fn the_zoo_does_not_know_the_reference() {
    let invariant =
        "its textbook is written independently: what kills its defects must not be the reference's own habits";
    assert_strangers("crates/zoo", "reference", invariant);
    assert_strangers("crates/zoo", "reference-adapter", invariant);
}

#[test]
fn the_scoreboard_shows_what_the_suite_reports_and_judges_nobody() {
    let invariant = "a board is a view of suite's reports";
    for stranger in ["reference", "reference-adapter", "props", "zoo", "certify"] {
        assert_strangers("crates/scoreboard", stranger, invariant);
    }
    for path in sources(&workspace().join("crates/scoreboard/src")) {
        let text = fs::read_to_string(&path).expect("a source");
        let found = ["std::fs", "std::net", "std::time", "std::process", "std::env"]
            .into_iter()
            .find(|word| text.contains(word));
        assert!(
            found.is_none(),
            "{}: {found:?} in the scoreboard, but {invariant}: it reads, runs and writes nothing",
            path.display()
        );
    }
}

#[test]
fn who_measures_meets_implementations_through_the_protocol() {
    let invariant = "the measuring half times and counts whoever answers, and shares no formula with anybody";
    for stranger in ["reference", "props", "zoo", "certify"] {
        assert_strangers("crates/measure", stranger, invariant);
    }
    for path in sources(&workspace().join("crates/measure/src/report")) {
        let text = fs::read_to_string(&path).expect("a source");
        for word in ["std::fs", "std::net", "std::time", "std::process", "std::env"] {
            assert!(
                !text.contains(word),
                "{}: {word} in the report, but it is handed rows and gives text",
                path.display()
            );
        }
    }
}

#[test]
fn what_must_hold_whatever_arrives_is_asked_through_the_doors_that_everybody_uses() {
    let invariant = "the fuzz targets meet EM as an adapter answers, and the referee by its public readers";
    for stranger in ["reference", "certify", "zoo"] {
        assert_strangers("crates/hostile", stranger, invariant);
    }
    let invariant = "its bodies are replayed by tests on any toolchain; libFuzzer's side is the workspace fuzz/";
    assert_strangers("crates/hostile", "libfuzzer-sys", invariant);
    let invariant = "what is fuzzed does not know that it is";
    for directory in
        ["crates/reference", "crates/suite", "crates/props", "crates/zoo", "crates/certify", "adapters/reference"]
    {
        assert_strangers(directory, "hostile", invariant);
    }
}

#[test]
fn the_commands_do_not_ask_for_gmp() {
    let invariant = "whoever only verifies compiles neither GMP nor MPFR";
    for stranger in ["certify", "rug", "gmp-mpfr-sys"] {
        for directory in ["xtask", "examples", "adapters/reference"] {
            assert_strangers(directory, stranger, invariant);
        }
        for package in ["suite", "reference", "props", "hostile", "zoo"] {
            assert_strangers(&format!("crates/{package}"), stranger, invariant);
        }
    }
}

#[test]
fn the_certifier_and_the_benches_are_no_default_members() {
    let root = manifest("");
    let members = root["workspace"]["default-members"].as_array().expect("a list");
    for costly in ["crates/certify", "benches"] {
        let asked = members.iter().any(|member| member.as_str() == Some(costly));
        assert!(
            !asked,
            "{costly} is a default member, but a plain `cargo build` compiles neither GMP, MPFR nor criterion"
        );
    }
}

#[test]
fn the_reference_is_pure_arithmetic() {
    const ALLOWED: [&str; 9] =
        ["aligned-vec", "faer", "libm", "num-complex", "pulp", "rand_chacha", "rayon", "safe_arch", "thiserror"];
    for name in dependencies("crates/reference", false) {
        assert!(
            ALLOWED.contains(&name.as_str()),
            "crates/reference depends on `{name}`, but it is pure: no I/O, no clock, no serde; arithmetic crates alone"
        );
    }
}

#[test]
fn the_reference_neither_reads_nor_writes_nor_looks_at_a_clock() {
    const FORBIDDEN: [&str; 12] = [
        "std::fs",
        "std::io",
        "std::net",
        "std::time",
        "std::process",
        "std::env",
        "println!",
        "print!",
        "eprintln!",
        "eprint!",
        "dbg!",
        "unsafe ",
    ];
    for path in sources(&workspace().join("crates/reference/src")) {
        let text = fs::read_to_string(&path).expect("a source");
        let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            let found = FORBIDDEN.iter().find(|word| line.contains(**word));
            assert!(
                found.is_none(),
                "{}:{}: `{}` in the reference, but it is pure: no I/O, no clock, no unsafe code",
                path.display(),
                number + 1,
                found.expect("found"),
            );
        }
    }
}

#[test]
fn every_version_stands_in_the_one_table() {
    let members = manifest("")["workspace"]["members"].as_array().expect("a list").clone();
    for member in members.iter().filter_map(Value::as_str) {
        let manifest = manifest(member);
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, dependency) in manifest.get(table).and_then(Value::as_table).into_iter().flatten() {
                let inherited = dependency.get("workspace").and_then(Value::as_bool) == Some(true);
                assert!(inherited, "{member} gives `{name}` a version of its own, but there is one version table");
            }
        }
    }
}
