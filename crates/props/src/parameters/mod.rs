//! Parameters as the laws handle them: entry by entry, their components in another order, and compared.

mod affine;
mod directions;
mod lattice;
mod moments;
mod nested;
mod posterior;

use std::fmt;

use suite::format::{Component, Number, Parameters, Rows, Tensor};

use crate::law::{Check, broken, equal};

pub use affine::Affine;
pub use directions::{Direction, directions, perturbed};
pub use lattice::Lattice;
pub use moments::moments;
pub use nested::Nested;
pub use posterior::posterior;

/// Where an entry of some parameters stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The component; `None` of what all share.
    pub component: Option<usize>,
    /// The field.
    pub field: &'static str,
    /// The indices within the field.
    pub index: Vec<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.field)?;
        self.index.iter().try_for_each(|index| write!(f, "[{index}]"))?;
        self.component.map_or(Ok(()), |k| write!(f, " of component {k}"))
    }
}

/// Visits every entry, in a fixed order.
pub fn visit(parameters: &mut Parameters, f: &mut dyn FnMut(Place, &mut f64)) {
    vector(None, "the mixing weight", &mut parameters.weights, f);
    for (k, component) in parameters.components.iter_mut().enumerate() {
        let Component { mean, covariance, rate, probabilities } = component;
        let k = Some(k);
        mean.iter_mut().for_each(|mean| vector(k, "the mean", mean, f));
        match covariance {
            Some(Tensor::Scalar(variance)) => {
                f(Place { component: k, field: "the variance", index: Vec::new() }, &mut variance.0);
            }
            Some(Tensor::Vector(variances)) => vector(k, "the variance", variances, f),
            Some(Tensor::Matrix(rows)) => matrix(k, "the covariance", rows, f),
            None => {}
        }
        rate.iter_mut().for_each(|rate| vector(k, "the rate", rate, f));
        probabilities.iter_mut().for_each(|rows| matrix(k, "the probability", rows, f));
    }
    parameters.covariance.iter_mut().for_each(|rows| matrix(None, "the shared covariance", rows, f));
}

fn vector(component: Option<usize>, field: &'static str, values: &mut [Number], f: &mut dyn FnMut(Place, &mut f64)) {
    for (index, value) in values.iter_mut().enumerate() {
        f(Place { component, field, index: vec![index] }, &mut value.0);
    }
}

fn matrix(component: Option<usize>, field: &'static str, rows: &mut Rows, f: &mut dyn FnMut(Place, &mut f64)) {
    for (i, row) in rows.iter_mut().enumerate() {
        for (j, value) in row.iter_mut().enumerate() {
            f(Place { component, field, index: vec![i, j] }, &mut value.0);
        }
    }
}

/// All entries with their places.
#[must_use]
pub fn entries(parameters: &Parameters) -> Vec<(Place, f64)> {
    let mut found = Vec::new();
    visit(&mut parameters.clone(), &mut |place, value| found.push((place, *value)));
    found
}

/// Every entry through a function.
#[must_use]
pub fn map(parameters: &Parameters, f: impl Fn(f64) -> f64) -> Parameters {
    let mut mapped = parameters.clone();
    visit(&mut mapped, &mut |_, value| *value = f(*value));
    mapped
}

/// Entry by entry of two parameters of one shape.
#[must_use]
pub fn zip(a: &Parameters, b: &Parameters, f: impl Fn(f64, f64) -> f64) -> Parameters {
    let (mut zipped, mut others) = (a.clone(), entries(b).into_iter());
    visit(&mut zipped, &mut |_, value| *value = others.next().map_or(f64::NAN, |(_, other)| f(*value, other)));
    zipped
}

/// Checks that parameters are what is due, each entry within its own slack.
///
/// # Errors
/// With the first entry that is not, or where the shapes differ.
pub fn agree(what: &str, found: &Parameters, due: &Parameters, slack: &Parameters) -> Check {
    let (found, due, slack) = (entries(found), entries(due), entries(slack));
    let places = |entries: &[(Place, f64)]| entries.iter().map(|(place, _)| place.clone()).collect::<Vec<_>>();
    if places(&found) != places(&due) {
        return broken(format_args!("{what} have another shape than is due"));
    }
    for (((place, found), (_, due)), (_, slack)) in found.iter().zip(&due).zip(&slack) {
        equal(format_args!("{place}, of {what},"), *found, *due, *slack)?;
    }
    Ok(())
}

/// The components in another order: the `k`-th of the result is the `order[k]`-th.
#[must_use]
pub fn reordered(parameters: &Parameters, order: &[usize]) -> Parameters {
    Parameters {
        weights: order.iter().map(|k| parameters.weights[*k]).collect(),
        components: order.iter().map(|k| parameters.components[*k].clone()).collect(),
        covariance: parameters.covariance.clone(),
    }
}
