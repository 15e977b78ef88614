//! The exponential families at single points, where every value has a closed form; and their domains, which each of their functions
//! checks.

use std::f64::consts::{LN_2, PI, TAU};

use reference::exponential_family::{
    Bernoulli, Categorical, Exponential, ExponentialFamily, Gamma, GaussianFull, GaussianKnownCovariance, Poisson,
    PseudoObservations, VonMisesFisher,
};

fn close(computed: f64, expected: f64, what: &str) {
    assert!((computed - expected).abs() <= 1e-13 * expected.abs().max(1.0), "{what}: {computed} {expected}");
}

/// What a family says at `x` and `θ`: `D`, `P`, `t(x)`, `log h(x)`, `log p(x|θ)` and the entropy.
fn says<F: ExponentialFamily>(
    family: &F,
    (x, natural): (&[f64], &[f64]),
    statistics: &[f64],
    [base, density, entropy]: [f64; 3],
    what: &str,
) {
    assert_eq!((family.dimension(), family.parameters()), (x.len(), natural.len()), "{what}");
    assert_eq!(family.sufficient_statistics(x).unwrap(), statistics, "{what}");
    close(family.log_base_measure(x).unwrap(), base, what);
    close(family.log_density(x, natural).unwrap(), density, what);
    close(family.entropy(natural).unwrap(), entropy, what);
    assert!(family.check_observation(x).is_ok() && family.check_natural(natural).is_ok(), "{what}");
}

#[test]
fn discrete_families_have_their_closed_forms() {
    // p = 1/4, so θ = -log 3.
    let entropy = 0.25 * 4.0_f64.ln() + 0.75 * (4.0_f64 / 3.0).ln();
    says(&Bernoulli, (&[1.0], &[-3.0_f64.ln()]), &[1.0], [0.0, 0.25_f64.ln(), entropy], "bernoulli");
    says(&Bernoulli, (&[1.0], &[3.0_f64.ln()]), &[1.0], [0.0, 0.75_f64.ln(), entropy], "bernoulli");
    // Two variables, (1/4, 3/4) and (1/2, 1/4, 1/4).
    let (two, logits) = (Categorical::new(vec![2, 3]), [0.0, 3.0_f64.ln(), LN_2, 0.0, 0.0]);
    let both = entropy + 1.5 * LN_2;
    says(&two, (&[1.0, 2.0], &logits), &[0.0, 1.0, 0.0, 0.0, 1.0], [0.0, (3.0_f64 / 16.0).ln(), both], "categorical");
    // Rate 2: e⁻² 2³/3!.
    let natural = [LN_2];
    let entropy: f64 = (0..60)
        .map(f64::from)
        .fold((0.0, 0.0), |(total, log_factorial), x| {
            let log_factorial: f64 = if x > 0.0 { log_factorial + x.ln() } else { log_factorial };
            let log = x * LN_2 - 2.0 - log_factorial;
            (total - log.exp() * log, log_factorial)
        })
        .0;
    says(&Poisson::new(1), (&[3.0], &natural), &[3.0], [-6.0_f64.ln(), (4.0_f64 / 3.0).ln() - 2.0, entropy], "poisson");
}

#[test]
fn continuous_families_have_their_closed_forms() {
    // Rate 3.
    says(&Exponential, (&[2.0], &[-3.0]), &[2.0], [0.0, 3.0_f64.ln() - 6.0, 1.0 - 3.0_f64.ln()], "exponential");
    // Shape 2 and rate 3: 9 x exp(-3x), entropy a - log b + log Γ(a) + (1 - a) ψ(a), ψ(2) = 1 - γ.
    let entropy = 2.0 - 3.0_f64.ln() - (1.0 - 0.577_215_664_901_532_9);
    let density = 9.0_f64.ln() + 0.5_f64.ln() - 1.5;
    says(&Gamma, (&[0.5], &[2.0, -3.0]), &[0.5_f64.ln(), 0.5], [LN_2, density, entropy], "gamma");
    // κ sinh⁻¹ κ/4π on the sphere: log p = κ cos - log(4π sinh κ/κ), entropy log(4π sinh κ/κ) - κ coth κ + 1.
    let kappa = 2.0_f64;
    let normaliser = (4.0 * PI * kappa.sinh() / kappa).ln();
    let sphere = VonMisesFisher::new(3).unwrap();
    let entropy = normaliser - kappa / kappa.tanh() + 1.0;
    let x = [0.6, 0.0, 0.8];
    says(&sphere, (&x, &[2.0, 0.0, 0.0]), &x, [0.0, 1.2 - normaliser, entropy], "von Mises-Fisher");
}

/// Every function of a family refuses what is outside of its domain.
fn refuses<F: ExponentialFamily>(family: &F, observations: &[&[f64]], naturals: &[&[f64]], what: &str) {
    for x in observations {
        let refused = [
            family.check_observation(x).is_err(),
            family.sufficient_statistics(x).is_err(),
            family.log_base_measure(x).is_err(),
        ];
        assert_eq!(refused, [true; 3], "{what}: {x:?}");
    }
    for natural in naturals {
        let refused = [
            family.check_natural(natural).is_err(),
            family.log_normaliser(natural).is_err(),
            family.mean_parameters(natural).is_err(),
            family.entropy(natural).is_err(),
        ];
        assert_eq!(refused, [true; 4], "{what}: {natural:?}");
    }
}

#[test]
fn every_function_checks_its_domain() {
    let nan = f64::NAN;
    refuses(&Bernoulli, &[&[2.0], &[0.5], &[nan], &[]], &[&[nan], &[f64::INFINITY], &[]], "bernoulli");
    let two = Categorical::new(vec![2, 3]);
    refuses(
        &two,
        &[&[2.0, 0.0], &[0.0, 3.0], &[0.0, 0.5], &[0.0, -1.0], &[0.0]],
        &[&[0.0; 4], &[nan; 5]],
        "categorical",
    );
    let poisson = Poisson::new(1);
    refuses(&poisson, &[&[-1.0], &[0.5], &[nan], &[]], &[&[nan], &[f64::INFINITY], &[]], "poisson");
    refuses(&Exponential, &[&[-1.0], &[nan], &[]], &[&[0.0], &[1.0], &[nan], &[]], "exponential");
    let naturals: [&[f64]; 5] = [&[0.0, -1.0], &[1.0, 0.0], &[-1.0, -1.0], &[1.0, 1.0], &[1.0]];
    refuses(&Gamma, &[&[0.0], &[-1.0], &[nan], &[]], &naturals, "gamma");
    let sphere = VonMisesFisher::new(3).unwrap();
    refuses(
        &sphere,
        &[&[1.0, 1.0, 0.0], &[0.5, 0.0, 0.0], &[1.0, 0.0]],
        &[&[nan, 0.0, 0.0], &[0.0; 2]],
        "von Mises-Fisher",
    );
    let known = GaussianKnownCovariance::new(2);
    refuses(&known, &[&[nan, 0.0], &[0.0]], &[&[nan, 0.0], &[0.0]], "known covariance");
    let full = GaussianFull::new(1);
    refuses(&full, &[&[nan], &[]], &[&[0.0, 0.0], &[0.0, 1.0], &[nan, -1.0], &[0.0]], "full covariance");
}

/// `φᵀθ - ν A(θ)`: with `φ = 3` and `ν = 5` at `p = 1/4`, `-3 log 3 + 5 log(3/4)`.
#[test]
fn pseudo_observations_have_a_density() {
    let prior = PseudoObservations::new(&Bernoulli, vec![3.0], 5.0).unwrap();
    let expected = -3.0 * 3.0_f64.ln() + 5.0 * 0.75_f64.ln();
    close(prior.log_density(&Bernoulli, &[-3.0_f64.ln()]).unwrap(), expected, "prior");
    assert!(PseudoObservations::new(&Bernoulli, vec![3.0], 0.0).unwrap().mode(&Bernoulli).is_err());
}

/// `∫ p(x|θ)` on the circle is 1, and the mean of a large concentration is the direction itself, less `1/2κ`.
#[test]
fn a_concentrated_direction_has_its_mean() {
    let circle = VonMisesFisher::new(2).unwrap();
    let mean = circle.mean_parameters(&[1e8, 0.0]).unwrap();
    close(mean[0], 1.0 - 0.5e-8, "mean");
    // A normal distribution of variance 1/κ round the circle: entropy ½ log(2πe/κ).
    let entropy = 0.5 * (TAU / 1e8).ln() + 0.5;
    assert!((circle.entropy(&[1e8, 0.0]).unwrap() - entropy).abs() < 1e-6);
}
