//! Gives a component to which nothing belongs the parameters of another one.
//!
//! Two components are one, and the mixture has parameters that nothing determines.
//!
//! Seen in OpenCV 4.14.0, ml::EM.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "empty-component-copies-a-sibling",
    layer: Layer::DegenerateInput,
    seen_in: "OpenCV 4.14.0, ml::EM",
    steps: Steps { m_step: copied, ..HEALTHY },
};

fn copied(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let mut next = maximization::m_step(steps, problem, r, previous)?;
    if let Some(full) = next.weights.iter().position(|weight| *weight > 0.0) {
        for k in
            (0..next.weights.len()).filter(|&k| problem.prior.is_none() && next.weights[k] == 0.0).collect::<Vec<_>>()
        {
            next.components[k] = next.components[full].clone();
        }
    }
    Ok(next)
}
