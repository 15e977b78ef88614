//! What a thread needs for a Gaussian kernel, beside the parameters.

use super::tile::{Aligned, TILE, Tile, zeros};

/// What a thread needs.
#[derive(Debug)]
pub struct Room {
    pub(super) tile: Tile,
    /// `l_nk`, then `r_nk`, `K x TILE`.
    pub(super) densities: Aligned,
    /// `max_k l_nk`.
    pub(super) largest: [f64; TILE],
    pub(super) log_evidence: [f64; TILE],
    pub(super) offsets: [f64; TILE],
    /// Whitened deviations of some vectors of observations.
    pub(super) whitened: Aligned,
    /// Deviations, in bands.
    pub(super) deviations: Aligned,
    /// Deviations times responsibilities, in bands.
    pub(super) weighted: Aligned,
    /// The sums, a vector each.
    pub(super) lanes: Aligned,
}

impl Default for Room {
    fn default() -> Self {
        let none = || zeros(0);
        Self {
            tile: Tile::default(),
            densities: none(),
            largest: [0.0; TILE],
            log_evidence: [0.0; TILE],
            offsets: [0.0; TILE],
            whitened: none(),
            deviations: none(),
            weighted: none(),
            lanes: none(),
        }
    }
}
