//! The kernels give what care gives: the same sums to rounding, whatever the data; the same bits, whoever computes them.

use proptest::prelude::*;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use reference::{
    Categorical, Diagonal, Error, Family, Full, Gaussian, Mixture, Observations, Poisson, Prior, Spherical, Tied,
    Trajectory,
    em::{Blocks, Source},
    fit, trajectory,
};

/// Draws from (0, 1).
fn uniform(seed: u64) -> impl FnMut() -> f64 {
    let mut generator = ChaCha20Rng::seed_from_u64(seed);
    move || ((generator.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// `count` points in `dimension` dimensions about three places `apart` from each other, one after the other.
fn clouds(count: usize, dimension: usize, apart: f64) -> Vec<f64> {
    let mut draw = uniform(7);
    let mut value = |i: usize| {
        let noise: f64 = (0..12).map(|_| draw()).sum::<f64>() - 6.0;
        apart * ((i / dimension) % 3) as f64 + noise * (1.0 + (i % dimension) as f64 / 4.0)
    };
    (0..count * dimension).map(&mut value).collect()
}

fn means(dimension: usize, apart: f64) -> Vec<Vec<f64>> {
    (0..3).map(|k| vec![apart * f64::from(k) + 0.2; dimension]).collect()
}

fn full(dimension: usize, apart: f64) -> Mixture<Gaussian<Full>> {
    let row = |i: usize| (0..dimension).map(|j| if i == j { 2.0 } else { 0.25 }).collect::<Vec<_>>();
    let covariance: Vec<Vec<f64>> = (0..dimension).map(row).collect();
    let covariances = Full::new(&vec![covariance; 3], 3, dimension).unwrap();
    Mixture::new(vec![0.5, 0.3, 0.2], Gaussian::new(means(dimension, apart), covariances).unwrap()).unwrap()
}

/// Everything a trajectory says, as bits.
fn bits<F: Family>(run: &Trajectory<F>, parameters: impl Fn(&F) -> Vec<f64>) -> Vec<u64> {
    let of_run = run.log_evidence.iter().chain(&run.log_joint).copied();
    let of_parameters = run.recorded.iter().flat_map(|(_, mixture)| {
        let mut all = mixture.weights().to_vec();
        all.extend(parameters(mixture.components()));
        all
    });
    of_run.chain(of_parameters).map(f64::to_bits).collect()
}

fn of_full(gaussian: &Gaussian<Full>) -> Vec<f64> {
    let covariances = (0..3).flat_map(|k| {
        let matrix = gaussian.covariances().matrix(k);
        matrix.col_iter().flat_map(|column| column.iter().copied().collect::<Vec<_>>()).collect::<Vec<_>>()
    });
    gaussian.means().concat().into_iter().chain(covariances).collect()
}

fn run(source: &impl Source, dimension: usize) -> Trajectory<Gaussian<Full>> {
    trajectory(source, full(dimension, 3.0), &Prior::default(), 4, &[0, 2, 4]).unwrap()
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    let observations = Observations::from_flat(clouds(90_000, 3, 3.0), 90_000, None).unwrap();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bits(&run(&observations, 3), of_full))
    };
    let alone = with(1);
    for threads in [2, 3, 8] {
        assert_eq!(with(threads), alone, "{threads} threads");
    }
}

#[test]
fn bits_do_not_depend_on_where_the_data_come_from() {
    // Two parts and a bit, in blocks that end anywhere; some leaves are not ordinary: an outlier that double-double is for.
    let (count, dimension) = (140_001, 2);
    let mut values = clouds(count, dimension, 3.0);
    values[2 * 70_000] = 1e4;
    for block in [1 << 15, 1_000_001, 999_999] {
        let blocks = || values.chunks(block / dimension * dimension).map(Ok::<_, String>);
        let streamed = run(&Blocks::new(dimension, blocks), dimension);
        let held = run(&Observations::from_flat(values.clone(), count, None).unwrap(), dimension);
        assert_eq!(bits(&streamed, of_full), bits(&held, of_full), "blocks of {block}");
        assert_eq!(streamed.cost, held.cost);
    }
    let tolerance = 1e-9;
    let blocks = || values.chunks(4096).map(Ok::<_, String>);
    let streamed = fit(&Blocks::new(dimension, blocks), full(2, 3.0), &Prior::default(), tolerance, 5).unwrap();
    let observations = Observations::from_flat(values.clone(), count, None).unwrap();
    let held = fit(&observations, full(2, 3.0), &Prior::default(), tolerance, 5).unwrap();
    assert_eq!((streamed.log_joint.to_bits(), streamed.iterations), (held.log_joint.to_bits(), held.iterations));
}

#[test]
fn a_source_that_fails_is_named() {
    let run = |blocks: Vec<Result<Vec<f64>, String>>| {
        let source = Blocks::new(2, move || blocks.clone().into_iter());
        trajectory(&source, full(2, 3.0), &Prior::default(), 1, &[]).map(drop)
    };
    let broken = run(vec![Ok(vec![1.0, 2.0]), Err("the disk is gone".to_owned())]);
    assert_eq!(broken, Err(Error::Unreadable { problem: "the disk is gone".to_owned() }));
    let odd = run(vec![Ok(vec![1.0, 2.0]), Ok(vec![1.0, 2.0, 3.0])]).unwrap_err().to_string();
    assert_eq!(odd, "data block 1: expected a multiple of 2 numbers, found 3");
    let not_finite = run(vec![Ok(vec![1.0, 2.0, 3.0]), Ok(vec![f64::NAN])]).unwrap_err().to_string();
    assert_eq!(not_finite, "data block 0: expected a multiple of 2 numbers, found 3");
    let not_finite = run(vec![Ok(vec![1.0, 2.0]), Ok(vec![3.0, f64::NAN])]).unwrap_err().to_string();
    assert_eq!(not_finite, "data.observations[1][1] is NaN: it must be finite");
    assert!(matches!(run(Vec::new()), Err(Error::NoData { .. })));
}

#[test]
fn an_iteration_reads_the_data_once() {
    let observations = Observations::from_flat(clouds(5000, 2, 3.0), 5000, None).unwrap();
    let run = trajectory(&observations, full(2, 3.0), &Prior::default(), 6, &[]).unwrap();
    // One pass for each of the seven log evidences; the statistics of a step come from the pass before it.
    assert_eq!((run.cost.passes, run.cost.density_evaluations, run.cost.careful_evaluations), (7, 7 * 3 * 5000, 0));
    let fitted = fit(&observations, full(2, 3.0), &Prior::default(), 0.0, 4).unwrap();
    assert_eq!(fitted.cost.passes, 5);
}

/// How many densities were computed, and how many of them with care, by `iterations` of a mixture of two.
fn cost<F: Family>(
    values: &[f64],
    dimension: usize,
    weights: Option<&[f64]>,
    components: F,
    pi: [f64; 2],
) -> (u64, u64) {
    let observations = Observations::from_flat(values.to_vec(), values.len() / dimension, weights).unwrap();
    let start = Mixture::new(pi.to_vec(), components).unwrap();
    let cost = trajectory(&observations, start, &Prior::default(), 0, &[]).unwrap().cost;
    assert_eq!(cost.passes, 1);
    (cost.density_evaluations, cost.careful_evaluations)
}

/// Two spherical components about 0 and `apart`, in two dimensions, with a variance.
fn two(apart: f64, variance: f64) -> Gaussian<Spherical> {
    let means = vec![vec![0.0, 0.0], vec![apart, 0.0]];
    Gaussian::new(means, Spherical::new(vec![variance; 2], 2).unwrap()).unwrap()
}

#[test]
fn ordinary_data_are_taken_by_the_kernel_of_every_family() {
    let values = clouds(3000, 2, 1.0);
    let once = (2 * 3000, 0);
    let half = [0.5, 0.5];
    assert_eq!(cost(&values, 2, None, two(1.0, 2.0), half), once);
    let means = || vec![vec![0.0, 0.0], vec![1.0, 1.0]];
    let matrix = || vec![vec![2.0, 0.5], vec![0.5, 3.0]];
    let diagonal = Diagonal::new(vec![vec![1.0, 2.0]; 2], 2, 2).unwrap();
    assert_eq!(cost(&values, 2, None, Gaussian::new(means(), diagonal).unwrap(), half), once);
    let tied = Tied::new(&matrix(), 2).unwrap();
    assert_eq!(cost(&values, 2, None, Gaussian::new(means(), tied).unwrap(), half), once);
    let full = Full::new(&[matrix(), matrix()], 2, 2).unwrap();
    assert_eq!(cost(&values, 2, None, Gaussian::new(means(), full).unwrap(), half), once);
    let counts: Vec<f64> = values.iter().map(|x| x.abs().floor()).collect();
    let rates = Poisson::new(vec![vec![1.0, 2.0], vec![2.0, 1.5]]).unwrap();
    assert_eq!(cost(&counts, 2, None, rates, half), once);
    let levels: Vec<f64> = counts.iter().map(|x| x.min(3.0)).collect();
    let probabilities = vec![vec![vec![0.25; 4]; 2], vec![vec![0.4, 0.3, 0.2, 0.1]; 2]];
    assert_eq!(cost(&levels, 2, None, Categorical::new(vec![4, 4], probabilities).unwrap(), half), once);
    // Weights, also those of 0, and a far observation, which is no reason either.
    let mut far = values.clone();
    far[0] = 500.0;
    let weights: Vec<f64> = (0..3000).map(|n| f64::from(n % 3)).collect();
    assert_eq!(cost(&far, 2, Some(&weights), two(1.0, 2.0), half), once);
}

#[test]
fn what_is_not_ordinary_is_taken_with_care() {
    let values = clouds(3000, 2, 1.0);
    let all = (2 * 3000, 2 * 3000);
    let half = [0.5, 0.5];
    // Before the pass: a value, a weight, a mixing weight, a mean, a variance.
    let mut large = values.clone();
    large[17] = 1e61;
    assert_eq!(cost(&large, 2, None, two(1.0, 2.0), half), all);
    let mut weights = vec![1.0; 3000];
    weights[5] = 1e-61;
    assert_eq!(cost(&values, 2, Some(&weights), two(1.0, 2.0), half), all);
    weights[5] = 1e61;
    assert_eq!(cost(&values, 2, Some(&weights), two(1.0, 2.0), half), all);
    assert_eq!(cost(&values, 2, None, two(1.0, 2.0), [1.0, 0.0]), all);
    assert_eq!(cost(&values, 2, None, two(1e61, 2.0), half), all);
    assert_eq!(cost(&values, 2, None, two(1.0, 1e61), half), all);
    let collinear = vec![vec![1.0, 0.999], vec![0.999, 1.0]];
    let full = Full::new(&[collinear.clone(), collinear], 2, 2).unwrap();
    let gaussian = Gaussian::new(vec![vec![0.0, 0.0], vec![1.0, 1.0]], full).unwrap();
    assert_eq!(cost(&values, 2, None, gaussian, half), all);
    // A table of more rows than it is worth.
    let mut counts: Vec<f64> = values.iter().map(|x| x.abs().floor()).collect();
    counts[0] = 6000.0 * 0.25 + 10.0;
    let rates = || Poisson::new(vec![vec![1.0, 2.0], vec![2.0, 1.5]]).unwrap();
    assert_eq!(cost(&counts, 2, None, rates(), half), all);
    // Within it: the second of three leaves has outcomes that are nearly certain. It is taken again.
    let mut counts: Vec<f64> = (0..6144).map(|i| f64::from(i % 3)).collect();
    counts[2048..4096].fill(0.0);
    let rates = Poisson::new(vec![vec![0.01, 0.01], vec![0.02, 0.03]]).unwrap();
    assert_eq!(cost(&counts, 2, None, rates, half), (2 * 3072 + 2 * 1024, 2 * 1024));
}

/// The same data in units in which nothing is ordinary (see `ORDINARY`), so that every leaf is taken with care: the log evidence differs by
/// `N D log(unit)`, the responsibilities and so the mixing weights not at all.
const UNIT: f64 = 1e-70;

/// What is compared: mixing weights and means in units of the data, after `t` iterations.
fn compare<F: Family>(
    observations: &[f64],
    dimension: usize,
    model: impl Fn(f64) -> Mixture<F>,
    means: impl Fn(&F) -> Vec<f64>,
) {
    let count = observations.len() / dimension;
    let run = |unit: f64| {
        let data = observations.iter().map(|x| x * unit).collect();
        let data = Observations::from_flat(data, count, None).unwrap();
        let run = trajectory(&data, model(unit), &Prior::default(), 3, &[3]).unwrap();
        let mixture = &run.recorded[0].1;
        let means: Vec<f64> = means(mixture.components()).into_iter().map(|mean| mean / unit).collect();
        let log_evidence = run.log_evidence[3] + (count * dimension) as f64 * unit.ln();
        (log_evidence, mixture.weights().to_vec(), means, run.cost)
    };
    let (quick, careful) = (run(1.0), run(UNIT));
    // The one by a kernel, the other without: what is compared are two computations.
    assert_eq!(quick.3.careful_evaluations, 0);
    assert_eq!(careful.3.careful_evaluations, careful.3.density_evaluations);
    // Rounding: of N terms of the magnitude of the log evidence, which in those units is that of N D log(unit).
    let slack = 8.0 * f64::EPSILON * (count * dimension) as f64 * UNIT.ln().abs();
    assert!((quick.0 - careful.0).abs() <= slack, "{} and {}", quick.0, careful.0);
    for (quick, careful) in quick.1.iter().chain(&quick.2).zip(careful.1.iter().chain(&careful.2)) {
        assert!((quick - careful).abs() <= 1e-13 * careful.abs().max(1.0), "{quick} and {careful}");
    }
}

#[test]
fn every_structure_is_what_care_makes_of_it() {
    for (dimension, count) in [(1, 1500), (2, 2000), (3, 1025), (4, 1024), (5, 1300), (7, 1100), (9, 2049)] {
        let values = clouds(count, dimension, 2.5);
        let weights = vec![0.5, 0.3, 0.2];
        let at = |unit: f64| {
            means(dimension, 2.5).into_iter().map(|mean| mean.iter().map(|m| m * unit).collect()).collect::<Vec<_>>()
        };
        let matrix = |unit: f64| {
            let row = |i: usize| (0..dimension).map(|j| unit * unit * if i == j { 3.0 } else { 0.5 }).collect();
            (0..dimension).map(row).collect::<Vec<Vec<f64>>>()
        };
        let of_means = |means: &[Vec<f64>]| means.concat();
        compare(
            &values,
            dimension,
            |unit| {
                let covariances = Full::new(&vec![matrix(unit); 3], 3, dimension).unwrap();
                Mixture::new(weights.clone(), Gaussian::new(at(unit), covariances).unwrap()).unwrap()
            },
            |gaussian| of_means(gaussian.means()),
        );
        compare(
            &values,
            dimension,
            |unit| {
                let covariance = Tied::new(&matrix(unit), dimension).unwrap();
                Mixture::new(weights.clone(), Gaussian::new(at(unit), covariance).unwrap()).unwrap()
            },
            |gaussian| of_means(gaussian.means()),
        );
        compare(
            &values,
            dimension,
            |unit| {
                let variances = vec![vec![2.0 * unit * unit; dimension]; 3];
                let covariances = Diagonal::new(variances, 3, dimension).unwrap();
                Mixture::new(weights.clone(), Gaussian::new(at(unit), covariances).unwrap()).unwrap()
            },
            |gaussian| of_means(gaussian.means()),
        );
        compare(
            &values,
            dimension,
            |unit| {
                let covariances = Spherical::new(vec![2.0 * unit * unit; 3], 3).unwrap();
                Mixture::new(weights.clone(), Gaussian::new(at(unit), covariances).unwrap()).unwrap()
            },
            |gaussian| of_means(gaussian.means()),
        );
    }
}

/// A start far from every mean: the moments about it would lose digits, so the pass is made again about the new means.
#[test]
fn a_mean_that_moves_far_costs_a_pass_and_no_digit() {
    let values = clouds(3000, 2, 0.0);
    let model = |unit: f64| {
        let at = vec![vec![300.0 * unit, -200.0 * unit]];
        let covariances = Spherical::new(vec![1e4 * unit * unit], 1).unwrap();
        Mixture::new(vec![1.0], Gaussian::new(at, covariances).unwrap()).unwrap()
    };
    compare(&values, 2, model, |gaussian| gaussian.means().concat());
    let observations = Observations::from_flat(values, 3000, None).unwrap();
    let run = trajectory(&observations, model(1.0), &Prior::default(), 1, &[]).unwrap();
    assert_eq!(run.cost.passes, 3, "two passes at the start, one after the step");
}

/// Clusters so far apart that their densities underflow, sorted: of most leaves a component has nothing.
#[test]
fn sorted_clusters_far_apart_keep_their_moments() {
    let count = 6000;
    let mut values = clouds(count, 1, 1e3);
    values.sort_by(f64::total_cmp);
    let model = |unit: f64| {
        let at = (0..3).map(|k| vec![1e3 * unit * f64::from(k)]).collect();
        let covariances = Spherical::new(vec![unit * unit; 3], 3).unwrap();
        Mixture::new(vec![0.4, 0.3, 0.3], Gaussian::new(at, covariances).unwrap()).unwrap()
    };
    compare(&values, 1, model, |gaussian| gaussian.means().concat());
}

/// Counts and levels: densities by formula, of few observations (the table is not worth filling) and of many (it is).
#[test]
fn tables_give_what_the_densities_give() {
    let mut draw = uniform(3);
    let few: Vec<f64> = (0..40).map(|_| (draw() * 12.0).floor()).collect();
    let poisson = || Mixture::new(vec![0.4, 0.6], Poisson::new(vec![vec![3.0, 2.0], vec![7.5, 8.0]]).unwrap()).unwrap();
    let levels = || {
        let variable = |a: f64| {
            let raw: Vec<f64> = (0..12).map(|c| 1.0 + a * f64::from(c)).collect();
            let total: f64 = raw.iter().sum();
            raw.into_iter().map(|p| p / total).collect::<Vec<f64>>()
        };
        let component = |a: f64| vec![variable(a), variable(1.0 - a)];
        Mixture::new(vec![0.3, 0.7], Categorical::new(vec![12, 12], vec![component(0.2), component(0.9)]).unwrap())
            .unwrap()
    };
    // Every observation a hundred times: the same maxima, N a hundred times as large.
    let many = few.repeat(100);
    let observations = |values: &[f64]| Observations::from_flat(values.to_vec(), values.len() / 2, None).unwrap();
    let slack = |value: f64| 64.0 * f64::EPSILON * value.abs();
    let compare = |of_few: Vec<f64>, of_many: Vec<f64>| {
        for (few, many) in of_few.iter().zip(&of_many) {
            assert!((100.0 * few - many).abs() <= slack(*many), "{few} and {many}");
        }
    };
    let prior = Prior::default();
    let run = |values: &[f64]| trajectory(&observations(values), poisson(), &prior, 5, &[5]).unwrap();
    compare(run(&few).log_evidence, run(&many).log_evidence);
    let prior = Prior::default();
    let run = |values: &[f64]| trajectory(&observations(values), levels(), &prior, 5, &[5]).unwrap();
    compare(run(&few).log_evidence, run(&many).log_evidence);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any data, any start: what a kernel cannot do is taken with care, and the log evidence never falls.
    #[test]
    fn any_finite_data_are_met(
        rows in prop::collection::vec((-1e3..1e3, prop_oneof![-1.0..1.0, -1e9..1e9, Just(0.0)]), 3..40),
        scale in prop_oneof![Just(1.0), Just(1e-40), Just(1e40), 1e-3..1e3],
        spread in 1e-3..1e3,
    ) {
        let values: Vec<f64> = rows.iter().flat_map(|(x, y)| [x * scale, y * scale]).collect();
        let observations = Observations::from_flat(values, rows.len(), None).unwrap();
        let at = vec![vec![rows[0].0 * scale, rows[0].1 * scale], vec![0.0, scale]];
        let covariances = Spherical::new(vec![spread * scale * scale; 2], 2).unwrap();
        let start = Mixture::new(vec![0.5, 0.5], Gaussian::new(at, covariances).unwrap()).unwrap();
        if let Ok(run) = trajectory(&observations, start, &Prior::default(), 5, &[]) {
            for pair in run.log_evidence.windows(2) {
                let slack = 64.0 * f64::EPSILON * rows.len() as f64 * pair[0].abs().max(300.0);
                prop_assert!(pair[1] >= pair[0] - slack, "{} after {}", pair[1], pair[0]);
            }
        }
    }
}

/// A component so far from everything that its responsibilities underflow has statistics all the same: they are taken with care.
#[test]
fn a_component_beyond_the_exponential_sends_the_pass_to_care() {
    let values = clouds(2000, 2, 0.0);
    let observations = Observations::from_flat(values, 2000, None).unwrap();
    let start = Mixture::new(vec![0.5, 0.5], two(60.0, 1.0)).unwrap();
    let prior = Prior::default();
    let run = trajectory(&observations, start, &prior, 1, &[1]).unwrap();
    // At the start by the kernel and again with care, after the step once.
    assert_eq!(run.cost.passes, 3);
    assert!(run.cost.careful_evaluations >= 2 * 2000);
    let log_weight = run.recorded[0].1.log_weights()[1];
    assert!(log_weight < -1000.0 && log_weight.is_finite(), "{log_weight}");
}

/// All observations of every tile far from both components at the start: their distances are 1e6 and differ by about 1, so that doubles
/// would leave a responsibility 1e-10.
#[test]
fn observations_far_from_every_component_keep_their_digits() {
    let values: Vec<f64> = clouds(1500, 1, 0.0).into_iter().map(|x| 1000.0 + x).collect();
    let model = |unit: f64| {
        let at = vec![vec![0.0], vec![0.001 * unit]];
        let covariances = Spherical::new(vec![unit * unit; 2], 2).unwrap();
        Mixture::new(vec![0.5, 0.5], Gaussian::new(at, covariances).unwrap()).unwrap()
    };
    compare(&values, 1, model, |gaussian| gaussian.means().concat());
}

/// A coordinate that all observations share, seen from so far that its digits are lost: the new centre is not near enough either, and the
/// kernel leaves the rest to care instead of trying on.
#[test]
fn a_centre_that_is_missed_twice_is_left_to_care() {
    let values: Vec<f64> = clouds(1201, 1, 0.0).into_iter().flat_map(|x| [0.1, x]).collect();
    let observations = Observations::from_flat(values, 1201, None).unwrap();
    let start = Gaussian::new(vec![vec![-1e10, 0.0]], Spherical::new(vec![1e20], 1).unwrap()).unwrap();
    let start = Mixture::new(vec![1.0], start).unwrap();
    let run = trajectory(&observations, start, &Prior::default(), 1, &[1]).unwrap();
    assert_eq!(run.recorded[0].1.components().means()[0][0], 0.1);
    // At the start by the kernel, twice, and with care; after the step by the kernel.
    assert_eq!((run.cost.passes, run.cost.careful_evaluations), (4, 1201));
}
