//! The result of an operation: enclosures in the shape of the certified file, grouped into the blocks in which closeness is
//! measured.

use rug::Float;
use serde_json::{Map, Value};
use suite::format::Tensor;

use crate::{
    interval::Interval,
    linear::Vector,
    mixture::{Component, Covariance, Mixture},
    print::print,
};

/// A quantity: all numbers that share one scale.
#[derive(Clone, Debug)]
pub struct Block {
    /// The numbers.
    pub values: Tensor<Interval>,
    /// The scale, where it is another than the largest finite magnitude of the numbers.
    pub scale: Option<Interval>,
}

/// A result or a part of one.
#[derive(Clone, Debug)]
pub enum Tree {
    /// A quantity.
    Block(Block),
    /// Several, in order.
    List(Vec<Self>),
    /// Several, by name.
    Map(Vec<(String, Self)>),
    /// Indices, which have no digits.
    Indices(Vec<[usize; 2]>),
}

impl Block {
    /// The numbers, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<&Interval> {
        match &self.values {
            Tensor::Scalar(value) => vec![value],
            Tensor::Vector(values) => values.iter().collect(),
            Tensor::Matrix(rows) => rows.iter().flatten().collect(),
        }
    }

    /// The scale, from below.
    #[must_use]
    pub fn scale(&self) -> Float {
        if let Some(scale) = &self.scale {
            return scale.least_magnitude();
        }
        let finite = self.entries().into_iter().filter(|entry| !entry.is_exact_infinity());
        let larger = |a: Float, b: Float| if b > a { b } else { a };
        finite.map(Interval::least_magnitude).fold(Float::new(64), larger)
    }
}

impl Tree {
    /// A quantity of one number.
    #[must_use]
    pub fn scalar(value: Interval) -> Self {
        Self::Block(Block { values: Tensor::Scalar(value), scale: None })
    }

    /// A quantity of one number, measured against another scale than its own magnitude.
    #[must_use]
    pub fn scaled(value: Interval, scale: Interval) -> Self {
        Self::Block(Block { values: Tensor::Scalar(value), scale: Some(scale) })
    }

    /// A quantity of several numbers.
    #[must_use]
    pub fn vector(values: Vector) -> Self {
        Self::Block(Block { values: Tensor::Vector(values), scale: None })
    }

    /// Named parts.
    pub fn map<const N: usize>(parts: [(&str, Self); N]) -> Self {
        Self::Map(parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect())
    }

    /// The parameters of a mixture.
    #[must_use]
    pub fn parameters(mixture: &Mixture) -> Self {
        let matrix = |rows: &Vec<Vector>| Self::Block(Block { values: Tensor::Matrix(rows.clone()), scale: None });
        let component = |component: &Component| match component {
            Component::Gaussian { mean, covariance } => {
                let mut parts = vec![("mean".to_owned(), Self::vector(mean.clone()))];
                let covariance = match covariance {
                    Covariance::Identity | Covariance::Shared => None,
                    Covariance::Spherical(variance) => Some(Self::scalar(variance.clone())),
                    Covariance::Diagonal(variances) => Some(Self::vector(variances.clone())),
                    Covariance::Full(rows) => Some(matrix(rows)),
                };
                parts.extend(covariance.map(|covariance| ("covariance".to_owned(), covariance)));
                Self::Map(parts)
            }
            Component::Poisson { rate } => Self::map([("rate", Self::vector(rate.clone()))]),
            Component::Categorical { probabilities } => {
                let variables = probabilities.iter().cloned().map(Self::vector).collect();
                Self::map([("probabilities", Self::List(variables))])
            }
        };
        let components = mixture.components.iter().map(component).collect();
        let mut parts = vec![
            ("weights".to_owned(), Self::vector(mixture.weights.clone())),
            ("components".to_owned(), Self::List(components)),
        ];
        parts.extend(mixture.shared.as_ref().map(|rows| ("covariance".to_owned(), matrix(rows))));
        Self::Map(parts)
    }

    /// All quantities in order, with their places.
    #[must_use]
    pub fn blocks(&self) -> Vec<(String, &Block)> {
        let mut blocks = Vec::new();
        self.visit("", &mut |place, block| blocks.push((place.to_owned(), block)));
        blocks
    }

    fn visit<'a>(&'a self, place: &str, found: &mut impl FnMut(&str, &'a Block)) {
        match self {
            Self::Block(block) => found(place, block),
            Self::List(parts) => {
                parts.iter().enumerate().for_each(|(index, part)| part.visit(&format!("{place}[{index}]"), found));
            }
            Self::Map(parts) => parts.iter().for_each(|(name, part)| {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                part.visit(&place, found);
            }),
            Self::Indices(_) => {}
        }
    }

    /// The decimals of the certified file.
    #[must_use]
    pub fn decimals(&self) -> Value {
        let decimal = |x: &Interval| Value::String(print(x));
        let row = |row: &Vector| Value::Array(row.iter().map(decimal).collect());
        match self {
            Self::Block(block) => match &block.values {
                Tensor::Scalar(value) => decimal(value),
                Tensor::Vector(values) => row(values),
                Tensor::Matrix(rows) => Value::Array(rows.iter().map(row).collect()),
            },
            Self::List(parts) => Value::Array(parts.iter().map(Self::decimals).collect()),
            Self::Map(parts) => named(parts.iter().map(|(name, part)| (name, Some(part.decimals())))),
            Self::Indices(indices) => serde_json::to_value(indices).expect("integers"),
        }
    }

    /// One number a quantity, in the same shape; indices are left out.
    pub fn per_block(&self, numbers: &mut impl Iterator<Item = f64>) -> Option<Value> {
        match self {
            Self::Block(_) => Some(Value::from(numbers.next().expect("as many numbers as blocks"))),
            Self::List(parts) => Some(Value::Array(parts.iter().filter_map(|part| part.per_block(numbers)).collect())),
            Self::Map(parts) => Some(named(parts.iter().map(|(name, part)| (name, part.per_block(numbers))))),
            Self::Indices(_) => None,
        }
    }

    /// The scales of the quantities that have their own, in the same shape; nothing where there are none.
    #[must_use]
    pub fn scales(&self) -> Option<Value> {
        match self {
            Self::Block(block) => block.scale.as_ref().map(|scale| Value::String(print(scale))),
            Self::List(parts) => {
                let scales: Option<Vec<Value>> = parts.iter().map(Self::scales).collect();
                scales.filter(|scales| !scales.is_empty()).map(Value::Array)
            }
            Self::Map(parts) => match named(parts.iter().map(|(name, part)| (name, part.scales()))) {
                Value::Object(scales) if scales.is_empty() => None,
                scales => Some(scales),
            },
            Self::Indices(_) => None,
        }
    }
}

fn named<'a>(parts: impl Iterator<Item = (&'a String, Option<Value>)>) -> Value {
    Value::Object(parts.filter_map(|(name, part)| Some((name.clone(), part?))).collect::<Map<_, _>>())
}
