//! Numbers moved into their domains, so that a question is not refused at its first number. Sizes stay what they are: `1e300` remains
//! a variance, and `5e-324` a probability.

use suite::format::{Case, ComponentPrior, Member, Number, Prior, Q, Rows, Tensor};

use super::{
    header::{Header, Kind},
    numbers::{Role, numbers},
};

/// Finite numbers only.
const FINITE: u8 = 1;
/// What belongs on a simplex is there.
const SIMPLEX: u8 = 2;
/// What must be positive is.
const POSITIVE: u8 = 4;
/// Matrices are products `L Lᵀ`.
const FACTORS: u8 = 8;
/// Matrices are symmetric.
const SYMMETRIC: u8 = 16;
/// Counts and levels are whole and in range.
const WHOLE: u8 = 32;

/// Makes the repairs that a header asks for.
pub fn repair(case: &mut Case, header: &Header) {
    let asked = |bit: u8| header.repairs & bit != 0;
    if asked(FINITE) {
        let broken = numbers(case).into_iter().filter(|(_, number)| !number.is_finite());
        broken.for_each(|(_, number)| *number = 1.0);
    }
    if asked(WHOLE) {
        whole(case, header);
    }
    if asked(SIMPLEX) {
        simplexes(case).into_iter().for_each(|numbers| onto_simplex(numbers));
    }
    if asked(POSITIVE) {
        let positive = numbers(case).into_iter().filter(|(role, _)| *role == Role::Positive);
        positive.for_each(|(_, number)| *number = if *number == 0.0 { 1.0 } else { number.abs() });
    }
    if asked(FACTORS) {
        matrices(case).into_iter().for_each(multiply_out);
    }
    if asked(SYMMETRIC) {
        matrices(case).into_iter().for_each(mirror);
    }
}

fn whole(case: &mut Case, header: &Header) {
    let Some(rows) = case.data.as_mut().and_then(|data| data.observations.as_mut()) else { return };
    for row in rows {
        for (d, number) in row.iter_mut().enumerate() {
            match header.kind {
                Kind::Gaussian(_) => {}
                Kind::Poisson => number.0 = number.0.abs().floor(),
                Kind::Categorical => number.0 = number.0.abs().floor() % header.levels[d] as f64,
            }
        }
    }
}

/// Divides by the sum, after the largest, so that the sum of large numbers is a number.
fn onto_simplex(numbers: &mut [Number]) {
    let largest = numbers.iter().fold(0.0, |largest: f64, number| largest.max(number.0.abs()));
    if largest == 0.0 || !largest.is_finite() {
        numbers.iter_mut().for_each(|number| number.0 = 0.0);
        numbers[0].0 = 1.0;
        return;
    }
    numbers.iter_mut().for_each(|number| number.0 = number.0.abs() / largest);
    let total: f64 = numbers.iter().map(|number| number.0).sum();
    numbers.iter_mut().for_each(|number| number.0 /= total);
}

fn multiply_out(matrix: &mut Rows) {
    let factor = matrix.clone();
    let entry = |i: usize, j: usize| match (j <= i, i == j && factor[i][j].0 == 0.0) {
        (_, true) => 1.0,
        (true, _) => factor[i][j].0,
        (false, _) => 0.0,
    };
    let size = matrix.len();
    for i in 0..size {
        for j in 0..size {
            // The same sum in the same order on both sides of the diagonal.
            matrix[i][j].0 = (0..=i.min(j)).map(|l| entry(i, l) * entry(j, l)).sum();
        }
    }
}

fn mirror(matrix: &mut Rows) {
    for i in 0..matrix.len() {
        for j in 0..i {
            matrix[j][i] = matrix[i][j];
        }
    }
}

/// The vectors that belong on a simplex.
fn simplexes(case: &mut Case) -> Vec<&mut Vec<Number>> {
    let mut found = Vec::new();
    for parameters in case.parameters.iter_mut().chain(&mut case.initial) {
        found.push(&mut parameters.weights);
        found.extend(
            parameters.components.iter_mut().filter_map(|component| component.probabilities.as_mut()).flatten(),
        );
    }
    found.extend(case.responsibilities.iter_mut().flatten());
    match &mut case.q {
        Some(Q::Rows(rows)) => found.extend(rows),
        Some(Q::Member(Member::Categorical { probabilities })) => found.push(probabilities),
        _ => {}
    }
    if let Some(Member::Categorical { probabilities }) = &mut case.p {
        found.push(probabilities);
    }
    found
}

/// The square matrices.
fn matrices(case: &mut Case) -> Vec<&mut Rows> {
    let mut found = Vec::new();
    for parameters in case.parameters.iter_mut().chain(&mut case.initial) {
        for component in &mut parameters.components {
            if let Some(Tensor::Matrix(matrix)) = &mut component.covariance {
                found.push(matrix);
            }
        }
        found.extend(&mut parameters.covariance);
    }
    if let Some(Prior { components: Some(ComponentPrior::NormalInverseWishart { scale, .. }), .. }) = &mut case.prior {
        found.push(scale);
    }
    let q = case.q.iter_mut().filter_map(|q| if let Q::Member(member) = q { Some(member) } else { None });
    for member in q.chain(&mut case.p) {
        if let Member::Gaussian { covariance: matrix, .. } | Member::NormalInverseWishart { scale: matrix, .. } = member
        {
            found.push(matrix);
        }
    }
    found
}
