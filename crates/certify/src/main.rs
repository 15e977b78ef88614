//! `certify`: writes and checks the certified values of a suite.

use std::process::ExitCode;

use certify::command::{Options, run};
use clap::Parser;

fn main() -> miette::Result<ExitCode> {
    let all_well = run(&Options::parse())?;
    Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
