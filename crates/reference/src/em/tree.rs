//! The fixed tree in which blocks of observations are reduced.
//!
//! Its shape depends on the number of blocks alone, so the bits of a result depend neither on the number of threads nor on who
//! computes which block; and, as in pairwise summation, rounding grows with the logarithm of the number of blocks.

use std::ops::Range;

use crate::observations::{Block, Observations};

/// Numbers that the working set of a block may hold, about 256 KiB.
const WORKING_SET: usize = 1 << 15;

/// How many observations make a block: for `K` components in `D` dimensions, `K x B` densities and weights and `D x B` numbers
/// stay in the cache.
#[must_use]
pub fn block_len(components: usize, dimension: usize) -> usize {
    (WORKING_SET / (2 * components + 2 * dimension).max(1)).clamp(32, 512)
}

/// Reduces `leaf(block)` over all blocks of the observations.
///
/// # Errors
/// The error of the first block, in order, that fails.
pub fn reduce<T, E>(
    observations: &Observations,
    block_len: usize,
    leaf: &mut impl FnMut(&Block<'_>) -> Result<T, E>,
    merge: &impl Fn(T, T) -> T,
) -> Result<T, E> {
    let blocks = observations.count().div_ceil(block_len);
    let mut block = |index: usize| {
        let start = index * block_len;
        leaf(&observations.block(start, block_len.min(observations.count() - start)))
    };
    reduce_range(0..blocks, &mut block, merge)
}

fn reduce_range<T, E>(
    range: Range<usize>,
    leaf: &mut impl FnMut(usize) -> Result<T, E>,
    merge: &impl Fn(T, T) -> T,
) -> Result<T, E> {
    if range.len() == 1 {
        return leaf(range.start);
    }
    let left_len = range.len().next_power_of_two() / 2;
    let middle = range.start + left_len;
    let left = reduce_range(range.start..middle, leaf, merge)?;
    let right = reduce_range(middle..range.end, leaf, merge)?;
    Ok(merge(left, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_observation_is_in_one_block_and_the_order_is_kept() {
        for count in [1, 2, 31, 32, 33, 100, 1000] {
            let rows: Vec<Vec<f64>> = (0..count).map(|n| vec![n as f64]).collect();
            let observations = Observations::from_rows(&rows, None).unwrap();
            let mut leaf =
                |block: &Block<'_>| Ok::<_, ()>((0..block.len()).map(|n| block.row(n)[0] as usize).collect::<Vec<_>>());
            let seen = reduce(&observations, 32, &mut leaf, &|left, right| [left, right].concat()).unwrap();
            assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }
    }
}
