//! Poisson and categorical workloads.

use suite::format::{Component, Family};

use super::{
    Made, Size, Start,
    draw::{Draw, decimals},
    evenly, matrix, model, numbers, true_weights,
};

/// Levels of each categorical variable.
const LEVELS: usize = 4;
/// How far the log probabilities of the levels scatter.
const CONTRAST: f64 = 0.8;

/// Counts of rates about 5, whose square roots scatter by 0.35.
pub fn poisson(Size { n, d, k }: Size, draw: &mut Draw) -> Made {
    let rate = |draw: &mut Draw| (2.2 + 0.35 * draw.normal()).max(0.5).powi(2);
    let rates: Vec<Vec<f64>> = (0..k).map(|_| (0..d).map(|_| rate(draw)).collect()).collect();
    let weights = true_weights(k);
    let row = |draw: &mut Draw| {
        let label = draw.index(&weights);
        rates[label].iter().map(|&rate| draw.poisson(rate)).collect()
    };
    let rows = (0..n).map(|_| row(draw)).collect();
    let component = |rates: &Vec<f64>| {
        let moved: Vec<f64> = rates.iter().map(|rate| decimals(rate * (0.9 + 0.2 * draw.uniform()), 4)).collect();
        Component { rate: Some(numbers(&moved)), ..Component::default() }
    };
    let start = Start::Parameters(evenly(rates.iter().map(component).collect(), None));
    Made { model: model(Family::Poisson, None, None), rows, start }
}

/// Levels of probabilities that differ by factors of about two.
pub fn categorical(Size { n, d, k }: Size, draw: &mut Draw) -> Made {
    let logs: Vec<Vec<Vec<f64>>> = (0..k).map(|_| (0..d).map(|_| draw.normals(LEVELS, CONTRAST)).collect()).collect();
    let probabilities: Vec<Vec<Vec<f64>>> =
        logs.iter().map(|component| component.iter().map(|logs| softmax(logs)).collect()).collect();
    let weights = true_weights(k);
    let row = |draw: &mut Draw| {
        let label = draw.index(&weights);
        probabilities[label].iter().map(|p| draw.index(p) as f64).collect()
    };
    let rows = (0..n).map(|_| row(draw)).collect();
    let component = |logs: &Vec<Vec<f64>>| {
        let moved = |logs: &Vec<f64>| softmax(&logs.iter().map(|log| log + 0.2 * draw.normal()).collect::<Vec<f64>>());
        let moved: Vec<Vec<f64>> = logs.iter().map(moved).collect();
        Component { probabilities: Some(matrix(&moved)), ..Component::default() }
    };
    let start = Start::Parameters(evenly(logs.iter().map(component).collect(), None));
    Made { model: model(Family::Categorical, None, Some(vec![LEVELS; d])), rows, start }
}

/// Probabilities in proportion to `exp`.
fn softmax(logs: &[f64]) -> Vec<f64> {
    let raw: Vec<f64> = logs.iter().map(|&log| libm::exp(log)).collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|p| p / total).collect()
}
