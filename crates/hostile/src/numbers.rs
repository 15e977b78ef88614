//! Doubles from bytes, and back: short codes for the numbers that break things.
//!
//! A number is a tag and what the tag asks for. A change of one byte gives another whole number, another power of two, or the neighbour
//! of the number before; the bits of any double can be written out as well. What is missing at the end reads as zero bytes.

/// Where the bytes of a question are read.
pub struct Bytes<'a> {
    rest: &'a [u8],
    before: f64,
}

/// What lies at the edges of binary64 and of the formulas.
const EDGES: [f64; 24] = [
    0.0,
    -0.0,
    1.0,
    f64::MIN_POSITIVE,
    5e-324,
    f64::MAX,
    f64::MIN,
    f64::EPSILON,
    1.0 + f64::EPSILON,
    1.0 - f64::EPSILON / 2.0,
    9_007_199_254_740_992.0,
    9_007_199_254_740_993.0,
    1.8e19,
    1e-154,
    1.4e154,
    1e-300,
    1e300,
    -1e300,
    1e15,
    0.1,
    1.0 / 3.0,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

const WHOLE: u8 = 0;
const HUNDREDTHS: u8 = 1;
const BITS: u8 = 2;
const EDGE: u8 = 3;
const POWER: u8 = 4;
const SAME: u8 = 5;
const NEIGHBOUR: u8 = 6;
const COUNT: u8 = 7;

impl<'a> Bytes<'a> {
    /// Reads from the beginning.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, before: 0.0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }

    /// The next byte, reduced to a range from 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    /// Whether there is nothing left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// As many of the next bytes as there are.
    pub fn some(&mut self, most: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(most.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let mut taken = [0; N];
        let some = self.some(N);
        taken[..some.len()].copy_from_slice(some);
        taken
    }

    /// The next number.
    pub fn number(&mut self) -> f64 {
        let number = match self.byte() % 8 {
            WHOLE => f64::from(i8::from_le_bytes(self.take())),
            HUNDREDTHS => f64::from(i16::from_le_bytes(self.take())) / 100.0,
            BITS => f64::from_le_bytes(self.take()),
            EDGE => EDGES[self.below(EDGES.len())],
            POWER => self.power(),
            SAME => self.before,
            NEIGHBOUR => self.neighbour(),
            COUNT => u64::from_le_bytes(self.take()) as f64,
            _ => unreachable!("a remainder of 8"),
        };
        self.before = number;
        number
    }

    /// `± (1 + m/128) 2^e`, over all exponents there are.
    fn power(&mut self) -> f64 {
        let mantissa = self.byte();
        let exponent = i32::from(u16::from_le_bytes(self.take()) % 2100) - 1075;
        let magnitude = 1.0 + f64::from(mantissa & 127) / 128.0;
        // In two steps, since 2^-1075 alone is 0.
        let scaled = magnitude * 2_f64.powi(exponent / 2) * 2_f64.powi(exponent - exponent / 2);
        if mantissa > 127 { -scaled } else { scaled }
    }

    /// Some units in the last place from the number before.
    fn neighbour(&mut self) -> f64 {
        let steps = i8::from_le_bytes(self.take());
        let step = |x: f64, _| if steps < 0 { x.next_down() } else { x.next_up() };
        (0..steps.unsigned_abs()).fold(self.before, step)
    }
}

/// Writes a number so that it is read back to the last bit, in as few bytes as may be.
pub fn write(number: f64, bytes: &mut Vec<u8>) {
    let same = |read: f64| read.to_bits() == number.to_bits();
    let (whole, hundredths) = (number as i8, (number * 100.0).round() as i16);
    if same(f64::from(whole)) {
        bytes.extend([WHOLE, whole.to_le_bytes()[0]]);
    } else if same(f64::from(hundredths) / 100.0) {
        bytes.push(HUNDREDTHS);
        bytes.extend(hundredths.to_le_bytes());
    } else {
        bytes.push(BITS);
        bytes.extend(number.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for number in EDGES.into_iter().chain([-128.0, 3.6, -327.68, 1e-3, 127.5]) {
            let mut bytes = Vec::new();
            write(number, &mut bytes);
            assert_eq!(Bytes::new(&bytes).number().to_bits(), number.to_bits(), "{number}");
        }
    }

    #[test]
    fn every_tag_has_its_number() {
        let read = |bytes: &[u8]| Bytes::new(bytes).number();
        assert_eq!(read(&[]), 0.0);
        assert_eq!(read(&[POWER, 64, 51, 4]), 1.5);
        assert_eq!(read(&[POWER, 128, 0, 0]), -0.0);
        assert_eq!(read(&[POWER, 0, 1, 0]), 5e-324);
        assert_eq!(read(&[COUNT, 0, 0, 0, 0, 0, 0, 0, 1]), 72_057_594_037_927_936.0);
        let mut bytes = Bytes::new(&[WHOLE, 1, NEIGHBOUR, 255, SAME]);
        assert_eq!([bytes.number(), bytes.number(), bytes.number()], [1.0, 1.0_f64.next_down(), 1.0_f64.next_down()]);
    }
}
