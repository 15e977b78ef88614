//! An adapter in a process that is asked for its answer and for its times; no time without a right answer.

use ::measure::{answer::Answer, contestant::complaint};
use reference_adapter::Reference;
use serde_json::Value;
use suite::{
    format::{Case, Description},
    implementation::{Implementation, Response},
    process::{Interrupt, ProcessAdapter},
    runner::RunError,
};

use crate::{contestant::Contestant, failure::Result};

/// One that is timed.
pub struct Timed {
    adapter: ProcessAdapter,
}

impl Timed {
    /// Starts it, the reference too as a process: nobody has a shorter way.
    pub fn start(contestant: &Contestant, interrupt: &Interrupt) -> Result<Self> {
        let command = shell_words::join(contestant.words()?);
        let adapter = ProcessAdapter::start(&command, contestant.limits(), interrupt.clone());
        Ok(Self { adapter: adapter.map_err(RunError::Start)? })
    }

    /// Who it is.
    pub fn described(&self) -> &Description {
        self.adapter.description()
    }

    /// Its answer, or why there is none.
    pub fn answer(&mut self, case: &Case) -> std::result::Result<Value, String> {
        answer(self.adapter.run(case))
    }

    /// Whether its answer is the reference's, as far as rounding lets one ask.
    pub fn is_right(&mut self, case: &Case) -> std::result::Result<(), String> {
        let due = answer(Reference::new().run(case))?;
        let due = Answer::new("", case, &due, "reference".to_owned());
        let due = due.ok_or_else(|| "there is nothing to check an answer by".to_owned())?;
        let digits = due.digits(&self.answer(case)?)?;
        match digits >= due.required_digits {
            true => Ok(()),
            false => {
                Err(format!("{digits:.1} digits where {:.1} are due; its time is not counted", due.required_digits))
            }
        }
    }

    /// Seconds of the computation, so many figures.
    pub fn seconds(&mut self, case: &Case, repeats: usize) -> std::result::Result<Vec<f64>, String> {
        match self.adapter.bench(case, repeats) {
            Ok(timing) if timing.seconds.iter().all(|seconds| *seconds > 0.0) && !timing.seconds.is_empty() => {
                Ok(timing.seconds)
            }
            Ok(_) => Err("its times are no positive numbers".to_owned()),
            Err(response) => answer(response).map(|_| Vec::new()),
        }
    }
}

fn answer(response: Response) -> std::result::Result<Value, String> {
    match response {
        Response::Ok(answer) => Ok(answer),
        response => Err(complaint(&response)),
    }
}

/// The median, the least and the largest.
pub fn spread(mut values: Vec<f64>) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let median =
        if values.len().is_multiple_of(2) { f64::midpoint(values[middle - 1], values[middle]) } else { values[middle] };
    (median, values[0], values[values.len() - 1])
}
