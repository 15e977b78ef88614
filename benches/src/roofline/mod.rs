//! The roofline of an EM iteration on one core: no less time than its arithmetic takes at the rates that this machine reaches on the same shapes, and no
//! less than reading the data once.
//!
//! | part | amount |
//! |---|---|
//! | E-step, full covariance | `N K D²` flops: half of a product with a triangular factor, at the rate of `(B x D)(D x DK)` |
//! | M-step, full covariance | `N K D²` flops: half of a symmetric product, at the rate of `(D x B)(B x D)` |
//! | tied | once `N D²` for all components, and `2 N K D` for their means in each step |
//! | diagonal | `4 N K D` in each step: products with `x` and `x²` |
//! | spherical, identity, Poisson | `2 N K D` in each step |
//! | categorical | `N D` additions of a row of `K` numbers in each step |
//! | responsibilities | `N K` exponentials |
//! | reading | `8 N D` bytes |
//!
//! Arithmetic adds up, for a core does one thing at a time; reading goes on beside it, so that the bound is the larger of the two.

mod rate;

use suite::format::{Family, Model, Structure};

/// Rows of a block: what fits a cache beside the factors.
const BLOCK: usize = 4096;

/// A part of an iteration.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is.
    pub name: &'static str,
    /// How much there is to do: flops, exponentials, additions of rows or bytes.
    pub amount: f64,
    /// How much of that a second.
    pub rate: f64,
}

impl Part {
    /// The seconds that it takes.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.amount / self.rate
    }
}

/// The bound of an iteration.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Seconds, at least.
    pub seconds: f64,
    /// What they are made of; the last part is reading.
    pub parts: Vec<Part>,
}

/// Measures the rates of a model's shapes and adds them up.
#[must_use]
pub fn bound(model: &Model, n: usize, d: usize, k: usize) -> Bound {
    let mut parts = arithmetic(model, n, d, k);
    parts.push(Part { name: "exponentials", amount: (n * k) as f64, rate: rate::exponentials() });
    let work: f64 = parts.iter().map(Part::seconds).sum();
    let reading = Part { name: "reading", amount: (8 * n * d) as f64, rate: rate::reading() };
    let seconds = work.max(reading.seconds());
    parts.push(reading);
    Bound { seconds, parts }
}

/// The flops of both steps.
fn arithmetic(model: &Model, n: usize, d: usize, k: usize) -> Vec<Part> {
    let flops = |factor: usize| (factor * n) as f64;
    let product = |name, amount, [rows, inner, columns]: [usize; 3]| Part {
        name,
        amount,
        rate: rate::product(rows, inner, columns),
    };
    match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Full)) => vec![
            product("E-step", flops(k * d * d), [BLOCK, d, d * k]),
            product("M-step", flops(k * d * d), [d, BLOCK, d]),
        ],
        (Family::Gaussian, Some(Structure::Tied)) => vec![
            product("whitening", flops(d * d), [BLOCK, d, d]),
            product("E-step", flops(2 * k * d), [BLOCK, d, k]),
            product("M-step", flops(2 * k * d), [k, BLOCK, d]),
        ],
        (Family::Gaussian, Some(Structure::Diagonal)) => vec![
            product("E-step", flops(4 * k * d), [BLOCK, 2 * d, k]),
            product("M-step", flops(4 * k * d), [k, BLOCK, 2 * d]),
        ],
        (Family::Categorical, _) => {
            let rate = rate::row_additions(k);
            ["E-step", "M-step"].map(|name| Part { name, amount: (n * d) as f64, rate }).to_vec()
        }
        _ => {
            vec![product("E-step", flops(2 * k * d), [BLOCK, d, k]), product("M-step", flops(2 * k * d), [k, BLOCK, d])]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_that_of_the_table_and_reading_bounds_it_from_below() {
        let model = |covariance| Model { family: Family::Gaussian, covariance: Some(covariance), levels: None };
        let amounts =
            |n| bound(&model(Structure::Full), n, 8, 4).parts.iter().map(|part| part.amount).collect::<Vec<f64>>();
        let tenfold: Vec<f64> = amounts(1_000).iter().map(|amount| 10.0 * amount).collect();
        assert_eq!(amounts(10_000), tenfold);
        assert_eq!(tenfold, [10_000.0 * 4.0 * 64.0, 10_000.0 * 4.0 * 64.0, 40_000.0, 640_000.0]);
        for structure in Structure::ALL {
            let bound = bound(&model(structure), 1_000, 4, 2);
            assert!(bound.seconds >= bound.parts.last().unwrap().seconds());
            assert!(bound.parts.iter().all(|part| part.amount > 0.0 && part.rate.is_finite() && part.rate > 0.0));
        }
    }
}
