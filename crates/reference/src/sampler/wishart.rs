//! The Wishart distribution by Bartlett's decomposition, the inverse Wishart and the normal-inverse-Wishart.
//!
//! `W(ν, I) = A Aᵀ` with `A` lower triangular, `A_dd² ~ χ²(ν - d)` for `d = 0, ..., D-1`, standard normals below (Bartlett 1933). For
//! `V = L Lᵀ` a draw of `W(ν, V)` is `(LA)(LA)ᵀ`. For `Ψ = L Lᵀ` a draw of `IW(ν, Ψ)` is `B Bᵀ` with `B = L A⁻ᵀ`, whose rows are
//! `A⁻¹` times those of `L`: nothing is inverted, and the factor of the covariance comes with it.

use super::Sampler;
use crate::error::{Error, Moment, Result, check_domain, check_len};

/// A square matrix by its rows.
pub(super) type Rows = Vec<Vec<f64>>;

/// The lower triangular `L` of `L Lᵀ`.
///
/// # Errors
/// A matrix that is not square or not positive definite.
pub(super) fn lower_factor(matrix: &[Vec<f64>], field: &str) -> Result<Rows> {
    let dimension = matrix.len();
    let mut lower = vec![vec![0.0; dimension]; dimension];
    for i in 0..dimension {
        check_len(matrix[i].len(), dimension, &format!("{field}[{i}]"), "numbers")?;
        for j in 0..=i {
            let rest = (0..j).fold(matrix[i][j], |rest, m| rest - lower[i][m] * lower[j][m]);
            if i > j {
                lower[i][j] = rest / lower[j][j];
            } else if rest > 0.0 && rest.is_finite() {
                lower[i][i] = rest.sqrt();
            } else {
                return Err(Error::PriorNotPositiveDefinite { field: field.to_owned() });
            }
        }
    }
    Ok(lower)
}

/// `F Fᵀ`, symmetric to the last bit.
pub(super) fn square(factor: &[Vec<f64>]) -> Rows {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).fold(0.0, |total, (a, b)| total + a * b);
    factor.iter().map(|a| factor.iter().map(|b| dot(a, b)).collect()).collect()
}

/// `F v`.
pub(super) fn times(factor: &[Vec<f64>], v: &[f64]) -> Vec<f64> {
    factor.iter().map(|row| row.iter().zip(v).fold(0.0, |total, (a, v)| total + a * v)).collect()
}

/// A matrix of finite numbers, or an error: with barely `D - 1` degrees of freedom a diagonal entry of `A` can be 0 in binary64.
fn finite(rows: Rows, quantity: &str) -> Result<Rows> {
    if rows.iter().flatten().all(|entry| entry.is_finite()) {
        return Ok(rows);
    }
    Err(Error::NotRepresentable { quantity: quantity.to_owned(), moment: Moment::Given })
}

impl Sampler {
    /// A draw from the Wishart distribution with `ν > D - 1` degrees of freedom and scale `V` (`D x D`, its lower triangle read):
    /// its mean is `νV`.
    ///
    /// # Errors
    /// `ν` out of its domain, `V` not positive definite, a draw beyond binary64.
    pub fn wishart(&mut self, degrees_of_freedom: f64, scale: &[Vec<f64>]) -> Result<Rows> {
        let lower = lower_factor(scale, "scale")?;
        let bartlett = self.bartlett(degrees_of_freedom, scale.len())?;
        let column = |j: usize| bartlett.iter().map(|row| row[j]).collect::<Vec<_>>();
        let columns: Rows = (0..scale.len()).map(|j| times(&lower, &column(j))).collect();
        let rows: Rows = (0..scale.len()).map(|i| columns.iter().map(|column| column[i]).collect()).collect();
        finite(square(&rows), "a Wishart draw")
    }

    /// A factor `B` (`D x D`) of a draw `B Bᵀ` from the inverse Wishart distribution with `ν > D - 1` degrees of freedom and scale `Ψ`
    /// (`D x D`): the mean of `B Bᵀ` is `Ψ/(ν - D - 1)`.
    ///
    /// # Errors
    /// `ν` out of its domain, `Ψ` not positive definite, a draw beyond binary64.
    pub fn inverse_wishart_factor(&mut self, degrees_of_freedom: f64, scale: &[Vec<f64>]) -> Result<Rows> {
        let lower = lower_factor(scale, "scale")?;
        let bartlett = self.bartlett(degrees_of_freedom, scale.len())?;
        let solve = |row: &Vec<f64>| {
            let mut solved: Vec<f64> = Vec::with_capacity(row.len());
            for (i, &entry) in row.iter().enumerate() {
                let rest = solved.iter().zip(&bartlett[i]).fold(entry, |rest, (b, a)| rest - a * b);
                solved.push(rest / bartlett[i][i]);
            }
            solved
        };
        finite(lower.iter().map(solve).collect(), "an inverse Wishart draw")
    }

    /// The factor `A` of `W(ν, I)`.
    fn bartlett(&mut self, degrees_of_freedom: f64, dimension: usize) -> Result<Rows> {
        let name = || "degrees_of_freedom".to_owned();
        let least = dimension as f64 - 1.0;
        check_domain(degrees_of_freedom, |nu| nu > least, name, "finite and greater than D - 1")?;
        let mut factor = vec![vec![0.0; dimension]; dimension];
        for d in 0..dimension {
            for j in 0..d {
                factor[d][j] = self.normal();
            }
            factor[d][d] = self.gamma(0.5 * (degrees_of_freedom - d as f64), 0.5)?.sqrt();
        }
        Ok(factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(result: Result<Rows>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_factor_times_a_vector() {
        assert_eq!(times(&[vec![1.0, 2.0], vec![3.0, -4.0]], &[10.0, 1.0]), [12.0, 26.0]);
    }

    #[test]
    fn what_has_no_factor_is_refused() {
        assert_eq!(lower_factor(&[vec![4.0, 2.0], vec![2.0, 2.0]], "scale").unwrap(), [[2.0, 0.0], [1.0, 1.0]]);
        let infinite = vec![vec![f64::INFINITY]];
        for matrix in [infinite, vec![vec![-1.0]], vec![vec![1.0, 1.0], vec![1.0, 1.0]]] {
            let error = lower_factor(&matrix, "scale").unwrap_err();
            assert_eq!(error, Error::PriorNotPositiveDefinite { field: "scale".to_owned() });
        }
    }

    /// `B = L A⁻ᵀ`, of the same draws: `B Aᵀ = L`.
    #[test]
    fn the_factor_of_an_inverse_draw_undoes_that_of_a_draw() {
        let scale = [vec![4.0, 2.0, 1.0], vec![2.0, 3.0, 0.5], vec![1.0, 0.5, 2.0]];
        let factor = Sampler::new(5).inverse_wishart_factor(6.5, &scale).unwrap();
        let bartlett = Sampler::new(5).bartlett(6.5, 3).unwrap();
        for (row, expected) in factor.iter().zip(lower_factor(&scale, "scale").unwrap()) {
            for (computed, expected) in times(&bartlett, row).iter().zip(expected) {
                assert!((computed - expected).abs() < 1e-14, "{computed} {expected}");
            }
        }
    }

    #[test]
    fn more_than_one_degree_of_freedom_less_than_dimensions_is_asked_for() {
        let unit = [vec![1.0, 0.0], vec![0.0, 1.0]];
        assert!(Sampler::new(1).wishart(1.5, &unit).is_ok());
        for nu in [1.0, 0.5] {
            assert!(refused(Sampler::new(1).wishart(nu, &unit)).starts_with("degrees_of_freedom"));
        }
    }
}
