//! An accident that would make the reported numbers what they are, and how it is said.

use serde_json::Value;

use super::{Hint, value};
use crate::place::{Place, Step};

/// The blocks of which an explanation speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The quantity, a key of the result.
    pub key: String,
    /// Of `parameters`: the field, or all of them.
    pub field: Option<String>,
    /// The iterations, or all of them.
    pub iterations: Option<Vec<usize>>,
}

impl Claim {
    /// A whole quantity.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self { key: key.to_owned(), field: None, iterations: None }
    }

    /// One field of all parameters.
    #[must_use]
    pub fn field(field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::of("parameters") }
    }

    /// The same at one iteration alone; at any where the quantity has none.
    #[must_use]
    pub fn at(self, iteration: Option<usize>) -> Self {
        Self { iterations: iteration.map(|iteration| vec![iteration]), ..self }
    }

    /// Whether a place is spoken of.
    #[must_use]
    pub fn covers(&self, place: &Place) -> bool {
        let key = |step: &Step| matches!(step, Step::Key(key) if *key == self.key);
        let field = |field: &String| place.steps().iter().any(|step| matches!(step, Step::Key(key) if key == field));
        let iteration = |all: &Vec<usize>| place.iteration().is_some_and(|iteration| all.contains(&iteration));
        place.steps().first().is_some_and(key)
            && self.field.as_ref().is_none_or(field)
            && self.iterations.as_ref().is_none_or(iteration)
    }

    /// What people call it.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.field.as_deref().unwrap_or(&self.key)
    }
}

/// An accident, with the answer as it would be without.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The blocks it speaks of.
    pub claim: Claim,
    /// What they are, as the end of "your log_evidence is ...". `{certified}` is "the certified one", in the right number.
    pub what: String,
    /// The numbers of this case.
    pub here: String,
    /// What to do.
    pub advice: String,
    /// The claimed part of the answer with the accident undone; absent where the recogniser has proved the claim by itself.
    pub undone: Option<Value>,
    /// Blocks of which numbers were used to find the explanation, so that they are no evidence for it.
    pub spent: Vec<Place>,
}

impl Explanation {
    /// An explanation that is to be tried on an answer with the accident undone.
    #[must_use]
    pub fn new(claim: Claim, what: impl Into<String>, undone: Value) -> Self {
        let (here, advice) = (String::new(), String::new());
        Self { claim, what: what.into(), here, advice, undone: Some(undone), spent: Vec::new() }
    }

    /// A claim that is proved already.
    #[must_use]
    pub fn proved(claim: Claim, what: impl Into<String>) -> Self {
        Self { undone: None, ..Self::new(claim, what, Value::Null) }
    }

    /// Whether another explanation leads to the same numbers, so that nothing tells the two apart.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let numbers = |one: &Self| one.undone.as_ref().and_then(value::flat);
        let near = |(a, b): (&f64, &f64)| a == b || (a - b).abs() <= 1e-12 * a.abs();
        match (numbers(self), numbers(other)) {
            (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(&b).all(near),
            _ => false,
        }
    }

    /// With the numbers of this case.
    #[must_use]
    pub fn here(self, here: impl Into<String>) -> Self {
        Self { here: here.into(), ..self }
    }

    /// With what to do.
    #[must_use]
    pub fn advice(self, advice: impl Into<String>) -> Self {
        Self { advice: advice.into(), ..self }
    }

    /// With the blocks that are no evidence.
    #[must_use]
    pub fn spent(self, spent: Vec<Place>) -> Self {
        Self { spent, ..self }
    }
}

/// The hints, with quantities that had the same accident in one.
#[must_use]
pub fn merged(held: Vec<Explanation>) -> Vec<Hint> {
    let mut groups: Vec<(Explanation, Vec<String>)> = Vec::new();
    for explanation in held {
        let subject = explanation.claim.subject().to_owned();
        let alike = |(known, _): &&mut (Explanation, Vec<String>)| {
            (&known.what, &known.here, &known.advice) == (&explanation.what, &explanation.here, &explanation.advice)
        };
        match groups.iter_mut().find(alike) {
            Some((_, subjects)) if subjects.contains(&subject) => {}
            Some((_, subjects)) => subjects.push(subject),
            None => groups.push((explanation, vec![subject])),
        }
    }
    let hint = |(explanation, subjects): (Explanation, Vec<String>)| Hint {
        what: sentence(&subjects, &explanation.what),
        here: explanation.here,
        advice: explanation.advice,
    };
    groups.into_iter().map(hint).collect()
}

/// "your log_evidence is the certified one divided by N".
fn sentence(subjects: &[String], what: &str) -> String {
    let (verb, one) = match subjects {
        [only] if !only.ends_with('s') => ("is", "the certified one"),
        [_] => ("are", "the certified ones"),
        _ => ("are each", "the certified one"),
    };
    let subjects = match subjects {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => subjects.concat(),
    };
    format!("your {subjects} {verb} {}", what.replace("{certified}", one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(key: &str, what: &str) -> Explanation {
        Explanation::proved(Claim::of(key), what).here("N = 3")
    }

    #[test]
    fn one_accident_of_several_quantities_is_said_once() {
        let what = "{certified} divided by N";
        let hints = merged(vec![explained("log_evidence", what), explained("log_joint", what)]);
        let hints: Vec<String> = hints.iter().map(ToString::to_string).collect();
        assert_eq!(hints, ["your log_evidence and log_joint are each the certified one divided by N (N = 3)"]);
        let of = |key: &str| merged(vec![explained(key, what)])[0].what.clone();
        assert_eq!(of("kl"), "your kl is the certified one divided by N");
        assert_eq!(of("log_densities"), "your log_densities are the certified ones divided by N");
    }

    #[test]
    fn a_claim_covers_its_quantity_field_and_iterations() {
        let root = Place::default();
        let set = root.key("parameters").key("5");
        let covariance = set.key("components").index(0).key("covariance");
        assert!(Claim::of("parameters").covers(&covariance) && Claim::field("covariance").covers(&covariance));
        assert!(!Claim::field("mean").covers(&covariance) && !Claim::of("kl").covers(&covariance));
        assert!(Claim::field("covariance").at(Some(5)).covers(&covariance));
        assert!(!Claim::field("covariance").at(Some(4)).covers(&covariance));
        assert!(Claim::field("weights").at(None).covers(&set.key("weights")));
    }
}
