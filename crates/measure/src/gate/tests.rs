use super::*;

fn row(revision: &str, metric: &str, value: f64) -> Row {
    Row {
        time: format!("2026-11-{:02}T12:00:00Z", revision.parse::<u32>().unwrap_or(30)),
        revision: revision.to_owned(),
        dirty: false,
        host: "here".to_owned(),
        benchmark: "G1".to_owned(),
        implementation: "reference".to_owned(),
        version: "0.1.0".to_owned(),
        threads: 1,
        metric: metric.to_owned(),
        unit: String::new(),
        value,
        low: None,
        high: None,
        samples: 1,
    }
}

/// A history of instructions at revisions 1, 2, ...
fn record(values: &[f64]) -> Vec<Row> {
    values
        .iter()
        .enumerate()
        .map(|(index, value)| row(&(index + 1).to_string(), metric::INSTRUCTIONS, *value))
        .collect()
}

fn judge(record: &[Row], waivers: &str, counted: &[Row]) -> Judgement {
    let waivers = parse_waivers(waivers).unwrap();
    let alike = |host: &str| host == "here";
    Gate { record, waivers: &waivers, today: "2026-11-21", alike: &alike, complete: true }.judge(counted)
}

fn verdict(record: &[Row], waivers: &str, value: f64) -> Verdict {
    let judgement = judge(record, waivers, &[row("now", metric::INSTRUCTIONS, value)]);
    assert_eq!(judgement.counts.len(), 1);
    judgement.counts[0].verdict.clone()
}

fn waiver(by: f64, until: &str) -> String {
    format!(
        "[[waiver]]\nbenchmark = \"G*\"\nmetric = \"instructions\"\nby = {by}\nuntil = \"{until}\"\nreason = \"why\"\n"
    )
}

#[test]
fn a_growth_of_two_percent_is_caught_whatever_the_history() {
    let still = record(&[1e6; 12]);
    let noisy: Vec<f64> = (0..12).map(|step| 1e6 * (1.0 + 0.014 * f64::from(step % 2))).collect();
    let falling: Vec<f64> = (0..12).map(|step| 1e6 * 0.7_f64.powi(step)).collect();
    for record in [record(&[1e6]), still, record(&noisy), record(&falling)] {
        let last = record.last().unwrap().value;
        assert_eq!(verdict(&record, "", last * 1.02), Verdict::Grew);
        assert_eq!(verdict(&record, "", last * 1.004), Verdict::Held);
        assert_eq!(verdict(&record, "", last), Verdict::Held);
        assert_eq!(verdict(&record, "", last * 0.98), Verdict::Improved);
    }
}

#[test]
fn the_same_counts_never_alarm() {
    for length in 1..=50 {
        let record = record(&vec![1_018_979_960.0; length]);
        let judgement = judge(&record, "", &[row("now", metric::INSTRUCTIONS, 1_018_979_960.0)]);
        assert!(judgement.passes() && judgement.compared() == 1);
    }
}

#[test]
fn noise_within_its_own_fence_does_not_alarm() {
    // 0.7 % up and down, every time: more than the floor, and no more than ever.
    let values: Vec<f64> = (0..30).map(|step| 1e6 * (1.0 + 0.007 * f64::from(step % 2))).collect();
    assert_eq!(verdict(&record(&values[..29]), "", values[29]), Verdict::Held);
    // Where nothing ever moved, the same is a growth.
    assert_eq!(verdict(&record(&[1e6; 29]), "", values[29]), Verdict::Grew);
}

#[test]
fn passes_and_evaluations_may_not_grow_at_all() {
    for metric in [metric::PASSES, metric::DENSITY_EVALUATIONS, "iterations_to_digits_8"] {
        let judgement = |now| judge(&[row("1", metric, 1000.0)], "", &[row("now", metric, now)]);
        assert!(judgement(1000.0).passes());
        assert!(!judgement(1000.5).passes(), "{metric}");
        assert_eq!(judgement(999.0).counts[0].verdict, Verdict::Improved);
    }
    let zero = judge(&[row("1", metric::ALLOCATIONS, 0.0)], "", &[row("now", metric::ALLOCATIONS, 0.0)]);
    assert!(zero.passes());
    let from_zero = judge(&[row("1", metric::ALLOCATIONS, 0.0)], "", &[row("now", metric::ALLOCATIONS, 1.0)]);
    assert_eq!(from_zero.counts[0].verdict, Verdict::Grew);
}

#[test]
fn time_is_not_judged() {
    let judgement = judge(&[row("1", metric::SECONDS, 1.0)], "", &[row("now", metric::SECONDS, 9.0)]);
    assert!(judgement.counts.is_empty() && judgement.passes());
}

#[test]
fn a_waiver_accepts_what_it_says_and_no_more() {
    let record = record(&[1e6; 3]);
    assert_eq!(verdict(&record, &waiver(0.03, "2026-12-31"), 1.02e6), Verdict::Waived("why".to_owned()));
    assert_eq!(verdict(&record, &waiver(0.03, "2026-12-31"), 1.04e6), Verdict::Grew);
    let judgement = judge(&record, &waiver(0.03, "2026-12-31"), &[row("now", metric::INSTRUCTIONS, 1.02e6)]);
    assert!(judgement.passes(), "{judgement:?}");
}

#[test]
fn a_waiver_that_is_expired_unneeded_or_for_too_long_is_an_error() {
    let record = record(&[1e6; 3]);
    for (until, now, said) in [
        ("2026-11-20", 1.02e6, "waiver[0] (instructions of G*) expired on 2026-11-20"),
        ("2026-11-20", 1.0e6, "waiver[0] (instructions of G*) expired on 2026-11-20"),
        ("2026-12-01", 1.0e6, "waiver[0] (instructions of G*) is not needed: nothing it is about has grown"),
        ("2027-12-01", 1.02e6, "waiver[0] (instructions of G*) lasts until 2027-12-01, more than 90 days"),
    ] {
        let judgement = judge(&record, &waiver(0.03, until), &[row("now", metric::INSTRUCTIONS, now)]);
        assert!(!judgement.passes());
        assert_eq!(judgement.complaints, [said]);
    }
    let elsewhere = waiver(0.03, "2026-11-20") + "implementation = \"mine\"\n";
    assert!(judge(&record, &elsewhere, &[row("now", metric::INSTRUCTIONS, 1e6)]).passes());
}

#[test]
fn what_is_no_longer_counted_is_lost() {
    let mut record = record(&[1e6]);
    record.push(Row { benchmark: "G2".to_owned(), ..row("1", metric::INSTRUCTIONS, 5.0) });
    let judgement = judge(&record, "", &[row("now", metric::INSTRUCTIONS, 1e6)]);
    assert!(!judgement.passes());
    assert_eq!(judgement.counts.last().map(|judged| judged.verdict.clone()), Some(Verdict::Lost));
}

#[test]
fn a_metric_that_is_counted_by_another_command_is_not_lost() {
    let mut record = record(&[1e6]);
    record.push(row("2", "iterations_to_digits_8", 30.0));
    assert!(judge(&record, "", &[row("now", metric::INSTRUCTIONS, 1e6)]).passes());
}

#[test]
fn the_history_is_that_of_clean_revisions_of_machines_that_count_alike() {
    let record = [
        row("1", metric::INSTRUCTIONS, 9e6),
        row("2", metric::INSTRUCTIONS, 8e6),
        Row { time: "2026-11-02T13:00:00Z".to_owned(), ..row("2", metric::INSTRUCTIONS, 1e6) },
        Row { dirty: true, ..row("3", metric::INSTRUCTIONS, 2e6) },
        Row { host: "elsewhere".to_owned(), ..row("4", metric::INSTRUCTIONS, 3e6) },
        Row { host: "elsewhere".to_owned(), ..row("4", metric::ALLOCATIONS, 7.0) },
    ];
    let now = [row("now", metric::INSTRUCTIONS, 1e6), row("now", metric::ALLOCATIONS, 7.0)];
    let judgement = judge(&record, "", &now);
    let found: Vec<_> = judgement.counts.iter().map(|judged| judged.before.clone().unwrap()).collect();
    assert_eq!(found, [(7.0, "4".to_owned()), (1e6, "2".to_owned())]);
    assert!(judgement.passes());
}

#[test]
fn many_small_steps_are_seen() {
    let creeping: Vec<f64> = (0..10).map(|step| 1e6 * 1.004_f64.powi(step)).collect();
    let judgement = judge(&record(&creeping), "", &[row("now", metric::INSTRUCTIONS, 1e6 * 1.004_f64.powi(10))]);
    assert_eq!(judgement.counts[0].verdict, Verdict::Held);
    assert!(judgement.counts[0].creep.unwrap() > 0.04);
}
