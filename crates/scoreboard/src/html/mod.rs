//! The board as one HTML page that needs nothing else: no network, no other file.

mod chart;
mod failure;
mod implementation;
mod matrix;
mod text;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use self::{
    implementation::{implementation, not_asked},
    text::counted,
};
use crate::board::{Board, DIGITS};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// The page.
#[must_use]
pub fn html(board: &Board) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "EM scoreboard" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a class="skip" href="#main" { "Skip to the matrix" }
                (head(board))
                main id="main" tabindex="-1" { (body(board)) }
                (method(board))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    format!("{}\n", page.into_string())
}

fn head(board: &Board) -> Markup {
    markup! {
        header id="top" {
            h1 { "EM scoreboard" }
            p {
                (counted(board.judged().count(), "implementation", "implementations")) " of expectation-maximisation on mixture models, by "
                (counted(board.case_count(), "certified case", "certified cases")) " and by laws. "
                a href="#method" { "What the numbers mean" }
            }
            div class="tools" {
                button type="button" id="theme" hidden { "Theme: system" }
                button type="button" id="open" hidden { "Open all" }
                button type="button" id="close" hidden { "Close all" }
            }
        }
    }
}

fn body(board: &Board) -> Markup {
    markup! {
        @if board.asked().next().is_some() {
            section {
                h2 id="by-family" { "By family" }
                p { "Passed / supported, and of how many cases where not all are supported; below it the median and the most digits lost. A cell with failures leads to them." }
                (legend())
                (matrix::by_column(board))
                details {
                    summary id="in-full" { "By family and operation" }
                    (matrix::in_full(board))
                }
            }
        } @else {
            p class="warn" { "No implementation was judged." }
        }
        @for row in board.asked() { (implementation(board, row)) }
        (not_asked(board))
        (kinds(board))
    }
}

fn legend() -> Markup {
    let grades = [
        ("h5", "all"),
        ("h4", "90 % or more"),
        ("h3", "70 % or more"),
        ("h2", "40 % or more"),
        ("h1", "fewer"),
        ("h0", "none"),
        ("none", "unsupported"),
    ];
    markup! {
        ul class="legend" aria-label="Colours: share of supported cases that passed" {
            @for (class, said) in grades { li class=(class) { (said) } }
        }
    }
}

/// The kinds of defect that any failed case hunts.
fn kinds(board: &Board) -> Markup {
    let failed = board.rows.iter().flat_map(|row| Board::cases(&row.entry)).filter(|case| case.outcome.is_failure());
    let named: std::collections::BTreeSet<&String> = failed.flat_map(|case| &case.hunts).collect();
    markup! {
        @if !named.is_empty() {
            section {
                h2 id="kinds" { "Kinds of defect" }
                p { "What the failed cases are there to expose. A case may have several; which one it is, the numbers say." }
                dl {
                    @for (name, hunt) in board.golden.hunts.iter().filter(|(name, _)| named.contains(name)) {
                        dt id=(hunt_anchor(name)) { (name) }
                        dd { (hunt.defect) " " span class="dim" { (hunt.effect) } }
                    }
                }
            }
        }
    }
}

fn method(board: &Board) -> Markup {
    let method = board.method;
    markup! {
        footer {
            h2 id="method" tabindex="-1" { "What the numbers mean" }
            p {
                "A case is passed where every quantity that is reported has its attainable digits but for " (method.slack)
                ", or where bad input is refused. Supported are the cases that an implementation does not say it cannot do. " (DIGITS)
            }
            p {
                "A law counts as held where it held on every random case that it could be tried on. It was tried on "
                (counted(method.laws_cases, "case", "cases")) " (seed " (method.seed) ")."
            }
            p { "Made by " code { "cargo xtask scoreboard" } ". SHA-256 of the suite: " code class="hash" { (board.golden.digest) } "." }
        }
    }
}

/// Where a kind of defect is told.
fn hunt_anchor(name: &str) -> String {
    anchor(&["kind", name])
}

/// Letters, digits and dashes, as an anchor is made of.
fn anchor(words: &[&str]) -> String {
    let kept = |character: char| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' };
    let slug = |word: &&str| word.chars().map(kept).collect::<String>();
    format!("i-{}", words.iter().map(slug).collect::<Vec<_>>().join("--"))
}
