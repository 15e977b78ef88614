//! Special functions.

use libm::{lgamma, log};

/// `π`.
pub const PI: f64 = std::f64::consts::PI;

/// `log 2π`.
#[must_use]
pub fn log_2pi() -> f64 {
    log(2.0 * PI)
}

/// `x log y`, with `0 log 0 = 0`.
#[must_use]
pub fn x_log_y(x: f64, y: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * log(y) }
}

/// `ψ(x)`, `x > 0`: up by `ψ(x) = ψ(x + 1) - 1/x` to `x >= 12`, then the asymptotic series.
#[must_use]
pub fn digamma(mut x: f64) -> f64 {
    const SERIES: [f64; 7] =
        [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32760.0, 1.0 / 12.0];
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let mut down = 0.0;
    while x < 12.0 {
        down += 1.0 / x;
        x += 1.0;
    }
    log(x) - 0.5 / x - series(&SERIES, x) - down
}

/// `ψ'(x)`, in the same way.
#[must_use]
pub fn trigamma(mut x: f64) -> f64 {
    const SERIES: [f64; 7] = [1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2730.0, 7.0 / 6.0];
    if x.is_nan() || x <= 0.0 {
        return f64::NAN;
    }
    let mut up = 0.0;
    while x < 12.0 {
        up += 1.0 / (x * x);
        x += 1.0;
    }
    up + (1.0 + 0.5 / x + series(&SERIES, x)) / x
}

/// `Σ_i c_i x^(-2i)`, `i` from 1.
fn series(coefficients: &[f64], x: f64) -> f64 {
    let y = 1.0 / (x * x);
    coefficients.iter().rev().fold(0.0, |sum, coefficient| y * (coefficient + sum))
}

/// `log Γ_D(a)`, of the Wishart distributions.
#[must_use]
pub fn ln_multi_gamma(a: f64, dimension: usize) -> f64 {
    let d = dimension as f64;
    d * (d - 1.0) / 4.0 * log(PI) + (0..dimension).map(|i| lgamma(a - i as f64 / 2.0)).sum::<f64>()
}

/// `Σ x`, with the rounding of each addition carried along (Neumaier).
#[must_use]
pub fn sum(values: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    if total.is_finite() { total + lost } else { total }
}

/// `Σ_d x_d y_d`.
#[must_use]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    sum(x.iter().zip(y).map(|(x, y)| x * y))
}
