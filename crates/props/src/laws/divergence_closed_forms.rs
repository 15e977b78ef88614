//! The divergences of gamma, Dirichlet and normal-inverse-Wishart members in closed form, at integer shapes, concentrations and degrees of freedom,
//! where the digamma function is a finite sum: `ψ(1) = -γ`, `ψ(1/2) = -γ - 2 log 2`, `ψ(x + 1) = ψ(x) + 1/x`.
//!
//! With `Δ` for what `q` has less `p`: gamma `b_q a_q` against `b_p a_p` is `a_p log(b_q/b_p) - Δ log Γ(a) + Δa ψ(a_q) + a_q (b_p/b_q - 1)`, Dirichlet
//! `Δ (log Γ(A) - Σ log Γ(α)) + Σ Δα (ψ(α_q) - ψ(A_q))`; the normal-inverse-Wishart adds a normal's `(D (κ_p/κ_q - 1 - log(κ_p/κ_q)) + κ_p ν_q dᵀ Ψ_q⁻¹ d)/2`
//! to the inverse Wishart's.
//!
//! Rounding: [`of_divergence`], of the answer and of the form.

use suite::{
    format::{Case, Member, Number},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, members},
    generate::divergences,
    law::{Check, Law, Stop, equal},
    slack::{matrix::Inverse, of_divergence},
};

/// The law.
pub const LAW: Law = Law {
    name: "divergence-closed-forms",
    statement: "gamma, Dirichlet and normal-inverse-Wishart divergences at integers are their closed forms",
    cases: divergences,
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (q, p) = members(case)?;
    let (q, p) = (at_integers(q), at_integers(p));
    let due = match (&q, &p) {
        (Member::Gamma { shape: a, rate: b }, Member::Gamma { shape: c, rate: d }) => gamma([a.0, b.0], [c.0, d.0]),
        (Member::Dirichlet { concentration: a }, Member::Dirichlet { concentration: c }) => dirichlet(a, c),
        (Member::NormalInverseWishart { .. }, Member::NormalInverseWishart { .. }) => normal_inverse_wishart(&q, &p),
        _ => return Err(Stop::Inapplicable("the family has no digamma in its divergence".to_owned())),
    };
    equal("kl(q ‖ p)", em.divergence(&q, &p)?, due, 2.0 * of_divergence(&q, &p))
}

/// The member with the arguments of its gamma functions rounded up to integers.
fn at_integers(member: &Member) -> Member {
    let up = |x: &Number| Number(x.0.ceil());
    match member {
        Member::Gamma { shape, rate } => Member::Gamma { shape: up(shape), rate: *rate },
        Member::Dirichlet { concentration } => {
            Member::Dirichlet { concentration: concentration.iter().map(up).collect() }
        }
        Member::NormalInverseWishart { mean, mean_precision, degrees_of_freedom, scale } => {
            Member::NormalInverseWishart {
                mean: mean.clone(),
                mean_precision: *mean_precision,
                degrees_of_freedom: up(degrees_of_freedom),
                scale: scale.clone(),
            }
        }
        other => other.clone(),
    }
}

/// `ψ(x)` of a positive integer, or half of one.
fn digamma(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    let start = if x.fract() == 0.0 { 1.0 } else { 0.5 };
    let at_start = if start == 1.0 { -EULER } else { -EULER - 2.0 * std::f64::consts::LN_2 };
    at_start + (0..(x - start) as u32).map(|i| 1.0 / (start + f64::from(i))).sum::<f64>()
}

fn gamma([a, b]: [f64; 2], [c, d]: [f64; 2]) -> f64 {
    c * (b / d).ln() - libm::lgamma(a) + libm::lgamma(c) + (a - c) * digamma(a) + a * (d / b - 1.0)
}

fn dirichlet(q: &[Number], p: &[Number]) -> f64 {
    let total = |alpha: &[Number]| alpha.iter().map(|a| a.0).sum::<f64>();
    let (of_q, of_p) = (total(q), total(p));
    let entry = |(a, c): (&Number, &Number)| {
        libm::lgamma(c.0) - libm::lgamma(a.0) + (a.0 - c.0) * (digamma(a.0) - digamma(of_q))
    };
    libm::lgamma(of_q) - libm::lgamma(of_p) + q.iter().zip(p).map(entry).sum::<f64>()
}

/// `E log|Σ| = log|Ψ| - D log 2 - Σ_i ψ((ν - i)/2)` and `E Σ⁻¹ = ν Ψ⁻¹` in the difference of the log densities.
fn normal_inverse_wishart(q: &Member, p: &Member) -> f64 {
    let (
        Member::NormalInverseWishart { mean: m, mean_precision: k, degrees_of_freedom: nu, scale: of_q },
        Member::NormalInverseWishart { mean: n, mean_precision: l, degrees_of_freedom: mu, scale: of_p },
    ) = (q, p)
    else {
        return f64::NAN;
    };
    let (k, l, nu, mu) = (k.0, l.0, nu.0, mu.0);
    let dimensions = m.len() as f64;
    let (inverse, log_p) = (Inverse::of(of_q), Inverse::of(of_p).log_determinant);
    let over = |degrees: f64, f: fn(f64) -> f64| (0..m.len()).map(|i| f((degrees - i as f64) / 2.0)).sum::<f64>();
    let log_q = inverse.log_determinant;
    let expected = log_q - dimensions * std::f64::consts::LN_2 - over(nu, digamma);
    let trace: f64 = inverse.inverse.iter().zip(of_p).flat_map(|(a, b)| a.iter().zip(b)).map(|(a, b)| a * b.0).sum();
    let normalisers = (nu * log_q - mu * log_p - (nu - mu) * dimensions * std::f64::consts::LN_2) / 2.0
        - over(nu, libm::lgamma)
        + over(mu, libm::lgamma);
    let of_covariance = normalisers - (nu - mu) * expected / 2.0 - nu * (dimensions - trace) / 2.0;
    let away: Vec<f64> = m.iter().zip(n).map(|(a, b)| a.0 - b.0).collect();
    let ratio = l / k;
    of_covariance + (dimensions * (ratio - 1.0 - ratio.ln()) + l * nu * inverse.distance(&away)) / 2.0
}
