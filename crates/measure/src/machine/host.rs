//! What is known of a machine, and the short name that its rows bear: figures of one machine are not compared with another's.

use std::{fs, path::Path, thread};

use serde::{Deserialize, Serialize};
use suite::{hash::sha256, replace::replace};

use crate::record::{RecordError, fault};

/// A machine and what runs on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// The processor, by its own name.
    pub cpu: String,
    /// Cores that may be used.
    pub cores: usize,
    /// The caches of a core, as the system lists them: `L1d 48K`.
    pub caches: Vec<String>,
    /// The instructions that numerical code looks for.
    pub features: Vec<String>,
    /// Memory, in whole gibibytes.
    pub memory_gib: u64,
    /// The system and its kernel.
    pub kernel: String,
    /// The compiler of the reference.
    pub rustc: String,
    /// How the clock is governed, where the system says so.
    pub governor: Option<String>,
    /// The valgrind that counts, where there is one.
    #[serde(default)]
    pub valgrind: Option<String>,
}

impl Host {
    /// This one; `rustc` is the compiler's own line.
    #[must_use]
    pub fn here(rustc: &str) -> Self {
        let processor = read("/proc/cpuinfo");
        let field = |name: &str| line(&processor, name).unwrap_or_default();
        let known = ["avx", "avx2", "fma", "avx512f", "amx_tile", "asimd", "sve"];
        let flags = line(&processor, "flags").or_else(|| line(&processor, "Features")).unwrap_or_default();
        let flags: Vec<&str> = flags.split_whitespace().collect();
        let governor = read("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        Self {
            cpu: field("model name"),
            cores: thread::available_parallelism().map_or(1, usize::from),
            caches: caches(),
            features: known.into_iter().filter(|name| flags.contains(name)).map(str::to_owned).collect(),
            memory_gib: memory_gib(),
            kernel: kernel(),
            rustc: rustc.trim().to_owned(),
            valgrind: crate::count::version(),
            governor: (!governor.is_empty()).then(|| governor.trim().to_owned()),
        }
    }

    /// The short name: eight digits of the hash of all that.
    ///
    /// # Panics
    /// Never: a host is TOML.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(self.text().as_bytes())[..8].to_owned()
    }

    fn text(&self) -> String {
        toml::to_string(self).expect("a host is TOML")
    }

    /// Writes what is known beside the records; gives the short name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, records: &Path) -> Result<String, RecordError> {
        let hash = self.hash();
        let path = records.join("hosts").join(format!("{hash}.toml"));
        if !path.exists() {
            replace(&path, self.text().as_bytes()).map_err(|error| fault(&path, &error))?;
        }
        Ok(hash)
    }
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The value of the first line `name : value`.
fn line(text: &str, name: &str) -> Option<String> {
    let (_, value) = text.lines().filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}

fn caches() -> Vec<String> {
    let directory = Path::new("/sys/devices/system/cpu/cpu0/cache");
    let described = |index: usize| {
        let field = |name: &str| read(directory.join(format!("index{index}")).join(name)).trim().to_owned();
        let kind = match field("type").as_str() {
            "Data" => "d",
            "Instruction" => "i",
            _ => "",
        };
        (!field("size").is_empty()).then(|| format!("L{}{kind} {}", field("level"), field("size")))
    };
    (0..8).map_while(described).collect()
}

/// In whole gibibytes, rounded: a kernel's own share differs from boot to boot.
fn memory_gib() -> u64 {
    let text = line(&read("/proc/meminfo"), "MemTotal").unwrap_or_default();
    let kibibytes: u64 = text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default();
    (kibibytes + (1 << 19)) >> 20
}

fn kernel() -> String {
    let release = read("/proc/sys/kernel/osrelease");
    format!("{} {}", std::env::consts::OS, release.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_a_name_of_its_own_and_is_kept_once() {
        let directory = tempfile::tempdir().unwrap();
        let host = Host::here("rustc 1.95.0\n");
        assert_eq!((host.rustc.as_str(), Host::here("rustc 1.95.0").hash()), ("rustc 1.95.0", host.hash()));
        assert_ne!(Host::here("rustc 1.96.0").hash(), host.hash());
        let name = host.keep(directory.path()).unwrap();
        assert_eq!(host.keep(directory.path()).unwrap(), name);
        let text = fs::read_to_string(directory.path().join(format!("hosts/{name}.toml"))).unwrap();
        assert_eq!(toml::from_str::<Host>(&text).unwrap(), host);
        assert!(host.cores >= 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_the_system_says_is_read() {
        let host = Host::here("");
        assert!(host.memory_gib >= 1 && host.kernel.starts_with("linux "), "{host:?}");
        assert_eq!(line("a b\t: c: d\nx: y", "a b").as_deref(), Some("c: d"));
    }
}
