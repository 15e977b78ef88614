//! `setup.log`: what every step printed.

use std::{
    fs::{self, File},
    io::{self, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use suite::process::{cut, printable};

/// How many lines of a step that failed are shown.
const TAIL: usize = 30;
/// The longest line that is shown.
const WIDTH: usize = 300;

/// The log, and where in it the present step begins.
pub struct Log {
    path: PathBuf,
    file: File,
    begin: u64,
}

impl Log {
    /// An empty one.
    pub fn create(path: &Path) -> io::Result<Self> {
        fs::write(path, "")?;
        let file = File::options().append(true).open(path)?;
        Ok(Self { path: path.to_owned(), file, begin: 0 })
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Begins a step.
    pub fn begin(&mut self, words: &[String]) {
        self.write(&format!("$ {}\n", shell_words::join(words)));
        self.begin = self.file.seek(SeekFrom::End(0)).unwrap_or(0);
    }

    /// Adds text. A log that cannot be written is no reason to stop.
    pub fn write(&mut self, text: &str) {
        let _ = self.file.write_all(text.as_bytes());
    }

    /// Where a child writes its output and its complaints.
    pub fn output(&self) -> io::Result<(File, File)> {
        Ok((self.file.try_clone()?, self.file.try_clone()?))
    }

    /// The last lines of the present step, each with a mark before it.
    pub fn tail(&self) -> String {
        let bytes = fs::read(&self.path).unwrap_or_default();
        let begin = usize::try_from(self.begin).unwrap_or(0).min(bytes.len());
        let text = String::from_utf8_lossy(&bytes[begin..]).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(TAIL)..];
        last.iter().map(|line| format!("| {}\n", cut(&printable(line), WIDTH))).collect()
    }
}
