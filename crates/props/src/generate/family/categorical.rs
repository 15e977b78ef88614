//! Levels, probabilities and their priors: variables of 2, 3 and 2 levels.

use suite::format::{Component, ComponentPrior, Number, Parameters, Rows, Structure, Tensor};

use super::Kind;
use crate::generate::{
    corner::Corner,
    material::{MOST, RawComponent, RawRow},
    number::{numbers, shares},
};

/// What a categorical mixture can make.
pub const KIND: Kind = Kind { observation, spread, components, prior, corner };

/// The levels of each variable.
const LEVELS: [usize; MOST] = [2, 3, 2];

fn observation(raw: &RawRow, dimensions: usize) -> Vec<Number> {
    raw.level[..dimensions].iter().map(|level| Number(*level as f64)).collect()
}

/// One observation of each level: no probability becomes 0.
fn spread(rows: &mut Vec<RawRow>, _: usize) {
    for level in [[0, 0, 0], [1, 1, 1], [0, 2, 1]] {
        rows.push(RawRow { place: [0.0; MOST], count: [1; MOST], level, weight: 4, parts: [1; MOST] });
    }
}

/// The positive numbers of a variable, one a level.
fn parts(raw: &RawComponent, variable: usize) -> &[f64] {
    &raw.positive[variable][..LEVELS[variable]]
}

fn components(raw: &[RawComponent], _: Option<Structure>, dimensions: usize) -> Parameters {
    let component = |raw: &RawComponent| Component {
        probabilities: Some((0..dimensions).map(|d| shares(parts(raw, d))).collect()),
        ..Component::default()
    };
    Parameters { weights: Vec::new(), components: raw.iter().map(component).collect(), covariance: None }
}

fn prior(raw: &RawComponent, _: Option<Structure>, dimensions: usize, natural: bool, least: f64) -> ComponentPrior {
    if natural {
        let pseudo_observations = Tensor::Matrix((0..dimensions).map(|d| numbers(parts(raw, d))).collect());
        return ComponentPrior::Natural { pseudo_observations, pseudo_count: None };
    }
    let above = |d: usize| parts(raw, d).iter().map(|x| Number(least + x)).collect();
    ComponentPrior::Dirichlet { concentration: (0..dimensions).map(above).collect() }
}

fn corner(corner: Corner, observations: &mut Rows, parameters: &mut Parameters) {
    let variables = parameters.components.iter_mut().flat_map(|component| component.probabilities.iter_mut());
    match corner {
        Corner::NearSingular => variables.flatten().for_each(|probabilities| {
            let rest: Vec<f64> = probabilities.iter().map(|p| p.0).collect();
            let tiny: Vec<f64> = rest.iter().enumerate().map(|(c, p)| if c == 0 { 1e-6 * p } else { *p }).collect();
            *probabilities = shares(&tiny);
        }),
        Corner::Extreme => observations.iter_mut().flatten().for_each(|level| level.0 = 0.0),
        Corner::Plain | Corner::FarOutlier | Corner::TinyWeight | Corner::EqualComponents => {}
    }
}
