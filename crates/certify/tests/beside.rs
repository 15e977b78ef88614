//! The theory beside the operations: its enclosures keep the identities that tie them together, and the command keeps its files.

use std::{collections::BTreeSet, fs, path::Path};

use certify::{
    command::{Options, run},
    input::{read_parameters, read_problem, reader},
    interval::Interval,
    optimum,
    precision::Precision,
    source::Source,
    theory::{elbo_forms, gradient, projection},
    tree::Tree,
};
use clap::Parser;
use serde_json::{Value, json};
use suite::{format::Case, golden::Suite};

fn golden() -> Suite {
    Suite::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")).unwrap()
}

fn meet(a: &Interval, b: &Interval) -> bool {
    !a.certainly_exceeds(b) && !b.certainly_exceeds(a)
}

fn numbers(tree: &Tree) -> Vec<Interval> {
    tree.blocks().iter().flat_map(|(_, block)| block.entries().into_iter().cloned().collect::<Vec<_>>()).collect()
}

#[test]
fn the_forms_of_the_elbo_are_one_number() {
    let suite = golden();
    let mut compared = 0;
    for case in suite.cases.iter().filter(|case| elbo_forms::KIND.takes(case)) {
        let resolved = suite.data.resolve(case).unwrap();
        let tree = elbo_forms::elbo_forms(&resolved, &mut reader(&mut Source::exact(Precision::new(256)))).unwrap();
        let Tree::Map(parts) = &tree else { panic!("parts with names") };
        let at = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, part)| numbers(part)[0].clone());
        let value = |name: &str| at(name).unwrap();
        let (elbo, prior) = (value("elbo"), value("log_prior"));
        if !elbo.is_bounded() {
            continue;
        }
        assert!(meet(&elbo, &(value("expected_log_joint") + value("entropy"))), "{}", case.name());
        let of_likelihood = value("expected_log_likelihood") - value("kl_to_prior") + prior;
        assert!(meet(&elbo, &of_likelihood), "{}", case.name());
        assert!(elbo.radius() < 1e-30 * elbo.magnitude(), "{}", case.name());
        compared += 1;
    }
    assert!(compared >= 30, "{compared} cases");
}

/// The overcomplete logits hold the others' slopes and their negative sum; half log precisions have twice the slope.
#[test]
fn the_gradient_is_that_of_the_coordinates_of_the_proofs() {
    let suite = golden();
    let cases = suite.cases.iter().filter(|case| gradient::KIND.takes(case));
    let mut compared = 0;
    // The others have logits of probabilities, or a factor that stands elsewhere.
    for case in cases.filter(|case| !case.name().starts_with("categorical/") && !case.name().contains("tied")) {
        let resolved = suite.data.resolve(case).unwrap();
        let mut source = Source::exact(Precision::new(256));
        let published = numbers(&gradient::gradient(&resolved, &mut reader(&mut source)).unwrap());
        let proved = in_the_coordinates_of_proofs(&resolved);
        let k = resolved.parameters.as_ref().unwrap().weights.len();
        let total = published[..k].iter().fold(Precision::new(256).zero(), |sum, slope| sum + slope);
        assert!(total.contains(&rug::Float::new(64)), "{}", case.name());
        assert_eq!(published.len(), proved.len() + 1, "{}", case.name());
        let others = published[..k - 1].iter().chain(&published[k..]);
        for (published, proved) in others.zip(&proved) {
            assert!(meet(published, proved) || meet(published, &proved.half()), "{}", case.name());
        }
        compared += 1;
    }
    assert!(compared >= 20, "{compared} cases");
}

fn in_the_coordinates_of_proofs(case: &Case) -> Vec<Interval> {
    let mut source = Source::exact(Precision::new(256));
    let mut reader = reader(&mut source);
    let given = case.parameters.as_ref().unwrap();
    let problem = read_problem(case, given.weights.len(), &mut reader).unwrap();
    let mixture = read_parameters("parameters", given, &problem, &mut reader).unwrap();
    optimum::gradient(&problem, &mixture)
}

#[test]
fn gradients_are_of_every_model_with_every_prior() {
    let suite = golden();
    let cases: Vec<&Case> = suite.cases.iter().filter(|case| gradient::KIND.takes(case)).collect();
    let named: usize = gradient::KIND.cases.iter().map(|glob| 1 + glob.matches(',').count()).sum();
    assert_eq!(cases.len(), named, "every id that is named is a case");
    let priors = |case: &Case| {
        let prior = case.prior.as_ref();
        (prior.is_some_and(|prior| prior.weights.is_some()), prior.is_some_and(|prior| prior.components.is_some()))
    };
    let covered: BTreeSet<_> = cases.iter().map(|case| (case.family_label(), priors(case))).collect();
    assert_eq!(covered.len(), 7 * 4 - 1, "{covered:?}");
    assert!(!covered.iter().any(|(family, prior)| family == "poisson" && *prior == (true, false)));
}

#[test]
fn only_two_bumps_on_the_line_are_projected() {
    let suite = golden();
    let case = suite.cases.iter().find(|case| case.name() == "gaussian/iris-spherical-evaluate").unwrap();
    let resolved = suite.data.resolve(case).unwrap();
    let refused = projection::projection(&resolved, &mut reader(&mut Source::exact(Precision::new(256))));
    assert!(refused.unwrap_err().to_string().contains("two spherical components in one dimension"));
}

fn certify(suite: &Path, arguments: &[&str]) -> bool {
    let suite = ["certify", "--suite", suite.to_str().unwrap()];
    run(&Options::parse_from(suite.iter().chain(arguments))).unwrap()
}

fn write(path: &Path, value: &Value) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, value.to_string()).unwrap();
}

#[test]
fn the_command_keeps_the_files_of_the_theory_with_the_rest() {
    let directory = tempfile::tempdir().unwrap();
    let suite = directory.path();
    let case = json!({
        "format": 1, "id": "gaussian/any-bound", "title": "any", "level": "lower", "hunts": [], "operation": "bound",
        "data": {"observations": [[0.5], [1.5]]}, "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [0.25, 0.75], "components": [{"mean": [0]}, {"mean": [2]}]},
        "q": [[0.5, 0.5], [0.125, 0.875]],
    });
    write(&suite.join("cases/gaussian/any-bound.json"), &case);
    let [answer, theory] =
        ["certified", "theory/elbo-forms"].map(|place| suite.join(place).join("gaussian/any-bound.json"));

    assert!(certify(suite, &["--theory"]));
    assert!(theory.exists() && !answer.exists());
    assert!(certify(suite, &["--check", "--theory", "--share", "1"]));
    assert!(!certify(suite, &["--check"]), "the answer is missing");
    assert!(certify(suite, &[]));
    assert!(certify(suite, &["--check", "--share", "1", "--filter", "*/any-*"]));

    let written: Value = serde_json::from_str(&fs::read_to_string(&theory).unwrap()).unwrap();
    let mut altered = written.clone();
    altered["result"]["entropy"] = json!("1.000000000000000000000000000000000e0");
    write(&theory, &altered);
    assert!(!certify(suite, &["--check", "--share", "0"]), "altered after it was certified");
    altered["certificate"]["result_sha256"] =
        json!(suite::hash::result_sha256(&serde_json::from_value(altered.clone()).unwrap()));
    write(&theory, &altered);
    assert!(certify(suite, &["--check", "--share", "0"]));
    assert!(!certify(suite, &["--check", "--share", "1"]), "computed anew it is something else");
    fs::remove_file(&theory).unwrap();
    assert!(!certify(suite, &["--check"]), "a file of the theory is missing");
    assert!(certify(suite, &[]));
    assert_eq!(serde_json::from_str::<Value>(&fs::read_to_string(&theory).unwrap()).unwrap(), written);

    let stray = suite.join("theory/elbo-forms/gaussian/stray.json");
    write(&stray, &written);
    assert!(!certify(suite, &["--check"]), "no case asks for it");
    fs::remove_file(&stray).unwrap();
    write(&suite.join("theory/unknown/gaussian/any-bound.json"), &written);
    assert!(!certify(suite, &["--check"]), "there is no such kind");
}
