//! The history as one HTML page that needs nothing else: no network, no other file. It is handed rows and gives text.

mod history;
mod number;
mod pareto;
mod peers;
mod plot;
mod roofline;
mod scaling;
mod select;

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

pub use self::scaling::name as scaling_name;
use crate::{machine::host::Host, record::Row};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// What the page is of.
pub struct Report<'a> {
    /// All rows, in the order in which they were recorded.
    pub rows: &'a [Row],
    /// The hosts that they name, as far as they are known.
    pub hosts: &'a [(String, Host)],
}

/// A part of the page: its anchor, its heading, what is to be said of it, what it shows.
type Part = (&'static str, &'static str, &'static str, Markup);

impl Report<'_> {
    /// The page.
    #[must_use]
    pub fn html(&self) -> String {
        let parts = self.parts();
        let page = markup! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "EM performance" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a class="skip" href="#main" { "Skip to the results" }
                    (self.head(&parts))
                    main id="main" tabindex="-1" {
                        @if parts.is_empty() { p class="warn" { "The history is empty." } }
                        @for (anchor, heading, about, shown) in &parts {
                            section { h2 id=(anchor) tabindex="-1" { (heading) } p { (about) } (shown) }
                        }
                    }
                    (self.foot())
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        };
        format!("{}\n", page.into_string())
    }

    /// Those parts for which there are rows.
    fn parts(&self) -> Vec<Part> {
        let rows = self.rows.iter().filter(|row| !row.benchmark.starts_with("scaling/"));
        let benchmarks = select::by_benchmark(rows);
        let parts = [
            (peers::TIME.anchor, "Side by side", PEERS, peers::table(&benchmarks, &peers::TIME)),
            (peers::MEMORY.anchor, "Memory", MEMORY, peers::table(&benchmarks, &peers::MEMORY)),
            ("roofline", "Roofline", ROOFLINE, roofline::table(&benchmarks)),
            ("scaling", "Scaling", SCALING, scaling::plots(self.rows)),
            ("pareto", "Digits against time", PARETO, pareto::plots(&benchmarks)),
            ("history", "History", HISTORY, histories(&benchmarks)),
        ];
        parts.into_iter().filter_map(|(anchor, heading, about, shown)| Some((anchor, heading, about, shown?))).collect()
    }

    fn head(&self, parts: &[Part]) -> Markup {
        let last = self.rows.iter().max_by(|a, b| a.time.cmp(&b.time));
        markup! {
            header id="top" {
                h1 { "EM performance" }
                @if let Some(last) = last {
                    p { "What EM on mixture models costs. " (self.rows.len()) " measurements, the last at " code { (last.revision) } " on " (history::day(last)) "." }
                }
                nav aria-label="Parts" { @for (anchor, heading, ..) in parts { a href=(format!("#{anchor}")) { (heading) } " " } }
                div class="tools" { button type="button" id="theme" hidden { "Theme: system" } }
            }
        }
    }

    fn foot(&self) -> Markup {
        markup! {
            footer {
                h2 id="hosts" { "Hosts" }
                dl {
                    @for (name, host) in self.hosts {
                        dt { code { (name) } }
                        dd { (host.cpu) ", " (host.cores) " cores, " (host.memory_gib) " GiB; " (host.rustc) "; " (host.features.join(" ")) }
                    }
                }
                p { "Made by " code { "cargo xtask bench report" } "." }
            }
        }
    }
}

const PEERS: &str = "Seconds an iteration, the last that were recorded, and how many times the reference's time in the same run, with its interval. A time \
                     whose answer was wrong is not counted. Less is better.";
const MEMORY: &str = "The most that a process held while it was timed, the last that was recorded, and how many times the reference's: its program, what \
                      it was asked, which is the text of the data, and the data. What an iteration allocates is in the history. Less is better.";
const ROOFLINE: &str = "The least time that the machine could take for the arithmetic and the reading of an iteration, at the rates that it reached in the \
                        same run, and the time that the reference takes. The mark is at 1.7, what is aimed at on one thread.";
const SCALING: &str = "Seconds an iteration against one size, the others fixed; lines are powers fitted to the logarithms, with the 95 % interval of the \
                       exponent.";
const PARETO: &str = "How long it takes to so many digits of the certified optimum, from the same start: iterations times seconds an iteration. Higher and \
                      further left is better; a curve ends where an implementation comes no nearer.";
const HISTORY: &str = "By record, oldest first. A mark is a change of the level that a history without one would show with a probability of 1 %; bars are \
                       intervals of the samples. Counts have none: they are exact.";

fn histories(benchmarks: &[(&str, Vec<&Row>)]) -> Option<Markup> {
    (!benchmarks.is_empty()).then(|| {
        markup! {
            @for (index, (name, rows)) in benchmarks.iter().enumerate() {
                details class="benchmark" open[index == 0] { summary { h3 { (name) } } (history::histories(rows)) }
            }
        }
    })
}

/// What each sign of a plot stands for.
fn legend(names: &[String]) -> Markup {
    markup! {
        ul class="legend" {
            @for (index, name) in names.iter().enumerate() {
                li class=(format!("s{}", index % 8)) {
                    svg viewBox="0 0 12 12" aria-hidden="true" { path class="dot" d=(plot::shape(index, 6.0, 6.0)) {} }
                    (name)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
