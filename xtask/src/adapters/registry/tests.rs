use tempfile::TempDir;

use super::*;
use crate::adapters::receipt;

const MANIFEST: &str =
    "title = \"t\"\nlanguage = \"l\"\nabout = \"a\"\ncommand = [\"{adapter}/run\", \"{target}:{root}\"]\n";

/// A workspace with an adapter of each name.
fn workspace(names: &[&str]) -> (TempDir, Registry) {
    let root = tempfile::tempdir().unwrap();
    for name in names {
        write(&root, &format!("adapters/{name}/adapter.toml"), MANIFEST);
        write(&root, &format!("adapters/{name}/run"), "1");
    }
    write(&root, "adapters/no-adapter/README.md", "nothing");
    let registry = Registry::open(Some(root.path())).unwrap();
    (root, registry)
}

fn write(root: &TempDir, path: &str, text: &str) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes the receipt of an adapter as it is now.
fn set_up(adapter: &Adapter) {
    Receipt::new(adapter, inputs::read(&adapter.folder).unwrap()).write(&adapter.target).unwrap();
}

#[test]
fn every_folder_with_a_manifest_is_an_adapter() {
    let (_root, registry) = workspace(&["b", "a"]);
    assert_eq!(registry.names().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(registry.all().unwrap().len(), 2);
}

#[test]
fn the_placeholders_are_filled() {
    let (root, registry) = workspace(&["a b"]);
    let adapter = registry.named("a b").unwrap();
    let root = root.path().display();
    let words = [format!("{root}/adapters/a b/run"), format!("{root}/target/adapters/a b:{root}")];
    assert_eq!(adapter.command(), words);
    assert_eq!(shell_words::split(&adapter.command_line()).unwrap(), words);
}

#[test]
fn an_unknown_name_is_met_with_the_nearest() {
    let (_root, registry) = workspace(&["scikit-learn", "numpy"]);
    let failure = registry.named("scikit-lern").unwrap_err();
    assert_eq!(failure.to_string(), "there is no adapter `scikit-lern`");
    assert_eq!(failure.hint(), Some("did you mean scikit-learn?"));
    assert_eq!(registry.named("zzz").unwrap_err().hint(), Some("`cargo xtask adapters list` lists them"));
}

#[test]
fn a_broken_manifest_breaks_its_own_adapter_alone() {
    let (root, registry) = workspace(&["a", "b"]);
    write(&root, "adapters/b/adapter.toml", "title = 1");
    assert!(registry.named("a").is_ok());
    let message = registry.named("b").unwrap_err().to_string();
    assert!(message.contains("adapters/b/adapter.toml:1: `title`"), "{message}");
    assert!(registry.all().is_err());
}

#[test]
fn an_adapter_is_set_up_while_the_receipt_is_of_what_stands_there() {
    let (root, registry) = workspace(&["a"]);
    let adapter = registry.named("a").unwrap();
    assert_eq!(adapter.state(), State::NotSetUp);
    set_up(&adapter);
    assert_eq!(adapter.state().receipt().unwrap().adapter, "a");
    for apart in ["README.md", "known-failures.toml", "__pycache__/run.pyc", ".cache/x", "target/x"] {
        write(&root, &format!("adapters/a/{apart}"), "of no consequence");
    }
    assert_eq!(adapter.state().to_string(), "set up");
    for (file, text) in [("run", "2"), ("sub/new.py", "3"), ("adapter.toml", "title = 1")] {
        write(&root, &format!("adapters/a/{file}"), text);
        assert_eq!(adapter.state().to_string(), format!("stale: {file} changed"));
        set_up(&adapter);
    }
    fs::remove_file(adapter.folder.join("run")).unwrap();
    assert_eq!(adapter.state().to_string(), "stale: run changed");
}

#[test]
fn a_receipt_that_cannot_be_read_is_none() {
    let (root, registry) = workspace(&["a"]);
    let adapter = registry.named("a").unwrap();
    set_up(&adapter);
    let text = fs::read_to_string(receipt::path(&adapter.target)).unwrap();
    for (broken, why) in
        [(text.replacen("\"format\": 1", "\"format\": 2", 1), "format 2 is not known"), (text[..20].to_owned(), "EOF")]
    {
        write(&root, "target/adapters/a/receipt.json", &broken);
        let state = adapter.state().to_string();
        assert!(state.starts_with("stale: ") && state.contains(why), "{state}");
    }
}

#[test]
fn what_is_not_run_here_says_why_whatever_receipt_there_is() {
    let (root, registry) = workspace(&["a"]);
    set_up(&registry.named("a").unwrap());
    write(&root, "adapters/a/adapter.toml", &format!("{MANIFEST}[not_run]\nreason = \"no package\"\n"));
    assert_eq!(registry.named("a").unwrap().state().to_string(), "not run here: no package");
}
