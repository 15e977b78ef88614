//! Sources of more than one part: observations keep their numbers, and what one part cannot tell the next may.

use reference::{
    Error, Full, Gaussian, Mixture, Observations, Poisson, Prior,
    em::{Blocks, Source},
    trajectory,
};

/// Observations of a part.
const PART: usize = 65_536;

/// One iteration of a mixture of two Poisson laws on counts.
fn counts(values: &[f64], initial: [f64; 2]) -> reference::Result<()> {
    let source = Blocks::new(1, || values.chunks(10_000).map(Ok::<_, String>));
    let rates = Poisson::new(initial.map(|rate| vec![rate]).to_vec()).unwrap();
    trajectory(&source, Mixture::new(vec![0.5, 0.5], rates).unwrap(), &Prior::default(), 1, &[]).map(drop)
}

#[test]
fn an_observation_is_named_by_its_place_among_all() {
    for bad in [7, PART - 1, PART, PART + 3, 2 * PART + 1] {
        let mut values: Vec<f64> = (0..2 * PART + 10).map(|n| (n % 7) as f64).collect();
        values[bad] = 0.5;
        let error = counts(&values, [1.0, 3.0]).unwrap_err().to_string();
        assert!(error.starts_with(&format!("data.observations[{bad}][0]")), "{error}");
        values[bad] = 3.0;
        assert_eq!(counts(&values, [1.0, 3.0]), Ok(()));
    }
}

#[test]
fn an_impossible_observation_is_named_by_its_place_among_all() {
    let mut values = vec![0.0; PART + 10];
    values[PART + 3] = 1.0;
    let error = counts(&values, [0.0, 0.0]).unwrap_err();
    assert!(error.to_string().starts_with(&format!("observation {} has probability 0", PART + 3)), "{error}");
}

/// The last part may be whole: there is none after it.
#[test]
fn parts_end_where_the_data_end() {
    for (count, dimension) in [(PART, 1), (PART, 3), (2 * PART, 2), (PART + 1, 3), (PART - 1, 2)] {
        let values: Vec<f64> = (0..count * dimension).map(|i| i as f64).collect();
        for block in [values.len(), 1000 * dimension] {
            let source = Blocks::new(dimension, || values.chunks(block).map(Ok::<_, String>));
            let (mut seen, mut lens) = (Vec::new(), Vec::new());
            let mut visit = |part: &Observations| {
                (0..part.count()).for_each(|n| seen.extend_from_slice(part.row(n)));
                lens.push(part.count());
                Ok(())
            };
            source.read(&mut visit).unwrap();
            assert_eq!(seen, values);
            let (last, others) = lens.split_last().unwrap();
            assert!(others.iter().all(|len| *len == PART) && (1..=PART).contains(last), "{lens:?}");
        }
    }
}

/// A first part of one point alone has no covariance; with the second there is one.
#[test]
fn later_parts_span_what_the_first_does_not() {
    let run = |values: &[f64]| {
        let source = Blocks::new(1, || values.chunks(PART).map(Ok::<_, String>));
        let gaussian = Gaussian::new(vec![vec![0.0]], Full::new(&[vec![vec![1.0]]], 1, 1).unwrap()).unwrap();
        trajectory(&source, Mixture::new(vec![1.0], gaussian).unwrap(), &Prior::default(), 1, &[1])
    };
    let mut values = vec![0.0; PART];
    assert!(matches!(run(&values), Err(Error::NotPositiveDefinite { .. })), "{:?}", run(&values).map(drop));
    values.extend([1.0, 2.0, 4.0]);
    let fitted = run(&values).unwrap().recorded.remove(0).1;
    let mean = 7.0 / values.len() as f64;
    let variance = 21.0 / values.len() as f64 - mean * mean;
    let fitted = fitted.components().covariances().matrix(0)[(0, 0)];
    assert!((fitted / variance - 1.0).abs() < 1e-14, "{fitted}, not {variance}");
}
