//! The shapes of JSON values in words: "2 x 3 numbers".

use serde_json::Value;

use crate::format::non_finite_value;

/// A reported number: a JSON number or one of the strings `"inf"`, `"-inf"`, `"nan"`.
pub fn reported_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(name) => non_finite_value(name),
        _ => None,
    }
}

/// The shape of a reported value.
pub fn of_reported(value: &Value) -> String {
    describe(value, &|value| reported_number(value).is_some())
}

/// The shape of a certified value, in which numbers are strings.
pub fn of_certified(value: &Value) -> String {
    describe(value, &Value::is_string)
}

fn describe(value: &Value, is_number: &dyn Fn(&Value) -> bool) -> String {
    match value {
        value if is_number(value) => "a number".to_owned(),
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::String(text) => format!("the text {}", abridged(text)),
        Value::Object(_) => "an object".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => list(items, is_number),
    }
}

fn list(items: &[Value], is_number: &dyn Fn(&Value) -> bool) -> String {
    if items.is_empty() {
        return "an empty list".to_owned();
    }
    if let Some(lengths) = row_lengths(items) {
        return match lengths.iter().all(|length| *length == lengths[0]) {
            true => format!("{} x {} numbers", lengths.len(), lengths[0]),
            false => format!("rows of {} numbers", joined(&lengths)),
        };
    }
    match items.iter().find(|item| !is_number(item)) {
        None => format!("{} number{}", items.len(), if items.len() == 1 { "" } else { "s" }),
        Some(_) => format!("a list of {}", items.len()),
    }
}

/// The lengths of the rows of a list of lists.
fn row_lengths(items: &[Value]) -> Option<Vec<usize>> {
    items.iter().map(|item| item.as_array().map(Vec::len)).collect()
}

fn joined(lengths: &[usize]) -> String {
    let shown: Vec<String> = lengths.iter().take(6).map(usize::to_string).collect();
    format!("{}{}", shown.join(", "), if lengths.len() > shown.len() { ", ..." } else { "" })
}

/// A text short enough for a message, in quotes.
fn abridged(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// "expected 2 x 2 numbers, found 2 x 1".
pub fn mismatch(certified: &Value, reported: &Value) -> String {
    let (expected, found) = (of_certified(certified), of_reported(reported));
    let counted = expected.ends_with(" numbers");
    format!("expected {expected}, found {}", found.strip_suffix(" numbers").filter(|_| counted).unwrap_or(&found))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shapes_are_words() {
        for (value, words) in [
            (json!(1.5), "a number"),
            (json!("inf"), "a number"),
            (json!("Infinity"), "the text \"Infinity\""),
            (json!([1]), "1 number"),
            (json!([1, 2, "nan"]), "3 numbers"),
            (json!([[1, 2], [3, 4], [5, 6]]), "3 x 2 numbers"),
            (json!([[1, 2], [3]]), "rows of 2, 1 numbers"),
            (json!([]), "an empty list"),
            (json!([1, null]), "a list of 2"),
            (json!({}), "an object"),
            (json!(true), "true"),
        ] {
            assert_eq!(of_reported(&value), words);
        }
    }

    #[test]
    fn a_mismatch_names_both() {
        let certified = json!([["1", "2"], ["2", "3"]]);
        assert_eq!(mismatch(&certified, &json!([[1], [2]])), "expected 2 x 2 numbers, found 2 x 1");
        assert_eq!(mismatch(&certified, &json!(3)), "expected 2 x 2 numbers, found a number");
        assert_eq!(mismatch(&json!("1"), &json!([[1], [2]])), "expected a number, found 2 x 1 numbers");
    }
}
