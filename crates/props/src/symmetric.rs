//! Covariances that are asked about must be exactly symmetric; those that are reported are so up to rounding.

use suite::format::{Case, Number, Parameters, Tensor};

use crate::{
    ask::observations,
    law::{Stop, broken},
};

/// Roundings of one term and of what is done to the sum: two deviations, their product, two weights, the division, what a prior adds.
const OTHERS: usize = 8;

/// Reported parameters with every covariance made exactly symmetric: an entry and its mirror that are rounded in another order are some ulps
/// of the variances apart, and that is nobody's fault.
///
/// # Errors
/// [`Stop::Broken`] where they are further apart than rounding explains, or a covariance is not square.
pub fn symmetric(mut parameters: Parameters, case: &Case) -> Result<Parameters, Stop> {
    let components = parameters.components.len();
    let rows = observations(case).len();
    for component in &mut parameters.components {
        if let Some(Tensor::Matrix(covariance)) = &mut component.covariance {
            mirror(covariance, rows)?;
        }
    }
    if let Some(covariance) = &mut parameters.covariance {
        // A shared one is a sum over the components too.
        mirror(covariance, rows * components)?;
    }
    Ok(parameters)
}

/// A covariance that is a sum of so many terms, or of as many as it has columns where it is the square of a factor. Whichever they are, their
/// magnitudes add up to the root of the product of the two variances at most, and each rounding takes an ulp of that at most.
fn mirror(covariance: &mut [Vec<Number>], terms: usize) -> Result<(), Stop> {
    let dimension = covariance.len();
    if covariance.iter().any(|row| row.len() != dimension) {
        return broken("a reported covariance is not square");
    }
    let ulps = 2.0 * f64::EPSILON * (terms + dimension + OTHERS) as f64;
    for i in 0..dimension {
        for j in 0..i {
            let size = (covariance[i][i].0 * covariance[j][j].0).abs().sqrt();
            let apart = (covariance[i][j].0 - covariance[j][i].0).abs();
            if apart > ulps * size {
                let message = "a reported covariance is not symmetric";
                return broken(format_args!("{message}: [{i}][{j}] and its mirror are {apart:e} apart"));
            }
            covariance[j][i] = covariance[i][j];
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariance(above: f64, below: f64) -> Vec<Vec<Number>> {
        [[4.0, above], [below, 9.0]].map(|row| row.map(Number).to_vec()).to_vec()
    }

    #[test]
    fn what_rounding_explains_is_mirrored_and_more_is_told() {
        // 100 terms of a scale of 6: 2 ε (100 + 2 + 8) 6 = 2.9e-13.
        let mut near = covariance(1.0, 1.0 + 2.5e-13);
        mirror(&mut near, 100).unwrap();
        assert_eq!(near[0][1], near[1][0]);
        let Err(Stop::Broken(message)) = mirror(&mut covariance(1.0, 1.0 + 3.5e-13), 100) else { panic!("symmetric") };
        assert!(
            message.to_string().starts_with("a reported covariance is not symmetric: [1][0] and its mirror are 3.5")
        );
    }

    #[test]
    fn fewer_terms_have_fewer_roundings() {
        assert!(mirror(&mut covariance(1.0, 1.0 + 2.5e-13), 10).is_err());
        assert!(mirror(&mut covariance(1.0, 1.0 + 2e-14), 10).is_ok());
    }

    #[test]
    fn what_is_not_square_is_told() {
        let mut cut = covariance(1.0, 1.0);
        cut[1].pop();
        assert!(mirror(&mut cut, 10).is_err());
    }
}
