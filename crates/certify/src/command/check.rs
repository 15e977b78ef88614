//! Checks a certified file: that it is there and up to date, and for a share of the files that a computation at a higher precision
//! gives the same.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use suite::golden::Suite;

use super::{
    Outcome,
    job::{Job, refusal},
};
use crate::theory::{KINDS, Kind};

/// By how many bits the new computation is more precise.
const MORE_BITS: u32 = 128;

/// Checks one file, and computes it anew where it is `chosen`.
pub fn check(suite: &Suite, job: &Job<'_>, chosen: bool) -> Result<Outcome, String> {
    if let Some(outcome) = refusal(suite, job.case) {
        return outcome;
    }
    let (certified, fresh) = job.existing(suite)?.ok_or("there is no certified file")?;
    if !fresh {
        return Err("the certified file is stale: the case, its data or the certifier have changed, or it is not the certifier's".to_owned());
    }
    if !chosen {
        return Ok(Outcome::Fresh);
    }
    let bits = certified.certificate["precision_bits"].as_u64().and_then(|bits| u32::try_from(bits).ok());
    let bits = bits.ok_or("the certificate does not say at how many bits")?;
    let certification = job.certification(suite, bits + MORE_BITS)?;
    match certification.disagreement(&certified) {
        Some(place) => Err(format!("{place} disagrees with a computation at {} bits", certification.bits())),
        None => Ok(Outcome::Confirmed(certification.bits())),
    }
}

/// The names of the files that belong to the share: it depends on the names alone, and no share is so small that a kind of theory
/// has no file in it, unless it is 0.
pub fn chosen(all: &[Job<'_>], share: f64) -> BTreeSet<String> {
    let of_share = all.iter().map(Job::name).filter(|name| is_chosen(name, share));
    let of_kind = |kind: &&Kind| {
        let names = all.iter().filter(|job| job.kind.is_some_and(|own| own.name == kind.name)).map(Job::name);
        names.min_by_key(|name| place(name)).filter(|_| share > 0.0)
    };
    of_share.chain(KINDS.iter().filter_map(of_kind)).collect()
}

/// Whether a file belongs to the share by its name.
fn is_chosen(name: &str, share: f64) -> bool {
    f64::from(place(name)) < share * (f64::from(u32::MAX) + 1.0)
}

/// A number that a name determines, as good as drawn at random.
fn place(name: &str) -> u32 {
    let digest = Sha256::digest(name);
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_of_theory_is_left_out_of_a_share() {
        let case =
            |n: usize| serde_json::from_value(serde_json::json!({"id": format!("gaussian/{n}"), "operation": "bound"}));
        let cases: Vec<suite::format::Case> = (0..4).map(|n| case(n).unwrap()).collect();
        let job = |case, kind| Job { case, kind };
        let of_theory = KINDS.iter().flat_map(|&kind| cases.iter().map(move |case| job(case, Some(kind))));
        let all: Vec<Job<'_>> = cases.iter().map(|case| job(case, None)).chain(of_theory).collect();
        let few = chosen(&all, 1e-9);
        assert_eq!(few.len(), KINDS.len());
        assert!(KINDS.iter().all(|kind| few.iter().any(|name| name.starts_with(&format!("theory/{}/", kind.name)))));
        assert_eq!((chosen(&all, 0.0).len(), chosen(&all, 1.0).len()), (0, all.len()));
    }

    #[test]
    fn the_share_is_a_share_and_the_same_each_time() {
        let ids: Vec<String> = (0..2000).map(|n| format!("gaussian/case-{n}")).collect();
        let chosen = |share| ids.iter().filter(|id| is_chosen(id, share)).count();
        assert_eq!((chosen(0.0), chosen(1.0)), (0, 2000));
        assert!((400..600).contains(&chosen(0.25)), "{}", chosen(0.25));
        assert!(ids.iter().all(|id| !is_chosen(id, 0.25) || is_chosen(id, 0.5)), "shares are nested");
    }
}
