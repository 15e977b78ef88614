//! Raises log densities to at least -650, so that their exponentials do not underflow.
//!
//! All far observations look equally far from every component: an outlier is shared out by mixing weights alone.
//!
//! Seen in Intel oneDAL 2ec1ebe5, em_gmm (a floor of exp(-650)).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "density-floored",
    layer: Layer::EStep,
    seen_in: "Intel oneDAL 2ec1ebe5, em_gmm (a floor of exp(-650))",
    steps: Steps { log_joint: floored, ..HEALTHY },
};

fn floored(weight: f64, log_density: f64) -> f64 {
    log(weight) + log_density.max(-650.0)
}
