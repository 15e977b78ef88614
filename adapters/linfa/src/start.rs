//! A start of one's own: `fit` begins with an M-step from responsibilities that it draws from a generator of the caller's choice.

use ndarray::Array2;
use rand::{Error, RngCore};

/// The bits of a uniform draw: `rand` makes a number of [0, 1) of the highest 52 of 64.
const BITS: u32 = 52;

/// A generator whose uniform draws are given responsibilities, row by row.
///
/// Each row is divided by its greatest number first, because `fit` divides by the sum; what is left is rounded to a multiple of 2⁻⁵².
#[derive(Clone)]
pub struct Given {
    draws: Vec<u64>,
    next: usize,
}

impl Given {
    /// Draws that come out as these responsibilities.
    pub fn new(responsibilities: &Array2<f64>) -> Self {
        let largest = ((1_u64 << BITS) - 1) as f64;
        let draw = |share: f64| ((share * largest).round() as u64) << (64 - BITS);
        let rows = responsibilities.rows();
        let draws = rows.into_iter().flat_map(|row| {
            let most = row.fold(0.0_f64, |most, value| most.max(*value));
            row.iter().map(|value| draw(value / most)).collect::<Vec<_>>()
        });
        Self { draws: draws.collect(), next: 0 }
    }
}

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        (self.next_u64() >> 32) as u32
    }

    fn next_u64(&mut self) -> u64 {
        let draw = self.draws[self.next % self.draws.len()];
        self.next += 1;
        draw
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&self.next_u64().to_le_bytes()[..chunk.len()]));
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}
