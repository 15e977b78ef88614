//! E-step, M-step and ten iterations of each family and structure, on seeded data of a size that fits the cache of a core.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use reference::{
    Categorical, Diagonal, Family, Full, Gaussian, Identity, Mixture, Moment, Observations, Poisson, Prior, Spherical,
    Tied, em::expectation, family::MStep, statistics::Effort, trajectory,
};

const N: usize = 10_000;
const D: usize = 8;
const K: usize = 4;

/// `N x D` numbers in (0, 1).
fn uniform(seed: u64) -> Vec<Vec<f64>> {
    let mut generator = ChaCha20Rng::seed_from_u64(seed);
    let mut draw = || (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    (0..N).map(|_| (0..D).map(|_| draw()).collect()).collect()
}

fn observations(of: impl Fn(f64) -> f64) -> Observations {
    let rows: Vec<Vec<f64>> = uniform(1).iter().map(|row| row.iter().map(|&u| of(u)).collect()).collect();
    Observations::from_rows(&rows, None).expect("the draws are finite")
}

/// The three benches of one family.
fn bench<F: Family>(c: &mut Criterion, name: &str, data: &Observations, components: F) {
    let mixture = Mixture::new(vec![1.0 / K as f64; K], components).expect("uniform weights");
    let shape = mixture.components().shape();
    let statistics =
        expectation(data, &mixture, Effort::Standard).expect("an E-step").statistics.expect("they are wanted");
    let mut group = c.benchmark_group(name);
    group.sample_size(10);
    group.bench_function("e_step", |b| b.iter(|| expectation(black_box(data), black_box(&mixture), Effort::Standard)));
    group.bench_function("m_step", |b| {
        let step = MStep {
            shape: &shape,
            statistics: &statistics,
            total_weight: data.total_weight(),
            prior: None,
            effort: Effort::Standard,
            kept: Some(mixture.components()),
            moment: Moment::MStep,
        };
        b.iter(|| Mixture::maximize(black_box(&step), None));
    });
    group.bench_function("trajectory_10", |b| {
        b.iter(|| trajectory(black_box(data), mixture.clone(), &Prior::default(), 10, &[10]));
    });
    group.finish();
}

fn families(c: &mut Criterion) {
    let data = observations(|u| 10.0 * u);
    let means: Vec<Vec<f64>> = (0..K).map(|k| (0..D).map(|d| 2.0 + ((k * 5 + d * 3) % 7) as f64).collect()).collect();
    let unit: Vec<Vec<f64>> = (0..D).map(|i| (0..D).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let checked = "the parameters are valid";
    let gaussian = |means: &[Vec<f64>], full| Gaussian::new(means.to_vec(), full).expect(checked);
    bench(c, "gaussian/full", &data, gaussian(&means, Full::new(&vec![unit.clone(); K], K, D).expect(checked)));
    bench(c, "gaussian/tied", &data, Gaussian::new(means.clone(), Tied::new(&unit, D).expect(checked)).expect(checked));
    let diagonal = Diagonal::new(vec![vec![1.0; D]; K], K, D).expect(checked);
    bench(c, "gaussian/diagonal", &data, Gaussian::new(means.clone(), diagonal).expect(checked));
    let spherical = Spherical::new(vec![1.0; K], K).expect(checked);
    bench(c, "gaussian/spherical", &data, Gaussian::new(means.clone(), spherical).expect(checked));
    bench(c, "gaussian/identity", &data, Gaussian::new(means.clone(), Identity).expect(checked));
    bench(c, "poisson", &observations(|u| (20.0 * u).floor()), Poisson::new(means).expect(checked));
    let levels = vec![4; D];
    let probabilities =
        |k: usize| (0..D).map(|d| (0..4).map(|c| [0.1, 0.2, 0.3, 0.4][(c + d + k) % 4]).collect()).collect();
    let categorical = Categorical::new(levels, (0..K).map(probabilities).collect()).expect(checked);
    bench(c, "categorical", &observations(|u| (4.0 * u).floor()), categorical);
}

criterion_group!(benches, families);
criterion_main!(benches);
