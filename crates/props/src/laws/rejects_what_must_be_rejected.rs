//! Input that is no mixture, no data or no distribution is refused, never answered: an answer to it would be a wrong number.
//!
//! Each way of [`ruin`](crate::generate::ruin) spoils one place of a sound case. Exact: no rounding. An answer of which nothing depends on that place
//! is none to the bad input, and counts as unsupported.

use suite::{
    format::Case,
    implementation::{Implementation, Response},
};

use crate::{
    ask::Ask,
    generate::ruined,
    law::{Check, Law, Stop, broken},
    spoiled::is_untouched,
};

/// The law.
pub const LAW: Law =
    Law { name: "rejects-what-must-be-rejected", statement: "bad input is rejected", cases: ruined, check };

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    match em.respond(case) {
        Response::Rejected(_) => Ok(()),
        Response::Unsupported(reason) => Err(Stop::Unsupported(reason)),
        Response::Ok(answer) if is_untouched(case, &answer) => {
            Err(Stop::Unsupported("nothing is reported that depends on what is wrong with the input".to_owned()))
        }
        Response::Ok(answer) => broken(format_args!("bad input has an answer: {}", shortened(&answer.to_string()))),
        other => broken(format_args!("bad input is not rejected: {other:?}")),
    }
}

/// Enough of an answer to know it by.
fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
