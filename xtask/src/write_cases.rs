//! `cargo xtask cases`: the case files, written from the code that authors them. Ids are permanent, so a case that exists is
//! not changed unless that is asked for; files that no code authors are left alone.

use std::{collections::BTreeSet, fs, path::Path, process::ExitCode};

use clap::Args;
use serde_json::Value;
use suite::golden::case_from_text;

use crate::{
    arguments::golden,
    cases,
    failure::{Failure, Result, note},
    files::{Generated, generate_or_check},
};

/// The arguments of `cases`.
#[derive(Args)]
pub struct Arguments {
    /// Write nothing; fail where a case file is not as it would be generated
    #[arg(long)]
    check: bool,
    /// Change cases that exist (before they are published; afterwards a changed case gets a new id)
    #[arg(long)]
    replace: bool,
}

/// Writes or checks golden/cases.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let files = generate(&golden().join("cases"))?;
    if !arguments.check && !arguments.replace {
        files.iter().try_for_each(refuse_to_change)?;
    }
    let written = generate_or_check(&files, arguments.check, "cargo xtask cases")?;
    note(&format!("{} cases, {written} written\n", files.len()));
    Ok(ExitCode::SUCCESS)
}

/// The file of every authored case, each read back as strictly as a suite is.
fn generate(directory: &Path) -> Result<Vec<Generated>> {
    let mut ids = BTreeSet::new();
    let mut files = Vec::new();
    for case in cases::all() {
        let id = case["id"].as_str().unwrap_or_default().to_owned();
        if !is_good(&id) {
            return Err(Failure::usage(format!("`{id}` is no id: expected family/name in a-z, 0-9, `-` and `.`")));
        }
        let path = directory.join(format!("{id}.json"));
        let text = cases::pretty::pretty(&case);
        case_from_text(&path, &id, &text).map_err(|error| Failure::broken_suite(&error, None))?;
        if !ids.insert(id.clone()) {
            return Err(Failure::usage(format!("two cases are called `{id}`")));
        }
        files.push(Generated { path, text });
    }
    Ok(files)
}

fn is_good(id: &str) -> bool {
    let is_good = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    let is_part = |part: &str| !part.is_empty() && !part.starts_with('.') && part.bytes().all(is_good);
    id.split_once('/').is_some_and(|(family, name)| is_part(family) && is_part(name))
}

/// A case that exists may be laid out anew, but asks what it asked.
fn refuse_to_change(file: &Generated) -> Result<()> {
    let Ok(text) = fs::read_to_string(&file.path) else { return Ok(()) };
    let found: Option<Value> = serde_json::from_str(&text).ok();
    if found == serde_json::from_str(&file.text).ok() {
        return Ok(());
    }
    let message = format!("{} exists and would ask something else; ids are permanent", file.path.display());
    Err(Failure::usage(message).help("give the changed case a new id, or, before it is published, use --replace"))
}
