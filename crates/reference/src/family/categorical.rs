//! The categorical family, independent in each variable: `log p(x|p) = Σ_d log p_{d, x_d}`.
//!
//! `t(x)` is the one-hot code of each variable, the natural parameters are logits (8). Domain: levels `x_d` in `0, ..., C_d - 1`;
//! probabilities of each variable on the simplex, 0 allowed.

use faer::MatMut;

use super::{Family, MStep, relative_change};
use crate::{
    arithmetic::{
        cholesky::log_ratio,
        count::is_count,
        double_double::DoubleDouble,
        sum::{Sum, sum},
    },
    em::Summary,
    error::{Result, check_domain, check_len},
    kernel::{Summed, TableKernel, TableRoom, Tabulated},
    mixture::Mixture,
    observations::{Block, Observations},
    prior::{DirichletLevels, NaturalCategorical},
    simplex::normalise,
    statistics::{Effort, Moments, ShiftedWeights},
};

/// The level probabilities of `K` components.
#[derive(Clone, Debug)]
pub struct Categorical {
    /// `K` components, `D` variables, `C_d` levels.
    probabilities: Vec<Vec<Vec<f64>>>,
    log_probabilities: Vec<Vec<Vec<f64>>>,
    /// `log p_kdc - log max_j p_jdc`, and the latter (0 for a level that no component allows): what distinguishes the components, and
    /// what they share.
    log_ratios: Vec<Vec<Vec<f64>>>,
    log_largest: Vec<Vec<f64>>,
    levels: Vec<usize>,
}

/// The conjugate priors of the probabilities.
#[derive(Clone, Debug)]
pub enum CategoricalPrior {
    /// A density of `p`.
    Dirichlet(DirichletLevels),
    /// A density of the logits.
    Natural(NaturalCategorical),
}

impl Categorical {
    /// Takes, for each of `K` components, the probabilities of each variable's levels.
    ///
    /// # Errors
    /// A vector that is off the simplex, or whose length is not the variable's number of levels.
    pub fn new(levels: Vec<usize>, mut probabilities: Vec<Vec<Vec<f64>>>) -> Result<Self> {
        for (k, component) in probabilities.iter_mut().enumerate() {
            let field = format!("components[{k}].probabilities");
            check_len(component.len(), levels.len(), &field, "variables")?;
            for (d, (variable, &count)) in component.iter_mut().zip(&levels).enumerate() {
                let field = format!("{field}[{d}]");
                check_len(variable.len(), count, &field, "levels")?;
                normalise(variable, &field)?;
            }
        }
        Ok(Self::from_normalised(levels, probabilities))
    }

    fn from_normalised(levels: Vec<usize>, probabilities: Vec<Vec<Vec<f64>>>) -> Self {
        let logarithms = |component: &Vec<Vec<f64>>| {
            component.iter().map(|variable| variable.iter().map(|p| p.ln()).collect()).collect()
        };
        let largest: Vec<Vec<f64>> = (levels.iter().enumerate())
            .map(|(d, &count)| {
                let of_level = |c: usize| probabilities.iter().map(|p| p[d][c]).fold(0.0, f64::max);
                (0..count).map(of_level).collect()
            })
            .collect();
        let ratio = |p: f64, largest: f64| if p > 0.0 { log_ratio(p, largest) } else { f64::NEG_INFINITY };
        let ratios = |component: &Vec<Vec<f64>>| {
            let variables = component.iter().zip(&largest);
            variables.map(|(p, top)| p.iter().zip(top).map(|(&p, &top)| ratio(p, top)).collect()).collect()
        };
        let log = |top: &f64| if *top > 0.0 { top.ln() } else { 0.0 };
        Self {
            log_probabilities: probabilities.iter().map(logarithms).collect(),
            log_ratios: probabilities.iter().map(ratios).collect(),
            log_largest: largest.iter().map(|variable| variable.iter().map(log).collect()).collect(),
            probabilities,
            levels,
        }
    }

    /// `p_kdc`: `K` components, `D` variables, `C_d` levels.
    #[must_use]
    pub fn probabilities(&self) -> &[Vec<Vec<f64>>] {
        &self.probabilities
    }
}

/// `n_kdc = Σ_n w_n r_nk [x_nd = c]`.
#[derive(Clone, Debug)]
pub struct LevelMoments(Vec<Vec<Vec<Sum>>>);

impl LevelMoments {
    /// `n_kdc exp(-shift_k)` of component `k`: `D` variables, `C_d` levels.
    pub(crate) fn counts(&self, k: usize) -> impl Iterator<Item = impl Iterator<Item = f64> + '_> + '_ {
        self.0[k].iter().map(|variable| variable.iter().map(|count| count.value()))
    }
}

impl Moments for LevelMoments {
    fn merge_component(&mut self, k: usize, _: DoubleDouble, other: &Self, _: DoubleDouble) {
        for (own, other) in self.0[k].iter_mut().flatten().zip(other.0[k].iter().flatten()) {
            own.merge(*other);
        }
    }

    fn scale_component(&mut self, k: usize, factor: f64) {
        for own in self.0[k].iter_mut().flatten() {
            *own = [own.value() * factor].into_iter().collect();
        }
    }
}

impl Tabulated for Categorical {
    fn log_density(&self, k: usize, d: usize, x: usize) -> f64 {
        self.log_ratios[k][d][x]
    }

    fn offset(&self, d: usize, x: usize) -> f64 {
        self.log_largest[d][x]
    }
}

impl Family for Categorical {
    type Shape = Vec<usize>;
    type Moments = LevelMoments;
    type Prior = CategoricalPrior;

    type Kernel<'a> = TableKernel<LevelMoments>;
    type Room = TableRoom;

    fn kernel(mixture: &Mixture<Self>, summary: &Summary) -> Option<TableKernel<LevelMoments>> {
        let family = mixture.components();
        // Every level has its row, whether or not it occurs.
        let largest = family.levels.iter().map(|&count| (count.max(1) - 1) as f64).collect();
        let summary = Summary { largest, ..*summary };
        TableKernel::new(family, mixture.weights(), &summary, Summed::Levels, |sums| {
            let counts = |of_level: Vec<f64>| of_level.into_iter().map(|count| [count].into_iter().collect()).collect();
            LevelMoments(sums.into_iter().map(|component| component.into_iter().map(counts).collect()).collect())
        })
    }

    fn components(&self) -> usize {
        self.probabilities.len()
    }

    fn shape(&self) -> Vec<usize> {
        self.levels.clone()
    }

    fn dimension(shape: &Vec<usize>) -> usize {
        shape.len()
    }

    fn check_observations(levels: &Vec<usize>, observations: &Observations) -> Result<()> {
        for n in 0..observations.count() {
            for (d, (&value, &count)) in observations.row(n).iter().zip(levels).enumerate() {
                let in_range = |x: f64| is_count(x) && x < count as f64;
                let field = || format!("data.observations[{}][{d}]", observations.first() + n);
                check_domain(value, in_range, field, "a level: a whole number from 0, below the variable's levels")?;
            }
        }
        Ok(())
    }

    fn check_prior(levels: &Vec<usize>, prior: &CategoricalPrior) -> Result<()> {
        match prior {
            CategoricalPrior::Dirichlet(prior) => prior.check(levels),
            CategoricalPrior::Natural(prior) => prior.check(levels),
        }
    }

    fn log_densities(&self, block: &Block<'_>, mut out: MatMut<'_, f64>, offsets: &mut [f64]) {
        for n in 0..block.len() {
            let levels = block.row(n);
            offsets[n] = sum(levels.iter().zip(&self.log_largest).map(|(&level, variable)| variable[level as usize]));
            for (k, component) in self.log_ratios.iter().enumerate() {
                out[(k, n)] = sum(levels.iter().zip(component).map(|(&level, variable)| variable[level as usize]));
            }
        }
    }

    fn moments(levels: &Vec<usize>, block: &Block<'_>, weights: &ShiftedWeights, _: Effort) -> LevelMoments {
        let component = |k: usize| {
            let mut counts: Vec<Vec<Sum>> = levels.iter().map(|&count| vec![Sum::default(); count]).collect();
            for (n, &weight) in weights.row(k).iter().enumerate() {
                for (variable, &level) in counts.iter_mut().zip(block.row(n)) {
                    variable[level as usize].add(weight);
                }
            }
            counts
        };
        LevelMoments((0..weights.components()).map(component).collect())
    }

    fn maximize(step: &MStep<'_, Self>) -> Result<Self> {
        let probabilities = (0..step.statistics.components()).map(|k| probabilities(step, k)).collect::<Result<_>>()?;
        Ok(Self::from_normalised(step.shape.clone(), probabilities))
    }

    fn log_prior(&self, prior: &CategoricalPrior) -> f64 {
        sum(self.log_probabilities.iter().map(|component| match prior {
            CategoricalPrior::Dirichlet(prior) => prior.log_density(component),
            CategoricalPrior::Natural(prior) => prior.log_density(component),
        }))
    }

    fn is_finite(&self) -> bool {
        self.probabilities.iter().flatten().flatten().all(|p| p.is_finite())
    }

    fn relative_change(&self, other: &Self) -> f64 {
        let own = self.probabilities.iter().flatten();
        own.zip(other.probabilities.iter().flatten()).map(|(a, b)| relative_change(a, b)).fold(0.0, f64::max)
    }
}

/// `p_k` of the M-step: weighted level frequencies, or the mode under the prior.
fn probabilities(step: &MStep<'_, Categorical>, k: usize) -> Result<Vec<Vec<f64>>> {
    let statistics = step.statistics;
    if step.prior.is_none() && statistics.is_empty(k) {
        return Ok(step.kept(k)?.probabilities[k].clone());
    }
    let (scale, count) = (statistics.scale(k), statistics.count(k));
    let variable = |(d, counts): (usize, &Vec<Sum>)| {
        let counts = counts.iter().map(|count| count.value());
        match step.prior {
            None => Ok(counts.map(|value| value / statistics.scaled_count(k)).collect()),
            Some(CategoricalPrior::Natural(prior)) => {
                Ok(prior.mode(d, &counts.map(|value| scale * value).collect::<Vec<_>>(), count))
            }
            Some(CategoricalPrior::Dirichlet(prior)) => {
                let counts: Vec<f64> = counts.map(|value| scale * value).collect();
                let parameter = || format!("probabilities[{d}] of component {k}");
                prior.mode(d, &counts, count).map_err(|reason| step.no_mode("dirichlet", parameter(), reason))
            }
        }
    };
    statistics.moments.0[k].iter().enumerate().map(variable).collect()
}
