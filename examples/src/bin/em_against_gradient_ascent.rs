//! How fast EM and gradient ascent climb `log p(X, θ)`, from the same start: how far below the optimum each is after so many passes over the data.
//!
//! An iteration of EM and an evaluation of the gradient cost the same, one E-step; a line search costs one for each step it tries. The gradient
//! is Fisher's, in the coordinates in which every parameter is free. The optimum is EM's own fixed point.
//! Source: Xu and Jordan, "On convergence properties of the EM algorithm for Gaussian mixtures", 1996.

use std::error::Error;

use examples::{Curve, Figure, pictures};
use reference::{
    Gaussian, Mixture, Observations, Prior, Spherical, fit,
    gradient::{Ascent, Stepping, ascend},
    sampler::Sampler,
    trajectory,
};

const PASSES: usize = 400;
const GAPS: [f64; 3] = [1e-2, 1e-4, 1e-8];

/// Gaps are drawn down to here: what is below is more and more rounding, of which machines with other vectors have another.
const LEAST: f64 = 1e-8;

type Model = Gaussian<Spherical>;

/// The gaps to the optimum, by the number of passes over the data.
struct Climb {
    name: String,
    gaps: Vec<(f64, f64)>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let settings = [("far apart", 6.0, 2_000), ("close", 3.0, 20_000), ("overlapping", 2.0, 200_000)];
    println!("passes over the data until log p(X, θ) is within so many nats of its maximum\n");
    println!("{:14}{:34}{:>10e}{:>10e}{:>10e}", "components", "", GAPS[0], GAPS[1], GAPS[2]);
    for (setting, distance, limit) in settings {
        let climbs = compare(distance, limit)?;
        for climb in &climbs {
            let passes = GAPS.map(|gap| passes_until(&climb.gaps, gap));
            println!("{setting:14}{:34}{:>10}{:>10}{:>10}", climb.name, passes[0], passes[1], passes[2]);
        }
        if setting == "close" {
            draw(climbs)?;
        }
    }
    Ok(())
}

/// EM and gradient ascent on components at a distance, with at most `limit` iterations.
fn compare(distance: f64, limit: usize) -> Result<Vec<Climb>, Box<dyn Error>> {
    let prior = Prior::default();
    let (observations, start) = (sample(distance)?, start()?);
    let best = fit(&observations, start.clone(), &prior, 0.0, 100 * limit)?.log_joint;
    let em = trajectory(&observations, start.clone(), &prior, limit.min(20_000), &[])?.log_joint;
    let gaps = em.iter().enumerate().map(|(t, value)| (t as f64, best - value)).collect();
    let mut climbs = vec![Climb { name: "EM".to_owned(), gaps }];
    let backtracking = Stepping::Backtracking { first: 1.0, sufficient: 1e-4 };
    let methods = [
        ("gradient, line search", backtracking),
        ("gradient, step 1e-3", Stepping::Fixed(1e-3)),
        ("gradient, step 1e-4", Stepping::Fixed(1e-4)),
    ];
    for (name, stepping) in methods {
        match ascend(&observations, start.clone(), &prior, stepping, 0.0, limit.min(20_000)) {
            Ok(ascent) => climbs.push(Climb { name: name.to_owned(), gaps: gaps_of(&ascent, best) }),
            Err(error) => println!("{name}: {error}"),
        }
    }
    Ok(climbs)
}

fn gaps_of<F>(ascent: &Ascent<F>, best: f64) -> Vec<(f64, f64)> {
    ascent.evaluations.iter().zip(&ascent.log_joint).map(|(&passes, value)| (passes as f64, best - value)).collect()
}

/// The passes until the gap stays below `gap`; `-` where it does not.
fn passes_until(gaps: &[(f64, f64)], gap: f64) -> String {
    let above = gaps.iter().rposition(|&(_, g)| g.is_nan() || g > gap);
    let first = above.map_or(0, |last| last + 1);
    gaps.get(first).map_or_else(|| "-".to_owned(), |(passes, _)| format!("{passes}"))
}

/// Two hundred observations in the plane, from two round components a distance apart.
fn sample(distance: f64) -> Result<Observations, reference::Error> {
    let mut sampler = Sampler::new(1996);
    let rows: Vec<Vec<f64>> = (0..200)
        .map(|n| {
            let shift = if n % 5 < 2 { 0.0 } else { distance };
            vec![sampler.normal() + shift, sampler.normal()]
        })
        .collect();
    Observations::from_rows(&rows, None)
}

fn start() -> Result<Mixture<Model>, reference::Error> {
    let components = Gaussian::new(vec![vec![-1.0, -1.0], vec![5.0, 1.0]], Spherical::new(vec![2.0, 2.0], 2)?)?;
    Mixture::new(vec![0.5, 0.5], components)
}

fn draw(climbs: Vec<Climb>) -> Result<(), Box<dyn Error>> {
    let curve = |(i, climb): (usize, Climb)| {
        let points = climb.gaps.iter().filter(|(_, gap)| *gap > LEAST).map(|&(passes, gap)| (passes, gap.log10()));
        Curve::line(climb.name, i, points.collect())
    };
    Figure {
        title: "The climb to the optimum".to_owned(),
        x_label: "passes over the data".to_owned(),
        y_label: "nats below the optimum".to_owned(),
        x: 0.0..PASSES as f64,
        y: LEAST.log10()..4.0,
        powers_of_ten: true,
        curves: climbs.into_iter().enumerate().map(curve).collect(),
    }
    .write(&pictures().join("em-against-gradient-ascent.svg"))
}
