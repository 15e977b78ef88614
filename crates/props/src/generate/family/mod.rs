//! How each family makes its data, parameters and priors out of raw material. A new one is a file and a line in [`of`].

mod categorical;
mod gaussian;
mod poisson;

use suite::format::{ComponentPrior, Family, Number, Parameters, Rows, Structure};

use super::{
    corner::Corner,
    material::{RawComponent, RawRow},
};

/// What a family can make.
pub struct Kind {
    /// An observation of `D` dimensions.
    pub observation: fn(&RawRow, usize) -> Vec<Number>,
    /// Adds rows that keep every M-step away from the edge of the parameter space.
    pub spread: fn(&mut Vec<RawRow>, usize),
    /// Components of `D` dimensions; the mixing weights are another's business.
    pub components: fn(&[RawComponent], Option<Structure>, usize) -> Parameters,
    /// A prior of components of `D` dimensions, natural if asked and there is one, with what must be larger than something raised so far.
    pub prior: fn(&RawComponent, Option<Structure>, usize, bool, f64) -> ComponentPrior,
    /// Moves data and parameters into a corner.
    pub corner: fn(Corner, &mut Rows, &mut Parameters),
}

/// The kind of a family.
pub fn of(family: Family) -> &'static Kind {
    match family {
        Family::Gaussian => &gaussian::KIND,
        Family::Poisson => &poisson::KIND,
        Family::Categorical => &categorical::KIND,
    }
}
