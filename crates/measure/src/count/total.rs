//! What valgrind's tools say at the end.

/// What was allocated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap {
    /// Bytes.
    pub bytes: u64,
    /// Blocks.
    pub blocks: u64,
}

/// The total of a file that callgrind wrote: its line `summary: N`, or `totals: N` where it has none.
pub fn callgrind(text: &str) -> Option<u64> {
    let line = |name: &str| text.lines().rev().find_map(|line| line.strip_prefix(name));
    // The first event is instructions read; there are others only where caches are simulated.
    line("summary:").or_else(|| line("totals:"))?.split_ascii_whitespace().next()?.parse().ok()
}

/// The total in a log of DHAT: `==PID== Total:     1,234 bytes in 56 blocks`.
pub fn dhat(log: &str) -> Option<Heap> {
    let line = log.lines().find_map(|line| line.split_once("Total:").map(|(_, total)| total))?;
    let (bytes, blocks) = line.trim().strip_suffix("blocks")?.split_once(" bytes in ")?;
    let number = |text: &str| text.trim().replace(',', "").parse().ok();
    Some(Heap { bytes: number(bytes)?, blocks: number(blocks)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_totals_are_read() {
        let file = "version: 1\nevents: Ir\nfn=(1)\n1 23\n\nsummary: 1018979960\ntotals: 1018979961\n";
        assert_eq!(callgrind(file), Some(1_018_979_960));
        assert_eq!(callgrind("events: Ir\ntotals: 7\n"), Some(7));
        assert_eq!(callgrind("events: Ir\n"), None);
        let log = "==6260== DHAT\n==6260== \n==6260== Total:     115,188,197 bytes in 59,618 blocks\n==6260== At t-end: 1 bytes in 1 blocks\n";
        assert_eq!(dhat(log), Some(Heap { bytes: 115_188_197, blocks: 59_618 }));
        assert_eq!(dhat("==6260== At t-end: 1 bytes in 1 blocks\n"), None);
    }
}
