//! What this machine could do at best: `roofline [WORKLOAD...]` measures its rates on one core and prints, as JSON, the least seconds that an iteration of
//! each workload could take.

use std::{env, process::ExitCode};

use benches::roofline::{Bound, bound};
use measure::workload;
use serde_json::json;

fn main() -> ExitCode {
    let globs: Vec<String> = env::args().skip(1).collect();
    let mut found = Vec::new();
    for workload in &workload::ALL {
        let wanted = |glob: &String| suite::glob::compile(glob).is_ok_and(|glob| glob.is_match(workload.name));
        if globs.is_empty() || globs.iter().any(wanted) {
            // A row of each component is enough to know the model.
            let model = workload.case(workload.observations).model.expect("a workload has a model");
            let Bound { seconds, parts } =
                bound(&model, workload.observations, workload.dimension, workload.components);
            let parts: Vec<_> = parts
                .iter()
                .map(|part| json!({"part": part.name, "amount": part.amount, "rate": part.rate, "seconds": part.seconds()}))
                .collect();
            found.push(json!({"workload": workload.name, "seconds": seconds, "parts": parts}));
        }
    }
    println!("{}", json!(found));
    ExitCode::SUCCESS
}
