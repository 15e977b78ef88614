//! The reference, made slower on purpose: `slower-adapter PERCENT` answers every trajectory and fit as the reference does, on data to which so many
//! percent of the rows are added once more with weight 0. They change nothing but the cost. It shows that a gate and a comparison see what
//! they say they see.

use std::{
    env,
    io::{self, BufRead, Write},
    process,
    time::Instant,
};

use reference_adapter::{Answered, Reference, prepare};
use serde_json::{Value, json};
use suite::{
    format::{Case, Number, Operation, Weights},
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
            Some("bench") => {
                let repeats = request["repeats"].as_u64().unwrap_or(1);
                bench(&serde_json::from_value(request["case"].clone())?, repeats, percent)
            }
            _ => answer(&mut reference, &serde_json::from_value(request["case"].clone())?, percent),
        };
        let mut stdout = io::stdout().lock();
        writeln!(stdout, "{}", json!({"id": request["id"], kind: said}))?;
        stdout.flush()?;
    }
    Ok(())
}

fn answer(reference: &mut Reference, case: &Case, percent: f64) -> (&'static str, Value) {
    match reference.run(&padded(case, percent)) {
        Response::Ok(answer) => ("ok", answer),
        Response::Unsupported(reason) => ("unsupported", json!(reason)),
        Response::Rejected(reason) => ("rejected", json!(reason)),
        other => ("error", json!(format!("{other:?}"))),
    }
}

/// Seconds of the iterations on the padded data.
fn bench(case: &Case, repeats: u64, percent: f64) -> (&'static str, Value) {
    let Answered::Done(prepared) = prepare(&padded(case, percent)) else {
        return ("unsupported", json!("no answer of the reference's"));
    };
    let mut seconds = Vec::new();
    for _ in 0..repeats {
        let start = Instant::now();
        std::hint::black_box(prepared()).ok();
        seconds.push(start.elapsed().as_secs_f64());
    }
    ("ok", json!({ "seconds": seconds }))
}

/// The case with its first observations once more, of weight 0; as it is, where an answer has a row for each.
fn padded(case: &Case, percent: f64) -> Case {
    let mut case = case.clone();
    let has_rows = !matches!(case.operation, Operation::Trajectory | Operation::Fit);
    let Some(data) = case.data.as_mut().filter(|data| data.weights.is_none() && !has_rows) else { return case };
    let Some(rows) = data.observations.as_mut() else { return case };
    let count = rows.len();
    let added = (count as f64 * percent / 100.0).round() as usize;
    if added > 0 {
        rows.extend_from_within(..added);
        let weight = |n: usize| Number(f64::from(u8::from(n < count)));
        data.weights = Some(Weights::Values((0..count + added).map(weight).collect()));
    }
    case
}
