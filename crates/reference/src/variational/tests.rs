//! Steps in vector instructions give what care gives, to rounding; what they cannot do is done with care, to the last bit; and nothing depends
//! on the number of threads.

use faer::Mat;

use super::*;
use crate::{
    arithmetic::double_double::DoubleDouble,
    conjugate::NormalInverseWishartDistribution,
    family::{Full, Gaussian},
    prior::{Normal, NormalInverseWishart},
    sampler::Sampler,
};

type Wishart<'a> = Problem<'a, NormalInverseWishart>;

/// `count` observations of `dimension` numbers about three places `apart` from each other, one after the other.
fn clouds(count: usize, dimension: usize, apart: f64) -> Vec<f64> {
    let mut sampler = Sampler::new(11);
    let mut value = |i: usize| {
        let noise = (0..12).map(|_| sampler.uniform()).sum::<f64>() - 6.0;
        apart * ((i / dimension) % 3) as f64 + noise * (1.0 + (i % dimension) as f64 / 4.0)
    };
    (0..count * dimension).map(&mut value).collect()
}

fn observations(values: &[f64], dimension: usize) -> Observations {
    Observations::from_flat(values.to_vec(), values.len() / dimension, None).unwrap()
}

/// `K x N` responsibilities, each component with more of every `K`-th observation.
fn spread(components: usize, count: usize) -> Mat<f64> {
    let mut sampler = Sampler::new(5);
    let raw = Mat::from_fn(components, count, |k, n| if n % components == k { 1.5 } else { 0.5 } + sampler.uniform());
    Mat::from_fn(components, count, |k, n| raw[(k, n)] / raw.col(n).iter().sum::<f64>())
}

fn wishart(dimension: usize, unit: f64) -> NormalInverseWishart {
    let entry = |i: usize, j: usize| unit * unit * if i == j { 2.0 } else { 0.25 };
    let scale: Vec<Vec<f64>> = (0..dimension).map(|i| (0..dimension).map(|j| entry(i, j)).collect()).collect();
    NormalInverseWishart::new(vec![0.5 * unit; dimension], 0.5, dimension as f64 + 1.5, &scale).unwrap()
}

fn dirichlet(components: usize) -> Dirichlet {
    Dirichlet::new((0..components).map(|k| 0.5 + k as f64).collect(), "prior.weights.dirichlet").unwrap()
}

/// All numbers of some factors, those of a block together.
fn blocks(factors: &Factors<'_, NormalInverseWishart>) -> Vec<Vec<f64>> {
    let of_component = |q: &NormalInverseWishartDistribution| {
        let dimension = q.normal().mean().len();
        let mean = q.normal().mean().iter().map(|mean| mean.high).collect();
        let scale = (0..dimension).flat_map(|i| (0..=i).map(move |j| (i, j)));
        vec![mean, scale.map(|(i, j)| q.factor().entry(i, j)).collect(), vec![q.degrees_of_freedom()]]
    };
    let weights = factors.weights().concentration().to_vec();
    factors.components().iter().flat_map(of_component).chain(weights).collect()
}

/// Holds one state against another: blocks by their largest number, the bound by the magnitude of what is added up in it.
fn compare(quick: &State<'_, NormalInverseWishart>, careful: &State<'_, NormalInverseWishart>, scale: f64) {
    let near = |a: f64, b: f64, scale: f64| assert!((a - b).abs() <= 64.0 * f64::EPSILON * scale, "{a:e} and {b:e}");
    for (quick, careful) in blocks(&quick.factors).iter().zip(&blocks(&careful.factors)) {
        let largest = careful.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        quick.iter().zip(careful).for_each(|(&a, &b)| near(a, b, largest));
    }
    near(quick.elbo, careful.elbo, scale);
    if let (Some(quick), Some(careful)) = (&quick.responsibilities, &careful.responsibilities) {
        assert_eq!((quick.nrows(), quick.ncols()), (careful.nrows(), careful.ncols()));
        for (quick, careful) in quick.col_iter().zip(careful.col_iter()) {
            quick.iter().zip(careful.iter()).for_each(|(&a, &b)| near(a, b, 8.0));
        }
    }
}

/// Three steps both ways, each from where the one before arrived with care. Returns what the last arrived at.
fn both_ways(problem: &Wishart<'_>, given: &Mat<f64>) -> Mat<f64> {
    let scale = (problem.observations.count() * (problem.observations.dimension() + 1)) as f64;
    let mut careful = problem.careful(Responsibilities::new(given.clone())).unwrap();
    let quick = problem.quick(Start::Given(given.as_ref()), false).expect("ordinary");
    compare(&quick, &careful, scale);
    for _ in 0..3 {
        let quick = problem.quick(Start::Factors(&careful.factors), true).expect("ordinary");
        let responsibilities = careful.factors.responsibilities(problem.observations, Moment::Given).unwrap();
        careful = problem.careful(responsibilities.clone()).unwrap();
        compare(&quick, &careful, scale);
        let by_definition = careful.factors.elbo_by_definition(problem.observations, &responsibilities).unwrap();
        assert!(
            (quick.elbo - by_definition).abs() <= 64.0 * f64::EPSILON * scale,
            "{} and {by_definition}",
            quick.elbo
        );
    }
    careful.responsibilities.unwrap()
}

#[test]
fn a_quick_step_is_what_care_makes_of_it() {
    for (dimension, components, count) in
        [(1, 2, 1500), (2, 1, 300), (2, 3, 1024), (3, 4, 1025), (4, 3, 700), (5, 2, 1300), (7, 3, 1100), (9, 5, 900)]
    {
        let observations = observations(&clouds(count, dimension, 2.5), dimension);
        let (weights, prior) = (dirichlet(components), wishart(dimension, 1.0));
        let problem = Problem { observations: &observations, weights: &weights, prior: &prior };
        both_ways(&problem, &spread(components, count));
    }
}

#[test]
fn certain_responsibilities_have_no_entropy() {
    let observations = observations(&clouds(600, 2, 2.5), 2);
    let (weights, prior) = (dirichlet(3), wishart(2, 1.0));
    let hard = Mat::from_fn(3, 600, |k, n| f64::from(u8::from(n % 3 == k)));
    let concentration = weights.concentration.as_slice();
    let step = Step { observations: &observations, concentration, start: Start::Given(hard.as_ref()), keep: false };
    assert_eq!(prior.quick_step(&step).unwrap().entropy.value(), 0.0);
    both_ways(&Problem { observations: &observations, weights: &weights, prior: &prior }, &hard);
}

/// Rows in order of their place, and far from the first: means are not where the first thousand rows are, and the pass is made again.
#[test]
fn moments_are_centred_anew() {
    let dimension = 2;
    let mut values = clouds(4000, dimension, 0.0);
    for (n, row) in values.chunks_mut(dimension).enumerate() {
        row.iter_mut().for_each(|x| *x += if n < 1200 { 1e6 } else { -4e6 });
    }
    let observations = observations(&values, dimension);
    let (weights, prior) = (dirichlet(2), wishart(dimension, 1.0));
    let apart = Mat::from_fn(2, 4000, |k, n| f64::from(u8::from((n < 1200) == (k == 0))));
    let concentration = weights.concentration.as_slice();
    let step = Step { observations: &observations, concentration, start: Start::Given(apart.as_ref()), keep: false };
    let statistics = prior.quick_step(&step).unwrap().statistics;
    for k in 0..2 {
        let [variance, other] = [0, 1].map(|d| statistics.moments.scatter(k).entry(d, d).high / statistics.count(k));
        assert!((0.8..1.2).contains(&variance) && (1.2..1.9).contains(&other), "{variance}, {other}");
    }
    let mean = statistics.moments.mean(1)[0].high;
    let exact =
        (1200..4000).fold(DoubleDouble::default(), |sum, n| sum + DoubleDouble::from(values[2 * n])).high / 2800.0;
    assert!((mean - exact).abs() <= 2.0 * f64::EPSILON * exact.abs(), "{mean} and {exact}");
}

/// Two components that all but agree, and an observation far from both: the difference of two distances of 1e12 decides, of which binary64
/// keeps four digits. It makes the scatter of either ill-conditioned, so that the step as a whole is one for care.
#[test]
fn a_far_observation_is_shared_by_the_difference_of_its_distances() {
    let (dimension, count) = (2, 900);
    let near = clouds(count, dimension, 0.0);
    let far = [near.as_slice(), &[1e6, 3e6]].concat();
    let (near, far) = (observations(&near, dimension), observations(&far, dimension));
    let (weights, prior) = (dirichlet(2), wishart(dimension, 1.0));
    let half = |k: usize, n: usize| 0.5 + if (k == 0) == n.is_multiple_of(2) { 2e-11 } else { -2e-11 };
    let problem = Problem { observations: &near, weights: &weights, prior: &prior };
    let factors = problem.careful(Responsibilities::new(Mat::from_fn(2, count, half))).unwrap().factors;
    let careful = factors.responsibilities(&far, Moment::Given).unwrap().values;
    let concentration = weights.concentration.as_slice();
    let step = Step { observations: &far, concentration, start: Start::Factors(&factors), keep: true };
    let quick = prior.quick_step(&step).unwrap().responsibilities.unwrap();
    let alone = |n: usize| [quick[(0, n)], careful[(0, n)]];
    let [shared, near] = [alone(count), alone(count - 1)];
    assert!((0.01..0.99).contains(&shared[0]) && (shared[0] - near[0]).abs() > 0.01, "{shared:?}, {near:?}");
    assert!((shared[0] - shared[1]).abs() <= 64.0 * f64::EPSILON, "{shared:?}");
    let problem = Problem { observations: &far, weights: &weights, prior: &prior };
    assert!(problem.quick(Start::Factors(&factors), false).is_none());
}

/// What a run arrives at when every step is made with care, as bits.
fn with_care<P: ConjugatePrior>(problem: &Problem<'_, P>, given: &Mat<f64>, iterations: usize) -> Vec<u64> {
    let given = Responsibilities::given(given.as_ref(), problem.observations.count()).unwrap();
    let mut state = problem.careful(given).unwrap();
    let mut elbo = vec![state.elbo];
    for t in 1..=iterations {
        let next = state.factors.responsibilities(problem.observations, Moment::Iteration(t)).unwrap();
        state = problem.careful(next).unwrap();
        elbo.push(state.elbo);
    }
    bits(&Variational { elbo, responsibilities: state.responsibilities.unwrap() })
}

fn bits(run: &Variational) -> Vec<u64> {
    let responsibilities =
        run.responsibilities.col_iter().flat_map(|column| column.iter().copied().collect::<Vec<_>>());
    run.elbo.iter().copied().chain(responsibilities).map(f64::to_bits).collect()
}

fn run<F: Family<Prior: ConjugatePrior + Clone>>(
    problem: &Problem<'_, F::Prior>,
    shape: &F::Shape,
    given: &Mat<f64>,
    iterations: usize,
) -> Vec<u64> {
    let prior = Prior { weights: Some(problem.weights.clone()), components: Some(problem.prior.clone()) };
    bits(&variational::<F>(problem.observations, shape, &prior, given.as_ref(), iterations).unwrap())
}

#[test]
fn what_is_not_ordinary_is_done_with_care_to_the_last_bit() {
    let (count, dimension) = (90, 2);
    let given = spread(2, count);
    let weights = dirichlet(2);
    let ordinary = clouds(count, dimension, 2.5);
    let scaled: Vec<f64> = ordinary.iter().map(|x| x * 1e-70).collect();
    let nearly_collinear: Vec<f64> =
        ordinary.chunks(2).flat_map(|row| [100.0 * row[0], 100.0 * row[0] + row[1]]).collect();
    for (values, prior) in [(scaled, wishart(dimension, 1e-70)), (nearly_collinear, wishart(dimension, 1.0))] {
        let observations = observations(&values, dimension);
        let problem = Problem { observations: &observations, weights: &weights, prior: &prior };
        assert!(problem.quick(Start::Given(given.as_ref()), true).is_none());
        assert_eq!(run::<Gaussian<Full>>(&problem, &dimension, &given, 3), with_care(&problem, &given, 3));
    }
    let observations = observations(&ordinary, dimension);
    let field = "prior.components.normal";
    let without_kernel = Normal::new(vec![1.0; dimension], 0.5, field, "precision").unwrap();
    let problem = Problem { observations: &observations, weights: &weights, prior: &without_kernel };
    assert_eq!(run::<Gaussian<crate::Identity>>(&problem, &dimension, &given, 3), with_care(&problem, &given, 3));
}

/// Components that hold next to nothing, or nothing, for which the prior speaks: from the start and once they have faded.
#[test]
fn a_component_of_next_to_nothing_is_its_prior() {
    let (count, dimension) = (200, 2);
    let observations = observations(&clouds(count, dimension, 2.5), dimension);
    let prior = wishart(dimension, 1.0);
    let shares = spread(2, count);
    // The log weight of a faded component is expected to be `ψ(1e-9) = -1e9`, which must not take the digits of the others, wherever it is.
    for (faded, concentration) in [(1, 1e-3), (1, 0.02), (1, 0.5), (0, 1e-9), (1, 1e-9), (2, 1e-9)] {
        let weights: Vec<f64> = (0..3).map(|k| if k == faded { concentration } else { 1.0 }).collect();
        let weights = Dirichlet::new(weights, "prior.weights.dirichlet").unwrap();
        let problem = Problem { observations: &observations, weights: &weights, prior: &prior };
        for rest in [0.0, 1e-300, 1e-70, 1e-9] {
            let share = |k: usize, n: usize| (1.0 - rest) * shares[(k - usize::from(k > faded), n)];
            both_ways(&problem, &Mat::from_fn(3, count, |k, n| if k == faded { rest } else { share(k, n) }));
        }
    }
}

/// What the degrees of freedom say is what they exceed `D - 1` by.
#[test]
fn degrees_of_freedom_speak_by_what_is_beyond_the_least() {
    for (dimension, degrees, speaks) in [(1, 1e-250, false), (1, 0.5, true), (2, 1.5, true), (3, 2.25, true)] {
        let unit: Vec<Vec<f64>> = (0..dimension).map(|i| (0..dimension).map(|j| f64::from(i == j)).collect()).collect();
        let prior = NormalInverseWishart::new(vec![0.0; dimension], 0.5, degrees, &unit).unwrap();
        let observations = observations(&clouds(200, dimension, 2.5), dimension);
        let problem = Problem { observations: &observations, weights: &dirichlet(2), prior: &prior };
        let given = Mat::from_fn(2, 200, |k, _| f64::from(k == 0));
        assert_eq!(problem.quick(Start::Given(given.as_ref()), false).is_some(), speaks, "{dimension}: {degrees}");
    }
}

/// A prior that says even less: what is left of a component is all that there is.
#[test]
fn a_component_without_a_voice_is_met_with_care() {
    let (count, dimension) = (200, 2);
    let observations = observations(&clouds(count, dimension, 2.5), dimension);
    let weights = Dirichlet::new(vec![1.0, 1e-250], "prior.weights.dirichlet").unwrap();
    let prior = wishart(dimension, 1.0);
    let problem = Problem { observations: &observations, weights: &weights, prior: &prior };
    let given = Mat::from_fn(2, count, |k, _| if k == 0 { 1.0 } else { 1e-70 });
    assert!(problem.quick(Start::Given(given.as_ref()), false).is_none());
    assert_eq!(run::<Gaussian<Full>>(&problem, &dimension, &given, 2), with_care(&problem, &given, 2));
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    let (count, dimension) = (70_000, 3);
    let observations = observations(&clouds(count, dimension, 2.5), dimension);
    let (weights, prior, given) = (dirichlet(3), wishart(dimension, 1.0), spread(3, count));
    let problem = Problem { observations: &observations, weights: &weights, prior: &prior };
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run::<Gaussian<Full>>(&problem, &dimension, &given, 3))
    };
    let alone = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(with(threads), alone, "{threads} threads");
    }
    assert!(problem.quick(Start::Given(given.as_ref()), true).is_some(), "by the kernel");
}
