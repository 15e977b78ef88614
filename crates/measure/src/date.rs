//! Days of the calendar.

/// Days from 1970-01-01 to a date, `2026-12-31`; `None` where it is none. By H. Hinnant's `days_from_civil`.
#[must_use]
pub fn days(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if parts.next().is_some() || date.len() != 10 || !(1..=length).contains(&day) || !(1970..=9999).contains(&year) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        let found = ["1970-01-01", "2000-02-29", "2026-11-21"].map(days);
        assert_eq!(found, [Some(0), Some(11_016), Some(20_778)]);
        for no_date in
            ["", "2026-2-3", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "21.11.2026", "2026-11-21-1"]
        {
            assert_eq!(days(no_date), None, "{no_date}");
        }
    }
}
