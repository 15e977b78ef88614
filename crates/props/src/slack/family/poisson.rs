//! Poisson sizes: `log p(x|λ) = Σ_d x_d log λ_d - λ_d - log x_d!`, whose parts cancel where counts are large.

use suite::format::{Component, ComponentPrior, Number, Parameters, Tensor};

use super::{At, Kind, Sized, Statistics, ln_gamma, x_log_y};

/// What is known of Poisson mixtures.
pub const KIND: Kind = Kind { log_densities, log_prior, maximum };

fn rates(at: &At) -> impl Iterator<Item = f64> {
    at.component.rate.iter().flatten().map(|rate| rate.0)
}

fn log_densities(at: &At, observations: &[Vec<Number>]) -> Vec<Sized> {
    let log_density = |row: &Vec<Number>| {
        let parts = row.iter().zip(rates(at)).map(|(x, rate)| {
            let (powers, factorial) = (x_log_y(x.0, rate), libm::lgamma(x.0 + 1.0));
            Sized { value: powers.value - rate - factorial, size: powers.size + rate + factorial + 1.0 }
        });
        parts.fold(Sized { value: 0.0, size: 0.0 }, |a, b| Sized { value: a.value + b.value, size: a.size + b.size })
    };
    observations.iter().map(log_density).collect()
}

/// `a log b + log Γ(a) + (a ± 1) log λ + b λ` of each rate.
fn log_prior(at: &At, prior: &ComponentPrior) -> f64 {
    let of_rate = |shape: f64, rate: f64, at: f64| {
        x_log_y(shape, rate).size + ln_gamma(shape) + x_log_y(shape + 1.0, at).size + rate * at
    };
    match prior {
        ComponentPrior::Gamma { shape, rate } => {
            rates(at).zip(shape.iter().zip(rate)).map(|(at, (shape, rate))| of_rate(shape.0, rate.0, at)).sum()
        }
        ComponentPrior::Natural { pseudo_observations: Tensor::Vector(shape), pseudo_count: Some(count) } => {
            rates(at).zip(shape).map(|(at, shape)| of_rate(shape.0, count.0, at)).sum()
        }
        _ => 0.0,
    }
}

/// `(a + 1 + Σ_n w_n r_nk x_n)/(b + N_k)`: the counts with every magnitude added.
fn maximum(statistics: &Statistics) -> Parameters {
    let dimensions = statistics.observations[0].len();
    let (shape, rate): (Vec<f64>, Vec<f64>) = match statistics.prior {
        Some(ComponentPrior::Gamma { shape, rate }) => {
            (shape.iter().map(|a| a.0 + 1.0).collect(), rate.iter().map(|b| b.0).collect())
        }
        Some(ComponentPrior::Natural { pseudo_observations: Tensor::Vector(shape), pseudo_count: Some(count) }) => {
            (shape.iter().map(|a| a.0).collect(), vec![count.0; dimensions])
        }
        _ => (vec![0.0; dimensions], vec![0.0; dimensions]),
    };
    let component = |k: usize| {
        let count = statistics.sum(k, |_| 1.0);
        let rate = |d: usize| Number((shape[d] + statistics.sum(k, |x| x[d].0)) / (rate[d] + count));
        Component { rate: Some((0..dimensions).map(rate).collect()), ..Component::default() }
    };
    let components = (0..statistics.shares.len()).map(component).collect();
    Parameters { weights: Vec::new(), components, covariance: None }
}
