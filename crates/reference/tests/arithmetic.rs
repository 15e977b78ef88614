//! The arithmetic below the families, where the operations' own cases do not look: values in closed form, at the ends of the range.

use faer::Mat;
use reference::arithmetic::{
    cholesky::{Cholesky, log_ratio},
    double_double::DoubleDouble,
};

fn factor(rows: &[&[f64]]) -> Cholesky {
    Cholesky::of_given(Mat::from_fn(rows.len(), rows.len(), |i, j| rows[i][j]).as_ref()).unwrap()
}

#[test]
fn a_factor_gives_its_matrix_back() {
    let rows: [&[f64]; 3] = [&[4e8, 3e4, -0.5], &[3e4, 9.0, 1e-5], &[-0.5, 1e-5, 2e-9]];
    let cholesky = factor(&rows);
    for i in 0..3 {
        for j in 0..3 {
            assert!((cholesky.entry(i, j) / rows[i][j] - 1.0).abs() <= 4.0 * f64::EPSILON, "{i} {j}");
        }
    }
}

#[test]
fn determinants_are_compared_without_cancellation() {
    // |A| = 3 and |B| = 8 1 - 2 2 = 4.
    let (a, b) = (factor(&[&[2.0, 1.0], &[1.0, 2.0]]), factor(&[&[8.0, 2.0], &[2.0, 1.0]]));
    assert!((a.precise_log_determinant_ratio(&b) - 0.75_f64.ln()).abs() < 1e-15);
    assert!((b.precise_log_determinant_ratio(&a) + 0.75_f64.ln()).abs() < 1e-15);
    assert!((a.log_determinant_ratio(&b) - 0.75_f64.ln()).abs() < 1e-15);
    // A (1 + u): 2 log(1 + u), to its own digits.
    let u = 2.0_f64.powi(-40);
    let (one, more) = (1.0 + u, 2.0 * (1.0 + u));
    let near = factor(&[&[more, one], &[one, more]]);
    assert!((near.precise_log_determinant_ratio(&a) / (2.0 * u.ln_1p()) - 1.0).abs() < 1e-15);
    // Powers of two whose ratio is beyond binary64: 2 ln 2 (1992).
    let (huge, tiny) = (2.0_f64.powi(996), 2.0_f64.powi(-996));
    let (large, small) = (factor(&[&[2.0 * huge, huge], &[huge, 2.0 * huge]]), factor(&[&[tiny, 0.0], &[0.0, tiny]]));
    let expected = 2.0 * 1992.0 * std::f64::consts::LN_2 + 3.0_f64.ln();
    assert!((large.precise_log_determinant_ratio(&small) / expected - 1.0).abs() < 1e-15);
    assert!((small.precise_log_determinant_ratio(&large) / -expected - 1.0).abs() < 1e-15);
}

/// `|Σ| = s² (1 - (1 - ε)²)` keeps its digits wherever `s` lies.
#[test]
fn a_nearly_singular_matrix_keeps_its_digits_at_any_scale() {
    for exponent in [-996, 0, 996] {
        let (s, c) = (2.0_f64.powi(exponent), 2.0_f64.powi(exponent) * (1.0 - f64::EPSILON));
        let expected = 2.0 * f64::from(exponent) * std::f64::consts::LN_2 + (2.0 * f64::EPSILON).ln();
        let computed = factor(&[&[s, c], &[c, s]]).log_determinant();
        assert!(
            (computed - expected).abs() <= 4.0 * f64::EPSILON * expected.abs(),
            "{exponent}: {computed} {expected}"
        );
    }
}

/// Pivots `1 - r²` of 0.19 and 0.0199.., 0.002.
#[test]
fn ill_conditioned_is_what_costs_two_digits() {
    let is_ill = |r: f64| factor(&[&[1.0, r], &[r, 1.0]]).is_ill_conditioned();
    assert_eq!([0.0, 0.9, 0.99, 0.996, 0.999].map(is_ill), [false, false, false, true, true]);
}

#[test]
fn logarithms_of_ratios_beyond_the_range() {
    let ln_10 = std::f64::consts::LN_10;
    for (a, b, powers) in [(1e300, 1e-300, 600.0), (1e-300, 1e300, -600.0), (1e-200, 1e110, -310.0)] {
        assert!((log_ratio(a, b) / (powers * ln_10) - 1.0).abs() < 1e-15, "{a:e} {b:e}");
    }
    assert_eq!(log_ratio(3e300, 1e300), 3.0_f64.ln());
}

#[test]
fn the_parts_of_a_double_double_number() {
    let number = |high: f64, low: f64| DoubleDouble { high, low };
    assert_eq!(number(-2.0, 1e-20).abs(), number(2.0, -1e-20));
    assert_eq!(number(2.0, -1e-20).abs(), number(2.0, -1e-20));
    // (1 + 2⁻⁵⁴) + (-1 + 2⁻¹¹⁴) is exact.
    let (small, tiny) = (2.0_f64.powi(-54), 2.0_f64.powi(-114));
    assert_eq!(number(1.0, small) + number(-1.0, tiny), number(small, tiny));
    assert_eq!(number(1.0, small) - number(1.0, -tiny), number(small, tiny));
}
