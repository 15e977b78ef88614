//! `cargo xtask schema`: the JSON Schemas of all formats, generated from the types that read them.

use std::process::ExitCode;

use clap::Args;

use crate::{
    adapters,
    arguments::golden,
    failure::{Result, note},
    files::{Generated, generate_or_check},
};

/// The arguments of `schema`.
#[derive(Args)]
pub struct Arguments {
    /// Write nothing; fail where a committed schema is not as it would be generated
    #[arg(long)]
    check: bool,
}

/// Writes or checks golden/schemas.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let directory = golden().join("schemas");
    let file = |(name, text): (&str, String)| Generated { path: directory.join(name), text };
    let files: Vec<Generated> = suite::schema::all().into_iter().chain(adapters::schemas()).map(file).collect();
    let written = generate_or_check(&files, arguments.check, "cargo xtask schema")?;
    note(&format!("{} schemas, {written} written\n", files.len()));
    Ok(ExitCode::SUCCESS)
}
