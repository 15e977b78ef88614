//! `evaluate`: log densities, log evidence and responsibilities at given parameters.
//!
//! An observation with probability 0 under every component has the term `-∞`, and no responsibilities are reported then.

use suite::format::Case;

use crate::{
    em::{Objective, Row},
    failure::Failure,
    family::Density,
    input::{Reader, read_parameters, read_problem, required},
    interval::Interval,
    linear::Vector,
    tree::Tree,
};

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn evaluate(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let given = required("parameters", case.parameters.as_ref())?;
    let problem = read_problem(case, given.weights.len(), reader)?;
    let mixture = read_parameters("parameters", given, &problem, reader)?;
    let densities = Density::of_mixture(&problem, &mixture, 0)?;
    let rows: Vec<Row> = (0..problem.weights.len()).map(|n| Row::new(&problem, &mixture, &densities, n)).collect();
    let terms: Vector = rows.iter().map(|row| row.evidence.ln()).collect();
    let contributing = problem.contributing().map(|(n, weight)| (weight, &terms[n]));
    let objective = Objective::new(&problem, &mixture, contributing)?;

    let log_densities = |row: &Row| Tree::vector(row.densities.iter().map(Interval::ln).collect());
    let mut parts = vec![
        ("log_densities".to_owned(), Tree::List(rows.iter().map(log_densities).collect())),
        ("log_evidence_terms".to_owned(), Tree::List(terms.iter().cloned().map(Tree::scalar).collect())),
        ("log_evidence".to_owned(), Tree::scaled(objective.log_evidence, objective.evidence_scale)),
        ("log_joint".to_owned(), Tree::scaled(objective.log_joint, objective.joint_scale)),
    ];
    if !rows.iter().any(|row| row.evidence.is_exact_zero()) {
        let responsibilities = rows.iter().map(|row| Tree::vector(row.responsibilities())).collect();
        parts.push(("responsibilities".to_owned(), Tree::List(responsibilities)));
    }
    Ok(Tree::Map(parts))
}
