//! One categorical variable, or any two discrete distributions.
//!
//! `kl(q ‖ p) = Σ_c q_c log(q_c/p_c)`, with `0 log 0 = 0`; infinite if some `p_c = 0 < q_c`. The probabilities sum to 1 within 1e-9 and are
//! divided by their exact sum.
//!
//! Then `Σ_c (p_c - q_c) = 0` can be added, and each term `q_c log(q_c/p_c) + p_c - q_c` is at least 0 and of second order. Two vectors of
//! which one is a multiple of the other are the same distribution, up to the rounding of their sums.
//!
//! Source: T. Cover and J. Thomas, *Elements of Information Theory*, 2.3.

use super::{Member, total};
use crate::{
    arithmetic::{double_double::DoubleDouble, logarithm::relative_entropy_term, sum::Sum},
    error::{Result, check_len},
    simplex,
};

/// A categorical variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Categorical {
    probabilities: Vec<DoubleDouble>,
}

impl Categorical {
    /// Takes the probabilities of the levels (`C`); errors name them as `{field}.probabilities`.
    ///
    /// # Errors
    /// A probability that is negative or not finite, or a sum that is not 1 within 1e-9.
    pub fn new(probabilities: &[f64], field: &str) -> Result<Self> {
        simplex::normalise(&mut probabilities.to_vec(), &format!("{field}.probabilities"))?;
        let sum = probabilities.iter().copied().collect::<Sum>().precise();
        Ok(Self { probabilities: probabilities.iter().map(|&value| DoubleDouble::from(value) / sum).collect() })
    }
}

impl Member for Categorical {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        check_len(p.probabilities.len(), self.probabilities.len(), "p.probabilities", "numbers, as of q")?;
        let levels = self.probabilities.iter().zip(&p.probabilities);
        Ok(total(levels.map(|(&q, &p)| relative_entropy_term(q, p))))
    }

    fn is_outside_of(&self, p: &Self) -> bool {
        self.probabilities.iter().zip(&p.probabilities).any(|(q, p)| q.high > 0.0 && p.high == 0.0)
    }
}
