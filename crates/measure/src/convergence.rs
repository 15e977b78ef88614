//! How many iterations lead how near to a proved optimum.
//!
//! The distance is that of the objective, in digits: `-log10(|L_t - L*| / |L*|)`, `L*` the certified value. An iteration counts as having `d` digits
//! where it and all later ones have.

/// The digits of a value of the objective, at most 17: a double cannot show more.
#[must_use]
pub fn digits(value: f64, optimum: f64) -> f64 {
    const MOST: f64 = 17.0;
    let error = (value - optimum).abs() / optimum.abs();
    if error.is_nan() { f64::NEG_INFINITY } else { (-error.log10()).min(MOST) }
}

/// The first iteration from which on a trace has so many digits; `None` where its end has not.
#[must_use]
pub fn iterations_to(trace: &[f64], optimum: f64, wanted: f64) -> Option<usize> {
    let lacking = trace.iter().rposition(|value| digits(*value, optimum) < wanted);
    match lacking {
        None => (!trace.is_empty()).then_some(0),
        Some(last) => (last + 1 < trace.len()).then_some(last + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_of_the_relative_error() {
        assert!((digits(-1130.0, -1130.0113) - 5.0).abs() < 1e-4);
        assert_eq!(digits(-1.0, -1.0), 17.0);
        assert_eq!(digits(f64::NAN, -1.0), f64::NEG_INFINITY);
        assert_eq!(digits(f64::NEG_INFINITY, -1.0), f64::NEG_INFINITY);
    }

    #[test]
    fn an_iteration_counts_where_all_later_ones_are_as_near() {
        let trace = [-110.0, -101.0, -100.001, -102.0, -100.0001, -100.00001];
        assert_eq!(iterations_to(&trace, -100.0, 0.5), Some(0));
        assert_eq!(iterations_to(&trace, -100.0, 4.0), Some(4));
        assert_eq!(iterations_to(&trace, -100.0, 6.5), Some(5));
        assert_eq!(iterations_to(&trace, -100.0, 8.0), None);
        assert_eq!(iterations_to(&[], -100.0, 1.0), None);
    }
}
