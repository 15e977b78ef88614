//! The signature of a symmetric matrix, from the pivots of `Pᵀ A P = L D Lᵀ`.
//!
//! By Sylvester's law of inertia `A` has as many positive and negative eigenvalues as `D` has positive and negative entries.
//! Each pivot is the largest diagonal entry that is left; in intervals the signs hold for every matrix in the enclosure, and
//! one that may be 0 leaves the signature undecided.
//! Source: G. Golub and C. Van Loan, *Matrix Computations*, 4.2 and 8.1.5.

use super::{elimination::Rows, real::Real};

/// How many eigenvalues of each sign there are, and the pivots.
#[derive(Clone, Debug)]
pub struct Signature<R> {
    /// Eigenvalues above 0.
    pub positive: usize,
    /// Eigenvalues below 0.
    pub negative: usize,
    /// `D`.
    pub pivots: Vec<R>,
}

/// The signature of a regular symmetric matrix; nothing where a pivot may be 0.
pub fn signature<R: Real>(matrix: &Rows<R>) -> Option<Signature<R>> {
    let mut rest = matrix.clone();
    let mut signature = Signature { positive: 0, negative: 0, pivots: Vec::new() };
    while !rest.is_empty() {
        let better = |best: usize, i: usize| if rest[i][i].outweighs(&rest[best][best]) { i } else { best };
        let best = (0..rest.len()).fold(0, better);
        let pivot = rest[best][best].clone();
        if pivot.sign()? {
            signature.positive += 1;
        } else {
            signature.negative += 1;
        }
        rest = complement(&rest, best, &pivot);
        signature.pivots.push(pivot);
    }
    Some(signature)
}

/// `A_ij - a_i a_j / pivot`, without the pivot's row and column.
fn complement<R: Real>(matrix: &Rows<R>, pivot_index: usize, pivot: &R) -> Rows<R> {
    let others: Vec<usize> = (0..matrix.len()).filter(|&i| i != pivot_index).collect();
    let mut rest: Rows<R> = others.iter().map(|&i| others.iter().map(|&j| matrix[i][j].clone()).collect()).collect();
    for (i, &from) in others.iter().enumerate() {
        let factor = matrix[from][pivot_index].over(pivot).negated();
        for (j, &other) in others.iter().enumerate().skip(i) {
            rest[i][j].accumulate(&factor, &matrix[pivot_index][other]);
            rest[j][i] = rest[i][j].clone();
        }
    }
    rest
}
