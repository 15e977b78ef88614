//! EM over a file of 20 million rows in constant memory: writes the file, fits a mixture to it from the map, and says what it took.
//!
//! `cargo run --release --package npy --example larger_than_memory -- [ROWS] [FILE]`

use std::{
    error::Error,
    fs::{self, File},
    io::BufWriter,
    path::PathBuf,
    time::Instant,
};

use npy::Npy;
use npyz::WriterBuilder;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use reference::{Diagonal, Gaussian, Mixture, Prior, trajectory};

const DIMENSION: usize = 4;
const COMPONENTS: usize = 3;
const ITERATIONS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(Ok(20_000_000), |rows| rows.parse())?;
    let path = arguments.next().map_or_else(|| std::env::temp_dir().join("larger_than_memory.npy"), PathBuf::from);
    write(&path, rows)?;
    let data = Npy::open(&path)?;
    println!("{} rows of {} numbers: {} MiB", data.count(), data.dimension(), fs::metadata(&path)?.len() >> 20);
    let means = (0..COMPONENTS).map(|k| vec![4.0 * k as f64 + 0.5; DIMENSION]).collect();
    let covariances = Diagonal::new(vec![vec![2.0; DIMENSION]; COMPONENTS], COMPONENTS, DIMENSION)?;
    let start = Mixture::new(vec![1.0 / COMPONENTS as f64; COMPONENTS], Gaussian::new(means, covariances)?)?;
    let clock = Instant::now();
    let run = trajectory(&data, start, &Prior::default(), ITERATIONS, &[ITERATIONS])?;
    let seconds = clock.elapsed().as_secs_f64();
    println!("{ITERATIONS} iterations, {} passes: {seconds:.1} s", run.cost.passes);
    println!("mixing weights {:?}", run.recorded[0].1.weights());
    println!("log evidence   {:?}", run.log_evidence);
    for line in fs::read_to_string("/proc/self/status").unwrap_or_default().lines() {
        // Pages of the file are the system's to drop; what the process holds itself is anonymous.
        if ["VmHWM", "RssAnon", "RssFile"].iter().any(|field| line.starts_with(field)) {
            println!("{line}");
        }
    }
    fs::remove_file(path)?;
    Ok(())
}

/// Writes rows about three places, a row at a time.
fn write(path: &PathBuf, rows: u64) -> Result<(), Box<dyn Error>> {
    let mut generator = ChaCha20Rng::seed_from_u64(1);
    let mut draw = || (generator.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    let file = BufWriter::new(File::create(path)?);
    let mut writer =
        npyz::WriteOptions::new().default_dtype().shape(&[rows, DIMENSION as u64]).writer(file).begin_nd()?;
    for n in 0..rows {
        for _ in 0..DIMENSION {
            let noise: f64 = (0..4).map(|_| draw()).sum::<f64>() - 2.0;
            writer.push(&(4.0 * (n % COMPONENTS as u64) as f64 + noise))?;
        }
    }
    writer.finish()?;
    Ok(())
}
