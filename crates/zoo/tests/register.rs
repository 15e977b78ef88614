//! Every defect has a file of its name and a line in the register, and says where it was seen.

use std::{collections::BTreeSet, fs, path::Path};

use zoo::defects;

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/defects")
}

#[test]
fn no_two_defects_have_one_name() {
    let names: BTreeSet<&str> = defects::ALL.iter().map(|defect| defect.name).collect();
    assert_eq!(names.len(), defects::ALL.len());
}

#[test]
fn every_file_is_registered_and_every_defect_has_a_file() {
    let files = fs::read_dir(directory()).expect("a directory").map(|entry| entry.expect("an entry").path());
    let stem = |path: std::path::PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let files: BTreeSet<String> = files.map(stem).filter(|name| name != "mod").collect();
    let names: BTreeSet<String> = defects::ALL.iter().map(|defect| defect.name.replace('-', "_")).collect();
    assert_eq!(files, names);
}

#[test]
fn every_defect_says_where_it_was_seen_as_its_text_does() {
    for defect in defects::ALL {
        let path = directory().join(defect.name.replace('-', "_")).with_extension("rs");
        let text = fs::read_to_string(&path).expect("a source");
        let prose: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
        let prose = prose.join(" ");
        let seen = if defect.seen_in == "a common mistake" { "A common mistake." } else { defect.seen_in };
        assert!(prose.contains(seen), "{}: {seen}", path.display());
    }
}
