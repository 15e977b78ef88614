//! Who can be judged: the reference, and the adapters of the workspace.

use std::path::PathBuf;

use ::scoreboard::{ENTRY_FORMAT, Entry, Method, Standing};

use super::{stamp, unusable};
use crate::{
    adapters::{
        registry::{Adapter, Registry},
        state::State,
    },
    contestant::{Contestant as Judgee, Who},
    failure::Result,
};

/// The name of the reference.
const REFERENCE: &str = "reference";

/// What the names of templates of adapters begin with: there is no implementation behind them.
const TEMPLATE: &str = "template-";

/// One that can be judged, or why not.
pub struct Contestant {
    /// The folder's name.
    pub name: String,
    /// Who is started.
    pub judgee: Judgee,
    /// Where its known failures stand.
    pub known_failures: Option<PathBuf>,
    /// Whether it can be judged.
    pub readiness: Readiness,
    /// What `--adapter` of other commands takes for it; nothing for the reference.
    asked_for: Option<String>,
    title: String,
    language: String,
    about: String,
}

/// Whether one can be judged.
pub enum Readiness {
    /// It can.
    Ready {
        /// A hash of all that its results depend on.
        stamp: String,
    },
    /// It cannot.
    Not(Standing),
}

impl Contestant {
    /// The entry of a standing.
    pub fn entry(&self, standing: Standing) -> Entry {
        let stamp = match &self.readiness {
            Readiness::Ready { stamp } => stamp.clone(),
            Readiness::Not(_) => String::new(),
        };
        Entry {
            format: ENTRY_FORMAT,
            name: self.name.clone(),
            title: self.title.clone(),
            language: self.language.clone(),
            about: self.about.clone(),
            adapter: self.asked_for.clone(),
            stamp,
            standing,
        }
    }
}

/// The reference, then the adapters by title.
pub fn all(registry: &Registry, golden: &str, method: &Method) -> Result<Vec<Contestant>> {
    let judges = stamp::of_judges(golden, method)?;
    let adapters = registry.all().map_err(|error| unusable(&error))?;
    // The reference is judged in process, and not once more beside that.
    let elsewhere = |adapter: &&Adapter| adapter.name != REFERENCE && !adapter.name.starts_with(TEMPLATE);
    let implementations = adapters.iter().filter(elsewhere);
    let mut adapters: Vec<Contestant> =
        implementations.map(|adapter| contestant(adapter, &judges)).collect::<Result<_>>()?;
    adapters.sort_by_key(|contestant| contestant.title.to_lowercase());
    adapters.insert(0, reference(&judges)?);
    Ok(adapters)
}

fn reference(judges: &str) -> Result<Contestant> {
    Ok(Contestant {
        name: REFERENCE.to_owned(),
        judgee: Judgee::new(&Who::default())?,
        asked_for: None,
        known_failures: None,
        readiness: Readiness::Ready { stamp: stamp::of_reference(judges)? },
        title: "reference".to_owned(),
        language: "Rust".to_owned(),
        about: "the reference implementation of this suite, in process".to_owned(),
    })
}

fn contestant(adapter: &Adapter, judges: &str) -> Result<Contestant> {
    let readiness = match adapter.state() {
        State::NotRun(reason) => Readiness::Not(Standing::NotRun { reason }),
        State::NotSetUp => Readiness::Not(Standing::NotSetUp { reason: set_up(adapter) }),
        State::Stale(why) => Readiness::Not(Standing::NotSetUp { reason: format!("{why}; {}", set_up(adapter)) }),
        State::SetUp(receipt) => Readiness::Ready { stamp: stamp::of_adapter(judges, &receipt, adapter)? },
    };
    Ok(Contestant {
        name: adapter.name.clone(),
        judgee: Judgee::ready(adapter, None),
        asked_for: Some(format!("@{}", adapter.name)),
        known_failures: adapter.known_failures(),
        readiness,
        title: adapter.manifest.title.clone(),
        language: adapter.manifest.language.clone(),
        about: adapter.manifest.about.clone(),
    })
}

fn set_up(adapter: &Adapter) -> String {
    format!("`cargo xtask adapters setup {}`", adapter.name)
}
