//! The most memory that a process has had at a time.

/// Bytes, of the largest process in the group that this one leads: an adapter may be started by a shell or a launcher.
///
/// What the protocol takes is in it: the text of a case and whatever it is read into.
#[cfg(target_os = "linux")]
#[must_use]
pub fn peak(leader: u32) -> Option<u64> {
    let processes = std::fs::read_dir("/proc").ok()?.flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|&id| group(id) == Some(leader)).filter_map(peak_of).max()
}

/// Not known here.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn peak(_: u32) -> Option<u64> {
    None
}

/// The process group: the third field after the name, which stands in parentheses and may hold anything.
#[cfg(target_os = "linux")]
fn group(id: u32) -> Option<u32> {
    let text = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    text.rsplit_once(") ")?.1.split_whitespace().nth(2)?.parse().ok()
}

#[cfg(target_os = "linux")]
fn peak_of(id: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::{io::Read, os::unix::process::CommandExt, process};

    use super::*;

    #[test]
    fn the_peak_of_a_group_is_that_of_its_largest_process() {
        // A shell whose child holds 64 MiB for a moment and then says so.
        let script = "head -c 67108864 /dev/zero | tail -c 67108864 | wc -c; echo done; read line";
        let mut child = process::Command::new("sh")
            .args(["-c", script])
            .process_group(0)
            .stdin(process::Stdio::piped())
            .stdout(process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = [0; 14];
        child.stdout.take().unwrap().read_exact(&mut said).unwrap();
        let shell = peak(child.id()).unwrap();
        assert!((100_000..60_000_000).contains(&shell), "{shell}");
        drop(child.stdin.take());
        child.wait().unwrap();
        assert_eq!(peak(child.id()), None);
    }
}
