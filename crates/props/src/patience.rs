//! How long shrinking goes on with an implementation that does not answer: a death costs a start, and a silence the whole time limit.

use suite::{
    format::{Case, Description},
    implementation::{Implementation, Response},
};

/// The most deaths and garbled replies that shrinking one violation may cost.
const MOST_DEATHS: usize = 20;

/// An implementation whose silences are counted.
pub struct Watched<'a> {
    implementation: &'a mut dyn Implementation,
    silences: usize,
    deaths: usize,
}

impl<'a> Watched<'a> {
    /// Counts from now on.
    pub fn new(implementation: &'a mut dyn Implementation) -> Self {
        Self { implementation, silences: 0, deaths: 0 }
    }

    /// Whether it may be asked more than it has to be.
    #[must_use]
    pub fn is_lively(&self) -> bool {
        self.silences == 0 && self.deaths < MOST_DEATHS
    }
}

impl Implementation for Watched<'_> {
    fn description(&self) -> &Description {
        self.implementation.description()
    }

    fn run(&mut self, case: &Case) -> Response {
        let response = self.implementation.run(case);
        match response {
            Response::TimedOut(_) => self.silences += 1,
            Response::Crashed(_) | Response::Garbled(_) => self.deaths += 1,
            _ => {}
        }
        response
    }
}
