//! Rates of one core: the best of several tries, for what slows a try down is another's doing.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use faer::{Accum, Mat, Par, linalg::matmul::matmul};
use pulp::Arch;

/// How long each rate is tried for.
const PATIENCE: Duration = Duration::from_millis(250);
/// The fewest tries.
const TRIES: usize = 5;
/// Numbers that stay in the first cache.
const NEAR: usize = 1024;
/// Numbers that no cache holds: 256 MiB.
const FAR: usize = 1 << 25;

/// So much a try, over the seconds of the best one.
fn best(amount: f64, mut work: impl FnMut()) -> f64 {
    work();
    let (begun, mut least, mut tries) = (Instant::now(), f64::INFINITY, 0);
    while tries < TRIES || begun.elapsed() < PATIENCE {
        let started = Instant::now();
        work();
        least = least.min(started.elapsed().as_secs_f64());
        tries += 1;
    }
    amount / least
}

/// Flops a second of faer's product of a `rows x inner` matrix with an `inner x columns` one.
pub fn product(rows: usize, inner: usize, columns: usize) -> f64 {
    let filled = |rows, columns| Mat::from_fn(rows, columns, |i, j| 1.0 + 1e-3 * ((7 * i + 3 * j) % 11) as f64);
    let (a, b): (Mat<f64>, Mat<f64>) = (filled(rows, inner), filled(inner, columns));
    let mut c = Mat::<f64>::zeros(rows, columns);
    best(2.0 * (rows * inner * columns) as f64, || {
        matmul(c.as_mut(), Accum::Replace, black_box(a.as_ref()), black_box(b.as_ref()), 1.0, Par::Seq);
        black_box(&c);
    })
}

/// Exponentials a second, of numbers in the first cache.
pub fn exponentials() -> f64 {
    const TIMES: usize = 64;
    let arguments: Vec<f64> = (0..NEAR).map(|index| -30.0 * index as f64 / NEAR as f64).collect();
    let mut results = vec![0.0; NEAR];
    let arch = Arch::new();
    best((NEAR * TIMES) as f64, || {
        for _ in 0..TIMES {
            let (arguments, results) = (black_box(&arguments), &mut results);
            arch.dispatch(|| arguments.iter().zip(results.iter_mut()).for_each(|(x, y)| *y = exponential(*x)));
            black_box(&results);
        }
    })
}

/// `exp` without a branch, of arguments between -700 and 0: `2^n e^r`, `|r| <= ln 2 / 2`, the Taylor polynomial of degree 11, whose remainder is below 1e-14.
#[inline(always)]
fn exponential(x: f64) -> f64 {
    // Adding this rounds to a whole number, which then stands in the lowest bits.
    const ROUNDING: f64 = 6_755_399_441_055_744.0;
    const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];
    const TAYLOR: [f64; 12] = [
        1.0,
        1.0,
        0.5,
        1.0 / 6.0,
        1.0 / 24.0,
        1.0 / 120.0,
        1.0 / 720.0,
        1.0 / 5_040.0,
        1.0 / 40_320.0,
        1.0 / 362_880.0,
        1.0 / 3_628_800.0,
        1.0 / 39_916_800.0,
    ];
    let shifted = x.mul_add(std::f64::consts::LOG2_E, ROUNDING);
    let n = shifted - ROUNDING;
    let r = (-n).mul_add(LN_2[1], (-n).mul_add(LN_2[0], x));
    let polynomial = TAYLOR[..11].iter().rev().fold(TAYLOR[11], |sum, term| sum.mul_add(r, *term));
    let power = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    polynomial * power
}

/// Additions a second of a row of `k` numbers out of a small table, as a categorical variable's level says.
pub fn row_additions(k: usize) -> f64 {
    const LEVELS: usize = 4;
    let table: Vec<f64> = (0..LEVELS * k).map(|index| index as f64).collect();
    let levels: Vec<u8> = (0..NEAR).map(|index| ((index * 7 + index / 5) % LEVELS) as u8).collect();
    let mut sum = vec![0.0; k];
    let arch = Arch::new();
    best((NEAR * 16) as f64, || {
        for _ in 0..16 {
            let (table, levels, sum) = (black_box(&table), black_box(&levels), &mut sum);
            arch.dispatch(|| add_rows(table, levels, sum));
            black_box(&sum);
        }
    })
}

#[inline(always)]
fn add_rows(table: &[f64], levels: &[u8], sum: &mut [f64]) {
    let k = sum.len();
    for level in levels {
        let row = &table[usize::from(*level) * k..][..k];
        sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
}

/// Bytes a second that are read from memory.
pub fn reading() -> f64 {
    let numbers = vec![1.0_f64; FAR];
    let arch = Arch::new();
    best(8.0 * FAR as f64, || {
        let numbers = black_box(&numbers);
        black_box(arch.dispatch(|| sum(numbers)));
    })
}

/// By 32 sums at once: it is memory that is waited for, not an addition.
#[inline(always)]
fn sum(numbers: &[f64]) -> f64 {
    let mut sums = [0.0; 32];
    for chunk in numbers.chunks_exact(32) {
        sums.iter_mut().zip(chunk).for_each(|(sum, number)| *sum += number);
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_timed_is_the_exponential() {
        for step in 0..=7_000 {
            let x = -f64::from(step) / 10.0;
            let (found, due) = (exponential(x), x.exp());
            assert!((found / due - 1.0).abs() < 2e-14, "exp({x}): {found}, not {due}");
        }
    }

    #[test]
    fn rows_are_added() {
        let mut sum = [0.0; 2];
        add_rows(&[1.0, 2.0, 10.0, 20.0], &[1, 0, 1], &mut sum);
        assert_eq!(sum, [21.0, 42.0]);
        assert_eq!(super::sum(&[1.0; 64]), 64.0);
    }
}
