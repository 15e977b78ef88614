//! The tests of each package as one program, in the copy: what is generic, with all its mutants, is then compiled once for all of them.

use std::{collections::BTreeMap, fs};

use super::super::copy;
use crate::{arguments::workspace, failure::Result};

/// The files that make it so: by path, from the root of the workspace.
pub fn gathered() -> Result<BTreeMap<String, String>> {
    let mut packages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in copy::listed_by_git()? {
        if let Some((package, name)) = test(&file) {
            packages.entry(package.to_owned()).or_default().push(name.to_owned());
        }
    }
    let mut files = BTreeMap::new();
    for (package, names) in packages {
        let manifest = format!("{package}/Cargo.toml");
        // A package that is about to go has none.
        if let Ok(text) = fs::read_to_string(workspace().join(&manifest)) {
            files.insert(manifest, gathering(&text));
            files.insert(format!("{package}/tests/all.rs"), root(&names));
        }
    }
    Ok(files)
}

/// The package and the name of a file of tests.
fn test(file: &str) -> Option<(&str, &str)> {
    let (package, name) = file.split_once("/tests/")?;
    let name = name.strip_suffix(".rs")?;
    (!name.contains('/')).then_some((package, name))
}

fn root(names: &[String]) -> String {
    names.iter().map(|name| format!("#[path = \"{name}.rs\"]\nmod {name};\n")).collect()
}

fn gathering(manifest: &str) -> String {
    manifest.replacen("[package]\n", "[package]\nautotests = false\n", 1) + "\n[[test]]\nname = \"all\"\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_gathered_by_package() {
        assert_eq!(test("crates/a/tests/b.rs"), Some(("crates/a", "b")));
        assert_eq!(test("crates/a/tests/b/c.rs"), None);
        assert_eq!(test("crates/a/src/b.rs"), None);
        assert_eq!(root(&["b".to_owned()]), "#[path = \"b.rs\"]\nmod b;\n");
        let manifest = gathering("[package]\nname = \"a\"\n");
        assert_eq!(manifest, "[package]\nautotests = false\nname = \"a\"\n\n[[test]]\nname = \"all\"\n");
    }
}
