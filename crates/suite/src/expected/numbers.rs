//! The certified numbers of a tree one by one, each with what its block says of it.

use serde_json::Value;

use super::{Block, Node};
use crate::{format::Decimal, place::Place};

/// One certified number, with the scale and the digits of its block.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Where it stands.
    pub place: Place,
    /// The number.
    pub certified: Decimal,
    /// The scale of its block.
    pub scale: f64,
    /// The digits that its block can attain.
    pub attainable: f64,
}

impl Node {
    /// Every number below this node, which stands at `place`.
    #[must_use]
    pub fn numbers(&self, place: &Place) -> Vec<Measured> {
        match self {
            Self::Block(block) => block.numbers(place),
            Self::List(_, items) => {
                items.iter().enumerate().flat_map(|(index, item)| item.numbers(&place.index(index))).collect()
            }
            Self::Map(items) => items.iter().flat_map(|(key, item)| item.numbers(&place.key(key))).collect(),
        }
    }
}

impl Block {
    fn numbers(&self, place: &Place) -> Vec<Measured> {
        let (scale, attainable) = (self.scale, self.attainable);
        let measured = |(place, certified)| Measured { place, certified, scale, attainable };
        placed_decimals(place, &self.certified).into_iter().map(measured).collect()
    }
}

fn placed_decimals(place: &Place, value: &Value) -> Vec<(Place, Decimal)> {
    match value {
        Value::String(text) => text.parse().ok().map(|decimal| (place.clone(), decimal)).into_iter().collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(index, item)| placed_decimals(&place.index(index), item)).collect()
        }
        Value::Object(map) => map.iter().flat_map(|(key, item)| placed_decimals(&place.key(key), item)).collect(),
        _ => Vec::new(),
    }
}
