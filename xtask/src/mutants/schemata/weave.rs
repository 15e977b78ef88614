//! Puts all mutants of a file into it at once. The body of a function becomes an arm of a `match` on the switch, and each of its
//! mutants another: `{ match crate::schemata::chosen(7) { 31 => { a - b } 32 => { a * b } _ => { a + b } } }`.

use std::{collections::BTreeMap, ops::Range};

use super::super::tried::{Position, Span};

/// A mutant of a function, by the number that switches it on.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// Its own number, from 1.
    pub number: u32,
    /// The number of its function.
    pub function: u32,
    /// The result of the function, with the arrow.
    pub return_type: &'a str,
    /// Where the function is.
    pub within: &'a Span,
    /// What is replaced.
    pub span: &'a Span,
    /// By what.
    pub replacement: &'a str,
}

/// A file with its mutants in it.
#[derive(Debug, Default)]
pub struct Woven {
    /// The text.
    pub text: String,
    /// The lines of each mutant's arm, from 1.
    pub arms: Vec<(Range<usize>, u32)>,
    /// The mutants whose function can have no arms: it is `const`, or its result is of a type without a name.
    pub left: Vec<u32>,
}

/// Weaves mutants into their file.
pub fn weave(source: &str, changes: &[Change<'_>]) -> Woven {
    let mut functions: BTreeMap<&Span, Vec<&Change<'_>>> = BTreeMap::new();
    for change in changes {
        functions.entry(change.within).or_default().push(change);
    }
    let places = Places::of(source);
    let mut woven = Woven::default();
    let mut pieces = Vec::new();
    for (span, changes) in functions {
        let whole = places.range(span);
        let body = body_start(&source[whole.clone()]).map(|start| whole.start + start..whole.end);
        match body.and_then(|body| Some((arm_of(&source[whole.start..body.start], changes[0].return_type)?, body))) {
            Some((arm, body)) => dress(source, &places, &changes, arm, &body, &mut pieces),
            None => woven.left.extend(changes.iter().map(|change| change.number)),
        }
    }
    pieces.sort_by_key(|piece| piece.at);
    woven.assemble(source, &pieces);
    woven
}

/// Text that is inserted; an arm has the number of its mutant.
struct Piece {
    at: usize,
    text: String,
    number: Option<u32>,
}

/// What stands before and after the block of an arm.
type Arm = [&'static str; 2];
const PLAIN: Arm = ["", ""];
/// Arms of unnamed types are given one name.
const BOXED: Arm = ["::std::boxed::Box::new(", ") as ::std::boxed::Box<dyn ::core::iter::Iterator<Item = _> + '_>"];

fn arm_of(signature: &str, return_type: &str) -> Option<Arm> {
    match return_type.matches("impl ").count() {
        _ if signature.contains("const fn ") => None,
        0 => Some(PLAIN),
        1 if return_type.starts_with("-> impl Iterator<") => Some(BOXED),
        _ => None,
    }
}

/// The pieces that give a function its arms.
fn dress(
    source: &str,
    places: &Places<'_>,
    changes: &[&Change<'_>],
    [before, after]: Arm,
    body: &Range<usize>,
    pieces: &mut Vec<Piece>,
) {
    let mut insert = |at, number, text| pieces.push(Piece { at, text, number });
    insert(body.start, None, format!("{{ match crate::schemata::chosen({}) {{\n", changes[0].function));
    for change in changes {
        let span = places.range(change.span);
        let (head, tail) = (&source[body.start..span.start], &source[span.end..body.end]);
        let arm = format!("{} => {before}{head} {} {tail}{after},\n", change.number, change.replacement);
        insert(body.start, Some(change.number), arm);
    }
    insert(body.start, None, format!("_ => {before}"));
    insert(body.end, None, format!("{after}\n}} }}"));
}

impl Woven {
    fn assemble(&mut self, source: &str, pieces: &[Piece]) {
        let (mut line, mut done) = (1, 0);
        for piece in pieces {
            let kept = &source[done..piece.at];
            line += kept.matches('\n').count();
            let lines = piece.text.matches('\n').count();
            self.text.extend([kept, &piece.text]);
            if let Some(number) = piece.number {
                self.arms.push((line..line + lines, number));
            }
            (line, done) = (line + lines, piece.at);
        }
        self.text.push_str(&source[done..]);
    }
}

/// Where the body of a function begins: at the first brace outside of comments.
fn body_start(function: &str) -> Option<usize> {
    let mut start = 0;
    for line in function.split_inclusive('\n') {
        if !line.trim_start().starts_with("//")
            && let Some(brace) = line.find('{')
        {
            return Some(start + brace);
        }
        start += line.len();
    }
    None
}

/// Lines and columns as bytes.
struct Places<'a> {
    source: &'a str,
    lines: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(source: &'a str) -> Self {
        let breaks = source.match_indices('\n').map(|(at, _)| at + 1);
        Self { source, lines: std::iter::once(0).chain(breaks).collect() }
    }

    fn range(&self, span: &Span) -> Range<usize> {
        self.byte(&span.start)..self.byte(&span.end)
    }

    fn byte(&self, position: &Position) -> usize {
        let start = self.lines[position.line - 1];
        let column = self.source[start..].char_indices().nth(position.column - 1);
        column.map_or(self.source.len(), |(column, _)| start + column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: (usize, usize), end: (usize, usize)) -> Span {
        let position = |(line, column)| Position { line, column };
        Span { start: position(start), end: position(end) }
    }

    fn change<'a>(return_type: &'a str, within: &'a Span, span: &'a Span, replacement: &'a str) -> Change<'a> {
        Change { number: 31, function: 7, return_type, within, span, replacement }
    }

    #[test]
    fn the_body_and_its_mutant_become_arms() {
        let source = "/// {σ}\nfn f(σ: f64) -> f64 {\n    σ + 1.0\n}\nfn g() {}\n";
        let (within, plus) = (span((1, 1), (4, 2)), span((3, 7), (3, 8)));
        let woven = weave(source, &[change("-> f64", &within, &plus, "-")]);
        let expected = "/// {σ}\nfn f(σ: f64) -> f64 { match crate::schemata::chosen(7) {\n31 => {\n    σ  -  1.0\n},\n\
                        _ => {\n    σ + 1.0\n}\n} }\nfn g() {}\n";
        assert_eq!(woven.text, expected);
        assert_eq!(woven.arms, [(3..6, 31)]);
        assert!(woven.left.is_empty());
    }

    #[test]
    fn a_function_within_another_has_arms_of_its_own() {
        let source = "fn f() -> u8 { fn g() -> u8 { 1 } g() }";
        let (outer, inner) = (span((1, 1), (1, 40)), span((1, 16), (1, 34)));
        let (whole, one) = (span((1, 16), (1, 38)), span((1, 31), (1, 32)));
        let changes =
            [change("-> u8", &outer, &whole, "5"), Change { number: 32, ..change("-> u8", &inner, &one, "0") }];
        let text = weave(source, &changes).text;
        assert!(text.contains("31 => {  5  },\n_ => { fn g() -> u8 { match"), "{text}");
        assert!(text.contains("32 => {  0  },\n_ => { 1 }\n} } g() }\n} }"), "{text}");
    }

    #[test]
    fn iterators_are_boxed_and_what_cannot_be_switched_is_left() {
        let source = "const fn f() -> u8 { 1 }";
        let (within, one) = (span((1, 1), (1, 25)), span((1, 22), (1, 23)));
        let woven = weave(source, &[change("-> u8", &within, &one, "0")]);
        assert_eq!((woven.text.as_str(), woven.left), (source, vec![31]));
        let source = &source["const ".len()..];
        let (within, one) = (span((1, 1), (1, 19)), span((1, 16), (1, 17)));
        let text = weave(source, &[change("-> impl Iterator<Item = u8>", &within, &one, "0")]).text;
        assert_eq!(text.matches("Box::new({").count(), 2, "{text}");
    }

    #[test]
    fn nothing_is_switched_on_unless_it_is_named() {
        assert_eq!(super::super::switch::chosen(7), 0);
    }
}
