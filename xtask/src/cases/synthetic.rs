//! Synthetic numbers, the same on every machine: integers from a linear congruential generator, read as short decimals.
//!
//! `s <- 6364136223846793005 s + 1442695040888963407 mod 2^64` (Knuth's MMIX); a draw is the upper 31 bits of `s`.
//! All arithmetic is on integers. A number of a file is the double nearest to `mantissa * 10^exponent`, so that the file
//! shows the few digits that were drawn.

use serde_json::{Value, json};

/// The generator.
pub struct Stream(u64);

impl Stream {
    /// A stream of its own for each seed.
    pub fn new(seed: u64) -> Self {
        let mut stream = Self(seed);
        stream.draw();
        stream.draw();
        stream
    }

    fn draw(&mut self) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64
    }

    /// Uniform on `0..bound`.
    pub fn below(&mut self, bound: i64) -> i64 {
        self.draw() % bound
    }

    /// Bell-shaped with mean 0 and standard deviation about `scale`: the sum of twelve uniforms.
    pub fn bell(&mut self, scale: i64) -> i64 {
        let sum: i64 = (0..12).map(|_| self.below(1000)).sum();
        (sum - 5994) * scale / 1000
    }
}

/// The double nearest to `mantissa * 10^exponent`.
pub fn decimal(mantissa: i64, exponent: i32) -> f64 {
    format!("{mantissa}e{exponent}").parse().expect("a decimal")
}

/// Rows of integers as rows of `mantissa * 10^exponent`.
pub fn rows(mantissas: &[Vec<i64>], exponent: i32) -> Value {
    let row = |row: &Vec<i64>| row.iter().map(|&mantissa| number(mantissa, exponent)).collect::<Vec<Value>>();
    mantissas.iter().map(row).collect::<Vec<_>>().into()
}

fn number(mantissa: i64, exponent: i32) -> Value {
    if exponent == 0 { json!(mantissa) } else { json!(decimal(mantissa, exponent)) }
}

/// One group of a cloud: its centre and its standard deviations.
pub type Group<'a> = (&'a [i64], &'a [i64]);

/// `n` rows, taken from the groups in turn, independent in every dimension.
pub fn cloud(seed: u64, n: usize, groups: &[Group]) -> Vec<Vec<i64>> {
    let mut stream = Stream::new(seed);
    let mut row = |(centre, spread): Group| -> Vec<i64> {
        centre.iter().zip(spread).map(|(&centre, &spread)| centre + stream.bell(spread)).collect()
    };
    (0..n).map(|index| row(groups[index % groups.len()])).collect()
}

/// The same rows, moved by `offset` in every dimension.
pub fn moved(mut mantissas: Vec<Vec<i64>>, offset: i64) -> Vec<Vec<i64>> {
    mantissas.iter_mut().flatten().for_each(|mantissa| *mantissa += offset);
    mantissas
}

/// Adds `numerator/denominator` of dimension `from` to dimension `to`, which correlates the two.
pub fn sheared(
    mut mantissas: Vec<Vec<i64>>,
    from: usize,
    to: usize,
    [numerator, denominator]: [i64; 2],
) -> Vec<Vec<i64>> {
    mantissas.iter_mut().for_each(|row| row[to] += row[from] * numerator / denominator);
    mantissas
}

/// `n` rows of counts: each dimension uniform between half and one and a half times the rate of its group.
pub fn counts(seed: u64, n: usize, groups: &[&[i64]]) -> Vec<Vec<i64>> {
    let mut stream = Stream::new(seed);
    let mut row = |rates: &[i64]| rates.iter().map(|&rate| rate / 2 + stream.below(rate + 1)).collect();
    (0..n).map(|index| row(groups[index % groups.len()])).collect()
}

/// `n` rows of levels: each variable keeps the level of its group, but one time in four takes any of its levels.
pub fn levels(seed: u64, n: usize, levels: &[i64], groups: &[&[i64]]) -> Vec<Vec<i64>> {
    let mut stream = Stream::new(seed);
    let mut level = |count: i64, kept: i64| if stream.below(4) == 0 { stream.below(count) } else { kept };
    let mut row = |group: &[i64]| levels.iter().zip(group).map(|(&count, &kept)| level(count, kept)).collect();
    (0..n).map(|index| row(groups[index % groups.len()])).collect()
}

/// `n` rows on the simplex of `k`, of `digits` decimals each, whose decimals sum to 1 exactly.
pub fn responsibilities(seed: u64, n: usize, k: usize, digits: i32) -> Value {
    let mut stream = Stream::new(seed);
    let whole = 10_i64.pow(digits.unsigned_abs());
    let mut row = || {
        let draws: Vec<i64> = (0..k).map(|_| 20 + stream.below(980)).collect();
        let sum: i64 = draws.iter().sum();
        let mut parts: Vec<i64> = draws.iter().map(|draw| whole * draw / sum).collect();
        parts[k - 1] = whole - parts[..k - 1].iter().sum::<i64>();
        parts
    };
    let mantissas: Vec<Vec<i64>> = (0..n).map(|_| row()).collect();
    rows(&mantissas, -digits)
}

/// `n` rows that give all of their mass to one of `k` components, drawn for each row.
pub fn one_hot(seed: u64, n: usize, k: usize) -> Value {
    let mut stream = Stream::new(seed);
    let mut row = || {
        let chosen = usize::try_from(stream.below(k as i64)).expect("a draw is not negative");
        (0..k).map(|index| json!(u8::from(index == chosen))).collect::<Vec<Value>>()
    };
    (0..n).map(|_| row()).collect::<Vec<_>>().into()
}

/// `n` rows of `1/k`.
pub fn uniform(n: usize, k: usize) -> Value {
    vec![vec![1.0 / k as f64; k]; n].into()
}

/// The same rows with a component inserted at `place` that is responsible for nothing.
pub fn with_empty(responsibilities: &Value, place: usize) -> Value {
    let mut all = responsibilities.clone();
    for row in all.as_array_mut().into_iter().flatten() {
        row.as_array_mut().expect("rows are lists").insert(place, json!(0));
    }
    all
}

/// `n` observation weights between `low` and `high`.
pub fn weights(seed: u64, n: usize, [low, high]: [i64; 2], exponent: i32) -> Value {
    let mut stream = Stream::new(seed);
    (0..n).map(|_| number(low + stream.below(high - low + 1), exponent)).collect::<Vec<_>>().into()
}
