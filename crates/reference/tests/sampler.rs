//! The sampler: its bits are pinned, and its draws have the distributions they should.
//!
//! The seeds are fixed, so nothing here is random: each bound is one that a right sampler keeps for nearly every seed. A mean of `n` draws
//! lies within 4.5 standard errors of its expectation for all but 7 in a million; Kolmogorov and Smirnov's distance exceeds `1.95/√n` for
//! one in a thousand.

use reference::{
    Prior,
    arithmetic::special::poisson_log_probability,
    prior::{
        Dirichlet, DirichletLevels, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaDiagonal,
        NormalInverseGammaSpherical, NormalInverseWishart,
    },
    sampler::{ComponentPrior, Draw, Sampler, draw},
};

const N: usize = 40_000;

fn draws(seed: u64, mut one: impl FnMut(&mut Sampler) -> f64) -> Vec<f64> {
    let mut sampler = Sampler::new(seed);
    (0..N).map(|_| one(&mut sampler)).collect()
}

/// The largest distance of the empirical distribution from a continuous one.
fn kolmogorov_smirnov(mut values: Vec<f64>, cumulative: impl Fn(f64) -> f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let distance = |(i, &x): (usize, &f64)| {
        let p = cumulative(x);
        (p - i as f64 / n).abs().max(((i + 1) as f64 / n - p).abs())
    };
    values.iter().enumerate().map(distance).fold(0.0, f64::max)
}

fn has_distribution(values: Vec<f64>, cumulative: impl Fn(f64) -> f64, what: &str) {
    let allowed = 1.95 / (values.len() as f64).sqrt();
    let distance = kolmogorov_smirnov(values, cumulative);
    assert!(distance < allowed, "{what}: {distance} beyond {allowed}");
}

/// Mean within 4.5 standard errors, given the variance.
fn has_mean(values: &[f64], mean: f64, variance: f64, what: &str) {
    let n = values.len() as f64;
    let computed = values.iter().sum::<f64>() / n;
    let error = (variance / n).sqrt();
    assert!((computed - mean).abs() < 4.5 * error, "{what}: {computed} against {mean} ± {error}");
}

#[test]
fn the_first_draws_are_pinned() {
    let mut sampler = Sampler::new(305);
    let bits: Vec<u64> = [
        sampler.uniform(),
        sampler.normal(),
        sampler.gamma(2.5, 1.0).unwrap(),
        sampler.gamma(0.3, 2.0).unwrap(),
        sampler.inverse_gamma(3.0, 2.0).unwrap(),
        sampler.poisson(3.5).unwrap(),
        sampler.poisson(1e6).unwrap(),
        sampler.binomial(1000.0, 0.3).unwrap(),
        sampler.categorical(&[0.2, 0.5, 0.3]).unwrap() as f64,
        sampler.dirichlet(&[0.5, 1.5]).unwrap()[0],
        sampler.wishart(4.0, &[vec![2.0, 0.5], vec![0.5, 1.0]]).unwrap()[1][0],
        sampler.inverse_wishart_factor(4.0, &[vec![2.0, 0.5], vec![0.5, 1.0]]).unwrap()[1][0],
    ]
    .map(f64::to_bits)
    .to_vec();
    assert_eq!(bits, PINNED, "{bits:#x?}");
}

/// What the sampler first gave: a change of any bit is a change of every data set that was ever drawn.
const PINNED: [u64; 12] = [
    0x3fd2_5bc7_53f6_1db2,
    0x3fd3_0626_63a3_4cae,
    0x4004_9898_5e60_4933,
    0x3e23_72eb_c396_281b,
    0x3ffc_6634_0a59_d7d6,
    0x4008_0000_0000_0000,
    0x412e_8514_0000_0000,
    0x4073_5000_0000_0000,
    0x4000_0000_0000_0000,
    0x3fec_2c32_0207_b021,
    0x4013_9dd7_18f9_a911,
    0x3fd0_1984_d8bc_b393,
];

#[test]
fn equal_seeds_give_equal_draws_and_others_do_not() {
    let first = |seed| Sampler::new(seed).normals(8);
    assert_eq!(first(1), first(1));
    assert_ne!(first(1), first(2));
}

#[test]
fn uniform_and_normal() {
    let uniforms = draws(1, Sampler::uniform);
    assert!(uniforms.iter().all(|&u| u > 0.0 && u < 1.0));
    has_distribution(uniforms, |u| u, "uniform");
    has_distribution(draws(2, Sampler::normal), |x| 0.5 * libm::erfc(-x / 2.0_f64.sqrt()), "normal");
}

#[test]
fn gamma_of_any_shape() {
    let gamma = |seed, shape| draws(seed, |sampler| sampler.gamma(shape, 2.0).unwrap());
    has_distribution(gamma(3, 0.5), |x| libm::erf((2.0 * x).sqrt()), "shape 1/2");
    has_distribution(gamma(4, 1.0), |x| -(-2.0 * x).exp_m1(), "shape 1");
    let of_three = |x: f64| 1.0 - (-2.0 * x).exp() * (1.0 + 2.0 * x + 2.0 * x * x);
    has_distribution(gamma(5, 3.0), of_three, "shape 3");
    for (seed, shape) in [(6, 0.05), (7, 0.9), (8, 40.0), (9, 1e6)] {
        let values = gamma(seed, shape);
        has_mean(&values, shape / 2.0, shape / 4.0, "the mean of a gamma");
        // Of a gamma of rate 1 the fourth central moment is 3a² + 6a.
        let squares: Vec<f64> = values.iter().map(|x| (x - shape / 2.0).powi(2)).collect();
        has_mean(&squares, shape / 4.0, (2.0 * shape * shape + 6.0 * shape) / 16.0, "the variance of a gamma");
    }
    // The inverse of a gamma of shape 1 and rate b: exp(-b/y).
    has_distribution(
        draws(10, |sampler| sampler.inverse_gamma(1.0, 3.0).unwrap()),
        |y| (-3.0 / y).exp(),
        "inverse gamma",
    );
    has_distribution(
        draws(11, |sampler| sampler.inverse_gamma(0.5, 2.0).unwrap()),
        |y| libm::erfc((2.0 / y).sqrt()),
        "inverse gamma of small shape",
    );
}

#[test]
fn poisson_of_any_rate() {
    for (seed, rate) in [(20, 0.3), (21, 7.0), (22, 15.9), (23, 16.1), (24, 150.0)] {
        let values = draws(seed, |sampler| sampler.poisson(rate).unwrap());
        let last = values.iter().copied().fold(0.0, f64::max) as usize;
        let (mut cumulative, mut distance) = (0.0, 0.0_f64);
        for x in 0..=last {
            cumulative += poisson_log_probability(x as f64, rate).exp();
            let below = values.iter().filter(|&&value| value <= x as f64).count() as f64 / N as f64;
            distance = distance.max((cumulative - below).abs());
        }
        assert!(distance < 1.95 / (N as f64).sqrt(), "rate {rate}: {distance}");
    }
    for (seed, rate) in [(25, 1e4), (26, 1e9), (27, 1e15)] {
        let values = draws(seed, |sampler| sampler.poisson(rate).unwrap());
        assert!(values.iter().all(|x| x.fract() == 0.0));
        has_mean(&values, rate, rate, "the mean of a Poisson");
        let squares: Vec<f64> = values.iter().map(|x| (x - rate).powi(2)).collect();
        has_mean(&squares, rate, 2.0 * rate * rate + rate, "the variance of a Poisson");
    }
    let mut sampler = Sampler::new(28);
    assert_eq!(sampler.poisson(0.0).unwrap(), 0.0);
    assert!((sampler.poisson(1e300).unwrap() / 1e300 - 1.0).abs() < 1e-15);
}

#[test]
fn binomial_and_categorical() {
    for (seed, n, p) in [(30, 10.0, 0.3), (31, 1000.0, 0.02), (32, 1e6, 0.7)] {
        let values = draws(seed, |sampler| sampler.binomial(n, p).unwrap());
        let variance = n * p * (1.0 - p);
        has_mean(&values, n * p, variance, "the mean of a binomial");
        let squares: Vec<f64> = values.iter().map(|x| (x - n * p).powi(2)).collect();
        has_mean(&squares, variance, 2.0 * variance * variance + variance, "the variance of a binomial");
    }
    let mut sampler = Sampler::new(33);
    assert_eq!(sampler.binomial(1e9, 0.0).unwrap(), 0.0);
    assert_eq!(sampler.binomial(1e9, 1.0).unwrap(), 1e9);
    let probabilities = [0.1, 0.0, 0.6, 0.3];
    let values = draws(34, |sampler| sampler.categorical(&probabilities).unwrap() as f64);
    for (level, &p) in probabilities.iter().enumerate() {
        let hits: Vec<f64> = values.iter().map(|&x| f64::from(u8::from(x == level as f64))).collect();
        has_mean(&hits, p, p * (1.0 - p) + 1e-300, "a level's share");
    }
}

#[test]
fn dirichlet() {
    let alpha = [0.05, 0.5, 2.45];
    let mut sampler = Sampler::new(40);
    let rows: Vec<Vec<f64>> = (0..N).map(|_| sampler.dirichlet(&alpha).unwrap()).collect();
    assert!(rows.iter().all(|row| (row.iter().sum::<f64>() - 1.0).abs() < 4.0 * f64::EPSILON));
    for (c, &alpha) in alpha.iter().enumerate() {
        let mean = alpha / 3.0;
        let values: Vec<f64> = rows.iter().map(|row| row[c]).collect();
        has_mean(&values, mean, mean * (1.0 - mean) / 4.0, "a Dirichlet mean");
    }
    // Concentrations whose gamma variates all underflow still give a point of the simplex: nearly a corner.
    let corner = sampler.dirichlet(&[1e-6, 1e-6]).unwrap();
    assert!((corner[0] + corner[1] - 1.0).abs() < 1e-15);
    // Dir(1, 1): uniform.
    has_distribution(draws(41, |sampler| sampler.dirichlet(&[1.0, 1.0]).unwrap()[0]), |p| p, "Dir(1, 1)");
}

#[test]
fn wishart_and_its_inverse() {
    let scale = vec![vec![2.0, 0.6], vec![0.6, 1.0]];
    let nu = 9.0;
    let mut sampler = Sampler::new(50);
    let wishart: Vec<_> = (0..N).map(|_| sampler.wishart(nu, &scale).unwrap()).collect();
    let inverse: Vec<_> = (0..N).map(|_| sampler.inverse_wishart_factor(nu, &scale).unwrap()).collect();
    for i in 0..2 {
        for j in 0..=i {
            let product = scale[i][i] * scale[j][j];
            let square = scale[i][j] * scale[i][j];
            let values: Vec<f64> = wishart.iter().map(|w| w[i][j]).collect();
            has_mean(&values, nu * scale[i][j], nu * (square + product), "a Wishart entry");
            // ((n + 1) Ψ_ij² + (n - 1) Ψ_ii Ψ_jj)/(n (n - 1)² (n - 3)), n = ν - D.
            let n = nu - 2.0;
            let variance = ((n + 1.0) * square + (n - 1.0) * product) / (n * (n - 1.0).powi(2) * (n - 3.0));
            let entry = |b: &Vec<Vec<f64>>| b[i].iter().zip(&b[j]).map(|(a, b)| a * b).sum::<f64>();
            let values: Vec<f64> = inverse.iter().map(entry).collect();
            has_mean(&values, scale[i][j] / (n - 1.0), variance, "an inverse Wishart entry");
        }
    }
}

fn weights() -> Option<Dirichlet> {
    Some(Dirichlet::new(vec![4.0, 6.0, 8.0], "prior.weights.dirichlet").unwrap())
}

fn process<P: ComponentPrior>(components: P) -> Draw<P::Parameters> {
    let draw = draw(&Prior { weights: weights(), components: Some(components) }, 6000, 60).unwrap();
    assert_eq!((draw.proportions.len(), draw.parameters.len(), draw.observations.len()), (3, 3, 6000));
    for (k, &p) in draw.proportions.iter().enumerate() {
        let hits: Vec<f64> = draw.assignments.iter().map(|&z| f64::from(u8::from(z == k))).collect();
        has_mean(&hits, p, p * (1.0 - p), "the share of a component");
    }
    draw
}

/// The first number of each observation of a component.
fn first<T>(draw: &Draw<T>, k: usize) -> Vec<f64> {
    let pairs = draw.assignments.iter().zip(&draw.observations);
    pairs.filter(|(z, _)| **z == k).map(|(_, x)| x[0]).collect()
}

#[test]
fn the_process_draws_observations_from_its_parameters() {
    let normal = process(Normal::new(vec![1.0, -1.0], 0.1, "", "precision").unwrap());
    let scale = vec![vec![3.0, 1.0], vec![1.0, 2.0]];
    let full = process(NormalInverseWishart::new(vec![0.0, 5.0], 0.2, 6.0, &scale).unwrap());
    let diagonal = process(NormalInverseGammaDiagonal::new(vec![0.0, 5.0], 0.2, 3.0, vec![1.0, 4.0]).unwrap());
    let spherical = process(NormalInverseGammaSpherical::new(vec![0.0, 5.0], 0.2, 3.0, 2.0).unwrap());
    let poisson = process(Gamma::new(vec![3.0, 50.0], vec![0.5, 0.1]).unwrap());
    let natural = process(NaturalPoisson::new(vec![3.0, 50.0], 0.5).unwrap());
    let levels = process(DirichletLevels::new(vec![vec![1.0, 2.0], vec![0.5; 3]]).unwrap());
    let logits = process(NaturalCategorical::new(vec![vec![1.0, 2.0], vec![0.5; 3]]).unwrap());
    for k in 0..3 {
        has_mean(&first(&normal, k), normal.parameters[k][0], 1.0, "known covariance");
        let parameters = &full.parameters[k];
        has_mean(&first(&full, k), parameters.mean[0], parameters.covariance()[0][0], "full");
        has_mean(&first(&diagonal, k), diagonal.parameters[k].mean[0], diagonal.parameters[k].variances[0], "diagonal");
        let spherical_k = &spherical.parameters[k];
        has_mean(&first(&spherical, k), spherical_k.mean[0], spherical_k.variances[0], "spherical");
        assert_eq!(spherical_k.variances[0], spherical_k.variances[1]);
        has_mean(&first(&poisson, k), poisson.parameters[k][0], poisson.parameters[k][0], "poisson");
        has_mean(&first(&natural, k), natural.parameters[k][0], natural.parameters[k][0], "natural poisson");
        for draw in [&levels, &logits] {
            let p = draw.parameters[k][0][1];
            has_mean(&first(draw, k), p, p * (1.0 - p), "categorical");
        }
    }
}

#[test]
fn parameters_have_their_priors() {
    let normal = Normal::new(vec![2.0], 4.0, "", "precision").unwrap();
    let mean = |sampler: &mut Sampler| normal.parameters(sampler).unwrap()[0];
    has_distribution(draws(70, mean), |x| 0.5 * libm::erfc(-(x - 2.0) * 2.0 / 2.0_f64.sqrt()), "the prior of a mean");
    // Marginally a mean under a normal-inverse-gamma prior is Student's t with 2a degrees of freedom, scale √(b/(aκ)); here Cauchy.
    let prior = NormalInverseGammaSpherical::new(vec![1.0], 2.0, 0.5, 3.0).unwrap();
    let mean = |sampler: &mut Sampler| prior.parameters(sampler).unwrap().mean[0];
    let cauchy = |x: f64| 0.5 + ((x - 1.0) / 3.0_f64.sqrt()).atan() / std::f64::consts::PI;
    has_distribution(draws(71, mean), cauchy, "a mean under a normal-inverse-gamma prior");
    // In one dimension the inverse Wishart is the inverse gamma of shape ν/2 and scale Ψ/2: ν = 2 gives exp(-Ψ/(2σ²)).
    let prior = NormalInverseWishart::new(vec![0.0], 1.0, 2.0, &[vec![3.0]]).unwrap();
    let variance = |sampler: &mut Sampler| prior.parameters(sampler).unwrap().covariance()[0][0];
    has_distribution(draws(72, variance), |v| (-1.5 / v).exp(), "a variance under an inverse Wishart prior");
}

#[test]
fn a_longer_draw_begins_with_the_shorter() {
    let prior = || Prior { weights: weights(), components: Some(Gamma::new(vec![3.0], vec![0.5]).unwrap()) };
    let (short, long) = (draw(&prior(), 10, 7).unwrap(), draw(&prior(), 20, 7).unwrap());
    assert_eq!(short.parameters, long.parameters);
    assert_eq!(short.observations, long.observations[..10]);
    assert_eq!(short.assignments, long.assignments[..10]);
}

#[test]
fn bad_parameters_are_named() {
    let mut sampler = Sampler::new(0);
    let message = |result: reference::Result<f64>| result.unwrap_err().to_string();
    assert!(message(sampler.gamma(0.0, 1.0)).starts_with("shape is 0"));
    assert!(message(sampler.gamma(1.0, f64::NAN)).starts_with("rate is NaN"));
    assert!(message(sampler.poisson(-1.0)).starts_with("rate is -1"));
    assert!(message(sampler.binomial(1.5, 0.5)).starts_with("trials is 1.5"));
    assert!(message(sampler.inverse_gamma(1.0, 0.0)).starts_with("scale is 0"));
    assert!(sampler.dirichlet(&[1.0, 0.0]).unwrap_err().to_string().starts_with("concentration[1] is 0"));
    assert!(sampler.categorical(&[0.5, 0.6]).is_err());
    assert!(sampler.wishart(1.0, &[vec![1.0, 0.0], vec![0.0, 1.0]]).is_err());
    assert!(sampler.wishart(3.0, &[vec![1.0, 2.0], vec![2.0, 1.0]]).is_err());
    let nothing: Prior<Normal> = Prior::default();
    assert!(draw(&nothing, 1, 0).unwrap_err().to_string().starts_with("prior.weights: there is no prior"));
}
