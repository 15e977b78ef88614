//! All laws. A new one is a file and a line here.

mod iterations_compose;
mod objective_never_decreases;
mod reported_at_returned_parameters;
mod responsibilities_sum_to_one;

use crate::law::Law;

/// Every law.
pub const ALL: &[Law] = &[
    iterations_compose::LAW,
    objective_never_decreases::LAW,
    reported_at_returned_parameters::LAW,
    responsibilities_sum_to_one::LAW,
];
