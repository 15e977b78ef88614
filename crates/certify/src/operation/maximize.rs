//! `maximize`: the M-step alone, from given responsibilities.

use suite::format::Case;

use crate::{
    em::maximization,
    failure::Failure,
    input::{Reader, read_problem, read_shares, required},
    tree::Tree,
};

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn maximize(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let responsibilities = required("responsibilities", case.responsibilities.as_ref())?;
    let components = responsibilities.first().map_or(1, Vec::len);
    let problem = read_problem(case, components, reader)?;
    let shares = read_shares(case, &problem, reader)?;
    let (mixture, _) = maximization(&problem, &shares, None, 1)?;
    Ok(Tree::map([("parameters", Tree::parameters(&mixture))]))
}
