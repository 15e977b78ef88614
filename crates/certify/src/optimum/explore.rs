//! A search for other stationary points, seeded by the function whose they are: EM from random starts with Newton's iteration from
//! several of its iterates, then from midpoints of pairs of maxima, where saddles are. It finds what it finds: nothing says
//! that there are no others.
//!
//! A start takes `K` random rows as centres; each row belongs to centre `k` in proportion to `e^(-d²/2)`, `d` being the
//! distance in standard deviations (for levels, `d²/2` is the number of variables that differ), mixed with a tenth of the
//! uniform distribution.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    basin::{Candidate, distance, stationary_near},
    coordinates::{Layout, Located},
    elimination::Rows,
    em::{expectation, maximization},
    posed::{Posed, Table},
    units::deviation,
};

/// After so many iterations of EM Newton's iteration is tried.
const ATTEMPTS: [usize; 5] = [3, 12, 50, 200, 600];

/// The search takes about so many multiplications, and between the least and the most of starts.
const MULTIPLICATIONS: usize = 3_000_000_000;
const LEAST_STARTS: usize = 6;
const MOST_STARTS: usize = 64;

/// Maxima among which midpoints are taken.
const PAIRED: usize = 8;

/// Points nearer than this, in units of the coordinates, are one.
const SAME: f64 = 1e-5;

/// Where EM is this near to a maximum, a start has come to its end.
const ARRIVED: f64 = 0.05;

/// How many random starts are made for a problem of this size.
#[must_use]
pub fn starts(posed: &Posed<f64>, layout: &Layout) -> usize {
    let (rows, local) = (posed.weights.len(), layout.local(0).len());
    let iteration = rows * layout.components * (local + 40);
    let newton =
        10 * rows * (layout.components * local * local + layout.size() * layout.size()) + layout.size().pow(3) * 20;
    (MULTIPLICATIONS / (ATTEMPTS[4] * iteration + ATTEMPTS.len() * newton)).clamp(LEAST_STARTS, MOST_STARTS)
}

/// The distinct stationary points that were found, and how many of them are `known`; these come first, the others the highest first.
#[must_use]
pub fn explore(
    posed: &Posed<f64>,
    layout: &Layout,
    units: &[f64],
    seed: &str,
    mut known: Vec<Candidate>,
) -> (Vec<Candidate>, usize) {
    let one = |start: usize| from_start(posed, layout, units, seed, start);
    let from_starts: Vec<Candidate> =
        (0..starts(posed, layout)).into_par_iter().map(one).collect::<Vec<_>>().into_iter().flatten().collect();
    let mut found: Vec<Candidate> = known.drain(..1).collect();
    add_distinct(layout, units, &mut found, known);
    let kept = found.len();
    add_distinct(layout, units, &mut found, from_starts);
    let mut maxima: Vec<Candidate> = found.iter().filter(|candidate| candidate.maximum).cloned().collect();
    maxima.sort_by(|a, b| b.value.total_cmp(&a.value));
    maxima.truncate(PAIRED);
    let pairs: Vec<(usize, usize)> = (0..maxima.len()).flat_map(|a| (0..a).map(move |b| (a, b))).collect();
    let between = |&(a, b): &(usize, usize)| {
        let middle = midpoint(layout, units, &maxima[a].point, &maxima[b].point);
        stationary_near(posed, layout, &middle, units)
    };
    let saddles: Vec<Candidate> = pairs.par_iter().map(between).collect::<Vec<_>>().into_iter().flatten().collect();
    add_distinct(layout, units, &mut found, saddles);
    found[kept..].sort_by(|a, b| b.value.total_cmp(&a.value));
    (found, kept)
}

fn add_distinct(layout: &Layout, units: &[f64], found: &mut Vec<Candidate>, more: Vec<Candidate>) {
    for candidate in more {
        if !found.iter().any(|known| same(layout, units, &known.point, &candidate.point)) {
            found.push(candidate);
        }
    }
}

/// Whether two points are the same up to the order of components.
#[must_use]
pub fn same(layout: &Layout, units: &[f64], a: &[f64], b: &[f64]) -> bool {
    let shared = layout.shared();
    distance(&a[shared.clone()], &b[shared.clone()], &units[shared]) < SAME
        && matched(layout, units, a, b).iter().all(|(_, _, distance)| *distance < SAME)
}

/// Each component of one point with the nearest of another that is left, and their distance.
fn matched(layout: &Layout, units: &[f64], a: &[f64], b: &[f64]) -> Vec<(usize, usize, f64)> {
    let (log_a, log_b) = (layout.locate(a).log_weights, layout.locate(b).log_weights);
    let apart = |i: usize, j: usize| {
        let (own, other) = (layout.component(i), layout.component(j));
        distance(&a[own.clone()], &b[other], &units[own]).max((log_a[i] - log_b[j]).abs())
    };
    let mut left: Vec<usize> = (0..layout.components).collect();
    let mut nearest = |i: usize| {
        let place =
            (0..left.len()).fold(0, |best, at| if apart(i, left[at]) < apart(i, left[best]) { at } else { best });
        let j = left.remove(place);
        (i, j, apart(i, j))
    };
    (0..layout.components).map(&mut nearest).collect()
}

/// The middle of two points whose components are matched.
fn midpoint(layout: &Layout, units: &[f64], a: &[f64], b: &[f64]) -> Vec<f64> {
    let (log_a, log_b): (Located<f64>, Located<f64>) = (layout.locate(a), layout.locate(b));
    let mut middle: Vec<f64> = a.iter().zip(b).map(|(a, b)| 0.5 * (a + b)).collect();
    let mut log_weights = vec![0.0; layout.components];
    for (i, j, _) in matched(layout, units, a, b) {
        log_weights[i] = 0.5 * (log_a.log_weights[i] + log_b.log_weights[j]);
        for (own, other) in layout.component(i).zip(layout.component(j)) {
            middle[own] = 0.5 * (a[own] + b[other]);
        }
    }
    for k in layout.weights() {
        middle[k] = log_weights[k] - log_weights[layout.components - 1];
    }
    middle
}

/// What one random start finds.
fn from_start(posed: &Posed<f64>, layout: &Layout, units: &[f64], seed: &str, start: usize) -> Vec<Candidate> {
    let mut random = ChaCha20Rng::from_seed(Sha256::digest(seed).into());
    // The streams below belong to the signs of the perturbed runs.
    random.set_stream(1000 + start as u64);
    let mut responsibilities = random_responsibilities(posed, &mut random);
    let mut found = Vec::new();
    let mut t = 0;
    for attempt in ATTEMPTS {
        let mut point = None;
        while t < attempt {
            let Some(next) = maximization(posed, layout, &responsibilities) else { return found };
            responsibilities = expectation(posed, layout, &next).1;
            point = Some(next);
            t += 1;
        }
        let Some(point) = point else { continue };
        if let Some(candidate) = stationary_near(posed, layout, &point, units) {
            let arrived = candidate.maximum && distance(&candidate.point, &point, units) < ARRIVED;
            found.push(candidate);
            if arrived {
                break;
            }
        }
    }
    found
}

fn random_responsibilities(posed: &Posed<f64>, random: &mut ChaCha20Rng) -> Rows<f64> {
    let rows = posed.weights.len();
    let centres: Vec<usize> = (0..posed.components).map(|_| random.next_u32() as usize % rows).collect();
    let half_squares: Box<dyn Fn(usize, usize) -> f64> = match &posed.table {
        Table::Values(table) => {
            let scales: Vec<f64> = (0..posed.dimension).map(|d| deviation(posed, table, d)).collect();
            let difference = move |n: usize, m: usize, d: usize| (table[n][d] - table[m][d]) / scales[d];
            let dimension = posed.dimension;
            Box::new(move |n, m| 0.5 * (0..dimension).map(|d| difference(n, m, d).powi(2)).sum::<f64>())
        }
        Table::Levels(table) => Box::new(|n, m| table[n].iter().zip(&table[m]).filter(|(a, b)| a != b).count() as f64),
    };
    let uniform = 0.1 / posed.components as f64;
    let row = |n: usize| {
        let densities: Vec<f64> = centres.iter().map(|&centre| -half_squares(n, centre)).collect();
        super::derivatives::responsibilities(&densities).iter().map(|r| 0.9 * r + uniform).collect()
    };
    (0..rows).map(row).collect()
}
