//! Checks a certified file: that it is there and up to date, and for a share of the files that a computation at a higher precision
//! gives the same.

use sha2::{Digest, Sha256};
use suite::golden::Suite;

use super::{
    Outcome,
    job::{Job, refusal},
};

/// By how many bits the new computation is more precise.
const MORE_BITS: u32 = 128;

/// Checks one file.
pub fn check(suite: &Suite, job: &Job<'_>, share: f64) -> Result<Outcome, String> {
    if let Some(outcome) = refusal(suite, job.case) {
        return outcome;
    }
    let (certified, fresh) = job.existing(suite)?.ok_or("there is no certified file")?;
    if !fresh {
        return Err("the certified file is stale: the case, its data or the certifier have changed, or it is not the certifier's".to_owned());
    }
    if !is_chosen(&job.name(), share) {
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

/// Whether a file belongs to the share, which depends on its name alone.
fn is_chosen(name: &str, share: f64) -> bool {
    let digest = Sha256::digest(name);
    let place = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    f64::from(place) < share * (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_a_share_and_the_same_each_time() {
        let ids: Vec<String> = (0..2000).map(|n| format!("gaussian/case-{n}")).collect();
        let chosen = |share| ids.iter().filter(|id| is_chosen(id, share)).count();
        assert_eq!((chosen(0.0), chosen(1.0)), (0, 2000));
        assert!((400..600).contains(&chosen(0.25)), "{}", chosen(0.25));
        assert!(ids.iter().all(|id| !is_chosen(id, 0.25) || is_chosen(id, 0.5)), "shares are nested");
    }
}
