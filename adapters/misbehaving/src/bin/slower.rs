//! The reference, made slower on purpose: `slower-adapter PERCENT` answers every case with iterations as the reference does, and makes the same
//! iterations on so many percent of the observations besides. It shows that a gate sees what it says it sees. A model that does not exist on so few
//! observations, such as a full covariance in many dimensions, is given up there, and then costs less than was asked for.

use std::{
    env,
    io::{self, BufRead, Write},
    process,
};

use reference_adapter::Reference;
use serde_json::{Value, json};
use suite::{
    format::{Case, Data},
    implementation::{Implementation, Response},
};

fn main() {
    let Some(percent) =
        env::args().nth(1).and_then(|percent| percent.parse().ok()).filter(|p| (0.0..=100.0).contains(p))
    else {
        eprintln!("usage: slower-adapter PERCENT");
        process::exit(2);
    };
    if let Err(error) = serve(percent) {
        eprintln!("slower-adapter: {error}");
        process::exit(1);
    }
}

fn serve(percent: f64) -> io::Result<()> {
    let mut reference = Reference::new();
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let (kind, said) = match request["op"].as_str() {
            Some("describe") => ("ok", json!(reference.description())),
            _ => answer(&mut reference, &serde_json::from_value(request["case"].clone())?, percent),
        };
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", json!({"id": request["id"], kind: said}))?;
        stdout.flush()?;
    }
    Ok(())
}

fn answer(reference: &mut Reference, case: &Case, percent: f64) -> (&'static str, Value) {
    if let Some(extra) = share(case, percent) {
        // What comes of it nobody reads: it is there to cost.
        std::hint::black_box(reference.run(&extra));
    }
    match reference.run(case) {
        Response::Ok(answer) => ("ok", answer),
        Response::Unsupported(reason) => ("unsupported", json!(reason)),
        Response::Rejected(reason) => ("rejected", json!(reason)),
        other => ("error", json!(format!("{other:?}"))),
    }
}

/// The case on the first observations alone; none where they have weights.
fn share(case: &Case, percent: f64) -> Option<Case> {
    let mut case = case.clone();
    let Data { observations, .. } = case.data.as_mut().filter(|data| data.weights.is_none())?;
    let rows = observations.as_mut()?;
    let kept = (rows.len() as f64 * percent / 100.0).round() as usize;
    rows.truncate(kept);
    case.responsibilities.iter_mut().for_each(|rows| rows.truncate(kept));
    (kept > 0).then_some(case)
}
