//! Standard deviations, precisions and Cholesky factors in place of covariances.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};
use crate::format::Structure;

/// How a reported covariance, as a matrix, is made into one.
type Way = fn(&[Vec<f64>]) -> Option<Vec<Vec<f64>>>;

const FIELD: &str = "covariance";

/// Tries the usual forms of a covariance.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    if !patient.fails(&Claim::field(FIELD)) {
        return Vec::new();
    }
    let is_matrix =
        matches!(patient.model().and_then(|model| model.covariance), Some(Structure::Full | Structure::Tied));
    let one_variable = patient.d() == Some(1);
    let mut ways: Vec<(Way, &str)> = vec![(inverse, "the inverse of {certified}: a precision")];
    if is_matrix && !one_variable {
        ways.extend([
            (of_lower as Way, "a lower Cholesky factor of {certified}: L of L L'"),
            (of_upper, "an upper Cholesky factor of {certified}: U of U' U"),
            (of_root, "the matrix square root of {certified}"),
            (of_lower_precision, "a lower Cholesky factor of the inverse of {certified}: L of L L'"),
            (of_upper_precision, "an upper Cholesky factor of the inverse of {certified}: U of U' U"),
            (of_reversed_precision, "an upper factor U of the inverse of {certified}, which is U U'"),
        ]);
    } else {
        ways.extend([
            (squared as Way, "the square root of {certified}: standard deviations, where variances are asked for"),
            (inverse_square, "the square root of the inverse of {certified}"),
            (exponential, "the logarithm of {certified}"),
        ]);
    }
    ways.into_iter().filter_map(|(way, what)| undone(patient, way, what)).collect()
}

fn undone(patient: &Patient, way: Way, what: &str) -> Option<Explanation> {
    let undone = patient.with_parameters(None, |_, set| value::with_field(set, FIELD, &mut |_, own| made(own, way)))?;
    Some(Explanation::new(Claim::field(FIELD), what, undone).advice("the covariance itself is asked for"))
}

/// A covariance of any structure: numbers one by one, as matrices of one variable.
fn made(reported: &Value, way: Way) -> Option<Value> {
    if let Some(matrix) = value::matrix(reported) {
        return way(&matrix).map(|made| value::of_matrix(&made));
    }
    let mut all = true;
    let made = value::changed(reported, &mut |x| {
        let made = way(&[vec![x]]);
        all &= made.is_some();
        made.map_or(f64::NAN, |made| made[0][0])
    })?;
    all.then_some(made)
}

fn product(a: &[Vec<f64>], b: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let inner = b.len();
    let entry = |row: &[f64], j: usize| (0..inner).map(|i| row[i] * b[i][j]).sum();
    let fits = a.iter().all(|row| row.len() == inner) && b.iter().all(|row| row.len() == b[0].len());
    fits.then(|| a.iter().map(|row| (0..b[0].len()).map(|j| entry(row, j)).collect()).collect())
}

fn is_lower(a: &[Vec<f64>]) -> bool {
    a.len() > 1 && (0..a.len()).all(|i| a[i].iter().skip(i + 1).all(|entry| *entry == 0.0))
}

fn of_lower(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    is_lower(a).then(|| product(a, &value::transposed(a)))?
}

fn of_upper(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    of_lower(&value::transposed(a))
}

fn of_root(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    (!is_lower(a) && !is_lower(&value::transposed(a))).then(|| product(a, a))?
}

fn of_lower_precision(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    inverse(&of_lower(a)?)
}

fn of_upper_precision(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    inverse(&of_upper(a)?)
}

/// `U U'` of an upper triangle, as scikit-learn keeps the Cholesky factor of a precision.
fn of_reversed_precision(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let turned = value::transposed(a);
    is_lower(&turned).then(|| inverse(&product(a, &turned)?))?
}

fn squared(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    (a.len() == 1).then(|| vec![vec![a[0][0] * a[0][0]]])
}

fn inverse_square(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    (a.len() == 1).then(|| vec![vec![1.0 / (a[0][0] * a[0][0])]])
}

fn exponential(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    (a.len() == 1).then(|| vec![vec![a[0][0].exp()]])
}

/// The inverse by elimination with pivots; `None` where there is none.
fn inverse(a: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let d = a.len();
    if a.iter().any(|row| row.len() != d) {
        return None;
    }
    let unit = |i: usize| (0..d).map(move |j| if i == j { 1.0 } else { 0.0 });
    let mut rows: Vec<Vec<f64>> =
        a.iter().enumerate().map(|(i, row)| row.iter().copied().chain(unit(i)).collect()).collect();
    for step in 0..d {
        let pivot = (step..d).max_by(|&i, &j| rows[i][step].abs().total_cmp(&rows[j][step].abs()))?;
        rows.swap(step, pivot);
        let scale = rows[step][step];
        if scale == 0.0 || !scale.is_finite() {
            return None;
        }
        rows[step].iter_mut().for_each(|entry| *entry /= scale);
        let reduced = rows[step].clone();
        for (i, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != step) {
            let factor = row[step];
            debug_assert!(i != step);
            row.iter_mut().zip(&reduced).for_each(|(entry, pivot)| *entry -= factor * pivot);
        }
    }
    Some(rows.into_iter().map(|row| row[d..].to_vec()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &[Vec<f64>], b: &[Vec<f64>]) -> bool {
        a.concat().iter().zip(b.concat()).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    #[test]
    fn every_form_leads_back_to_the_covariance() {
        let lower = vec![vec![2.0, 0.0], vec![1.0, 3.0]];
        let covariance = vec![vec![4.0, 2.0], vec![2.0, 10.0]];
        let precision = inverse(&covariance).unwrap();
        assert!(close(&product(&precision, &covariance).unwrap(), &[vec![1.0, 0.0], vec![0.0, 1.0]]));
        assert!(close(&of_lower(&lower).unwrap(), &covariance));
        assert!(close(&of_upper(&value::transposed(&lower)).unwrap(), &covariance));
        assert!(close(&of_root(&covariance).unwrap(), &product(&covariance, &covariance).unwrap()));
        assert!(close(&of_lower_precision(&lower).unwrap(), &precision));
        assert!(close(&of_upper_precision(&value::transposed(&lower)).unwrap(), &precision));
        let reversed = vec![vec![2.0, 1.0], vec![0.0, 3.0]];
        assert!(close(
            &inverse(&of_reversed_precision(&reversed).unwrap()).unwrap(),
            &[vec![5.0, 3.0], vec![3.0, 9.0]]
        ));
        assert_eq!((of_lower(&covariance), inverse(&[vec![1.0, 1.0], vec![1.0, 1.0]])), (None, None));
    }
}
