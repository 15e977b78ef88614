//! The model of a case: a family and, for a Gaussian, the structure of its covariances.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The family of the components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The family.
    pub family: Family,
    /// The covariance structure; for `gaussian` alone, and required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Structure>,
    /// The number of levels of each variable; for `categorical` alone, and required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<usize>>,
}

impl Model {
    /// `gaussian/full`, `poisson`, `categorical`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.covariance {
            Some(structure) => format!("{}/{}", self.family.name(), structure.name()),
            None => self.family.name().to_owned(),
        }
    }
}

/// The families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Multivariate normal.
    Gaussian,
    /// Independent Poisson counts.
    Poisson,
    /// Independent categorical variables.
    Categorical,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Gaussian, Self::Poisson, Self::Categorical];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "gaussian",
            Self::Poisson => "poisson",
            Self::Categorical => "categorical",
        }
    }
}

/// The covariance structures of a Gaussian mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// `Σ = I`, known.
    Identity,
    /// `σ_k² I`.
    Spherical,
    /// A diagonal for each component.
    Diagonal,
    /// A full matrix for each component.
    Full,
    /// One full matrix for all components.
    Tied,
}

impl Structure {
    /// Every structure.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Spherical, Self::Diagonal, Self::Full, Self::Tied];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Spherical => "spherical",
            Self::Diagonal => "diagonal",
            Self::Full => "full",
            Self::Tied => "tied",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_those_of_the_files() {
        for family in Family::ALL {
            assert_eq!(json!(family), json!(family.name()));
            assert_eq!(Model { family, covariance: None, levels: None }.label(), family.name());
        }
        for structure in Structure::ALL {
            assert_eq!(json!(structure), json!(structure.name()));
            let model = Model { family: Family::Gaussian, covariance: Some(structure), levels: None };
            assert_eq!(model.label(), format!("gaussian/{}", structure.name()));
        }
    }
}
