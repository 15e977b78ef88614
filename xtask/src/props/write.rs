//! A violation as a case of a suite that the broken law judges.

use std::{
    env,
    path::{Path, PathBuf},
};

use ::props::{Law, run::Broken};
use serde::Serialize;
use suite::{
    format::{Case, FORMAT, LawFile, Level},
    golden::case_from_text,
};

use crate::{
    arguments::workspace,
    cases::pretty::pretty,
    failure::{Failure, Result},
    files::{Generated, generate_or_check},
};

/// Where violations are written unless another directory is given.
pub fn default_directory() -> PathBuf {
    workspace().join("target/props")
}

/// The id of a case: the law, the seed and the number of the case.
pub fn id(law: &Law, seed: u64, index: usize) -> String {
    format!("{}/{seed}-{index}", law.name)
}

/// Writes the smallest case and the law it breaks into a suite; where the case stands.
pub fn write(suite: &Path, law: &Law, seed: u64, broken: &Broken) -> Result<PathBuf> {
    let id = id(law, seed, broken.index);
    let path = |directory: &str| suite.join(directory).join(format!("{id}.json"));
    let case = Case {
        format: Some(FORMAT),
        id: Some(id.clone()),
        title: Some(law.statement.to_owned()),
        level: Some(Level::Lower),
        hunts: Some(Vec::new()),
        ..broken.case.clone()
    };
    let law = LawFile {
        format: FORMAT,
        id: id.clone(),
        law: law.name.to_owned(),
        found: Some(broken.violation.to_string()),
        seed: Some(seed),
        index: Some(broken.index),
    };
    let case = Generated { path: path("cases"), text: text(&case) };
    case_from_text(&case.path, &id, &case.text)
        .map_err(|error| Failure::usage(format!("the case cannot be written: {error}")))?;
    let place = case.path.clone();
    generate_or_check(&[case, Generated { path: path("laws"), text: text(&law) }], false, "")?;
    Ok(place)
}

fn text(value: &impl Serialize) -> String {
    pretty(&serde_json::to_value(value).expect("formats are JSON"))
}

/// A path as a command may name it: from here, where it stands below.
pub fn place(path: &Path) -> String {
    let here = env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    below.filter(|below| !below.as_os_str().is_empty()).unwrap_or(path).display().to_string()
}
