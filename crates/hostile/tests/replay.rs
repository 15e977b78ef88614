//! Every input of the committed corpora, and every input that ever broke a claim, without a fuzzer.

use std::{
    fs,
    path::{Path, PathBuf},
};

use hostile::{ALL, Target, seeds::workspace};

fn inputs(kind: &str, target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let directory = workspace().join("fuzz").join(kind).join(target.name);
    let Ok(entries) = fs::read_dir(&directory) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("an input"))).collect()
}

/// Runs a target on an input in a thread with the stack that a thread of a run has, so that the input can be named.
fn replay(target: &Target, path: &Path, input: Vec<u8>) {
    let run = target.run;
    let ended = std::thread::spawn(move || run(&input)).join();
    assert!(ended.is_ok(), "{} breaks the claim of {}: {}", path.display(), target.name, target.claim);
}

#[test]
fn every_claim_holds_of_every_seed() {
    for target in ALL {
        let seeds = inputs("corpus", target);
        assert!((5..=40).contains(&seeds.len()), "{} has {} seeds", target.name, seeds.len());
        seeds.into_iter().for_each(|(path, input)| replay(target, &path, input));
    }
}

#[test]
fn what_was_mended_stays_mended() {
    for target in ALL {
        inputs("regressions", target).into_iter().for_each(|(path, input)| replay(target, &path, input));
    }
}

#[test]
fn the_seeds_are_what_their_command_writes() {
    for target in ALL {
        let written = (target.seeds)();
        let found = inputs("corpus", target);
        assert_eq!(found.len(), written.len(), "{}: run `cargo xtask fuzz --seeds`", target.name);
        for (name, bytes) in written {
            let path = workspace().join("fuzz/corpus").join(target.name).join(&name);
            assert!(found.contains(&(path, bytes)), "{}/{name}: run `cargo xtask fuzz --seeds`", target.name);
        }
    }
}

#[test]
fn every_target_has_its_libfuzzer_side() {
    let manifest = fs::read_to_string(workspace().join("fuzz/Cargo.toml")).expect("the manifest");
    for target in ALL {
        let path = format!("fuzz_targets/{}.rs", target.name);
        assert!(manifest.contains(&format!("path = \"{path}\"")), "{path} is not in fuzz/Cargo.toml");
        let side = fs::read_to_string(workspace().join("fuzz").join(&path)).expect("a source");
        assert!(side.contains(&format!("named(\"{}\")", target.name)), "{path} runs another target");
    }
}
