//! EM as minorise–maximise: the log evidence as a function of one mean, and the bound at the responsibilities of two iterations.
//!
//! `log p(X|θ)` is drawn over `θ = μ_0` with everything else fixed. At `θ_t` the E-step gives `q = r(θ_t)`, and `elbo(q, θ)` is drawn for that
//! `q` held fixed: it lies below the log evidence and touches it at `θ_t`. The M-step goes to its maximum, `θ_{t+1}`.
//! After Bishop, *Pattern Recognition and Machine Learning*, figure 9.14.

use std::error::Error;

use examples::{Curve, Figure, pictures};
use reference::{
    Gaussian, Identity, Mixture, Observations, Prior, Wanted, bound::Guess, evaluate, maximize, sampler::Sampler,
};

const OTHER_MEAN: f64 = 1.0;
const START: f64 = 0.6;
const SHOWN: std::ops::Range<f64> = -4.0..1.5;
const POINTS: usize = 241;

type Line = Mixture<Gaussian<Identity>>;

fn main() -> Result<(), Box<dyn Error>> {
    let observations = sample()?;
    let log_evidence = |theta: f64| -> Result<f64, Box<dyn Error>> {
        Ok(evaluate(&observations, &at(theta)?, &Prior::default(), Wanted::default())?.log_evidence)
    };
    let objective = curve(log_evidence)?;
    let mut curves = vec![Curve::line("log evidence log p(X|θ)", 0, objective.clone())];
    let (mut theta, mut contacts) = (START, Vec::new());
    for t in 0..2 {
        let q = evaluate(&observations, &at(theta)?, &Prior::default(), Wanted::ALL)?.responsibilities;
        let q = q.ok_or("an observation has no responsibilities")?;
        let bound = |x: f64| -> Result<f64, Box<dyn Error>> {
            let mixture = at(x)?;
            Ok(Guess::new(&observations, &mixture, &Prior::default(), q.as_ref())?.jensen())
        };
        contacts.push((theta, bound(theta)?));
        curves.push(Curve::line(
            format!("ELBO at the responsibilities of θ after {t} iterations"),
            t + 1,
            curve(bound)?,
        ));
        println!(
            "after {t} iterations: θ = {theta:.6}, log evidence {:.6}, ELBO {:.6}",
            log_evidence(theta)?,
            bound(theta)?
        );
        let maximum = maximize::<Gaussian<Identity>>(&observations, &1, q.as_ref(), &Prior::default())?;
        theta = maximum.components().means()[0][0];
    }
    contacts.push((theta, log_evidence(theta)?));
    curves.push(Curve::dots("θ after 0, 1 and 2 iterations", 4, contacts));
    Figure {
        title: "Each bound touches the log evidence where it was made".to_owned(),
        x_label: "θ, the mean of the first component".to_owned(),
        y_label: "nats".to_owned(),
        x: SHOWN,
        y: range(&objective),
        powers_of_ten: false,
        curves,
    }
    .write(&pictures().join("minorise-maximise.svg"))
}

/// Forty observations of two components on the line, one about -2 and one about 1.
fn sample() -> Result<Observations, reference::Error> {
    let mut sampler = Sampler::new(914);
    let rows: Vec<Vec<f64>> =
        (0..40).map(|n| vec![sampler.normal() + if n % 2 == 0 { -2.0 } else { OTHER_MEAN }]).collect();
    Observations::from_rows(&rows, None)
}

/// The mixture with its one free parameter at `theta`.
fn at(theta: f64) -> Result<Line, reference::Error> {
    Mixture::new(vec![0.5, 0.5], Gaussian::new(vec![vec![theta], vec![OTHER_MEAN]], Identity)?)
}

fn curve(f: impl Fn(f64) -> Result<f64, Box<dyn Error>>) -> Result<Vec<(f64, f64)>, Box<dyn Error>> {
    let step = (SHOWN.end - SHOWN.start) / (POINTS - 1) as f64;
    (0..POINTS).map(|i| SHOWN.start + i as f64 * step).map(|x| Ok((x, f(x)?))).collect()
}

/// What of the ordinate shows the objective, with some room below for the bounds.
fn range(objective: &[(f64, f64)]) -> std::ops::Range<f64> {
    let (lowest, highest) =
        objective.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), &(_, y)| (lo.min(y), hi.max(y)));
    let room = highest - lowest;
    lowest - 0.35 * room..highest + 0.6 * room
}
