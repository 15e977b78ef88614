//! The hard corners, covered on purpose: a problem is drawn in one of them, or in none.

/// What makes a problem hard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corner {
    /// Nothing.
    Plain,
    /// The first observation lies far from all others: a thousand deviations, a count in the thousands.
    FarOutlier,
    /// The first component's mixing weight is some `1e-12`.
    TinyWeight,
    /// A covariance of condition some `1e8`, a rate or a probability of some `1e-6`.
    NearSingular,
    /// All components are equal.
    EqualComponents,
    /// Gaussian data and means a million from the origin, counts and rates in the millions, categorical data all of one level.
    Extreme,
}

impl Corner {
    /// All of them, the plainest first.
    pub const ALL: &'static [Self] =
        &[Self::Plain, Self::FarOutlier, Self::TinyWeight, Self::NearSingular, Self::EqualComponents, Self::Extreme];

    /// Those in which no M-step from sound parameters comes near a singular covariance.
    pub const OF_STEPS: &'static [Self] = &[Self::Plain, Self::TinyWeight, Self::EqualComponents, Self::Extreme];
}
