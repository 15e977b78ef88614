//! What a defect is.

use std::fmt;

use crate::{implementation::Specimen, steps::Steps};

/// A way of being wrong.
#[derive(Clone, Copy, Debug)]
pub struct Defect {
    /// What it does, in a few words; its file's name.
    pub name: &'static str,
    /// Where in the calculation it sits.
    pub layer: Layer,
    /// The software it was seen in; "a common mistake" where nothing is cited.
    pub seen_in: &'static str,
    /// The healthy steps but for the wrong ones.
    pub steps: Steps,
}

impl Defect {
    /// An implementation that has it.
    #[must_use]
    pub fn specimen(&self) -> Specimen {
        Specimen::new(self.name, self.steps)
    }
}

/// The layers of the calculation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// `log p(x|θ)`.
    Density,
    /// Responsibilities and log evidence.
    EStep,
    /// Maximum likelihood from responsibilities.
    MStep,
    /// Modes and densities of priors.
    Prior,
    /// What is maximised, and the bound of it.
    Objective,
    /// Observation weights.
    Weights,
    /// What is said of what was found.
    Reporting,
    /// Where to start and when to stop.
    Stopping,
    /// The order of the components.
    Labels,
    /// Digits lost for nothing.
    Precision,
    /// Input that must be refused, and the edges of what must not.
    DegenerateInput,
    /// Mean-field variational inference.
    Variational,
    /// Evidence by enumeration.
    Evidence,
    /// Kullback-Leibler divergences.
    Divergence,
}

impl Layer {
    /// The name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Density => "density",
            Self::EStep => "E-step",
            Self::MStep => "M-step",
            Self::Prior => "prior",
            Self::Objective => "objective",
            Self::Weights => "observation weights",
            Self::Reporting => "reporting",
            Self::Stopping => "stopping",
            Self::Labels => "labels",
            Self::Precision => "precision",
            Self::DegenerateInput => "degenerate input",
            Self::Variational => "variational",
            Self::Evidence => "evidence",
            Self::Divergence => "divergence",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
