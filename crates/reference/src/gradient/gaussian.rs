//! Coordinates and gradient of the Gaussian family, whatever the structure of its covariances.
//!
//! With `Λ_k = L_k L_kᵀ`, `d = x - μ_k`: `log p(x|θ_k) = Σ_i log L_ii - 1/2 |Lᵀd|² + const`. By the mean `Λ Σ_n w r d`; by `L`, for a count `N`
//! and a scatter `M = Σ_n w r d dᵀ` about `μ_k`, `N δ_ij/L_ii - (M L)_ij`, `i >= j`, times `L_ii` for a logarithm of the diagonal. A
//! prior of the mean adds 1 to the count and `κ (μ - m0)(μ - m0)ᵀ` to `M`; one of the covariance adds `ν + D + 1` and `Ψ`, or `2a + 2`
//! and `2b`. At the M-step these are the divisor and the numerator of the covariance, and the gradient is 0.

use faer::MatRef;

use super::{
    Coordinates,
    precision::{PrecisionCoordinates, Rows},
};
use crate::{
    arithmetic::sum::Sum,
    error::{Result, check_len},
    family::{Family, gaussian::Gaussian},
    observations::Observations,
    prior::Normal,
};

impl<S: PrecisionCoordinates> Coordinates for Gaussian<S> {
    fn coordinates(&self) -> Result<Vec<f64>> {
        let mut coordinates = self.means().concat();
        coordinates.extend(S::of_factors(&factors(self)?));
        Ok(coordinates)
    }

    fn from_coordinates(shape: &usize, components: usize, coordinates: &[f64]) -> Result<Self> {
        let of_means = components * shape;
        let length = of_means + S::length(components, *shape);
        check_len(coordinates.len(), length, "coordinates of the means and precisions", "numbers")?;
        let (means, precisions) = coordinates.split_at(of_means);
        let covariances = S::from_coordinates(precisions, components, *shape)?;
        Self::new(means.chunks((*shape).max(1)).map(<[f64]>::to_vec).collect(), covariances)
    }

    fn gradient(&self, observations: &Observations, weighted: MatRef<'_, f64>, prior: Option<&S::Prior>) -> Vec<f64> {
        let dimension = self.shape();
        // A precision beyond binary64 makes a gradient beyond it, which is refused.
        let Ok(factors) = factors(self) else { return vec![f64::INFINITY] };
        let (mut of_means, mut slopes) = (Vec::new(), Vec::new());
        for (k, (mean, factor)) in self.means().iter().zip(&factors).enumerate() {
            let mut moments = About::of_data(observations, weighted.row(k).iter().copied(), mean);
            if let Some(prior) = prior {
                moments.add_normal(S::normal(prior), mean);
                if k == 0 || !S::SHARED {
                    moments.add_scatter(S::prior_scatter(prior, dimension));
                }
            }
            of_means.extend(moments.slope_of_mean(factor));
            slopes.push(moments.slope_of_factor(factor));
        }
        of_means.extend(S::of_slopes(&slopes));
        of_means
    }
}

fn factors<S: PrecisionCoordinates>(gaussian: &Gaussian<S>) -> Result<Vec<Rows>> {
    (0..gaussian.means().len()).map(|k| gaussian.covariances().factor(k, gaussian.shape())).collect()
}

/// Count, first and second moment about a mean, of the data and of what a prior adds to them.
struct About {
    count: Sum,
    first: Vec<Sum>,
    second: Vec<Vec<Sum>>,
}

impl About {
    fn of_data(observations: &Observations, weights: impl Iterator<Item = f64>, mean: &[f64]) -> Self {
        let zeros = vec![Sum::default(); mean.len()];
        let mut about = Self { count: Sum::default(), first: zeros.clone(), second: vec![zeros; mean.len()] };
        for (n, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            let deviation: Vec<f64> = observations.row(n).iter().zip(mean).map(|(x, mean)| x - mean).collect();
            about.add(weight, weight, &deviation);
        }
        about
    }

    /// Adds `d` with a count and a weight.
    fn add(&mut self, count: f64, weight: f64, deviation: &[f64]) {
        self.count.add(count);
        for (i, &d) in deviation.iter().enumerate() {
            self.first[i].add_product(weight, d);
            for (j, &e) in deviation.iter().enumerate() {
                self.second[i][j].add_product(weight * d, e);
            }
        }
    }

    /// `log N(μ|m0, Σ/κ)`: one observation `m0` of count 1 and weight `κ`.
    fn add_normal(&mut self, normal: &Normal, mean: &[f64]) {
        let deviation: Vec<f64> = normal.mean().iter().zip(mean).map(|(m0, mean)| m0 - mean).collect();
        self.add(1.0, normal.precision, &deviation);
    }

    fn add_scatter(&mut self, (count, scatter): (f64, Rows)) {
        self.count.add(count);
        for (own, row) in self.second.iter_mut().flatten().zip(scatter.iter().flatten()) {
            own.add(*row);
        }
    }

    /// `Λ Σ w d = L (Lᵀ Σ w d)`.
    fn slope_of_mean(&self, factor: &Rows) -> Vec<f64> {
        let dimension = factor.len();
        let turned = |j: usize| (j..dimension).map(|i| factor[i][j] * self.first[i].value()).sum::<f64>();
        let turned: Vec<f64> = (0..dimension).map(turned).collect();
        factor.iter().map(|row| row.iter().zip(&turned).map(|(l, t)| l * t).sum()).collect()
    }

    /// `N δ_ij/L_ii - (M L)_ij`, the diagonal times `L_ii`; 0 above it.
    fn slope_of_factor(&self, factor: &Rows) -> Rows {
        let dimension = factor.len();
        let entry = |i: usize, j: usize| {
            let mut total = Sum::default();
            for m in j..dimension {
                total.add_product(-self.second[i][m].value(), factor[m][j]);
            }
            match i.cmp(&j) {
                std::cmp::Ordering::Less => 0.0,
                std::cmp::Ordering::Equal => total.value().mul_add(factor[i][i], self.count.value()),
                std::cmp::Ordering::Greater => total.value(),
            }
        };
        (0..dimension).map(|i| (0..dimension).map(|j| entry(i, j)).collect()).collect()
    }
}
