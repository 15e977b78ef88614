//! Gradient and Hessian of `log p(X, θ)`, exact second-order derivatives in intervals or doubles.
//!
//! With `ℓ_nk = log π_k + log p(x_n|θ_k)`, `s_n = Σ_k r_nk ∇ℓ_nk`:
//! `∇ log p(x_n|θ) = s_n` (Fisher's identity), `∇² log p(x_n|θ) = Σ_k r_nk (∇²ℓ_nk + ∇ℓ_nk ∇ℓ_nkᵀ) - s_n s_nᵀ`,
//! with `r_nk = 1 / Σ_j e^(ℓ_nj - ℓ_nk)`.
//! Source: T. Louis, *Finding the observed information matrix when using the EM algorithm*, 1982.

use super::{
    coordinates::{Layout, Located},
    elimination::Rows,
    posed::Posed,
    real::Real,
    terms::{Jet, add_choice, add_counts, add_log_density, add_prior, add_shared_prior, log_density},
};

/// `ℓ_nk` of one observation, up to what all components have in common.
pub fn log_joint_densities<R: Real>(posed: &Posed<R>, located: &Located<R>, n: usize) -> Vec<R> {
    let shapes = located.log_weights.iter().zip(&located.shapes);
    shapes.map(|(log_weight, shape)| log_weight.plus(&log_density(posed, shape, n))).collect()
}

/// `r_nk`.
pub fn responsibilities<R: Real>(densities: &[R]) -> Vec<R> {
    let one = densities[0].constant(1.0);
    let of = |k: usize| {
        let others = (0..densities.len()).filter(|&j| j != k);
        let odds = others.fold(one.clone(), |odds, j| odds.plus(&densities[j].minus(&densities[k]).exponential()));
        one.over(&odds)
    };
    (0..densities.len()).map(of).collect()
}

/// `∇ log p(X, θ)`, `P`.
pub fn gradient<R: Real>(posed: &Posed<R>, layout: &Layout, point: &[R]) -> Vec<R> {
    derivatives(posed, layout, point, false).gradient
}

/// `∇² log p(X, θ)`, `P x P`.
pub fn hessian<R: Real>(posed: &Posed<R>, layout: &Layout, point: &[R]) -> Rows<R> {
    derivatives(posed, layout, point, true).hessian
}

/// Both; the Hessian only where `second` asks for it, both triangles alike.
pub fn derivatives<R: Real>(posed: &Posed<R>, layout: &Layout, point: &[R], second: bool) -> Jet<R> {
    let Some(zero) = point.first().map(|x| x.constant(0.0)) else {
        return Jet { gradient: Vec::new(), hessian: Vec::new() };
    };
    let located = layout.locate(point);
    let locals: Vec<Vec<usize>> = (0..layout.components).map(|k| layout.local(k)).collect();
    let mut total = Jet::zero(layout.size(), second, &zero);
    for n in 0..posed.weights.len() {
        add_observation(posed, layout, &located, &locals, n, &mut total);
    }
    add_counts(&posed.mixing, &located.weights, 0, &mut total);
    let from = layout.weights().end;
    for (k, (shape, local)) in located.shapes.iter().zip(&locals).enumerate() {
        let mut jet = Jet::zero(local.len(), second, &zero);
        add_prior(posed, layout, shape, from, &mut jet);
        if k == 0 {
            add_shared_prior(posed, layout, shape, from, &mut jet);
        }
        scatter(&jet, local, &mut total);
    }
    for i in 0..total.hessian.len() {
        for j in 0..i {
            total.hessian[i][j] = total.hessian[j][i].clone();
        }
    }
    total
}

/// Adds the derivatives over local coordinates to those over all.
fn scatter<R: Real>(jet: &Jet<R>, local: &[usize], total: &mut Jet<R>) {
    for (i, &global) in local.iter().enumerate() {
        total.gradient[global] = total.gradient[global].plus(&jet.gradient[i]);
    }
    for (i, row) in jet.hessian.iter().enumerate() {
        for (j, entry) in row.iter().enumerate().skip(i) {
            let place = &mut total.hessian[local[i]][local[j]];
            *place = place.plus(entry);
        }
    }
}

/// Adds `w_n` times the derivatives of `log p(x_n|θ)`.
fn add_observation<R: Real>(
    posed: &Posed<R>,
    layout: &Layout,
    located: &Located<R>,
    locals: &[Vec<usize>],
    n: usize,
    total: &mut Jet<R>,
) {
    let second = !total.hessian.is_empty();
    let weight = &posed.weights[n];
    let zero = weight.constant(0.0);
    let mut score = vec![zero.clone(); layout.size()];
    let shares = responsibilities(&log_joint_densities(posed, located, n));
    for (k, (share, local)) in shares.iter().zip(locals).enumerate() {
        let mut jet = Jet::zero(local.len(), second, &zero);
        if layout.components > 1 {
            add_choice(k, &located.weights, 0, &mut jet);
        }
        add_log_density(posed, layout, &located.shapes[k], n, layout.weights().end, &mut jet);
        local.iter().zip(&jet.gradient).for_each(|(&at, slope)| score[at].accumulate(share, slope));
        let share = weight.times(share);
        for (i, row) in jet.hessian.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate().skip(i) {
                entry.accumulate(&jet.gradient[i], &jet.gradient[j]);
                total.hessian[local[i]][local[j]].accumulate(&share, entry);
            }
        }
    }
    for i in 0..score.len() {
        let weighted = weight.times(&score[i]);
        total.gradient[i] = total.gradient[i].plus(&weighted);
        if second {
            let minus = weighted.negated();
            (i..score.len()).for_each(|j| total.hessian[i][j].accumulate(&minus, &score[j]));
        }
    }
}
