//! `cargo xtask mutants`: tests the tests. `cargo mutants` changes the code in one place at a time, and a change that no test
//! notices survives: it is mended by a test, or listed with a reason in `mutants/survivors.toml`.

mod copy;
mod laboratory;
mod package;
mod record;
mod schemata;
mod summary;
mod survivors;
mod tried;

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use self::{
    laboratory::Laboratory,
    package::{PACKAGES, Package},
    record::Record,
    survivors::Survivors,
    tried::Tried,
};
use crate::{
    arguments::workspace,
    failure::{Failure, Result},
    verify::print,
};

/// The arguments of `mutants`.
#[derive(Args)]
pub struct Arguments {
    /// The package to change: reference, suite or certify; may be given several times [default: all]
    #[arg(long, value_name = "NAME")]
    package: Vec<String>,
    /// Try every Nth mutant from the Kth, as `0/20`
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
    /// Try only the mutants of files that match, for instance "crates/reference/src/em/*"; may be given several times
    #[arg(long, value_name = "GLOB")]
    file: Vec<String>,
    /// Build all mutants into one program, each behind a switch, which is much faster; what an earlier run on the same code has
    /// found out is not tried again
    #[arg(long, conflicts_with = "outcomes")]
    schemata: bool,
    /// Try nothing, but judge the outcomes in a file as `cargo mutants` writes it (outcomes.json); of the shard, where one is named
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    outcomes: Option<PathBuf>,
}

impl Arguments {
    /// Whether the whole package is tried, or a share of the whole: then its score is held to its floor.
    fn is_of_the_whole(&self) -> bool {
        self.file.is_empty() && (self.outcomes.is_none() || self.shard.is_some())
    }

    /// Which mutants, in the words of `cargo mutants`.
    fn choice(&self) -> Vec<String> {
        let files = self.file.iter().map(|file| format!("--file={file}"));
        let shard =
            self.shard.iter().flat_map(|shard| ["--sharding=round-robin".to_owned(), format!("--shard={shard}")]);
        files.chain(shard).collect()
    }
}

/// Tries the mutants, prints the tables, writes the record; 1 where a survivor is not listed, an entry is stale or a score too low.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let packages = chosen(&arguments.package)?;
    let listed = Survivors::read(&workspace().join("mutants/survivors.toml"))?;
    let mut record = Record::read(&workspace().join("mutants/record.csv"))?;
    let mut tried = Vec::new();
    match &arguments.outcomes {
        Some(path) => tried.extend(tried::read(path, &workspace())?),
        None => {
            let laboratory = Laboratory::open()?;
            for package in &packages {
                let choice = arguments.choice();
                tried.extend(match arguments.schemata {
                    true => schemata::run(&laboratory, package, &choice)?,
                    false => laboratory.run(package, &choice)?,
                });
            }
        }
    }
    let faults = faults(&tried, &listed, &packages, arguments);
    record.enter(&tried, &listed, arguments.shard.as_deref());
    record.write()?;
    print(&summary::table(&tried, &listed))?;
    print(&faults.concat())?;
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(names: &[String]) -> Result<Vec<Package>> {
    if names.is_empty() {
        return Ok(PACKAGES.to_vec());
    }
    let of = |name: &String| {
        let package = PACKAGES.into_iter().find(|package| package.name == name);
        let known = PACKAGES.map(|package| package.name).join(", ");
        package.ok_or_else(|| Failure::usage(format!("`{name}` is not tested by mutants: there are {known}")))
    };
    names.iter().map(of).collect()
}

/// What makes the run red, a paragraph each.
fn faults(tried: &[Tried], listed: &Survivors, packages: &[Package], arguments: &Arguments) -> Vec<String> {
    let mut faults = Vec::new();
    let unlisted: Vec<String> = listed.unlisted(tried).into_iter().map(Tried::entry).collect();
    if !unlisted.is_empty() {
        let count = unlisted.len();
        faults.push(format!("\n{count} survivors are not in mutants/survivors.toml:\n\n{}", unlisted.concat()));
    }
    let stale = listed.stale(tried, arguments.shard.is_none());
    if !stale.is_empty() {
        faults.push(format!("\nEntries of mutants/survivors.toml that must go:\n{}\n", stale.join("\n")));
    }
    if arguments.is_of_the_whole() {
        faults.extend(packages.iter().filter_map(|package| package.shortfall(tried)));
    }
    faults
}
