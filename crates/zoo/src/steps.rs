//! The table of contents of EM: every step that an implementation takes, with the healthy function that takes it.
//!
//! The textbook calls its steps through such a table. A defect is the healthy table with one entry replaced.

use suite::format::{Bound, Evaluation, Fit, Member, Parameters, Trajectory, Variational};

use crate::textbook::{
    bayes::{self, Learnt, levels, normal, rate, variance, wishart},
    bound, density,
    density::Factor,
    divergence,
    divergence::{counts, gap, gaussian, priors},
    evidence, expectation,
    expectation::Expectation,
    input, iterate,
    iterate::Run,
    log_prior, map, maximization,
    maximization::{Moments, Share},
    model::{
        Component, ComponentPrior, Covariance, InverseGamma, InverseWishart, Matrix, Mixture, Model, NormalPart,
        Problem, Result, Row,
    },
    report, variational,
    variational::Ascent,
};

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $healthy:path;)*) => {
        /// The steps of an implementation, each replaceable.
        #[derive(Clone, Copy, Debug)]
        pub struct Steps { $($(#[$doc])* pub $name: $type,)* }

        /// The textbook as it should be.
        pub const HEALTHY: Steps = Steps { $($name: $healthy,)* };
    };
}

steps! {
    // Input.
    /// A finite number.
    finite: fn(f64, &str) -> Result<f64> = input::finite;
    /// A number above 0.
    positive: fn(f64, &str) -> Result<f64> = input::positive;
    /// A count.
    count_of: fn(f64, &str) -> Result<f64> = input::count;
    /// A level of a variable.
    level: fn(f64, usize, &str) -> Result<f64> = input::level;
    /// A vector on the simplex, normalised.
    simplex: fn(&[f64], &str) -> Result<Row> = input::simplex;
    /// The Cholesky factor of a covariance.
    cholesky: fn(&Matrix, &str) -> Result<Matrix> = input::cholesky;
    /// Observation weights.
    observation_weights: fn(&[f64]) -> Result<Row> = input::observation_weights;
    // Density.
    /// A covariance ready to be divided by.
    factor: fn(&Steps, &Covariance, usize, &str) -> Result<Factor> = density::factor;
    /// `log |Σ|`.
    log_determinant: fn(&Factor) -> f64 = density::log_determinant;
    /// `(x - μ)ᵀ Σ⁻¹ (x - μ)`.
    squared_distance: fn(&Factor, &[f64], &[f64]) -> f64 = density::squared_distance;
    /// The log density of a normal from `D`, `log|Σ|` and the squared distance.
    gaussian: fn(usize, f64, f64) -> f64 = density::gaussian;
    /// The log probability of counts, without the factorials.
    poisson: fn(&[f64], &[f64]) -> f64 = density::poisson;
    /// `log x!`.
    ln_factorial: fn(f64) -> f64 = density::ln_factorial;
    /// The log probability of levels.
    categorical: fn(&[f64], &Matrix) -> f64 = density::categorical;
    /// `log p(x_n|θ_k)` of all rows.
    log_densities: fn(&Steps, &Matrix, &Component, &str) -> Result<Row> = density::log_densities;
    // E-step.
    /// Densities, evidence and responsibilities.
    e_step: fn(&Steps, &Problem, &Mixture) -> Result<Expectation> = expectation::e_step;
    /// `log π_k + log p(x_n|θ_k)`.
    log_joint: fn(f64, f64) -> f64 = expectation::log_joint;
    /// `log Σ_k exp v_k`.
    log_sum_exp: fn(&[f64]) -> f64 = expectation::log_sum_exp;
    /// `exp v_k / Σ_j exp v_j`.
    responsibilities: fn(&[f64]) -> Row = expectation::responsibilities;
    // M-step.
    /// Parameters from responsibilities.
    m_step: fn(&Steps, &Problem, &Matrix, Option<&Mixture>) -> Result<Mixture> = maximization::m_step;
    /// `w_n r_nk`.
    share: fn(f64, f64) -> f64 = maximization::share;
    /// `N_k`.
    count: fn(&[f64]) -> f64 = maximization::count;
    /// `W`, from all `w_n` and all `N_k`.
    total: fn(&[f64], &[f64]) -> f64 = maximization::total;
    /// `π`.
    weights: fn(&[f64], f64) -> Row = maximization::weights;
    /// `N_k`, `x̄_k`, `S_k`.
    moments: fn(&Steps, &Model, &Share, f64) -> Moments = maximization::moments;
    /// `x̄_k`.
    mean: fn(&Share, f64) -> Row = maximization::mean;
    /// One entry of `S_k`.
    scatter: fn(&Share, f64, &[f64], usize, usize) -> f64 = maximization::scatter;
    /// `Σ_k`, full.
    full_covariance: fn(&Moments) -> Matrix = maximization::full_covariance;
    /// `σ²_kd`, diagonal.
    diagonal_covariance: fn(&Moments) -> Row = maximization::diagonal_covariance;
    /// `σ²_k`, spherical.
    spherical_covariance: fn(&Moments) -> f64 = maximization::spherical_covariance;
    /// `Σ`, tied.
    tied_covariance: fn(&[Moments], f64) -> Matrix = maximization::tied_covariance;
    /// `λ_k`.
    rates: fn(&Share, f64) -> Row = maximization::rates;
    /// `p_d` of one variable.
    frequencies: fn(&[f64], f64) -> Row = maximization::frequencies;
    /// A component to which nothing belongs.
    empty: fn(usize, Option<&Component>) -> Result<Component> = maximization::empty;
    /// The last touch.
    finish: fn(Mixture) -> Mixture = maximization::finish;
    // Priors: modes.
    /// `π`, the mode.
    map_weights: fn(&[f64], &[f64], f64) -> Result<Row> = map::weights;
    /// `μ_k`, the mode.
    map_mean: fn(&NormalPart, &Moments) -> Row = map::mean;
    /// `S_k + B_k`.
    about_prior: fn(&Steps, &NormalPart, &Moments) -> Matrix = map::about_prior;
    /// `κ N_k / (κ + N_k)`.
    shrinkage: fn(f64, f64) -> f64 = map::shrinkage;
    /// `Σ_k`, the mode.
    map_full: fn(&InverseWishart, f64, &Matrix) -> Matrix = map::full;
    /// `Σ`, the mode.
    map_tied: fn(&InverseWishart, &[Matrix], f64, usize) -> Matrix = map::tied_covariance;
    /// `σ²_kd`, the mode.
    map_diagonal: fn(&InverseGamma, f64, &Matrix) -> Row = map::diagonal;
    /// `σ²_k`, the mode.
    map_spherical: fn(&InverseGamma, f64, &Matrix) -> f64 = map::spherical;
    /// `λ_kd`, the mode under a gamma prior, from `a`, `b`, `Σ r x` and `N_k`.
    map_rate: fn(f64, f64, f64, f64) -> Result<f64> = map::rate;
    /// `λ_kd`, the mode of a density of `log λ`.
    map_natural_rate: fn(f64, f64, f64, f64) -> Result<f64> = map::natural_rate;
    /// `p_d`, the mode under a Dirichlet prior.
    map_levels: fn(&[f64], &[f64], f64) -> Result<Row> = map::levels;
    /// `p_d`, the mode of a density of the logits.
    map_natural_levels: fn(&[f64], &[f64], f64) -> Result<Row> = map::natural_levels;
    // Objective.
    /// `log p(θ)`.
    log_prior: fn(&Steps, &Problem, &Mixture) -> Result<f64> = log_prior::log_prior;
    /// `log N(μ; m0, Σ/κ)`.
    log_normal: fn(&NormalPart, f64, f64) -> f64 = log_prior::log_normal;
    /// `log IW(Σ; ν, Ψ)`.
    log_inverse_wishart: fn(&InverseWishart, &Matrix, f64) -> f64 = log_prior::log_inverse_wishart;
    /// `log IG(σ²; a, b_d)`.
    log_inverse_gamma: fn(&InverseGamma, usize, f64) -> f64 = log_prior::log_inverse_gamma;
    /// `log Gamma(λ; a, b)`.
    log_gamma: fn(f64, f64, f64) -> f64 = log_prior::log_gamma;
    /// The same as a density of `log λ`.
    log_natural_rate: fn(f64, f64, f64) -> f64 = log_prior::log_natural_rate;
    /// `log Dir(p; α)`.
    log_dirichlet: fn(&[f64], &[f64]) -> f64 = log_prior::log_dirichlet;
    /// The same as a density of the logits.
    log_natural_levels: fn(&[f64], &[f64]) -> f64 = log_prior::log_natural_levels;
    /// Whether the shared covariance's prior is counted with component `k`.
    tied_prior_counts: fn(usize) -> bool = log_prior::tied_prior_counts;
    /// `Σ_n w_n log p(x_n|θ)`.
    log_evidence: fn(&[f64], &[f64]) -> f64 = expectation::log_evidence;
    /// `log p(X|θ) + log p(θ)`.
    objective: fn(f64, f64) -> f64 = log_prior::objective;
    // The bound.
    /// The `q` that the bound is of.
    q_of_bound: fn(&Matrix, &Matrix) -> Matrix = bound::q_of_bound;
    /// `Σ_k q_k (ℓ_k - log q_k)`.
    free_energy: fn(&[f64], &[f64]) -> f64 = bound::free_energy;
    /// `Σ_k q_k log(q_k/r_k)`.
    relative_entropy: fn(&[f64], &[f64], f64) -> f64 = bound::relative_entropy;
    /// The ELBO from its terms, their weights and the log prior.
    elbo: fn(&[f64], &[f64], f64) -> f64 = bound::elbo;
    /// The divergence from its terms and their weights.
    kl: fn(&[f64], &[f64]) -> f64 = bound::kl;
    // Iterating and stopping.
    /// Where a run starts.
    initial: fn(&Steps, &Problem, Mixture) -> Result<Mixture> = iterate::initial;
    /// Refuses an impossible observation.
    possible: fn(&Expectation, &[f64]) -> Result<()> = iterate::possible;
    /// Whether a fit stops, from the last two values of the objective and the tolerance.
    converged: fn(f64, f64, f64) -> bool = iterate::converged;
    /// How many iterations are made where some are asked for.
    iterations: fn(usize) -> usize = iterate::iterations;
    // Reporting.
    /// The parameters as the formats write them.
    parameters: fn(&Mixture, bool) -> Parameters = report::parameters;
    /// The result of `evaluate`.
    report_evaluation: fn(&Expectation, f64, f64) -> Evaluation = report::evaluation;
    /// The result of `bound`.
    bound: fn(&Steps, &Problem, &Mixture, &Matrix) -> Result<Bound> = bound::bound;
    /// The result of `trajectory`.
    report_trajectory: fn(&Steps, &Run, &[usize], bool) -> Trajectory = report::trajectory;
    /// The result of `fit`.
    report_fit: fn(&Steps, &Run, bool) -> Fit = report::fit;
    /// The result of `variational`.
    report_ascent: fn(&Ascent) -> Variational = variational::report;
    /// A divergence.
    report_divergence: fn(f64) -> f64 = divergence::report;
    // Posteriors.
    /// Posterior and marginal likelihood of a component.
    learn: fn(&Steps, &Problem, &ComponentPrior, &[f64]) -> Result<Learnt> = bayes::learn;
    /// Of the mean.
    posterior_normal: fn(&NormalPart, &Moments) -> NormalPart = normal::posterior;
    /// Of a covariance.
    posterior_wishart: fn(&Steps, &NormalPart, &InverseWishart, &Moments) -> InverseWishart = wishart::posterior;
    /// Of variances.
    posterior_variance: fn(&Steps, &NormalPart, &InverseGamma, &Moments) -> InverseGamma = variance::posterior;
    /// Of rates.
    posterior_rate: fn(&[f64], &[f64], &[f64], f64) -> (Row, Row) = rate::posterior;
    /// Of levels.
    posterior_levels: fn(&[f64], &[f64]) -> Row = levels::posterior;
    /// Of mixing weights.
    posterior_weights: fn(&[f64], &[f64]) -> Row = levels::posterior;
    /// `log m(X)` with known covariance.
    marginal_normal: fn(&NormalPart, &NormalPart, &Moments) -> f64 = normal::marginal;
    /// What the mean adds to `log m(X)`.
    marginal_mean: fn(&NormalPart, &NormalPart) -> f64 = normal::marginal_mean;
    /// What the covariance adds.
    marginal_wishart: fn(&InverseWishart, &InverseWishart, f64) -> f64 = wishart::marginal;
    /// What the variances add.
    marginal_variance: fn(&InverseGamma, &InverseGamma, &Moments) -> f64 = variance::marginal;
    /// `log m` of the counts of one dimension, but for the factorials.
    marginal_rate: fn((f64, f64), (f64, f64)) -> f64 = rate::marginal;
    /// What the factorials take away.
    marginal_factorials: fn(f64) -> f64 = rate::factorials;
    /// `log B(α')/B(α)` of the levels of one variable.
    log_dirichlet_ratio: fn(&[f64], &[f64]) -> f64 = levels::log_ratio;
    // Evidence.
    /// `log p(z)` from the counts.
    log_assignment: fn(&[f64], &[f64]) -> f64 = evidence::log_assignment;
    /// Whether an assignment is summed.
    counts_assignment: fn(&[usize], &[f64]) -> bool = evidence::counts_assignment;
    /// The sum over assignments, with `K` and `N`.
    combine_assignments: fn(&[f64], usize, usize) -> f64 = evidence::combine_assignments;
    // Variational inference.
    /// `E log p(x_n|θ)` of all rows.
    expected_log_densities: fn(&Steps, &ComponentPrior, &Matrix) -> Result<Row> = bayes::expected_log_densities;
    /// Of a normal of unit covariance.
    expected_normal: fn(&NormalPart, &[f64]) -> f64 = normal::expected;
    /// `D/κ`.
    mean_variance: fn(usize, f64) -> f64 = normal::mean_variance;
    /// `E log|Σ⁻¹|`.
    expected_log_precision: fn(f64, f64, usize) -> f64 = wishart::expected_log_precision;
    /// The factor of `E Σ⁻¹`, from `ν` and `D`.
    expected_precision: fn(f64, usize) -> f64 = wishart::expected_precision;
    /// `E log σ²`.
    expected_log_variance: fn(f64, f64) -> f64 = variance::expected_log;
    /// `E log λ`.
    expected_log_rate: fn(f64, f64) -> f64 = rate::expected_log;
    /// `E log p_c` of one variable.
    expected_log_levels: fn(&[f64]) -> Row = levels::expected_log;
    /// `E log π_k`.
    expected_log_weights: fn(&[f64]) -> Row = levels::expected_log;
    /// `r_n` from the scores.
    variational_responsibilities: fn(&[f64]) -> Row = expectation::responsibilities;
    /// What the mixing weights add to the ELBO.
    elbo_of_weights: fn(&[f64], &[f64]) -> f64 = levels::log_ratio;
    /// `-Σ r log r`.
    entropy: fn(&Matrix) -> f64 = variational::entropy;
    // Divergences.
    /// `kl(q ‖ p)`.
    divergence: fn(&Steps, &Member, &Member) -> Result<f64> = divergence::of_members;
    /// Of normals.
    kl_gaussian: fn(&Steps, &gaussian::Normal, &gaussian::Normal) -> Result<f64> = gaussian::kl;
    /// Of rates.
    kl_poisson: fn(&[f64], &[f64]) -> f64 = counts::kl;
    /// Of probabilities.
    kl_categorical: fn(&[f64], &[f64]) -> f64 = counts::kl;
    /// Of gammas, each `(a, b)`.
    kl_gamma: fn((f64, f64), (f64, f64)) -> f64 = priors::kl_gamma;
    /// Of Dirichlets.
    kl_dirichlet: fn(&[f64], &[f64]) -> f64 = priors::kl_dirichlet;
    /// Of normal-inverse-Wisharts.
    kl_wishart: fn(&Steps, &priors::Wishart, &priors::Wishart) -> Result<f64> = priors::kl_wishart;
    /// `tr(P Q⁻¹) - D - log|P Q⁻¹|` and `log|P Q⁻¹|`, from `P`, its factor, `Q`, its factor.
    matrix_gap: fn(&Matrix, &Matrix, &Matrix, &Matrix) -> (f64, f64) = gap::matrix_gap;
}
