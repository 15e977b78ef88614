//! Files as NumPy writes them, and files that are something else.

use std::{fs::File, io::Write, path::Path};

use npy::{Error, Npy};
use npyz::WriterBuilder;
use reference::{
    Gaussian, Mixture, Observations, Prior, Spherical,
    em::{PART, Source},
    trajectory,
};

fn write(path: &Path, shape: &[u64], order: npyz::Order, values: &[f64]) {
    let file = File::create(path).unwrap();
    let mut writer =
        npyz::WriteOptions::new().default_dtype().shape(shape).order(order).writer(file).begin_nd().unwrap();
    writer.extend(values.iter().copied()).unwrap();
    writer.finish().unwrap();
}

fn start() -> Mixture<Gaussian<Spherical>> {
    let components = Gaussian::new(vec![vec![0.0, 0.0], vec![5.0, 1.0]], Spherical::new(vec![1.0, 2.0], 2).unwrap());
    Mixture::new(vec![0.5, 0.5], components.unwrap()).unwrap()
}

#[test]
fn a_file_gives_the_bits_that_memory_gives() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    // More than one part.
    let count = PART + 1000;
    let values: Vec<f64> = (0..2 * count).map(|i| ((i * 7919) % 10_007) as f64 / 1000.0).collect();
    write(&path, &[count as u64, 2], npyz::Order::C, &values);
    let file = Npy::open(&path).unwrap();
    assert_eq!((file.count(), file.dimension(), Source::dimension(&file)), (count, 2, 2));
    assert_eq!(file.values(), values);
    let held = Observations::from_flat(values, count, None).unwrap();
    let prior = Prior::default();
    let of_file = trajectory(&file, start(), &prior, 3, &[3]).unwrap();
    let of_memory = trajectory(&held, start(), &prior, 3, &[3]).unwrap();
    assert_eq!(of_file.log_evidence, of_memory.log_evidence);
    assert_eq!(of_file.recorded[0].1.components().means(), of_memory.recorded[0].1.components().means());
}

#[test]
fn other_files_are_refused_with_a_reason() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let problem = || Npy::open(&path).unwrap_err().to_string();
    assert!(matches!(Npy::open(&path), Err(Error::Io { .. })));
    File::create(&path).unwrap().write_all(b"1,2\n3,4\n").unwrap();
    assert!(problem().contains("not an .npy file"), "{}", problem());
    write(&path, &[4], npyz::Order::C, &[1.0, 2.0, 3.0, 4.0]);
    assert!(problem().contains("it has 1 axes"), "{}", problem());
    write(&path, &[2, 2], npyz::Order::Fortran, &[1.0, 2.0, 3.0, 4.0]);
    assert!(problem().contains("Fortran order"), "{}", problem());
    let file = File::create(&path).unwrap();
    let mut writer = npyz::WriteOptions::new().default_dtype().shape(&[2, 1]).writer(file).begin_nd().unwrap();
    writer.extend([1.0_f32, 2.0]).unwrap();
    writer.finish().unwrap();
    assert!(problem().contains("its type is '<f4'"), "{}", problem());
    write(&path, &[2, 2], npyz::Order::C, &[1.0, 2.0, 3.0, 4.0]);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 8]).unwrap();
    assert!(problem().contains("it ends before row 2 of 2 numbers does"), "{}", problem());
}

#[test]
fn a_number_that_is_not_finite_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    write(&path, &[3, 2], npyz::Order::C, &[1.0, 2.0, 3.0, f64::NAN, 5.0, 6.0]);
    let run = trajectory(&Npy::open(&path).unwrap(), start(), &Prior::default(), 1, &[]);
    assert_eq!(run.unwrap_err().to_string(), "data.observations[1][1] is NaN: it must be finite");
}
