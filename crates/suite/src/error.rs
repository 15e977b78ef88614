//! What is wrong with a suite's files, and where.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::de::DeserializeOwned;

/// The result of reading a suite.
pub type Result<T> = std::result::Result<T, Error>;

/// A file that cannot be used. The fault is the suite's author's, never the implementation's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The file cannot be read at all.
    #[error("{}: {message}", path.display())]
    Unreadable {
        /// The file or directory.
        path: PathBuf,
        /// The system's message.
        message: String,
    },
    /// The certified values cannot be relied on and are to be certified anew.
    #[error("{}: {reason}", path.display())]
    Uncertified {
        /// The certified file.
        path: PathBuf,
        /// What happened to it.
        reason: &'static str,
    },
    /// The file's content is not of the format.
    #[error("{}{}{}: {message}", path.display(), at_line(*line), at_field(field))]
    Broken {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 where there is none to name.
        line: u64,
        /// The path of the field, empty where there is none to name.
        field: String,
        /// What is wrong.
        message: String,
    },
}

fn at_line(line: u64) -> String {
    if line == 0 { String::new() } else { format!(":{line}") }
}

fn at_field(field: &str) -> String {
    if field.is_empty() { String::new() } else { format!(": `{field}`") }
}

impl Error {
    /// A file whose content is not of the format.
    pub fn broken(path: &Path, line: u64, field: &str, message: String) -> Self {
        Self::Broken { path: path.to_owned(), line, field: field.to_owned(), message }
    }

    /// A file that cannot be read at all.
    #[must_use]
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), message: error.to_string() }
    }
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read, is not UTF-8 or is empty.
pub fn read_text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).map_err(|error| Error::unreadable(path, &error))?;
    if text.trim().is_empty() {
        return Err(Error::broken(path, 0, "", "the file is empty".to_owned()));
    }
    Ok(text)
}

/// A value read strictly from JSON text; `path` is for the message.
///
/// # Errors
/// With the line and the path of the field that is not of the format.
pub fn parse_json<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        // What has no name yet is a question mark.
        let field = error.path().to_string().trim_end_matches(['?', '.']).to_owned();
        let inner = error.into_inner();
        Error::broken(path, inner.line() as u64, &field, without_position(&inner))
    })?;
    deserializer.end().map_err(|error| Error::broken(path, error.line() as u64, "", without_position(&error)))?;
    Ok(value)
}

/// A value read strictly from TOML text; `path` is for the message.
///
/// # Errors
/// With the line and the path of the field that is not of the format.
pub fn parse_toml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T> {
    let broken = |error: &toml::de::Error, field: &str| {
        let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() as u64 + 1);
        Error::broken(path, line, field, error.message().to_owned())
    };
    let deserializer = toml::Deserializer::parse(text).map_err(|error| broken(&error, ""))?;
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        // What is wrong with the whole has no name.
        let field = error.path().to_string().trim_end_matches(['?', '.']).to_owned();
        broken(error.inner(), &field)
    })
}

/// The message of a JSON error without the position that serde_json appends to it.
fn without_position(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&position).unwrap_or(&message).to_owned()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair {
        a: Vec<u32>,
    }

    fn said<T: std::fmt::Debug>(result: Result<T>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_file_line_and_field_as_far_as_there_are_any() {
        let path = Path::new("f.json");
        let broken = |line, field| Error::broken(path, line, field, "bad".to_owned()).to_string();
        assert_eq!(broken(0, ""), "f.json: bad");
        assert_eq!(broken(3, ""), "f.json:3: bad");
        assert_eq!(broken(3, "a[0]"), "f.json:3: `a[0]`: bad");
    }

    #[test]
    fn json_is_read_strictly() {
        let parse = |text: &str| parse_json::<Pair>(Path::new("f.json"), text);
        assert_eq!(parse("{\"a\": [1, 2]}\n"), Ok(Pair { a: vec![1, 2] }));
        assert_eq!(said(parse("{\n\"a\": [1,\n-2]}")), "f.json:3: `a[1]`: invalid value: integer `-2`, expected u32");
        assert_eq!(said(parse("{\"a\": []}\n{}")), "f.json:2: trailing characters");
        assert_eq!(said(parse("[")), "f.json:1: EOF while parsing a list");
        assert_eq!(said(parse("{\n")), "f.json:2: EOF while parsing an object");
    }

    #[test]
    fn toml_errors_have_the_line_and_the_field_they_stand_in() {
        let parse = |text: &str| parse_toml::<Pair>(Path::new("f.toml"), text);
        assert_eq!(parse("a = [1]\n"), Ok(Pair { a: vec![1] }));
        assert_eq!(said(parse("a = [1]\n\na = [2]\n")), "f.toml:3: duplicate key");
        assert_eq!(said(parse("\n  a = [\n'x']\n")), "f.toml:3: `a[0]`: invalid type: string \"x\", expected u32");
        assert_eq!(said(parse("# nothing\n")), "f.toml:1: missing field `a`");
    }

    #[test]
    fn an_empty_file_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("f");
        assert!(said(read_text(&path)).ends_with("f: No such file or directory (os error 2)"));
        fs::write(&path, " \n").unwrap();
        assert!(said(read_text(&path)).ends_with("f: the file is empty"));
        fs::write(&path, " x\n").unwrap();
        assert_eq!(read_text(&path).unwrap(), " x\n");
    }
}
