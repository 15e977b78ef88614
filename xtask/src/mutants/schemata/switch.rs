//! Woven into the crate whose mutants are built into one program: says which of them is switched on.

use std::{
    env,
    fs::OpenOptions,
    io::Write,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// More functions than any package has.
const MOST: usize = 1 << 14;

struct Switch {
    mutant: u32,
    /// Where functions are noted that are reached.
    notes: Option<String>,
}

static SWITCH: LazyLock<Switch> = LazyLock::new(|| Switch {
    mutant: env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0),
    notes: env::var("MUTANT_REACHED").ok(),
});

static REACHED: [AtomicBool; MOST] = [const { AtomicBool::new(false) }; MOST];

/// The number of the mutant that the environment variable `MUTANT` names, or 0, which is the code as it is. Where `MUTANT_REACHED`
/// names a file, the numbers of the functions that are called are added to it, a line each.
#[inline]
pub fn chosen(function: u32) -> u32 {
    if let Some(path) = &SWITCH.notes
        && !REACHED[function as usize].load(Ordering::Relaxed)
    {
        note(path, function);
    }
    SWITCH.mutant
}

#[cold]
fn note(path: &str, function: u32) {
    if !REACHED[function as usize].swap(true, Ordering::Relaxed) {
        let file = OpenOptions::new().create(true).append(true).open(path);
        file.and_then(|mut file| file.write_all(format!("{function}\n").as_bytes())).expect("the file can be written");
    }
}
