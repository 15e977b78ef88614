//! `gradient`: the gradient of `log p(X, θ)` at the parameters of an `evaluate` case, its flat vector cut by parameter.
//!
//! The vector has the logits of the weights, then what the family has: all means and then the precisions, or the coordinates of
//! one component after the other.

use reference::gradient::{Coordinates, gradient};
use serde_json::{Map, Value, json};
use suite::format::{Case, Family, Model, Structure};

use super::OfFamily;
use crate::{
    family::Translate,
    input::{Refusal, mixture, observations, prior, refused, required},
};

pub struct Gradient;

impl OfFamily for Gradient {
    fn answer<F: Translate + Coordinates>(&self, case: &Case, model: &Model) -> Result<Value, Refusal> {
        let observations = observations(required(case.data.as_ref(), "data")?)?;
        let prior = prior::<F>(case)?;
        let mixture = mixture::<F>(required(case.parameters.as_ref(), "parameters")?, case, "parameters")?;
        let slopes = gradient(&observations, &mixture, &prior).map_err(refused)?.gradient;
        let shape = Shape { components: mixture.weights().len(), dimension: observations.dimension() };
        shape.cut(model, &slopes).ok_or_else(|| "the gradient has another number of coordinates".to_owned())
    }
}

/// What the length of each part depends on.
struct Shape {
    components: usize,
    dimension: usize,
}

/// The first entries, which are taken away.
fn take<'a>(rest: &mut &'a [f64], count: usize) -> Option<&'a [f64]> {
    let (first, others) = rest.split_at_checked(count)?;
    *rest = others;
    Some(first)
}

impl Shape {
    fn cut(&self, model: &Model, mut rest: &[f64]) -> Option<Value> {
        let mut parts = Map::new();
        parts.insert("logits".to_owned(), json!(take(&mut rest, self.components)?));
        let mut components = vec![Map::new(); self.components];
        match model.family {
            Family::Gaussian => self.cut_gaussian(model.covariance?, &mut rest, &mut components, &mut parts)?,
            Family::Poisson => {
                for component in &mut components {
                    component.insert("log_rate".to_owned(), json!(take(&mut rest, self.dimension)?));
                }
            }
            Family::Categorical => {
                for component in &mut components {
                    let levels = model.levels.as_ref()?.iter();
                    let variables: Option<Vec<&[f64]>> = levels.map(|&levels| take(&mut rest, levels)).collect();
                    component.insert("logits".to_owned(), json!(variables?));
                }
            }
        }
        parts.insert("components".to_owned(), json!(components));
        rest.is_empty().then_some(Value::Object(parts))
    }

    fn cut_gaussian(
        &self,
        structure: Structure,
        rest: &mut &[f64],
        components: &mut [Map<String, Value>],
        parts: &mut Map<String, Value>,
    ) -> Option<()> {
        let triangle = self.dimension * (self.dimension + 1) / 2;
        for component in components.iter_mut() {
            component.insert("mean".to_owned(), json!(take(rest, self.dimension)?));
        }
        if structure == Structure::Tied {
            parts.insert("factor".to_owned(), json!(take(rest, triangle)?));
            return Some(());
        }
        for component in components {
            let (name, slopes) = match structure {
                Structure::Identity | Structure::Tied => continue,
                Structure::Spherical => ("log_precision", json!(take(rest, 1)?[0])),
                Structure::Diagonal => ("log_precision", json!(take(rest, self.dimension)?)),
                Structure::Full => ("factor", json!(take(rest, triangle)?)),
            };
            component.insert(name.to_owned(), slopes);
        }
        Some(())
    }
}
