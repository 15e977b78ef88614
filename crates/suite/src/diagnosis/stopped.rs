//! A trace that stays where it is from some iteration on, although iterations were asked for.

use super::{Claim, Explanation, Patient};
use crate::{place::Place, verdict::Judged};

const STOPS: &str = "exactly T iterations are asked for: switch off any rule for stopping";
/// Where the last entry alone repeats the one before it.
const LAST: &str = "exactly T iterations are asked for, the last of them too";

/// Looks for an end of equal entries, right up to its first and wrong after. A trace that never moves from the start is right in one entry, which
/// says nothing of the others.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    ["log_evidence", "log_joint", "elbo"].into_iter().filter_map(|key| of_trace(patient, key)).collect()
}

fn of_trace(patient: &Patient, key: &str) -> Option<Explanation> {
    let (found, _) = patient.lists(key).filter(|(found, right)| found.len() == right.len())?;
    let last = found.len().checked_sub(1)?;
    let stays = found.iter().rposition(|entry| *entry != found[last]).map_or(0, |before| before + 1);
    let block = |t: usize| {
        let place = Place::default().key(key).index(t);
        patient.verdict.judged.iter().find(move |block: &&Judged| block.place == place)
    };
    let right_up_to_there = (0..=stays).all(|t| block(t).is_some_and(|block| block.passed));
    // Wrong by more than the digits in which two neighbours differ by chance.
    let wrong_after = (stays + 1..=last).any(|t| block(t).is_some_and(|block| !block.passed));
    let explanation = Explanation::proved(Claim::of(key), "right up to some iteration, and unchanged from there on")
        .here(format!("iteration {stays} of {last}"))
        .advice(if stays + 1 == last { LAST } else { STOPS });
    (stays > 0 && right_up_to_there && wrong_after).then_some(explanation)
}
