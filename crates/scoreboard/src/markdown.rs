//! The board as `SCOREBOARD.md`: the same results give the same bytes, whenever and wherever it is written.

use suite::process::{cut, printable};

use crate::{
    board::{Board, DIGITS, Row},
    entry::{Entry, LawsStanding},
    tally::Tally,
};

/// The longest text of an implementation that is shown.
const CHARACTERS: usize = 300;

/// The whole file.
#[must_use]
pub fn markdown(board: &Board) -> String {
    let mut lines = vec![
        "# Scoreboard".to_owned(),
        String::new(),
        "Written by `cargo xtask scoreboard`; do not edit. What the numbers mean stands below the tables.".to_owned(),
    ];
    if board.asked().next().is_none() {
        lines.extend([String::new(), "No implementation was judged.".to_owned()]);
    } else {
        section(&mut lines, "Implementations", summary(board));
        section(&mut lines, "By family", families(board));
        section(&mut lines, "Broken laws", broken_laws(board));
    }
    section(&mut lines, "Without results", without_results(board));
    section(&mut lines, "How it was made", method(board));
    lines.join("\n") + "\n"
}

fn section(lines: &mut Vec<String>, title: &str, content: Vec<String>) {
    if !content.is_empty() {
        lines.extend([String::new(), format!("## {title}"), String::new()]);
        lines.extend(content);
    }
}

fn summary(board: &Board) -> Vec<String> {
    let heads = [
        "implementation",
        "version",
        "language",
        "passed / supported",
        "unsupported",
        "median digits lost",
        "most digits lost",
        "laws held",
        "broken",
        "not tried",
    ];
    let mut lines = vec![table_row(&heads.map(str::to_owned)), format!("|---|---|---|{}", "---:|".repeat(7))];
    lines.extend(board.asked().map(|row| table_row(&summary_cells(row))));
    lines
}

fn summary_cells(row: &Row) -> Vec<String> {
    let entry = &row.entry;
    let mut cells = vec![title(row), escaped(entry.version()), escaped(&entry.language)];
    if entry.judged().is_none() {
        cells.push("could not be started".to_owned());
        cells.extend(vec!["–".to_owned(); 6]);
        return cells;
    }
    let tally = Tally::of(Board::cases(entry));
    let digits = |lost: Option<f64>| lost.map_or_else(|| "–".to_owned(), |lost| format!("{lost:.1}"));
    cells.extend([
        tally.share(),
        tally.unsupported.to_string(),
        digits(tally.median_lost()),
        digits(tally.worst_lost()),
    ]);
    cells.extend(laws_cells(entry));
    cells
}

/// Held, broken, not tried.
fn laws_cells(entry: &Entry) -> [String; 3] {
    match entry.judged().and_then(|judged| judged.laws()) {
        Some(laws) => [laws.held(), laws.broken().count(), laws.not_tried()].map(|count| count.to_string()),
        None => ["–", "–", "–"].map(str::to_owned),
    }
}

fn title(row: &Row) -> String {
    let stale = if row.stale { " (stale)" } else { "" };
    format!("{}{stale}", escaped(&row.entry.title))
}

fn families(board: &Board) -> Vec<String> {
    let columns = board.columns();
    let mut lines = vec![
        "Passed / supported, then the median and the most digits lost. A dash: nothing of it is supported.".to_owned(),
        String::new(),
        table_row(
            &[vec!["implementation".to_owned()], columns.iter().map(|column| escaped(column)).collect()].concat(),
        ),
        format!("|---|{}", "---|".repeat(columns.len())),
    ];
    lines.extend(board.judged().map(|row| {
        let cells = columns.iter().map(|column| {
            let tally = board.tally(&row.entry, column, None);
            match tally.digits() {
                digits if digits.is_empty() => tally.share(),
                digits => format!("{} ({digits})", tally.share()),
            }
        });
        table_row(&[vec![title(row)], cells.collect()].concat())
    }));
    lines
}

fn broken_laws(board: &Board) -> Vec<String> {
    let line = |row: &Row| {
        let judged = row.entry.judged()?;
        let said = match &judged.laws {
            LawsStanding::NotTried { reason } => format!("not tried: {}", escaped(reason)),
            LawsStanding::Tried(laws) => {
                let names: Vec<String> =
                    laws.broken().map(|(law, _)| format!("`{}`", law.law.replace('`', "'"))).collect();
                (!names.is_empty()).then(|| names.join(", "))?
            }
        };
        Some(format!("- {}: {said}", title(row)))
    };
    board.judged().filter_map(line).collect()
}

fn without_results(board: &Board) -> Vec<String> {
    let line = |row: &Row| {
        let reason = row.entry.without_results()?;
        Some(format!("- {}: {}", title(row), escaped(reason.lines().next().unwrap_or_default())))
    };
    board.not_judged().filter_map(line).collect()
}

fn method(board: &Board) -> Vec<String> {
    let method = board.method;
    vec![
        format!(
            "`cargo xtask scoreboard --laws-cases {} --seed {}`, on the {} cases of `golden/` (SHA-256 {}...).",
            method.laws_cases,
            method.seed,
            board.case_count(),
            &board.golden.digest.get(..16).unwrap_or(&board.golden.digest),
        ),
        String::new(),
        format!(
            "A case is passed where every quantity that is reported has its attainable digits but for {} \
             ([what they are](docs/numerics.md)), or where bad input is refused. Supported are the cases that an implementation does not say it \
             cannot do. {DIGITS}",
            method.slack,
        ),
        String::new(),
        "A law counts as held where it held on every random case that it could be tried on, and as not tried where there was none \
         ([the laws](docs/laws.md)). Times play no part, but for the limit of a case."
            .to_owned(),
        String::new(),
        "Each failure, with its numbers: `target/scoreboard/index.html`, which the same command writes.".to_owned(),
    ]
}

fn table_row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in cut(&printable(text), CHARACTERS).chars() {
        match character {
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => plain.extend(['\\', character]),
            '\n' | '\r' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}
