//! The table of a run: what became of the mutants of each package and each directory of it.

use std::collections::BTreeMap;

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{
    survivors::Survivors,
    tried::{Outcome, Tried},
};

/// How many mutants met each end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// A test failed.
    pub caught: usize,
    /// The tests did not end.
    pub timeout: usize,
    /// No test noticed.
    pub missed: usize,
    /// No test noticed, and the list says why.
    pub listed: usize,
    /// They do not compile.
    pub unviable: usize,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, tried: &Tried, listed: &Survivors) {
        match tried.outcome {
            Outcome::Caught => self.caught += 1,
            Outcome::Timeout => self.timeout += 1,
            Outcome::Missed => {
                self.missed += 1;
                self.listed += usize::from(listed.has(tried));
            }
            _ => self.unviable += 1,
        }
    }

    /// Those that compile.
    pub fn viable(&self) -> usize {
        self.caught + self.timeout + self.missed
    }

    fn cells(&self) -> [String; 7] {
        let score = percent(self.caught + self.timeout, self.viable());
        let counts = [self.viable(), self.caught, self.timeout, self.missed, self.listed, self.unviable];
        let [viable, caught, timeout, missed, listed, unviable] = counts.map(|count| count.to_string());
        [viable, caught, timeout, missed, listed, unviable, score]
    }
}

/// A share in percent.
pub fn percent(part: usize, whole: usize) -> String {
    match whole {
        0 => "-".to_owned(),
        _ => format!("{:.1} %", 100.0 * part as f64 / whole as f64),
    }
}

/// The table: a row for each directory and each package.
pub fn table(tried: &[Tried], listed: &Survivors) -> String {
    let mut rows: BTreeMap<(&str, &str), Counts> = BTreeMap::new();
    for tried in tried {
        for group in ["", group(&tried.file)] {
            rows.entry((&tried.package, group)).or_default().add(tried, listed);
        }
    }
    let mut table = Table::new();
    let heads = ["package", "part", "viable", "caught", "timed out", "survived", "listed", "unviable", "died"];
    table.load_style(UTF8_FULL_CONDENSED).set_header(heads);
    for ((package, group), counts) in &rows {
        let names = [(*package).to_owned(), if group.is_empty() { "all".to_owned() } else { (*group).to_owned() }];
        table.add_row(names.into_iter().chain(counts.cells()));
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt() + "\n"
}

/// The directory or file below `src` that a file belongs to.
fn group(file: &str) -> &str {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside);
    inside.split_once('/').map_or(inside, |(directory, _)| directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_counted_by_directory() {
        assert_eq!(group("crates/reference/src/em/fit.rs"), "em");
        assert_eq!(group("crates/reference/src/bound.rs"), "bound.rs");
    }

    #[test]
    fn the_score_is_of_those_that_compile() {
        let counts = Counts { caught: 18, timeout: 1, missed: 1, listed: 1, unviable: 5 };
        assert_eq!(counts.cells(), ["20", "18", "1", "1", "1", "5", "95.0 %"]);
        assert_eq!(percent(0, 0), "-");
    }
}
