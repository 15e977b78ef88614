//! linfa's Gaussian mixture, as an adapter. README.md says how it is driven.

mod answer;
mod json;
mod mixture;
mod start;

use std::io::{self, BufRead, Write};

use answer::{Answer, Driver};
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let driver = Driver { continued_runs: std::env::args().any(|argument| argument == "--continued-runs") };
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let mut reply = match answer::answer(&driver, &request) {
            Ok(value) => json!({ "ok": value }),
            Err(Answer::Unsupported(reason)) => json!({ "unsupported": reason }),
            Err(Answer::Rejected(reason)) => json!({ "rejected": reason }),
            Err(Answer::Error(reason)) => json!({ "error": reason }),
        };
        reply["id"] = request["id"].clone();
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{reply}")?;
        stdout.flush()?;
    }
    Ok(())
}
