//! A suite on disk: `cases/` (questions), `certified/` (answers), `laws/` (laws that judge a case), `theory/` (certified values beside
//! the operations), `data/` and `hunts.toml`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    data::DataLibrary,
    error::{Error, Result, parse_json, read_text},
    format::{Case, Certified, Decimal, Expect, FORMAT},
    hash::{inputs_sha256, result_sha256},
    law::Find,
};

mod law;

/// One kind of defect that cases hunt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hunt {
    /// What the defect is.
    pub defect: String,
    /// What it does to a user of the implementation.
    pub effect: String,
}

/// A suite read from its directory.
#[derive(Debug)]
pub struct Suite {
    directory: PathBuf,
    find_law: Find,
    /// The cases, sorted by id.
    pub cases: Vec<Case>,
    /// The data sets.
    pub data: DataLibrary,
    /// The documented list of defects, by name; empty where the suite has none.
    pub hunts: BTreeMap<String, Hunt>,
}

impl Suite {
    /// Reads the cases of a suite, strictly.
    ///
    /// # Errors
    /// When a file cannot be read, is not of the format, or stands under another name than its id.
    pub fn open(directory: &Path) -> Result<Self> {
        let cases_directory = directory.join("cases");
        let mut cases = Vec::new();
        for path in files_below(&cases_directory, "json")? {
            cases.push(read_case(&path, &id_of(&cases_directory, &path))?);
        }
        if cases.is_empty() {
            return Err(Error::broken(&cases_directory, 0, "", "there is no case in this suite".to_owned()));
        }
        cases.sort_by(|a, b| a.id.cmp(&b.id));
        let hunts = read_hunts(&directory.join("hunts.toml"))?;
        let data = DataLibrary::new(directory.join("data"));
        let suite = Self { directory: directory.to_owned(), find_law: |_| None, cases, data, hunts };
        suite.check_hunts()?;
        Ok(suite)
    }

    /// The same suite for somebody who knows laws; without, every law file names one that is not known.
    #[must_use]
    pub fn with_laws(self, find_law: Find) -> Self {
        Self { find_law, ..self }
    }

    /// The directory the suite was read from.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where the certified values of a case stand.
    #[must_use]
    pub fn certified_path(&self, id: &str) -> PathBuf {
        self.directory.join("certified").join(format!("{id}.json"))
    }

    /// Where the values of a kind of theory stand that a case poses the question of.
    #[must_use]
    pub fn theory_path(&self, kind: &str, id: &str) -> PathBuf {
        self.directory.join("theory").join(kind).join(format!("{id}.json"))
    }

    /// Where a case stands.
    #[must_use]
    pub fn case_path(&self, id: &str) -> PathBuf {
        self.directory.join("cases").join(format!("{id}.json"))
    }

    /// The certified values of a case; `None` where the case must be rejected.
    ///
    /// # Errors
    /// When the file is missing, is there although the case must be rejected, is not of the format, or was altered.
    pub fn certified(&self, case: &Case) -> Result<Option<Certified>> {
        let path = self.certified_path(case.name());
        if case.expect == Some(Expect::Rejected) {
            if path.exists() {
                let message = "certified values for a case that must be rejected".to_owned();
                return Err(Error::broken(&path, 0, "", message));
            }
            return Ok(None);
        }
        if !path.exists() {
            return Err(Error::Uncertified { path, reason: "missing" });
        }
        read_certified(&path, case.name()).map(Some)
    }

    /// The files of the theory, each with its kind and the id of its case, sorted.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn theory(&self) -> Result<Vec<TheoryFile>> {
        let directory = self.directory.join("theory");
        if !directory.exists() {
            return Ok(Vec::new());
        }
        let file = |path: PathBuf| {
            let place = id_of(&directory, &path);
            let (kind, id) = place.split_once('/').unwrap_or((place.as_str(), ""));
            TheoryFile { kind: kind.to_owned(), id: id.to_owned(), path }
        };
        Ok(files_below(&directory, "json")?.into_iter().map(file).collect())
    }

    /// Checks that certified values belong to the case and its data as they are now, as far as their certificate says.
    ///
    /// # Errors
    /// When they are stale, or the data set cannot be read.
    pub fn check_fresh(&self, case: &Case, certified: &Certified) -> Result<()> {
        let Some(hash) = certified.inputs_sha256() else { return Ok(()) };
        if hash == inputs_sha256(case, &self.data)? {
            return Ok(());
        }
        let path = self.certified_path(case.name());
        Err(Error::Uncertified { path, reason: "stale: the case or its data have changed since it was certified" })
    }

    /// Certified files that belong to no case.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn orphans(&self) -> Result<Vec<PathBuf>> {
        self.of_no_case("certified")
    }

    fn of_no_case(&self, directory: &str) -> Result<Vec<PathBuf>> {
        let directory = self.directory.join(directory);
        if !directory.exists() {
            return Ok(Vec::new());
        }
        let ids: BTreeSet<&str> = self.cases.iter().map(Case::name).collect();
        let files = files_below(&directory, "json")?;
        Ok(files.into_iter().filter(|path| !ids.contains(id_of(&directory, path).as_str())).collect())
    }

    fn check_hunts(&self) -> Result<()> {
        if self.hunts.is_empty() {
            return Ok(());
        }
        for case in &self.cases {
            for name in case.hunts.iter().flatten() {
                if !self.hunts.contains_key(name) {
                    let message = format!("`{name}` is not in hunts.toml");
                    return Err(Error::broken(&self.case_path(case.name()), 0, "hunts", message));
                }
            }
        }
        Ok(())
    }
}

/// A file of `theory/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheoryFile {
    /// The kind, its directory.
    pub kind: String,
    /// The id of the case that poses the question, as its place spells it.
    pub id: String,
    /// Where it stands.
    pub path: PathBuf,
}

/// The files with an extension below a directory, sorted.
fn files_below(directory: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![directory.to_owned()];
    while let Some(directory) = pending.pop() {
        let entries = fs::read_dir(&directory).map_err(|error| Error::unreadable(&directory, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| Error::unreadable(&directory, &error))?.path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The id that a file's place below its root spells.
fn id_of(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path).with_extension("");
    relative.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Refuses a format number that this reader does not know, before anything else of the file is looked at.
fn check_format(path: &Path, format: Option<u32>) -> Result<()> {
    match format {
        Some(FORMAT) => Ok(()),
        Some(other) => {
            let message = format!("format {other} is not known here; this reader knows format {FORMAT}");
            Err(Error::broken(path, 0, "format", message))
        }
        None => Err(Error::broken(path, 0, "format", format!("missing; it is {FORMAT} today"))),
    }
}

/// Reads one case file strictly; `id` is the one its place spells.
///
/// # Errors
/// With file, line and field.
pub fn read_case(path: &Path, id: &str) -> Result<Case> {
    case_from_text(path, id, &read_text(path)?)
}

/// Reads a case from text; `path` and the expected `id` are for the messages and the check.
///
/// # Errors
/// With file, line and field.
pub fn case_from_text(path: &Path, id: &str, text: &str) -> Result<Case> {
    #[derive(Deserialize)]
    struct Head {
        format: Option<u32>,
    }
    check_format(path, parse_json::<Head>(path, text)?.format)?;
    let case: Case = parse_json(path, text)?;
    let missing = |field: &str| Error::broken(path, 0, field, "missing".to_owned());
    let found = case.id.as_deref().ok_or_else(|| missing("id"))?;
    check_id(path, id, found)?;
    case.title.as_ref().ok_or_else(|| missing("title"))?;
    case.level.ok_or_else(|| missing("level"))?;
    case.hunts.as_ref().ok_or_else(|| missing("hunts"))?;
    case.check_fields().map_err(|message| Error::broken(path, 0, "", message))?;
    Ok(case)
}

/// Reads certified values; `id` is the one that their place spells.
///
/// # Errors
/// When the file cannot be read, is not of the format, has another id, or was altered.
pub fn read_certified(path: &Path, id: &str) -> Result<Certified> {
    let certified: Certified = parse_json(path, &read_text(path)?)?;
    check_certified(path, id, &certified)?;
    Ok(certified)
}

/// The id in a file is the one that its place spells.
fn check_id(path: &Path, id: &str, found: &str) -> Result<()> {
    match found == id {
        true => Ok(()),
        false => Err(Error::broken(path, 0, "id", format!("`{found}`, but the file's place says `{id}`"))),
    }
}

fn read_hunts(path: &Path) -> Result<BTreeMap<String, Hunt>> {
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let text = read_text(path)?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| text[..span.start].lines().count().max(1) as u64);
        Error::broken(path, line, "", error.message().to_owned())
    })
}

fn check_certified(path: &Path, id: &str, certified: &Certified) -> Result<()> {
    check_format(path, Some(certified.format))?;
    check_id(path, id, &certified.id)?;
    if certified.result_sha256().is_some_and(|hash| hash != result_sha256(certified)) {
        return Err(Error::Uncertified { path: path.to_owned(), reason: "altered after it was certified" });
    }
    check_decimals(path, "result", &certified.result)
}

/// Every string below `value` is a certified decimal.
fn check_decimals(path: &Path, field: &str, value: &Value) -> Result<()> {
    match value {
        Value::String(text) => {
            let parsed: std::result::Result<Decimal, _> = text.parse();
            parsed.map(drop).map_err(|error| Error::broken(path, 0, field, error.to_string()))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| check_decimals(path, &format!("{field}[{index}]"), item)),
        Value::Object(map) => {
            map.iter().try_for_each(|(key, item)| check_decimals(path, &format!("{field}.{key}"), item))
        }
        _ => Ok(()),
    }
}
