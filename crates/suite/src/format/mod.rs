//! The file formats: cases, certified values, data sets. Nothing here computes.

mod answer;
mod case;
mod certified;
mod data;
mod decimal;
mod law;
mod member;
mod model;
mod number;
mod parameters;
mod prior;
mod protocol;
mod tensor;

pub use answer::{Answer, Bound, Divergence, Evaluation, Evidence, Fit, Maximum, Trajectory, Variational};
pub use case::{Case, Expect, FORMAT, Fields, Level, Operation, Rows};
pub use certified::{CERTIFIER, Certificate, Certified, OptimumCertificate, StationaryKind, StationaryPoint};
pub use data::{Data, Weights};
pub use decimal::{CERTIFIED_DIGITS, Decimal, DecimalError};
pub use law::LawFile;
pub use member::{Member, Q};
pub use model::{Family, Model, Structure};
pub use number::{Number, non_finite_name, non_finite_value};
pub use parameters::{Component, Parameters};
pub use prior::{ComponentPrior, Prior, WeightsPrior};
pub use protocol::{Call, Description, Extent, PROTOCOL, Precision, Reply, Request, Timing};
pub use tensor::Tensor;
