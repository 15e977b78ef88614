//! How far an objective right to `ε` leaves parameters free: `sqrt(2 ε c)`, with `c` the largest diagonal entry, among the numbers
//! of one quantity, of `J (-H)⁻¹ Jᵀ`; `H` is the Hessian in coordinates and `J` the derivative of the parameters by them.
//!
//! `J` is taken by central differences at the working precision, far more exact than the two decimals of a number of digits
//! ask for. At a saddle the diagonal can be of either sign, and its magnitude counts.

use rug::Float;

use super::{
    coordinates::Layout,
    elimination::{Rows, apply},
};
use crate::{interval::Interval, linear::Matrix, tree::Tree};

/// `c` of every quantity among the parameters, in their order.
#[must_use]
pub fn freedoms(layout: &Layout, point: &[Interval], inverse: &Matrix) -> Vec<Float> {
    let slopes = slopes(layout, point);
    let free = |block: &Rows<Interval>| {
        let diagonal = block.iter().map(|row| freedom_of(row, inverse));
        diagonal.fold(Float::new(64), |most, entry| if entry > most { entry } else { most })
    };
    slopes.iter().map(free).collect()
}

/// `|gᵀ (-H)⁻¹ g|` of a function with the gradient `g`: the `c` of a number that is no parameter.
#[must_use]
pub fn freedom_of(gradient: &[Interval], inverse: &Matrix) -> Float {
    let through = apply(inverse, gradient);
    let mut total = Interval::point(Float::new(gradient[0].bits()));
    gradient.iter().zip(&through).for_each(|(a, b)| total.add_product(a, b));
    Float::with_val(64, total.middle().abs())
}

/// `J` by quantities, one row a number.
fn slopes(layout: &Layout, point: &[Interval]) -> Vec<Rows<Interval>> {
    let bits = point[0].bits();
    let step = Interval::point(Float::with_val(bits, 1) >> (bits / 3));
    let exact: Vec<Interval> = point.iter().map(|x| Interval::point(Float::with_val(bits, x.middle()))).collect();
    let numbers = |point: &[Interval]| -> Rows<Interval> {
        let tree = Tree::parameters(&layout.mixture(point));
        let middle = |entry: &Interval| Interval::point(Float::with_val(bits, entry.middle()));
        tree.blocks().iter().map(|(_, block)| block.entries().into_iter().map(middle).collect()).collect()
    };
    let mut slopes: Vec<Rows<Interval>> = numbers(&exact).iter().map(|block| vec![Vec::new(); block.len()]).collect();
    for i in 0..point.len() {
        let moved = |by: &Interval| {
            let mut moved = exact.clone();
            moved[i] = Interval::point(Float::with_val(bits, (&exact[i] + by).middle()));
            numbers(&moved)
        };
        let (above, below) = (moved(&step), moved(&-&step));
        for (block, (above, below)) in slopes.iter_mut().zip(above.iter().zip(&below)) {
            for (row, (above, below)) in block.iter_mut().zip(above.iter().zip(below)) {
                row.push((above - below) / (&step + &step));
            }
        }
    }
    slopes
}
