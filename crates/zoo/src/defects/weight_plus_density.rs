//! Adds mixing weight and density where they are to be multiplied.
//!
//! K equal components are no longer one component; every posterior is wrong.
//!
//! Seen in JavierAntoran/Bayesian-Neural-Networks #15.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weight-plus-density",
    layer: Layer::EStep,
    seen_in: "JavierAntoran/Bayesian-Neural-Networks #15",
    steps: Steps { log_joint: added, ..HEALTHY },
};

fn added(weight: f64, log_density: f64) -> f64 {
    log(weight + exp(log_density))
}
