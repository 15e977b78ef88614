#![no_main]

libfuzzer_sys::fuzz_target!(
    init: {
        // Rust ignores this signal before `main`, and here `main` is libFuzzer's: writing to a closed pipe is an error, not the end.
        // SAFETY: no handler is installed, and no thread runs yet.
        unsafe { libc::signal(libc::SIGPIPE, libc::SIG_IGN) };
    },
    |bytes: &[u8]| (hostile::target::named("conversation").expect("a target").run)(bytes)
);
