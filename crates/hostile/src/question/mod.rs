//! A case from bytes, and back: a header that says what is asked and how large it is, then every number in the order of [`numbers`].
//!
//! Any bytes are a case of the right shape; its numbers are anything at all. Since most such cases are refused at the first number that is
//! off its simplex or out of its domain, bits of the header ask for repairs, which move numbers into their domain and leave their
//! size alone. A case of a suite is written without repairs and read back as it was.

mod header;
mod numbers;
mod repair;
mod shape;

use suite::format::{Case, FORMAT, Operation};

pub use header::{Header, Kind};
pub(crate) use numbers::numbers;

use crate::numbers::{Bytes, write};

/// The case that some bytes stand for, its operation one of those given.
#[must_use]
pub fn read(bytes: &[u8], operations: &[Operation]) -> Case {
    let mut bytes = Bytes::new(bytes);
    let header = Header::read(&mut bytes, operations);
    let mut case = shape::blank(&header);
    for (_, number) in numbers(&mut case) {
        *number = bytes.number();
    }
    repair::repair(&mut case, &header);
    case
}

/// The bytes that a resolved case is read from, up to which iterations are recorded; `None` where it is larger than a question can be.
#[must_use]
pub fn written(case: &Case, operations: &[Operation]) -> Option<Vec<u8>> {
    let header = Header::of(case)?;
    let mut bytes = header.written(operations)?;
    let mut case = Case { format: Some(FORMAT), record: None, ..case.clone() };
    let mut blank = Case { record: None, ..shape::blank(&header) };
    let values: Vec<f64> = numbers(&mut case).into_iter().map(|(_, number)| *number).collect();
    let slots = numbers(&mut blank);
    if slots.len() != values.len() {
        return None;
    }
    for ((_, slot), &value) in slots.into_iter().zip(&values) {
        *slot = value;
        write(value, &mut bytes);
    }
    // Compared as text: a NaN is not equal to itself.
    let text = |case: &Case| serde_json::to_string(case).expect("a case is JSON");
    (text(&blank) == text(&case)).then_some(bytes)
}
