//! The file formats: cases, certified values, data sets. Nothing here computes.

mod answer;
mod case;
mod certified;
mod decimal;
mod number;
mod protocol;
mod tensor;

pub use answer::{Answer, Evaluation, Fit, Maximum, Trajectory};
pub use case::{
    Case, Component, ComponentPrior, Data, Expect, FORMAT, Family, Fields, Level, Member, Model, Operation, Parameters,
    Prior, Q, Rows, Structure, Weights, WeightsPrior,
};
pub use certified::{CERTIFIER, Certificate, Certified};
pub use decimal::{CERTIFIED_DIGITS, Decimal, DecimalError};
pub use number::{Number, non_finite_name, non_finite_value};
pub use protocol::{Call, Description, Extent, PROTOCOL, Precision, Reply, Request, Timing};
pub use tensor::Tensor;
