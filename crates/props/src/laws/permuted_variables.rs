//! Variables have no order: with the columns of the data and of the parameters reversed, the log evidence is the same.
//!
//! Rounding: that of both sides; a covariance factorised in another order is factorised with the same condition.

use suite::{
    format::{Case, Component, Number, Parameters, Rows, Tensor},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, has_weights, observations, reported, weights, with_data},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "permuted-variables",
    statement: "the order of the variables changes nothing",
    cases: || Scope::parameters().priors(Priors::None).dimensions(2..=3).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let rows = observations(case).iter().map(|row| row.iter().rev().copied().collect()).collect();
    let mut mirrored = with_data(case, rows, has_weights(case).then(|| weights(case)));
    mirrored.model.iter_mut().flat_map(|model| &mut model.levels).for_each(|levels| levels.reverse());
    let (found, due) =
        (em.evaluate(&mirrored, &reversed(parameters))?.log_evidence, em.evaluate(case, parameters)?.log_evidence);
    let (found, due) = (reported(found, "log_evidence")?.0, reported(due, "log_evidence")?.0);
    equal("the log evidence with the variables reversed", found, due, 2.0 * Sizes::at(case, parameters)?.log_evidence)
}

fn reversed(parameters: &Parameters) -> Parameters {
    let both = |rows: &Rows| rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect::<Rows>();
    let one = |values: &Vec<Number>| values.iter().rev().copied().collect::<Vec<_>>();
    let component = |component: &Component| Component {
        mean: component.mean.as_ref().map(one),
        covariance: component.covariance.as_ref().map(|covariance| match covariance {
            Tensor::Scalar(variance) => Tensor::Scalar(*variance),
            Tensor::Vector(variances) => Tensor::Vector(one(variances)),
            Tensor::Matrix(rows) => Tensor::Matrix(both(rows)),
        }),
        rate: component.rate.as_ref().map(one),
        probabilities: component.probabilities.as_ref().map(|rows| rows.iter().rev().cloned().collect()),
    };
    Parameters {
        weights: parameters.weights.clone(),
        components: parameters.components.iter().map(component).collect(),
        covariance: parameters.covariance.as_ref().map(both),
    }
}
