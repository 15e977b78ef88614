//! Where the origin is costs no digit: means that double precision rounds to their σ's thousandth part know what was rounded off, by the
//! kernels and with care.

use reference::{
    Diagonal, Family, Full, Gaussian, Mixture, Observations, Prior, Spherical, Tied, family::gaussian::Structure,
    sampler::Sampler, trajectory,
};

const COUNT: usize = 300;
const DIMENSION: usize = 2;

/// A weight that is not ordinary: all is taken with care.
const NEXT_TO_NOTHING: f64 = 1e-61;

/// The mixing weights after three iterations, with the data and the means moved by so much.
fn weights<S: Structure>(origin: f64, first_weight: f64, covariances: &S) -> Vec<f64>
where
    Gaussian<S>: Family,
{
    let mut sampler = Sampler::new(41);
    // Multiples of 2⁻¹⁰, which stay exact beside 2⁴¹.
    let mut value = |i: usize| (1024.0 * (sampler.normal() + 1.5 * ((i / DIMENSION) % 2) as f64)).round() / 1024.0;
    let values: Vec<f64> = (0..COUNT * DIMENSION).map(|i| origin + value(i)).collect();
    let mut of_observations = vec![1.0; COUNT];
    of_observations[0] = first_weight;
    let observations = Observations::from_flat(values, COUNT, Some(&of_observations)).unwrap();
    let means = vec![vec![origin; DIMENSION], vec![origin + 1.0; DIMENSION]];
    let start = Mixture::new(vec![0.5, 0.5], Gaussian::new(means, covariances.clone()).unwrap()).unwrap();
    let run = trajectory(&observations, start, &Prior::default(), 3, &[3]).unwrap();
    let careful = if first_weight == NEXT_TO_NOTHING { run.cost.density_evaluations } else { 0 };
    assert_eq!(run.cost.careful_evaluations, careful, "at {origin}");
    run.recorded[0].1.weights().to_vec()
}

fn compare<S: Structure>(structure: &str, covariances: &S)
where
    Gaussian<S>: Family,
{
    for first_weight in [1.0, NEXT_TO_NOTHING] {
        let here = weights(0.0, first_weight, covariances);
        for origin in [-(2.0_f64.powi(41)), 2.0_f64.powi(36)] {
            let there = weights(origin, first_weight, covariances);
            for (here, there) in here.iter().zip(&there) {
                assert!((here - there).abs() <= 1e-11, "{structure}, {first_weight}: {here}, and {there} at {origin}");
            }
        }
    }
}

#[test]
fn means_far_from_the_origin_keep_their_digits() {
    let matrix = vec![vec![1.5, 0.5], vec![0.5, 2.0]];
    compare("full", &Full::new(&[matrix.clone(), matrix.clone()], 2, DIMENSION).unwrap());
    compare("tied", &Tied::new(&matrix, DIMENSION).unwrap());
    compare("diagonal", &Diagonal::new(vec![vec![1.5, 2.0]; 2], 2, DIMENSION).unwrap());
    compare("spherical", &Spherical::new(vec![1.5; 2], 2).unwrap());
}
