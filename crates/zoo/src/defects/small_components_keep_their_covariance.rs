//! Does not update a full covariance to which fewer than `D` observations belong.
//!
//! A small component never adapts, and nothing says so.
//!
//! Seen in GaussianMixtures.jl 33540a1, full covariances with N_k < d.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "small-components-keep-their-covariance",
    layer: Layer::MStep,
    seen_in: "GaussianMixtures.jl 33540a1, full covariances with N_k < d",
    steps: Steps { m_step: kept_where_few, ..HEALTHY },
};

fn kept_where_few(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let mut next = maximization::m_step(steps, problem, r, previous)?;
    for (k, component) in next.components.iter_mut().enumerate() {
        let count: f64 = r.iter().zip(&problem.data.w).map(|(r, w)| w * r[k]).sum();
        let old = previous.map(|previous| &previous.components[k]);
        if let (Component::Gaussian { covariance, mean }, Some(Component::Gaussian { covariance: old, .. })) =
            (component, old)
            && matches!(old, Covariance::Full(_))
            && count < mean.len() as f64
        {
            *covariance = old.clone();
        }
    }
    Ok(next)
}
