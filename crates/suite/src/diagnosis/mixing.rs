//! Mixing weights that do not add up to 1.

use super::{Claim, Explanation, Patient, value};

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
        sums.push(sum);
        let mut copy = set.clone();
        copy["weights"] = value::of_list(&weights.iter().map(|weight| weight / sum).collect::<Vec<_>>());
        Some(copy)
    });
    let wrong = sums.iter().copied().find(|sum| (sum - 1.0).abs() > 1e-9);
    let total = patient.total_weight();
    let (Some(undone), Some(sum)) = (undone, wrong) else { return Vec::new() };
    let counts = total.is_some_and(|total| sums.iter().all(|sum| (sum - total).abs() <= 1e-9 * total));
    let what = if counts { "counts: {certified} times N" } else { "not normalised: right once divided by their sum" };
    vec![Explanation::new(claim, what, undone).here(format!("they add up to {sum}")).advice("they must add up to 1")]
}
