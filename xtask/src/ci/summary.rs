//! The table at the end: what became of each step, and what it cost.

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{
    effort::Effort,
    run::{Done, Outcome},
    step::Step,
    tally::Tally,
};

/// The steps that would be run.
pub fn list(steps: &[&Step]) -> String {
    let mut text = String::new();
    for step in steps {
        text += &format!("{:<14}{}\n", step.name, step.about);
        for work in step.commands {
            text += &format!("{:<14}  {}\n", "", work.typed());
        }
    }
    text
}

/// The table, then what failed and how to run it alone, then all tests together.
pub fn summary(chosen: &[&Step], done: &[Done], tally: Tally) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["step", "", "wall, s", "processors, s"]);
    for step in chosen {
        match done.iter().find(|done| done.name == step.name) {
            Some(done) => table.add_row(row(done.name, &done.outcome.to_string(), &done.effort)),
            None => table.add_row([step.name, "not reached", "", ""]),
        };
    }
    table.add_row(row("all", "", &total(done)));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let failed = done.iter().filter_map(|done| match &done.outcome {
        Outcome::Failed(commands) => Some((done.name, commands)),
        _ => None,
    });
    let failed: String = failed
        .map(|(name, commands)| format!("{name} failed, `cargo xtask ci --only {name}`: {}\n", commands.join("; ")))
        .collect();
    let tests = match tally.passed + tally.failed {
        0 => String::new(),
        _ => format!("{} passed, {} failed\n", tally.passed, tally.failed),
    };
    format!("\n{}\n{failed}{tests}", table.trim_fmt())
}

fn row(name: &str, outcome: &str, effort: &Effort) -> [String; 4] {
    let processors = effort.processors.map_or_else(|| "-".to_owned(), |seconds| format!("{seconds:.1}"));
    [name.to_owned(), outcome.to_owned(), format!("{:.1}", effort.wall.as_secs_f64()), processors]
}

fn total(done: &[Done]) -> Effort {
    let processors = done.iter().map(|done| done.effort.processors).sum::<Option<f64>>();
    Effort { wall: done.iter().map(|done| done.effort.wall).sum(), processors }
}
