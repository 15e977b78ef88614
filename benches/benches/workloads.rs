//! The workloads of `cargo xtask bench`, in process: a call is the iterations of the workload, and counted only where its answer is right.
//!
//! `EM_BENCH_SCALE=100` divides the number of observations, to see that a bench runs; only whole workloads have a confirmed answer, and only they
//! are checked.

use std::{env, path::Path, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use measure::{
    answer::Answer,
    workload::{ALL, Workload},
};
use reference_adapter::{Answered, prepare};

fn scale() -> usize {
    env::var("EM_BENCH_SCALE").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Benches one workload; a wrong answer ends the run, since a time of it would be of nothing.
fn bench(c: &mut Criterion, workload: &Workload) {
    let (name, case) = (workload.name_at(scale()), workload.case(scale()));
    let prepared = match prepare(&case) {
        Answered::Done(prepared) => prepared,
        Answered::Unsupported(reason) | Answered::Rejected(reason) => panic!("{name}: {reason}"),
    };
    if scale() == 1 {
        let answers = Path::new(env!("CARGO_MANIFEST_DIR")).join("answers");
        let due = Answer::read(&answers, &name, &case).unwrap_or_else(|error| panic!("{error}"));
        let reply = prepared().unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        let digits = due.digits(&serde_json::to_value(reply).expect("an answer is JSON"));
        let digits = digits.unwrap_or_else(|message| panic!("{name}: {message}"));
        assert!(digits >= due.required_digits, "{name}: {digits:.1} digits of {:.1}", due.required_digits);
    }
    let mut group = c.benchmark_group("workload");
    group.sample_size(10).warm_up_time(Duration::from_millis(500));
    group.bench_function(&name, |b| b.iter(&prepared));
    group.finish();
}

fn workloads(c: &mut Criterion) {
    // What criterion's filter leaves out is not even drawn: the widest table takes seconds.
    let filters: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let asked = |workload: &&Workload| {
        let name = format!("workload/{}", workload.name_at(scale()));
        filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()))
    };
    ALL.iter().filter(asked).for_each(|workload| bench(c, workload));
}

criterion_group!(benches, workloads);
criterion_main!(benches);
