use super::*;
use crate::record::metric;

fn row(day: usize, benchmark: &str, implementation: &str, name: &str, value: f64) -> Row {
    Row {
        time: format!("2026-11-{day:02}T12:00:00Z"),
        revision: format!("abc{day}"),
        dirty: false,
        host: "here".to_owned(),
        benchmark: benchmark.to_owned(),
        implementation: implementation.to_owned(),
        version: "1".to_owned(),
        threads: 1,
        metric: name.to_owned(),
        unit: if name == metric::SECONDS { "s" } else { "1/iteration" }.to_owned(),
        value,
        low: (name == metric::SECONDS).then_some(value * 0.98),
        high: (name == metric::SECONDS).then_some(value * 1.02),
        samples: 12,
    }
}

fn page(rows: &[Row]) -> String {
    Report { rows, hosts: &[("here".to_owned(), Host { cpu: "a <processor>".to_owned(), ..Host::default() })] }.html()
}

fn rows() -> Vec<Row> {
    let level = |day: usize| if day > 8 { 1.02e9 } else { 1.0e9 };
    let mut rows: Vec<Row> =
        (1..=15).map(|day| row(day, "G1", "reference", metric::INSTRUCTIONS, level(day))).collect();
    rows.extend((1..=15).map(|day| row(day, "G1", "reference", metric::SECONDS, 0.030)));
    rows.push(row(15, "G1", "<b>peer</b>", metric::SECONDS, 0.060));
    rows.push(Row { low: Some(1.9), high: Some(2.1), ..row(15, "G1", "<b>peer</b>", metric::RATIO, 2.04) });
    for (who, mebibytes) in [("reference", 40.0), ("<b>peer</b>", 100.0)] {
        rows.push(row(15, "G1", who, metric::PEAK_RSS, mebibytes * 1024.0 * 1024.0));
    }
    rows.push(row(15, "G1", "machine", metric::ROOFLINE_SECONDS, 0.020));
    for (size, seconds) in [(1000, 0.001), (10_000, 0.01), (100_000, 0.1)] {
        rows.push(row(15, &scaling_name("N", "gaussian-full", size), "reference", metric::SECONDS, seconds));
    }
    for (digits, iterations) in [(2, 3.0), (4, 6.0), (8, 12.0)] {
        let name = format!("{}{digits}", metric::ITERATIONS_TO_DIGITS);
        rows.push(row(15, "gaussian/a-fit", "reference", &name, iterations));
    }
    rows.push(row(15, "gaussian/a-fit", "reference", metric::SECONDS, 1e-5));
    rows
}

#[test]
fn every_part_shows_what_was_recorded() {
    let page = page(&rows());
    for said in [
        "<h2 id=\"peers\"",
        "30 ms",
        "× 2.04 (1.90–2.10)",
        "&lt;b&gt;peer&lt;/b&gt;",
        "<h2 id=\"memory\"",
        "40 MiB",
        "× 2.50",
        "<h2 id=\"roofline\"",
        "1.50<span class=\"meter good\"",
        "reference: exponent 1.00 ± 0.00",
        "reference: 8 digits in 120 µs",
        "<li class=\"worse\">+2.0 % at <code>abc9</code>, 2026-11-09</li>",
        "a &lt;processor&gt;",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("<b>peer</b>") && !page.contains("NaN"));
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = page(&rows());
    for word in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn a_part_without_rows_is_not_there() {
    let empty = page(&[]);
    assert!(empty.contains("The history is empty.") && !empty.contains("<h2 id=\"peers\""));
    let counts = [row(1, "G1", "reference", metric::INSTRUCTIONS, 1e6)];
    let page = page(&counts);
    assert!(page.contains("<h2 id=\"history\"") && !page.contains("<h2 id=\"roofline\""));
}
