//! Numbers and tables of the protocol.

use ndarray::{Array1, Array2};
use serde_json::{Value, json};

use crate::answer::{Answer, unsupported};

/// A number, or one of the strings that stand for those JSON cannot write.
pub fn number(value: &Value) -> Result<f64, Answer> {
    match (value.as_f64(), value.as_str()) {
        (Some(number), _) => Ok(number),
        (None, Some("inf")) => Ok(f64::INFINITY),
        (None, Some("-inf")) => Ok(f64::NEG_INFINITY),
        (None, Some("nan")) => Ok(f64::NAN),
        _ => Err(Answer::Error(format!("not a number: {value}"))),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A vector.
pub fn vector(value: &Value) -> Result<Array1<f64>, Answer> {
    list(value).iter().map(number).collect()
}

/// A table; arrays cannot hold rows of different lengths.
pub fn table(value: &Value) -> Result<Array2<f64>, Answer> {
    let rows = list(value).iter().map(vector).collect::<Result<Vec<_>, _>>()?;
    let width = rows.first().map_or(0, Array1::len);
    if list(value).iter().any(|row| !row.is_array()) || rows.iter().any(|row| row.len() != width) {
        return unsupported("an array cannot hold rows of different lengths");
    }
    let flat: Vec<f64> = rows.iter().flatten().copied().collect();
    Array2::from_shape_vec((rows.len(), width), flat).map_err(|error| Answer::Error(error.to_string()))
}

/// A number as the protocol writes it.
pub fn written(number: f64) -> Value {
    match number {
        number if number.is_nan() => json!("nan"),
        number if number.is_infinite() => json!(if number > 0.0 { "inf" } else { "-inf" }),
        number => json!(number),
    }
}

/// Numbers as the protocol writes them.
pub fn written_list<'a>(numbers: impl IntoIterator<Item = &'a f64>) -> Value {
    numbers.into_iter().copied().map(written).collect()
}

/// Rows as the protocol writes them.
pub fn written_table(table: ndarray::ArrayView2<f64>) -> Value {
    table.rows().into_iter().map(|row| written_list(row.iter())).collect()
}
