//! The matrix as a text file, to be committed.
//!
//! The textbook takes logarithms, exponentials and gamma functions from one crate, and everything else it does is exact or correctly
//! rounded: what golden cases say of a defect is the same on every platform, to the last bit. How laws draw their cases is not promised to
//! be, and digits in print are rounded once more. Lines that begin with `~` hold those, and are not compared.

use super::{KillMatrix, Row, table::figures};

const NOTE: &str = "\
The kill matrix of the zoo, written by `cargo xtask zoo --write` and compared by `cargo xtask zoo --check`.
For each defect: the golden cases of each group that kill it, and whether laws do. Lines that begin with ~ are not compared: the
weakest evidence, and the laws with the number of cases each took.";

/// The whole matrix.
#[must_use]
pub fn text(matrix: &KillMatrix) -> String {
    let mut lines: Vec<String> = NOTE.lines().map(|line| format!("# {line}")).collect();
    let groups = matrix.groups.iter().map(|(group, count)| format!("{} {count}", group.name()));
    lines.push(String::new());
    lines.push(format!("cases: {}", groups.collect::<Vec<_>>().join(", ")));
    for row in &matrix.rows {
        lines.push(String::new());
        lines.extend(of_row(matrix, row));
    }
    lines.push(String::new());
    lines.push(format!("golden cases that kill nothing: {}", list(&matrix.dead_cases)));
    lines.push(format!("~ laws that kill nothing: {}", list(&matrix.dead_laws)));
    lines.push(String::new());
    lines.extend(figures(matrix).into_iter().map(|line| if line.contains("law") { format!("~ {line}") } else { line }));
    lines.join("\n") + "\n"
}

fn of_row(matrix: &KillMatrix, row: &Row) -> Vec<String> {
    let kills = matrix.groups.iter().zip(&row.counts).filter(|(_, count)| **count > 0);
    let kills: Vec<String> = kills.map(|((group, _), count)| format!("{} {count}", group.name())).collect();
    let laws: Vec<String> = row.laws.iter().map(|(_, kill)| format!("{} ({})", kill.law, kill.tried)).collect();
    let mut lines = vec![
        row.name.clone(),
        format!("  layer: {}", row.layer),
        format!("  seen in: {}", row.seen_in),
        format!("  golden: {}", list(&kills)),
        format!("  laws: {}", if laws.is_empty() { "no" } else { "yes" }),
    ];
    lines.extend(row.weakest_case().map(|kill| format!("~ weakest: {kill}")));
    if !laws.is_empty() {
        lines.push(format!("~ laws: {}", laws.join(", ")));
    }
    lines
}

fn list(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Whether two texts say the same, but for the lines that are not compared.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    let compared =
        |text: &str| -> Vec<String> { text.lines().filter(|line| !line.starts_with('~')).map(str::to_owned).collect() };
    compared(a) == compared(b)
}
