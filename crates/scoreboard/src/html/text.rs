//! Text of an implementation as the page shows it.

use maud::{Markup, html};
use suite::process::{cut, printable};

/// The longest line that is shown.
const CHARACTERS: usize = 400;

/// The first line, in print and not too long.
pub fn first_line(text: &str) -> String {
    cut(&printable(text.lines().next().unwrap_or_default()), CHARACTERS)
}

/// The first line, with what stands between backticks as code.
pub fn with_code(text: &str) -> Markup {
    let line = first_line(text);
    html! {
        @for (index, part) in line.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

/// "1 case", "2 cases".
pub fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}
