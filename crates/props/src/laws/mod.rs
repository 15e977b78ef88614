//! All laws. A new one is a file and a line here.

mod divergence_not_negative;
mod elbo_below_log_joint;
mod elbo_plus_kl_is_log_joint;
mod iterations_compose;
mod objective_never_decreases;
mod reported_at_returned_parameters;
mod responsibilities_sum_to_one;
mod tight_after_e_step;
mod variational_elbo_below_evidence;
mod variational_elbo_never_decreases;

use crate::law::Law;

/// Every law.
pub const ALL: &[Law] = &[
    divergence_not_negative::LAW,
    elbo_below_log_joint::LAW,
    elbo_plus_kl_is_log_joint::LAW,
    iterations_compose::LAW,
    objective_never_decreases::LAW,
    reported_at_returned_parameters::LAW,
    responsibilities_sum_to_one::LAW,
    tight_after_e_step::LAW,
    variational_elbo_below_evidence::LAW,
    variational_elbo_never_decreases::LAW,
];
