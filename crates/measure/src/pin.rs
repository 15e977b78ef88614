//! Cores that a process is kept on, so that the scheduler does not move it from one to the next in the midst of a sample.

/// The cores of a process; anywhere where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pin(Vec<usize>);

impl Pin {
    /// Anywhere.
    #[must_use]
    pub fn nowhere() -> Self {
        Self::default()
    }

    /// These cores.
    #[must_use]
    pub fn to(cores: Vec<usize>) -> Self {
        Self(cores)
    }

    /// As many cores as threads, the last ones that we may use: the first is where interrupts tend to be served. Anywhere, where there
    /// are not more cores than threads.
    #[must_use]
    pub fn for_threads(threads: usize) -> Self {
        let allowed = system::allowed();
        if threads >= allowed.len() { Self::nowhere() } else { Self(allowed[allowed.len() - threads..].to_vec()) }
    }

    /// The cores.
    #[must_use]
    pub fn cores(&self) -> &[usize] {
        &self.0
    }

    /// Starts a process on these cores: it inherits those of the thread that starts it.
    pub fn during<T>(&self, start: impl FnOnce() -> T) -> T {
        if self.0.is_empty() {
            return start();
        }
        let before = system::allowed();
        system::allow(&self.0);
        let started = start();
        system::allow(&before);
        started
    }
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

    /// The cores that this thread may use.
    pub fn allowed() -> Vec<usize> {
        let Ok(set) = sched_getaffinity(None) else { return Vec::new() };
        (0..CpuSet::MAX_CPU).filter(|&core| set.is_set(core)).collect()
    }

    /// Keeps this thread on some cores. Where the system refuses that, it goes where it went before.
    pub fn allow(cores: &[usize]) {
        let mut set = CpuSet::new();
        cores.iter().for_each(|&core| set.set(core));
        let _ = sched_setaffinity(None, &set);
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    pub fn allowed() -> Vec<usize> {
        Vec::new()
    }

    pub fn allow(_: &[usize]) {}
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_started_on_its_cores_and_we_go_on_as_before() {
        let before = system::allowed();
        let last = *before.last().unwrap();
        let pin = Pin::to(vec![last]);
        let started = pin.during(|| {
            std::process::Command::new("sh").args(["-c", "grep Cpus_allowed_list /proc/self/status"]).output()
        });
        let said = String::from_utf8(started.unwrap().stdout).unwrap();
        assert_eq!(said.split_whitespace().last(), Some(last.to_string().as_str()));
        assert_eq!(system::allowed(), before);
        assert_eq!(Pin::for_threads(before.len()), Pin::nowhere());
        if before.len() > 1 {
            assert_eq!(Pin::for_threads(1), pin);
        }
    }
}
