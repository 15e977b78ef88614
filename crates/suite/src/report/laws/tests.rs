//! What is told of laws, in every view.

use serde_json::json;

use super::*;
use crate::{
    format::Description,
    known_failures::KnownFailures,
    report::{Report, junit, laws_table, markdown, table},
};

fn law(name: &str, held: usize) -> LawResult {
    LawResult {
        law: name.to_owned(),
        statement: "kl >= 0".to_owned(),
        held,
        unsupported: 0,
        unsupported_reason: None,
        not_applicable: 0,
        not_applicable_reason: None,
        broken: None,
    }
}

fn broken() -> LawResult {
    let case = serde_json::from_value(json!({"operation": "divergence"})).unwrap();
    let broken = BrokenLaw {
        index: 4,
        message: "kl is -1.0 where at least 0.0 is due\nTraceback".to_owned(),
        case,
        smaller_cases_tried: 7,
        file: Some("d/cases/b/0-4.json".to_owned()),
        rerun: vec!["cargo xtask props --law b".to_owned()],
    };
    LawResult { broken: Some(broken), ..law("b", 4) }
}

fn unsupported() -> LawResult {
    LawResult { unsupported: 9, unsupported_reason: Some("no priors".to_owned()), not_applicable: 1, ..law("c", 0) }
}

fn never() -> LawResult {
    LawResult { not_applicable: 10, not_applicable_reason: Some("no case".to_owned()), ..law("d", 0) }
}

fn laws(results: Vec<LawResult>) -> Laws {
    Laws { seed: 3, cases: 10, results }
}

fn all() -> Laws {
    laws(vec![law("a", 10), broken(), unsupported(), never()])
}

fn who() -> Judgee {
    Judgee::new(&Description { name: "my EM".to_owned(), ..Description::default() })
}

#[test]
fn laws_are_counted() {
    assert_eq!(all().line(), "1 of 4 held on 10 cases each (seed 3); 1 broken; 2 not tried");
    assert_eq!(laws(vec![law("a", 10)]).line(), "1 of 1 held on 10 cases each (seed 3)");
    let passed = |results| laws(results).passed();
    assert!(passed(vec![law("a", 1), never(), unsupported()]));
    assert!(!passed(vec![law("a", 1), broken()]));
    assert!(!passed(vec![never(), unsupported()]) && !passed(Vec::new()));
}

#[test]
fn the_table_tells_the_law_the_case_and_the_commands() {
    let report = LawsReport::new(who(), all());
    let text = laws_table(&report, &|_| "pretty".to_owned());
    for line in [
        "│ a   ┆ kl >= 0   ┆        10 ┆           · ┆              · ┆      · │",
        "│ b   ┆ kl >= 0   ┆         4 ┆           · ┆              · ┆ case 4 │",
        "│ c   ┆ kl >= 0   ┆ not tried ┆           9 ┆              1 ┆      · │",
        "b: kl >= 0\n    kl is -1.0 where at least 0.0 is due\n    | Traceback\n    case 4, after 7 smaller cases tried:\n    \
         {\"operation\":\"divergence\"}\n    written to d/cases/b/0-4.json\n    cargo xtask props --law b\n",
        "Not tried:\nc  unsupported: no priors\nd  never applicable: no case\n",
        "\nlaws: 1 of 4 held on 10 cases each (seed 3); 1 broken; 2 not tried\n1 law is broken\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let nothing = laws_table(&LawsReport::new(who(), laws(vec![never()])), &|_| String::new());
    assert!(nothing.ends_with("nothing was tried: no law could be put to the test\n"), "{nothing}");
    let back: LawsReport = serde_json::from_str(&report.json()).unwrap();
    assert_eq!(back, report);
}

#[test]
fn a_verdict_on_cases_carries_the_round_of_laws() {
    let mut report = Report::of(who(), 2.0, Vec::new(), &KnownFailures::default());
    let before = report.verdict();
    report.laws = Some(all());
    assert!(!report.passed());
    assert_eq!(report.verdict(), format!("{before}, and 1 law is broken"));
    for view in [table(&report), markdown(&report), junit(&report), report.json()] {
        for words in ["kl is -1.0 where at least 0.0 is due", "cargo xtask props --law b"] {
            assert!(view.replace("&gt;", ">").contains(words), "{view}");
        }
    }
    assert!(
        junit(&report)
            .contains(r#"<testsuite name="laws" tests="4" disabled="0" errors="0" failures="1" skipped="2">"#)
    );
    assert!(table(&report).contains("\nlaws: 1 of 4 held"));
    let back: Report = serde_json::from_str(&report.json()).unwrap();
    assert_eq!(back, report);
}
