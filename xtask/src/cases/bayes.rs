//! Bayesian mixtures of few observations, of which both the evidence and the bound of coordinate ascent are asked.
//!
//! The two questions share data and priors, so that every bound of a `-variational` case can be held against the
//! evidence of its `-evidence` sibling.

use serde_json::{Value, json};

use super::{
    build::{
        Setting, categorical, dirichlet, gamma, gaussian, inline, inverse_gamma, inverse_wishart, normal_prior, poisson,
    },
    shared::{far, far_groups},
};

/// A setting without parameters.
fn setting(data: Value, model: Value, alpha: Value, theta: Value) -> Setting {
    Setting { data: inline(data), model, start: json!(null), alpha, theta }
}

/// The silica percentages of the first seven chondrites.
pub fn chondrites() -> Setting {
    let data = json!([[20.77], [22.56], [22.71], [22.99], [26.39], [27.08], [27.32]]);
    setting(data, gaussian("identity"), json!([1.5, 1.5, 1.5]), normal_prior(json!([27]), 0.125))
}

/// Six rows in the plane.
pub fn plane() -> Value {
    json!([[0.3, 1.1], [1.7, 0.4], [2.2, 2.9], [3.1, 1.8], [0.9, 3.3], [2.6, 0.7]])
}

/// Six rows in the plane, unit covariances, an asymmetric prior of the weights.
pub fn plane_identity() -> Setting {
    setting(plane(), gaussian("identity"), json!([0.75, 3]), normal_prior(json!([1.5, 1.5]), 0.5))
}

/// Every ninth galaxy, in thousands of km/s.
pub fn galaxies() -> Setting {
    let data =
        json!([[9.172], [18.419], [19.44], [19.914], [20.221], [21.492], [22.314], [23.263], [24.289], [34.279]]);
    setting(data, gaussian("spherical"), json!([1, 2.5]), inverse_gamma(json!([20]), 0.0625, 2.0, json!(3)))
}

/// Six rows in the plane, one variance a component.
pub fn plane_spherical() -> Setting {
    let theta = inverse_gamma(json!([1.5, 1.5]), 0.5, 2.0, json!(0.75));
    setting(plane(), gaussian("spherical"), json!([2, 2]), theta)
}

/// Eight irises, every twentieth, diagonal covariances.
pub fn irises() -> Setting {
    let data = json!([
        [5.1, 3.5, 1.4, 0.2],
        [5.4, 3.4, 1.7, 0.2],
        [5, 3.5, 1.3, 0.3],
        [5, 2, 3.5, 1],
        [5.5, 2.4, 3.8, 1.1],
        [6.3, 3.3, 6, 2.5],
        [6.9, 3.2, 5.7, 2.3],
        [6.7, 3.1, 5.6, 2.4]
    ]);
    let theta = inverse_gamma(json!([5.8, 3, 3.8, 1.2]), 0.25, 2.5, json!([0.6, 0.25, 1.5, 0.4]));
    setting(data, gaussian("diagonal"), json!([1, 1, 1]), theta)
}

/// Six rows in the plane, diagonal covariances, an asymmetric prior of the weights.
pub fn plane_diagonal() -> Setting {
    let theta = inverse_gamma(json!([1.5, 1.75]), 0.25, 1.5, json!([0.75, 1.25]));
    setting(plane(), gaussian("diagonal"), json!([0.5, 1.5, 4]), theta)
}

/// The first twelve eruptions of Old Faithful.
pub fn eruptions() -> Setting {
    let data = json!([
        [3.6, 79],
        [1.8, 54],
        [3.333, 74],
        [2.283, 62],
        [4.533, 85],
        [2.883, 55],
        [4.7, 88],
        [3.6, 85],
        [1.95, 51],
        [4.35, 85],
        [1.833, 54],
        [3.917, 84]
    ]);
    let theta = inverse_wishart(json!([3.25, 71]), 0.25, 4.5, json!([[0.5, 4], [4, 90]]));
    setting(data, gaussian("full"), json!([1, 1]), theta)
}

/// Six rows in the plane, full covariances, an asymmetric prior of the weights.
pub fn plane_full() -> Setting {
    let theta = inverse_wishart(json!([1.5, 1.5]), 0.5, 4.0, json!([[1, 0.25], [0.25, 2]]));
    setting(plane(), gaussian("full"), json!([0.5, 2, 3.5]), theta)
}

/// Eight rows and a prior mean near 1e8, full covariances, an asymmetric prior of the weights.
pub fn offset() -> Setting {
    let theta = inverse_wishart(json!([far(2000), far(1500)]), 1.5, 4.25, json!([[1.5, 0.25], [0.25, 2]]));
    Setting { data: far_groups(431, 8), ..setting(plane(), gaussian("full"), json!([2, 1]), theta) }
}

/// Disasters in British coal mines in the twelve years from 1851.
pub fn disasters() -> Setting {
    let data = json!([[4], [5], [4], [1], [0], [4], [3], [4], [0], [6], [3], [3]]);
    setting(data, poisson(), json!([1.5, 1.5]), gamma(json!([2]), json!([0.75])))
}

/// The insects of every eighth spray.
pub fn sprays() -> Setting {
    let data = json!([[10], [17], [16], [0], [3], [4], [3], [3], [15]]);
    setting(data, poisson(), json!([0.25, 1, 2]), gamma(json!([1.25]), json!([0.125])))
}

/// Counts in three dimensions.
pub fn three_counts() -> Setting {
    let data = json!([[3, 0, 12], [1, 2, 9], [7, 1, 2], [0, 0, 15], [6, 4, 1], [2, 1, 10], [8, 3, 0]]);
    setting(data, poisson(), json!([2, 2]), gamma(json!([2, 1.5, 3]), json!([0.5, 1, 0.375])))
}

/// Ten slides as rated by seven pathologists, every twelfth of 118.
pub fn slides() -> Setting {
    let data = json!([
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 1, 0, 1],
        [1, 1, 0, 0, 1, 0, 1],
        [1, 1, 0, 1, 1, 1, 1],
        [1, 1, 1, 0, 1, 0, 1],
        [1, 1, 1, 1, 1, 0, 1],
        [1, 1, 1, 1, 1, 1, 1]
    ]);
    setting(data, categorical(&[2; 7]), json!([1, 1]), dirichlet(vec![json!([1.5, 0.75]); 7].into()))
}

/// Seven answers to items of two and three levels, an asymmetric prior of the weights.
pub fn items() -> Setting {
    let data = json!([[0, 1, 0], [1, 2, 0], [0, 0, 1], [1, 1, 1], [0, 2, 0], [1, 0, 1], [0, 1, 0]]);
    let theta = dirichlet(json!([[1, 2], [1.5, 0.5, 1.25], [0.75, 0.75]]));
    setting(data, categorical(&[2, 3, 2]), json!([0.5, 1, 3]), theta)
}
