//! The sizes of a Gaussian M-step.
//!
//! A scatter about the mean is a sum of `w r (x_i - x̄_i)(x_j - x̄_j)`. An ulp of `x` moves a term by `|x_i| |x_j - x̄_j|` and its mirror; the
//! rounding of `x̄` moves the sum by its square alone, since `Σ w r (x - x̄) = 0`. So `E[x x'] - m m'`, which rounds by `x²`, is not excused.

use suite::format::{Component, ComponentPrior, Number, Parameters, Rows, Structure, Tensor};

use super::super::Statistics;

/// The prior as all structures see it: `m0`, `κ`, what is added to the scatter, and to its divisor.
struct Added {
    mean: Vec<f64>,
    precision: f64,
    scale: Vec<Vec<f64>>,
    divisor: f64,
}

fn added(statistics: &Statistics, dimensions: usize) -> Added {
    let numbers = |values: &[Number]| values.iter().map(|x| x.0).collect::<Vec<_>>();
    let diagonal = |values: Vec<f64>| {
        (0..dimensions).map(|i| (0..dimensions).map(|j| if i == j { 2.0 * values[i] } else { 0.0 }).collect()).collect()
    };
    let zero = vec![vec![0.0; dimensions]; dimensions];
    match statistics.prior {
        Some(ComponentPrior::Normal { mean, precision }) => {
            Added { mean: numbers(mean), precision: precision.0, scale: zero, divisor: 0.0 }
        }
        Some(ComponentPrior::NormalInverseGamma { mean, mean_precision, shape, scale }) => {
            let (scale, more) = match scale {
                Tensor::Scalar(b) => (vec![b.0 / dimensions as f64; dimensions], dimensions as f64 + 2.0),
                Tensor::Vector(b) => (numbers(b), 3.0),
                Tensor::Matrix(_) => (vec![0.0; dimensions], 3.0),
            };
            let divisor = 2.0 * shape.0 + more;
            Added { mean: numbers(mean), precision: mean_precision.0, scale: diagonal(scale), divisor }
        }
        Some(ComponentPrior::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale }) => Added {
            mean: numbers(mean),
            precision: mean_precision.0,
            scale: scale.iter().map(|row| row.iter().map(|x| x.0.abs()).collect()).collect(),
            divisor: degrees_of_freedom.0 + dimensions as f64 + 2.0,
        },
        _ => Added { mean: vec![0.0; dimensions], precision: 0.0, scale: zero, divisor: 0.0 },
    }
}

/// `(a_i + |u_i|)(a_j + |v_j|)` without its product of offsets: how an ulp of either factor moves a product of deviations.
fn product(deviation: [f64; 2], place: [f64; 2]) -> f64 {
    let [a, b] = deviation.map(f64::abs);
    a * b + place[0] * b + place[1] * a
}

/// The sizes of the means, and of the covariance in its structure.
pub fn of(statistics: &Statistics) -> Parameters {
    let dimensions = statistics.observations[0].len();
    let added = added(statistics, dimensions);
    let counts: Vec<f64> = (0..statistics.shares.len()).map(|k| statistics.sum(k, |_| 1.0)).collect();
    let scatters: Vec<Rows> =
        counts.iter().enumerate().map(|(k, count)| scatter(statistics, &added, k, *count)).collect();
    let component = |(k, count): (usize, &f64)| {
        let mean = |d: usize| {
            let sum = added.precision * added.mean[d].abs() + statistics.sum(k, |x| x[d].0.abs());
            Number(sum / (added.precision + count))
        };
        let divided = |total: f64| Number(total / (added.divisor + count));
        let entry = |i: usize, j: usize| added.scale[i][j] + scatters[k][i][j].0;
        let trace = || (0..dimensions).map(|d| entry(d, d)).sum::<f64>();
        let covariance = match statistics.model.covariance {
            Some(Structure::Spherical) => {
                Some(Tensor::Scalar(Number(trace() / (added.divisor + dimensions as f64 * count))))
            }
            Some(Structure::Diagonal) => Some(Tensor::Vector((0..dimensions).map(|d| divided(entry(d, d))).collect())),
            Some(Structure::Full) => {
                let row = |i: usize| (0..dimensions).map(|j| divided(entry(i, j))).collect();
                Some(Tensor::Matrix((0..dimensions).map(row).collect()))
            }
            _ => None,
        };
        Component { mean: Some((0..dimensions).map(mean).collect()), covariance, ..Component::default() }
    };
    let components = counts.iter().enumerate().map(component).collect();
    let shared = (statistics.model.covariance == Some(Structure::Tied)).then(|| {
        // A divisor that is a little too small asks for a little too little.
        let divisor = added.divisor + counts.iter().sum::<f64>();
        let entry =
            |i: usize, j: usize| (added.scale[i][j] + scatters.iter().map(|s| s[i][j].0).sum::<f64>()) / divisor;
        (0..dimensions).map(|i| (0..dimensions).map(|j| Number(entry(i, j))).collect()).collect()
    });
    Parameters { weights: Vec::new(), components, covariance: shared }
}

/// The sizes of `S_k + B_k`.
fn scatter(statistics: &Statistics, added: &Added, k: usize, count: f64) -> Rows {
    let dimensions = added.mean.len();
    let centre: Vec<f64> = (0..dimensions).map(|d| statistics.sum(k, |x| x[d].0) / count).collect();
    let shift = added.precision * count / (added.precision + count);
    let entry = |i: usize, j: usize| {
        let within =
            statistics.sum(k, |x| product([x[i].0 - centre[i], x[j].0 - centre[j]], [x[i].0.abs(), x[j].0.abs()]));
        let away = |d: usize| centre[d] - added.mean[d];
        let place = |d: usize| centre[d].abs() + added.mean[d].abs();
        within + shift * product([away(i), away(j)], [place(i), place(j)])
    };
    (0..dimensions).map(|i| (0..dimensions).map(|j| Number(entry(i, j))).collect()).collect()
}
