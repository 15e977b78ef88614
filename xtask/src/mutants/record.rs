//! The committed record of what was tried: a row for each file that was tried in full, and one for each sample of a package.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use suite::replace::replace;

use super::{summary::Counts, survivors::Survivors, tried::Tried};
use crate::{
    arguments::workspace,
    date::today,
    failure::{Failure, Result},
};

const HEAD: &str = "package,file,sample,viable,caught,timeout,missed,listed,unviable,date,revision";

/// The record: rows by package, file (`*` for the whole package) and sample (`all`, or the shard `K/N`).
pub struct Record {
    path: PathBuf,
    rows: BTreeMap<[String; 3], String>,
}

impl Record {
    /// Reads the record; empty where there is none yet.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut rows = BTreeMap::new();
        for line in text.lines().skip(1) {
            let mut cells = line.splitn(4, ',').map(str::to_owned);
            let (Some(package), Some(file), Some(sample), Some(rest)) =
                (cells.next(), cells.next(), cells.next(), cells.next())
            else {
                return Err(Failure::usage(format!("{}: `{line}` is no row", path.display())));
            };
            rows.insert([package, file, sample], rest);
        }
        Ok(Self { path: path.to_owned(), rows })
    }

    /// Enters a run: files that it tried in full, or with a shard one row a package.
    pub fn enter(&mut self, tried: &[Tried], listed: &Survivors, shard: Option<&str>) {
        let mut counts: BTreeMap<[String; 3], Counts> = BTreeMap::new();
        for tried in tried {
            let file = if shard.is_some() { "*" } else { &tried.file };
            let key = [&tried.package, file, shard.unwrap_or("all")].map(str::to_owned);
            counts.entry(key).or_default().add(tried, listed);
        }
        let made = format!("{},{}", today(), revision());
        for (key, counts) in counts {
            let Counts { caught, timeout, missed, listed, unviable } = counts;
            let viable = counts.viable();
            self.rows.insert(key, format!("{viable},{caught},{timeout},{missed},{listed},{unviable},{made}"));
        }
    }

    /// Writes it back.
    pub fn write(&self) -> Result<()> {
        let rows = self.rows.iter().map(|(key, rest)| format!("{},{rest}\n", key.join(",")));
        let text = format!("{HEAD}\n{}", rows.collect::<String>());
        replace(&self.path, text.as_bytes())
            .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", self.path.display())))
    }
}

/// The revision that was tried; with a `+` where files have changed since.
fn revision() -> String {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).current_dir(workspace()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(revision) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    let changed = git(&["status", "--porcelain", "--", "crates", "adapters"]).is_some_and(|text| !text.is_empty());
    if changed { revision + "+" } else { revision }
}

#[cfg(test)]
mod tests {
    use super::{super::tried::Outcome, *};

    #[test]
    fn a_run_replaces_the_rows_of_its_files_and_leaves_the_others() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("record.csv");
        fs::write(&path, format!("{HEAD}\np,a.rs,all,9,9,0,0,0,0,2000-01-01,0\np,b.rs,all,8,8,0,0,0,0,2000-01-01,0\n"))
            .unwrap();
        let mut record = Record::read(&path).unwrap();
        let tried = |outcome| Tried {
            name: "a.rs:1:1: m".to_owned(),
            package: "p".to_owned(),
            file: "a.rs".to_owned(),
            mutant: "m".to_owned(),
            at: None,
            outcome,
        };
        let tried = [Outcome::Caught, Outcome::Missed, Outcome::Timeout, Outcome::Unviable].map(tried);
        record.enter(&tried, &Survivors::default(), None);
        record.enter(&tried, &Survivors::default(), Some("0/20"));
        record.write().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[1].starts_with("p,*,0/20,3,1,1,1,0,1,"), "{text}");
        assert!(lines[2].starts_with("p,a.rs,all,3,1,1,1,0,1,"), "{text}");
        assert_eq!(lines[3], "p,b.rs,all,8,8,0,0,0,0,2000-01-01,0");
    }
}
