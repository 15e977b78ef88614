//! `log p(X) = log Σ_z p(z) Π_k m(X_k)` over all `K^N` assignments, with `m` the evidence of one component, which is asked for, and `p(z)` the
//! Dirichlet-multinomial probability `Γ(A)/Γ(A + N) Π_k Γ(α_k + N_k)/Γ(α_k)`.
//!
//! Rounding: that of the evidence, and of `N` times as many evidences of one component.

use suite::{
    format::{Case, Number, Prior, WeightsPrior},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "evidence-by-enumeration",
    statement: "log p(X) is the sum over all K^N assignments",
    cases: || Scope::bayesian().components(2..=3).observations(1..=4).cases(|problem| problem.evidence()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let components = *given(case.components.as_ref(), "components")?;
    let prior = given(case.prior.as_ref(), "prior")?;
    let WeightsPrior::Dirichlet(alpha) = given(prior.weights.as_ref(), "prior.weights")?;
    let rows = observations(case);
    // The evidence of one component for each set of rows; any weights' prior serves, since its one weight is 1.
    let one = Prior { weights: Some(WeightsPrior::Dirichlet(vec![Number(1.0)])), components: prior.components.clone() };
    let one = Case { prior: Some(one), ..case.clone() };
    let mut marginals = vec![0.0];
    for set in 1..1_usize << rows.len() {
        let chosen = rows.iter().enumerate().filter(|(n, _)| set >> n & 1 == 1).map(|(_, row)| row.clone()).collect();
        marginals.push(em.evidence(&with_data(&one, chosen, None), 1)?);
    }
    let terms: Vec<f64> = assignments(components, rows.len()).map(|z| log_term(&z, alpha, &marginals)).collect();
    let top = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let due = top + terms.iter().map(|term| (term - top).exp()).sum::<f64>().ln();
    let slack = (2.0 + rows.len() as f64) * of_bayesian(case);
    equal("the log evidence", em.evidence(case, components)?, due, slack)
}

/// Every assignment: for each component the set of its rows, as bits.
fn assignments(components: usize, rows: usize) -> impl Iterator<Item = Vec<usize>> {
    (0..components.pow(rows as u32)).map(move |mut code| {
        let mut sets = vec![0; components];
        for n in 0..rows {
            sets[code % components] |= 1 << n;
            code /= components;
        }
        sets
    })
}

/// `log p(z) + Σ_k log m(X_k)`.
fn log_term(sets: &[usize], alpha: &[Number], marginals: &[f64]) -> f64 {
    let total: f64 = alpha.iter().map(|a| a.0).sum();
    let rows: u32 = sets.iter().map(|set| set.count_ones()).sum();
    let of_component = |(set, a): (&usize, &Number)| {
        libm::lgamma(a.0 + f64::from(set.count_ones())) - libm::lgamma(a.0) + marginals[*set]
    };
    libm::lgamma(total) - libm::lgamma(total + f64::from(rows)) + sets.iter().zip(alpha).map(of_component).sum::<f64>()
}
