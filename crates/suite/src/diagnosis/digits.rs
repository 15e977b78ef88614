//! Numbers that were printed with a few digits, and are right as far as these go.

use super::{Claim, Explanation, Patient, single::significant, value};
use crate::{
    expected::Measured,
    place::{Place, Step},
    verdict::labels::matched,
};

/// How many digits may be few: fewer than three tell nothing, and more than twelve may be all that a double has.
const FEW: std::ops::RangeInclusive<usize> = 3..=12;
/// Of numbers with that few digits a quantity must have so many different ones.
const TELLING: usize = 3;
/// Half a unit of the last digit, and the rounding of what was rounded.
const HALF: f64 = 0.5001;
/// What rounding leaves at least somewhere, in units.
const LEAST: f64 = 0.01;

/// Looks at every quantity that failed.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let reported = if patient.any_labels() {
        matched(patient.quantities, patient.reported).reported
    } else {
        patient.reported.clone()
    };
    let numbers = patient.quantities.numbers(&Place::default());
    let Some(answer) = reported.as_object() else { return Vec::new() };
    let failed = answer.keys().filter(|key| patient.failed(key));
    failed.filter_map(|key| of_quantity(key, &pairs(&reported, &numbers, key)?)).collect()
}

/// Certified and reported numbers of a quantity; `None` where one is missing.
fn pairs(reported: &serde_json::Value, numbers: &[Measured], key: &str) -> Option<Vec<(f64, f64)>> {
    let claim = Claim::of(key);
    let of_quantity = numbers.iter().filter(|number| claim.covers(&number.place));
    let pair = |number: &Measured| {
        let found = number.place.steps().iter().try_fold(reported, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        });
        Some((number.certified.nearest(), value::read(found?)?))
    };
    of_quantity.map(pair).collect()
}

fn of_quantity(key: &str, pairs: &[(f64, f64)]) -> Option<Explanation> {
    let finite = || pairs.iter().map(|(_, x)| *x).filter(|x| x.is_finite() && *x != 0.0);
    let most = finite().map(significant).max()?;
    let decimals = finite().map(decimals).max()?;
    let mut telling: Vec<u64> = finite().filter(|x| significant(*x) + 1 >= most.max(3)).map(f64::to_bits).collect();
    telling.sort_unstable();
    telling.dedup();
    let enough = telling.len() >= TELLING || most >= 5;
    let explained = |what: String| {
        Explanation::proved(Claim::of(key), what)
            .advice("write numbers so that they read back to the same double: 17 digits")
    };
    if FEW.contains(&most) && enough && are_rounded(pairs, |x| unit_of(x, most)) {
        return Some(explained(format!("printed with {most} significant digits, and right as far as these go")));
    }
    let fixed = (1..=12).contains(&decimals) && most < 15 && enough;
    (fixed && are_rounded(pairs, |_| 10_f64.powi(-decimals)))
        .then(|| explained(format!("printed with {decimals} decimals, and right as far as these go")))
}

/// Whether all numbers are the certified ones to half a unit, and not all of them much closer than rounding leaves them.
fn are_rounded(pairs: &[(f64, f64)], unit: impl Fn(f64) -> f64) -> bool {
    let off = |(c, x): &(f64, f64)| if c == x { 0.0 } else { (c - x).abs() / unit(*c) };
    let most =
        pairs.iter().map(off).fold(0.0, |most: f64, off| if off.is_nan() { f64::INFINITY } else { most.max(off) });
    (LEAST..=HALF).contains(&most)
}

/// One unit of the last of so many digits.
fn unit_of(x: f64, digits: usize) -> f64 {
    10_f64.powi(x.abs().log10().floor() as i32 + 1 - digits as i32)
}

/// How many decimals it takes to write a number without an exponent.
fn decimals(x: f64) -> i32 {
    let text = format!("{x}");
    text.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i32)
}
