//! Counts, rates and their priors.

use suite::format::{Component, ComponentPrior, Number, Parameters, Rows, Structure, Tensor};

use super::Kind;
use crate::generate::{
    corner::Corner,
    material::{MOST, RawComponent, RawRow},
    number::numbers,
};

/// What a Poisson mixture can make.
pub const KIND: Kind = Kind { observation, spread, components, prior, corner };

/// By how much counts and rates are larger in the extreme corner.
const LARGE: f64 = 131072.0;

fn observation(raw: &RawRow, dimensions: usize) -> Vec<Number> {
    raw.count[..dimensions].iter().map(|count| Number(f64::from(*count))).collect()
}

/// A count above 0 in every dimension: no rate becomes 0.
fn spread(rows: &mut Vec<RawRow>, _: usize) {
    rows.push(RawRow { place: [0.0; MOST], count: [3; MOST], level: [0; MOST], weight: 4, parts: [1; MOST] });
}

fn components(raw: &[RawComponent], _: Option<Structure>, dimensions: usize) -> Parameters {
    let component =
        |raw: &RawComponent| Component { rate: Some(numbers(&raw.positive[1][..dimensions])), ..Component::default() };
    Parameters { weights: Vec::new(), components: raw.iter().map(component).collect(), covariance: None }
}

fn prior(raw: &RawComponent, _: Option<Structure>, dimensions: usize, natural: bool, least: f64) -> ComponentPrior {
    let numbers_above = |least: f64| raw.positive[0][..dimensions].iter().map(move |x| Number(least + x)).collect();
    if natural {
        let pseudo_observations = Tensor::Vector(numbers_above(0.0));
        return ComponentPrior::Natural { pseudo_observations, pseudo_count: Some(Number(raw.positive[1][0])) };
    }
    ComponentPrior::Gamma { shape: numbers_above(least), rate: numbers(&raw.positive[1][..dimensions]) }
}

fn corner(corner: Corner, observations: &mut Rows, parameters: &mut Parameters) {
    let rates = parameters.components.iter_mut().flat_map(|component| component.rate.iter_mut());
    match corner {
        Corner::FarOutlier => observations[0].iter_mut().for_each(|x| x.0 = 1000.0 * (x.0 + 1.0)),
        Corner::NearSingular => rates.for_each(|rates| rates[0].0 *= 1e-6),
        Corner::Extreme => {
            observations.iter_mut().flatten().for_each(|x| x.0 *= LARGE);
            rates.flatten().for_each(|rate| rate.0 *= LARGE);
        }
        Corner::Plain | Corner::TinyWeight | Corner::EqualComponents => {}
    }
}
