//! What writing and checking have in common: one case of a suite, resolved, with the hash of its inputs.

use suite::{
    format::{Case, Certified, Expect},
    golden::Suite,
    hash::inputs_sha256,
};

use super::Outcome;
use crate::{Certification, CertifyError, certificate::certify_from, operation::has_values, settle::starting_bits};

/// Certifies a case at a precision of at least `bits`.
pub fn certification(suite: &Suite, case: &Case, bits: u32) -> Result<Certification, String> {
    if !has_values(case.operation) {
        return Err(CertifyError::NoCertifier(case.operation.name()).to_string());
    }
    let resolved = suite.data.resolve(case).map_err(|error| error.to_string())?;
    let bits = bits.max(starting_bits(&resolved));
    certify_from(&resolved, case.name(), bits).map_err(|error| error.to_string())
}

/// The outcome of a case that must be rejected; nothing for the others.
pub fn refusal(suite: &Suite, case: &Case) -> Option<Result<Outcome, String>> {
    (case.expect == Some(Expect::Rejected)).then(|| {
        suite.certified(case).map_err(|error| error.to_string())?;
        let resolved = suite.data.resolve(case).map_err(|error| error.to_string())?;
        match crate::certify(&resolved, case.name()) {
            Err(CertifyError::Rejected(reason)) => Ok(Outcome::Rejected(reason.to_string())),
            Err(other) => Err(other.to_string()),
            Ok(_) => Err("has an answer, but the case says that it must be rejected".to_owned()),
        }
    })
}

/// The certified file and whether it is ours, with all its hashes, and belongs to these inputs; nothing where there is none.
pub fn existing(suite: &Suite, case: &Case) -> Result<Option<(Certified, bool)>, String> {
    if !suite.certified_path(case.name()).exists() {
        return Ok(None);
    }
    let certified = suite.certified(case).map_err(|error| error.to_string())?;
    let hash = inputs_sha256(case, &suite.data).map_err(|error| error.to_string())?;
    Ok(certified.map(|certified| {
        // A hash of the result that is there was compared when the file was read.
        let fresh = certified.inputs_sha256() == Some(&hash) && certified.result_sha256().is_some();
        (certified, fresh)
    }))
}
