//! Numbers as the page shows them.

/// Three significant digits with the unit that fits.
pub fn seconds(value: f64) -> String {
    let (scale, unit) = match value {
        value if value >= 1.0 => (1.0, "s"),
        value if value >= 1e-3 => (1e3, "ms"),
        value if value >= 1e-6 => (1e6, "µs"),
        _ => (1e9, "ns"),
    };
    format!("{} {unit}", significant(value * scale))
}

/// A value of some unit.
pub fn with_unit(value: f64, unit: &str) -> String {
    match unit {
        "s" => seconds(value),
        "" => significant(value),
        "B" | "B/iteration" => bytes(value),
        _ => large(value),
    }
}

/// With the binary prefix that fits.
pub fn bytes(value: f64) -> String {
    match value {
        value if value >= 1_073_741_824.0 => format!("{} GiB", significant(value / 1_073_741_824.0)),
        value if value >= 1_048_576.0 => format!("{} MiB", significant(value / 1_048_576.0)),
        value if value >= 1024.0 => format!("{} KiB", significant(value / 1024.0)),
        _ => format!("{} B", significant(value)),
    }
}

/// With the prefix that fits.
fn large(value: f64) -> String {
    let (scale, prefix) = match value.abs() {
        size if size >= 1e9 => (1e9, " G"),
        size if size >= 1e6 => (1e6, " M"),
        size if size >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    format!("{}{prefix}", significant(value / scale))
}

/// Three significant digits, whole numbers in full.
pub fn significant(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if value.fract() == 0.0 && size < 1e6 => 0,
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        _ => return format!("{value:.2e}"),
    };
    format!("{value:.decimals$}")
}

/// `+2.0 %`.
pub fn percent(change: f64) -> String {
    format!("{:+.1} %", 100.0 * change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_the_unit_that_fits() {
        assert_eq!([12.0, 0.0582, 1.65e-5, 3.21e-9].map(seconds), ["12 s", "58.2 ms", "16.5 µs", "3.21 ns"]);
        assert_eq!(with_unit(1_018_979_960.0, "1/iteration"), "1.02 G");
        assert_eq!(with_unit(12.0, "1/iteration"), "12");
        assert_eq!(with_unit(200_000_000.0, "B"), "191 MiB");
        assert_eq!([0.5, 1.7, 42.0, 1e-4].map(significant), ["0.500", "1.70", "42", "1.00e-4"]);
        assert_eq!(percent(-0.0201), "-2.0 %");
    }
}
