//! Woven into the crate whose mutants are built into one program: says which of them is switched on.

use std::{
    collections::HashSet,
    env,
    fs::OpenOptions,
    io::Write,
    sync::{LazyLock, Mutex},
};

struct Switch {
    mutant: u32,
    reached: Option<(String, Mutex<HashSet<u32>>)>,
}

static SWITCH: LazyLock<Switch> = LazyLock::new(|| Switch {
    mutant: env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0),
    reached: env::var("MUTANT_REACHED").ok().map(|path| (path, Mutex::default())),
});

/// The number of the mutant that the environment variable `MUTANT` names, or 0, which is the code as it is. Where `MUTANT_REACHED`
/// names a file, the numbers of the functions that are called are added to it, a line each.
#[inline]
pub fn chosen(function: u32) -> u32 {
    if SWITCH.reached.is_some() {
        reached(function);
    }
    SWITCH.mutant
}

#[cold]
fn reached(function: u32) {
    let Some((path, seen)) = &SWITCH.reached else { return };
    if seen.lock().expect("no panic under the lock").insert(function) {
        let file = OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(format!("{function}\n").as_bytes())).expect("the file can be written");
    }
}
