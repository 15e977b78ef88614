//! Whether an adapter can be started.

use std::fmt;

use super::receipt::Receipt;

/// How far an adapter is.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Its manifest says why it is not run here.
    NotRun(String),
    /// There is no receipt.
    NotSetUp,
    /// There is a receipt, but not of what stands there now; why.
    Stale(String),
    /// It can be started.
    SetUp(Box<Receipt>),
}

impl State {
    /// The receipt, where it is up to date.
    pub fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::SetUp(receipt) => Some(receipt),
            _ => None,
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRun(reason) => write!(f, "not run here: {reason}"),
            Self::NotSetUp => f.write_str("not set up"),
            Self::Stale(why) => write!(f, "stale: {why}"),
            Self::SetUp(_) => f.write_str("set up"),
        }
    }
}
