//! All laws. A new one is a file and a line in the table.

mod candidates_formula;
mod chain_rule_of_evidence;
mod densities_normalise;
mod divergence_adds_over_independent_parts;
mod divergence_closed_forms;
mod divergence_is_asymmetric;
mod divergence_not_negative;
mod divergence_of_itself_is_zero;
mod duplicated_row_is_double_weight;
mod elbo_below_log_joint;
mod elbo_plus_kl_is_log_joint;
mod evaluation_is_consistent;
mod evidence_by_enumeration;
mod evidence_of_permuted_data;
mod fishers_identity;
mod fit_stops_where_its_rule_says;
mod impossible_observation_has_log_evidence_minus_infinity;
mod iteration_is_e_step_then_m_step;
mod iterations_compose;
mod kl_zero_only_at_posterior;
mod log_evidence_adds_over_data;
mod log_joint_is_evidence_and_prior;
mod m_step_is_a_maximiser;
mod m_step_matches_moments;
mod m_step_moves_with_data;
mod m_step_of_permuted_components;
mod m_step_of_permuted_data;
mod merged_equal_components;
mod natural_and_mean_reading;
mod objective_never_decreases;
mod one_component_closed_forms;
mod permuted_components;
mod permuted_data;
mod permuted_variables;
mod rejects_what_must_be_rejected;
mod reported_at_returned_parameters;
mod responsibilities_sum_to_one;
mod rotated_data;
mod scaled_data;
mod split_component;
mod structures_agree_in_one_dimension;
mod structures_nest;
mod tied_is_full_with_one_component;
mod tight_after_e_step;
mod translated_data;
mod vanishing_prior_tends_to_maximum_likelihood;
mod variational_elbo_below_evidence;
mod variational_elbo_never_decreases;
mod variational_responsibilities_sum_to_one;
mod variational_steps_compose;
mod weights_are_normalised;
mod weights_scale;
mod zero_weight_row_is_absent;

use crate::law::Law;

/// Every law.
pub const ALL: &[Law] = &[
    candidates_formula::LAW,
    chain_rule_of_evidence::LAW,
    densities_normalise::LAW,
    divergence_adds_over_independent_parts::LAW,
    divergence_closed_forms::LAW,
    divergence_is_asymmetric::LAW,
    divergence_not_negative::LAW,
    divergence_of_itself_is_zero::LAW,
    duplicated_row_is_double_weight::LAW,
    elbo_below_log_joint::LAW,
    elbo_plus_kl_is_log_joint::LAW,
    evaluation_is_consistent::LAW,
    evidence_by_enumeration::LAW,
    evidence_of_permuted_data::LAW,
    fishers_identity::LAW,
    fit_stops_where_its_rule_says::LAW,
    impossible_observation_has_log_evidence_minus_infinity::LAW,
    iteration_is_e_step_then_m_step::LAW,
    iterations_compose::LAW,
    kl_zero_only_at_posterior::LAW,
    log_evidence_adds_over_data::LAW,
    log_joint_is_evidence_and_prior::LAW,
    m_step_is_a_maximiser::LAW,
    m_step_matches_moments::LAW,
    m_step_moves_with_data::LAW,
    m_step_of_permuted_components::LAW,
    m_step_of_permuted_data::LAW,
    merged_equal_components::LAW,
    natural_and_mean_reading::LAW,
    objective_never_decreases::LAW,
    one_component_closed_forms::LAW,
    permuted_components::LAW,
    permuted_data::LAW,
    permuted_variables::LAW,
    rejects_what_must_be_rejected::LAW,
    reported_at_returned_parameters::LAW,
    responsibilities_sum_to_one::LAW,
    rotated_data::LAW,
    scaled_data::LAW,
    split_component::LAW,
    structures_agree_in_one_dimension::LAW,
    structures_nest::LAW,
    tied_is_full_with_one_component::LAW,
    tight_after_e_step::LAW,
    translated_data::LAW,
    vanishing_prior_tends_to_maximum_likelihood::LAW,
    variational_elbo_below_evidence::LAW,
    variational_elbo_never_decreases::LAW,
    variational_responsibilities_sum_to_one::LAW,
    variational_steps_compose::LAW,
    weights_are_normalised::LAW,
    weights_scale::LAW,
    zero_weight_row_is_absent::LAW,
];
