//! The heat maps: implementations by column, and all places by implementation.

use maud::{Markup, html};

use super::anchor;
use crate::{
    board::{Board, Row},
    tally::{Tally, grade},
};

/// Implementations by column, with laws.
pub fn by_column(board: &Board) -> Markup {
    let columns = board.columns();
    html! {
        div class="scroll" tabindex="0" role="region" aria-labelledby="by-family" {
            table class="heat" {
                thead {
                    tr {
                        th scope="col" { "implementation" }
                        @for column in &columns { th scope="col" { (breakable(column)) } }
                        th scope="col" { "all" }
                        th scope="col" { "laws held" }
                    }
                }
                tbody { @for row in board.asked() { (columns_of(board, row, &columns)) } }
            }
        }
    }
}

fn columns_of(board: &Board, row: &Row, columns: &[&str]) -> Markup {
    let name = &row.entry.name;
    html! {
        tr {
            th scope="row" { a href=(format!("#{}", anchor(&[name]))) { (row.entry.title) } (stale(row)) }
            @if row.entry.judged().is_some() {
                @for column in columns { (cell(&board.tally(&row.entry, column, None), &anchor(&[name, column]), true)) }
                (cell(&Tally::of(Board::cases(&row.entry)), &anchor(&[name]), true))
                (laws(row))
            } @else {
                td class="h0" colspan=(columns.len() + 2) { "could not be started" }
            }
        }
    }
}

/// A name that may go on in the next line after a slash.
fn breakable(name: &str) -> Markup {
    html! { @for (index, part) in name.split('/').enumerate() { @if index > 0 { "/" wbr; } (part) } }
}

/// "stale" where it is.
pub fn stale(row: &Row) -> Markup {
    html! { @if row.stale { " " span class="badge" { "stale" } } }
}

fn laws(row: &Row) -> Markup {
    let laws = row.entry.judged().and_then(|judged| judged.laws());
    let to = format!("#{}", anchor(&[&row.entry.name, "laws"]));
    html! {
        @match laws {
            None => td class="none" { "–" },
            Some(laws) => {
                @let (held, broken) = (laws.held(), laws.broken().count());
                td class=(class(grade(held, held + broken))) {
                    @if broken > 0 { a href=(to) { (held) "/" (held + broken) } } @else if held > 0 { (held) "/" (held) } @else { "–" }
                }
            }
        }
    }
}

fn class(grade: Option<u8>) -> String {
    grade.map_or_else(|| "none".to_owned(), |grade| format!("h{grade}"))
}

/// A cell; it leads to its failures where there are some.
fn cell(tally: &Tally, to: &str, with_digits: bool) -> Markup {
    html! {
        td class=(class(tally.grade())) {
            @if tally.failed() > 0 { a href=(format!("#{to}")) { (tally.share()) } } @else { (tally.share()) }
            @if with_digits && tally.supported() > 0 && tally.unsupported > 0 { span class="of" { " of " (tally.cases) } }
            @if with_digits && !tally.digits().is_empty() { small { (tally.digits()) } }
        }
    }
}

/// Every place by implementation.
pub fn in_full(board: &Board) -> Markup {
    let rows: Vec<&Row> = board.judged().collect();
    let places = board.places();
    html! {
        div class="scroll" tabindex="0" role="region" aria-labelledby="in-full" {
            table class="heat full" {
                thead {
                    tr {
                        th scope="col" { "cases" }
                        @for row in &rows { th scope="col" { (breakable(&row.entry.title)) } }
                    }
                }
                @for column in board.columns() {
                    tbody {
                        tr { th scope="rowgroup" colspan=(rows.len() + 1) class="group" { (column) } }
                        @for (_, item) in places.iter().filter(|(found, _)| *found == column) {
                            tr {
                                th scope="row" { (item) }
                                @for row in &rows {
                                    (cell(&board.tally(&row.entry, column, Some(item)), &anchor(&[&row.entry.name, column, item]), false))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
