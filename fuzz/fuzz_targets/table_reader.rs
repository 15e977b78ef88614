#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (hostile::target::named("table_reader").expect("a target").run)(bytes));
