//! What is drawn is whole and sound, reaches the corners, shrinks to the simplest; and serves the properties of others.

use std::ops::ControlFlow;

use props::{
    Check, Law,
    ask::{observations, weights},
    generate::{Problem, Scope},
    law::broken,
    laws,
    run::{Broken, Plan, case_of, try_law},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use suite::{
    format::{Case, Description, Number},
    implementation::{Implementation, Response},
};

/// Nobody: the laws of these tests ask nothing.
struct Nobody;

impl Implementation for Nobody {
    fn description(&self) -> &Description {
        unreachable!("nobody asks")
    }

    fn run(&mut self, _: &Case) -> Response {
        unreachable!("nobody asks")
    }
}

fn drawn(scope: &Scope, count: usize) -> Vec<Problem> {
    let mut runner = TestRunner::deterministic();
    let problems = scope.clone().problems();
    (0..count).map(|_| problems.new_tree(&mut runner).unwrap().current()).collect()
}

fn on_simplex(row: &[Number]) -> bool {
    let sum: f64 = row.iter().map(|x| x.0).sum();
    (sum - 1.0).abs() < 4.0 * f64::EPSILON && row.iter().all(|x| (0.0..=1.0).contains(&x.0))
}

#[test]
fn the_cases_of_every_law_are_whole_and_read_back() {
    for law in laws::ALL {
        for index in 0..40 {
            let case = case_of(law, 1, index);
            assert_eq!(case.check_fields(), Ok(()), "{} {index}", law.name);
            let text = serde_json::to_string(&case).unwrap();
            let back: Case = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&back).unwrap(), text, "{} {index}", law.name);
            let again = case_of(law, 1, index);
            assert_eq!(serde_json::to_string(&again).unwrap(), text, "{} {index}", law.name);
        }
    }
}

#[test]
fn problems_are_sound() {
    for scope in [Scope::parameters(), Scope::steps(), Scope::bayesian()] {
        for problem in drawn(&scope, 300) {
            let (rows, count) = (problem.observations.len(), problem.parameters.weights.len());
            assert!(rows > 0 && (1..=3).contains(&count));
            assert_eq!((problem.q.len(), problem.responsibilities.len()), (rows, rows));
            assert_eq!(problem.parameters.components.len(), count);
            assert!(problem.q.iter().chain(&problem.responsibilities).all(|row| row.len() == count && on_simplex(row)));
            assert!(problem.responsibilities.iter().flatten().all(|r| r.0 > 0.0));
            assert!(on_simplex(&problem.parameters.weights), "{:?}", problem.parameters.weights);
            assert!(problem.observations.iter().all(|row| row.len() == problem.observations[0].len()));
            let weights = weights(&problem.evaluate());
            assert!(weights.len() == rows && weights.iter().any(|weight| *weight > 0.0));
            for case in [problem.evaluate(), problem.maximize(), problem.bound(), problem.trajectory(), problem.fit()] {
                assert_eq!(case.check_fields(), Ok(()));
            }
        }
    }
}

#[test]
fn the_corners_are_reached() {
    let problems = drawn(&Scope::parameters(), 600);
    let some = |what: &str, is: fn(&Problem) -> bool| {
        let count = problems.iter().filter(|problem| is(problem)).count();
        assert!(count >= 6, "{what}: {count} of {}", problems.len());
    };
    let many = |problem: &Problem| problem.parameters.components.len() > 1;
    assert!(problems.iter().any(many));
    some("tiny weights", |problem| problem.parameters.weights.iter().any(|weight| weight.0 < 1e-10));
    some("far outliers and extremes", |problem| problem.observations.iter().flatten().any(|x| x.0.abs() >= 1e3));
    some("equal components", |problem| {
        let components = &problem.parameters.components;
        components.len() > 1 && components.iter().all(|component| *component == components[0])
    });
    some("one component", |problem| problem.parameters.components.len() == 1);
    some("one observation", |problem| problem.observations.len() == 1);
    some("three dimensions", |problem| problem.observations[0].len() == 3);
    some("a row of weight 0", |problem| problem.weights.iter().flatten().any(|weight| weight.0 == 0.0));
    some("no prior", |problem| problem.prior.is_none());
    some("a prior of both", |problem| {
        problem.prior.as_ref().is_some_and(|prior| prior.weights.is_some() && prior.components.is_some())
    });
    some("a q of zeros and ones", |problem| problem.q[0].len() > 1 && problem.q.iter().flatten().any(|q| q.0 == 1.0));
}

/// A law that is broken where `check` says so, on the first of its cases that does.
fn planted(check: fn(&mut dyn Implementation, &Case) -> Check, seed: u64) -> Broken {
    let cases = || Scope::parameters().cases(|problem| problem.evaluate());
    let law = Law { name: "planted", statement: "never", cases, check };
    let trial = try_law(&law, &mut Nobody, Plan { cases: 100, seed }, &mut || ControlFlow::Continue(()));
    trial.broken.expect("it is broken")
}

#[test]
fn one_broken_model_does_not_hide_the_others() {
    let check: fn(&mut dyn Implementation, &Case) -> Check = |_, case| match case.family_label().as_str() {
        "poisson" | "gaussian/tied" | "gaussian/full" => broken("here"),
        _ => Ok(()),
    };
    let cases = || Scope::parameters().cases(|problem| problem.evaluate());
    let law = Law { name: "planted", statement: "sometimes", cases, check };
    let plan = Plan { cases: 200, seed: 1 };
    let trial = try_law(&law, &mut Nobody, plan, &mut || ControlFlow::Continue(()));
    let first = trial.broken.expect("it is broken");
    let mut models: Vec<String> = trial.also.iter().map(|also| also.model.clone()).collect();
    for also in &trial.also {
        assert!(also.index > first.index);
        assert_eq!(case_of(&law, 1, also.index).family_label(), also.model);
    }
    models.push(case_of(&law, 1, first.index).family_label());
    models.sort();
    assert_eq!(models, ["gaussian/full", "gaussian/tied", "poisson"]);
    assert_eq!(trial.held, first.index, "cases are counted up to the first violation");
}

#[test]
fn what_is_always_broken_shrinks_to_the_simplest() {
    for seed in 0..20 {
        let found = planted(|_, _| broken("always"), seed);
        assert_eq!(found.index, 0);
        let parameters = found.case.parameters.as_ref().unwrap();
        let rows = observations(&found.case);
        let shape = (rows.len(), rows[0].len(), parameters.weights.len());
        assert_eq!(shape, (1, 1, 1), "seed {seed}: {:?}", found.case);
        let mean = parameters.components[0].mean.iter().flatten();
        assert!(mean.chain(&rows[0]).all(|x| x.0 == x.0.round()), "seed {seed}: {:?}", found.case);
        assert!(found.case.prior.is_none() && found.case.data.as_ref().unwrap().weights.is_none(), "{:?}", found.case);
    }
}

#[test]
fn what_is_broken_by_one_row_shrinks_to_few() {
    let found = planted(
        |_, case| match observations(case).iter().flatten().any(|x| x.0 > 1.5) {
            true => broken("it is large"),
            false => Ok(()),
        },
        5,
    );
    let rows = observations(&found.case);
    assert!(rows.len() == 1 && rows[0].len() <= 3, "{:?}", found.case);
    assert!(found.shrinks > 0 && rows[0].iter().any(|x| x.0 == 2.0), "{:?}", found.case);
}

#[test]
fn a_seed_is_a_case_and_another_is_another() {
    let law = &laws::ALL[0];
    assert_eq!(case_of(law, 7, 3), case_of(law, 7, 3));
    assert!((0..10).any(|index| case_of(law, 7, index) != case_of(law, 8, index)));
}

/// Somebody's own property of somebody's own code: a mean lies among the numbers that it is of.
fn mean_lies_within(problem: &Problem) -> bool {
    let column = |d: usize| problem.observations.iter().map(move |row| row[d].0);
    let total: f64 = problem.responsibilities.iter().map(|row| row[0].0).sum();
    (0..problem.observations[0].len()).all(|d| {
        let mean = column(d).zip(&problem.responsibilities).map(|(x, row)| row[0].0 * x).sum::<f64>() / total;
        let (low, high) = column(d).fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
        let slack = 16.0 * f64::EPSILON * low.abs().max(high.abs());
        (low - slack..=high + slack).contains(&mean)
    })
}

proptest! {
    #![proptest_config(Config { cases: 64, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_property_of_ones_own_with_proptest(problem in any::<Problem>()) {
        prop_assert!(mean_lies_within(&problem));
    }

    #[test]
    fn a_property_of_ones_own_with_proptest_in_a_scope(problem in any_with::<Problem>(Scope::steps().components(2..=2))) {
        prop_assert_eq!(problem.parameters.weights.len(), 2);
        prop_assert!(mean_lies_within(&problem));
    }
}

#[test]
fn a_property_of_ones_own_with_quickcheck() {
    fn property(problem: Problem) -> bool {
        mean_lies_within(&problem)
    }
    quickcheck::QuickCheck::new().tests(64).quickcheck(property as fn(Problem) -> bool);
}
