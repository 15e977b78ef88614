use super::*;

fn who(adapter: Option<&str>, timeout: Option<u64>) -> Contestant {
    let who = Who { adapter: adapter.map(str::to_owned), timeout: timeout.map(Duration::from_secs), ..Who::default() };
    Contestant::new(&who).unwrap()
}

fn again(contestant: &Contestant, words: &[&str]) -> String {
    shell_words::join(contestant.again(words.iter().copied()))
}

#[test]
fn a_command_is_a_command_and_nobody_is_the_reference() {
    let reference = who(None, None);
    assert_eq!((reference.command.as_deref(), reference.limits.time), (None, TIMEOUT));
    assert_eq!(again(&reference, &["verify", "a b"]), "verify 'a b'");
    let command = who(Some("python3 x.py"), Some(5));
    assert_eq!((command.command.as_deref(), command.limits.time), (Some("python3 x.py"), Duration::from_secs(5)));
    assert_eq!(again(&command, &["verify"]), "verify --adapter 'python3 x.py' --timeout 5");
}

#[test]
fn a_short_time_for_a_case_leaves_the_time_to_start() {
    assert_eq!(who(Some("x"), Some(1)).limits.start, Duration::from_secs(60));
    assert_eq!(who(Some("x"), Some(100)).limits.start, Duration::from_secs(100));
    let start = Who { adapter: Some("x".to_owned()), start_timeout: Some(Duration::from_secs(2)), ..Who::default() };
    let contestant = Contestant::new(&start).unwrap();
    assert_eq!((contestant.limits.start, contestant.limits.time), (Duration::from_secs(2), TIMEOUT));
    assert_eq!(again(&contestant, &["verify"]), "verify --adapter x --start-timeout 2");
}

#[test]
fn an_unknown_name_is_no_command() {
    let unknown = Who { adapter: Some("@nmupy".to_owned()), ..Who::default() };
    let failure = Contestant::new(&unknown).unwrap_err();
    assert_eq!(failure.to_string(), "there is no adapter `nmupy`");
    assert_eq!(failure.hint(), Some("did you mean numpy?"));
}

mod registered {
    use std::fs;

    use super::*;
    use crate::adapters::{inputs, receipt::Receipt};

    const MANIFEST: &str =
        "title = \"t\"\nlanguage = \"l\"\nabout = \"a\"\ncommand = [\"{adapter}/it\"]\ntimeout = 7\n";

    fn adapter(root: &tempfile::TempDir, manifest: &str) -> Adapter {
        let folder = root.path().join("adapters/mine");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("adapter.toml"), manifest).unwrap();
        Registry::open(Some(root.path())).unwrap().named("mine").unwrap()
    }

    #[test]
    fn one_that_is_set_up_has_its_own_command_and_time() {
        let root = tempfile::tempdir().unwrap();
        let adapter = adapter(&root, MANIFEST);
        let inputs = inputs::read(&adapter.folder).unwrap();
        Receipt::new(&adapter, inputs).write(&adapter.target).unwrap();
        let command = format!("{}/adapters/mine/it", root.path().display());
        let own = Contestant::registered(&adapter, None).unwrap();
        assert_eq!((own.command.as_deref(), own.limits.time), (Some(command.as_str()), Duration::from_secs(7)));
        assert_eq!(again(&own, &["verify"]), format!("verify --adapter {command}"));
        let further = Contestant::registered(&adapter, None).unwrap().with("--as-documented");
        assert_eq!(further.command.as_deref(), Some(format!("{command} --as-documented").as_str()));
        assert_eq!(again(&further, &["verify"]), format!("verify --adapter '{command} --as-documented'"));
        let given = Contestant::registered(&adapter, Some(Duration::from_secs(3))).unwrap();
        assert_eq!(given.limits.time, Duration::from_secs(3));
        fs::write(adapter.folder.join("it"), "new").unwrap();
        let failure = Contestant::registered(&adapter, None).unwrap_err();
        assert_eq!(failure.to_string(), "the adapter `mine` is stale: it changed");
        assert_eq!(failure.hint(), Some("run `cargo xtask adapters setup mine`"));
    }

    #[test]
    fn one_that_is_not_says_what_to_do_or_why_nothing_can_be_done() {
        let root = tempfile::tempdir().unwrap();
        let failure = Contestant::registered(&adapter(&root, MANIFEST), None).unwrap_err();
        assert_eq!(failure.to_string(), "the adapter `mine` is not set up");
        assert_eq!(failure.hint(), Some("run `cargo xtask adapters setup mine`"));
        let not_run = format!("{MANIFEST}[not_run]\nreason = \"no package\"\n");
        let failure = Contestant::registered(&adapter(&root, &not_run), None).unwrap_err();
        assert_eq!(failure.to_string(), "the adapter `mine` is not run here: no package");
        assert_eq!(failure.hint(), None);
    }

    #[test]
    fn one_of_this_workspace_is_called_by_its_name() {
        let root = tempfile::tempdir().unwrap();
        let mut adapter = adapter(&root, MANIFEST);
        adapter.root = workspace();
        assert_eq!(again(&Contestant::ready(&adapter, None), &["verify"]), "verify --adapter @mine");
    }
}
