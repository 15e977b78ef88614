//! Where the observations come from: memory, or a source that is read anew in every pass and never held.
//!
//! A source gives its observations in parts of [`PART`], in order. A part is a whole subtree of the fixed tree, so the bits of a result
//! are those that the same observations in memory give.

use super::tree::Subtrees;
use crate::{
    arithmetic::{affine_rank::affine_rank, sum::Sum},
    error::{Error, Result, check_domain, check_len},
    kernel::LEAF,
    observations::Observations,
};

/// Observations of a part, but for the last: 64 leaves.
pub const PART: usize = 64 * LEAF;

/// Observations that can be read any number of times, with the same result.
pub trait Source: Sync {
    /// `D`.
    fn dimension(&self) -> usize;

    /// Shows all observations in order: either all at once or in parts of [`PART`], the last of which may be shorter.
    ///
    /// # Errors
    /// Those of `visit`; data that cannot be read or are not observations.
    fn read(&self, visit: &mut dyn FnMut(&Observations) -> Result<()>) -> Result<()>;
}

impl Source for Observations {
    fn dimension(&self) -> usize {
        Self::dimension(self)
    }

    fn read(&self, visit: &mut dyn FnMut(&Observations) -> Result<()>) -> Result<()> {
        visit(self)
    }
}

/// Blocks of observations of any lengths, each a run of rows of `D` numbers one after the other, from an iterator that can be made anew.
#[derive(Clone, Debug)]
pub struct Blocks<F> {
    dimension: usize,
    open: F,
}

impl<F, I, B> Blocks<F>
where
    F: Fn() -> I,
    I: Iterator<Item = std::result::Result<B, String>>,
    B: AsRef<[f64]>,
{
    /// Takes `D`, and what makes the iterator.
    pub const fn new(dimension: usize, open: F) -> Self {
        Self { dimension, open }
    }
}

impl<F, I, B> Source for Blocks<F>
where
    F: Fn() -> I + Sync,
    I: Iterator<Item = std::result::Result<B, String>>,
    B: AsRef<[f64]>,
{
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn read(&self, visit: &mut dyn FnMut(&Observations) -> Result<()>) -> Result<()> {
        let len = PART * self.dimension;
        let (mut first, mut part) = (0, Vec::with_capacity(len));
        for (index, block) in (self.open)().enumerate() {
            let block = block.map_err(|problem| Error::Unreadable { problem })?;
            let mut rest = block.as_ref();
            let whole = format!("a multiple of {} numbers", self.dimension);
            if !rest.len().is_multiple_of(self.dimension) {
                let found = format!("{}", rest.len());
                return Err(Error::Shape { field: format!("data block {index}"), expected: whole, found });
            }
            while part.len() + rest.len() > len {
                let (now, later) = rest.split_at(len - part.len());
                part.extend_from_slice(now);
                part = shown(part, first, self.dimension, visit)?;
                (first, rest) = (first + PART, later);
            }
            part.extend_from_slice(rest);
        }
        shown(part, first, self.dimension, visit).map(drop)
    }
}

/// Shows a part, and gives its room back.
fn shown(
    part: Vec<f64>,
    first: usize,
    dimension: usize,
    visit: &mut dyn FnMut(&Observations) -> Result<()>,
) -> Result<Vec<f64>> {
    for (i, &value) in part.iter().enumerate() {
        let field = || format!("data.observations[{}][{}]", first + i / dimension, i % dimension);
        check_domain(value, |_| true, field, "finite")?;
    }
    let count = part.len() / dimension.max(1);
    let observations = Observations::from_flat(part, count, None)?.starting_at(first);
    visit(&observations)?;
    let mut room = observations.into_flat();
    room.clear();
    Ok(room)
}

/// What is to be known of a source before EM.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// `W`.
    pub total_weight: f64,
    /// Whether all numbers are of a magnitude that the kernels take.
    pub ordinary: bool,
    /// `max_n |x_nd|`, `D`.
    pub largest: Vec<f64>,
    /// `N`.
    pub count: usize,
}

impl Summary {
    /// Reads the source, and checks each part.
    ///
    /// # Errors
    /// Those of `check`.
    pub fn of(source: &impl Source, check: impl Fn(&Observations) -> Result<()>) -> Result<Self> {
        let mut total = Sum::default();
        let mut summary = Self { total_weight: 0.0, ordinary: true, largest: vec![0.0; source.dimension()], count: 0 };
        source.read(&mut |part| {
            check(part)?;
            total.add(part.total_weight());
            summary.ordinary &= part.is_ordinary();
            summary.count += part.count();
            part.raise_to_magnitudes(&mut summary.largest);
            Ok(())
        })?;
        Ok(Self { total_weight: total.value(), ..summary })
    }
}

/// Few observations of positive weight with the affine hull of all of them.
///
/// # Errors
/// Those of the source.
pub(crate) fn spanning(source: &impl Source) -> Result<Vec<Vec<f64>>> {
    let dimension = source.dimension();
    let mut spanning: Vec<Vec<f64>> = Vec::new();
    let mut rank_so_far = 0;
    source.read(&mut |part| {
        if rank_so_far == dimension + 1 {
            return Ok(());
        }
        // A few at a time: mostly the first ones span all there is.
        for start in (0..part.count()).step_by(LEAF) {
            let rows = start..part.count().min(start + LEAF);
            let present: Vec<&[f64]> = rows.filter(|&n| part.weights()[n] > 0.0).map(|n| part.row(n)).collect();
            if rank_with(&spanning, &present, dimension) == rank_so_far {
                continue;
            }
            for row in present {
                let next = rank_with(&spanning, &[row], dimension);
                if next > rank_so_far {
                    spanning.push(row.to_vec());
                    rank_so_far = next;
                }
                if rank_so_far == dimension + 1 {
                    return Ok(());
                }
            }
        }
        Ok(())
    })?;
    Ok(spanning)
}

/// One more than the dimension of the affine hull of the rows so far and more of them; 0 of none.
fn rank_with(so_far: &[Vec<f64>], rows: &[&[f64]], dimension: usize) -> usize {
    let rows: Vec<&[f64]> = so_far.iter().map(Vec::as_slice).chain(rows.iter().copied()).collect();
    if rows.is_empty() { 0 } else { 1 + affine_rank(&[rows], dimension) }
}

/// Reduces the parts of a source, each by `of_part`, in the fixed tree.
///
/// # Errors
/// Those of the source and of `of_part`.
pub(crate) fn reduce_parts<T>(
    source: &impl Source,
    of_part: &mut impl FnMut(&Observations) -> Result<T>,
    merge: &impl Fn(T, T) -> T,
) -> Result<T> {
    let mut subtrees = Subtrees::new();
    source.read(&mut |part| {
        subtrees.push(of_part(part)?, merge);
        Ok(())
    })?;
    subtrees.merged(merge).ok_or(Error::NoData { field: "data.observations".to_owned(), problem: "there is no row" })
}

/// Checks the dimension of a source against the model's.
///
/// # Errors
/// [`Error::Shape`].
pub(crate) fn check_dimension(source: &impl Source, dimension: usize) -> Result<()> {
    check_len(source.dimension(), dimension, "data.observations[0]", "numbers, as the model has")
}
