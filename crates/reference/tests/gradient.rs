//! The gradient of `log p(X, θ)`: against differences, at the fixed points of EM, and followed uphill.

use reference::{
    Categorical, CategoricalPrior, Diagonal, Full, Gaussian, Identity, Mixture, Observations, Poisson, PoissonPrior,
    Prior, Spherical, Tied, Wanted, evaluate, fit,
    gradient::{Coordinates, Stepping, ascend, coordinates, gradient, mixture_at},
    prior::{
        Dirichlet, DirichletLevels, Gamma, NaturalCategorical, NaturalPoisson, Normal, NormalInverseGammaDiagonal,
        NormalInverseGammaSpherical, NormalInverseWishart,
    },
    sampler::draw,
};

const N: usize = 60;

/// Two clouds in the plane, weighted.
fn plane() -> Observations {
    let scale = vec![vec![6.0, 2.0], vec![2.0, 4.0]];
    let components = NormalInverseWishart::new(vec![0.0, 0.0], 0.05, 8.0, &scale).unwrap();
    let prior = Prior { weights: dirichlet(20.0), components: Some(components) };
    weighted(&draw(&prior, N, 11).unwrap().observations)
}

fn counts() -> Observations {
    let components = Gamma::new(vec![2.0, 20.0], vec![0.1, 1.0]).unwrap();
    let prior = Prior { weights: dirichlet(20.0), components: Some(components) };
    weighted(&draw(&prior, N, 12).unwrap().observations)
}

fn levels() -> Observations {
    let components = DirichletLevels::new(vec![vec![0.5; 3], vec![0.5; 2], vec![0.5; 2]]).unwrap();
    let prior = Prior { weights: dirichlet(20.0), components: Some(components) };
    weighted(&draw(&prior, N, 13).unwrap().observations)
}

fn weighted(rows: &[Vec<f64>]) -> Observations {
    let weights: Vec<f64> = (0..rows.len()).map(|n| 0.5 + (n % 3) as f64 / 2.0).collect();
    Observations::from_rows(rows, Some(&weights)).unwrap()
}

fn dirichlet(alpha: f64) -> Option<Dirichlet> {
    Some(Dirichlet::new(vec![alpha, alpha + 0.5], "prior.weights.dirichlet").unwrap())
}

fn means() -> Vec<Vec<f64>> {
    vec![vec![-1.0, 0.5], vec![2.0, 1.5]]
}

fn identity() -> Gaussian<Identity> {
    Gaussian::new(means(), Identity).unwrap()
}

fn spherical() -> Gaussian<Spherical> {
    Gaussian::new(means(), Spherical::new(vec![2.0, 0.7], 2).unwrap()).unwrap()
}

fn diagonal() -> Gaussian<Diagonal> {
    Gaussian::new(means(), Diagonal::new(vec![vec![2.0, 1.0], vec![0.7, 3.0]], 2, 2).unwrap()).unwrap()
}

fn full() -> Gaussian<Full> {
    let matrices = [vec![vec![2.0, 0.5], vec![0.5, 1.0]], vec![vec![1.5, -0.4], vec![-0.4, 2.5]]];
    Gaussian::new(means(), Full::new(&matrices, 2, 2).unwrap()).unwrap()
}

fn tied() -> Gaussian<Tied> {
    Gaussian::new(means(), Tied::new(&[vec![2.0, 0.5], vec![0.5, 1.0]], 2).unwrap()).unwrap()
}

fn poisson() -> Poisson {
    Poisson::new(vec![vec![8.0, 15.0], vec![30.0, 22.0]]).unwrap()
}

fn categorical() -> Categorical {
    let first = vec![vec![0.2, 0.5, 0.3], vec![0.6, 0.4], vec![0.5, 0.5]];
    let second = vec![vec![0.4, 0.1, 0.5], vec![0.2, 0.8], vec![0.7, 0.3]];
    Categorical::new(vec![3, 2, 2], vec![first, second]).unwrap()
}

fn wishart() -> NormalInverseWishart {
    NormalInverseWishart::new(vec![0.5, 0.0], 0.3, 5.0, &[vec![2.0, 0.3], vec![0.3, 1.0]]).unwrap()
}

/// Runs a check on every family, without a prior and with each that it has.
macro_rules! in_every_family {
    ($check:ident) => {{
        let with = |weights: f64| dirichlet(weights);
        $check(&plane(), identity(), None, None);
        let normal = Normal::new(vec![0.5, 0.0], 0.3, "prior", "precision").unwrap();
        $check(&plane(), identity(), with(2.0), Some(normal));
        $check(&plane(), spherical(), None, None);
        let prior = NormalInverseGammaSpherical::new(vec![0.5, 0.0], 0.3, 2.0, 1.5).unwrap();
        $check(&plane(), spherical(), with(3.0), Some(prior));
        $check(&plane(), diagonal(), None, None);
        let prior = NormalInverseGammaDiagonal::new(vec![0.5, 0.0], 0.3, 2.0, vec![1.5, 0.5]).unwrap();
        $check(&plane(), diagonal(), with(3.0), Some(prior));
        $check(&plane(), full(), None, None);
        $check(&plane(), full(), with(1.5), Some(wishart()));
        $check(&plane(), tied(), None, None);
        $check(&plane(), tied(), with(1.5), Some(wishart()));
        $check(&counts(), poisson(), None, None);
        let prior = PoissonPrior::Gamma(Gamma::new(vec![3.0, 2.0], vec![0.5, 0.2]).unwrap());
        $check(&counts(), poisson(), with(2.0), Some(prior));
        let prior = PoissonPrior::Natural(NaturalPoisson::new(vec![3.0, 2.0], 0.5).unwrap());
        $check(&counts(), poisson(), with(2.0), Some(prior));
        let prior = DirichletLevels::new(vec![vec![1.5, 2.0, 3.0], vec![2.0, 1.5], vec![2.0, 2.0]]).unwrap();
        $check(&levels(), categorical(), with(2.0), Some(CategoricalPrior::Dirichlet(prior)));
        let prior = NaturalCategorical::new(vec![vec![1.5, 2.0, 3.0], vec![2.0, 1.5], vec![2.0, 2.0]]).unwrap();
        $check(&levels(), categorical(), with(2.0), Some(CategoricalPrior::Natural(prior)));
        $check(&levels(), categorical(), None, None);
    }};
}

fn mixture<F: Coordinates>(components: F) -> Mixture<F> {
    Mixture::new(vec![0.35, 0.65], components).unwrap()
}

/// The difference of fourth order has the error `h⁴ f⁽⁵⁾/30`, about 1e-10 of `f`'s scale, and `2ε|f|/h`, about 1e-11.
fn is_the_derivative<F: Coordinates>(
    data: &Observations,
    components: F,
    weights: Option<Dirichlet>,
    prior: Option<F::Prior>,
) {
    let prior = Prior { weights, components: prior };
    let mixture = mixture(components);
    let (shape, at) = (mixture.components().shape(), coordinates(&mixture).unwrap());
    let slopes = gradient(data, &mixture, &prior).unwrap();
    assert_eq!(slopes.gradient.len(), at.len());
    let value = |i: usize, h: f64| {
        let mut moved = at.clone();
        moved[i] += h;
        let mixture = mixture_at::<F>(&shape, 2, &moved).unwrap();
        evaluate(data, &mixture, &prior, Wanted::default()).unwrap().log_joint.unwrap()
    };
    let h = 2.0_f64.powi(-10);
    let scale = slopes.log_joint.abs() + N as f64;
    for (i, slope) in slopes.gradient.iter().enumerate() {
        let difference = (8.0 * (value(i, h) - value(i, -h)) - (value(i, 2.0 * h) - value(i, -2.0 * h))) / (12.0 * h);
        assert!((slope - difference).abs() < 1e-9 * scale, "[{i}]: {slope} against {difference}");
    }
}

#[test]
fn it_is_the_derivative() {
    in_every_family!(is_the_derivative);
}

fn coordinates_come_back<F: Coordinates>(_: &Observations, components: F, _: Option<Dirichlet>, _: Option<F::Prior>) {
    let mixture = mixture(components);
    let there = coordinates(&mixture).unwrap();
    let back = mixture_at::<F>(&mixture.components().shape(), 2, &there).unwrap();
    // Exponentials and logarithms of numbers below 4, and an inverse of condition below 10.
    assert!(mixture.relative_change(&back) < 32.0 * f64::EPSILON, "{}", mixture.relative_change(&back));
    for (a, b) in coordinates(&back).unwrap().iter().zip(&there) {
        assert!((a - b).abs() < 32.0 * f64::EPSILON * (1.0 + b.abs()));
    }
}

#[test]
fn coordinates_lead_back_to_the_parameters() {
    in_every_family!(coordinates_come_back);
}

/// At rest an M-step moves the parameters by `8ε` at most, and the gradient is the count times the precision times such a move: for 60
/// observations, numbers up to 30 and precisions up to 10, below `60 · 30 · 10 · 8ε`, about 3e-11.
fn vanishes_at_rest<F: Coordinates>(
    data: &Observations,
    components: F,
    weights: Option<Dirichlet>,
    prior: Option<F::Prior>,
) {
    let prior = Prior { weights, components: prior };
    let rest = fit(data, mixture(components), &prior, 0.0, 100_000).unwrap();
    assert!(rest.converged);
    let slopes = gradient(data, &rest.mixture, &prior).unwrap();
    for (i, slope) in slopes.gradient.iter().enumerate() {
        assert!(slope.abs() < 3e-11, "[{i}]: {slope:e} after {} iterations", rest.iterations);
    }
}

#[test]
fn it_vanishes_at_the_fixed_points_of_em() {
    in_every_family!(vanishes_at_rest);
}

/// Both climb from the same start; a gradient of norm `g` leaves the objective `g²/2h` below the top, with a curvature `h` of at least 0.1.
fn reaches_what_em_reaches<F: Coordinates>(
    data: &Observations,
    components: F,
    weights: Option<Dirichlet>,
    prior: Option<F::Prior>,
) {
    let prior = Prior { weights, components: prior };
    let rest = fit(data, mixture(components.clone()), &prior, 0.0, 100_000).unwrap();
    let stepping = Stepping::Backtracking { first: 0.01, sufficient: 1e-4 };
    let climb = ascend(data, mixture(components), &prior, stepping, 1e-5, 50_000).unwrap();
    assert!(climb.log_joint.windows(2).all(|pair| pair[1] > pair[0]));
    assert!(climb.converged, "{:?}", climb.gradient_norm.last());
    let top = climb.log_joint.last().unwrap();
    assert!((top - rest.log_joint).abs() < 1e-8, "{top} against {} of EM", rest.log_joint);
    assert_eq!(climb.evaluations.len(), climb.log_joint.len());
}

#[test]
fn ascent_reaches_what_em_reaches() {
    let weights = || dirichlet(2.0);
    reaches_what_em_reaches(&plane(), identity(), None, None);
    reaches_what_em_reaches(&plane(), full(), weights(), Some(wishart()));
    reaches_what_em_reaches(&plane(), tied(), weights(), Some(wishart()));
    let prior = PoissonPrior::Gamma(Gamma::new(vec![3.0, 2.0], vec![0.5, 0.2]).unwrap());
    reaches_what_em_reaches(&counts(), poisson(), weights(), Some(prior));
    let prior = DirichletLevels::new(vec![vec![1.5, 2.0, 3.0], vec![2.0, 1.5], vec![2.0, 2.0]]).unwrap();
    reaches_what_em_reaches(&levels(), categorical(), weights(), Some(CategoricalPrior::Dirichlet(prior)));
}

#[test]
fn em_needs_fewer_iterations_than_ascent_with_a_fixed_step() {
    let (data, prior) = (plane(), Prior::default());
    let rest = fit(&data, mixture(full()), &prior, 0.0, 100_000).unwrap();
    let near = |value: &f64| *value > rest.log_joint - 1e-6;
    let em = reference::trajectory(&data, mixture(full()), &prior, 2000, &[]).unwrap();
    let by_em = em.log_joint.iter().position(near).unwrap();
    let climb = ascend(&data, mixture(full()), &prior, Stepping::Fixed(1e-3), 0.0, 20_000).unwrap();
    let by_ascent = climb.log_joint.iter().position(near).unwrap_or(climb.log_joint.len());
    assert!(by_em < by_ascent, "EM {by_em}, ascent {by_ascent}");
}

#[test]
fn what_has_no_gradient_is_refused() {
    let data = Observations::from_rows(&[vec![0.0], vec![2.0]], None).unwrap();
    let at_zero = || Mixture::new(vec![1.0], Poisson::new(vec![vec![0.0]]).unwrap()).unwrap();
    let error = gradient(&data, &at_zero(), &Prior::default()).unwrap_err();
    assert!(error.to_string().starts_with("observation 1 has probability 0"), "{error}");
    let error = coordinates(&at_zero()).unwrap_err();
    assert!(error.to_string().starts_with("components[0].rate[0] is 0"), "{error}");
    assert!(mixture_at::<Poisson>(&1, 1, &[0.0]).is_err());
    assert!(mixture_at::<Poisson>(&1, 1, &[0.0, f64::NAN]).is_err());
    assert!(mixture_at::<Gaussian<Full>>(&2, 1, &[0.0; 5]).is_err());
    let sound = Mixture::new(vec![1.0], Poisson::new(vec![vec![1.0]]).unwrap()).unwrap();
    for stepping in [Stepping::Fixed(0.0), Stepping::Backtracking { first: 1.0, sufficient: 1.0 }] {
        assert!(ascend(&data, sound.clone(), &Prior::default(), stepping, 1e-6, 10).is_err());
    }
}

/// One component in three dimensions, where a product of the numbers of components and dimensions is not their sum.
#[test]
fn coordinates_of_one_component_in_three_dimensions() {
    let mean = vec![vec![1.0, -2.0, 0.5]];
    let matrix = vec![vec![2.0, 0.5, 0.25], vec![0.5, 1.0, -0.25], vec![0.25, -0.25, 3.0]];
    fn come_back<F: Coordinates>(components: F, length: usize) {
        let mixture = Mixture::new(vec![1.0], components).unwrap();
        let there = coordinates(&mixture).unwrap();
        assert_eq!(there.len(), 1 + length);
        let back = mixture_at::<F>(&mixture.components().shape(), 1, &there).unwrap();
        assert!(mixture.relative_change(&back) < 32.0 * f64::EPSILON, "{}", mixture.relative_change(&back));
    }
    come_back(Gaussian::new(mean.clone(), Identity).unwrap(), 3);
    come_back(Gaussian::new(mean.clone(), Spherical::new(vec![2.0], 1).unwrap()).unwrap(), 4);
    come_back(Gaussian::new(mean.clone(), Diagonal::new(vec![vec![2.0, 1.0, 3.0]], 1, 3).unwrap()).unwrap(), 6);
    come_back(Gaussian::new(mean.clone(), Full::new(std::slice::from_ref(&matrix), 1, 3).unwrap()).unwrap(), 9);
    come_back(Gaussian::new(mean, Tied::new(&matrix, 3).unwrap()).unwrap(), 9);
    come_back(Poisson::new(vec![vec![1.0, 2.0, 3.0]]).unwrap(), 3);
}

/// `f = n (x̄ c - e^c)` of the logarithm `c` of one rate, without its constant.
const MEAN: f64 = 3.0;

fn of_rate(c: f64) -> (f64, f64) {
    (4.0 * (MEAN * c - c.exp()), 4.0 * (MEAN - c.exp()))
}

fn climb(stepping: Stepping, iterations: usize) -> reference::gradient::Ascent<Poisson> {
    let data = Observations::from_rows(&[vec![1.0], vec![2.0], vec![4.0], vec![5.0]], None).unwrap();
    let initial = Mixture::new(vec![1.0], Poisson::new(vec![vec![0.5]]).unwrap()).unwrap();
    ascend(&data, initial, &Prior::default(), stepping, 0.0, iterations).unwrap()
}

#[test]
fn a_fixed_step_is_kept_and_every_step_is_counted() {
    let run = climb(Stepping::Fixed(0.01), 4);
    assert_eq!(run.evaluations, [1, 2, 3, 4, 5]);
    assert!(!run.converged);
    let mut c = 0.5_f64.ln();
    for norm in &run.gradient_norm {
        let slope = of_rate(c).1;
        assert!((norm - slope.abs()).abs() < 1e-13, "{norm} {slope}");
        c += 0.01 * slope;
    }
}

/// The same, written out for one coordinate.
#[test]
fn backtracking_halves_until_enough_is_gained_and_begins_at_twice_the_last() {
    for (first, sufficient) in [(3.0, 0.9), (0.4, 0.4), (1e-3, 0.1)] {
        let run = climb(Stepping::Backtracking { first, sufficient }, 6);
        let (mut c, mut step, mut trials) = (0.5_f64.ln(), first, 0);
        for t in 0..=6 {
            let (value, slope) = of_rate(c);
            assert!((run.gradient_norm[t] - slope.abs()).abs() < 1e-13, "{t}: {} {slope}", run.gradient_norm[t]);
            assert_eq!(run.evaluations[t], t + 1 + trials);
            trials += 1;
            while of_rate(c + step * slope).0 < value + sufficient * step * slope * slope {
                step *= 0.5;
                trials += 1;
            }
            c += step * slope;
            step *= 2.0;
        }
    }
}

#[test]
fn what_cannot_be_followed_is_refused() {
    assert!(mixture_at::<Poisson>(&1, 2, &[0.0]).is_err());
    let narrow = Mixture::new(
        vec![1.0],
        Gaussian::new(vec![vec![0.0]], Full::new(&[vec![vec![1e-310]]], 1, 1).unwrap()).unwrap(),
    );
    assert!(coordinates(&narrow.unwrap()).is_err());
    let data = Observations::from_rows(&[vec![2.0]], None).unwrap();
    let sound = Mixture::new(vec![1.0], Poisson::new(vec![vec![1.0]]).unwrap()).unwrap();
    let none = Stepping::Backtracking { first: 1.0, sufficient: 0.0 };
    assert!(ascend(&data, sound, &Prior::default(), none, 1e-6, 10).is_err());
}
