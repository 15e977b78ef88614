//! Criterion benches of the reference; `cargo bench -p benches`. Nothing here is timed in a test.
