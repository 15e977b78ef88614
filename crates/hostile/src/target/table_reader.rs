//! The reader of data tables.

use std::path::PathBuf;

use suite::{
    data::DataLibrary,
    format::{Data, Weights},
};

use super::Target;
use crate::seeds;

/// The target.
pub const TARGET: Target = Target {
    name: "table_reader",
    claim: "any bytes are a table of finite numbers or an error with a place; every row has a number for each column and a weight",
    run,
    seeds: seeds::of_tables,
};

fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let library = DataLibrary::new(PathBuf::from("hostile"));
    if let Err(error) = library.insert("table", &text) {
        return assert!(error.to_string().starts_with("hostile"), "{error}");
    }
    let first: Vec<String> = text.lines().next().unwrap_or("").split(',').map(str::to_owned).collect();
    for columns in [None, Some(first[..1].to_vec()), Some(first.clone())] {
        for weights in [None, first.last().cloned()] {
            let weighted = weights.is_some();
            let weights = weights.map(Weights::Column);
            let data = Data { set: Some("table".to_owned()), columns: columns.clone(), observations: None, weights };
            match library.inline(&data) {
                Ok(inline) => check(&inline, weighted),
                Err(error) => assert!(error.to_string().starts_with("hostile"), "{error}"),
            }
        }
    }
}

fn check(inline: &Data, weighted: bool) {
    let rows = inline.observations.as_ref().expect("inline data have rows");
    assert!(rows.iter().all(|row| row.len() == rows[0].len()), "ragged rows");
    assert!(rows.iter().flatten().all(|x| x.0.is_finite()), "a number that is not finite");
    match &inline.weights {
        Some(Weights::Values(weights)) => assert!(weighted && weights.len() == rows.len(), "weights of other rows"),
        Some(Weights::Column(_)) => panic!("weights that are not inline"),
        None => assert!(!weighted, "weights got lost"),
    }
}
