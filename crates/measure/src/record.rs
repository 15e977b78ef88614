//! The committed history: plain CSV, one file a day, rows only ever added.
//!
//! `DIR/YYYY-MM-DD.csv` holds the rows of a day (by Greenwich), `DIR/hosts/HASH.toml` what is known of the machine that a row names.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use suite::replace::replace;

/// The metrics, as a row names them. A metric that is not here is read all the same.
pub mod metric {
    /// Seconds an EM iteration: the median of the samples, its interval by the bootstrap.
    pub const SECONDS: &str = "seconds";
    /// Time over the reference's, sample by sample of one interleaved run.
    pub const RATIO: &str = "ratio";
    /// Digits of the answer, checked before the time was counted.
    pub const DIGITS: &str = "digits";
    /// The most memory the process had at a time, in bytes.
    pub const PEAK_RSS: &str = "peak_rss";
    /// Instructions of a run, counted by callgrind.
    pub const INSTRUCTIONS: &str = "instructions";
    /// Allocations of a run.
    pub const ALLOCATIONS: &str = "allocations";
    /// Bytes allocated in a run.
    pub const ALLOCATED_BYTES: &str = "allocated_bytes";
    /// Densities evaluated: an observation under a component.
    pub const DENSITY_EVALUATIONS: &str = "density_evaluations";
    /// Passes over the data.
    pub const PASSES: &str = "passes";
    /// Iterations to so many digits of the certified optimum: the metric is this and the digits, `iterations_to_digits_8`.
    pub const ITERATIONS_TO_DIGITS: &str = "iterations_to_digits_";
    /// Seconds an EM iteration takes at least, by what the machine can do.
    pub const ROOFLINE_SECONDS: &str = "roofline_seconds";
}

/// One measured number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// When, by Greenwich: `2026-11-21T18:40:07Z`. All rows of a run have the same.
    pub time: String,
    /// The revision of the sources.
    pub revision: String,
    /// Whether they differed from it.
    pub dirty: bool,
    /// The host: the name of its file in `hosts/`.
    pub host: String,
    /// The workload, or the id of a case.
    pub benchmark: String,
    /// The implementation's name.
    pub implementation: String,
    /// Its version.
    pub version: String,
    /// How many threads it was told to use.
    pub threads: usize,
    /// What was measured: one of [`metric`].
    pub metric: String,
    /// The unit of the three values.
    pub unit: String,
    /// The value: the median where there are several samples.
    pub value: f64,
    /// The lower end of the interval; absent of what is counted.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// How many samples.
    pub samples: usize,
}

/// Why the history cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct RecordError {
    /// The file or directory.
    pub path: PathBuf,
    /// What is wrong, with the line where there is one.
    pub reason: String,
}

pub(crate) fn fault(path: &Path, reason: &dyn std::fmt::Display) -> RecordError {
    RecordError { path: path.to_owned(), reason: reason.to_string() }
}

/// A directory of records.
#[derive(Clone, Debug)]
pub struct Records {
    directory: PathBuf,
}

impl Records {
    /// Of a directory, which need not be there yet.
    #[must_use]
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// The directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Adds rows to the file of a day, `2026-11-21`; gives where that is.
    ///
    /// # Errors
    /// When what stands there is no record, or cannot be written.
    pub fn append(&self, day: &str, rows: &[Row]) -> Result<PathBuf, RecordError> {
        let path = self.directory.join(format!("{day}.csv"));
        let mut all = if path.exists() { read(&path)? } else { Vec::new() };
        all.extend_from_slice(rows);
        replace(&path, text(&all).as_bytes()).map_err(|error| fault(&path, &error))?;
        Ok(path)
    }

    /// All rows, in the order of their days and of the files; none where there is no directory.
    ///
    /// # Errors
    /// The first file that is no record, with the line.
    pub fn read_all(&self) -> Result<Vec<Row>, RecordError> {
        let entries = match fs::read_dir(&self.directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fault(&self.directory, &error)),
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
        paths.sort();
        let mut rows = Vec::new();
        for path in paths {
            rows.extend(read(&path)?);
        }
        Ok(rows)
    }
}

/// Rows as a file has them.
///
/// # Panics
/// Never: a row is text and numbers.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).expect("a row is a line");
    }
    let bytes = writer.into_inner().expect("memory is written to");
    String::from_utf8(bytes).expect("text and numbers")
}

/// The rows of one file.
///
/// # Errors
/// When it cannot be read, or a line is no row.
pub fn read(path: &Path) -> Result<Vec<Row>, RecordError> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| fault(path, &error))?;
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| fault(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(metric: &str, value: f64, low: Option<f64>) -> Row {
        Row {
            time: "2026-11-21T18:40:07Z".to_owned(),
            revision: "0123abc".to_owned(),
            dirty: false,
            host: "8f3a".to_owned(),
            benchmark: "G1".to_owned(),
            implementation: "reference, \"ours\"".to_owned(),
            version: "0.1.0".to_owned(),
            threads: 1,
            metric: metric.to_owned(),
            unit: "s".to_owned(),
            value,
            low,
            high: low.map(|low| low + 1.0),
            samples: 12,
        }
    }

    #[test]
    fn rows_are_added_and_read_back_to_the_bit() {
        let directory = tempfile::tempdir().unwrap();
        let records = Records::at(directory.path().join("record"));
        assert!(records.read_all().unwrap().is_empty());
        let rows = [row(metric::SECONDS, 0.1 + 0.2, Some(1.0 / 3.0)), row("instructions", 1e15, None)];
        records.append("2026-11-21", &rows[..1]).unwrap();
        records.append("2026-11-20", &rows[1..]).unwrap();
        let path = records.append("2026-11-21", &rows[1..]).unwrap();
        assert_eq!(records.read_all().unwrap(), [&rows[1..], &rows[..]].concat());
        let text = fs::read_to_string(path).unwrap();
        let header =
            "time,revision,dirty,host,benchmark,implementation,version,threads,metric,unit,value,low,high,samples\n";
        assert!(text.starts_with(header) && text.lines().count() == 3, "{text}");
    }

    #[test]
    fn what_is_no_record_is_named_and_left_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("2026-11-21.csv");
        fs::write(&path, "time,value\nnow,1\n").unwrap();
        let records = Records::at(directory.path());
        let error = records.append("2026-11-21", &[row("ratio", 1.0, None)]).unwrap_err().to_string();
        assert!(error.contains("2026-11-21.csv") && error.contains("line: 2"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "time,value\nnow,1\n");
    }
}
