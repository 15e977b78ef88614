//! An adapter that breaks the protocol on purpose, each mode in one way, to show that the referee names what it meets and
//! that a run always ends. Where nothing else is said, `describe` is answered as it should be and
//! every case with `unsupported`.

use std::{
    env,
    io::{self, BufRead, BufWriter, Write},
    process, thread,
    time::Duration,
};

use serde_json::{Value, json};

/// Each mode, and what it does.
const MODES: [(&str, &str); 29] = [
    ("hang", "reads a case and never answers"),
    ("hang-at-describe", "never answers anything"),
    ("never-reads", "answers `describe` unasked and never reads its standard input"),
    ("die", "ends with status 3 and a last word on standard error when a case comes"),
    ("die-at-describe", "ends with status 3 at once"),
    ("die-after", "answers N cases (`die-after N`), then ends with status 3"),
    ("die-by-signal", "aborts when a case comes"),
    ("one-shot", "answers `describe` and ends with status 0"),
    ("half-a-reply", "ends in the middle of its reply to a case"),
    ("garbage", "answers a case with a line that is no JSON"),
    ("garbage-at-describe", "answers `describe` with a line that is no JSON"),
    ("not-utf8", "answers a case with bytes that are not UTF-8"),
    ("wrong-id", "answers a case with another id"),
    ("two-kinds", "answers a case with `ok` and `unsupported` at once"),
    ("huge", "answers a case with a line of 1 GB"),
    ("huge-no-newline", "answers a case with bytes without end and without a newline"),
    ("close-stdin", "answers `describe`, then closes its standard input and stays"),
    ("close-stdout", "answers `describe`, then closes its standard output and stays"),
    ("bare-nan", "answers a case with the bare word NaN, as some printers of JSON do"),
    ("chatter-on-stdout", "prints its progress to standard output before the reply"),
    ("stderr-flood", "writes 100 MB to standard error before each reply"),
    ("slow", "answers each case after 300 ms"),
    ("ignores-the-end", "goes on after the end of its input"),
    ("answers-ahead", "answers each case, and the next one with it"),
    ("one-case", "answers one case and ends with status 0"),
    ("fast", "answers a case with minus ones, and times it at a nanosecond"),
    ("another-clock", "the same, timed at a million seconds"),
    ("few-times", "the same, with one time less than is asked for"),
    ("grandchild", "starts `sleep 60` and waits for it when a case comes"),
];

fn main() {
    let mut arguments = env::args().skip(1);
    let mode = arguments.next().unwrap_or_default();
    if !MODES.iter().any(|(name, _)| *name == mode) {
        for (name, what) in MODES {
            eprintln!("{name:<20} {what}");
        }
        eprintln!("\nusage: misbehaving-adapter MODE [N]");
        process::exit(2);
    }
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
    if let Err(error) = serve(&mode, count) {
        eprintln!("misbehaving-adapter: {error}");
        process::exit(1);
    }
}

fn serve(mode: &str, count: usize) -> io::Result<()> {
    if mode == "never-reads" {
        reply(&json!({"id": 1, "ok": description()}))?;
        sleep_for_ever();
    }
    let mut cases = 0;
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let id = &request["id"];
        if request["op"] == "describe" {
            describe(mode, id)?;
        } else {
            cases += 1;
            misbehave(mode, id, cases > count)?;
            let mut answer = format!("{}\n", answer_of(mode, &request));
            if mode == "answers-ahead" {
                let next = id.as_u64().map(|id| id + 1);
                answer += &format!("{}\n", json!({"id": next, "unsupported": "only misbehaves"}));
            }
            print_now(&answer)?;
            if mode == "one-case" {
                process::exit(0);
            }
        }
    }
    if mode == "ignores-the-end" {
        sleep_for_ever();
    }
    Ok(())
}

/// The reply to a case: `unsupported` but of those who misbehave in what they say.
fn answer_of(mode: &str, request: &Value) -> Value {
    let id = &request["id"];
    let seconds = match mode {
        "fast" | "few-times" => 1e-9,
        "another-clock" => 1e6,
        _ => return json!({"id": id, "unsupported": "only misbehaves"}),
    };
    if request["op"] == "bench" {
        let repeats = request["repeats"].as_u64().unwrap_or(0) as usize - usize::from(mode == "few-times");
        return json!({"id": id, "ok": {"seconds": vec![seconds; repeats]}});
    }
    let iterations = request["case"]["iterations"].as_u64().unwrap_or(0) as usize;
    json!({"id": id, "ok": {"log_evidence": vec![-1.0; iterations + 1]}})
}

fn description() -> Value {
    json!({"name": "misbehaving", "version": "1", "language": "Rust", "operations": {}})
}

fn describe(mode: &str, id: &Value) -> io::Result<()> {
    match mode {
        "hang-at-describe" => sleep_for_ever(),
        "die-at-describe" => die(),
        "garbage-at-describe" => println!("Hello! I am ready."),
        _ => {}
    }
    reply(&json!({"id": id, "ok": description()}))?;
    match mode {
        "one-shot" => process::exit(0),
        "close-stdin" => become_one_without("0<&-"),
        "close-stdout" => become_one_without("1>&-"),
        _ => Ok(()),
    }
}

/// What a mode does when a case comes; where it returns, the case is answered with `unsupported`.
fn misbehave(mode: &str, id: &Value, had_enough: bool) -> io::Result<()> {
    match mode {
        "hang" => sleep_for_ever(),
        "die" => die(),
        "die-after" if had_enough => die(),
        "die-by-signal" => process::abort(),
        "half-a-reply" => {
            print_now(&format!("{{\"id\": {id}, \"ok\": {{\"log_evi"))?;
            process::exit(0);
        }
        "garbage" => print_now("} not JSON {\n"),
        "not-utf8" => io::stdout().write_all(b"{\"id\": \xff\xfe}\n"),
        "wrong-id" => reply(&json!({"id": 1_000_000, "ok": {}})),
        "two-kinds" => reply(&json!({"id": id, "ok": {}, "unsupported": "both"})),
        "huge" => print_much(id, 1_000_000_000, "\"}}\n"),
        "huge-no-newline" => print_much(id, u64::MAX, ""),
        "bare-nan" => print_now(&format!("{{\"id\": {id}, \"ok\": {{\"log_evidence\": [1.5, NaN]}}}}\n")),
        "chatter-on-stdout" => print_now("Iteration 1: log likelihood -123.4\n"),
        "stderr-flood" => flood(),
        "slow" => {
            thread::sleep(Duration::from_millis(300));
            Ok(())
        }
        "grandchild" => process::Command::new("sleep").arg("60").status().map(drop),
        _ => Ok(()),
    }
}

fn reply(value: &Value) -> io::Result<()> {
    print_now(&format!("{value}\n"))
}

fn print_now(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

fn print_much(id: &Value, bytes: u64, end: &str) -> io::Result<()> {
    let mut stdout = BufWriter::new(io::stdout().lock());
    write!(stdout, "{{\"id\": {id}, \"ok\": {{\"much\": \"")?;
    let block = [b'x'; 65536];
    let mut written = 0;
    while written < bytes {
        stdout.write_all(&block)?;
        written += block.len() as u64;
    }
    write!(stdout, "{end}")?;
    stdout.flush()
}

fn flood() -> io::Result<()> {
    let block = format!("{}\n", "noise ".repeat(170)).repeat(64);
    let mut stderr = io::stderr().lock();
    for _ in 0..100_000_000 / block.len() {
        stderr.write_all(block.as_bytes())?;
    }
    Ok(())
}

fn die() -> ! {
    eprintln!("preparing to die");
    eprintln!("last words: out of cheese");
    process::exit(3)
}

fn sleep_for_ever() -> ! {
    loop {
        thread::sleep(Duration::from_secs(3600));
    }
}

/// Becomes a shell that closes a standard stream and stays: safe Rust cannot close one.
#[cfg(unix)]
fn become_one_without(redirection: &str) -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    let script = format!("exec {redirection}; exec sleep 3600");
    Err(process::Command::new("sh").args(["-c", &script]).exec())
}

#[cfg(not(unix))]
fn become_one_without(_: &str) -> io::Result<()> {
    Err(io::Error::other("this mode needs a Unix shell"))
}
