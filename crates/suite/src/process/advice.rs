//! What an adapter that broke the protocol did, as far as what it wrote shows it.

use serde_json::Value;

use super::reply::{self, bare_word, excerpt_of};
use crate::{diagnosis::Hint, implementation::Response};

/// The most lines that are read to find the reply among them, or to put it together.
const LINES: usize = 10_000;

/// Reads the next line, where one comes soon.
pub type More<'a> = dyn FnMut() -> Option<Vec<u8>> + 'a;

fn hint(what: &str, here: impl Into<String>, advice: &str) -> Hint {
    Hint { what: what.to_owned(), here: here.into(), advice: advice.to_owned() }
}

/// Whether a line is a reply to a request.
fn is_reply(line: &[u8], id: u64) -> bool {
    !matches!(reply::read(line, id), Response::Garbled(_))
}

/// What a line is that is no reply to the request.
pub fn on_line(line: &[u8], id: u64, more: &mut More) -> Option<Hint> {
    if let Some(found) = on_encoding(line, id) {
        return Some(found);
    }
    let text = std::str::from_utf8(line).ok()?;
    match serde_json::from_str(text) {
        Ok(Value::Object(reply)) => on_id(reply.get("id"), id),
        Ok(_) => Some(chatter(line, id, more)),
        Err(_) => on_text(line, text.trim_start(), id, more),
    }
}

/// UTF-16, and a mark at the beginning of UTF-8.
fn on_encoding(line: &[u8], id: u64) -> Option<Hint> {
    if line.strip_prefix(b"\xef\xbb\xbf").is_some_and(|rest| is_reply(rest, id)) {
        let advice = "write UTF-8 without the three bytes EF BB BF";
        return Some(hint("your reply begins with a byte-order mark", "", advice));
    }
    if !line.contains(&0) {
        return None;
    }
    // The newline before this line has left one of its two bytes.
    let decoded = |skipped: usize, read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = line.get(skipped..)?.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        let text = String::from_utf16(&units).ok()?;
        is_reply(text.trim_start_matches('\u{feff}').as_bytes(), id).then_some(())
    };
    let ways = [
        (0, u16::from_le_bytes as fn([u8; 2]) -> u16),
        (1, u16::from_le_bytes),
        (0, u16::from_be_bytes),
        (1, u16::from_be_bytes),
    ];
    let found = ways.into_iter().any(|(skipped, read)| decoded(skipped, read).is_some());
    found.then(|| hint("your reply is UTF-16", "", "write UTF-8"))
}

fn on_id(found: Option<&Value>, id: u64) -> Option<Hint> {
    let repeat = "read the id from each request and repeat it in its reply";
    match found {
        None | Some(Value::Null) => Some(hint("your reply has no id", "", repeat)),
        Some(Value::String(text)) if text.parse() == Ok(id) => Some(hint(
            "your reply has the id as a text",
            format!("{text:?}"),
            "the id is a number: repeat it as it came",
        )),
        Some(number) if number.as_f64() == Some(id as f64) && number.as_u64() != Some(id) => Some(hint(
            "your reply has the id as a fraction",
            number.to_string(),
            "the id is an integer: repeat it as it came",
        )),
        Some(number) if number.as_u64().is_some_and(|found| found + 1 == id) => {
            let what = "your reply has the id of the request before";
            Some(hint(
                what,
                format!("{number} for {id}"),
                "answer each request once, and repeat the id of that request",
            ))
        }
        Some(_) => None,
    }
}

/// A line that is no JSON.
fn on_text(line: &[u8], text: &str, id: u64, more: &mut More) -> Option<Hint> {
    if !text.starts_with(['{', '[']) {
        return Some(chatter(line, id, more));
    }
    if text.starts_with("{'") {
        let advice = "JSON has double quotes: write json.dumps(reply), not the dict itself";
        return Some(hint("your reply is a Python dict as Python prints it", "", advice));
    }
    if let Some((word, _)) = bare_word(text, &reply::NON_FINITE) {
        let advice = "write \"nan\", \"inf\" and \"-inf\" as strings (Python's json.dumps writes bare words unless told allow_nan=False)";
        return Some(hint("your reply has a number that JSON cannot write as a bare word", word, advice));
    }
    if let Some((word, _)) =
        bare_word(text, &["none", "true", "false", "undefined"]).filter(|(word, _)| !["true", "false"].contains(word))
    {
        return Some(hint("your reply has a word of another language", word, "JSON knows null, true and false"));
    }
    on_lines(line, id, more)
}

/// A reply that goes on in the following lines.
fn on_lines(line: &[u8], id: u64, more: &mut More) -> Option<Hint> {
    let mut joined = line.to_vec();
    for count in 2..=LINES {
        let next = more()?;
        // What closes the object stands at the end of a line: nothing else is worth a reading.
        let may_end = next.trim_ascii_end().ends_with(b"}");
        joined.push(b'\n');
        joined.extend(next);
        if may_end && is_reply(&joined, id) {
            let advice = "print it on one line (Python: json.dumps without indent)";
            return Some(hint("your reply stands on several lines", format!("{count} lines"), advice));
        }
    }
    None
}

/// Something printed by accident, with the reply after it or not.
fn chatter(line: &[u8], id: u64, more: &mut More) -> Hint {
    let mut before = 1;
    let followed = loop {
        match more() {
            Some(next) if is_reply(&next, id) => break true,
            Some(_) if before < LINES => before += 1,
            _ => break false,
        }
    };
    let shown = excerpt_of(line);
    let here = match (followed, before) {
        (false, _) => shown,
        (true, 1) => format!("{shown}, and then the reply"),
        (true, _) => format!("{shown} and {} more, and then the reply", before - 1),
    };
    let advice =
        "print nothing but replies there: progress and warnings belong on standard error (Python: file=sys.stderr)";
    hint("your adapter printed to standard output what is no reply", here, advice)
}

/// A line after the last reply.
pub fn on_unasked(line: &[u8]) -> Hint {
    let advice = "answer each request by one line, and print nothing else to standard output";
    hint("your adapter printed a line after its reply", excerpt_of(line), advice)
}

/// A reply after the time limit, before the input was closed.
pub fn on_late_reply() -> Hint {
    hint("your adapter was about to answer", "", "a larger --timeout lets it")
}

/// A reply that came when the input was closed.
pub fn on_reply_at_the_end() -> Hint {
    let advice = "flush standard output after each reply (Python: print(..., flush=True)), and read one line at a time";
    hint("your adapter answered only when its standard input was closed", "", advice)
}

/// A reply without a newline.
pub fn on_no_newline() -> Hint {
    hint("your reply does not end with a newline", "", "end each reply with a newline, and flush")
}

/// The end of the process, as the message about it tells.
pub fn on_crash(message: &str) -> Option<Hint> {
    let mut lines = message.lines();
    let first = lines.next()?;
    if first.ends_with("exit status: 0") || first.ends_with("exit code: 0") {
        let advice = "answer requests in a loop, until the end of standard input";
        return Some(hint("your adapter ended by itself, without an error, before it answered", "", advice));
    }
    let is_place = |line: &str| line.trim_start().starts_with("File \"") && line.contains("\", line ");
    let last = message.lines().last().filter(|line| !line.starts_with(' ') && !is_place(line))?;
    let exception = lines.any(is_place).then_some(last)?;
    let advice = "catch it, reply {\"id\": ..., \"error\": \"...\"} and go on with the next request";
    Some(hint("your adapter died of a Python exception", exception, advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a line in reply to request 7, where these lines follow.
    fn said(line: &[u8], following: &[&str]) -> String {
        let mut following = following.iter().map(|line| line.as_bytes().to_vec());
        on_line(line, 7, &mut || following.next()).map_or(String::new(), |hint| hint.to_string())
    }

    const REPLY: &str = r#"{"id": 7, "ok": {"kl": 1.5}}"#;

    #[test]
    fn chatter_is_quoted_and_the_reply_found_behind_it() {
        let message = said(b"Iteration 1", &["Iteration 2", REPLY]);
        assert!(message.contains("(`Iteration 1` and 1 more, and then the reply): print nothing but"), "{message}");
        assert!(said(b"Loading", &[REPLY]).contains("(`Loading`, and then the reply)"));
        assert!(said(b"Loading", &[]).contains("(`Loading`): "));
        assert!(said(b"3.5", &[REPLY]).contains("(`3.5`, and then the reply)"));
    }

    #[test]
    fn what_is_nearly_a_reply_is_told_what_it_lacks() {
        for (line, words) in [
            (r#"{"id": 7, "ok": {"kl": NaN}}"#, "as a bare word (NaN)"),
            (r#"{"id": 7, "ok": {"kl": -Infinity}}"#, "as a bare word (-Infinity)"),
            (r#"{"id": 7, "ok": {"kl": None}}"#, "a word of another language (None)"),
            (r#"{"id": 7, "ok": {"converged": True}}"#, "a word of another language (True)"),
            ("{'id': 7, 'ok': {'kl': 1.5}}", "a Python dict"),
            (r#"{"id": "7", "ok": {}}"#, "the id as a text (\"7\")"),
            (r#"{"id": 7.0, "ok": {}}"#, "the id as a fraction (7.0)"),
            (r#"{"id": 6, "ok": {}}"#, "the id of the request before (6 for 7)"),
            (r#"{"ok": {}}"#, "has no id"),
        ] {
            assert!(said(line.as_bytes(), &[]).contains(words), "{line}: {}", said(line.as_bytes(), &[]));
        }
        for line in [
            r#"{"id": 3, "ok": {}}"#,
            r#"{"id": 7}"#,
            r#"{"id": 7, "ok": {"a" 1}}"#,
            r#"{"id": 7, "ok": true, "b": x}"#,
        ] {
            assert_eq!(said(line.as_bytes(), &[]), "");
        }
    }

    #[test]
    fn a_reply_on_several_lines_is_put_together() {
        let message = said(b"{", &["  \"id\": 7,", "  \"ok\": {}", "}"]);
        assert!(message.starts_with("your reply stands on several lines (4 lines)"), "{message}");
        assert_eq!(said(b"{", &["  \"id\": 8,", "  \"ok\": {}", "}"]), "");
        assert_eq!(said(b"{", &[]), "");
    }

    #[test]
    fn other_encodings_are_named() {
        let wide = |to: fn(u16) -> [u8; 2]| REPLY.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        assert!(said(&[b"\xef\xbb\xbf", REPLY.as_bytes()].concat(), &[]).contains("byte-order mark"));
        assert!(said(&[b"\xff\xfe", &wide(u16::to_le_bytes)[..]].concat(), &[]).contains("UTF-16"));
        assert!(said(&[b"\0", &wide(u16::to_le_bytes)[..]].concat(), &[]).contains("UTF-16"));
        assert!(said(&wide(u16::to_be_bytes), &[]).contains("UTF-16"));
        assert_eq!(said(b"\xff\xfe{}", &[]), "");
    }

    #[test]
    fn the_end_of_a_process_is_told_from_an_exception() {
        let said = |message: &str| on_crash(message).map_or(String::new(), |hint| hint.to_string());
        let traceback = "its process ended: exit status: 1\n  File \"em.py\", line 3, in run\n    case[\"prior\"]\nKeyError: 'prior'";
        assert!(said(traceback).starts_with("your adapter died of a Python exception (KeyError: 'prior')"));
        assert!(said("its process ended: exit status: 0\nbye").contains("ended by itself"));
        assert_eq!(said("its process ended: exit status: 3\nlast words"), "");
        assert_eq!(said("its process ended: signal: 9 (SIGKILL)"), "");
    }
}
