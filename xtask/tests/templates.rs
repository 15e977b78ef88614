//! Each template of a first adapter gets a first verdict: something passes and nothing fails. One whose language is not on this machine is
//! named and left out.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use serde_json::Value;

fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// A template: its folder, its manifest, and where it is built.
struct Template {
    name: String,
    folder: PathBuf,
    manifest: toml::Table,
    target: PathBuf,
}

impl Template {
    fn read(folder: PathBuf) -> Self {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(folder.join("adapter.toml")).unwrap_or_else(|error| panic!("{name}: {error}"));
        let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("templates").join(&name);
        let manifest = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name, folder, manifest, target }
    }

    /// The strings of a list of `[setup]`.
    fn setup(&self, key: &str) -> Vec<String> {
        let list = self.manifest.get("setup").and_then(|setup| setup.get(key)).and_then(toml::Value::as_array);
        list.into_iter().flatten().map(|value| value.as_str().expect("a string").to_owned()).collect()
    }

    /// What this machine lacks for it.
    fn lacks(&self) -> Option<String> {
        if let Some(reason) = self.manifest.get("not_run").and_then(|not_run| not_run.get("reason")) {
            return Some(reason.to_string());
        }
        if self.manifest.get("setup").is_some_and(|setup| setup.get("python").is_some()) {
            return Some("it has a virtual environment to set up".to_owned());
        }
        let program = self.setup("programs").into_iter().find(|program| !on_path(program));
        let package = || self.setup("debian").into_iter().find(|package| !installed(package));
        program.or_else(package).map(|missing| format!("there is no {missing} here"))
    }

    /// A command of the manifest, with its placeholders filled in.
    fn filled(&self, command: &toml::Value) -> Vec<String> {
        let words = command.as_array().expect("a list of words").iter().map(|word| word.as_str().expect("a word"));
        let placeholders =
            [("{adapter}", self.folder.clone()), ("{target}", self.target.clone()), ("{root}", workspace())];
        let fill = |word: &str| {
            placeholders.iter().fold(word.to_owned(), |word, (name, path)| word.replace(name, &path.to_string_lossy()))
        };
        words.map(fill).collect()
    }

    fn build(&self) {
        fs::create_dir_all(&self.target).expect("the directory of the build can be made");
        let commands = self.manifest.get("setup").and_then(|setup| setup.get("commands"));
        for command in commands.and_then(toml::Value::as_array).into_iter().flatten() {
            let words = self.filled(command);
            let output = Command::new(&words[0]).args(&words[1..]).current_dir(&self.folder).output();
            let output = output.unwrap_or_else(|error| panic!("{}: {words:?}: {error}", self.name));
            assert!(output.status.success(), "{}: {words:?}: {}", self.name, text(&output.stderr));
        }
    }

    fn verify(&self) -> Output {
        let command = shell_words::join(self.filled(&self.manifest["command"]));
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["verify", "--format", "json", "--adapter", &command])
            .current_dir(workspace())
            .output()
            .expect("xtask runs")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn on_path(program: &str) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|directory| directory.join(program).is_file())
}

/// Whether a Debian package is installed; elsewhere than on Debian none is.
fn installed(package: &str) -> bool {
    let status = Command::new("dpkg-query").args(["-W", "-f", "${Status}", package]).output();
    status.is_ok_and(|output| text(&output.stdout).ends_with(" installed"))
}

/// The registered templates: an adapter is registered by the manifest in its folder.
fn templates(adapters: &Path) -> Vec<Template> {
    let folders = fs::read_dir(adapters).expect("there are adapters").map(|entry| entry.expect("an entry").path());
    let is_template = |path: &PathBuf| {
        path.join("adapter.toml").is_file()
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("template-"))
    };
    let mut folders: Vec<_> = folders.filter(is_template).collect();
    folders.sort();
    folders.into_iter().map(Template::read).collect()
}

#[test]
fn every_template_gets_a_first_verdict() {
    let mut judged = Vec::new();
    for template in templates(&workspace().join("adapters")) {
        if let Some(reason) = template.lacks() {
            eprintln!("skipped: {}: {reason}", template.name);
            continue;
        }
        template.build();
        let output = template.verify();
        let said = || format!("{}: {}{}", template.name, text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(0), "{}", said());
        let report: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said()));
        let count =
            |outcome: &str| report["totals"][outcome].as_u64().unwrap_or_else(|| panic!("{outcome}: {}", said()));
        assert!(count("passed") > 0, "{}", said());
        for outcome in ["failed", "crashed", "timed_out"] {
            assert_eq!(count(outcome), 0, "{}", said());
        }
        judged.push(template.name);
    }
    assert!(
        judged.iter().any(|name| name == "template-rust"),
        "whoever runs this has cargo, and yet only {judged:?} were judged"
    );
}
