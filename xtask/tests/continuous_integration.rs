//! The workflows of docs/continuous-integration.md and docs/track-performance.md: they are YAML, they ask for options that there are, and what is not theirs to know is marked.

use std::{fs, path::Path, process::Command};

use saphyr::{LoadableYamlNode, Yaml};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).expect("the page")
}

fn page() -> String {
    read("docs/continuous-integration.md")
}

fn pages() -> [String; 2] {
    [page(), read("docs/track-performance.md")]
}

/// The blocks of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    page.split(&open).skip(1).map(|rest| rest.split("```").next().expect("it is closed").to_owned()).collect()
}

/// A block as one document.
fn parsed(text: &str) -> Yaml<'_> {
    let mut documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn text<'a>(node: &'a Yaml<'_>, key: &str) -> Option<&'a str> {
    node.as_mapping_get(key)?.as_str()
}

#[test]
fn the_github_workflow_checks_out_both_at_a_fixed_revision_and_writes_a_summary() {
    let page = page();
    let blocks = blocks(&page, "yaml");
    let workflow = parsed(&blocks[0]);
    assert!(workflow.as_mapping_get("on").is_some_and(Yaml::is_sequence));
    let revision = text(workflow.as_mapping_get("env").expect("env"), "SUITE_REVISION").expect("a revision");
    assert!(revision.len() == 40 && revision.bytes().all(|byte| byte == b'0'), "{revision}");
    let job = workflow.as_mapping_get("jobs").and_then(|jobs| jobs.as_mapping_get("verify")).expect("a job");
    let steps = job.as_mapping_get("steps").and_then(Yaml::as_vec).expect("steps");
    let uses = |action: &str| {
        steps.iter().filter(|step| text(step, "uses").is_some_and(|uses| uses.starts_with(action))).count()
    };
    assert_eq!((uses("actions/checkout@"), uses("actions/cache@")), (2, 1));
    let references: Vec<&str> = steps.iter().filter_map(|step| text(step.as_mapping_get("with")?, "ref")).collect();
    assert_eq!(references, ["${{ env.SUITE_REVISION }}"]);
    let verify = steps.iter().filter_map(|step| text(step, "run")).find(|run| run.contains("xtask verify"));
    assert!(verify.expect("a verdict").ends_with("--format markdown | tee -a \"$GITHUB_STEP_SUMMARY\""));
    let defaults =
        job.as_mapping_get("defaults").and_then(|defaults| defaults.as_mapping_get("run")).expect("defaults");
    assert_eq!((text(defaults, "shell"), text(defaults, "working-directory")), (Some("bash"), Some("suite")));
}

#[test]
fn the_gitlab_job_hands_over_the_file_it_writes() {
    let page = page();
    let blocks = blocks(&page, "yaml");
    let document = parsed(&blocks[1]);
    let job = document.as_mapping_get("verify-em").expect("a job");
    let artifacts = job.as_mapping_get("artifacts").expect("artifacts");
    let file = text(artifacts.as_mapping_get("reports").expect("reports"), "junit").expect("a file");
    let script = job.as_mapping_get("script").and_then(Yaml::as_vec).expect("a script");
    let last = script.last().and_then(Yaml::as_str).expect("a command");
    assert!(last.contains("--format junit") && last.ends_with(&format!("> \"$CI_PROJECT_DIR/{file}\"")), "{last}");
    assert_eq!(text(artifacts, "when"), Some("always"));
    let before = job.as_mapping_get("before_script").and_then(Yaml::as_vec).expect("a script");
    assert!(
        before
            .iter()
            .filter_map(Yaml::as_str)
            .any(|line| line.contains("fetch --depth 1 \"$SUITE_URL\" \"$SUITE_REVISION\""))
    );
}

#[test]
fn every_option_of_a_workflow_is_one() {
    for (page, least) in pages().iter().zip([6, 10]) {
        let blocks = blocks(page, "yaml");
        let commands = blocks.iter().flat_map(|block| block.lines()).filter_map(|line| line.split_once("cargo xtask "));
        let options: usize = commands.map(|(_, words)| options_of(words)).sum();
        assert!(options >= least, "{options} options found");
    }
}

/// Asks the command whether it has the options that it is given here; how many they are.
fn options_of(command: &str) -> usize {
    let words: Vec<&str> = command.split_whitespace().collect();
    let name: Vec<&str> = words.iter().copied().take_while(|word| !word.starts_with("--")).collect();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(&name).arg("--help").output().expect("xtask runs");
    let help = String::from_utf8(output.stdout).expect("UTF-8");
    let options: Vec<&str> = words.into_iter().filter(|word| word.starts_with("--")).collect();
    for option in &options {
        let is_there = help.contains(&format!("{option} ")) || help.contains(&format!("{option}\n"));
        assert!(is_there, "{name:?} has no {option}");
    }
    options.len()
}

#[test]
fn what_is_the_users_is_marked() {
    for block in pages().iter().flat_map(|page| blocks(page, "yaml")) {
        parsed(&block);
        for line in block.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let placeholder =
                ["OWNER", "HOST", "\"0000", "em_adapter.py", "requirements.txt"].iter().any(|word| line.contains(word));
            assert_eq!(placeholder, line.contains("# yours: "), "{line}");
        }
    }
}

#[test]
fn the_waivers_that_are_shown_and_those_that_are_kept_can_be_read() {
    let page = read("docs/track-performance.md");
    assert_eq!(measure::gate::parse_waivers(&blocks(&page, "toml")[0]).expect("waivers").len(), 1);
    measure::gate::parse_waivers(&read("benches/waivers.toml")).expect("waivers");
}

#[test]
fn the_list_of_known_failures_is_one() {
    let page = page();
    let blocks = blocks(&page, "toml");
    toml::from_str::<suite::known_failures::KnownFailuresFile>(&blocks[0]).expect("a list of known failures");
}
