//! What writing and checking have in common: one file to certify, of a case or of a kind of theory that the case poses the question of.

use std::{collections::BTreeSet, path::PathBuf};

use suite::{
    format::{Case, Certified, Expect, Operation, Parameters},
    golden::{Suite, read_certified},
    hash::inputs_sha256,
};

use super::Outcome;
use crate::{
    Certification, CertifyError,
    certificate::{certify_by, certify_fit, certify_from},
    operation::has_values,
    settle::starting_bits,
    theory::{KINDS, Kind},
};

/// One file: the answer to a case, or what a kind of theory makes of it.
pub struct Job<'a> {
    /// The case.
    pub case: &'a Case,
    /// The kind of theory; none for the case's own answer.
    pub kind: Option<&'static Kind>,
}

/// All files that a suite must have, the answers first.
pub fn all(suite: &Suite) -> Vec<Job<'_>> {
    let answers = suite.cases.iter().map(|case| Job { case, kind: None });
    let of_kind = |kind: &'static Kind| {
        suite.cases.iter().filter(|case| kind.takes(case)).map(move |case| Job { case, kind: Some(kind) })
    };
    answers.chain(KINDS.iter().copied().flat_map(of_kind)).collect()
}

/// Files that belong to none of the jobs of a suite.
///
/// # Errors
/// When a directory cannot be read.
pub fn orphans(suite: &Suite, jobs: &[Job<'_>]) -> suite::error::Result<Vec<PathBuf>> {
    let wanted: BTreeSet<PathBuf> = jobs.iter().map(|job| job.path(suite)).collect();
    let theory = suite.theory()?.into_iter().map(|file| file.path).filter(|path| !wanted.contains(path));
    Ok(suite.orphans()?.into_iter().chain(theory).collect())
}

impl Job<'_> {
    /// What it is called: the id of the case, and before it the kind of theory.
    pub fn name(&self) -> String {
        let id = self.case.name();
        self.kind.map_or_else(|| id.to_owned(), |kind| format!("theory/{}/{id}", kind.name))
    }

    /// Where its file stands.
    pub fn path(&self, suite: &Suite) -> PathBuf {
        let id = self.case.name();
        self.kind.map_or_else(|| suite.certified_path(id), |kind| suite.theory_path(kind.name, id))
    }

    /// Certifies at a precision of at least `bits`.
    pub fn certification(&self, suite: &Suite, bits: u32) -> Result<Certification, String> {
        let (case, id) = (self.case, self.case.name());
        if !has_values(case.operation) {
            return Err(CertifyError::NoCertifier(case.operation.name()).to_string());
        }
        let resolved = suite.data.resolve(case).map_err(|error| error.to_string())?;
        let bits = bits.max(starting_bits(&resolved));
        let certification = match self.kind {
            Some(kind) => certify_by(kind.certifier, &resolved, id, bits),
            None if case.operation == Operation::Fit => certify_fit(&resolved, id, bits, &other_starts(suite, case)),
            None => certify_from(&resolved, id, bits),
        };
        certification.map_err(|error| error.to_string())
    }

    /// The file and whether it is ours, with all its hashes, and belongs to these inputs; nothing where there is none.
    pub fn existing(&self, suite: &Suite) -> Result<Option<(Certified, bool)>, String> {
        let path = self.path(suite);
        if !path.exists() {
            return Ok(None);
        }
        let certified = read_certified(&path, self.case.name()).map_err(|error| error.to_string())?;
        let hash = inputs_sha256(self.case, &suite.data).map_err(|error| error.to_string())?;
        // A hash of the result that is there was compared when the file was read.
        let fresh = certified.inputs_sha256() == Some(&hash) && certified.result_sha256().is_some();
        Ok(Some((certified, fresh)))
    }
}

/// The initial parameters of the other fits of the same function: data, model, prior and number of components.
fn other_starts(suite: &Suite, case: &Case) -> Vec<Parameters> {
    let size = |case: &Case| case.initial.as_ref().map(|initial| initial.weights.len());
    let same = |other: &&Case| {
        other.operation == Operation::Fit
            && other.expect.is_none()
            && other.id != case.id
            && (&other.data, &other.model, &other.prior) == (&case.data, &case.model, &case.prior)
            && size(other) == size(case)
    };
    suite.cases.iter().filter(same).filter_map(|other| other.initial.clone()).collect()
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
