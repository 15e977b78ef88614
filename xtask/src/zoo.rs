//! `zoo`: puts every defect of the zoo to the golden suite and to the laws, and prints which finds which.

use std::{fs, path::PathBuf, process::ExitCode, thread};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use props::laws;
use suite::{glob::compile, runner};
use zoo::{
    defect::Defect,
    defects,
    matrix::{self, KillMatrix, Trials},
};

use crate::{
    arguments::{golden, open_suite},
    failure::{Failure, Result},
    files::{Generated, generate_or_check},
    signals::Signals,
    verify::print,
};

/// The command that writes the snapshot.
const WRITE: &str = "cargo xtask zoo --write";

#[derive(Args)]
pub struct Arguments {
    /// Only the defects whose name matches, for instance "evidence-*"
    #[arg(long, value_name = "GLOB", conflicts_with_all = ["check", "write"])]
    defect: Option<String>,
    /// How many cases each law is tried on
    #[arg(long, value_name = "N", default_value_t = 100)]
    cases: usize,
    /// The seed of the laws' cases
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Fail where the matrix is not the committed one
    #[arg(long, conflicts_with = "write")]
    check: bool,
    /// Write the matrix to golden/snapshots/zoo.txt
    #[arg(long)]
    write: bool,
}

/// Runs the zoo; 0 where the healthy one passes, golden kills all and laws kill enough, 1 otherwise.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let chosen = choose(arguments.defect.as_deref())?;
    let matrix = question(arguments, &chosen)?;
    print(&matrix::table(&matrix))?;
    let complaints = matrix.complaints();
    for complaint in &complaints {
        print(&format!("{complaint}\n"))?;
    }
    snapshot(arguments, &matrix)?;
    Ok(if complaints.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(glob: Option<&str>) -> Result<Vec<&'static Defect>> {
    let Some(glob) = glob else { return Ok(defects::ALL.to_vec()) };
    let matcher = compile(glob).map_err(|reason| Failure::usage(format!("--defect {reason}")))?;
    let chosen: Vec<_> = defects::ALL.iter().copied().filter(|defect| matcher.is_match(defect.name)).collect();
    if chosen.is_empty() {
        return Err(Failure::usage(format!("`{glob}` matches none of the {} defects", defects::ALL.len())));
    }
    Ok(chosen)
}

fn question(arguments: &Arguments, chosen: &[&Defect]) -> Result<KillMatrix> {
    let suite = open_suite(None)?;
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let cases = runner::prepare(&suite, None, jobs)?;
    let laws = matrix::draw(laws::ALL, arguments.cases, arguments.seed);
    let signals = Signals::catch();
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}").expect("a template");
    // The healthy one is questioned too.
    let bar = ProgressBar::new(chosen.len() as u64 + 1).with_style(style);
    let progress = |name: &str| {
        bar.set_message(name.to_owned());
        bar.inc(1);
        !signals.interrupt().raised()
    };
    // A defect may panic; that is a finding, and its trace is noise.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = signals.in_order(|| matrix::matrix(chosen, &Trials { cases: &cases, laws: &laws }, &progress));
    std::panic::set_hook(hook);
    bar.finish_and_clear();
    let found = found.map_err(|error| Failure::broken_suite(&error, None))?;
    found.ok_or_else(|| Failure::stopped("stopped before every defect was questioned; there is no matrix"))
}

fn snapshot_path() -> PathBuf {
    golden().join("snapshots").join("zoo.txt")
}

/// Writes or compares the committed matrix, where that was asked for.
fn snapshot(arguments: &Arguments, matrix: &KillMatrix) -> Result<()> {
    let (path, text) = (snapshot_path(), matrix::text(matrix));
    if arguments.write {
        generate_or_check(&[Generated { path, text }], false, WRITE)?;
        return Ok(());
    }
    if !arguments.check || fs::read_to_string(&path).is_ok_and(|committed| matrix::same(&committed, &text)) {
        return Ok(());
    }
    let message = format!("{} is not the matrix that was found", path.display());
    Err(Failure::usage(message).help(format!("run `{WRITE}`")))
}
