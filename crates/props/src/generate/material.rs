//! Raw material: numbers of a fixed shape, from which any family makes its data, parameters and priors.

use proptest::{array::uniform3, prelude::*};

use super::number::{number, positive};

/// The most dimensions, components and levels of a variable.
pub const MOST: usize = 3;

/// The lower triangle of a 3 x 3 matrix, row by row, the diagonal positive.
pub type Triangle = [[f64; MOST]; MOST];

/// What an observation is made of.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// A place.
    pub place: [f64; MOST],
    /// A count for each dimension.
    pub count: [u32; MOST],
    /// A level of each variable, below 2, 3 and 2.
    pub level: [usize; MOST],
    /// The weight, in quarters.
    pub weight: u32,
    /// The parts of each component in the row of `q`.
    pub parts: [u32; MOST],
}

/// What a component is made of, or a prior of components.
#[derive(Clone, Debug)]
pub struct RawComponent {
    /// Its part in the mixing weights.
    pub part: u32,
    /// A mean.
    pub mean: [f64; MOST],
    /// A root of a covariance.
    pub root: Triangle,
    /// Positive numbers: rates, shapes, concentrations.
    pub positive: [[f64; MOST]; MOST],
}

/// Any row.
pub fn row() -> impl Strategy<Value = RawRow> + Clone {
    let levels = (0..2_usize, 0..3_usize, 0..2_usize).prop_map(|(a, b, c)| [a, b, c]);
    (uniform3(number(4)), uniform3(0..20_u32), levels, 0..=8_u32, uniform3(0..=8_u32))
        .prop_map(|(place, count, level, weight, parts)| RawRow { place, count, level, weight, parts })
}

/// Any component.
pub fn component() -> impl Strategy<Value = RawComponent> + Clone {
    let diagonal = uniform3((2..=8_u32).prop_map(|x| f64::from(x) / 4.0));
    let root = (uniform3(number(1)), diagonal).prop_map(|(low, diagonal)| {
        [[diagonal[0], 0.0, 0.0], [low[0], diagonal[1], 0.0], [low[1], low[2], diagonal[2]]]
    });
    (1..=8_u32, uniform3(number(4)), root, uniform3(uniform3(positive(8))))
        .prop_map(|(part, mean, root, positive)| RawComponent { part, mean, root, positive })
}

/// `L Lᵀ` of the first `D` rows of a triangle: exactly symmetric.
pub fn square(root: &Triangle, dimensions: usize) -> Vec<Vec<f64>> {
    let entry = |i: usize, j: usize| (0..MOST).map(|l| root[i][l] * root[j][l]).sum();
    (0..dimensions).map(|i| (0..dimensions).map(|j| entry(i, j)).collect()).collect()
}
