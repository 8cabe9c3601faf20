//! Cron expressions: `minute hour day month weekday`.

/// A minute on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    pub year: u32,
    pub month: u32,
    pub day: u32,
    pub hour: u32,
    pub minute: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub enum CronError {
    /// There are not five fields but so many.
    Fields(usize),
    /// Not a number, a name or a range.
    Syntax(String),
    /// Beyond what the field can be.
    Range(String),
    /// A time that is not on the calendar.
    Time,
}

/// An expression taken apart: the allowed values of each field, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub minutes: Vec<u32>,
    pub hours: Vec<u32>,
    pub days: Vec<u32>,
    pub months: Vec<u32>,
    pub weekdays: Vec<u32>,
    pub any_day: bool,
    pub any_weekday: bool,
}

const MONTHS: &str = "jan feb mar apr may jun jul aug sep oct nov dec";
const WEEKDAYS: &str = "sun mon tue wed thu fri sat";

fn number(text: &str, names: &str, first: u32) -> Result<u32, CronError> {
    let lower = text.to_lowercase();
    for (i, name) in names.split(' ').enumerate() {
        if !name.is_empty() && name == lower {
            return Ok(i as u32 + first);
        }
    }
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(CronError::Syntax(text.to_string()));
    }
    text.parse::<u32>().map_err(|_| CronError::Range(text.to_string()))
}

fn field(text: &str, low: u32, high: u32, names: &str) -> Result<Vec<u32>, CronError> {
    let mut values: Vec<u32> = Vec::new();
    for part in text.split(',') {
        let pieces: Vec<&str> = part.split('/').collect();
        if pieces.len() > 2 {
            return Err(CronError::Syntax(part.to_string()));
        }
        let step = if pieces.len() == 2 { number(pieces[1], "", 0)? } else { 1 };
        let ends: Vec<&str> = pieces[0].split('-').collect();
        let (from, to) = if pieces[0] == "*" {
            (low, high)
        } else if ends.len() == 2 {
            (number(ends[0], names, low)?, number(ends[1], names, low)?)
        } else if ends.len() == 1 {
            let value = number(ends[0], names, low)?;
            (value, if pieces.len() == 2 { high } else { value })
        } else {
            return Err(CronError::Syntax(part.to_string()));
        };
        if step == 0 || from < low || to > high || from > to {
            return Err(CronError::Range(part.to_string()));
        }
        for value in low..=high {
            if value >= from && value <= to && (value - from) % step == 0 && !values.contains(&value) {
                values.push(value);
            }
        }
    }
    values.sort();
    Ok(values)
}

/// Takes an expression apart. Sunday is 0 or 7.
pub fn parse(expression: &str) -> Result<Plan, CronError> {
    let fields: Vec<String> = expression.split_whitespace().map(|s| s.to_string()).collect();
    if fields.len() != 5 {
        return Err(CronError::Fields(fields.len()));
    }
    let minutes = field(&fields[0], 0, 59, "")?;
    let hours = field(&fields[1], 0, 23, "")?;
    let days = field(&fields[2], 1, 31, "")?;
    let months = field(&fields[3], 1, 12, MONTHS)?;
    let mut weekdays: Vec<u32> = field(&fields[4], 0, 7, WEEKDAYS)?.into_iter().map(|d| d % 7).collect();
    weekdays.sort();
    weekdays.dedup();
    let any_day = fields[2].starts_with('*');
    let any_weekday = fields[4].starts_with('*');
    Ok(Plan { minutes, hours, days, months, weekdays, any_day, any_weekday })
}

fn is_leap(year: u32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 => if is_leap(year) { 29 } else { 28 },
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of the week, Sunday is 0. The first day of 1970 was a Thursday.
pub fn weekday(year: u32, month: u32, day: u32) -> u32 {
    let mut days = 4;
    for y in 1970..year {
        days += if is_leap(y) { 366 } else { 365 };
    }
    for m in 1..month {
        days += days_in_month(year, m);
    }
    (days + day.max(1) - 1) % 7
}

fn check(t: &Time) -> Result<(), CronError> {
    let fine = t.year >= 1970 && t.year <= 3000 && t.month >= 1 && t.month <= 12 && t.day >= 1
        && t.day <= days_in_month(t.year, t.month) && t.hour < 24 && t.minute < 60;
    if fine { Ok(()) } else { Err(CronError::Time) }
}

fn day_fits(plan: &Plan, t: &Time) -> bool {
    if !plan.months.contains(&t.month) {
        return false;
    }
    let day = plan.days.contains(&t.day);
    let weekday = plan.weekdays.contains(&weekday(t.year, t.month, t.day));
    if plan.any_day || plan.any_weekday { day && weekday } else { day || weekday }
}

/// Whether the time is one of the plan's.
pub fn matches(expression: &str, time: Time) -> Result<bool, CronError> {
    let plan = parse(expression)?;
    check(&time)?;
    Ok(day_fits(&plan, &time) && plan.hours.contains(&time.hour) && plan.minutes.contains(&time.minute))
}

fn tomorrow(t: &Time) -> Time {
    let mut next = Time { hour: 0, minute: 0, day: t.day + 1, ..*t };
    if next.day > days_in_month(t.year, t.month) {
        next.day = 1;
        next.month += 1;
    }
    if next.month > 12 {
        next.month = 1;
        next.year += 1;
    }
    next
}

fn search(plan: &Plan, after: &Time) -> Option<Time> {
    let mut day = *after;
    while day.year <= after.year + 8 {
        if day_fits(plan, &day) {
            for hour in &plan.hours {
                for minute in &plan.minutes {
                    let candidate = Time { hour: *hour, minute: *minute, ..day };
                    if candidate > *after {
                        return Some(candidate);
                    }
                }
            }
        }
        day = tomorrow(&day);
    }
    None
}

/// The first fitting minute after a time, if there is one in the next eight years.
pub fn next(expression: &str, after: Time) -> Result<Option<Time>, CronError> {
    let plan = parse(expression)?;
    check(&after)?;
    Ok(search(&plan, &after))
}

/// The first fitting minutes after a time.
pub fn next_times(expression: &str, after: Time, count: usize) -> Result<Vec<Time>, CronError> {
    let mut times = Vec::new();
    let mut last = after;
    check(&after)?;
    for _ in 0..count {
        match search(&parse(expression)?, &last) {
            Some(time) => {
                times.push(time);
                last = time;
            }
            None => break,
        }
    }
    Ok(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn t(year: u32, month: u32, day: u32, hour: u32, minute: u32) -> Time {
        Time { year, month, day, hour, minute }
    }

    #[test]
    fn finds_next() {
        assert_eq!(next("*/15 * * * *", t(2024, 12, 31, 23, 50)), Ok(Some(t(2025, 1, 1, 0, 0))));
        assert_eq!(next("0 9 * * mon-fri", t(2024, 6, 7, 9, 0)), Ok(Some(t(2024, 6, 10, 9, 0))));
        assert_eq!(next("0 0 29 2 *", t(2024, 2, 29, 0, 0)), Ok(Some(t(2028, 2, 29, 0, 0))));
        assert_eq!(next("0 0 30 2 *", t(2024, 2, 29, 0, 0)), Ok(None));
        assert_eq!(next_times("0 0 13 * 5", t(2024, 9, 10, 0, 0), 2), Ok(vec![t(2024, 9, 13, 0, 0), t(2024, 9, 20, 0, 0)]));
    }

    #[test]
    fn errors() {
        assert_eq!(parse("* * *"), Err(CronError::Fields(3)));
        assert_eq!(parse("x * * * *"), Err(CronError::Syntax("x".to_string())));
        assert_eq!(parse("60 * * * *"), Err(CronError::Range("60".to_string())));
        assert_eq!(matches("* * * * *", t(2023, 2, 29, 0, 0)), Err(CronError::Time));
        assert_eq!(parse("0 0 * * 5,7").map(|p| p.weekdays), Ok(vec![0, 5]));
    }
}
