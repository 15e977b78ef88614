//! Mixing weights that do not add up to 1.

use super::{Claim, Explanation, Patient, value};

/// How far a sum must be from 1 to be no rounding of it.
const FAR: f64 = 1e-3;

/// Divides the mixing weights by their sum.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let claim = Claim::field("weights");
    if !patient.fails(&claim) {
        return Vec::new();
    }
    let mut sums = Vec::new();
    let undone = patient.with_parameters(None, |_, set| {
        let weights = value::list(set.get("weights")?)?;
        let sum: f64 = weights.iter().sum();
        (weights.iter().all(|weight| *weight >= 0.0) && sum > 0.0).then_some(())?;
        sums.push(sum);
        let mut copy = set.clone();
        copy["weights"] = value::of_list(&weights.iter().map(|weight| weight / sum).collect::<Vec<_>>());
        Some(copy)
    });
    let wrong = sums.iter().copied().find(|sum| (sum - 1.0).abs() > FAR);
    let total = patient.total_weight();
    let (Some(undone), Some(sum)) = (undone, wrong) else { return Vec::new() };
    let counts = total.is_some_and(|total| sums.iter().all(|sum| (sum - total).abs() <= 1e-9 * total));
    let what = if counts { "counts: {certified} times N" } else { "not normalised: right once divided by their sum" };
    vec![Explanation::new(claim, what, undone).here(format!("they add up to {sum}")).advice("they must add up to 1")]
}
