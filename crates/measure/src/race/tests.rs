use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use serde_json::{Value, json};
use suite::implementation::Response;

use super::*;
use crate::{
    answer::Answer,
    verdict::{Comparison, FLOOR, Verdict},
    workload,
};

/// One whose clock is made up: `seconds` an iteration with lognormal noise, now and then a spike, and a slow drift that all share.
struct Synthetic {
    seconds: f64,
    noise: f64,
    generator: ChaCha20Rng,
    asked: u32,
    reply: Value,
}

const TRACE: [f64; 2] = [-2000.0, -1500.0];

fn synthetic(seed: u64, seconds: f64) -> Synthetic {
    let generator = ChaCha20Rng::seed_from_u64(seed);
    Synthetic { seconds, noise: 0.02, generator, asked: 0, reply: json!({"log_evidence": TRACE}) }
}

impl Synthetic {
    fn uniform(&mut self) -> f64 {
        (self.generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

impl Contestant for Synthetic {
    fn name(&self) -> String {
        "synthetic".to_owned()
    }
    fn version(&self) -> String {
        "1".to_owned()
    }
    fn answer(&mut self, _: &Case) -> Response {
        Response::Ok(self.reply.clone())
    }
    fn bench(&mut self, _: &Case, repeats: usize) -> Result<Vec<f64>, Response> {
        self.asked += 1;
        let drift = 1.0 + 0.1 * (f64::from(self.asked) / 7.0).sin();
        Ok((0..repeats)
            .map(|_| {
                let bell: f64 = (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0;
                let spike = if self.uniform() < 0.05 { 1.5 } else { 1.0 };
                self.seconds * drift * spike * (self.noise * bell).exp()
            })
            .collect())
    }
    fn is_on_our_clock(&self) -> bool {
        false
    }
}

fn question() -> Question {
    let case = workload::ALL[3].case(1);
    let answer = Answer::new("G4", &case, &json!({"log_evidence": TRACE}), "made up".to_owned()).unwrap();
    Question { name: "G4".to_owned(), case, iterations: 1, truth: Truth::Answer(answer) }
}

/// Repeats are few, so that the median of a sample does not hide the noise.
const SECONDS: f64 = 0.05;

fn compared(seed: u64, slower: f64, rounds: usize) -> Comparison {
    let contestants = [synthetic(2 * seed, SECONDS), synthetic(2 * seed + 1, SECONDS * slower)];
    let mut boxed: Vec<Box<dyn Contestant>> = contestants.map(|one| Box::new(one) as Box<dyn Contestant>).into();
    let plan = Plan { seconds: 1.0, rounds: Some(rounds), precision: None };
    let lanes = race(&question(), &mut boxed, plan, &Interrupt::default(), &mut |_| {}).unwrap();
    Comparison::of(&ratios(&lanes[1], &lanes[0]).unwrap(), FLOOR)
}

#[test]
fn fifty_comparisons_of_the_same_give_no_alarm() {
    for seed in 0..50 {
        let comparison = compared(seed, 1.0, 60);
        assert_eq!(comparison.verdict, Verdict::CannotTell, "seed {seed}: {comparison:?}");
    }
}

#[test]
fn three_percent_are_seen_in_either_direction() {
    for seed in 0..20 {
        // A sample has 2 % of noise, so the median of 400 ratios some 0.2 %: the 1 % between 3 % and the floor is five of that.
        let [slower, faster] = [1.03, 1.0 / 1.03].map(|factor| compared(seed, factor, 400));
        assert_eq!(slower.verdict, Verdict::Slower, "seed {seed}: {slower:?}");
        assert_eq!(faster.verdict, Verdict::Faster, "seed {seed}: {faster:?}");
    }
}

#[test]
fn what_cannot_be_told_is_not_told() {
    let few = Comparison::of(&[1.2, 0.9, 1.3, 1.25, 1.1], FLOOR);
    assert_eq!(few.verdict, Verdict::CannotTell);
    assert!(few.resolves(FLOOR) > 0.15, "{few:?}");
    // All on one side, and too few of them.
    assert_eq!(Comparison::of(&[1.05; 14], FLOOR).verdict, Verdict::CannotTell);
    assert_eq!(Comparison::of(&[1.05; 15], FLOOR).verdict, Verdict::Slower);
    // Sure, and too small to speak of.
    assert_eq!(Comparison::of(&[1.015; 60], FLOOR).verdict, Verdict::CannotTell);
    assert_eq!(Comparison::of(&[1.004, 1.005, 1.006, 1.005, 1.005, 1.004, 1.006], FLOOR).verdict, Verdict::CannotTell);
}

fn lane_of(contestant: Synthetic) -> Lane {
    let plan = Plan { seconds: 1.0, rounds: Some(8), precision: None };
    let mut boxed: Vec<Box<dyn Contestant>> = vec![Box::new(synthetic(0, SECONDS)), Box::new(contestant)];
    let lanes = race(&question(), &mut boxed, plan, &Interrupt::default(), &mut |_| {}).unwrap();
    assert_eq!(lanes[0].outcome.as_ref().unwrap().samples.len(), 8);
    lanes[1].clone()
}

#[test]
fn a_wrong_answer_is_not_timed() {
    let wrong = Synthetic { reply: json!({"log_evidence": [-2000.0, -1500.0001]}), ..synthetic(1, SECONDS) };
    let Err(Fault::Wrong { digits, required }) = lane_of(wrong).outcome else { panic!("it was timed") };
    assert!((7.2..7.4).contains(&digits) && required > 12.9, "{digits} {required}");
    let silent = Synthetic { reply: json!({}), ..synthetic(1, SECONDS) };
    assert!(matches!(lane_of(silent).outcome, Err(Fault::Failed(_))));
}

#[test]
fn a_time_that_cannot_be_is_not_counted() {
    for (seconds, words) in [(0.0, "one of 0 s"), (f64::NAN, "one of NaN s"), (-1.0, "one of -1 s")] {
        let Err(fault) = lane_of(Synthetic { noise: 0.0, ..synthetic(1, seconds) }).outcome else { panic!("{words}") };
        assert!(
            fault.to_string().contains(words) || seconds < 0.0 && fault.to_string().contains("one of -"),
            "{fault}"
        );
    }
}

#[test]
fn a_race_ends_when_its_ratios_are_known() {
    let plan = Plan { seconds: 60.0, rounds: None, precision: Some(0.05) };
    let mut boxed: Vec<Box<dyn Contestant>> = vec![Box::new(synthetic(0, SECONDS)), Box::new(synthetic(1, SECONDS))];
    let lanes = race(&question(), &mut boxed, plan, &Interrupt::default(), &mut |_| {}).unwrap();
    let rounds = lanes[0].outcome.as_ref().unwrap().samples.len();
    assert!(rounds.is_multiple_of(5) && (15..100).contains(&rounds), "{rounds}");
    let interrupt = Interrupt::default();
    interrupt.raise();
    assert!(race(&question(), &mut boxed, plan, &interrupt, &mut |_| {}).is_err());
}
