//! The laws as the referee asks for them: by name, over a case of a suite.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

use suite::{
    format::Case,
    implementation::Implementation,
    law::{Judge, Ruling},
};

use crate::{
    law::{Check, Law, Stop, broken},
    laws,
};

/// The law of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Judge> {
    laws::ALL.iter().find(|law| law.name == name).map(|law| law as &'static dyn Judge)
}

impl Law {
    /// Tries the law on one case. An answer of a shape that its check did not foresee breaks it, and nothing else.
    ///
    /// # Errors
    /// When it does not hold, or cannot be tried.
    pub fn try_on(&self, implementation: &mut dyn Implementation, case: &Case) -> Check {
        catch_unwind(AssertUnwindSafe(|| (self.check)(implementation, case))).unwrap_or_else(|panic| {
            broken(format_args!("the answers have a shape that the check did not foresee: {}", text(panic.as_ref())))
        })
    }
}

impl Judge for Law {
    fn rule(&self, implementation: &mut dyn Implementation, case: &Case) -> Ruling {
        match self.try_on(implementation, case) {
            Ok(()) => Ruling::Held,
            Err(Stop::Broken(violation)) => Ruling::Broken(violation.to_string()),
            Err(Stop::Unsupported(why)) => Ruling::Unsupported(why),
            Err(Stop::Inapplicable(why)) => Ruling::Unsupported(format!("the law says nothing about it: {why}")),
        }
    }
}

fn text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("(no message)")
}
