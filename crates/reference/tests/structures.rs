//! The five structures of covariance, each by itself: what they compute in closed form, when they ask for double-double arithmetic, and
//! which observations have a covariance of them.

use faer::{Mat, mat};
use reference::{
    Diagonal, Family, Full, Gaussian, Identity, Observations, Spherical, Tied, arithmetic::double_double::DoubleDouble,
    family::gaussian::Structure,
};

/// The correlation matrix of two variables.
fn correlated(correlation: f64) -> Vec<Vec<f64>> {
    vec![vec![1.0, correlation], vec![correlation, 1.0]]
}

fn full(matrices: &[Vec<Vec<f64>>]) -> Full {
    Full::new(matrices, matrices.len(), 2).unwrap()
}

fn diagonal(variances: &[[f64; 2]]) -> Diagonal {
    Diagonal::new(variances.iter().map(|row| row.to_vec()).collect(), variances.len(), 2).unwrap()
}

fn spherical(variances: &[f64]) -> Spherical {
    Spherical::new(variances.to_vec(), variances.len()).unwrap()
}

/// The smallest pivot of a correlation matrix is `1 - ρ²`; below 1/100 binary64 loses more than two digits.
#[test]
fn nearly_collinear_covariances_are_ill_conditioned() {
    let (well, ill) = (correlated(0.994), correlated(0.996));
    let both = full(&[well.clone(), ill.clone()]);
    assert!(!both.is_ill_conditioned(0, &[0.0; 2]) && both.is_ill_conditioned(1, &[0.0; 2]));
    assert!(!Tied::new(&well, 2).unwrap().is_ill_conditioned(1, &[0.0; 2]));
    assert!(Tied::new(&ill, 2).unwrap().is_ill_conditioned(0, &[0.0; 2]));
    assert!(!Identity.is_ill_conditioned(0, &[1e300; 2]));
}

/// Variances below 1e-26 of the squared mean, to which the rounding of the observations about it contributes.
#[test]
fn collapsed_variances_are_ill_conditioned() {
    for (variance, mean, expected) in [
        (3e-26, 2.0, true),
        (5e-26, 2.0, false),
        (1e-26, 1.0, false),
        (1.0, 2.0, false),
        (1e-26, 0.0, false),
        (1e-26, -2.0, true),
    ] {
        let context = format!("{variance:e} {mean}");
        assert_eq!(spherical(&[1.0, variance]).is_ill_conditioned(1, &[0.0, mean]), expected, "{context}");
        assert!(!spherical(&[1.0, variance]).is_ill_conditioned(0, &[0.0, mean]), "{context}");
        let diagonal = diagonal(&[[1.0, 1.0], [1.0, variance]]);
        assert_eq!(diagonal.is_ill_conditioned(1, &[mean, mean]), expected, "{context}");
        assert!(!diagonal.is_ill_conditioned(1, &[mean, 0.0]) && !diagonal.is_ill_conditioned(0, &[mean; 2]));
    }
}

/// One ill-conditioned component is enough.
#[test]
fn a_family_is_as_ill_conditioned_as_its_worst_component() {
    let gaussian = |second: f64| {
        let covariances = full(&[correlated(0.5), correlated(second)]);
        Gaussian::new(vec![vec![0.0; 2], vec![1.0; 2]], covariances).unwrap()
    };
    assert!(!gaussian(0.5).is_ill_conditioned() && gaussian(0.999).is_ill_conditioned());
    let means = |second: f64| Gaussian::new(vec![vec![0.0; 2], vec![0.0, second]], spherical(&[1.0, 1e-20])).unwrap();
    assert!(!means(1e2).is_ill_conditioned() && means(1e4).is_ill_conditioned());
}

/// `dᵀ Σ⁻¹ d`, all digits of a double-double: quotients by 3 have no end.
#[test]
fn distances_in_double_double_are_those_of_the_closed_form() {
    let number = DoubleDouble::from;
    let d = [2.0, -3.0].map(number);
    let close = |computed: DoubleDouble, numerator: f64, denominator: f64| {
        let expected = number(numerator) / number(denominator);
        let off = (computed - expected).high / expected.high;
        assert!(off.abs() < 1e-30, "{computed:?} {expected:?}");
    };
    close(Identity.precise_distance(1, &d), 13.0, 1.0);
    close(spherical(&[1.0, 3.0]).precise_distance(1, &d), 13.0, 3.0);
    close(spherical(&[1.0, 3.0]).precise_distance(0, &d), 13.0, 1.0);
    // 4/3 + 9/7
    close(diagonal(&[[1.0, 1.0], [3.0, 7.0]]).precise_distance(1, &d), 55.0, 21.0);
    // Σ = [[2, 1], [1, 2]] has the inverse [[2, -1], [-1, 2]]/3: (8 + 12 + 18)/3.
    let matrix = vec![vec![2.0, 1.0], vec![1.0, 2.0]];
    close(full(&[correlated(0.0), matrix.clone()]).precise_distance(1, &d), 38.0, 3.0);
    close(Tied::new(&matrix, 2).unwrap().precise_distance(1, &d), 38.0, 3.0);
}

/// An observation is far where its squared distances from all components are `16 + 4 D` or more: then what is nearest of them is taken
/// out of the log densities and is part of what they share.
#[test]
fn what_a_far_observation_has_in_common_is_taken_out() {
    let dimension = 5;
    let row = |x: f64| vec![x, 0.0, 0.0, 0.0, 0.0];
    let data = Observations::from_rows(&[row(6.0), row(6.0_f64.next_down()), row(2.0), row(-7.0)], None).unwrap();
    let gaussian = Gaussian::new(vec![row(0.0), row(-1.0)], Identity).unwrap();
    let (mut out, mut offsets) = (Mat::zeros(2, 4), vec![0.0; 4]);
    gaussian.log_densities(&data.block(0, 4), out.as_mut(), &mut offsets);
    let normaliser = f64::from(dimension) * std::f64::consts::TAU.ln();
    let shared: Vec<f64> = offsets.iter().map(|offset| (-2.0 * offset - normaliser).round()).collect();
    assert_eq!(shared, [36.0, 0.0, 0.0, 36.0]);
    let near = 6.0_f64.next_down().powi(2);
    assert_eq!(out.row(0).iter().map(|log| -2.0 * log).collect::<Vec<_>>(), [0.0, near, 4.0, 13.0]);
    assert_eq!([out[(1, 0)], out[(1, 2)], out[(1, 3)]].map(|log| -2.0 * log), [13.0, 9.0, 0.0]);
}

/// `(0, 0), (1, 2), (2, 4)` lie on a line; with `(0, 1)` they span.
#[test]
fn observations_span_what_a_structure_needs() {
    let line: [&[f64]; 3] = [&[0.0, 0.0], &[1.0, 2.0], &[2.0, 4.0]];
    let plane: [&[f64]; 4] = [line[0], line[1], line[2], &[0.0, 1.0]];
    let upright: [&[f64]; 3] = [&[1.0, 0.0], &[1.0, 2.0], &[1.0, 5.0]];
    let point: [&[f64]; 3] = [&[1.0, 2.0]; 3];
    let spans = |rows: &[&[f64]]| {
        [
            Full::spans(rows, 2),
            Tied::spans(rows, 2),
            Diagonal::spans(rows, 2),
            Spherical::spans(rows, 2),
            Identity::spans(rows, 2),
        ]
    };
    assert_eq!(spans(&plane), [true; 5]);
    assert_eq!(spans(&line), [false, false, true, true, true]);
    assert_eq!(spans(&upright), [false, false, false, true, true]);
    assert_eq!(spans(&point), [false, false, false, false, true]);
    assert!(!Diagonal::spans(&[], 2));
}

/// Separate covariances need as many directions each; a shared one needs them of all components together.
#[test]
fn the_first_component_without_a_covariance_is_named() {
    let across: Vec<&[f64]> = vec![&[0.0, 0.0], &[1.0, 0.0]];
    let upright: Vec<&[f64]> = vec![&[5.0, 5.0], &[5.0, 6.0]];
    let plane: Vec<&[f64]> = vec![&[0.0, 0.0], &[1.0, 0.0], &[0.0, 1.0]];
    let supports = [(1, plane.clone()), (3, across.clone()), (4, upright.clone())];
    assert_eq!(Full::without_maximum(&supports, 2), Some(3));
    assert_eq!(Diagonal::without_maximum(&supports, 2), Some(3));
    assert_eq!(Full::without_maximum(&supports[..1], 2), None);
    assert_eq!(Spherical::without_maximum(&supports, 2), None);
    assert_eq!(Tied::without_maximum(&[(3, across.clone()), (4, upright)], 2), None);
    assert_eq!(Tied::without_maximum(&[(3, across.clone()), (4, across)], 2), Some(3));
    assert_eq!(Tied::without_maximum(&[], 2), None);
}

/// The determinants and whitened columns of `Σ_0 = diag(1, 4)` and `Σ_1 = [[4, 2], [2, 10]] = L Lᵀ`, `L = [[2, 0], [1, 3]]`.
#[test]
fn determinants_and_whitening_are_those_of_the_closed_form() {
    let (first, second) = (vec![vec![1.0, 0.0], vec![0.0, 4.0]], vec![vec![4.0, 2.0], vec![2.0, 10.0]]);
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-15, "{a} {b}");
    let both = full(&[first, second.clone()]);
    close(both.log_determinant(2), 4.0_f64.ln());
    close(both.log_determinant_ratio(1, 2), 9.0_f64.ln());
    let tied = Tied::new(&second, 2).unwrap();
    close(tied.log_determinant(2), 36.0_f64.ln());
    assert_eq!(tied.log_determinant_ratio(1, 2), 0.0);
    assert_eq!((Identity.log_determinant(2), Identity.log_determinant_ratio(1, 2)), (0.0, 0.0));
    close(spherical(&[3.0, 6.0]).log_determinant(2), 9.0_f64.ln());
    close(spherical(&[3.0, 6.0]).log_determinant_ratio(1, 2), 4.0_f64.ln());
    close(diagonal(&[[2.0, 3.0], [8.0, 6.0]]).log_determinant(2), 6.0_f64.ln());
    close(diagonal(&[[2.0, 3.0], [8.0, 6.0]]).log_determinant_ratio(1, 2), 8.0_f64.ln());
    let whitened = |whiten: &dyn Fn(&mut Mat<f64>)| {
        let mut columns = mat![[2.0, 6.0], [4.0, -3.0]];
        whiten(&mut columns);
        columns
    };
    let lower = mat![[1.0, 3.0], [1.0, -2.0]];
    assert_eq!(whitened(&|columns| both.whiten(1, columns.as_mut())), lower);
    assert_eq!(whitened(&|columns| tied.whiten(1, columns.as_mut())), lower);
    assert_eq!(whitened(&|columns| Identity.whiten(1, columns.as_mut())), mat![[2.0, 6.0], [4.0, -3.0]]);
    let halves = mat![[1.0, 3.0], [2.0, -1.5]];
    assert_eq!(whitened(&|columns| spherical(&[1.0, 4.0]).whiten(1, columns.as_mut())), halves);
    let uneven = mat![[1.0, 3.0], [1.0, -0.75]];
    assert_eq!(whitened(&|columns| diagonal(&[[1.0, 1.0], [4.0, 16.0]]).whiten(1, columns.as_mut())), uneven);
}
