//! Derivatives of one term: `log π_k`, `log p(x|θ_k)`, or what a prior adds, in the coordinates of one component.
//!
//! - gaussian: `Σ_j log L_jj - 1/2 Σ_j z_j²` with `z = Lᵀ(x - μ)`, and
//!   `∂z_j/∂μ_i = -L_ij`, `∂z_j/∂L_ij = x_i - μ_i`, `∂²z_j/∂μ_i∂L_ij = -1`; for a logarithm on the diagonal each derivative
//!   is multiplied by `L_jj`, and `∂²z_j/∂(log L_jj)² = L_jj (x_j - μ_j)`;
//! - poisson: `Σ_d x_d η_d - e^(η_d)`;
//! - softmax: `Σ_c m_c log p_c` has the gradient `m_c - M p_c` and the Hessian `-M (p_c [c = b] - p_c p_b)`, `M = Σ_c m_c`.

use super::{
    coordinates::{Layout, Shape},
    elimination::Rows,
    posed::{Posed, Pseudo, Table},
    real::Real,
};

/// Gradient and Hessian over some coordinates; the Hessian by its upper triangle, and empty where it is not wanted.
#[derive(Clone, Debug)]
pub struct Jet<R> {
    /// First derivatives.
    pub gradient: Vec<R>,
    /// Second derivatives.
    pub hessian: Rows<R>,
}

impl<R: Real> Jet<R> {
    /// Of a constant.
    pub fn zero(size: usize, second: bool, zero: &R) -> Self {
        let hessian = if second { vec![vec![zero.clone(); size]; size] } else { Vec::new() };
        Self { gradient: vec![zero.clone(); size], hessian }
    }

    fn add_second(&mut self, i: usize, j: usize, a: &R, b: &R) {
        if !self.hessian.is_empty() {
            self.hessian[i.min(j)][i.max(j)].accumulate(a, b);
        }
    }

    fn add_first(&mut self, i: usize, x: &R) {
        self.gradient[i] = self.gradient[i].plus(x);
    }
}

/// `log p(x|θ_k)` up to what all components have in common.
pub fn log_density<R: Real>(posed: &Posed<R>, shape: &Shape<R>, n: usize) -> R {
    let zero = posed.weights[n].constant(0.0);
    match (shape, &posed.table) {
        (Shape::Gaussian { mean, factor, log_diagonal }, Table::Values(rows)) => {
            let deviation: Vec<R> = rows[n].iter().zip(mean).map(|(x, mean)| x.minus(mean)).collect();
            let half = zero.constant(-0.5);
            let mut total = zero.clone();
            for j in 0..deviation.len() {
                let z = projection(factor, &deviation, j);
                total.accumulate(&half.times(&z), &z);
                total = total.plus(&log_diagonal[j]);
            }
            total
        }
        (Shape::Poisson(log_rate, rate), Table::Values(rows)) => {
            let mut total = zero;
            for d in 0..rate.len() {
                total.accumulate(&rows[n][d], &log_rate[d]);
                total = total.minus(&rate[d]);
            }
            total
        }
        (Shape::Categorical(log_p, _), Table::Levels(rows)) => {
            log_p.iter().zip(&rows[n]).fold(zero, |total, (log_p, &level)| total.plus(&log_p[level]))
        }
        _ => unreachable!("observations are read for the family"),
    }
}

/// `z_j = Σ_i L_ij (x_i - μ_i)`.
fn projection<R: Real>(factor: &Rows<R>, deviation: &[R], j: usize) -> R {
    let mut z = deviation[0].constant(0.0);
    for i in j..deviation.len() {
        if !factor[i][j].vanishes() {
            z.accumulate(&factor[i][j], &deviation[i]);
        }
    }
    z
}

/// Adds the derivatives of `log p(x_n|θ_k)`; `from` is where the component's coordinates begin.
pub fn add_log_density<R: Real>(
    posed: &Posed<R>,
    layout: &Layout,
    shape: &Shape<R>,
    n: usize,
    from: usize,
    jet: &mut Jet<R>,
) {
    let one = posed.weights[n].constant(1.0);
    match (shape, &posed.table) {
        (Shape::Gaussian { mean, factor, .. }, Table::Values(rows)) => {
            add_log_diagonal(layout, &vec![one.clone(); mean.len()], from, jet);
            add_squares(layout, mean, factor, &rows[n], &one, from, jet);
        }
        (Shape::Poisson(_, rate), Table::Values(rows)) => {
            (0..rate.len()).for_each(|d| add_poisson(&rows[n][d], &one, &rate[d], from + d, jet));
        }
        (Shape::Categorical(_, p), Table::Levels(rows)) => {
            let mut start = from;
            for (p, &level) in p.iter().zip(&rows[n]) {
                add_choice(level, p, start, jet);
                start += p.len() - 1;
            }
        }
        _ => unreachable!("observations are read for the family"),
    }
}

/// Adds the derivatives of `log p_level`.
pub fn add_choice<R: Real>(level: usize, p: &[R], from: usize, jet: &mut Jet<R>) {
    let one = p[0].constant(1.0);
    if level + 1 < p.len() {
        jet.add_first(from + level, &one);
    }
    subtract_normaliser(&one, p, from, jet);
}

/// Adds the derivatives of `Σ_c m_c log p_c`.
pub fn add_counts<R: Real>(counts: &[R], p: &[R], from: usize, jet: &mut Jet<R>) {
    for c in 0..p.len() - 1 {
        jet.add_first(from + c, &counts[c]);
    }
    let total = counts[1..].iter().fold(counts[0].clone(), |total, count| total.plus(count));
    subtract_normaliser(&total, p, from, jet);
}

/// The part of a softmax that does not depend on what was counted: `-M p_c` and `-M (p_c [c = b] - p_c p_b)`.
fn subtract_normaliser<R: Real>(total: &R, p: &[R], from: usize, jet: &mut Jet<R>) {
    for c in 0..p.len() - 1 {
        let weighted = total.times(&p[c]).negated();
        jet.add_first(from + c, &weighted);
        if jet.hessian.is_empty() {
            continue;
        }
        let one = total.constant(1.0);
        jet.add_second(from + c, from + c, &weighted, &one.minus(&p[c]));
        for b in c + 1..p.len() - 1 {
            jet.add_second(from + c, from + b, &weighted.negated(), &p[b]);
        }
    }
}

/// Adds the derivatives of `s η - t e^η`.
fn add_poisson<R: Real>(sum: &R, count: &R, rate: &R, at: usize, jet: &mut Jet<R>) {
    let expected = count.times(rate).negated();
    jet.add_first(at, sum);
    jet.add_first(at, &expected);
    jet.add_second(at, at, &expected, &count.constant(1.0));
}

/// Adds the derivatives of `Σ_j c_j log L_jj`.
fn add_log_diagonal<R: Real>(layout: &Layout, coefficients: &[R], from: usize, jet: &mut Jet<R>) {
    for (j, coefficient) in coefficients.iter().enumerate() {
        if let Some(cell) = layout.cell(j, j) {
            jet.add_first(from + layout.dimension + cell, coefficient);
        }
    }
}

/// Adds the derivatives of `-c/2 |Lᵀ(x - μ)|²`.
fn add_squares<R: Real>(layout: &Layout, mean: &[R], factor: &Rows<R>, x: &[R], c: &R, from: usize, jet: &mut Jet<R>) {
    let deviation: Vec<R> = x.iter().zip(mean).map(|(x, mean)| x.minus(mean)).collect();
    let minus = c.negated();
    let at = |cell: usize| from + layout.dimension + cell;
    for j in 0..mean.len() {
        let z = projection(factor, &deviation, j);
        let weighted = minus.times(&z);
        let mut slopes: Vec<(usize, R)> = Vec::new();
        for i in (j..mean.len()).filter(|&i| i == j || layout.cell(i, j).is_some()) {
            let entry = &factor[i][j];
            slopes.push((from + i, entry.negated()));
            let Some(cell) = layout.cell(i, j) else { continue };
            if i == j {
                let slope = entry.times(&deviation[i]);
                jet.add_second(at(cell), at(cell), &weighted, &slope);
                jet.add_second(from + i, at(cell), &weighted, &entry.negated());
                slopes.push((at(cell), slope));
            } else {
                jet.add_second(from + i, at(cell), &weighted, &c.constant(-1.0));
                slopes.push((at(cell), deviation[i].clone()));
            }
        }
        add_outer(&slopes, &weighted, &minus, jet);
    }
}

/// Adds `a s` to the gradient and `b s sᵀ` to the Hessian.
fn add_outer<R: Real>(slopes: &[(usize, R)], a: &R, b: &R, jet: &mut Jet<R>) {
    for (i, slope) in slopes {
        jet.gradient[*i].accumulate(a, slope);
    }
    if jet.hessian.is_empty() {
        return;
    }
    for (index, (i, slope)) in slopes.iter().enumerate() {
        let scaled = b.times(slope);
        slopes[index..].iter().for_each(|(j, other)| jet.add_second(*i, *j, &scaled, other));
    }
}

/// Adds the derivatives of what the prior of one component adds; for a shared `L` only what belongs to its mean.
pub fn add_prior<R: Real>(posed: &Posed<R>, layout: &Layout, shape: &Shape<R>, from: usize, jet: &mut Jet<R>) {
    match (&posed.pseudo, shape) {
        (Pseudo::Gaussian { centre, count, log_diagonal, scale }, Shape::Gaussian { mean, factor, .. }) => {
            add_squares(layout, mean, factor, centre, count, from, jet);
            if layout.shared().is_empty() {
                add_log_diagonal(layout, log_diagonal, from, jet);
                add_trace(layout, factor, scale, from, jet);
            }
        }
        (Pseudo::Poisson { sum, count }, Shape::Poisson(_, rate)) => {
            (0..rate.len()).for_each(|d| add_poisson(&sum[d], &count[d], &rate[d], from + d, jet));
        }
        (Pseudo::Categorical(counts), Shape::Categorical(_, p)) => {
            let mut start = from;
            for (counts, p) in counts.iter().zip(p) {
                add_counts(counts, p, start, jet);
                start += p.len() - 1;
            }
        }
        _ => {}
    }
}

/// Adds the derivatives of what the prior of a shared `L` adds once.
pub fn add_shared_prior<R: Real>(posed: &Posed<R>, layout: &Layout, shape: &Shape<R>, from: usize, jet: &mut Jet<R>) {
    if let (Pseudo::Gaussian { log_diagonal, scale, .. }, Shape::Gaussian { factor, .. }) = (&posed.pseudo, shape)
        && !layout.shared().is_empty()
    {
        add_log_diagonal(layout, log_diagonal, from, jet);
        add_trace(layout, factor, scale, from, jet);
    }
}

/// Adds the derivatives of `-tr(Lᵀ Ψ L)/2 = -1/2 Σ_j l_jᵀ Ψ l_j`, `l_j` the columns of `L`.
fn add_trace<R: Real>(layout: &Layout, factor: &Rows<R>, scale: &Rows<R>, from: usize, jet: &mut Jet<R>) {
    for j in 0..factor.len() {
        let cells: Vec<(usize, usize)> = (j..factor.len())
            .filter_map(|i| layout.cell(i, j).map(|cell| (i, from + layout.dimension + cell)))
            .collect();
        let slope = |i: usize| if i == j { factor[i][j].clone() } else { factor[i][j].constant(1.0) };
        for (index, &(i, at)) in cells.iter().enumerate() {
            let mut pull = factor[j][j].constant(0.0);
            cells.iter().for_each(|&(m, _)| pull.accumulate(&scale[i][m], &factor[m][j]));
            let first = pull.times(&slope(i)).negated();
            jet.add_first(at, &first);
            if i == j {
                jet.add_second(at, at, &first, &first.constant(1.0));
            }
            for &(m, other) in &cells[index..] {
                jet.add_second(at, other, &scale[i][m].negated(), &slope(i).times(&slope(m)));
            }
        }
    }
}
