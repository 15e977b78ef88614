//! Proved optima: the derivatives, the tests of existence and kind, and what they refuse.

mod cases;

use cases::{london, symmetric};
use certify::{
    em::{expectation, maximization},
    input::{read_parameters, read_problem, reader},
    interval::Interval,
    linear::Vector,
    mixture::{Mixture, Problem},
    optimum::{
        Layout, Posed, basin, definite, derivatives, em, exists_near, explore, flatness, kind_of, krawczyk, prove,
        units,
    },
    precision::Precision,
    source::Source,
    tree::Tree,
};
use rug::Float;
use serde_json::Value;
use suite::format::{Case, StationaryKind};

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
        let (there, here) = (Tree::parameters(&back), Tree::parameters(mixture));
        for ((place, there), (_, here)) in there.blocks().iter().zip(&here.blocks()) {
            for (there, here) in there.entries().into_iter().zip(here.entries()) {
                assert!(there.contains(&here.middle()) || distance(there, here) < 1e-140, "{id} {place}");
                assert!(there.radius() < 1e-140, "{id} {place}");
            }
        }
    }
}

#[test]
fn em_in_doubles_is_the_em_of_the_certifier() {
    for (id, problem, mixture) in &interior_examples() {
        let (layout, posed) = (Layout::new(problem), Posed::new(problem).rounded());
        let rounded = |point: &[Interval]| -> Vec<f64> { point.iter().map(|x| x.middle().to_f64()).collect() };
        let (objective, shares) = expectation(problem, mixture, 0).unwrap();
        let next = maximization(problem, &shares, Some(mixture), 1).unwrap().0;
        let point = rounded(&layout.point_of(mixture));
        let (value, responsibilities) = em::expectation(&posed, &layout, &point);
        let reached = em::maximization(&posed, &layout, &responsibilities).unwrap();
        for (reached, exact) in reached.iter().zip(rounded(&layout.point_of(&next))) {
            assert!((reached - exact).abs() < 1e-11 * exact.abs().max(1.0), "{id}: {reached} {exact}");
        }
        let gained = em::expectation(&posed, &layout, &reached).0 - value;
        let exact = (expectation(problem, &next, 1).unwrap().0.log_joint - objective.log_joint).middle().to_f64();
        assert!((gained - exact).abs() < 1e-10, "{id}: {gained} {exact}");
    }
}

fn number(bits: u32, x: f64) -> Float {
    Float::with_val(bits, x)
}

#[test]
fn the_test_of_krawczyk_proves_simple_zeros_alone() {
    // x² - y = 0, y - 2 = 0.
    let at = |x: &[Interval]| vec![x[0].square() - &x[1], &x[1] - Interval::point(number(256, 2.0))];
    let integer = |n: f64| Interval::point(number(256, n));
    let jacobian = |x: &[Interval]| vec![vec![&x[0] + &x[0], integer(-1.0)], vec![integer(0.0), integer(1.0)]];
    let root = number(256, 2.0).sqrt();
    let proved =
        krawczyk(&[root.clone(), number(256, 2.0)], &[number(64, 1e-3), number(64, 1e-3)], at, jacobian).unwrap();
    assert!(proved.zero[0].contains(&root) && proved.zero[0].radius() < 1e-3);
    for (x, radius) in [(1.5, 1e-3), (0.0, 2.0), (1.4, 1e-20)] {
        assert!(
            krawczyk(&[number(256, x), number(256, 2.0)], &[number(64, radius), number(64, radius)], at, jacobian)
                .is_none()
        );
    }
    // A double zero is not proved by any box.
    let double = |x: &[Interval]| vec![x[0].square()];
    for radius in [1.0, 1e-10, 1e-30] {
        let slope = |x: &[Interval]| vec![vec![&x[0] + &x[0]]];
        assert!(krawczyk(&[number(256, 0.0)], &[number(64, radius)], double, slope).is_none());
    }
}

#[test]
fn signatures_count_the_signs_of_eigenvalues() {
    let signature = |rows: &[&[f64]]| {
        definite::signature(&rows.iter().map(|row| row.to_vec()).collect()).map(|s| (s.positive, s.negative))
    };
    assert_eq!(signature(&[&[-2.0, 1.0], &[1.0, -2.0]]), Some((0, 2)));
    assert_eq!(signature(&[&[1.0, 2.0], &[2.0, 1.0]]), Some((1, 1)));
    assert_eq!(signature(&[&[1.0, 1.0], &[1.0, 1.0]]), None);
    assert_eq!(signature(&[&[0.0, 1.0, 0.0], &[1.0, 0.0, 0.0], &[0.0, 0.0, -5.0]]), None, "no pivot on the diagonal");
    assert_eq!(signature(&[&[4.0, 2.0, 0.0], &[2.0, -3.0, 1.0], &[0.0, 1.0, 0.5]]), Some((2, 1)));
}

#[test]
fn a_planted_saddle_is_a_saddle_and_a_singular_point_is_neither() {
    let radii = vec![number(64, 1e-30); 3];
    let planted = vec![number(256, 0.0); 3];
    for prior in [true, false] {
        let (problem, _) = posed(&symmetric(prior), "initial");
        let (posed, layout) = (Posed::new(&problem), Layout::new(&problem));
        let point: Vector = planted.iter().map(|x| Interval::point(Float::with_val(BITS, x))).collect();
        // Equal components at the mean: log p(X, θ) is stationary there, and without a prior whatever the weights.
        assert!(derivatives::gradient(&posed, &layout, &point).iter().all(|slope| slope.magnitude() < 1e-140));
        let kind = kind_of(&derivatives::hessian(&posed, &layout, &point)).map(|(kind, _)| kind);
        let proved = exists_near(&posed, &layout, &planted, &radii);
        let candidate = basin::stationary_near(&posed.rounded(), &layout, &[0.0; 3], &[1.0; 3]);
        if prior {
            assert_eq!(kind, Some(StationaryKind::Saddle));
            assert_eq!(kind_of(&proved.unwrap().jacobian).unwrap().0, StationaryKind::Saddle);
            assert_eq!(prove(&problem, &[1e-4, -1e-4, 1e-4], &[1.0; 3]).unwrap().kind, StationaryKind::Saddle);
            assert!(!candidate.unwrap().maximum);
        } else {
            assert_eq!(kind, None);
            assert!(proved.is_none());
            assert!(candidate.is_none());
            assert!(prove(&problem, &[0.0; 3], &[1.0; 3]).is_err());
        }
    }
}

/// A problem read in full precision, the point to which EM leads, and its proof.
fn proved(case: &Case) -> (Problem, Vec<f64>, certify::optimum::Proof) {
    let initial = case.initial.as_ref().unwrap();
    let mut source = Source::exact(Precision::new(256));
    let mut reader = reader(&mut source);
    let problem = read_problem(case, initial.weights.len(), &mut reader).unwrap();
    let mixture = read_parameters("initial", initial, &problem, &mut reader).unwrap();
    let (layout, posed) = (Layout::new(&problem), Posed::new(&problem).rounded());
    let start: Vec<f64> = layout.point_of(&mixture).iter().map(|x| x.middle().to_f64()).collect();
    let units = units(&posed, &layout);
    let maximum = basin::maximum_from(&posed, &layout, &start, &units).unwrap();
    let proof = prove(&problem, &maximum.point, &units).unwrap();
    (problem, maximum.point, proof)
}

#[test]
fn the_hessian_gives_the_published_standard_errors() {
    let (problem, _, proof) = proved(&london());
    let free = flatness::freedoms(&Layout::new(&problem), &proof.point, &proof.inverse);
    let published = [0.194_684_3, 0.350_029_7, 0.250_478_3];
    for (free, published) in free.iter().zip(published) {
        assert!((free.clone().sqrt().to_f64() - published).abs() < 5e-8, "{free} {published}");
    }
}

#[test]
fn a_moved_candidate_is_not_proved() {
    let (problem, _, proof) = proved(&london());
    let (posed, layout) = (Posed::new(&problem), Layout::new(&problem));
    let centre: Vec<Float> = proof.point.iter().map(Interval::middle).collect();
    let radii = vec![number(64, 1e-30); centre.len()];
    assert!(exists_near(&posed, &layout, &centre, &radii).is_some());
    assert!(proof.radius <= 1e-30 && proof.point.iter().all(|x| x.radius() < 1e-50));
    for by in [1e-3, 1e-20, 1.5e-30] {
        for i in 0..centre.len() {
            let mut moved = centre.clone();
            moved[i] += by;
            assert!(exists_near(&posed, &layout, &moved, &radii).is_none(), "coordinate {i} by {by}");
        }
    }
}

#[test]
fn points_are_the_same_up_to_the_order_of_components() {
    let (problem, point, _) = proved(&london());
    let (layout, units) = (Layout::new(&problem), vec![1.0; point.len()]);
    let exchanged = [-point[0], point[2], point[1]];
    assert!(explore::same(&layout, &units, &point, &exchanged));
    assert!(!explore::same(&layout, &units, &point, &[point[0], point[2], point[1]]));
}

#[test]
fn a_model_without_freedom_has_no_coordinates() {
    let case = serde_json::json!({
        "operation": "evaluate", "model": {"family": "categorical", "levels": [1]}, "data": {"observations": [[0], [0]]},
        "parameters": {"weights": [1], "components": [{"probabilities": [[1]]}]},
    });
    let (problem, mixture) = posed(&case, "parameters");
    assert_eq!(certify::optimum::gradient(&problem, &mixture), Vector::new());
    assert!(certify::optimum::hessian(&problem, &mixture).is_empty());
}
