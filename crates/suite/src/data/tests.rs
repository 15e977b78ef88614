//! Tables and what cases take of them.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;

/// Five rows of counts `x` with a frequency `n`, a half `y` and a name; the third lacks `y`, the fourth `n`.
const TABLE: &str = "x,n,y,name\n1,2,0.5,a\n2,1,-1e3,b\n3,4,NA,c\n4, ,2.5,d\n5,0, 3.5 ,e\n";

fn library(table: &str) -> (TempDir, DataLibrary) {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("set.csv"), table).unwrap();
    let library = DataLibrary::new(directory.path().to_owned());
    (directory, library)
}

fn inline(table: &str, data: Value) -> std::result::Result<Value, String> {
    let (directory, library) = library(table);
    let data: Data = serde_json::from_value(data).unwrap();
    let inline = library.inline(&data).map_err(|error| error.to_string())?;
    drop(directory);
    Ok(serde_json::to_value(inline).unwrap())
}

/// The error, from the file's name on.
fn refused(table: &str, data: Value) -> String {
    let error = inline(table, data).unwrap_err();
    error[error.find("set.csv").unwrap()..].to_owned()
}

#[test]
fn columns_and_weights_are_taken_and_rows_that_lack_them_are_left_out() {
    let table = |columns: Value, weights: Value| {
        inline(TABLE, json!({"set": "set", "columns": columns, "weights": weights})).unwrap()
    };
    let rows = |rows: Value| json!({ "observations": rows });
    assert_eq!(table(json!(["x"]), Value::Null), rows(json!([[1.0], [2.0], [3.0], [4.0], [5.0]])));
    assert_eq!(
        table(json!(["y", "x"]), Value::Null),
        rows(json!([[0.5, 1.0], [-1000.0, 2.0], [2.5, 4.0], [3.5, 5.0]]))
    );
    let weighted = json!({"observations": [[1.0], [2.0], [3.0], [5.0]], "weights": [2.0, 1.0, 4.0, 0.0]});
    assert_eq!(table(json!(["x"]), json!("n")), weighted);
    let both = json!({"observations": [[0.5], [-1000.0], [3.5]], "weights": [2.0, 1.0, 0.0]});
    assert_eq!(table(json!(["y"]), json!("n")), both);
}

#[test]
fn without_names_all_columns_but_the_weights_are_taken() {
    let table = "x,n,y\n1,2,3\n4,5,6\n";
    let all = json!({"observations": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]});
    assert_eq!(inline(table, json!({"set": "set"})).unwrap(), all);
    let weighted = json!({"observations": [[1.0, 3.0], [4.0, 6.0]], "weights": [2.0, 5.0]});
    assert_eq!(inline(table, json!({"set": "set", "weights": "n"})).unwrap(), weighted);
}

#[test]
fn what_is_inline_stays_as_it_is() {
    let data = json!({"observations": [[1.0], [2.0]], "weights": [1.0, 3.0]});
    assert_eq!(inline(TABLE, data.clone()).unwrap(), data);
}

#[test]
fn what_is_no_number_is_named_with_its_line_and_column() {
    let x = |table: &str| refused(table, json!({"set": "set", "columns": ["x"]}));
    for cell in ["one", "nan", "inf", "1e999", "1;2"] {
        assert_eq!(x(&format!("x,y\n1,2\n{cell},3\n")), format!("set.csv:3: `x`: `{cell}` is not a number"));
    }
    let missing = refused(TABLE, json!({"set": "set", "columns": ["x", "z"]}));
    assert_eq!(missing, "set.csv:1: `z`: there is no column `z`; the columns are x, n, y, name");
    assert!(
        refused(TABLE, json!({"set": "set", "weights": "w"})).starts_with("set.csv:1: `w`: there is no column `w`")
    );
    assert!(x("x,y\n1,2\n1\n").starts_with("set.csv:3: CSV error"), "{}", x("x,y\n1,2\n1\n"));
    assert_eq!(x(" \n"), "set.csv: the file is empty");
}

#[test]
fn a_table_is_read_once() {
    let (directory, library) = library(TABLE);
    let data: Data = serde_json::from_value(json!({"set": "set", "columns": ["x"]})).unwrap();
    let first = library.inline(&data).unwrap();
    fs::remove_file(library.csv_path("set")).unwrap();
    assert_eq!(library.inline(&data).unwrap(), first);
    assert!(library.csv_bytes("set").unwrap_err().to_string().contains("set.csv"));
    drop(directory);
}

#[test]
fn a_resolved_case_has_its_data_and_nothing_for_people() {
    let (_directory, library) = library(TABLE);
    let case: Case =
        serde_json::from_value(json!({"format": 1, "id": "a/b", "title": "t", "level": "lower", "hunts": [],
        "expect": "rejected", "operation": "evaluate", "data": {"set": "set", "columns": ["x"]}}))
        .unwrap();
    let resolved = serde_json::to_value(library.resolve(&case).unwrap()).unwrap();
    let rows = json!([[1.0], [2.0], [3.0], [4.0], [5.0]]);
    assert_eq!(resolved, json!({"format": 1, "operation": "evaluate", "data": {"observations": rows}}));
}

#[test]
fn the_library_knows_its_sets_and_their_sources() {
    let (directory, library) = library(TABLE);
    for name in ["another.csv", "set.toml", "notes.md"] {
        fs::write(directory.path().join(name), "name = \"set\"\nrows = 5\nrows = 6\n").unwrap();
    }
    assert_eq!(library.names().unwrap(), ["another", "set"]);
    assert_eq!(library.csv_bytes("set").unwrap(), TABLE.as_bytes());
    let error = library.source("set").unwrap_err().to_string();
    assert!(error.contains("set.toml:3: duplicate key"), "{error}");
    assert!(DataLibrary::new(directory.path().join("nowhere")).names().is_err());
}
