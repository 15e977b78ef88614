//! A certified result: decimals, attainable digits, scales and how they were proved.

use rug::Float;
use serde_json::Value;
use suite::{
    format::{CERTIFIER, Case, Certificate, Certified, FORMAT, Operation, Parameters},
    hash::result_sha256,
};

use crate::{
    attainable::{BINARY32, BINARY64, RUNS, attainable_digits},
    failure::CertifyError,
    input::reader,
    operation::{
        Certifier, compute,
        fit::{Optimum, fit},
    },
    points,
    print::agrees,
    settle::{Goal, Settled, settle, starting_bits},
    source::Source,
    tree::Tree,
};

/// A relative radius of `10⁻³⁶` leaves 34 printed digits right within one unit of the last.
pub(crate) const DIGITS: u32 = 36;

const ARITHMETIC: &str = "MPFR intervals with outward rounding; naive formulas in the linear domain, \
    inverses and determinants by elimination";

/// A result with proved digits.
#[derive(Clone, Debug)]
pub struct Certification {
    id: String,
    settled: Settled,
    digits: [Vec<f64>; 2],
    optimum: Option<Optimum>,
}

/// Certifies a resolved case; its id seeds the perturbed runs.
///
/// # Errors
/// When the input must be refused, the operation has no certifier, or some quantity has no certified digits.
pub fn certify(case: &Case, id: &str) -> Result<Certification, CertifyError> {
    certify_from(case, id, starting_bits(case))
}

/// The same at a precision of at least `bits`.
///
/// # Errors
/// Those of [`certify`].
pub fn certify_from(case: &Case, id: &str, bits: u32) -> Result<Certification, CertifyError> {
    if case.operation == Operation::Fit {
        certify_fit(case, id, bits, &[])
    } else {
        certify_by(compute, case, id, bits)
    }
}

/// The same of a `fit`; `others` are initial parameters of other fits of the same function.
///
/// # Errors
/// Those of [`certify`].
pub fn certify_fit(case: &Case, id: &str, bits: u32, others: &[Parameters]) -> Result<Certification, CertifyError> {
    let optimum = fit(case, id, bits, others)?;
    let digits = [optimum.result.digits.clone(), optimum.digits_binary32.clone()];
    let settled = optimum.result.settled.clone();
    Ok(Certification { id: id.to_owned(), settled, digits, optimum: Some(optimum) })
}

/// What a certifier says of a resolved case, at a precision of at least `bits`.
///
/// # Errors
/// Those of [`certify`].
pub fn certify_by(certifier: Certifier, case: &Case, id: &str, bits: u32) -> Result<Certification, CertifyError> {
    let settled = settle(bits, Goal::EveryNumber(DIGITS), |precision| {
        certifier(case, &mut reader(&mut Source::exact(precision)))
    })?;
    let attainable = |format| attainable_digits(certifier, case, id, &settled, format);
    let digits = [attainable(BINARY64)?, attainable(BINARY32)?];
    Ok(Certification { id: id.to_owned(), settled, digits, optimum: None })
}

impl Certification {
    /// The enclosures.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.settled.tree
    }

    /// The precision it took, in bits.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.settled.bits
    }

    fn per_block(&self, digits: &[f64]) -> Value {
        self.settled.tree.per_block(&mut digits.iter().copied()).expect("a result has quantities")
    }

    /// The certified file, for inputs with this hash.
    #[must_use]
    pub fn certified(&self, inputs_sha256: &str) -> Certified {
        let mut certified = Certified {
            format: FORMAT,
            id: self.id.clone(),
            result: self.settled.tree.decimals(),
            attainable_digits: self.per_block(&self.digits[0]),
            attainable_digits_binary32: Some(self.per_block(&self.digits[1])),
            scales: self.settled.tree.scales(),
            stationary_points: self.optimum.as_ref().map(points::list),
            certificate: Value::Null,
        };
        let certificate = Certificate {
            arithmetic: ARITHMETIC.to_owned(),
            precision_bits: self.settled.bits,
            largest_radius: short(&self.settled.radius),
            optimum: self.optimum.as_ref().map(points::facts),
            perturbed_runs: RUNS,
            inputs_sha256: inputs_sha256.to_owned(),
            result_sha256: String::new(),
            written_by: CERTIFIER.to_owned(),
        };
        certified.certificate = serde_json::to_value(certificate).expect("a certificate can be written as JSON");
        certified.certificate["result_sha256"] = Value::from(result_sha256(&certified));
        certified
    }

    /// Where a certified file disagrees with these enclosures; nothing where every printed decimal is within one unit of its
    /// last digit, and the attainable digits are the same.
    #[must_use]
    pub fn disagreement(&self, file: &Certified) -> Option<String> {
        let fresh = self.certified("");
        if let Some(place) = decimals_disagree(&self.settled.tree, &file.result, "result") {
            return Some(place);
        }
        let scales = file.scales.as_ref().unwrap_or(&Value::Null);
        if let Some(place) = scales_disagree(&self.settled.tree, scales, "scales") {
            return Some(place);
        }
        if let Some(place) = points::disagreement(self.optimum.as_ref(), file) {
            return Some(place);
        }
        let digits = fresh.attainable_digits != file.attainable_digits;
        let binary32 = fresh.attainable_digits_binary32 != file.attainable_digits_binary32;
        digits.then_some("attainable_digits").or(binary32.then_some("attainable_digits_binary32")).map(str::to_owned)
    }
}

pub(crate) fn short(radius: &Float) -> String {
    if radius.is_zero() { "0".to_owned() } else { format!("{radius:.2e}") }
}

/// The first place at which a file's decimals are not those of a result.
pub(crate) fn decimals_disagree(tree: &Tree, file: &Value, place: &str) -> Option<String> {
    match (tree, file) {
        (Tree::Block(block), file) => {
            let decimals = leaves(file);
            let entries = block.entries();
            let same_shape = same_nesting(&tree.decimals(), file);
            let agree = same_shape && entries.iter().zip(&decimals).all(|(entry, text)| agrees(text, entry));
            (!agree).then(|| place.to_owned())
        }
        (Tree::Indices(_), file) => (tree.decimals() != *file).then(|| place.to_owned()),
        (tree, file) => descend(tree, file, place, decimals_disagree),
    }
}

/// The first place at which a file's scales are not those of a result.
fn scales_disagree(tree: &Tree, file: &Value, place: &str) -> Option<String> {
    match (tree, tree.scales(), file) {
        (_, None, Value::Null) => None,
        (Tree::Block(block), Some(_), Value::String(text)) => {
            let agree = block.scale.as_ref().is_some_and(|scale| agrees(text, scale));
            (!agree).then(|| place.to_owned())
        }
        (tree, Some(_), file @ (Value::Array(_) | Value::Object(_))) => descend(tree, file, place, scales_disagree),
        _ => Some(place.to_owned()),
    }
}

/// Compares part by part; what a file has and the result has not is a disagreement, too.
fn descend(
    tree: &Tree,
    file: &Value,
    place: &str,
    compare: fn(&Tree, &Value, &str) -> Option<String>,
) -> Option<String> {
    match (tree, file) {
        (Tree::List(parts), Value::Array(items)) if parts.len() == items.len() => parts
            .iter()
            .zip(items)
            .enumerate()
            .find_map(|(index, (part, item))| compare(part, item, &format!("{place}[{index}]"))),
        (Tree::Map(parts), Value::Object(items)) => {
            let known = |name: &String| parts.iter().any(|(known, _)| known == name);
            let unknown = items.keys().find(|name| !known(name)).map(|name| format!("{place}.{name}"));
            unknown.or_else(|| {
                parts.iter().find_map(|(name, part)| {
                    compare(part, items.get(name).unwrap_or(&Value::Null), &format!("{place}.{name}"))
                })
            })
        }
        _ => Some(place.to_owned()),
    }
}

fn leaves(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::String(text) => vec![text],
        _ => Vec::new(),
    }
}

fn same_nesting(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_nesting(a, b)),
        (Value::String(_), Value::String(_)) => true,
        _ => false,
    }
}
