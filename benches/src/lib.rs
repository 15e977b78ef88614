//! Criterion benches of the reference (`cargo bench -p benches`), and the rates of the machine that they run on.

pub mod roofline;
