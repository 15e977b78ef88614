//! The list of laws, for a terminal and for docs/laws.md.

use std::process::ExitCode;

use ::props::{Law, laws};
use suite::error::read_text;

use crate::{
    arguments::workspace,
    failure::{Failure, Result},
    files::{Generated, generate_or_check},
};

/// The lines of the page between which the list stands.
const MARKS: [&str; 2] = ["<!-- the laws, by `cargo xtask props --document` -->\n", "<!-- end of the laws -->\n"];

/// A line a law: its name and what it says.
pub fn list(laws: &[&Law]) -> String {
    let width = laws.iter().map(|law| law.name.len()).max().unwrap_or(0);
    laws.iter().map(|law| format!("{:<width$}  {}\n", law.name, law.statement)).collect()
}

/// Writes the list into the page, or checks that it is there.
pub fn run(check: bool) -> Result<ExitCode> {
    let path = workspace().join("docs/laws.md");
    let page = read_text(&path).map_err(|error| Failure::usage(error.to_string()))?;
    let no_place =
        || Failure::usage(format!("{} has no place for the list of laws", path.display())).help(MARKS.concat());
    let (before, rest) = page.split_once(MARKS[0]).ok_or_else(no_place)?;
    let (_, after) = rest.split_once(MARKS[1]).ok_or_else(no_place)?;
    let text = [before, MARKS[0], &table(), MARKS[1], after].concat();
    let written = generate_or_check(&[Generated { path, text }], check, "cargo xtask props --document")?;
    eprintln!("{} laws, {written} page written", laws::ALL.len());
    Ok(ExitCode::SUCCESS)
}

fn table() -> String {
    let row = |law: &Law| format!("| `{}` | {} |\n", law.name, law.statement.replace('|', "\\|"));
    ["| law | says |\n|---|---|\n".to_owned()].into_iter().chain(laws::ALL.iter().map(row)).collect()
}
