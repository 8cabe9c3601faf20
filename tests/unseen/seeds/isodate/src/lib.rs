//! Dates such as `2024-02-29` and their distance from 1970-01-01 in days.

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn days_in_year(year: i32) -> i32 {
    if is_leap(year) { 366 } else { 365 }
}

/// The year, month and day of a date from 0001-01-01 to 9999-12-31.
pub fn parse(text: &str) -> Option<(i32, u32, u32)> {
    let parts: Vec<&str> = text.split('-').collect();
    if parts.len() != 3 || parts[0].len() != 4 || parts[1].len() != 2 || parts[2].len() != 2 {
        return None;
    }
    if !parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let year: i32 = parts[0].parse().ok()?;
    let month: u32 = parts[1].parse().ok()?;
    let day: u32 = parts[2].parse().ok()?;
    if year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    Some((year, month, day))
}

/// The number of days from 1970-01-01 to a date; negative before it.
pub fn to_days(text: &str) -> Option<i32> {
    let (year, month, day) = parse(text)?;
    let mut days = 0;
    for y in 1970..year {
        days += days_in_year(y);
    }
    for y in year..1970 {
        days -= days_in_year(y);
    }
    for m in 1..month {
        days += days_in_month(year, m) as i32;
    }
    Some(days + day as i32 - 1)
}

/// The date that is so many days after 1970-01-01, if it is one that `parse` takes.
pub fn from_days(days: i32) -> Option<String> {
    let mut year = 1970;
    let mut rest = days;
    while rest < 0 && year > 1 {
        year -= 1;
        rest += days_in_year(year);
    }
    while rest >= days_in_year(year) && year < 10000 {
        rest -= days_in_year(year);
        year += 1;
    }
    if rest < 0 || year > 9999 {
        return None;
    }
    let mut month = 1;
    while rest >= days_in_month(year, month) as i32 {
        rest -= days_in_month(year, month) as i32;
        month += 1;
    }
    Some(format!("{:04}-{:02}-{:02}", year, month, rest + 1))
}

/// For every line of a text, the days from its date to the date `today`.
pub fn ages(text: &str, today: &str) -> Vec<Option<i32>> {
    text.lines()
        .map(|line| Some(to_days(today)? - to_days(line.trim())?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there() {
        assert_eq!(to_days("1970-01-01"), Some(0));
        assert_eq!(to_days("2000-03-01"), Some(11017));
        assert_eq!(to_days("1969-12-31"), Some(-1));
        assert_eq!(to_days("2023-02-29"), None);
        assert_eq!(to_days("2023-2-28"), None);
    }

    #[test]
    fn and_back() {
        for days in [-719162, -1, 0, 59, 11016, 19782, 2932896] {
            assert_eq!(to_days(&from_days(days).unwrap()), Some(days));
        }
        assert_eq!(from_days(-719163), None);
        assert_eq!(from_days(2932897), None);
        assert_eq!(ages("2024-02-28\nx", "2024-03-01"), vec![Some(2), None]);
    }
}
