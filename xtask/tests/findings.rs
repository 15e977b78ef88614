//! The cases in which libraries were found wrong: the reference passes them all, and each is about a registered adapter.

use std::{path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace")
}

#[test]
fn the_reference_passes_what_others_do_not() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["verify", "--no-laws", "--suite"])
        .arg(root().join("findings"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains(" 0 failed, 0 unsupported"), "{said}");
}

/// Every library of the suite has an adapter and a page, and every page is linked from the index.
#[test]
fn every_library_has_an_adapter_and_a_page() {
    let index = std::fs::read_to_string(root().join("docs/findings.md")).unwrap();
    let names = |directory: &str| {
        let entries = std::fs::read_dir(root().join(directory)).unwrap();
        entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
    };
    for name in names("findings/cases").chain(names("docs/findings")) {
        assert!(root().join("adapters").join(&name).join("adapter.toml").exists(), "no adapter {name}");
        assert!(index.contains(&format!("](findings/{name}.md)")), "{name} is not in docs/findings.md");
    }
}
