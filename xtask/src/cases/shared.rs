//! Data and matrices that several groups of cases use.

use serde_json::{Value, json};

use super::{
    build::{inline, set},
    synthetic::{Group, cloud, decimal, moved, rows, sheared},
};

/// The thousandths of `offset`, as mantissas with exponent -3.
fn thousandths(offset: i64) -> i64 {
    offset * 1000
}

/// Where the data near 1e8 are.
pub const FAR: i64 = 100_000_000;

/// The double nearest to `FAR + thousandths/1000`.
pub fn far(offset: i64) -> f64 {
    decimal(thousandths(FAR) + offset, -3)
}

/// Two correlated groups in two dimensions near (1e8, 1e8), of unit spread.
pub fn far_groups(seed: u64, n: usize) -> Value {
    let groups: [Group; 2] = [(&[1200, -700], &[600, 900]), (&[4100, 2300], &[1100, 500])];
    inline(rows(&moved(sheared(cloud(seed, n, &groups), 0, 1, [2, 5]), thousandths(FAR)), -3))
}

/// Two groups in two dimensions, well apart: `10^exponent` times a few units.
pub fn scaled_groups(seed: u64, n: usize, exponent: i32) -> Value {
    let groups: [Group; 2] = [(&[4100, 900], &[500, 400]), (&[-3300, 6100], &[700, 300])];
    inline(rows(&sheared(cloud(seed, n, &groups), 0, 1, [1, 4]), exponent - 3))
}

/// Two groups of unit spread in two dimensions, and three rows some 40,000 standard deviations away.
pub fn outlier_groups(seed: u64, n: usize) -> Value {
    let groups: [Group; 2] = [(&[200, 100], &[900, 1100]), (&[3000, -1200], &[700, 800])];
    let mut data = cloud(seed, n, &groups);
    data[5] = vec![40_000_000, -9_000_000];
    data[11] = vec![-25_000_000, -31_000_000];
    data[16] = vec![-7_000_000, 38_000_000];
    inline(rows(&data, -3))
}

/// Two groups in three dimensions.
pub fn three_dimensions(seed: u64, n: usize) -> Value {
    let groups: [Group; 2] = [(&[1500, 200, 4000], &[500, 700, 900]), (&[3500, 1400, 2500], &[800, 400, 600])];
    rows(&cloud(seed, n, &groups), -3)
}

/// Four rows in six dimensions.
pub fn few_rows(seed: u64) -> Value {
    let groups: [Group; 1] = [(&[500, 1500, -900, 2200, 300, -1400], &[700, 900, 400, 1200, 800, 600])];
    inline(rows(&cloud(seed, 4, &groups), -3))
}

/// The total and the youth unemployment rates of 31 European countries.
pub fn unemployment() -> Value {
    set("euro_unemployment", &["TUR", "YUR"])
}

pub const IRIS: [&str; 4] = ["Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"];

pub const CRABS: [&str; 5] = ["FL", "RW", "CL", "CW", "BD"];

pub const THYROID: [&str; 5] = ["RT3U", "T4", "T3", "TSH", "DTSH"];

pub const PENGUINS: [&str; 4] = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];

pub const COFFEE: [&str; 12] = [
    "Water",
    "Bean_Weight",
    "Extract_Yield",
    "ph_Value",
    "Free_Acid",
    "Mineral_Content",
    "Fat",
    "Caffine",
    "Trigonelline",
    "Chlorogenic_Acid",
    "Neochlorogenic_Acid",
    "Isochlorogenic_Acid",
];

pub const WINE: [&str; 13] = [
    "alcohol",
    "malic_acid",
    "ash",
    "alcalinity_of_ash",
    "magnesium",
    "total_phenols",
    "flavanoids",
    "nonflavanoid_phenols",
    "proanthocyanins",
    "color_intensity",
    "hue",
    "od280_over_od315_of_diluted_wines",
    "proline",
];

/// Means of three groups of wines.
pub const WINE_MEANS: [[f64; 13]; 3] = [
    [13.7, 2.0, 2.45, 17.2, 105.0, 2.8, 2.9, 0.3, 1.9, 5.4, 1.05, 3.1, 1080.0],
    [12.3, 1.95, 2.25, 20.1, 95.0, 2.2, 2.1, 0.37, 1.6, 3.1, 1.06, 2.8, 530.0],
    [13.1, 3.3, 2.42, 21.3, 99.0, 1.7, 0.8, 0.45, 1.15, 7.2, 0.7, 1.7, 620.0],
];

/// Variances within a group of wines.
pub const WINE_VARIANCES: [f64; 13] =
    [0.25, 0.75, 0.0625, 7.5, 160.0, 0.1875, 0.25, 0.0125, 0.25, 2.25, 0.015625, 0.1875, 27000.0];

/// A diagonal matrix by its rows.
pub fn diagonal(entries: &[f64]) -> Value {
    let entry = |i: usize, j: usize| if i == j { json!(entries[i]) } else { json!(0) };
    let row = |i: usize| (0..entries.len()).map(|j| entry(i, j)).collect::<Vec<_>>();
    (0..entries.len()).map(row).collect::<Vec<_>>().into()
}

/// A matrix with a quarter of the smaller neighbour beside each diagonal entry, which keeps it positive definite.
pub fn tridiagonal(entries: &[f64]) -> Value {
    let entry = |i: usize, j: usize| match i.abs_diff(j) {
        0 => json!(entries[i]),
        1 => json!(entries[i].min(entries[j]) / 4.0),
        _ => json!(0),
    };
    let row = |i: usize| (0..entries.len()).map(|j| entry(i, j)).collect::<Vec<_>>();
    (0..entries.len()).map(row).collect::<Vec<_>>().into()
}
