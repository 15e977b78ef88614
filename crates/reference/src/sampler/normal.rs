//! The standard normal distribution by Marsaglia's polar method: for `(u, v)` uniform in the unit disc, `s = u² + v²`, the number
//! `u √(-2 log s / s)` is standard normal (Marsaglia and Bray 1964). Its twin from `v` is dropped: a draw leaves no state behind.

use super::Sampler;

impl Sampler {
    /// A draw from `N(0, 1)`.
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s < 1.0 && s > 0.0 {
                return u * (-2.0 * libm::log(s) / s).sqrt();
            }
        }
    }

    /// `count` draws from `N(0, 1)`.
    pub fn normals(&mut self, count: usize) -> Vec<f64> {
        (0..count).map(|_| self.normal()).collect()
    }
}
