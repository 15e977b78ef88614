//! JSON for people: a list of plain values on one line, everything else indented by two.
//!
//! Numbers are written as `serde_json` writes them, the shortest decimal that reads back to the same double.

use serde_json::Value;

/// The text of a file, with a newline at its end.
#[must_use]
pub fn pretty(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Array(items) if items.iter().any(is_nested) => {
            let entries = items.iter().map(|item| (None, item));
            block(entries, items.len(), ['[', ']'], depth, text);
        }
        Value::Array(items) => {
            let parts: Vec<String> = items.iter().map(Value::to_string).collect();
            text.push_str(&format!("[{}]", parts.join(", ")));
        }
        Value::Object(map) if !map.is_empty() => {
            let entries = map.iter().map(|(key, item)| (Some(key), item));
            block(entries, map.len(), ['{', '}'], depth, text);
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn block<'a>(
    entries: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
    count: usize,
    [open, close]: [char; 2],
    depth: usize,
    text: &mut String,
) {
    text.push(open);
    for (index, (key, item)) in entries.enumerate() {
        text.push('\n');
        indent(depth + 1, text);
        if let Some(key) = key {
            text.push_str(&format!("{}: ", Value::from(key.as_str())));
        }
        write(item, depth + 1, text);
        if index + 1 < count {
            text.push(',');
        }
    }
    text.push('\n');
    indent(depth, text);
    text.push(close);
}

fn indent(depth: usize, text: &mut String) {
    text.push_str(&"  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::pretty;

    #[test]
    fn innermost_lists_stand_on_one_line() {
        let value = json!({"a": [1, 0.1], "b": [[1, 2], [3, 4]], "c": {}, "d": []});
        let text = "{\n  \"a\": [1, 0.1],\n  \"b\": [\n    [1, 2],\n    [3, 4]\n  ],\n  \"c\": {},\n  \"d\": []\n}\n";
        assert_eq!(pretty(&value), text);
    }

    #[test]
    fn every_case_reads_back_to_the_same_doubles() {
        for case in super::super::all() {
            let back: Value = serde_json::from_str(&pretty(&case)).expect("what was written is JSON");
            assert_eq!(back, case);
        }
    }
}
