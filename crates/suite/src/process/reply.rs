//! One line of an adapter's standard output, read as the reply to a request.

use serde_json::{Map, Value};

use crate::implementation::Response;

/// The four kinds of reply.
const KINDS: [&str; 4] = ["ok", "unsupported", "rejected", "error"];
/// The most characters shown of what was printed.
const EXCERPT: usize = 60;

/// What a line says in reply to the request `id`; [`Response::Garbled`] where it is no reply to it.
#[must_use]
pub fn read(line: &[u8], id: u64) -> Response {
    parse(line, id).unwrap_or_else(Response::Garbled)
}

fn parse(line: &[u8], id: u64) -> Result<Response, String> {
    let text = std::str::from_utf8(line).map_err(|_| format!("the reply is not UTF-8: {}", excerpt_of(line)))?;
    let value: Value = serde_json::from_str(text).map_err(|error| no_json(text, &error))?;
    let Value::Object(mut reply) = value else {
        return Err(not_a_reply(text));
    };
    check_id(&reply, id)?;
    let kinds: Vec<&str> = KINDS.into_iter().filter(|kind| !reply.get(*kind).is_none_or(Value::is_null)).collect();
    match kinds.as_slice() {
        [kind] => response(kind, reply.remove(*kind).unwrap_or_default()),
        [] => Err("the reply has none of `ok`, `unsupported`, `rejected`, `error`".to_owned()),
        several => Err(format!("the reply has `{}` at once, and must have exactly one", several.join("` and `"))),
    }
}

fn check_id(reply: &Map<String, Value>, id: u64) -> Result<(), String> {
    match reply.get("id") {
        Some(found) if found.as_u64() == Some(id) => Ok(()),
        found => {
            let shown = |found: &Value| cut(&printable(&found.to_string()), EXCERPT);
            let found = found.map_or("no id".to_owned(), |found| format!("the id {}", shown(found)));
            let error = reply.get("error").map_or(String::new(), |error| format!("; its error: {}", text_of(error)));
            Err(format!("the reply has {found}, but the request has the id {id}{error}"))
        }
    }
}

fn response(kind: &str, content: Value) -> Result<Response, String> {
    if kind == "ok" {
        return Ok(Response::Ok(content));
    }
    let Value::String(reason) = &content else {
        let found = excerpt_of(content.to_string().as_bytes());
        return Err(format!("the reply has {found} as `{kind}`, which must be a text that says why"));
    };
    let reason = printable(reason);
    Ok(match kind {
        "unsupported" => Response::Unsupported(reason),
        "rejected" => Response::Rejected(reason),
        _ => Response::Error(reason),
    })
}

fn text_of(value: &Value) -> String {
    printable(&value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}

/// Text without control characters other than line ends and tabs, and without those that turn the direction of writing, so
/// that a report cannot steer a terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    let turns = |character: char| matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept = |character: &char| !turns(*character) && (!character.is_control() || matches!(character, '\n' | '\t'));
    text.chars().filter(kept).collect()
}

/// At most so many characters of a text, with an ellipsis where it is longer.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn no_json(text: &str, error: &serde_json::Error) -> String {
    if !text.trim_start().starts_with(['{', '[']) {
        return not_a_reply(text);
    }
    match bare_word(text, &NON_FINITE) {
        Some((word, column)) => format!(
            "the reply is no JSON: it has the bare word {word} (column {column}); a number that JSON cannot write is one \
             of the strings \"nan\", \"inf\", \"-inf\""
        ),
        None => format!("the reply is no JSON: {error}: {}", excerpt_of(text.as_bytes())),
    }
}

fn not_a_reply(text: &str) -> String {
    if text.trim().is_empty() {
        return "an empty line on standard output where the reply should be".to_owned();
    }
    let excerpt = excerpt_of(text.as_bytes());
    format!(
        "standard output has {excerpt} where the reply should be; nothing but replies may be printed there, anything \
             else belongs on standard error"
    )
}

/// What the usual printers write where there is no number to write, in lower case.
pub(super) const NON_FINITE: [&str; 6] = ["nan", "-nan", "inf", "-inf", "infinity", "-infinity"];

/// The first of some words outside strings, in any case, with its column from 1.
pub(super) fn bare_word<'a>(text: &'a str, words: &[&str]) -> Option<(&'a str, usize)> {
    let mut in_string = false;
    let mut escaped = false;
    let mut start = None;
    for (position, character) in text.char_indices() {
        let in_word = !in_string && (character.is_ascii_alphabetic() || character == '-');
        match (start, in_word) {
            (None, true) => start = Some(position),
            (Some(from), false) => {
                let word = &text[from..position];
                if words.contains(&word.to_ascii_lowercase().as_str()) {
                    return Some((word, from + 1));
                }
                start = None;
            }
            _ => {}
        }
        in_string ^= character == '"' && !escaped;
        escaped = in_string && character == '\\' && !escaped;
    }
    None
}

/// The beginning of what was printed, in quotes.
pub(super) fn excerpt_of(bytes: &[u8]) -> String {
    let text = printable(&String::from_utf8_lossy(&bytes[..bytes.len().min(4 * EXCERPT)]));
    let shown: String = text.chars().take(EXCERPT).collect();
    format!("`{}{}`", shown.trim_end(), if shown.len() < bytes.len() { "..." } else { "" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn garbled(line: &str) -> String {
        match read(line.as_bytes(), 7) {
            Response::Garbled(message) => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_four_kinds_are_read() {
        let read = |line: &str| read(line.as_bytes(), 7);
        assert_eq!(read(r#"{"id": 7, "ok": {"kl": 1.5}, "more": 1}"#), Response::Ok(json!({"kl": 1.5})));
        assert_eq!(read(r#"{"id": 7, "unsupported": "no priors"}"#), Response::Unsupported("no priors".to_owned()));
        assert_eq!(read(r#"{"id": 7, "rejected": "row 3"}"#), Response::Rejected("row 3".to_owned()));
        assert_eq!(read("{\"id\": 7, \"error\": \"a\u{202e}b\"}\r"), Response::Error("ab".to_owned()));
    }

    #[test]
    fn a_reason_is_a_text() {
        for kind in ["unsupported", "rejected", "error"] {
            for value in ["false", "0", "{}", "[]"] {
                let message = garbled(&format!("{{\"id\": 7, \"{kind}\": {value}}}"));
                assert!(message.contains(&format!("`{value}` as `{kind}`")), "{message}");
            }
        }
    }

    #[test]
    fn text_cannot_steer_a_terminal() {
        assert_eq!(printable("a\u{1b}[1m\u{202e}b\n"), "a[1mb\n");
        assert_eq!((cut("abc", 2), cut("ab", 2)), ("ab…".to_owned(), "ab".to_owned()));
    }

    #[test]
    fn a_bare_nan_is_explained() {
        let message = garbled(r#"{"id": 7, "ok": {"a": "NaN \" NaN", "kl": [1.0, -Infinity]}}"#);
        assert!(message.contains("the bare word -Infinity (column 49)"), "{message}");
        assert!(garbled(r#"{"id": 7, "ok": {"kl": NaN}}"#).contains("the bare word NaN (column 24)"));
        assert!(garbled(r#"{"id": 7, "ok": {"kl": None}}"#).starts_with("the reply is no JSON: expected value"));
    }

    #[test]
    fn something_else_on_standard_output_is_quoted() {
        let message = garbled("Loading the model...");
        assert!(
            message.starts_with("standard output has `Loading the model...` where the reply should be"),
            "{message}"
        );
        assert!(garbled("  ").starts_with("an empty line on standard output"));
        assert!(garbled("[1]").starts_with("standard output has `[1]` where"));
        assert!(matches!(read(&[b'{', 0xff], 7), Response::Garbled(text) if text.contains("not UTF-8")));
    }

    #[test]
    fn a_wrong_id_is_named() {
        assert_eq!(garbled(r#"{"id": 8, "ok": {}}"#), "the reply has the id 8, but the request has the id 7");
        assert_eq!(garbled(r#"{"ok": {}}"#), "the reply has no id, but the request has the id 7");
        let message = garbled(r#"{"id": null, "error": "KeyError"}"#);
        assert_eq!(message, "the reply has the id null, but the request has the id 7; its error: KeyError");
    }

    #[test]
    fn a_wrong_id_cannot_steer_a_terminal() {
        let message = garbled("{\"id\": \"\u{9b}2J\u{202e}\", \"error\": [\"\u{9b}1m\"]}");
        assert_eq!(message, "the reply has the id \"2J\", but the request has the id 7; its error: [\"1m\"]");
        assert!(garbled(&format!("{{\"id\": \"{}\"}}", "x".repeat(1000))).len() < 200);
    }

    #[test]
    fn exactly_one_kind_is_asked_for() {
        assert!(garbled(r#"{"id": 7}"#).contains("none of `ok`"));
        assert!(garbled(r#"{"id": 7, "ok": {}, "error": ""}"#).contains("`ok` and `error` at once"));
    }
}
