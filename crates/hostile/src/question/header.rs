//! What is asked and how large it is.

use suite::format::{Case, ComponentPrior, Family, Member, Model, Operation, Q, Structure};

use crate::numbers::Bytes;

/// The family of a question, with its structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A Gaussian mixture.
    Gaussian(Structure),
    /// A Poisson mixture.
    Poisson,
    /// A categorical mixture.
    Categorical,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Gaussian(Structure::Identity),
        Self::Gaussian(Structure::Spherical),
        Self::Gaussian(Structure::Diagonal),
        Self::Gaussian(Structure::Full),
        Self::Gaussian(Structure::Tied),
        Self::Poisson,
        Self::Categorical,
    ];

    fn of(model: &Model) -> Option<Self> {
        match model.family {
            Family::Gaussian => model.covariance.map(Self::Gaussian),
            Family::Poisson => Some(Self::Poisson),
            Family::Categorical => Some(Self::Categorical),
        }
    }
}

/// How the header of a question reads.
#[derive(Clone, Debug)]
pub struct Header {
    /// What is asked.
    pub operation: Operation,
    /// Of which mixture.
    pub kind: Kind,
    /// Which repairs are made, a bit each.
    pub repairs: u8,
    /// Whether the mixing weights have a prior.
    pub weights_prior: bool,
    /// Whether the components have one.
    pub components_prior: bool,
    /// Whether that is the prior of the natural parameter, in the families that have it.
    pub natural: bool,
    /// Whether observations have weights.
    pub weighted: bool,
    /// `D`, `K`, `N`; of a divergence `D` is the size of both members.
    pub sizes: [usize; 3],
    /// `T`, or the most iterations of a fit.
    pub iterations: usize,
    /// The levels of each of `D` categorical variables.
    pub levels: Vec<usize>,
    /// The families of `q` and `p` of a divergence, in the order of [`shape::member`](super::shape::member).
    pub members: [usize; 2],
}

/// The largest `D`, `K` and `N`, the most iterations and levels.
const MOST: ([usize; 3], usize, usize) = ([4, 4, 16], 12, 6);
/// The most observations whose assignments are summed.
const FEW: usize = 6;
/// The families that have a divergence.
pub const MEMBERS: usize = 6;

const WEIGHTS_PRIOR: u8 = 1;
const COMPONENTS_PRIOR: u8 = 2;
const NATURAL: u8 = 4;
const WEIGHTED: u8 = 8;

fn most(operation: Operation) -> [usize; 3] {
    let [dimension, components, count] = MOST.0;
    let few = matches!(operation, Operation::Evidence | Operation::Variational);
    [dimension, components, if few { FEW } else { count }]
}

impl Header {
    /// Reads a header; sizes that are too large are taken modulo their limits.
    pub fn read(bytes: &mut Bytes<'_>, operations: &[Operation]) -> Self {
        let operation = operations[bytes.below(operations.len())];
        let kind = Kind::ALL[bytes.below(Kind::ALL.len())];
        let (repairs, parts) = (bytes.byte(), bytes.byte());
        let sizes = most(operation).map(|most| 1 + bytes.below(most));
        let iterations = bytes.below(MOST.1 + 1);
        let members = [0, 1].map(|_| bytes.below(MEMBERS));
        let categorical = kind == Kind::Categorical && operation != Operation::Divergence;
        let levels = if categorical { (0..sizes[0]).map(|_| 1 + bytes.below(MOST.2)).collect() } else { Vec::new() };
        Self {
            operation,
            kind,
            repairs,
            weights_prior: parts & WEIGHTS_PRIOR != 0,
            components_prior: parts & COMPONENTS_PRIOR != 0,
            natural: parts & NATURAL != 0 && matches!(kind, Kind::Poisson | Kind::Categorical),
            weighted: parts & WEIGHTED != 0,
            sizes,
            iterations,
            levels,
            members,
        }
    }

    /// The header of a resolved case, without repairs; `None` where it is too large, or unlike any that is read.
    pub fn of(case: &Case) -> Option<Self> {
        let prior = case.prior.as_ref();
        let rows = case.data.as_ref().and_then(|data| data.observations.as_ref());
        let parameters = case.parameters.as_ref().or(case.initial.as_ref());
        let of_rows = case.responsibilities.as_ref().and_then(|rows| rows.first()).map(Vec::len);
        let components = parameters.map(|parameters| parameters.weights.len()).or(of_rows).or(case.components);
        let (kind, members, dimension) = match (&case.q, &case.p, &case.model) {
            (Some(Q::Member(q)), Some(p), _) => (Kind::Poisson, [index(q).0, index(p).0], index(q).1),
            (_, _, model) => (Kind::of(model.as_ref()?)?, [0, 0], rows?.first()?.len()),
        };
        let header = Self {
            operation: case.operation,
            kind,
            repairs: 0,
            weights_prior: prior.is_some_and(|prior| prior.weights.is_some()),
            components_prior: prior.is_some_and(|prior| prior.components.is_some()),
            natural: matches!(prior.and_then(|prior| prior.components.as_ref()), Some(ComponentPrior::Natural { .. })),
            weighted: case.data.as_ref().is_some_and(|data| data.weights.is_some()),
            sizes: [dimension, components.unwrap_or(1), rows.map_or(1, Vec::len)],
            iterations: case.iterations.or(case.max_iterations).unwrap_or(0),
            levels: case.model.as_ref().and_then(|model| model.levels.clone()).unwrap_or_default(),
            members,
        };
        header.is_small().then_some(header)
    }

    fn is_small(&self) -> bool {
        let sizes = self.sizes.iter().zip(most(self.operation)).all(|(&size, most)| (1..=most).contains(&size));
        sizes && self.iterations <= MOST.1 && self.levels.iter().all(|levels| (1..=MOST.2).contains(levels))
    }

    /// The bytes it is read from; `None` where the operation is none of those given.
    pub fn written(&self, operations: &[Operation]) -> Option<Vec<u8>> {
        let operation = operations.iter().position(|operation| *operation == self.operation)?;
        let kind = Kind::ALL.iter().position(|kind| *kind == self.kind)?;
        let parts = [
            (self.weights_prior, WEIGHTS_PRIOR),
            (self.components_prior, COMPONENTS_PRIOR),
            (self.natural, NATURAL),
            (self.weighted, WEIGHTED),
        ];
        let parts = parts.iter().filter(|(present, _)| *present).map(|(_, bit)| bit).sum::<u8>();
        let mut bytes = vec![operation as u8, kind as u8, self.repairs, parts];
        bytes.extend(self.sizes.map(|size| size as u8 - 1));
        bytes.push(self.iterations as u8);
        bytes.extend(self.members.map(|member| member as u8));
        bytes.extend(self.levels.iter().map(|&levels| levels as u8 - 1));
        Some(bytes)
    }
}

/// Which member of a divergence it is, and its size.
fn index(member: &Member) -> (usize, usize) {
    match member {
        Member::Gaussian { mean, .. } => (0, mean.len()),
        Member::Poisson { rate } => (1, rate.len()),
        Member::Categorical { probabilities } => (2, probabilities.len()),
        Member::Gamma { .. } => (3, 1),
        Member::Dirichlet { concentration } => (4, concentration.len()),
        Member::NormalInverseWishart { mean, .. } => (5, mean.len()),
    }
}
