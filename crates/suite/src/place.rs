//! Places in a result, as the files spell them and as people call them.
//!
//! Components, observations and variables are numbered from 0 and iterations by how many have been made, everywhere as in
//! the files: "covariance of component 1 after iteration 1" is `parameters.1.components[1].covariance`.

use std::fmt;

/// One step from a value to a value within it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A key of an object.
    Key(String),
    /// An index of a list.
    Index(usize),
}

use Step::{Index, Key};

/// The way from the root of a result to a value within it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(Vec<Step>);

impl Place {
    /// The place of a key below this one.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.step(Key(key.to_owned()))
    }

    /// The place of an index below this one.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Index(index))
    }

    /// The steps from the root.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    fn step(&self, step: Step) -> Self {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend_from_slice(&self.0);
        steps.push(step);
        Self(steps)
    }

    /// The iteration this place speaks of; `None` where the quantity has none.
    #[must_use]
    pub fn iteration(&self) -> Option<usize> {
        match self.0.as_slice() {
            [Key(quantity), Key(iteration), ..] if quantity == "parameters" => iteration.parse().ok(),
            [Key(quantity), Index(iteration)] if is_objective(quantity) => Some(*iteration),
            _ => None,
        }
    }

    /// What people call the quantity at this place.
    #[must_use]
    pub fn quantity(&self) -> String {
        match self.0.as_slice() {
            [] => "result".to_owned(),
            [Key(quantity), Key(iteration), rest @ ..] if quantity == "parameters" && self.iteration().is_some() => {
                format!("{} after iteration {iteration}", parameter(rest))
            }
            [Key(quantity), rest @ ..] if quantity == "parameters" => parameter(rest),
            [Key(quantity)] => words(quantity),
            [Key(quantity), Index(first)] => entry(quantity, *first),
            [Key(quantity), Index(n), Index(k)] => match quantity.as_str() {
                "log_densities" => format!("log density of observation {n} under component {k}"),
                "responsibilities" => format!("responsibility of component {k} for observation {n}"),
                _ => self.to_string(),
            },
            _ => self.to_string(),
        }
    }
}

fn is_objective(quantity: &str) -> bool {
    matches!(quantity, "log_evidence" | "log_joint" | "elbo")
}

/// A quantity's key as words.
fn words(key: &str) -> String {
    match key {
        "kl" => "KL divergence".to_owned(),
        "elbo" => "ELBO".to_owned(),
        "weights" => "mixing weights".to_owned(),
        _ => key.replace('_', " "),
    }
}

/// An entry of a list of quantities.
fn entry(quantity: &str, index: usize) -> String {
    match quantity {
        _ if is_objective(quantity) => format!("{} at iteration {index}", words(quantity)),
        "log_evidence_terms" => format!("log evidence of observation {index}"),
        "log_densities" | "responsibilities" => format!("{} of observation {index}", words(quantity)),
        _ => format!("{}[{index}]", words(quantity)),
    }
}

/// A place below `parameters`.
fn parameter(rest: &[Step]) -> String {
    match rest {
        [] => "parameters".to_owned(),
        [Key(weights), Index(k)] if weights == "weights" => format!("mixing weight of component {k}"),
        [Key(shared), ..] if shared == "covariance" => "shared covariance".to_owned(),
        [Key(components), Index(k)] if components == "components" => format!("component {k}"),
        [Key(components), Index(k), Key(field)] if components == "components" => {
            format!("{} of component {k}", words(field))
        }
        [Key(components), Index(k), Key(field), Index(d), ..] if components == "components" => {
            format!("{} of variable {d} of component {k}", words(field))
        }
        [Key(field), ..] => words(field),
        _ => Place(rest.to_vec()).to_string(),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            match step {
                Key(key) if position == 0 => write!(f, "{key}")?,
                Key(key) => write!(f, ".{key}")?,
                Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_files_name_the_same_places() {
        let root = Place::default();
        let after_one = root.key("parameters").key("1");
        let covariance = after_one.key("components").index(1).key("covariance");
        assert_eq!(covariance.to_string(), "parameters.1.components[1].covariance");
        assert_eq!(covariance.iteration(), Some(1));
        for (place, name) in [
            (covariance, "covariance of component 1 after iteration 1"),
            (after_one.key("weights"), "mixing weights after iteration 1"),
            (after_one.key("covariance"), "shared covariance after iteration 1"),
            (root.key("parameters").key("weights"), "mixing weights"),
            (root.key("parameters").key("components").index(0).key("rate"), "rate of component 0"),
            (
                root.key("parameters").key("components").index(0).key("probabilities").index(2),
                "probabilities of variable 2 of component 0",
            ),
            (root.key("log_evidence").index(3), "log evidence at iteration 3"),
            (root.key("log_evidence"), "log evidence"),
            (root.key("log_evidence_terms").index(3), "log evidence of observation 3"),
            (root.key("log_densities").index(3), "log densities of observation 3"),
            (root.key("responsibilities").index(7), "responsibilities of observation 7"),
            (root.key("responsibilities").index(7).index(1), "responsibility of component 1 for observation 7"),
            (root.key("kl"), "KL divergence"),
            (root.key("elbo"), "ELBO"),
            (root.key("elbo").index(3), "ELBO at iteration 3"),
            (root.key("log_joint"), "log joint"),
            (root.key("log_model_evidence"), "log model evidence"),
            (root.clone(), "result"),
            (root.key("parameters"), "parameters"),
            (after_one.clone(), "parameters after iteration 1"),
            (after_one.key("weights").index(2), "mixing weight of component 2 after iteration 1"),
            (after_one.key("components").index(1), "component 1 after iteration 1"),
            (after_one.key("covariance").index(0), "shared covariance after iteration 1"),
            (root.key("parameters").key("weights").index(0), "mixing weight of component 0"),
            (root.key("parameters").key("components"), "components"),
            (
                root.key("parameters").key("components").index(0).key("mean").index(1).index(2),
                "mean of variable 1 of component 0",
            ),
            (root.key("parameters").key("others").index(3).key("mean"), "others"),
            (root.key("parameters").key("others").index(3).key("mean").index(1), "others"),
            (root.key("parameters").key("others").index(3), "others"),
            (root.key("parameters").index(3), "[3]"),
            (root.key("empty_components").index(3), "empty components[3]"),
            (root.key("log_densities").index(3).index(1), "log density of observation 3 under component 1"),
            (root.key("elbo").index(3).index(1), "elbo[3][1]"),
            (root.key("log_prior").key("1").index(0), "log_prior.1[0]"),
            (root.key("gradient").key("1"), "gradient.1"),
            (root.index(4).key("mean"), "[4].mean"),
        ] {
            assert_eq!(place.quantity(), name, "{place}");
        }
    }

    #[test]
    fn parameters_and_objectives_have_iterations_and_nothing_else_has() {
        let root = Place::default();
        for (place, iteration) in [
            (root.key("parameters").key("12"), Some(12)),
            (root.key("parameters").key("weights"), None),
            (root.key("theta").key("1"), None),
            (root.key("log_evidence").index(3), Some(3)),
            (root.key("log_joint").index(3), Some(3)),
            (root.key("elbo").index(3), Some(3)),
            (root.key("log_evidence"), None),
            (root.key("log_evidence_terms").index(3), None),
            (root.key("elbo").index(3).index(1), None),
        ] {
            assert_eq!(place.iteration(), iteration, "{place}");
        }
    }
}
