//! The defects. A new one is a file here and two lines below: its module, and its place in [`ALL`].

mod absolute_tolerance_of_one_thousandth;
mod asymmetry_accepted;
mod bound_kl_reversed;
mod bound_of_own_responsibilities;
mod bound_without_entropy;
mod bound_without_log_prior;
mod bound_zero_times_infinity;
mod cholesky_factor_transposed;
mod component_prior_ignored;
mod components_sorted;
mod count_plus_epsilon;
mod covariance_after_a_second_e_step;
mod covariance_regularised;
mod covariance_unbiased;
mod covariances_never_updated;
mod data_in_binary32;
mod density_floored;
mod density_in_linear_space;
mod determinant_for_its_logarithm;
mod deviations_for_variances;
mod diagonal_inflated;
mod dimension_hard_coded;
mod dirichlet_levels_mean_for_mode;
mod dirichlet_mean_for_mode;
mod dirichlet_not_normalised;
mod divergence_by_cancelling_terms;
mod divergence_dirichlet_not_normalised;
mod divergence_half_missing;
mod divergence_in_bits;
mod divergence_never_infinite;
mod divergence_of_rates_as_probabilities;
mod divergence_scale_for_rate;
mod divergence_sign_of_the_log_determinant;
mod divergence_swapped;
mod divergence_without_the_dimension;
mod elbo_stale_by_one;
mod elbo_without_entropy;
mod elbo_without_weights_constants;
mod empty_component_copies_a_sibling;
mod empty_component_is_nan;
mod entropy_with_epsilon;
mod epsilon_in_every_density;
mod evidence_at_mean_weights;
mod evidence_in_base_ten;
mod evidence_of_normalised;
mod evidence_of_partitions;
mod evidence_of_the_best_assignment;
mod evidence_of_the_best_component;
mod evidence_over_label_permutations;
mod evidence_summed_in_binary32;
mod evidence_with_a_spurious_log_two;
mod evidence_without_empty_components;
mod expanded_quadratic;
mod expected_distance_without_mean_variance;
mod expected_log_levels_at_the_mean;
mod expected_log_precision_of_one_dimension;
mod expected_log_rate_at_the_mean;
mod expected_log_variance_at_the_mean;
mod expected_log_weights_at_the_mean;
mod expected_log_weights_forgotten;
mod expected_precision_is_the_inverse_mean;
mod explicit_inverse_of_two_by_two;
mod factorial_by_stirling;
mod factorial_missing;
mod factorial_off_by_one;
mod fractions_accepted;
mod gamma_prior_not_normalised;
mod gamma_read_as_natural;
mod gaussian_constant_missing;
mod hard_assignment;
mod impossible_row_shared_out;
mod improvement_measured_from_zero;
mod inverse_gamma_divisor;
mod inverse_gamma_exponent;
mod last_variable_forgotten;
mod levels_smoothed;
mod log_det_of_the_factor;
mod log_prior_forgotten;
mod marginal_levels_not_normalised;
mod marginal_mode;
mod marginal_without_factorials;
mod marginal_without_mean_precisions;
mod mean_for_sum;
mod mixing_weights_floored;
mod mixing_weights_forgotten;
mod mixing_weights_kept_equal;
mod mixing_weights_of_the_last_step;
mod mode_clipped;
mod multigamma_of_one_dimension;
mod nan_replaced;
mod natural_levels_read_as_dirichlet;
mod natural_read_as_gamma;
mod no_log_sum_exp;
mod objective_of_the_start;
mod objective_stale_by_one;
mod objective_without_log_prior_in_a_fit;
mod observation_weights_unchecked;
mod one_component_divided_by_n_minus_one;
mod one_iteration_short;
mod one_more_m_step;
mod parenthesis_in_the_stopping_rule;
mod posterior_degrees_of_freedom;
mod posterior_inverse_gamma_half_missing;
mod posterior_mean_for_mode;
mod posterior_stale_by_one;
mod prior_scatter_by_raw_moments;
mod rate_subtracted_once;
mod rates_of_all_rows;
mod raw_moments;
mod responsibilities_in_binary32;
mod responsibilities_regularised;
mod responsibilities_taken_for_logs;
mod responsibilities_transposed;
mod scatter_about_the_old_mean;
mod second_half_of_the_data;
mod shrinkage_forgotten;
mod shrinkage_without_kappa;
mod simplex_not_normalised;
mod simplex_unchecked;
mod singular_covariance_jittered;
mod small_components_dropped;
mod small_components_keep_their_covariance;
mod spherical_log_det_once;
mod spherical_prior_counts_once;
mod square_root_missing;
mod start_weights_ignored;
mod ten_iterations_at_most;
mod tied_covariance_averaged;
mod tied_covariance_pooled;
mod tied_prior_counted_k_times;
mod tied_prior_divisor;
mod total_is_the_row_count;
mod trace_not_averaged;
mod unlikely_rows_dropped;
mod variances_floored;
mod weight_plus_density;
mod weights_and_components_apart;
mod weights_ignored;
mod weights_ignored_in_the_evidence;
mod weights_in_binary32;
mod weights_one_iteration_ahead;
mod weights_squared;
mod wishart_determinant_of_the_wrong_matrix;
mod zero_times_log_zero;
mod zero_weight_times_infinity;

use crate::defect::Defect;

/// Every defect, layer by layer.
pub static ALL: &[&Defect] = &[
    &spherical_log_det_once::DEFECT,
    &log_det_of_the_factor::DEFECT,
    &determinant_for_its_logarithm::DEFECT,
    &gaussian_constant_missing::DEFECT,
    &square_root_missing::DEFECT,
    &cholesky_factor_transposed::DEFECT,
    &density_in_linear_space::DEFECT,
    &factorial_missing::DEFECT,
    &factorial_off_by_one::DEFECT,
    &factorial_by_stirling::DEFECT,
    &rate_subtracted_once::DEFECT,
    &last_variable_forgotten::DEFECT,
    &zero_times_log_zero::DEFECT,
    &no_log_sum_exp::DEFECT,
    &epsilon_in_every_density::DEFECT,
    &density_floored::DEFECT,
    &weight_plus_density::DEFECT,
    &mixing_weights_forgotten::DEFECT,
    &hard_assignment::DEFECT,
    &evidence_of_normalised::DEFECT,
    &evidence_of_the_best_component::DEFECT,
    &responsibilities_regularised::DEFECT,
    &unlikely_rows_dropped::DEFECT,
    &covariance_unbiased::DEFECT,
    &scatter_about_the_old_mean::DEFECT,
    &covariance_after_a_second_e_step::DEFECT,
    &covariances_never_updated::DEFECT,
    &small_components_keep_their_covariance::DEFECT,
    &second_half_of_the_data::DEFECT,
    &responsibilities_taken_for_logs::DEFECT,
    &tied_covariance_averaged::DEFECT,
    &tied_covariance_pooled::DEFECT,
    &trace_not_averaged::DEFECT,
    &one_component_divided_by_n_minus_one::DEFECT,
    &rates_of_all_rows::DEFECT,
    &levels_smoothed::DEFECT,
    &mixing_weights_kept_equal::DEFECT,
    &mixing_weights_of_the_last_step::DEFECT,
    &component_prior_ignored::DEFECT,
    &dirichlet_mean_for_mode::DEFECT,
    &shrinkage_forgotten::DEFECT,
    &shrinkage_without_kappa::DEFECT,
    &marginal_mode::DEFECT,
    &posterior_mean_for_mode::DEFECT,
    &dimension_hard_coded::DEFECT,
    &tied_prior_divisor::DEFECT,
    &inverse_gamma_divisor::DEFECT,
    &spherical_prior_counts_once::DEFECT,
    &gamma_read_as_natural::DEFECT,
    &natural_read_as_gamma::DEFECT,
    &natural_levels_read_as_dirichlet::DEFECT,
    &dirichlet_levels_mean_for_mode::DEFECT,
    &log_prior_forgotten::DEFECT,
    &wishart_determinant_of_the_wrong_matrix::DEFECT,
    &dirichlet_not_normalised::DEFECT,
    &gamma_prior_not_normalised::DEFECT,
    &inverse_gamma_exponent::DEFECT,
    &tied_prior_counted_k_times::DEFECT,
    &evidence_in_base_ten::DEFECT,
    &bound_without_entropy::DEFECT,
    &bound_without_log_prior::DEFECT,
    &bound_of_own_responsibilities::DEFECT,
    &bound_kl_reversed::DEFECT,
    &entropy_with_epsilon::DEFECT,
    &bound_zero_times_infinity::DEFECT,
    &weights_ignored_in_the_evidence::DEFECT,
    &weights_ignored::DEFECT,
    &weights_squared::DEFECT,
    &total_is_the_row_count::DEFECT,
    &weights_in_binary32::DEFECT,
    &zero_weight_times_infinity::DEFECT,
    &mean_for_sum::DEFECT,
    &objective_stale_by_one::DEFECT,
    &weights_one_iteration_ahead::DEFECT,
    &one_more_m_step::DEFECT,
    &objective_of_the_start::DEFECT,
    &responsibilities_transposed::DEFECT,
    &deviations_for_variances::DEFECT,
    &objective_without_log_prior_in_a_fit::DEFECT,
    &improvement_measured_from_zero::DEFECT,
    &absolute_tolerance_of_one_thousandth::DEFECT,
    &parenthesis_in_the_stopping_rule::DEFECT,
    &ten_iterations_at_most::DEFECT,
    &one_iteration_short::DEFECT,
    &start_weights_ignored::DEFECT,
    &components_sorted::DEFECT,
    &weights_and_components_apart::DEFECT,
    &raw_moments::DEFECT,
    &prior_scatter_by_raw_moments::DEFECT,
    &expanded_quadratic::DEFECT,
    &data_in_binary32::DEFECT,
    &evidence_summed_in_binary32::DEFECT,
    &responsibilities_in_binary32::DEFECT,
    &covariance_regularised::DEFECT,
    &diagonal_inflated::DEFECT,
    &count_plus_epsilon::DEFECT,
    &mixing_weights_floored::DEFECT,
    &variances_floored::DEFECT,
    &explicit_inverse_of_two_by_two::DEFECT,
    &nan_replaced::DEFECT,
    &asymmetry_accepted::DEFECT,
    &fractions_accepted::DEFECT,
    &simplex_unchecked::DEFECT,
    &simplex_not_normalised::DEFECT,
    &singular_covariance_jittered::DEFECT,
    &empty_component_copies_a_sibling::DEFECT,
    &empty_component_is_nan::DEFECT,
    &small_components_dropped::DEFECT,
    &mode_clipped::DEFECT,
    &impossible_row_shared_out::DEFECT,
    &observation_weights_unchecked::DEFECT,
    &expected_log_weights_at_the_mean::DEFECT,
    &expected_log_weights_forgotten::DEFECT,
    &expected_distance_without_mean_variance::DEFECT,
    &expected_precision_is_the_inverse_mean::DEFECT,
    &expected_log_precision_of_one_dimension::DEFECT,
    &expected_log_variance_at_the_mean::DEFECT,
    &expected_log_rate_at_the_mean::DEFECT,
    &expected_log_levels_at_the_mean::DEFECT,
    &posterior_degrees_of_freedom::DEFECT,
    &posterior_inverse_gamma_half_missing::DEFECT,
    &elbo_without_weights_constants::DEFECT,
    &elbo_without_entropy::DEFECT,
    &elbo_stale_by_one::DEFECT,
    &posterior_stale_by_one::DEFECT,
    &evidence_of_partitions::DEFECT,
    &evidence_over_label_permutations::DEFECT,
    &evidence_of_the_best_assignment::DEFECT,
    &evidence_at_mean_weights::DEFECT,
    &evidence_without_empty_components::DEFECT,
    &evidence_with_a_spurious_log_two::DEFECT,
    &multigamma_of_one_dimension::DEFECT,
    &marginal_without_mean_precisions::DEFECT,
    &marginal_without_factorials::DEFECT,
    &marginal_levels_not_normalised::DEFECT,
    &divergence_swapped::DEFECT,
    &divergence_in_bits::DEFECT,
    &divergence_sign_of_the_log_determinant::DEFECT,
    &divergence_without_the_dimension::DEFECT,
    &divergence_half_missing::DEFECT,
    &divergence_never_infinite::DEFECT,
    &divergence_of_rates_as_probabilities::DEFECT,
    &divergence_scale_for_rate::DEFECT,
    &divergence_dirichlet_not_normalised::DEFECT,
    &divergence_by_cancelling_terms::DEFECT,
];
