//! What a divergence is of: two members of one family.

use proptest::prelude::*;
use suite::format::{Case, Member, Number};

use super::{
    material::{MOST, RawComponent, component, square},
    number::{numbers, shares},
};
use crate::ask;

/// Two members of one family, in one dimension to three.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The member that weighs.
    pub q: Member,
    /// The member that is measured against.
    pub p: Member,
}

impl Pair {
    /// `divergence` of the two.
    #[must_use]
    pub fn divergence(&self) -> Case {
        ask::divergence(&self.q, &self.p)
    }
}

type Make = fn(&RawComponent, usize) -> Member;

/// How each family makes a member; a new one is a line here.
const FAMILIES: [Make; 6] = [categorical, poisson, gamma, dirichlet, gaussian, normal_inverse_wishart];

/// Any pair; in a quarter of them the two members are equal, in another a part in 1e6 apart.
pub fn pairs() -> BoxedStrategy<Pair> {
    (prop::sample::select(FAMILIES.to_vec()), 1..=MOST, component(), component(), 0..4_u32)
        .prop_map(|(make, dimensions, of_q, of_p, near)| {
            let of_p = match near {
                0 => of_q.clone(),
                1 => nudged(&of_q),
                _ => of_p,
            };
            Pair { q: make(&of_q, dimensions), p: make(&of_p, dimensions) }
        })
        .boxed()
}

/// The divergences of all pairs.
pub fn divergences() -> BoxedStrategy<Case> {
    pairs().prop_map(|pair| pair.divergence()).boxed()
}

fn nudged(raw: &RawComponent) -> RawComponent {
    let mut raw = raw.clone();
    raw.mean[0] += 1e-6;
    raw.positive[0][0] *= 1.0 + 1e-6;
    raw.root[0][0] *= 1.0 + 1e-6;
    raw
}

fn categorical(raw: &RawComponent, dimensions: usize) -> Member {
    Member::Categorical { probabilities: shares(&raw.positive[0][..dimensions]) }
}

fn poisson(raw: &RawComponent, dimensions: usize) -> Member {
    Member::Poisson { rate: numbers(&raw.positive[0][..dimensions]) }
}

fn gamma(raw: &RawComponent, _: usize) -> Member {
    Member::Gamma { shape: Number(raw.positive[0][0]), rate: Number(raw.positive[0][1]) }
}

fn dirichlet(raw: &RawComponent, dimensions: usize) -> Member {
    Member::Dirichlet { concentration: numbers(&raw.positive[0][..dimensions.max(2)]) }
}

fn matrix(raw: &RawComponent, dimensions: usize) -> Vec<Vec<Number>> {
    square(&raw.root, dimensions).iter().map(|row| numbers(row)).collect()
}

fn gaussian(raw: &RawComponent, dimensions: usize) -> Member {
    Member::Gaussian { mean: numbers(&raw.mean[..dimensions]), covariance: matrix(raw, dimensions) }
}

fn normal_inverse_wishart(raw: &RawComponent, dimensions: usize) -> Member {
    Member::NormalInverseWishart {
        mean: numbers(&raw.mean[..dimensions]),
        mean_precision: Number(raw.positive[0][0]),
        degrees_of_freedom: Number(dimensions as f64 - 1.0 + raw.positive[0][1]),
        scale: matrix(raw, dimensions),
    }
}
