//! Growth that is accepted, for a time: `benches/waivers.toml`.
//!
//! ```toml
//! [[waiver]]
//! benchmark = "gaussian-*"     # a glob
//! metric = "instructions"
//! implementation = "reference" # a glob; the reference where absent
//! by = 0.031                   # the most it may have grown, relative
//! until = "2026-12-31"         # the last day, at most 90 days away
//! reason = "scatter about the mean costs a second pass; issue 41"
//! ```

use serde::Deserialize;
use suite::glob::compile;

use crate::date::days;

/// The longest time that a growth is accepted for, in days.
pub const LONGEST: i64 = 90;

/// One growth that is accepted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// A glob of benchmarks.
    pub benchmark: String,
    /// The metric.
    pub metric: String,
    /// A glob of implementations.
    #[serde(default = "reference")]
    pub implementation: String,
    /// The most that it may have grown, relative.
    pub by: f64,
    /// The last day on which it is accepted, `2026-12-31`.
    pub until: String,
    /// Why.
    pub reason: String,
}

fn reference() -> String {
    "reference".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    waiver: Vec<Waiver>,
}

/// Reads the text of a file of waivers.
///
/// # Errors
/// What is wrong with it, with the number of the waiver.
pub fn parse(text: &str) -> Result<Vec<Waiver>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    for (index, waiver) in file.waiver.iter().enumerate() {
        waiver.check().map_err(|reason| format!("waiver[{index}].{reason}"))?;
    }
    Ok(file.waiver)
}

impl Waiver {
    fn check(&self) -> Result<(), String> {
        compile(&self.benchmark).map_err(|reason| format!("benchmark: {reason}"))?;
        compile(&self.implementation).map_err(|reason| format!("implementation: {reason}"))?;
        days(&self.until).ok_or_else(|| format!("until: `{}` is no date as 2026-12-31", self.until))?;
        if !(self.by.is_finite() && self.by > 0.0) {
            return Err(format!("by: {} is no growth; expected more than 0, 0.03 for 3 %", self.by));
        }
        if self.reason.trim().is_empty() {
            return Err("reason: it is empty".to_owned());
        }
        Ok(())
    }

    /// Whether it is about a count.
    #[must_use]
    pub fn is_about(&self, benchmark: &str, implementation: &str, metric: &str) -> bool {
        let matches = |glob: &str, name: &str| compile(glob).is_ok_and(|glob| glob.is_match(name));
        self.metric == metric && matches(&self.benchmark, benchmark) && matches(&self.implementation, implementation)
    }

    /// Why it does not hold on a day, where it does not.
    #[must_use]
    pub fn out_of_time(&self, today: &str) -> Option<String> {
        let left = days(&self.until)? - days(today)?;
        match left {
            ..0 => Some(format!("expired on {}", self.until)),
            0..=LONGEST => None,
            _ => Some(format!("lasts until {}, more than {LONGEST} days", self.until)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "[[waiver]]\nbenchmark = \"G*\"\nmetric = \"instructions\"\nby = 0.03\nuntil = \"2026-12-31\"\nreason = \"r\"\n";

    #[test]
    fn a_waiver_is_about_what_it_says_and_of_the_reference_unless_it_is_said() {
        let waiver = &parse(ONE).unwrap()[0];
        assert!(waiver.is_about("G1", "reference", "instructions"));
        assert!(!waiver.is_about("P1", "reference", "instructions"));
        assert!(!waiver.is_about("G1", "mine", "instructions"));
        assert!(!waiver.is_about("G1", "reference", "allocations"));
        assert!(parse("").unwrap().is_empty());
    }

    #[test]
    fn it_holds_until_its_day_and_never_for_long() {
        let waiver = &parse(ONE).unwrap()[0];
        assert_eq!(waiver.out_of_time("2026-12-31"), None);
        assert_eq!(waiver.out_of_time("2026-10-02"), None);
        assert_eq!(waiver.out_of_time("2027-01-01").unwrap(), "expired on 2026-12-31");
        assert_eq!(waiver.out_of_time("2026-10-01").unwrap(), "lasts until 2026-12-31, more than 90 days");
    }

    #[test]
    fn what_is_no_waiver_is_named() {
        for (from, to, said) in [
            ("0.03", "-0.03", "waiver[0].by: -0.03 is no growth"),
            ("0.03", "inf", "waiver[0].by: inf is no growth"),
            ("2026-12-31", "2026-02-30", "waiver[0].until: `2026-02-30` is no date"),
            ("\"G*\"", "\"G[\"", "waiver[0].benchmark: `G[` is no glob"),
            ("\"r\"", "\" \"", "waiver[0].reason: it is empty"),
            ("reason", "raison", "unknown field `raison`"),
        ] {
            let error = parse(&ONE.replace(from, to)).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
