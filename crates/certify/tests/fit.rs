//! Certified fits: published estimates, other stationary points, attainable digits, and what is no optimum.

mod cases;

use cases::{london, on, symmetric};
use certify::{Certification, CertifyError, certify};
use rug::Float;
use serde_json::{Value, json};
use suite::format::{Case, Certified, StationaryKind};

fn at<'a>(value: &'a Value, place: &str) -> &'a Value {
    value.pointer(place).unwrap_or_else(|| panic!("nothing at {place} of {value}"))
}

fn double(value: &Value, place: &str) -> f64 {
    at(value, place).as_str().unwrap().parse().unwrap()
}

fn assert_published(case: &Case, expected: &[(&str, f64, f64)]) -> Certified {
    let certification = certify(case, "published").unwrap();
    let certified = certification.certified("");
    for (place, published, tolerance) in expected {
        let proved = double(&certified.result, place);
        assert!((proved - published).abs() <= *tolerance, "{place}: {proved} is not {published}");
    }
    assert_eq!(certification.disagreement(&certified), None);
    certified
}

#[test]
fn published_fits_are_where_they_were_published() {
    let waiting = json!({"weights": [0.5, 0.5], "components": [{"mean": [55]}, {"mean": [80]}], "covariance": [[30]]});
    let tied = json!({"family": "gaussian", "covariance": "tied"});
    let case = on("old_faithful", &["waiting"], None, tied, waiting);
    assert_published(
        &case,
        &[
            ("/log_evidence", -1034.002, 5e-4),
            ("/parameters/weights/0", 0.360_849_4, 5e-8),
            ("/parameters/components/0/mean/0", 54.613_626, 5e-7),
            ("/parameters/components/1/mean/0", 80.090_304, 5e-7),
            ("/parameters/covariance/0/0", 34.446_234, 5e-7),
        ],
    );
    let probabilities = |p: f64| json!({"probabilities": vec![[p, 1.0 - p]; 4]});
    let initial = json!({"weights": [0.5, 0.5], "components": [probabilities(0.25), probabilities(0.75)]});
    let model = json!({"family": "categorical", "levels": [2, 2, 2, 2]});
    let case = on("values", &["A", "B", "C", "D"], None, model, initial);
    assert_published(&case, &[("/log_evidence", -504.4677, 5e-5)]);
    assert_published(
        &london(),
        &[
            ("/log_evidence", -1989.946, 5e-4),
            ("/parameters/weights/0", 0.359_885_4, 5e-8),
            ("/parameters/components/0/rate/0", 1.256_095_1, 5e-8),
            ("/parameters/components/1/rate/0", 2.663_404_4, 5e-8),
        ],
    );
}

#[test]
fn a_long_trajectory_arrives_at_the_proved_optimum() {
    let mut case = symmetric(true);
    case["data"]["observations"] = json!([[-4.5], [-3.5], [-3], [-2.25], [2.25], [3], [3.25], [4.5], [5]]);
    let fit: Case = serde_json::from_value(case.clone()).unwrap();
    let fitted = certify(&fit, "any").unwrap().certified("");
    let fields = case.as_object_mut().unwrap();
    fields.remove("tolerance");
    fields.remove("max_iterations");
    case["operation"] = json!("trajectory");
    case["iterations"] = json!(60);
    case["record"] = json!([60]);
    let course = certify(&serde_json::from_value(case).unwrap(), "any").unwrap().certified("");
    for place in ["/weights/0", "/components/0/mean/0", "/components/1/mean/0"] {
        let (fitted, reached) =
            (at(&fitted.result["parameters"], place), at(&course.result["parameters"]["60"], place));
        let parse = |text: &Value| Float::with_val(160, Float::parse(text.as_str().unwrap()).unwrap());
        let error = (parse(fitted) - parse(reached)).abs();
        assert!(error < 1e-24, "{place}: {error}");
    }
}

/// Two maxima, with a saddle between.
fn two_maxima() -> Certification {
    let case = json!({
        "operation": "fit", "tolerance": 0, "max_iterations": 1000,
        "data": {"observations": [[-5, 0], [-4.5, 0.5], [-4, -0.5], [3, 4], [3.5, 4.5], [4, 5], [3, -4.5], [3.5, -4], [4, -5]]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "prior": {"weights": {"dirichlet": [2, 2]}},
        "initial": {"weights": [0.5, 0.5], "components": [{"mean": [1, 4]}, {"mean": [0, -3]}]},
    });
    certify(&serde_json::from_value(case).unwrap(), "any").unwrap()
}

#[test]
fn other_stationary_points_are_listed_ranked_and_compared() {
    let certification = two_maxima();
    let file = certification.certified("");
    let points = file.stationary_points();
    let kinds: Vec<StationaryKind> = points.iter().map(|point| point.kind).collect();
    assert!(kinds.iter().filter(|kind| **kind == StationaryKind::Maximum).count() >= 2, "{kinds:?}");
    assert!(kinds.contains(&StationaryKind::Saddle), "{kinds:?}");
    assert_eq!(points[0].below_best, "0");
    let height = |text: &str| text.parse::<f64>().unwrap();
    for point in &points[1..] {
        let below = height(&points[0].log_joint) - height(&point.log_joint);
        assert!(below > 0.0 && (below - height(&point.below_best)).abs() < 1e-9);
    }
    assert!(points.iter().any(|point| file.result["log_joint"].as_str() == Some(&point.log_joint)));
    assert_eq!(certification.disagreement(&file), None);
    assert_eq!(two_maxima().disagreement(&file), None, "the search is the same each time");
    let changed = |place: &str, value: Value| {
        let mut file = file.clone();
        *file.stationary_points.as_mut().unwrap().pointer_mut(place).unwrap() = value;
        certification.disagreement(&file)
    };
    let opposite = if kinds[1] == StationaryKind::Saddle { "maximum" } else { "saddle" };
    for (place, value) in [
        ("/1/kind", json!(opposite)),
        ("/1/log_joint", json!("-1.000000000000000000000000000000000e1")),
        ("/1/below_best", json!("0")),
        ("/1/parameters/weights/0", json!("5.100000000000000000000000000000000e-1")),
        ("/1/attainable_digits/weights", json!(3.0)),
    ] {
        assert!(changed(place, value).is_some_and(|found| found.starts_with("stationary_points[1]")), "{place}");
    }
    let mut fewer = file.clone();
    fewer.stationary_points.as_mut().unwrap().as_array_mut().unwrap().pop();
    assert_eq!(certification.disagreement(&fewer).as_deref(), Some("stationary_points"));
}

#[test]
fn a_flat_optimum_leaves_half_of_the_digits() {
    let certification = certify(&london(), "any").unwrap();
    let certified = certification.certified("");
    let rate = at(&certified.attainable_digits, "/parameters/components/0/rate").as_f64().unwrap();
    // What an iteration of EM leaves of the distance to the optimum, from a long run of other software.
    let slowness = 1.0 / (1.0 - 0.9957_f64.powi(2));
    // The published standard error, and the scale of log_joint.
    let lacking = 1990.0 * f64::EPSILON / 2.0 * slowness;
    let expected = -((2.0 * lacking).sqrt() * 0.350_029_7 / 1.256_095_1).log10();
    assert!((rate - expected).abs() < 0.02, "{rate} {expected}");
    let binary32 = certified.attainable_digits_binary32.unwrap();
    let single = at(&binary32, "/parameters/components/0/rate").as_f64().unwrap();
    assert!((rate - single - 29.0 * 2.0_f64.log10() / 2.0).abs() < 0.02, "{rate} {single}");
    let joint = at(&certified.attainable_digits, "/log_joint").as_f64().unwrap();
    assert!((joint + (lacking / 1990.0).log10()).abs() < 0.02, "{joint}");
}

#[test]
fn a_fit_without_a_regular_maximum_is_an_error() {
    // EM keeps equal components equal: it leads to a singular point.
    let mut case = symmetric(false);
    case["initial"]["components"] = json!([{"mean": [0.5]}, {"mean": [0.5]}]);
    case["data"]["observations"] = json!([[-1], [2], [0.5]]);
    match certify(&serde_json::from_value(case).unwrap(), "any") {
        Err(CertifyError::NoOptimum(reason)) => assert!(reason.contains("regular"), "{reason}"),
        other => panic!("{other:?}"),
    }
}
