//! What the file of a defect needs at hand.

pub use libm::{exp, lgamma, log};
pub use suite::format::{Evaluation, Fit, Member, Number, Parameters, Trajectory, Variational};

pub use crate::{
    defect::{Defect, Layer},
    steps::{HEALTHY, Steps},
    textbook::{
        bayes, bound,
        density::{self, Factor},
        divergence::{
            self,
            gaussian::Normal,
            priors::{self, Wishart},
        },
        expectation::{self, Expectation},
        input,
        iterate::Run,
        linear, log_prior, map,
        maximization::{self, Moments, Share},
        model::{
            Component, Covariance, InverseGamma, InverseWishart, Matrix, Mixture, Model, NormalPart, Problem, Result,
            Row,
        },
        report,
        special::{self, PI},
        variational::Ascent,
    },
};
