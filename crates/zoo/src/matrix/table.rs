//! The matrix for a terminal.

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{KillMatrix, Row};

/// Defects by groups of cases and laws, then the weakest evidence against each, dead weight, and the figures.
#[must_use]
pub fn table(matrix: &KillMatrix) -> String {
    let mut lines = vec![grid(matrix), String::new(), "The weakest evidence that still kills:".to_owned()];
    for row in &matrix.rows {
        let case = row.weakest_case().map_or_else(|| "no case".to_owned(), ToString::to_string);
        let law = row.weakest_law().map_or_else(|| "no law".to_owned(), ToString::to_string);
        lines.push(format!("{}\n    {case}\n    {law}", row.name));
    }
    lines.extend(dead("Golden cases that kill nothing", &matrix.dead_cases));
    lines.extend(dead("Laws that kill nothing", &matrix.dead_laws));
    lines.push(String::new());
    lines.extend(figures(matrix));
    lines.join("\n") + "\n"
}

/// The figures, a line each.
pub(super) fn figures(matrix: &KillMatrix) -> Vec<String> {
    let (all, golden, laws) = (matrix.rows.len(), matrix.killed_by_golden(), matrix.killed_by_laws());
    let percent = |part: usize| 100.0 * part as f64 / all.max(1) as f64;
    let cases: usize = matrix.groups.iter().map(|(_, count)| count).sum();
    let mut lines = vec![
        format!("{all} defects"),
        format!("{golden} killed by {cases} golden cases, {:.0} %", percent(golden)),
        format!("{laws} killed by laws, {} cases each, {:.0} %", matrix.law_cases, percent(laws)),
    ];
    if matrix.whole {
        lines.push(format!("dead weight: {} golden cases, {} laws", matrix.dead_cases.len(), matrix.dead_laws.len()));
    }
    lines
}

fn dead(title: &str, names: &[impl AsRef<str>]) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let title = format!("\n{title}:");
    [title].into_iter().chain(names.iter().map(|name| format!("    {}", name.as_ref()))).collect()
}

fn grid(matrix: &KillMatrix) -> String {
    let mut table = Table::new();
    let groups = matrix.groups.iter().map(|(group, count)| format!("{} ({count})", group.name()));
    let heads = ["layer".to_owned(), "defect".to_owned()].into_iter().chain(groups).chain(["laws".to_owned()]);
    table.load_style(UTF8_FULL_CONDENSED).set_header(heads);
    table.add_rows(matrix.rows.iter().map(cells));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

/// The cells of a row; a dot for 0.
fn cells(row: &Row) -> Vec<String> {
    let shown = |count: &usize| if *count == 0 { "·".to_owned() } else { count.to_string() };
    let names = [row.layer.to_owned(), row.name.clone()];
    names.into_iter().chain(row.counts.iter().map(shown)).chain([shown(&row.laws.len())]).collect()
}
