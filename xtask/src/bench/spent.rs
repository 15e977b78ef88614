//! What the reference says of its own work.

use ::measure::count::lasting;
use reference_adapter::cost;
use suite::format::{Case, Operation};

/// What an iteration takes, by the algorithm's own count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spent {
    /// Passes over the data.
    pub passes: f64,
    /// Densities evaluated: an observation under a component.
    pub density_evaluations: f64,
}

/// What each of so many iterations of a case takes: the difference between them and twice as many. `None` of what is no trajectory.
pub fn spent(case: &Case, iterations: usize) -> Option<Spent> {
    if case.operation != Operation::Trajectory {
        return None;
    }
    let [few, many] = [iterations, 2 * iterations].map(|count| cost(&lasting(case, count)).ok());
    let each = |less: u64, more: u64| (more as f64 - less as f64) / iterations as f64;
    let (few, many) = (few?, many?);
    Some(Spent {
        passes: each(few.passes, many.passes),
        density_evaluations: each(few.density_evaluations, many.density_evaluations),
    })
}

#[cfg(test)]
mod tests {
    use ::measure::workload;

    use super::*;

    #[test]
    fn an_iteration_is_one_pass_and_evaluates_each_density_once() {
        for workload in workload::ALL.iter().filter(|workload| workload.name != "V1") {
            // Enough rows for a full covariance of each component.
            let rows = 8 * workload.dimension * workload.components;
            let scale = (workload.observations / rows).max(1);
            let case = workload.case(scale);
            let densities = workload.observations_at(scale) * workload.components;
            let spent = spent(&case, 2).unwrap();
            assert_eq!((spent.passes, spent.density_evaluations), (1.0, densities as f64), "{}", workload.name);
        }
        let variational = workload::ALL.iter().find(|workload| workload.name == "V1").unwrap().case(1000);
        assert_eq!(spent(&variational, 2), None);
    }
}
