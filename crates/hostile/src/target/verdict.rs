//! The verdict on the truth after some edits.

use serde_json::{Value, json};
use suite::{
    implementation::Response,
    place::{Place, Step},
};

use super::{Target, reply_reader::check};
use crate::{
    judges::{self, Judge, lookup},
    numbers::Bytes,
    seeds::Seed,
};

/// The most edits.
const EDITS: usize = 6;

/// The target.
pub const TARGET: Target = Target {
    name: "verdict",
    claim: "the certified values pass; with any number, list or key of them replaced by anything else, only what is near enough passes",
    run,
    seeds,
};

fn run(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let judge = &judges::all()[bytes.below(judges::all().len())];
    let Some(truth) = &judge.truth else { return check(judge, &Response::Ok(Value::Null)) };
    let mut answer = truth.clone();
    for _ in 0..EDITS {
        if bytes.is_empty() {
            break;
        }
        edit(judge, &mut answer, &mut bytes);
    }
    check(judge, &Response::Ok(answer));
}

/// One change at one place: of a certified number, or of what it stands in.
fn edit(judge: &Judge, answer: &mut Value, bytes: &mut Bytes<'_>) {
    let places = places(judge);
    let index = (bytes.below(256) << 8 | bytes.below(256)) % places.len();
    let steps = places[index].steps();
    let kept = steps.len().saturating_sub(bytes.below(3));
    let what = bytes.byte();
    let value = bytes.number();
    if lookup(answer, &steps[..kept]).is_none() {
        return;
    }
    let Some(slot) = slot(answer, &steps[..kept]) else { return };
    match what % 10 {
        0 => *slot = Value::Null,
        1 => *slot = json!(suite::format::Number(value)),
        2 => *slot = json!(value.to_string()),
        3 => *slot = Value::Array(vec![slot.take()]),
        4 => *slot = json!({ "mean": slot.take() }),
        5 => nudge(slot, value),
        6 => shorten(slot),
        7 => lengthen(slot),
        8 => reverse(slot),
        _ => {
            *slot =
                json!(suite::format::Number([f64::NAN, f64::INFINITY, f64::NEG_INFINITY][usize::from(what / 10) % 3]))
        }
    }
}

fn places(judge: &Judge) -> Vec<Place> {
    let expected = judge.prepared.expected.as_ref().expect("there is a truth");
    let quantities = expected.quantities(suite::format::Precision::Binary64).expect("a golden case");
    quantities.numbers(&Place::default()).into_iter().map(|number| number.place).collect()
}

fn slot<'a>(value: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })
}

/// Moves a number by a part of itself: `2^-value`.
fn nudge(slot: &mut Value, value: f64) {
    if let Some(number) = slot.as_f64() {
        *slot = json!(suite::format::Number(number * (1.0 + 2_f64.powf(-value.abs()))));
    }
}

fn shorten(slot: &mut Value) {
    if let Some(list) = slot.as_array_mut() {
        list.pop();
    }
}

fn lengthen(slot: &mut Value) {
    if let Some(list) = slot.as_array_mut() {
        list.extend(list.last().cloned());
    }
}

fn reverse(slot: &mut Value) {
    if let Some(list) = slot.as_array_mut() {
        list.reverse();
    }
}

/// Each judge's truth, and each kind of edit at one of its places.
fn seeds() -> Vec<Seed> {
    let judges = 0..judges::all().len() as u8;
    let truths = judges.clone().map(|judge| (format!("truth-{judge}"), vec![judge]));
    let edits = (0..10_u8).map(|what| {
        let judge = what % judges.end;
        (format!("edit-{what}"), vec![judge, 0, 17 * what, what % 3, what, 1, 37, 1])
    });
    truths.chain(edits).collect()
}
