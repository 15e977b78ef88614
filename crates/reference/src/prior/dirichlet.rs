//! The Dirichlet distribution: `log p(p) = log Γ(Σα) - Σ_c log Γ(α_c) + Σ_c (α_c - 1) log p_c`, `α_c > 0`.
//!
//! Its posterior under counts `n_c` has the mode `(n_c + α_c - 1)/(Σ_c n_c + Σ_c α_c - C)`, which exists unless a numerator is negative.

use crate::{
    arithmetic::{sum::sum, weighed::log_dirichlet_density},
    error::{Error, Moment, Result, check_len, check_positive},
};

/// A Dirichlet prior of one probability vector: the mixing weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Dirichlet {
    pub(crate) concentration: Vec<f64>,
}

impl Dirichlet {
    /// Takes `α`.
    ///
    /// # Errors
    /// An `α_c` that is not finite and positive, named as `field[c]`; a sum beyond binary64.
    pub fn new(concentration: Vec<f64>, field: &str) -> Result<Self> {
        check_positive(&concentration, field)?;
        if !sum(concentration.iter().copied()).is_finite() {
            return Err(Error::NotRepresentable { quantity: format!("the sum of {field}"), moment: Moment::Given });
        }
        Ok(Self { concentration })
    }

    /// Checks the number of entries.
    ///
    /// # Errors
    /// When `α` has not one entry a category.
    pub fn check(&self, categories: usize, field: &str) -> Result<()> {
        check_len(self.concentration.len(), categories, field, "concentrations")
    }

    /// The log density at probabilities given by their logarithms.
    #[must_use]
    pub fn log_density(&self, log_probabilities: &[f64]) -> f64 {
        log_dirichlet_density(&self.concentration, log_probabilities, 1.0)
    }

    /// `Σ_c n_c + Σ_c α_c - C`, the denominator of the mode.
    #[must_use]
    pub fn denominator(&self, total_count: f64) -> f64 {
        sum(self.concentration.iter().flat_map(|&alpha| [alpha, -1.0]).chain([total_count]))
    }

    /// Whether the density does not depend on `p_c`: `α_c = 1`.
    #[must_use]
    pub fn is_flat(&self, category: usize) -> bool {
        self.concentration[category] == 1.0
    }

    /// The mode of the posterior under `counts`, whose exact total is `total_count`.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn mode(&self, counts: &[f64], total_count: f64) -> std::result::Result<Vec<f64>, &'static str> {
        let denominator = self.denominator(total_count);
        if denominator <= 0.0 {
            return Err("the counts and concentrations together are too small");
        }
        let numerator = |(&count, &alpha): (&f64, &f64)| {
            let numerator = sum([count, alpha, -1.0]);
            if numerator < 0.0 { Err("a concentration below 1 with too small a count") } else { Ok(numerator) }
        };
        counts.iter().zip(&self.concentration).map(|pair| Ok(numerator(pair)? / denominator)).collect()
    }
}

/// Independent Dirichlet priors of the variables of a categorical component.
#[derive(Clone, Debug, PartialEq)]
pub struct DirichletLevels {
    pub(crate) variables: Vec<Dirichlet>,
}

impl DirichletLevels {
    /// Takes `α_d` for each variable.
    ///
    /// # Errors
    /// A concentration that is not finite and positive.
    pub fn new(concentration: Vec<Vec<f64>>) -> Result<Self> {
        let variable = |(d, alpha)| Dirichlet::new(alpha, &format!("prior.components.dirichlet.concentration[{d}]"));
        Ok(Self { variables: concentration.into_iter().enumerate().map(variable).collect::<Result<_>>()? })
    }

    /// Checks the numbers of variables and levels.
    ///
    /// # Errors
    /// Names the variable.
    pub fn check(&self, levels: &[usize]) -> Result<()> {
        let field = "prior.components.dirichlet.concentration";
        check_len(self.variables.len(), levels.len(), field, "variables")?;
        let variables = self.variables.iter().zip(levels).enumerate();
        variables.into_iter().try_for_each(|(d, (prior, &count))| prior.check(count, &format!("{field}[{d}]")))
    }

    /// The log density at one component's log probabilities.
    #[must_use]
    pub fn log_density(&self, log_probabilities: &[Vec<f64>]) -> f64 {
        sum(self.variables.iter().zip(log_probabilities).map(|(prior, log_p)| prior.log_density(log_p)))
    }

    /// The mode of variable `d` under its level counts.
    ///
    /// # Errors
    /// The reason why there is none.
    pub fn mode(&self, d: usize, counts: &[f64], total: f64) -> std::result::Result<Vec<f64>, &'static str> {
        self.variables[d].mode(counts, total)
    }
}
