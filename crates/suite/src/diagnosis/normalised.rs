//! Responsibilities that are joint densities, or their logarithms, or multiplied by the observation weights: right once each
//! row is divided by its sum.

use serde_json::json;

use super::{Claim, Explanation, Patient, value};

const KEY: &str = "responsibilities";
/// How far a sum must be from 1 to be no rounding of it.
const FAR: f64 = 1e-3;

/// Divides each row by its sum, as it is and after exponentiation.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let Some((found, _)) = patient.matrices(KEY).filter(|_| patient.failed(KEY)) else { return Vec::new() };
    let explained = |what: &str, rows: Vec<Vec<f64>>| {
        Explanation::new(Claim::of(KEY), what, json!({ KEY: value::of_matrix(&rows) }))
            .advice("each row must add up to 1")
    };
    let sums: Vec<f64> = found.iter().map(|row| row.iter().sum()).collect();
    let mut proposed = Vec::new();
    if sums.iter().any(|sum| (sum - 1.0).abs() > FAR) {
        let divided = found.iter().map(|row| normalised(row)).collect();
        let weights = patient.observation_weights().unwrap_or_default();
        let weighted = weights.len() == sums.len()
            && weights.iter().zip(&sums).all(|(weight, sum)| (weight - sum).abs() <= 1e-9 * weight);
        let what = match weighted {
            true => "{certified} times the weight of the observation",
            false => "not normalised: right once each row is divided by its sum",
        };
        proposed.push(explained(what, divided));
        let raised: Vec<Vec<f64>> = found.iter().map(|row| exponentiated(row)).collect();
        // Plain logarithms need no division.
        let exponentials = found.iter().map(|row| row.iter().map(|entry| entry.exp()).sum::<f64>());
        if exponentials.into_iter().any(|sum| (sum - 1.0).abs() > FAR) {
            proposed.push(explained(
                "log joint densities: right once exponentiated and each row divided by its sum",
                raised,
            ));
        }
    }
    proposed
}

fn normalised(row: &[f64]) -> Vec<f64> {
    let sum: f64 = row.iter().sum();
    row.iter().map(|entry| entry / sum).collect()
}

fn exponentiated(row: &[f64]) -> Vec<f64> {
    let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    normalised(&row.iter().map(|entry| (entry - top).exp()).collect::<Vec<_>>())
}
