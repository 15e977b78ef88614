//! `trajectory`: exactly `T` iterations of EM; the objective before, between and after them, and the parameters recorded.

use std::collections::BTreeMap;

use suite::format::{Case, Parameters};

use crate::{
    em::{Objective, expectation, maximization},
    failure::{Failure, Rejection},
    input::{Reader, read_parameters, read_problem, required},
    mixture::Mixture,
    tree::Tree,
};

/// What happened in `T` iterations.
#[derive(Debug, Default)]
pub struct Course {
    objectives: Vec<Objective>,
    /// The parameters after the iterations that were to be recorded.
    pub recorded: BTreeMap<usize, Mixture>,
    empty: Vec<[usize; 2]>,
}

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn trajectory(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let initial = required("initial", case.initial.as_ref())?;
    let iterations = *required("iterations", case.iterations.as_ref())?;
    let record = required("record", case.record.as_ref())?;
    if let Some(index) = record.iter().position(|&t| t > iterations) {
        let message = format!("iteration {} of {iterations}", record[index]);
        return Err(Rejection::field(format!("record[{index}]"), message).into());
    }
    let course = run(case, initial, iterations, record, reader)?;
    let objective = |value: fn(&Objective) -> Tree| Tree::List(course.objectives.iter().map(value).collect());
    let recorded = course.recorded.iter().map(|(t, mixture)| (t.to_string(), Tree::parameters(mixture)));
    let mut parts = vec![
        ("log_evidence".to_owned(), objective(|o| Tree::scaled(o.log_evidence.clone(), o.evidence_scale.clone()))),
        ("log_joint".to_owned(), objective(|o| Tree::scaled(o.log_joint.clone(), o.joint_scale.clone()))),
        ("parameters".to_owned(), Tree::Map(recorded.collect())),
    ];
    if !course.empty.is_empty() {
        parts.push(("empty_components".to_owned(), Tree::Indices(course.empty)));
    }
    Ok(Tree::Map(parts))
}

/// Iterates from the initial parameters of a case.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn run(
    case: &Case,
    initial: &Parameters,
    iterations: usize,
    record: &[usize],
    reader: &mut Reader<'_>,
) -> Result<Course, Failure> {
    let problem = read_problem(case, initial.weights.len(), reader)?;
    let mut mixture = read_parameters("initial", initial, &problem, reader)?;
    let mut course = Course::default();
    for t in 0..=iterations {
        let (objective, shares) = expectation(&problem, &mixture, t)?;
        course.objectives.push(objective);
        if record.contains(&t) {
            course.recorded.insert(t, mixture.clone());
        }
        if t < iterations {
            let (next, empty) = maximization(&problem, &shares, Some(&mixture), t + 1)?;
            course.empty.extend(empty.into_iter().map(|k| [t + 1, k]));
            mixture = next;
        }
    }
    Ok(course)
}
