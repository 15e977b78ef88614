//! The fixed tree in which blocks of observations are reduced.
//!
//! Its shape depends on the number of blocks alone, so the bits of a result depend neither on the number of threads nor on who
//! computes which block; and, as in pairwise summation, rounding grows with the logarithm of the number of blocks.

use std::{ops::Range, sync::Mutex};

use crate::observations::{Block, Observations};

/// Numbers that the working set of a block may hold, about 256 KiB.
const WORKING_SET: usize = 1 << 15;

/// How many observations make a block: for `K` components in `D` dimensions, `K x B` densities and weights and `D x B` numbers
/// stay in the cache.
#[must_use]
pub fn block_len(components: usize, dimension: usize) -> usize {
    (WORKING_SET / (2 * components + 2 * dimension).max(1)).clamp(32, 512)
}

/// Leaves that are not worth a second thread.
const ON_ONE_THREAD: usize = 16;

/// Leaves that one thread takes together: few, so that no thread waits long for the last.
const TOGETHER: usize = 4;

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
    reduce_part(observations, 0..observations.count(), block_len, leaf, merge)
}

/// The same over a part of the observations.
///
/// # Errors
/// As [`reduce`].
pub fn reduce_part<T, E>(
    observations: &Observations,
    part: Range<usize>,
    block_len: usize,
    leaf: &mut impl FnMut(&Block<'_>) -> Result<T, E>,
    merge: &impl Fn(T, T) -> T,
) -> Result<T, E> {
    let blocks = part.len().div_ceil(block_len);
    let mut block = |index: usize| {
        let start = part.start + index * block_len;
        leaf(&observations.block(start, block_len.min(part.end - start)))
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
    let (first, second) = halves(range);
    let left = reduce_range(first, leaf, merge)?;
    let right = reduce_range(second, leaf, merge)?;
    Ok(merge(left, right))
}

/// Both parts of a range of more than one: the first is the largest power of two below its length.
fn halves(range: Range<usize>) -> (Range<usize>, Range<usize>) {
    let middle = range.start + range.len().next_power_of_two() / 2;
    (range.start..middle, middle..range.end)
}

/// How leaves are made and put together, on any thread.
pub trait Reduction: Sync {
    /// What a thread needs to work on a leaf.
    type Room: Default + Send;
    /// What a leaf gives, and leaves together.
    type Value: Send;
    /// How it fails.
    type Error: Send;

    /// Makes room fit, be it new or that of another reduction.
    fn prepare(&self, room: &mut Self::Room);

    /// The value of a leaf.
    ///
    /// # Errors
    /// Its own.
    fn leaf(&self, index: usize, room: &mut Self::Room) -> Result<Self::Value, Self::Error>;

    /// The value of two parts.
    fn merge(&self, left: Self::Value, right: Self::Value) -> Self::Value;
}

/// Room for as many threads as have worked at once, kept from one reduction to the next.
#[derive(Debug)]
pub struct Rooms<T>(Mutex<Vec<T>>);

impl<T> Default for Rooms<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Default> Rooms<T> {
    /// Works in a room that nobody else is in.
    fn with<V>(&self, work: impl FnOnce(&mut T) -> V) -> V {
        let free = self.0.lock().expect("nobody panics here").pop();
        let mut room = free.unwrap_or_default();
        let value = work(&mut room);
        self.0.lock().expect("nobody panics here").push(room);
        value
    }
}

/// Reduces leaves, in the same tree as [`reduce`], on the threads of the current pool.
///
/// # Errors
/// The error of the first leaf, in order, that fails.
pub fn reduce_on_threads<R: Reduction>(
    reduction: &R,
    leaves: Range<usize>,
    rooms: &Rooms<R::Room>,
) -> Result<R::Value, R::Error> {
    if leaves.len() > ON_ONE_THREAD && rayon::current_num_threads() > 1 {
        on_threads(reduction, leaves, rooms)
    } else {
        on_one_thread(reduction, leaves, rooms)
    }
}

fn on_threads<R: Reduction>(reduction: &R, leaves: Range<usize>, rooms: &Rooms<R::Room>) -> Result<R::Value, R::Error> {
    if leaves.len() <= TOGETHER {
        return on_one_thread(reduction, leaves, rooms);
    }
    let (first, second) = halves(leaves);
    let (left, right) = rayon::join(|| on_threads(reduction, first, rooms), || on_threads(reduction, second, rooms));
    Ok(reduction.merge(left?, right?))
}

fn on_one_thread<R: Reduction>(
    reduction: &R,
    leaves: Range<usize>,
    rooms: &Rooms<R::Room>,
) -> Result<R::Value, R::Error> {
    rooms.with(|room| {
        reduction.prepare(room);
        let mut leaf = |index| reduction.leaf(index, room);
        reduce_range(leaves, &mut leaf, &|left, right| reduction.merge(left, right))
    })
}

/// Subtrees of equal size, pushed in order and merged as a binary counter carries: the tree of [`reduce`] whose blocks they are.
#[derive(Debug)]
pub struct Subtrees<T> {
    /// Each with its height `h`, being `2ʰ` of those that were pushed: decreasing.
    stack: Vec<(u32, T)>,
}

impl<T> Subtrees<T> {
    /// None yet.
    pub const fn new() -> Self {
        Self { stack: Vec::new() }
    }

    /// Adds the next; only the last may be smaller.
    pub fn push(&mut self, value: T, merge: &impl Fn(T, T) -> T) {
        let (mut height, mut value) = (0, value);
        while let Some((_, left)) = self.stack.pop_if(|(of_last, _)| *of_last == height) {
            (height, value) = (height + 1, merge(left, value));
        }
        self.stack.push((height, value));
    }

    /// All of them together; `None` if there are none.
    pub fn merged(self, merge: &impl Fn(T, T) -> T) -> Option<T> {
        self.stack.into_iter().map(|(_, value)| value).rev().reduce(|right, left| merge(left, right))
    }
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

    /// The length of a block decides the last bits of every result: `2¹⁵/(2K + 2D)`, from 32 to 512.
    #[test]
    fn blocks_are_as_long_as_the_cache_allows() {
        let lengths = [(1, 1), (16, 16), (17, 16), (60, 4), (400, 50), (512, 512), (5000, 5000), (0, 0)];
        assert_eq!(lengths.map(|(k, d)| block_len(k, d)), [512, 512, 496, 256, 36, 32, 32, 512]);
    }

    /// Leaves on threads make the tree of [`reduce_range`], whoever makes them.
    #[test]
    fn threads_do_not_change_the_tree() {
        struct Names;
        impl Reduction for Names {
            type Room = Vec<usize>;
            type Value = String;
            type Error = usize;
            fn prepare(&self, room: &mut Vec<usize>) {
                room.clear();
            }
            fn leaf(&self, index: usize, room: &mut Vec<usize>) -> Result<String, usize> {
                room.push(index);
                if index == 77 { Err(index) } else { Ok(index.to_string()) }
            }
            fn merge(&self, left: String, right: String) -> String {
                format!("({left} {right})")
            }
        }
        for count in [1, 16, 17, 50, 77] {
            let expected = reduce_range(0..count, &mut |i| Ok::<_, usize>(i.to_string()), &|a, b| Names.merge(a, b));
            for threads in [1, 3] {
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let rooms = Rooms::default();
                assert_eq!(pool.install(|| reduce_on_threads(&Names, 0..count, &rooms)), expected);
                let made = rooms.0.lock().unwrap().len();
                assert!((1..=threads).contains(&made), "{made} rooms for {threads} threads");
            }
        }
        assert_eq!(reduce_on_threads(&Names, 70..90, &Rooms::default()), Err(77));
    }

    #[test]
    fn subtrees_make_the_tree_of_their_leaves() {
        let merge = |a: String, b: String| format!("({a} {b})");
        for count in 1..40_usize {
            let mut subtrees = Subtrees::new();
            (0..count).for_each(|i| subtrees.push(i.to_string(), &merge));
            let whole = reduce_range(0..count, &mut |i| Ok::<_, ()>(i.to_string()), &merge);
            assert_eq!(subtrees.merged(&merge), whole.ok());
        }
        assert_eq!(Subtrees::new().merged(&merge), None);
    }

    #[test]
    fn a_room_is_used_again() {
        let rooms = Rooms::default();
        rooms.with(|room: &mut Vec<u8>| room.push(1));
        assert_eq!(rooms.with(|room| room.clone()), [1]);
    }

    /// Blocks of 2 of 11 observations, as nested pairs: the left part of `n` blocks is the largest power of two below `n`.
    #[test]
    fn the_tree_is_that_of_pairwise_summation() {
        let rows: Vec<Vec<f64>> = (0..11_u32).map(|n| vec![f64::from(n)]).collect();
        let observations = Observations::from_rows(&rows, None).unwrap();
        let mut leaf = |block: &Block<'_>| {
            let rows: Vec<String> = (0..block.len()).map(|n| block.row(n)[0].to_string()).collect();
            Ok::<_, ()>(rows.join(" "))
        };
        let tree = reduce(&observations, 2, &mut leaf, &|a, b| format!("({a} | {b})"));
        assert_eq!(tree.unwrap(), "(((0 1 | 2 3) | (4 5 | 6 7)) | (8 9 | 10))");
    }
}
