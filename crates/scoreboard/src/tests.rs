//! The board of constructed results: as markdown by a snapshot, as HTML by what a browser's parser makes of it.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use suite::{
    format::{Level, Number, Operation, Precision},
    golden::Hunt,
    known_failures::Known,
    report::{BrokenLaw, CaseReport, FailedQuantity, Judgee, LawResult, Laws, REPORT_FORMAT, Report, Totals},
    verdict::Outcome,
};

use super::*;

fn case(id: &str, family: &str, operation: Operation, outcome: Outcome, lost: Option<f64>) -> CaseReport {
    CaseReport {
        id: id.to_owned(),
        family: family.to_owned(),
        operation,
        level: Some(Level::Average),
        hunts: vec!["covariance-divisor".to_owned(), "no-such-kind".to_owned()],
        outcome,
        message: if outcome == Outcome::Passed { String::new() } else { format!("what {id} says") },
        quantities_judged: 1,
        digits_lost: lost,
        failed_quantities: Vec::new(),
        hints: Vec::new(),
        not_reported: Vec::new(),
        known: None,
        rerun: None,
        seconds: None,
    }
}

fn failed_quantity() -> FailedQuantity {
    FailedQuantity {
        quantity: "covariance of component 1 after iteration 1".to_owned(),
        place: "parameters.1.components[1].covariance".to_owned(),
        digits: 3.21,
        attainable: 14.9,
        worst_entry: "parameters.1.components[1].covariance[0][1]".to_owned(),
        reported: Number(0.4381),
        certified: "4.37800000000000000000000000000e-1".to_owned(),
    }
}

fn cases() -> Vec<CaseReport> {
    use Outcome::{Crashed, Failed, Passed, TimedOut, Unsupported};
    let full = |id: &str, outcome, lost| case(id, "gaussian/full", Operation::Trajectory, outcome, lost);
    let known = Known { id: "*".to_owned(), reason: "floors".to_owned(), issue: Some("#4".to_owned()) };
    vec![
        full("gaussian/a", Passed, Some(0.2)),
        CaseReport { failed_quantities: vec![failed_quantity()], ..full("gaussian/b", Failed, Some(11.69)) },
        full("gaussian/c", Crashed, None),
        CaseReport { known: Some(known), ..full("gaussian/d", TimedOut, None) },
        case("poisson/a", "poisson", Operation::Evaluate, Unsupported, None),
        case("poisson/b", "poisson", Operation::Evaluate, Passed, Some(0.4)),
        case("gamma/a", "gamma", Operation::Divergence, Unsupported, None),
        case("rejected/a", "poisson", Operation::Evaluate, Passed, None),
    ]
}

fn golden() -> Golden {
    let column = |id: &str, family: &str| match id.split('/').next().unwrap() {
        "rejected" => "bad input".to_owned(),
        "gamma" => "divergences".to_owned(),
        _ => family.to_owned(),
    };
    let info =
        |case: &CaseReport| CaseInfo { title: format!("Title of {}", case.id), column: column(&case.id, &case.family) };
    let hunt = Hunt { defect: "S/(N - 1)".to_owned(), effect: "Too wide.".to_owned() };
    Golden {
        digest: "0123456789abcdef0123456789abcdef".to_owned(),
        cases: cases().iter().map(|case| (case.id.clone(), info(case))).collect(),
        hunts: BTreeMap::from([("covariance-divisor".to_owned(), hunt)]),
    }
}

fn laws() -> Laws {
    let law = |name: &str, held, broken| LawResult {
        law: name.to_owned(),
        statement: "elbo(q) <= log joint".to_owned(),
        held,
        unsupported: 0,
        unsupported_reason: None,
        not_applicable: 0,
        not_applicable_reason: None,
        broken,
    };
    let broken = BrokenLaw {
        index: 3,
        message: "3 > 2".to_owned(),
        case: serde_json::from_str(r#"{"operation": "bound"}"#).unwrap(),
        smaller_cases_tried: 12,
        file: None,
        rerun: vec!["cargo xtask props --law b".to_owned()],
    };
    Laws { seed: 0, cases: 10, results: vec![law("a", 10, None), law("b", 3, Some(broken)), law("c", 0, None)] }
}

fn trace() -> Trace {
    let point = |reported: f64, certified: f64| Point {
        reported: Number(reported),
        certified: Number(certified),
        digits: Some(4.0),
        attainable: 15.0,
    };
    let points = vec![point(-10.0, -10.0), point(f64::NEG_INFINITY, -9.0), point(-8.5, -8.75)];
    Trace {
        objective: "log evidence".to_owned(),
        points,
        parameters: vec![ParameterDigits { iteration: 1, digits: 3.2, attainable: 14.9 }],
    }
}

fn entry(name: &str, title: &str, standing: Standing) -> Entry {
    Entry {
        format: ENTRY_FORMAT,
        name: name.to_owned(),
        title: title.to_owned(),
        language: "Python".to_owned(),
        about: "a mixture".to_owned(),
        adapter: Some(format!("@{name}")),
        stamp: "1".to_owned(),
        standing,
    }
}

fn judged(cases: Vec<CaseReport>) -> Judged {
    let implementation = Judgee {
        name: "my EM".to_owned(),
        version: "0.1".to_owned(),
        language: "Python".to_owned(),
        precision: Precision::Binary64,
    };
    let golden = Report {
        format: REPORT_FORMAT,
        implementation,
        slack: 2.0,
        totals: Totals::default(),
        groups: Vec::new(),
        cases,
        stale_known_failures: Vec::new(),
        laws: None,
        duration_seconds: None,
    };
    let traces = BTreeMap::from([("gaussian/b".to_owned(), trace())]);
    Judged { golden, laws: LawsStanding::Tried(laws()), traces }
}

fn rows() -> Vec<Row> {
    let row = |name: &str, title: &str, standing| Row { entry: entry(name, title, standing), stale: false };
    let reason = |text: &str| text.to_owned();
    let without_laws = Judged { laws: LawsStanding::NotTried { reason: reason("binary32") }, ..judged(Vec::new()) };
    vec![
        row("mine", "My EM", Standing::Judged(Box::new(judged(cases())))),
        Row { stale: true, ..row("other", "Other_EM", Standing::Judged(Box::new(without_laws))) },
        row("dead", "Dead", Standing::NotStarted { reason: reason("exit status: 1\nTraceback") }),
        row("later", "Later", Standing::NotSetUp { reason: reason("run `cargo xtask adapters setup later`") }),
        row("never", "Never", Standing::NotRun { reason: reason("not packaged") }),
    ]
}

fn method() -> Method {
    Method { slack: 2.0, laws_cases: 10, seed: 0 }
}

fn page_of(rows: &[Row]) -> String {
    html(&Board { golden: &golden(), method: &method(), rows })
}

/// The page as a browser's parser reads it, which must have nothing to complain of.
fn parsed(page: &str) -> Html {
    let document = Html::parse_document(page);
    assert_eq!(document.errors, Vec::<String>::new());
    document
}

fn all(document: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    document.select(&selector).map(|element| element.text().collect::<Vec<_>>().join("")).collect()
}

fn attributes(document: &Html, name: &str) -> Vec<String> {
    let selector = Selector::parse(&format!("[{name}]")).unwrap();
    document.select(&selector).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
}

#[test]
fn the_markdown_is_as_it_was() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/snapshots/scoreboard"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        let (golden, method, rows) = (golden(), method(), rows());
        insta::assert_snapshot!("markdown", markdown(&Board { golden: &golden, method: &method, rows: &rows }));
    });
}

#[test]
fn an_entry_reads_back() {
    for row in rows() {
        assert_eq!(serde_json::from_str::<Entry>(&row.entry.json()).unwrap(), row.entry);
    }
}

#[test]
fn the_page_is_well_formed_and_its_links_lead_somewhere() {
    let document = parsed(&page_of(&rows()));
    let ids = attributes(&document, "id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{ids:?}");
    for target in attributes(&document, "href") {
        let id = target.strip_prefix('#').expect("no link leaves the page").to_owned();
        assert!(unique.contains(&id), "`{target}` leads nowhere");
    }
    assert!(attributes(&document, "src").is_empty());
    for names in attributes(&document, "aria-labelledby") {
        assert!(unique.contains(&names), "`{names}` labels nothing");
    }
}

#[test]
fn every_implementation_has_a_section_and_every_failure_a_card() {
    let document = parsed(&page_of(&rows()));
    let heads: Vec<String> = all(&document, "section.impl h2").iter().map(|head| head.trim().to_owned()).collect();
    assert_eq!(heads, ["My EM 0.1", "Other_EM 0.1 stale", "Dead", "Without results"]);
    let cards = all(&document, "details article h4 > code");
    assert_eq!(cards, ["gaussian/b", "gaussian/c", "gaussian/d", "b"]);
    assert_eq!(all(&document, ".fail svg").len(), 2);
    let numbers = all(&document, ".numbers td");
    assert_eq!(numbers, ["3.2 of 14.9", "0.4381", "0.4378"]);
    assert!(all(&document, ".hunts li").iter().any(|kind| kind == "covariance-divisor: S/(N - 1)"));
    let reasons = all(&document, ".impl > .warn");
    assert_eq!(reasons, ["could not be started: exit status: 1"]);
    let not_asked = all(&document, "#without-results + ul li");
    let later = "Later (Python): not set up: run cargo xtask adapters setup later";
    assert_eq!(not_asked, [later, "Never (Python): not run: not packaged"]);
}

#[test]
fn a_cell_has_its_colour_and_leads_to_its_failures() {
    let document = parsed(&page_of(&rows()));
    let cell = |selector: &str| all(&document, &format!("table.heat:not(.full) tbody tr:first-child > {selector}"));
    assert_eq!(cell("th"), ["My EM"]);
    assert_eq!(cell("td"), ["1/45.9 · 11.7", "1/1 of 20.4 · 0.4", "–", "1/1", "3/6 of 80.4 · 11.7", "1/2"]);
    assert_eq!(cell("td.h1 a"), ["1/4"]);
    assert_eq!(cell("td.h5 a"), Vec::<String>::new());
    assert_eq!(cell("td.none"), ["–"]);
    let dead = all(&document, "table.heat:not(.full) tbody tr:last-child");
    assert_eq!(dead, ["Deadcould not be started"]);
}

/// What a name, a version, a message, a reason and a number may be.
const HOSTILE: &str =
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' onclick=\"x\u{202e}|`*_[a](javascript:x)";

#[test]
fn what_an_implementation_says_is_text() {
    let mut cases = cases();
    for case in &mut cases {
        case.message = HOSTILE.to_owned();
        case.id = format!("{}{HOSTILE}", case.id);
        case.family = HOSTILE.to_owned();
        case.hunts = vec![HOSTILE.to_owned()];
        case.failed_quantities =
            vec![FailedQuantity { quantity: HOSTILE.to_owned(), certified: HOSTILE.to_owned(), ..failed_quantity() }];
    }
    let mut judged = judged(cases);
    judged.golden.implementation.version = HOSTILE.to_owned();
    let traced = judged.golden.cases[1].id.clone();
    judged.traces = BTreeMap::from([(traced, Trace { objective: HOSTILE.to_owned(), ..trace() })]);
    let mut hostile = entry(HOSTILE, HOSTILE, Standing::Judged(Box::new(judged)));
    hostile.language = HOSTILE.to_owned();
    hostile.adapter = Some(HOSTILE.to_owned());
    let dead = entry("dead", HOSTILE, Standing::NotStarted { reason: HOSTILE.to_owned() });
    let rows = [hostile, dead].map(|entry| Row { entry, stale: false });
    let document = parsed(&page_of(&rows));
    assert_eq!(all(&document, "script").len(), 1);
    assert!(all(&document, "img").is_empty() && attributes(&document, "onclick").is_empty());
    assert!(all(&document, "h2").iter().any(|head| head.contains("</script><script>alert(1)")));
    let (golden, method) = (golden(), method());
    let text = markdown(&Board { golden: &golden, method: &method, rows: &rows });
    assert!(
        !text.contains("<script") && !text.contains("<img") && !text.replace("\\]", "").contains("](javascript"),
        "{text}"
    );
    // Every row of a table has as many cells as its head, which none of the names has broken.
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    let tables: Vec<&str> = text.split("\n\n").filter(|block| block.starts_with('|')).collect();
    assert_eq!(tables.len(), 2);
    for table in tables {
        let counts: BTreeSet<usize> = table.lines().map(cells).collect();
        assert_eq!(counts.len(), 1, "{table}");
    }
}

#[test]
fn a_board_of_nobody_is_a_board() {
    let document = parsed(&page_of(&[]));
    assert_eq!(all(&document, "main .warn"), ["No implementation was judged."]);
    assert!(all(&document, "table").is_empty());
    let (golden, method) = (Golden::default(), method());
    let text = markdown(&Board { golden: &golden, method: &method, rows: &[] });
    assert!(text.contains("No implementation was judged.") && !text.contains("| implementation"), "{text}");
}

#[test]
fn the_digits_are_those_of_the_cases_that_were_compared() {
    let lost = |figures: &[Option<f64>]| {
        let case = |lost: &Option<f64>| case("a/b", "poisson", Operation::Evaluate, Outcome::Passed, *lost);
        let cases: Vec<CaseReport> = figures.iter().map(case).collect();
        let tally = Tally::of(&cases);
        (tally.median_lost(), tally.worst_lost())
    };
    assert_eq!(lost(&[]), (None, None));
    assert_eq!(lost(&[None]), (None, None));
    assert_eq!(lost(&[Some(3.0), None, Some(1.0)]), (Some(2.0), Some(3.0)));
    assert_eq!(lost(&[Some(9.0), Some(0.5), Some(1.0)]), (Some(1.0), Some(9.0)));
}

#[test]
fn only_a_full_house_has_the_best_grade() {
    for (passed, of, grade) in
        [(0, 0, None), (0, 3, Some(0)), (1, 300, Some(1)), (2, 5, Some(2)), (199, 200, Some(4)), (200, 200, Some(5))]
    {
        assert_eq!(tally::grade(passed, of), grade, "{passed}/{of}");
    }
}
