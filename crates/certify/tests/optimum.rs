//! Proved optima: the derivatives, the tests of existence and kind, and what they refuse.

use certify::{
    em::expectation,
    input::{read_parameters, read_problem, reader},
    interval::Interval,
    linear::Vector,
    mixture::{Mixture, Problem},
    optimum::{Layout, Posed, derivatives},
    precision::Precision,
    source::Source,
};
use rug::Float;
use serde_json::Value;
use suite::format::Case;

const BITS: u32 = 512;

fn posed(case: &Value, field: &str) -> (Problem, Mixture) {
    let case: Case = serde_json::from_value(case.clone()).unwrap();
    let given = if field == "initial" { case.initial.as_ref() } else { case.parameters.as_ref() }.unwrap();
    let mut source = Source::exact(Precision::new(BITS));
    let mut reader = reader(&mut source);
    let problem = read_problem(&case, given.weights.len(), &mut reader).unwrap();
    let mixture = read_parameters(field, given, &problem, &mut reader).unwrap();
    (problem, mixture)
}

fn middles(xs: &[Interval]) -> Vector {
    xs.iter().map(|x| Interval::point(Float::with_val(BITS, x.middle()))).collect()
}

fn distance(a: &Interval, b: &Interval) -> f64 {
    (a - b).magnitude().to_f64()
}

/// The examples at whose parameters `log p(X, θ)` has derivatives.
fn interior_examples() -> Vec<(String, Problem, Mixture)> {
    let examples: Vec<Value> = serde_json::from_str(include_str!("independent.json")).unwrap();
    let evaluated = examples.iter().filter(|example| example["case"]["operation"] == "evaluate");
    let read = |example: &Value| {
        let (problem, mixture) = posed(&example["case"], "parameters");
        (example["id"].as_str().unwrap().to_owned(), problem, mixture)
    };
    let interior = |(_, problem, mixture): &(String, Problem, Mixture)| {
        Layout::new(problem).point_of(mixture).iter().all(Interval::is_bounded)
    };
    evaluated.map(read).filter(interior).collect()
}

/// `(f(x + h e_i) - f(x - h e_i))/2h`.
fn difference(point: &[Interval], i: usize, f: impl Fn(&[Interval]) -> Vector) -> Vector {
    let h = Interval::point(Float::with_val(BITS, 1) >> 130_u32);
    let (mut above, mut below) = (point.to_vec(), point.to_vec());
    above[i] = &point[i] + &h;
    below[i] = &point[i] - &h;
    f(&above).iter().zip(&f(&below)).map(|(above, below)| (above - below) / (&h + &h)).collect()
}

#[test]
fn derivatives_of_every_family_structure_and_prior_are_those_of_the_objective() {
    let examples = interior_examples();
    assert!(examples.len() >= 15, "{}", examples.len());
    for (id, problem, mixture) in &examples {
        let (layout, posed) = (Layout::new(problem), Posed::new(problem));
        let point = middles(&layout.point_of(mixture));
        let log_joint = |point: &[Interval]| {
            let objective = expectation(problem, &layout.mixture(point), 0).unwrap().0;
            vec![objective.log_joint]
        };
        let jet = derivatives::derivatives(&posed, &layout, &point, true);
        assert_eq!(jet.gradient, derivatives::gradient(&posed, &layout, &point), "{id}");
        for i in 0..layout.size() {
            let slope = &difference(&point, i, log_joint)[0];
            assert!(distance(slope, &jet.gradient[i]) < 1e-50, "{id} {i}: {slope:?} {:?}", jet.gradient[i]);
            let row = difference(&point, i, |point| derivatives::gradient(&posed, &layout, point));
            for (j, entry) in row.iter().enumerate() {
                assert!(distance(entry, &jet.hessian[i][j]) < 1e-50, "{id} {i} {j}: {entry:?} {:?}", jet.hessian[i][j]);
            }
        }
    }
}

#[test]
fn coordinates_and_parameters_are_one_to_one() {
    for (id, problem, mixture) in &interior_examples() {
        let layout = Layout::new(problem);
        let point = layout.point_of(mixture);
        assert_eq!(point.len(), layout.size(), "{id}");
        let back = layout.mixture(&point);
        let (there, here) = (certify::tree::Tree::parameters(&back), certify::tree::Tree::parameters(mixture));
        for ((place, there), (_, here)) in there.blocks().iter().zip(&here.blocks()) {
            for (there, here) in there.entries().into_iter().zip(here.entries()) {
                assert!(there.contains(&here.middle()) || distance(there, here) < 1e-140, "{id} {place}");
                assert!(there.radius() < 1e-140, "{id} {place}");
            }
        }
    }
}
