//! Snapshots of every view of one constructed report.

use super::*;
use crate::{
    diagnosis::Hint,
    format::{Level, Number, Operation},
};

fn case(id: &str, family: &str, operation: Operation, outcome: Outcome, message: &str) -> CaseReport {
    CaseReport {
        id: id.to_owned(),
        family: family.to_owned(),
        operation,
        level: Some(Level::Average),
        hunts: vec!["covariance-divisor".to_owned()],
        outcome,
        message: message.to_owned(),
        hints: Vec::new(),
        quantities_judged: 0,
        digits_lost: None,
        failed_quantities: Vec::new(),
        not_reported: Vec::new(),
        known: None,
        rerun: outcome.is_failure().then(|| format!("cargo xtask verify --filter {id} --adapter 'python3 my_em.py'")),
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
    let full = |id: &str, outcome, message: &str| case(id, "gaussian/full", Operation::Trajectory, outcome, message);
    let passed = case("gaussian/a", "gaussian/full", Operation::Evaluate, Outcome::Passed, "");
    let short = "covariance of component 1 after iteration 1: 3.2 digits of 14.9 attainable ([0][1]: reported 0.4381, \
                 certified 0.4378); and 3 more quantities";
    vec![
        CaseReport {
            quantities_judged: 12,
            digits_lost: Some(0.31),
            not_reported: vec!["log joint".to_owned()],
            ..passed.clone()
        },
        CaseReport {
            quantities_judged: 9,
            digits_lost: Some(11.69),
            failed_quantities: vec![failed_quantity()],
            ..full("gaussian/b", Outcome::Failed, short)
        },
        full(
            "gaussian/c",
            Outcome::Crashed,
            "its process ended: exit status: 1\nTraceback:\nZeroDivisionError: <x> & y",
        ),
        full("gaussian/d", Outcome::TimedOut, "no answer within 30 s"),
        CaseReport {
            known: Some(Known {
                id: "gaussian/e*".to_owned(),
                reason: "no Cholesky".to_owned(),
                issue: Some("https://example.org/4".to_owned()),
            }),
            ..full("gaussian/e", Outcome::Failed, "rejected good input: not positive definite")
        },
        case("poisson/a", "poisson", Operation::Maximize, Outcome::Unsupported, "no Poisson_mixtures"),
        CaseReport { id: "poisson/b".to_owned(), family: "poisson".to_owned(), ..passed },
    ]
}

fn report() -> Report {
    let implementation = Judgee {
        name: "my EM".to_owned(),
        version: "0.1".to_owned(),
        language: "Python".to_owned(),
        precision: Precision::Binary64,
    };
    let mut report = Report::of(implementation, 2.0, cases(), &KnownFailures::default());
    let entry = Known { id: "poisson/*".to_owned(), reason: "rate 0".to_owned(), issue: None };
    report.stale_known_failures = vec![Stale { id: "poisson/b".to_owned(), entry }];
    report
}

/// Where all snapshots of the workspace live.
fn snapshots(check: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/snapshots/report"));
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(check);
}

#[test]
fn every_view_is_as_it_was() {
    let report = report();
    snapshots(|| {
        insta::assert_snapshot!("table", table(&report));
        insta::assert_snapshot!("markdown", markdown(&report));
        insta::assert_snapshot!("junit", junit(&report));
        insta::assert_snapshot!("json", report.json());
        let lines: Vec<String> = report.failures().flat_map(failure_lines).collect();
        insta::assert_snapshot!("failures", lines.join("\n"));
    });
}

#[test]
fn a_report_reads_back() {
    let report = report();
    assert_eq!(serde_json::from_str::<Report>(&report.json()).unwrap(), report);
}

/// The report on the cases of the example that `keep` keeps.
fn report_on(keep: impl Fn(&CaseReport) -> bool) -> Report {
    let cases = cases().into_iter().filter(|case| keep(case)).collect();
    Report::of(report().implementation, 2.0, cases, &KnownFailures::default())
}

#[test]
fn what_is_well_and_what_is_not() {
    let verdict = |report: Report| (report.passed(), report.verdict());
    let passed = |case: &CaseReport| case.outcome == Outcome::Passed;
    assert_eq!(verdict(report_on(passed)), (true, "all passed".to_owned()));
    let unsupported = |case: &CaseReport| case.outcome == Outcome::Unsupported;
    let nothing = "nothing was judged: every case is unsupported".to_owned();
    assert_eq!(verdict(report_on(unsupported)), (false, nothing));
    let both = report_on(|case| passed(case) || unsupported(case));
    assert_eq!(verdict(both), (true, "everything that is supported passed".to_owned()));
    let known = report_on(|case| passed(case) || case.known.is_some());
    assert_eq!(verdict(known), (true, "nothing failed that is not known to fail".to_owned()));
    assert_eq!(verdict(report_on(|_| true)), (false, "3 of 7 failed".to_owned()));
    assert_eq!(verdict(report()), (false, "3 of 7 failed, and 1 known to fail passed".to_owned()));
}

#[test]
fn long_and_hostile_text_is_cut() {
    let message = format!("\u{1b}[1m\u{202e}{}", "x".repeat(1000));
    let lines = failure_lines(&case("a/b", "poisson", Operation::Fit, Outcome::Failed, &message));
    assert!(lines[0].ends_with('…') && lines[0].chars().count() < 330 && !lines[0].contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn the_outcomes_add_up() {
    let totals = report().totals;
    let sum = totals.passed + totals.failed + totals.unsupported + totals.crashed + totals.timed_out;
    assert_eq!((sum, totals.cases), (7, 7));
    assert_eq!((totals.known_failures, totals.quantities_not_reported), (1, 1));
}

#[test]
fn a_landing_is_told_in_every_view() {
    let landing = "found another stationary point: a certified local maximum, 3.81 nats below the best known";
    let message = format!("{landing} (the case's own is 0.52 below); mixing weights: 0.4 digits of 7.9 attainable");
    let cases = vec![case("poisson/fit", "poisson", Operation::Fit, Outcome::Failed, &message)];
    let report = Report::of(report().implementation, 2.0, cases, &KnownFailures::default());
    for view in [table(&report), markdown(&report), junit(&report), report.json()] {
        assert!(view.contains(landing), "{view}");
    }
}

#[test]
fn a_hint_is_told_below_its_failure_and_once_for_all_that_share_it() {
    let hinted = |id: &str, n: usize| CaseReport {
        hints: vec![Hint {
            what: "your log_evidence is the certified one divided by N".to_owned(),
            here: format!("N = {n}"),
            advice: "the sum is asked for".to_owned(),
        }],
        ..case(id, "poisson", Operation::Evaluate, Outcome::Failed, "log evidence: 0.1 digits of 14.9 attainable")
    };
    let report = |cases| Report::of(report().implementation, 2.0, cases, &KnownFailures::default());
    let two = report(vec![hinted("poisson/a", 3), hinted("poisson/b", 5)]);
    let above = "2 of 2 failures: your log_evidence is the certified one divided by N: the sum is asked for";
    let below = "hint: your log_evidence is the certified one divided by N (N = 5): the sum is asked for";
    assert!(table(&two).contains(above) && table(&two).contains(&format!("\n    {below}\n")), "{}", table(&two));
    assert!(
        markdown(&two).contains("2 of 2 failures: your log\\_evidence is") && markdown(&two).contains("<br>hint: your")
    );
    assert!(junit(&two).contains(below), "{}", junit(&two));
    assert_eq!(serde_json::from_str::<Report>(&two.json()).unwrap(), two);
    assert!(two.json().contains("\"here\": \"N = 5\""));
    let one = report(vec![hinted("poisson/a", 3)]);
    assert!(!table(&one).contains("1 of 1 failure:") && table(&one).contains("hint: your log_evidence"));
}

/// Twice the lists' room of failures, with messages that are all markup.
fn long_report() -> Report {
    let message = "|<b>`*".repeat(60);
    let failed = |index: usize| {
        let level = if index.is_multiple_of(2) { Level::Higher } else { Level::Lower };
        let lost = (index != 7).then_some(index as f64 / 100.0);
        let outcome = if index == 7 { Outcome::Crashed } else { Outcome::Failed };
        let case = case(&format!("a/{index:04}"), "poisson", Operation::Fit, outcome, &message);
        CaseReport { level: Some(level), digits_lost: lost, ..case }
    };
    Report::of(report().implementation, 2.0, (0..1000).map(failed).collect(), &KnownFailures::default())
}

#[test]
fn a_summary_fits_a_ci_server_and_has_the_most_telling_failures() {
    let text = markdown(&long_report());
    assert!(text.len() < 1 << 20, "{}", text.len());
    assert!(text.contains("<details><summary>Failures: 1000</summary>\n\n- `a/0007` poisson: crashed: "), "{text}");
    let shown: Vec<&str> = text.lines().filter(|line| line.starts_with("- `a/")).collect();
    assert!(shown[1].starts_with("- `a/0999`") && shown[2].starts_with("- `a/0997`"), "{}", shown[1]);
    assert!(text.contains(&format!("- and {} more, which `--format json` lists\n\n</details>\n", 1000 - shown.len())));
    assert!(shown.len() > 100 && shown.len() < 1000);
}

/// The attributes of the elements of a name, and how many there are of another within each.
fn elements(xml: &str, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let open = format!("<{name} ");
    let attributes = |from: &str| {
        let inside = &from[..from.find('>').expect("it ends")];
        let mut parts = inside.trim_end_matches('/').split('"');
        let mut found = std::collections::BTreeMap::new();
        while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
            found.insert(key.trim().trim_end_matches('=').to_owned(), value.to_owned());
        }
        found
    };
    xml.match_indices(&open).map(|(at, _)| attributes(&xml[at + open.len()..])).collect()
}

#[test]
fn the_counts_of_junit_are_those_of_its_test_cases() {
    let report = Report { duration_seconds: Some(1.5), ..report() };
    let xml = junit(&report);
    let documents = elements(&xml, "testsuites");
    assert_eq!((documents[0]["tests"].as_str(), documents[0]["time"].as_str()), ("7", "1.500"));
    let suites = xml.split("<testsuite ").skip(1);
    let mut skipped_in_all = 0;
    for (text, suite) in suites.zip(elements(&xml, "testsuite")) {
        let count = |element: &str| text.matches(&format!("<{element} ")).count();
        for (attribute, element) in
            [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
        {
            assert_eq!(suite[attribute], count(element).to_string(), "{attribute} of {}", suite["name"]);
        }
        assert_eq!(suite["disabled"], "0");
        skipped_in_all += count("skipped");
    }
    // The unsupported one, and the known failure.
    assert_eq!(skipped_in_all, 2);
    let classes: Vec<String> = elements(&xml, "testcase").iter().map(|case| case["classname"].clone()).collect();
    assert_eq!((classes[0].as_str(), classes[5].as_str()), ("gaussian.full.evaluate", "poisson.evaluate"));
    for failure in elements(&xml, "failure").iter().chain(&elements(&xml, "error")) {
        assert!(!failure["message"].is_empty() && !failure["type"].is_empty());
    }
}

#[test]
fn the_time_of_a_case_is_in_junit_and_not_in_json() {
    let timeless = report();
    let mut timed = report();
    timed.cases[0].seconds = Some(1.25);
    assert!(junit(&timed).contains("assertions=\"12\" time=\"1.250\""), "{}", junit(&timed));
    assert_eq!(timed.json(), timeless.json());
}
