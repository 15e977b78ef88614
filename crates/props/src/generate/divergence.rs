//! Pairs of members of one family.

use proptest::prelude::*;
use suite::format::{Case, Member, Number, Operation, Q, Rows};

use super::{blank, decimals, numbers};

/// Two members of any family, each well conditioned.
pub fn any_divergence() -> impl Strategy<Value = Case> {
    let pair = |member: BoxedStrategy<Member>| (member.clone(), member);
    prop_oneof![
        pair(gaussian()),
        pair(positive(3).prop_map(|rate| Member::Poisson { rate }).boxed()),
        pair(categorical()),
        pair(positive(2).prop_map(|v| Member::Gamma { shape: v[0], rate: v[1] }).boxed()),
        pair(positive(3).prop_map(|concentration| Member::Dirichlet { concentration }).boxed()),
        pair(normal_inverse_wishart()),
    ]
    .prop_map(|(q, p)| Case { q: Some(Q::Member(q)), p: Some(p), ..blank(Operation::Divergence) })
}

/// Numbers from a quarter to ten.
fn positive(len: usize) -> impl Strategy<Value = Vec<Number>> {
    decimals(25..1000, len).prop_map(|values| numbers(&values))
}

/// Weights in sixteenths, none of them 0.
fn categorical() -> BoxedStrategy<Member> {
    (1..8_u32, 1..8_u32)
        .prop_map(|(a, b)| {
            let sixteenths = [a, b, 16 - a - b].map(|x| Number(f64::from(x) / 16.0));
            Member::Categorical { probabilities: sixteenths.to_vec() }
        })
        .boxed()
}

/// A matrix whose eigenvalues are at least a half.
fn matrix() -> impl Strategy<Value = Rows> {
    (100..400_i32, 100..400_i32, -50..50_i32).prop_map(|(a, b, c)| {
        let [a, b, c] = [a, b, c].map(|x| f64::from(x) / 100.0);
        vec![numbers(&[a, c]), numbers(&[c, b])]
    })
}

fn gaussian() -> BoxedStrategy<Member> {
    (decimals(-300..300, 2), matrix())
        .prop_map(|(mean, covariance)| Member::Gaussian { mean: numbers(&mean), covariance })
        .boxed()
}

fn normal_inverse_wishart() -> BoxedStrategy<Member> {
    (decimals(-300..300, 2), decimals(25..400, 1), decimals(150..900, 1), matrix())
        .prop_map(|(mean, precision, degrees, scale)| Member::NormalInverseWishart {
            mean: numbers(&mean),
            mean_precision: Number(precision[0]),
            degrees_of_freedom: Number(degrees[0]),
            scale,
        })
        .boxed()
}
