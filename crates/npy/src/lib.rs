//! Observations in a memory-mapped `.npy` file, as a [`Source`] that EM reads in constant memory however large the file is.
//!
//! The file holds an `N x D` array of binary64 in C order, little-endian (`<f8`), as `numpy.save` writes it. A pass copies one part of
//! [`PART`](reference::em::PART) rows at a time out of the map; the pages behind it are the operating system's to keep or to drop.
//!
//! ```no_run
//! use npy::Npy;
//! # fn fit(_: &impl reference::em::Source) {}
//! let data = Npy::open("observations.npy".as_ref())?;
//! println!("{} observations of {} variables", data.count(), data.dimension());
//! fit(&data);
//! # Ok::<(), npy::Error>(())
//! ```

use std::{
    fs::File,
    io::{self, BufReader, Seek},
    path::{Path, PathBuf},
};

use memmap2::Mmap;
use npyz::{DType, NpyHeader, Order};
use reference::{
    Observations, Result,
    em::{Blocks, Source},
};

/// Why a file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("{}: {cause}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// It is no array of the kind that is needed.
    #[error("{}: {problem}; needed are N rows of D numbers, binary64, little-endian (<f8), in C order", path.display())]
    Kind {
        /// The file.
        path: PathBuf,
        /// What it holds.
        problem: String,
    },
}

/// An open file.
#[derive(Debug)]
pub struct Npy {
    map: Mmap,
    /// Where the numbers begin.
    start: usize,
    count: usize,
    dimension: usize,
}

impl Npy {
    /// Opens a file and maps it.
    ///
    /// # Errors
    /// A file that cannot be read or mapped, another type, order or number of axes, a file cut short.
    pub fn open(path: &Path) -> std::result::Result<Self, Error> {
        let io = |cause: io::Error| Error::Io { path: path.to_owned(), cause };
        let kind = |problem: String| Error::Kind { path: path.to_owned(), problem };
        let mut reader = BufReader::new(File::open(path).map_err(io)?);
        let header =
            NpyHeader::from_reader(&mut reader).map_err(|cause| kind(format!("not an .npy file ({cause})")))?;
        let start = reader.stream_position().map_err(io)? as usize;
        let is_binary64 = matches!(header.dtype(), DType::Plain(ref of) if of.to_string() == "<f8");
        if !is_binary64 {
            return Err(kind(format!("its type is {}", header.dtype().descr())));
        }
        let &[count, dimension] = header.shape() else {
            return Err(kind(format!("it has {} axes", header.shape().len())));
        };
        if header.order() != Order::C && dimension > 1 {
            return Err(kind("it is in Fortran order".to_owned()));
        }
        let map = map(&reader.into_inner()).map_err(io)?;
        let bytes = count.checked_mul(dimension).and_then(|numbers| numbers.checked_mul(8));
        if bytes.and_then(|bytes| bytes.checked_add(start as u64)).is_none_or(|end| end > map.len() as u64) {
            return Err(kind(format!("it ends before row {count} of {dimension} numbers does")));
        }
        let npy = Self { map, start, count: count as usize, dimension: dimension as usize };
        match bytemuck::try_cast_slice::<u8, f64>(npy.bytes()) {
            Ok(_) => Ok(npy),
            Err(cause) => Err(kind(format!("its numbers begin at byte {start} ({cause})"))),
        }
    }

    /// `N`.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// `D`.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// All numbers, row after row.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        bytemuck::cast_slice(self.bytes())
    }

    fn bytes(&self) -> &[u8] {
        &self.map[self.start..][..self.count * self.dimension * 8]
    }
}

impl Source for Npy {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn read(&self, visit: &mut dyn FnMut(&Observations) -> Result<()>) -> Result<()> {
        let rows = reference::em::PART * self.dimension.max(1);
        Blocks::new(self.dimension, || self.values().chunks(rows).map(Ok::<_, String>)).read(visit)
    }
}

/// Maps a file for reading.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the map is read as plain numbers, of which every pattern of bits is one. What no mapping can rule out is that somebody
    // truncates the file meanwhile: the process is then ended by a signal.
    unsafe { Mmap::map(file) }
}
