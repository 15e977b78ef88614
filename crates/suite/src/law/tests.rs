//! A suite whose cases a law judges: alone, beside certified values, or by a name that nobody knows.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::{
    format::Description,
    golden::Suite,
    implementation::Response,
    runner::{prepare, put},
    verdict::SLACK,
};

/// The law that a divergence is not negative.
#[derive(Debug)]
struct NotNegative;

impl Judge for NotNegative {
    fn rule(&self, implementation: &mut dyn Implementation, case: &Case) -> Ruling {
        match implementation.run(case) {
            Response::Ok(answer) if answer["kl"].as_f64() >= Some(0.0) => Ruling::Held,
            Response::Ok(answer) => Ruling::Broken(format!("{} is negative", answer["kl"])),
            other => Ruling::Unsupported(format!("{other:?}")),
        }
    }
}

fn find(name: &str) -> Option<&'static dyn Judge> {
    (name == "not-negative").then_some(&NotNegative)
}

fn write(directory: &Path, name: &str, value: &Value) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, value.to_string()).unwrap();
}

/// One case and the law that judges it.
fn suite() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let member = json!({"family": "poisson", "rate": [1]});
    let case = json!({"format": 1, "id": "kl/one", "title": "t", "level": "lower", "hunts": [],
        "operation": "divergence", "q": member, "p": member});
    write(directory.path(), "cases/kl/one.json", &case);
    write(directory.path(), "laws/kl/one.json", &json!({"format": 1, "id": "kl/one", "law": "not-negative"}));
    directory
}

fn certify(directory: &Path) {
    let certified = json!({"format": 1, "id": "kl/one", "result": {"kl": "1.50000000000000000000000000000"},
        "attainable_digits": {"kl": 15.95}});
    write(directory, "certified/kl/one.json", &certified);
}

struct Stub(Description, Response);

impl Implementation for Stub {
    fn description(&self) -> &Description {
        &self.0
    }
    fn run(&mut self, _: &Case) -> Response {
        self.1.clone()
    }
}

/// Outcome and message of one answer, or why nobody is judged.
fn judged(directory: &Path, response: Response) -> Result<(Outcome, String), String> {
    let suite = Suite::open(directory).map_err(|error| error.to_string())?.with_laws(find);
    let prepared = prepare(&suite, None, 1).map_err(|error| error.to_string())?;
    let mut stub = Stub(Description::default(), response);
    let finding = put(&prepared[0], &mut stub, SLACK).map_err(|error| error.to_string())?;
    Ok((finding.outcome, finding.message))
}

fn answer(kl: f64) -> Response {
    Response::Ok(json!({ "kl": kl }))
}

#[test]
fn a_law_judges_in_place_of_certified_values() {
    let directory = suite();
    assert_eq!(judged(directory.path(), answer(0.5)), Ok((Outcome::Passed, String::new())));
    let broken = "breaks the law `not-negative`: -0.5 is negative".to_owned();
    assert_eq!(judged(directory.path(), answer(-0.5)), Ok((Outcome::Failed, broken)));
    let (outcome, why) = judged(directory.path(), Response::Unsupported("none".to_owned())).unwrap();
    assert_eq!((outcome, why.contains("none")), (Outcome::Unsupported, true));
}

#[test]
fn where_there_are_certified_values_as_well_both_judge() {
    let directory = suite();
    certify(directory.path());
    let outcome = |response| judged(directory.path(), response).map(|(outcome, message)| (outcome, message.len() > 60));
    assert_eq!(outcome(answer(1.5)), Ok((Outcome::Passed, false)));
    assert_eq!(outcome(answer(0.5)), Ok((Outcome::Failed, true)));
    assert_eq!(outcome(answer(-1.5)), Ok((Outcome::Failed, false)));
    // The law calls an error unsupported, and the certified values call it a failure: the worse counts.
    let (outcome, _) = judged(directory.path(), Response::Error("none".to_owned())).unwrap();
    assert_eq!(outcome, Outcome::Failed);
    let (outcome, _) = judged(directory.path(), Response::Unsupported("none".to_owned())).unwrap();
    assert_eq!(outcome, Outcome::Unsupported);
}

#[test]
fn a_law_file_that_is_not_as_it_should_be_judges_nobody() {
    let law = |id: &str, law: &str| json!({"format": 1, "id": id, "law": law});
    let mut other_format = law("kl/one", "not-negative");
    other_format["format"] = json!(2);
    let mut other_key = law("kl/one", "not-negative");
    other_key["lawyer"] = json!("me");
    for (file, content, words) in [
        (
            "laws/kl/one.json",
            law("kl/one", "negative"),
            ["laws/kl/one.json: `law`", "`negative` is no law that is known"],
        ),
        ("laws/kl/one.json", law("kl/two", "not-negative"), ["laws/kl/one.json: `id`", "place says `kl/one`"]),
        ("laws/kl/one.json", other_format, ["laws/kl/one.json: `format`", "format 2 is not known"]),
        ("laws/kl/one.json", other_key, ["laws/kl/one.json:1", "unknown field `lawyer`"]),
        ("laws/kl/two.json", law("kl/two", "not-negative"), ["laws/kl/two.json", "a law of no case"]),
    ] {
        let directory = suite();
        write(directory.path(), file, &content);
        let error = judged(directory.path(), answer(1.0)).unwrap_err();
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
    }
}

#[test]
fn a_case_that_must_be_rejected_may_have_a_law_as_well() {
    let directory = suite();
    let path = directory.path().join("cases/kl/one.json");
    let rejected = fs::read_to_string(&path).unwrap().replacen('{', r#"{"expect": "rejected", "#, 1);
    fs::write(path, rejected).unwrap();
    let outcome = |response| judged(directory.path(), response).map(|(outcome, _)| outcome);
    assert_eq!(outcome(answer(1.0)), Ok(Outcome::Failed));
    assert_eq!(outcome(answer(-1.0)), Ok(Outcome::Failed));
    // The law cannot be tried on what is rejected, and says so.
    assert_eq!(outcome(Response::Rejected(String::new())), Ok(Outcome::Unsupported));
    fs::remove_file(directory.path().join("laws/kl/one.json")).unwrap();
    assert_eq!(outcome(Response::Rejected(String::new())), Ok(Outcome::Passed));
}

#[test]
fn whoever_knows_no_laws_judges_by_none() {
    let directory = suite();
    let suite = Suite::open(directory.path()).unwrap();
    let error = prepare(&suite, None, 1).unwrap_err().to_string();
    assert!(error.contains("`not-negative` is no law that is known here"), "{error}");
}
