//! Vectors on the probability simplex: mixing weights, probabilities, rows of responsibilities.

use crate::{
    arithmetic::sum::sum,
    error::{Error, Result, check_domain},
};

/// How far the exact sum of an input may be from 1.
const TOLERANCE: f64 = 1e-9;

/// Checks that `values` lie on the simplex, to within 1e-9 of their exact sum, and divides them by that sum.
///
/// # Errors
/// [`Error::Domain`] naming a negative or non-finite entry, [`Error::NotOnSimplex`] with the sum.
pub fn normalise(values: &mut [f64], field: &str) -> Result<()> {
    for (index, &value) in values.iter().enumerate() {
        check_domain(value, |value| value >= 0.0, || format!("{field}[{index}]"), "finite and at least 0")?;
    }
    let total = sum(values.iter().copied());
    // The distance itself is summed: `total - 1` has lost what the rounding of `total` took.
    let distance = sum(values.iter().copied().chain([-1.0]));
    if distance.abs() > TOLERANCE {
        return Err(Error::NotOnSimplex { field: field.to_owned(), sum: total });
    }
    for value in values {
        *value /= total;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_sums_are_normalised_and_others_refused() {
        let mut close = [0.5, 0.5 + 4e-10];
        normalise(&mut close, "weights").unwrap();
        assert_eq!(sum(close), 1.0);
        // The sum is off by the tolerance itself, and by an ulp more.
        assert!(normalise(&mut [1.0, 1e-9], "weights").is_ok());
        assert!(normalise(&mut [1.0, 1e-9_f64.next_up()], "weights").is_err());
        assert!(matches!(normalise(&mut [0.5, 0.6], "weights"), Err(Error::NotOnSimplex { .. })));
        assert!(matches!(normalise(&mut [-0.5, 1.5], "weights"), Err(Error::Domain { .. })));
        assert!(matches!(normalise(&mut [f64::NAN, 1.0], "weights"), Err(Error::Domain { .. })));
        assert!(matches!(normalise(&mut [], "weights"), Err(Error::NotOnSimplex { .. })));
    }
}
