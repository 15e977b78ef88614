//! Suites as they are laid out, and what is said of each that is not.

use serde_json::json;
use tempfile::TempDir;

use super::*;

fn write(suite: &Path, name: &str, text: &str) {
    let path = suite.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn case(id: &str) -> Value {
    let member = json!({"family": "poisson", "rate": [1]});
    json!({"format": 1, "id": id, "title": "t", "level": "lower", "hunts": ["sign"], "operation": "divergence",
        "q": member, "p": member})
}

fn certified(id: &str) -> Value {
    json!({"format": 1, "id": id, "result": {"kl": "0"}, "attainable_digits": {"kl": 15}})
}

/// Cases `b/two`, which has an answer, and `a/one`, which must be rejected.
fn suite() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let suite = directory.path();
    write(suite, "cases/b/two.json", &case("b/two").to_string());
    let mut rejected = case("a/one");
    rejected["expect"] = json!("rejected");
    write(suite, "cases/a/one.json", &rejected.to_string());
    write(suite, "cases/README.md", "no case");
    write(suite, "certified/b/two.json", &certified("b/two").to_string());
    write(suite, "hunts.toml", "[sign]\ndefect = \"a sign\"\neffect = \"the wrong way\"\n");
    directory
}

fn open(directory: &TempDir) -> Suite {
    Suite::open(directory.path()).unwrap()
}

/// The message of an error, with places as from the suite's directory.
fn said<T: std::fmt::Debug>(directory: &TempDir, result: Result<T>) -> String {
    result.unwrap_err().to_string().replace(&format!("{}/", directory.path().display()), "")
}

/// What is said of the suite with one file written.
fn with(name: &str, text: &str) -> String {
    let directory = suite();
    write(directory.path(), name, text);
    said(&directory, Suite::open(directory.path()))
}

/// What is said of the suite with one value of a case changed.
fn with_case(key: &str, value: Value) -> String {
    let mut changed = case("b/two");
    changed[key] = value;
    with("cases/b/two.json", &changed.to_string())
}

#[test]
fn a_suite_is_read_in_the_order_of_the_ids() {
    let directory = suite();
    let suite = open(&directory);
    assert_eq!(suite.cases.iter().map(Case::name).collect::<Vec<_>>(), ["a/one", "b/two"]);
    assert_eq!(suite.directory(), directory.path());
    assert_eq!(suite.hunts["sign"].effect, "the wrong way");
    let from = |path: PathBuf| path.strip_prefix(directory.path()).unwrap().to_str().unwrap().to_owned();
    assert_eq!(from(suite.certified_path("b/two")), "certified/b/two.json");
    assert_eq!(from(suite.theory_path("gradient", "b/two")), "theory/gradient/b/two.json");
    assert_eq!(from(suite.case_path("b/two")), "cases/b/two.json");
}

#[test]
fn a_case_has_a_header_that_is_true() {
    assert_eq!(
        with_case("format", json!(2)),
        "cases/b/two.json: `format`: format 2 is not known here; this reader knows format 1"
    );
    assert_eq!(with_case("format", Value::Null), "cases/b/two.json: `format`: missing; it is 1 today");
    assert_eq!(
        with_case("id", json!("b/three")),
        "cases/b/two.json: `id`: `b/three`, but the file's place says `b/two`"
    );
    for name in ["id", "title", "level", "hunts"] {
        assert_eq!(with_case(name, Value::Null), format!("cases/b/two.json: `{name}`: missing"));
    }
    assert_eq!(with_case("p", Value::Null), "cases/b/two.json: `divergence` needs the field `p`");
    assert_eq!(with_case("record", json!([1])), "cases/b/two.json: `divergence` has no field `record`");
    assert_eq!(with_case("hunts", json!(["sing"])), "cases/b/two.json: `hunts`: `sing` is not in hunts.toml");
    assert_eq!(
        with("hunts.toml", "[sign]\ndefect = 1\n"),
        "hunts.toml:2: `sign.defect`: invalid type: integer `1`, expected a string"
    );
    assert_eq!(with("hunts.toml", " [sign\n"), "hunts.toml:1: unclosed table, expected `]`");
}

#[test]
fn without_a_list_of_defects_their_names_are_free() {
    let directory = suite();
    fs::remove_file(directory.path().join("hunts.toml")).unwrap();
    assert!(open(&directory).hunts.is_empty());
    fs::remove_dir_all(directory.path().join("cases")).unwrap();
    fs::create_dir(directory.path().join("cases")).unwrap();
    assert_eq!(said(&directory, Suite::open(directory.path())), "cases: there is no case in this suite");
}

#[test]
fn certified_values_are_there_for_the_cases_that_have_an_answer_and_for_no_others() {
    let directory = suite();
    let suite = open(&directory);
    let [one, two] = &suite.cases[..] else { panic!("two cases") };
    assert_eq!(suite.certified(one).unwrap(), None);
    assert_eq!(suite.certified(two).unwrap().unwrap().id, "b/two");
    assert!(suite.orphans().unwrap().is_empty());

    write(directory.path(), "certified/a/one.json", "{}");
    let wanted = "certified/a/one.json: certified values for a case that must be rejected";
    assert_eq!(said(&directory, suite.certified(one)), wanted);
    write(directory.path(), "certified/c/three.json", "{}");
    write(directory.path(), "certified/a/zero.json", "{}");
    write(directory.path(), "certified/a/notes.txt", "");
    let orphans = ["certified/a/zero.json", "certified/c/three.json"].map(|name| directory.path().join(name));
    assert_eq!(suite.orphans().unwrap(), orphans);

    fs::remove_dir_all(directory.path().join("certified")).unwrap();
    assert_eq!(said(&directory, suite.certified(two)), "certified/b/two.json: missing");
    assert!(matches!(suite.certified(two), Err(Error::Uncertified { .. })));
    assert!(suite.orphans().unwrap().is_empty());
}

#[test]
fn certified_values_are_of_the_format() {
    let directory = suite();
    let suite = open(&directory);
    let with = |file: Value| {
        write(directory.path(), "certified/b/two.json", &file.to_string());
        said(&directory, suite.certified(&suite.cases[1]))
    };
    let changed = |key: &str, value: Value| {
        let mut file = certified("b/two");
        file[key] = value;
        file
    };
    assert!(with(changed("format", json!(3))).starts_with("certified/b/two.json: `format`: format 3 is not known"));
    let wanted = "certified/b/two.json: `id`: `a/one`, but the file's place says `b/two`";
    assert_eq!(with(changed("id", json!("a/one"))), wanted);
    let wanted = "certified/b/two.json: `result.a[1].b`: `x` is not a decimal number";
    assert_eq!(with(changed("result", json!({"a": ["0", {"b": "x", "c": 1}], "d": true}))), wanted);
    let altered = changed("certificate", json!({"result_sha256": "0"}));
    assert_eq!(with(altered), "certified/b/two.json: altered after it was certified");
    let whole = changed("certificate", json!({"inputs_sha256": "0"}));
    write(directory.path(), "certified/b/two.json", &whole.to_string());
    let stale = suite.certified(&suite.cases[1]).unwrap().unwrap();
    let wanted = "certified/b/two.json: stale: the case or its data have changed since it was certified";
    assert_eq!(said(&directory, suite.check_fresh(&suite.cases[1], &stale)), wanted);
}

#[test]
fn the_theory_is_listed_by_kind_and_case() {
    let directory = suite();
    assert!(open(&directory).theory().unwrap().is_empty());
    for name in ["theory/gradient/b/two.json", "theory/elbo-forms/b/two.json", "theory/stray.json", "theory/notes.md"] {
        write(directory.path(), name, "{}");
    }
    let found = open(&directory).theory().unwrap();
    let names: Vec<_> = found.iter().map(|file| (file.kind.as_str(), file.id.as_str())).collect();
    assert_eq!(names, [("elbo-forms", "b/two"), ("gradient", "b/two"), ("stray", "")]);
    assert_eq!(found[1].path, open(&directory).theory_path("gradient", "b/two"));
}
