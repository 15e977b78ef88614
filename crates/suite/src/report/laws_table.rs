//! What came of the laws, for a terminal: a table, then each violation with the case that broke it, then the totals.

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{
    BrokenLaw, LawResult, Laws, LawsReport, counted,
    failure::{details, shown},
    table::section,
};
use crate::format::Case;

/// The most characters of a case that are shown on one line.
const LINE: usize = 400;

const HEADS: [&str; 6] = ["law", "statement", "held", "unsupported", "not applicable", "broken"];

/// The table of laws, then each violation, then what was not tried and the totals. `pretty` lays out a case of many characters.
#[must_use]
pub fn laws_table(report: &LawsReport, pretty: &dyn Fn(&Case) -> String) -> String {
    let laws = &report.laws;
    let mut lines = vec![report.implementation.title(), grid(laws)];
    section(&mut lines, "Broken", laws.broken().flat_map(|(law, broken)| violation(law, broken, pretty)));
    let not_tried = |law: &LawResult| Some(format!("{}  {}", law.law, law.not_tried()?));
    section(&mut lines, "Not tried", laws.results.iter().filter_map(not_tried));
    let in_part = |law: &LawResult| {
        let reason = law.unsupported_reason.as_ref().filter(|_| law.tried())?;
        Some(format!("{}  {} of {}: {}", law.law, law.unsupported, laws.cases, shown(reason)))
    };
    section(&mut lines, "Unsupported in part", laws.results.iter().filter_map(in_part));
    lines.extend([String::new(), format!("laws: {}", laws.line())]);
    let verdict = verdict(laws);
    lines.push(match report.duration_seconds {
        Some(seconds) => format!("{verdict} ({seconds:.1} s)"),
        None => verdict,
    });
    lines.join("\n") + "\n"
}

/// One sentence.
fn verdict(laws: &Laws) -> String {
    match (laws.broken().count(), laws.held(), laws.not_tried()) {
        (0, 0, _) => "nothing was tried: no law could be put to the test".to_owned(),
        (0, _, 0) => "every law holds".to_owned(),
        (0, ..) => "every law that could be tried holds".to_owned(),
        (1, ..) => "1 law is broken".to_owned(),
        (broken, ..) => format!("{broken} laws are broken"),
    }
}

fn grid(laws: &Laws) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(HEADS);
    table.add_rows(laws.results.iter().map(cells));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

/// A dot stands for 0; a law that is broken says on which case.
fn cells(law: &LawResult) -> [String; 6] {
    let count = |count: usize| if count == 0 { "·".to_owned() } else { count.to_string() };
    let held = if law.tried() { count(law.held) } else { "not tried".to_owned() };
    let broken = law.broken.as_ref().map_or("·".to_owned(), |broken| format!("case {}", broken.index));
    [law.law.clone(), law.statement.clone(), held, count(law.unsupported), count(law.not_applicable), broken]
}

/// The law, what is wrong, the case and the commands that show it again.
fn violation(law: &LawResult, broken: &BrokenLaw, pretty: &dyn Fn(&Case) -> String) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", law.law, law.statement)];
    lines.push(format!("    {}", shown(broken.message.lines().next().unwrap_or_default())));
    lines.extend(details(&broken.message));
    let tried = counted(broken.smaller_cases_tried, "smaller case", "smaller cases");
    lines.push(format!("    case {}, after {tried} tried:", broken.index));
    let short = serde_json::to_string(&broken.case).expect("a case is JSON");
    let text = if short.chars().count() <= LINE { short } else { pretty(&broken.case) };
    lines.extend(text.lines().map(|line| format!("    {line}")));
    lines.extend(broken.file.as_ref().map(|file| format!("    written to {file}")));
    lines.extend(broken.rerun.iter().map(|command| format!("    {command}")));
    lines
}
