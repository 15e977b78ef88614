//! How a case is put together: a setting (data, model, parameters, priors) and a question about it.

use serde_json::{Map, Value, json};

/// Data, model, parameters and the priors that go with them; several cases ask different things of one setting.
#[derive(Clone)]
pub struct Setting {
    pub data: Value,
    pub model: Value,
    /// `parameters` of an `evaluate`, `initial` of a `trajectory`.
    pub start: Value,
    /// The `α` of the Dirichlet prior of the mixing weights.
    pub alpha: Value,
    /// The prior of the components.
    pub theta: Value,
}

/// Which of the setting's priors a case has.
#[derive(Clone, Copy)]
pub enum With {
    NoPrior,
    Weights,
    Components,
    Both,
}

/// Header and question of a case; [`evaluate`](Case::evaluate) and its siblings finish it.
pub struct Case<'a> {
    id: &'a str,
    title: &'a str,
    level: &'a str,
    hunts: &'a [&'a str],
}

/// Any sound implementation gets nearly every attainable digit.
pub const LOWER: &str = "lower";
/// Real data, real length.
pub const AVERAGE: &str = "average";
/// Numerically hard.
pub const HIGHER: &str = "higher";

pub fn case<'a>(id: &'a str, title: &'a str, level: &'a str, hunts: &'a [&'a str]) -> Case<'a> {
    Case { id, title, level, hunts }
}

impl Case<'_> {
    fn header(&self, rejected: bool, operation: &str) -> Map<String, Value> {
        let mut object = Map::new();
        let mut put = |name: &str, value: Value| {
            object.insert(name.to_owned(), value);
        };
        put("format", json!(1));
        put("id", json!(self.id));
        put("title", json!(self.title));
        put("level", json!(self.level));
        put("hunts", json!(self.hunts));
        if rejected {
            put("expect", json!("rejected"));
        }
        put("operation", json!(operation));
        object
    }

    fn finish(&self, rejected: bool, operation: &str, setting: &Setting, with: With, question: Value) -> Value {
        let mut object = self.header(rejected, operation);
        let mut put = |name: &str, value: Value| {
            object.insert(name.to_owned(), value);
        };
        put("data", setting.data.clone());
        put("model", setting.model.clone());
        if let Some(prior) = prior(setting, with) {
            put("prior", prior);
        }
        if let Value::Object(fields) = question {
            for (name, value) in fields {
                put(&name, value);
            }
        }
        Value::Object(object)
    }

    pub fn evaluate(&self, setting: &Setting, with: With) -> Value {
        self.finish(false, "evaluate", setting, with, json!({"parameters": setting.start}))
    }

    pub fn maximize(&self, setting: &Setting, with: With, responsibilities: Value) -> Value {
        self.finish(false, "maximize", setting, with, json!({"responsibilities": responsibilities}))
    }

    pub fn trajectory(&self, setting: &Setting, with: With, iterations: usize, record: &[usize]) -> Value {
        let question = json!({"initial": setting.start, "iterations": iterations, "record": record});
        self.finish(false, "trajectory", setting, with, question)
    }

    /// ELBO and divergence of `q` at the setting's parameters.
    pub fn bound(&self, setting: &Setting, with: With, q: Value) -> Value {
        self.finish(false, "bound", setting, with, json!({"parameters": setting.start, "q": q}))
    }

    /// EM from the setting's start until it converges: no stopping rule is compared, so the tolerance is 0.
    pub fn fit(&self, setting: &Setting, with: With, max_iterations: usize) -> Value {
        let question = json!({"initial": setting.start, "tolerance": 0, "max_iterations": max_iterations});
        self.finish(false, "fit", setting, with, question)
    }

    /// The evidence of the Bayesian mixture of `components` components under both of the setting's priors.
    pub fn evidence(&self, setting: &Setting, components: usize) -> Value {
        self.finish(false, "evidence", setting, With::Both, json!({"components": components}))
    }

    /// Coordinate ascent from given responsibilities under both of the setting's priors.
    pub fn variational(&self, setting: &Setting, responsibilities: Value, iterations: usize) -> Value {
        let question = json!({"responsibilities": responsibilities, "iterations": iterations});
        self.finish(false, "variational", setting, With::Both, question)
    }

    /// `kl(q ‖ p)` of two members of a family, which has neither data nor model.
    pub fn divergence(&self, q: Value, p: Value) -> Value {
        self.members(false, q, p)
    }

    /// A divergence that must be refused.
    pub fn rejected_divergence(&self, q: Value, p: Value) -> Value {
        self.members(true, q, p)
    }

    fn members(&self, rejected: bool, q: Value, p: Value) -> Value {
        let mut object = self.header(rejected, "divergence");
        object.insert("q".to_owned(), q);
        object.insert("p".to_owned(), p);
        Value::Object(object)
    }

    pub fn rejected(&self, operation: &str, setting: &Setting, with: With, question: Value) -> Value {
        self.finish(true, operation, setting, with, question)
    }
}

fn prior(setting: &Setting, with: With) -> Option<Value> {
    let weights = json!({"dirichlet": setting.alpha});
    match with {
        With::NoPrior => None,
        With::Weights => Some(json!({"weights": weights})),
        With::Components => Some(json!({"components": setting.theta})),
        With::Both => Some(json!({"weights": weights, "components": setting.theta})),
    }
}

/// A setting without priors.
pub fn likelihood(data: Value, model: Value, start: Value) -> Setting {
    Setting { data, model, start, alpha: Value::Null, theta: Value::Null }
}

/// A data set of the library.
pub fn set(name: &str, columns: &[&str]) -> Value {
    json!({"set": name, "columns": columns})
}

/// A data set of the library with a frequency column.
pub fn set_weighted(name: &str, columns: &[&str], weights: &str) -> Value {
    json!({"set": name, "columns": columns, "weights": weights})
}

/// Observations that stand in the case itself.
pub fn inline(observations: Value) -> Value {
    json!({"observations": observations})
}

/// Observations and their weights that stand in the case itself.
pub fn inline_weighted(observations: Value, weights: Value) -> Value {
    json!({"observations": observations, "weights": weights})
}

pub fn gaussian(covariance: &str) -> Value {
    json!({"family": "gaussian", "covariance": covariance})
}

pub fn poisson() -> Value {
    json!({"family": "poisson"})
}

pub fn categorical(levels: &[usize]) -> Value {
    json!({"family": "categorical", "levels": levels})
}

/// Mixing weights and components.
pub fn mixture(weights: Value, components: Vec<Value>) -> Value {
    json!({"weights": weights, "components": components})
}

/// Mixing weights, means and the covariance that all components share.
pub fn tied(weights: Value, means: Vec<Value>, covariance: Value) -> Value {
    let components: Vec<Value> = means.into_iter().map(mean).collect();
    json!({"weights": weights, "components": components, "covariance": covariance})
}

/// A Gaussian component.
pub fn normal(mean: Value, covariance: Value) -> Value {
    json!({"mean": mean, "covariance": covariance})
}

/// A Gaussian component whose covariance is known or shared.
pub fn mean(mean: Value) -> Value {
    json!({"mean": mean})
}

/// A Poisson component.
pub fn rate(rate: Value) -> Value {
    json!({"rate": rate})
}

/// A component of independent categorical variables.
pub fn probabilities(probabilities: Value) -> Value {
    json!({"probabilities": probabilities})
}

pub fn normal_prior(mean: Value, precision: f64) -> Value {
    json!({"normal": {"mean": mean, "precision": precision}})
}

pub fn inverse_wishart(mean: Value, mean_precision: f64, degrees_of_freedom: f64, scale: Value) -> Value {
    json!({"normal_inverse_wishart":
        {"mean": mean, "mean_precision": mean_precision, "degrees_of_freedom": degrees_of_freedom, "scale": scale}})
}

pub fn inverse_gamma(mean: Value, mean_precision: f64, shape: f64, scale: Value) -> Value {
    json!({"normal_inverse_gamma": {"mean": mean, "mean_precision": mean_precision, "shape": shape, "scale": scale}})
}

pub fn gamma(shape: Value, rate: Value) -> Value {
    json!({"gamma": {"shape": shape, "rate": rate}})
}

/// The conjugate prior of Poisson rates as a density of their logarithms.
pub fn natural_counts(pseudo_observations: Value, pseudo_count: f64) -> Value {
    json!({"natural": {"pseudo_observations": pseudo_observations, "pseudo_count": pseudo_count}})
}

pub fn dirichlet(concentration: Value) -> Value {
    json!({"dirichlet": {"concentration": concentration}})
}

/// The conjugate prior of probabilities as a density of their logits.
pub fn natural_levels(pseudo_observations: Value) -> Value {
    json!({"natural": {"pseudo_observations": pseudo_observations}})
}
