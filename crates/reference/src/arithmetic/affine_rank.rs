//! The dimension of the affine hull of some observations: whether their scatter can be positive definite at all.
//!
//! In exact arithmetic every responsibility of a Gaussian component with a positive mixing weight is positive, so its scatter is
//! singular exactly if the observations lie in a hyperplane. Rounding hides that: the computed scatter of collinear points can have
//! a small positive eigenvalue. So the question is put to the observations themselves, whose differences are exact in
//! double-double arithmetic, by Gaussian elimination with complete pivoting.

use super::double_double::DoubleDouble;

/// A pivot below this, relative to the largest difference in its variable, is a zero: far above what elimination in
/// double-double leaves of a zero (about 1e-30), far below what distinct doubles leave (about 1e-16).
const ZERO: f64 = 1e-25;

/// The dimension that groups of rows, each of `dimension` numbers, span within the groups: the rank of their pooled scatter. Of one group
/// it is the affine rank. Stops reading as soon as it is full.
#[must_use]
pub fn affine_rank(groups: &[Vec<&[f64]>], dimension: usize) -> usize {
    let mut pairs =
        groups.iter().flat_map(|rows| rows.iter().skip(1).map(|&row| (row, rows[0]))).collect::<Vec<_>>().into_iter();
    // Most data are in general position: the first few rows already span.
    let few: Vec<_> = pairs.by_ref().take(4 * dimension).collect();
    let rank = rank_of_differences(&few, dimension);
    if rank == dimension {
        return rank;
    }
    rank_of_differences(&few.into_iter().chain(pairs).collect::<Vec<_>>(), dimension)
}

fn rank_of_differences(pairs: &[(&[f64], &[f64])], dimension: usize) -> usize {
    let mut differences: Vec<Vec<DoubleDouble>> = pairs
        .iter()
        .map(|(row, origin)| row.iter().zip(*origin).map(|(&x, &o)| DoubleDouble::difference(x, o)).collect())
        .collect();
    scale_variables(&mut differences, dimension);
    let mut rank = 0;
    while rank < dimension.min(differences.len()) {
        let Some((row, column)) = largest(&differences[rank..], dimension) else { return rank };
        differences.swap(rank, rank + row);
        eliminate(&mut differences, rank, column);
        rank += 1;
    }
    rank
}

/// Divides every variable by its largest difference.
fn scale_variables(differences: &mut [Vec<DoubleDouble>], dimension: usize) {
    for d in 0..dimension {
        let largest = differences.iter().map(|row| row[d].high.abs()).fold(0.0, f64::max);
        if largest > 0.0 {
            for row in differences.iter_mut() {
                row[d] = row[d] / DoubleDouble::from(largest);
            }
        }
    }
}

/// The place of the largest entry, `None` if all are zero.
fn largest(rows: &[Vec<DoubleDouble>], dimension: usize) -> Option<(usize, usize)> {
    let mut best = (ZERO, None);
    for (i, row) in rows.iter().enumerate() {
        for d in 0..dimension {
            if row[d].high.abs() > best.0 {
                best = (row[d].high.abs(), Some((i, d)));
            }
        }
    }
    best.1
}

fn eliminate(rows: &mut [Vec<DoubleDouble>], pivot: usize, column: usize) {
    let (done, rest) = rows.split_at_mut(pivot + 1);
    let pivot_row = &done[pivot];
    for row in rest {
        let factor = row[column] / pivot_row[column];
        for (entry, &above) in row.iter_mut().zip(pivot_row) {
            *entry = *entry - factor * above;
        }
        row[column] = DoubleDouble::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(rows: &[[f64; 2]]) -> usize {
        affine_rank(&[rows.iter().map(<[f64; 2]>::as_slice).collect()], 2)
    }

    #[test]
    fn collinear_points_span_a_line() {
        assert_eq!(rank(&[[0.1, 0.2], [0.3, 0.6], [0.7, 1.4], [1.1, 2.2]]), 1);
        assert_eq!(rank(&[[1.5, 2.0], [1.5, 2.0]]), 0);
        assert_eq!(rank(&[]), 0);
    }

    #[test]
    fn groups_span_together() {
        let (a, b, c): ([f64; 2], [f64; 2], [f64; 2]) = ([0.0, 0.0], [1.0, 1.0], [5.0, 2.0]);
        let line = vec![a.as_slice(), &b];
        assert_eq!(affine_rank(&[line.clone(), vec![&c]], 2), 1);
        assert_eq!(affine_rank(&[line, vec![&a, &c]], 2), 2);
    }

    #[test]
    fn one_unit_in_the_last_place_off_the_line_is_off_the_line() {
        let off = 2.2_f64.next_up();
        assert_eq!(rank(&[[0.1, 0.2], [0.3, 0.6], [0.7, 1.4], [1.1, off]]), 2);
        assert_eq!(rank(&[[1e8, 1e8], [1e8 + 1.0, 1e8 + 1.0], [1e8 + 2.0, (1e8_f64 + 2.0).next_up()]]), 2);
    }

    #[test]
    fn a_late_row_is_found() {
        let mut rows = vec![[0.0, 0.0]; 40];
        rows.push([1.0, 0.0]);
        rows.push([0.0, 1e-300]);
        assert_eq!(rank(&rows), 2);
    }
}
