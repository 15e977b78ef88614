//! The report as a JUnit file, as CI systems read it: one test suite a family and operation, one test case a case.

use std::time::Duration;

use quick_junit::{NonSuccessKind, Report as JunitReport, TestCase, TestCaseStatus, TestSuite};

use super::{CaseReport, Group, LawResult, Laws, Report, failure::summary, hints};
use crate::verdict::Outcome;

/// What there is to say of one implementation of several.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// It was judged.
    Report(&'a Report),
    /// It should have been, and could not: why.
    Failed(&'a str),
    /// It was passed over: why.
    Skipped(&'a str),
}

/// The JUnit XML.
#[must_use]
pub fn junit(report: &Report) -> String {
    let mut document = JunitReport::new(report.implementation.title());
    if let Some(seconds) = report.duration_seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        document.set_time(seconds);
    }
    document.add_test_suites(suites(report, ""));
    document.to_string().expect("text is written to memory")
}

/// The JUnit XML of several implementations, each by a name, which its suites' names begin with.
#[must_use]
pub fn junit_of(title: &str, entries: &[(&str, Entry)]) -> String {
    let mut document = JunitReport::new(title);
    for (name, entry) in entries {
        let alone = |status| {
            let mut suite = TestSuite::new(*name);
            suite.add_test_case(TestCase::new(*name, status));
            suite
        };
        match entry {
            Entry::Report(report) => document.add_test_suites(suites(report, &format!("{name} "))),
            Entry::Skipped(why) => document.add_test_suite(counted(alone(skipped(why)))),
            Entry::Failed(why) => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                status.set_message(*why).set_type("not judged");
                document.add_test_suite(counted(alone(status)))
            }
        };
    }
    document.to_string().expect("text is written to memory")
}

/// The skipped ones under the name by which CI servers know them.
fn counted(mut suite: TestSuite) -> TestSuite {
    let skipped = std::mem::take(&mut suite.disabled);
    suite.extra.insert("skipped".into(), skipped.to_string().into());
    suite
}

/// What a server takes for a package and a class: `gaussian.full.trajectory`.
fn class_name(case: &CaseReport) -> String {
    format!("{}.{}", case.family.replace('/', "."), case.operation)
}

fn suites(report: &Report, prefix: &str) -> Vec<TestSuite> {
    let of_group = |group: &Group| {
        let mut suite = TestSuite::new(format!("{prefix}{} {}", group.family, group.operation));
        let its_own = |case: &&CaseReport| case.family == group.family && case.operation == group.operation;
        suite.add_test_cases(report.cases.iter().filter(its_own).map(|case| test_case(case, report)));
        counted(suite)
    };
    let of_laws = |laws: &Laws| {
        let mut suite = TestSuite::new(format!("{prefix}laws"));
        suite.add_test_cases(laws.results.iter().map(law));
        counted(suite)
    };
    report.groups.iter().map(of_group).chain(report.laws.iter().map(of_laws)).collect()
}

fn test_case(case: &CaseReport, report: &Report) -> TestCase {
    let stale = report.stale_known_failures.iter().find(|stale| stale.id == case.id);
    let status = match (case.outcome, &case.known, stale) {
        (Outcome::Passed, _, None) => TestCaseStatus::success(),
        (Outcome::Passed, _, Some(stale)) => {
            let message = format!("passed, but the entry `{}` says that it is known to fail", stale.entry.id);
            non_success(NonSuccessKind::Failure, "known failure passed", &message, case)
        }
        (Outcome::Unsupported, ..) => skipped(&case.message),
        (_, Some(known), _) => skipped(&format!("known to fail: {}: {}", known.reason, summary(case))),
        (Outcome::Failed, None, _) => non_success(NonSuccessKind::Failure, "failed", &summary(case), case),
        (other, None, _) => non_success(NonSuccessKind::Error, other.name(), &summary(case), case),
    };
    let mut test_case = TestCase::new(case.id.clone(), status);
    test_case.set_classname(class_name(case)).set_assertions(case.quantities_judged);
    if let Some(seconds) = case.seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
        test_case.set_time(seconds);
    }
    test_case
}

fn law(law: &LawResult) -> TestCase {
    let status = match (&law.broken, law.not_tried()) {
        (Some(broken), _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let details = [broken.message.as_str(), &broken.rerun.join("\n")].join("\n");
            status.set_message(law.headline(broken)).set_type("broken").set_description(details);
            status
        }
        (None, Some(reason)) => skipped(&reason),
        (None, None) => TestCaseStatus::success(),
    };
    let mut test_case = TestCase::new(law.law.clone(), status);
    test_case.set_classname("laws").set_assertions(law.held);
    test_case
}

fn skipped(message: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    status
}

fn non_success(kind: NonSuccessKind, name: &str, message: &str, case: &CaseReport) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    let (first, further) = case.message.split_once('\n').unwrap_or((case.message.as_str(), ""));
    let further = (!further.is_empty()).then(|| further.to_owned());
    let rerun = case.rerun.clone().unwrap_or_default();
    let details: Vec<String> =
        [first.to_owned()].into_iter().chain(hints::lines(case)).chain(further).chain([rerun]).collect();
    let details = details.join("\n");
    status.set_message(message).set_type(name).set_description(details);
    status
}
