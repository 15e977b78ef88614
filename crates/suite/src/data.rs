//! The data library: CSV files with a header, each with a TOML beside it that gives its source and licence.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, parse_toml, read_text},
    format::{Case, Data, Number, Rows, Weights},
};

/// How a CSV file writes a value that is missing.
const MISSING: [&str; 2] = ["", "NA"];

/// What `data/NAME.toml` says of `data/NAME.csv`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSource {
    /// The name by which cases refer to it.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The CSV file.
    pub file: String,
    /// Rows of the CSV file.
    pub rows: usize,
    /// Observations, counting frequencies.
    pub n: usize,
    /// The number of variables of the usual model.
    pub d: usize,
    /// What kind of data it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the columns are.
    pub columns: String,
    /// Where the table was taken from.
    pub source: String,
    /// The paper it comes from.
    pub citation: String,
    /// Under what licence.
    pub licence: String,
    /// Anything a user should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// What was changed against the source, for instance levels counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<String>,
    /// Results others have printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<Published>,
}

/// A mixture result that others have printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The model, in its authors' abbreviation.
    pub model: String,
    /// The number of components.
    pub k: usize,
    /// What was printed.
    pub quantity: String,
    /// As it was printed.
    pub value: String,
    /// Where.
    pub citation: String,
    /// Whether a tightly converged fit reproduces it.
    pub status: String,
}

/// A CSV file, read.
#[derive(Debug)]
struct Table {
    path: PathBuf,
    header: Vec<String>,
    /// Line number in the file and cells.
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    fn read(path: &Path) -> Result<Self> {
        Self::from_text(path, &read_text(path)?)
    }

    fn from_text(path: &Path, text: &str) -> Result<Self> {
        let broken = |error: csv::Error| {
            let line = error.position().map_or(0, csv::Position::line);
            Error::broken(path, line, "", error.to_string())
        };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, record.iter().map(|cell| cell.trim().to_owned()).collect()));
        }
        Ok(Self { path: path.to_owned(), header, rows })
    }

    fn column(&self, name: &str) -> Result<usize> {
        self.header.iter().position(|header| header == name).ok_or_else(|| {
            let message = format!("there is no column `{name}`; the columns are {}", self.header.join(", "));
            Error::broken(&self.path, 1, name, message)
        })
    }

    fn number(&self, line: u64, column: usize, cell: &str) -> Result<Number> {
        cell.parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .map(Number)
            .ok_or_else(|| Error::broken(&self.path, line, &self.header[column], format!("`{cell}` is not a number")))
    }

    /// The chosen columns as rows, and the weights; rows with a missing value in any of them are left out.
    fn select(&self, columns: Option<&[String]>, weights: Option<&str>) -> Result<(Rows, Option<Vec<Number>>)> {
        let weight_column = weights.map(|name| self.column(name)).transpose()?;
        let chosen: Vec<usize> = match columns {
            Some(names) => names.iter().map(|name| self.column(name)).collect::<Result<_>>()?,
            None => (0..self.header.len()).filter(|&column| Some(column) != weight_column).collect(),
        };
        let mut rows = Rows::new();
        let mut weight_values = Vec::new();
        for (line, cells) in &self.rows {
            let needed = || chosen.iter().chain(&weight_column);
            if needed().any(|&column| MISSING.contains(&cells[column].as_str())) {
                continue;
            }
            let number = |column: usize| self.number(*line, column, &cells[column]);
            rows.push(chosen.iter().map(|&column| number(column)).collect::<Result<_>>()?);
            if let Some(column) = weight_column {
                weight_values.push(number(column)?);
            }
        }
        Ok((rows, weight_column.map(|_| weight_values)))
    }
}

/// The data sets of one suite, each read from disk once.
#[derive(Debug)]
pub struct DataLibrary {
    directory: PathBuf,
    tables: Mutex<BTreeMap<String, Arc<Table>>>,
}

impl DataLibrary {
    /// The library in a directory; nothing is read yet.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        Self { directory, tables: Mutex::default() }
    }

    /// Takes a data set from text instead of its CSV file, under whose name errors are reported.
    ///
    /// # Errors
    /// When the text is not CSV.
    pub fn insert(&self, set: &str, text: &str) -> Result<()> {
        let table = Table::from_text(&self.csv_path(set), text)?;
        self.tables.lock().expect("no reader panics").insert(set.to_owned(), Arc::new(table));
        Ok(())
    }

    /// The path of a data set's CSV file.
    #[must_use]
    pub fn csv_path(&self, set: &str) -> PathBuf {
        self.directory.join(format!("{set}.csv"))
    }

    /// The bytes of a data set's CSV file, for hashing.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn csv_bytes(&self, set: &str) -> Result<Vec<u8>> {
        let path = self.csv_path(set);
        fs::read(&path).map_err(|error| Error::unreadable(&path, &error))
    }

    /// What the TOML file says of a data set.
    ///
    /// # Errors
    /// When the file cannot be read or is not of the format.
    pub fn source(&self, set: &str) -> Result<DataSource> {
        let path = self.directory.join(format!("{set}.toml"));
        parse_toml(&path, &read_text(&path)?)
    }

    /// The names of all data sets, sorted.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn names(&self) -> Result<Vec<String>> {
        let entries = fs::read_dir(&self.directory).map_err(|error| Error::unreadable(&self.directory, &error))?;
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        names.sort();
        Ok(names)
    }

    fn table(&self, set: &str) -> Result<Arc<Table>> {
        if let Some(table) = self.tables.lock().expect("no reader panics").get(set) {
            return Ok(Arc::clone(table));
        }
        let table = Arc::new(Table::read(&self.csv_path(set))?);
        self.tables.lock().expect("no reader panics").insert(set.to_owned(), Arc::clone(&table));
        Ok(table)
    }

    /// The same data, inline.
    ///
    /// # Errors
    /// When the data set or a column does not exist, or a cell is not a number.
    pub fn inline(&self, data: &Data) -> Result<Data> {
        let Some(set) = &data.set else { return Ok(data.clone()) };
        let weights = match &data.weights {
            Some(Weights::Column(name)) => Some(name.as_str()),
            _ => None,
        };
        let (observations, weights) = self.table(set)?.select(data.columns.as_deref(), weights)?;
        Ok(Data { set: None, columns: None, observations: Some(observations), weights: weights.map(Weights::Values) })
    }

    /// The case as an implementation receives it: data inline, and nothing that describes the case to people.
    ///
    /// # Errors
    /// Those of [`inline`](Self::inline).
    pub fn resolve(&self, case: &Case) -> Result<Case> {
        Ok(Case {
            id: None,
            title: None,
            level: None,
            hunts: None,
            expect: None,
            data: case.data.as_ref().map(|data| self.inline(data)).transpose()?,
            ..case.clone()
        })
    }
}

#[cfg(test)]
mod tests;
