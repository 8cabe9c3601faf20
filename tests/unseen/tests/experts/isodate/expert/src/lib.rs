//! Dates such as `2024-02-29` and their distance from 1970-01-01 in days.

const LENGTHS: [u8; 13] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The year, month and day of a date from 0001-01-01 to 9999-12-31.
pub fn parse(text: &str) -> Option<(i32, u32, u32)> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let mut worst = 0;
    let mut digit = |at: usize| {
        let digit = bytes[at].wrapping_sub(b'0');
        worst = worst.max(digit);
        digit as u32
    };
    let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
    let month = digit(5) * 10 + digit(6);
    let day = digit(8) * 10 + digit(9);
    if worst > 9 || year < 1 || month < 1 || month > 12 || day < 1 {
        return None;
    }
    let year = year as i32;
    let length = if month == 2 && is_leap(year) { 29 } else { LENGTHS[month as usize] as u32 };
    if day > length {
        return None;
    }
    Some((year, month, day))
}

/// Days of a civil date; years begin in March so that the leap day comes last.
fn number(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year } as u32;
    let month = (month + 9) % 12;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    days as i32 - 719468
}

/// The number of days from 1970-01-01 to a date; negative before it.
pub fn to_days(text: &str) -> Option<i32> {
    let (year, month, day) = parse(text)?;
    Some(number(year, month, day))
}

/// The date that is so many days after 1970-01-01, if it is one that `parse` takes.
pub fn from_days(days: i32) -> Option<String> {
    if !(-719162..=2932896).contains(&days) {
        return None;
    }
    let days = (days + 719468) as u32;
    let era = days / 146097;
    let day = days % 146097;
    let year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + (month <= 2) as u32;
    let mut out = String::with_capacity(10);
    let mut two = |value: u32| {
        out.push((b'0' + (value / 10) as u8) as char);
        out.push((b'0' + (value % 10) as u8) as char);
    };
    two(year / 100);
    two(year % 100);
    out.push('-');
    let mut two = |value: u32| {
        out.push((b'0' + (value / 10) as u8) as char);
        out.push((b'0' + (value % 10) as u8) as char);
    };
    two(month);
    out.push('-');
    out.push((b'0' + (day / 10) as u8) as char);
    out.push((b'0' + (day % 10) as u8) as char);
    Some(out)
}

/// For every line of a text, the days from its date to the date `today`.
pub fn ages(text: &str, today: &str) -> Vec<Option<i32>> {
    let today = to_days(today);
    let mut result = Vec::with_capacity(text.len() / 11 + 1);
    result.extend(text.lines().map(|line| Some(today? - to_days(line.trim())?)));
    result
}
