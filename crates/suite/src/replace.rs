//! Files that are written in full or not at all: under another name first, then by renaming. Whatever goes wrong (a full disk,
//! a process that is killed) leaves what stood there as it was, and nobody ever reads half of a file.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use tempfile::NamedTempFile;

/// Puts a file of this content in the place of what stands there; the directories above it are made where they are missing.
///
/// # Errors
/// The system's, after which the place is as it was.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(directory)?;
    let mut file = temporary_file(directory)?;
    file.write_all(content)?;
    // Some file systems notice only now that the disk is full.
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file that anybody may read once it has its name.
#[cfg(unix)]
fn temporary_file(directory: &Path) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(fs::Permissions::from_mode(0o644)).tempfile_in(directory)
}

#[cfg(not(unix))]
fn temporary_file(directory: &Path) -> io::Result<NamedTempFile> {
    NamedTempFile::new_in(directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_and_replaced_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/file.json");
        for content in ["first", "second, longer"] {
            replace(&path, content.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert_eq!(names(&directory.path().join("new")), ["file.json"]);
    }

    #[cfg(unix)]
    #[test]
    fn everybody_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file.json");
        replace(&path, b"text").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert!(mode & 0o600 == 0o600 && mode & 0o111 == 0, "{mode:o}");
        // As far as the mask of this process leaves it to be seen.
        fs::write(directory.path().join("plain"), "text").unwrap();
        let plain = fs::metadata(directory.path().join("plain")).unwrap().permissions().mode() & 0o644;
        assert_eq!(mode, plain);
    }

    #[test]
    fn what_cannot_be_replaced_is_left_as_it_was() {
        let directory = tempfile::tempdir().unwrap();
        let occupied = directory.path().join("a/file.json");
        fs::create_dir_all(occupied.join("within")).unwrap();
        assert!(replace(&occupied, b"text").is_err());
        assert_eq!(
            (names(&directory.path().join("a")), names(&occupied)),
            (vec!["file.json".into()], vec!["within".into()])
        );
        fs::write(directory.path().join("plain"), "old").unwrap();
        assert!(replace(&directory.path().join("plain/file.json"), b"text").is_err());
        assert_eq!(fs::read_to_string(directory.path().join("plain")).unwrap(), "old");
    }
}
