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

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// The allowed values as bits.
struct Masks {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    any_day: bool,
    any_weekday: bool,
}

fn number(text: &str, names: &[&str], first: u32) -> Result<u32, CronError> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(CronError::Syntax(String::new()));
    }
    let mut value = Some(0u32);
    for &b in bytes {
        if !b.is_ascii_digit() {
            return match names.iter().position(|name| name.eq_ignore_ascii_case(text)) {
                Some(i) => Ok(i as u32 + first),
                None => Err(CronError::Syntax(text.to_string())),
            };
        }
        value = value.and_then(|v| v.checked_mul(10)?.checked_add((b - b'0') as u32));
    }
    value.ok_or_else(|| CronError::Range(text.to_string()))
}

fn field(text: &str, low: u32, high: u32, names: &[&str]) -> Result<u64, CronError> {
    let all = (2u64 << high) - (1 << low);
    if text == "*" {
        return Ok(all);
    }
    let mut mask = 0u64;
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            None => (part, None),
            Some((_, rest)) if rest.contains('/') => return Err(CronError::Syntax(part.to_string())),
            Some((range, step)) => (range, Some(number(step, &[], 0)?)),
        };
        let (from, to) = if range == "*" {
            (low, high)
        } else if let Some((a, b)) = range.split_once('-') {
            if b.contains('-') {
                return Err(CronError::Syntax(part.to_string()));
            }
            (number(a, names, low)?, number(b, names, low)?)
        } else {
            let value = number(range, names, low)?;
            (value, if step.is_some() { high } else { value })
        };
        let step = step.unwrap_or(1);
        if step == 0 || from < low || to > high || from > to {
            return Err(CronError::Range(part.to_string()));
        }
        if step == 1 {
            mask |= (2u64 << to) - (1 << from);
        } else {
            let mut value = from;
            while value <= to {
                mask |= 1 << value;
                value = value.saturating_add(step);
            }
        }
    }
    Ok(mask)
}

fn masks(expression: &str) -> Result<Masks, CronError> {
    let mut fields = [""; 5];
    let mut count = 0;
    for text in expression.split_whitespace() {
        if count < 5 {
            fields[count] = text;
        }
        count += 1;
    }
    if count != 5 {
        return Err(CronError::Fields(count));
    }
    let minutes = field(fields[0], 0, 59, &[])?;
    let hours = field(fields[1], 0, 23, &[])?;
    let days = field(fields[2], 1, 31, &[])?;
    let months = field(fields[3], 1, 12, &MONTHS)?;
    let weekdays = field(fields[4], 0, 7, &WEEKDAYS)?;
    Ok(Masks {
        minutes,
        hours,
        days,
        months,
        weekdays: (weekdays | weekdays >> 7) & 127,
        any_day: fields[2].starts_with('*'),
        any_weekday: fields[4].starts_with('*'),
    })
}

fn list(mut mask: u64) -> Vec<u32> {
    let mut values = Vec::with_capacity(mask.count_ones() as usize);
    while mask != 0 {
        values.push(mask.trailing_zeros());
        mask &= mask - 1;
    }
    values
}

/// Takes an expression apart. Sunday is 0 or 7.
pub fn parse(expression: &str) -> Result<Plan, CronError> {
    let m = masks(expression)?;
    Ok(Plan {
        minutes: list(m.minutes),
        hours: list(m.hours),
        days: list(m.days),
        months: list(m.months),
        weekdays: list(m.weekdays),
        any_day: m.any_day,
        any_weekday: m.any_weekday,
    })
}

fn is_leap(year: u32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + is_leap(year) as u32,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The day of the week, Sunday is 0. The first day of 1970 was a Thursday.
pub fn weekday(year: u32, month: u32, day: u32) -> u32 {
    const BEFORE: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let day = day.max(1) as u64 - 1;
    let mut days = 4 + day;
    if year > 1970 {
        let last = year as u64 - 1;
        days += (year as u64 - 1970) * 365 + (last / 4 - last / 100 + last / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    }
    let month = month.max(1) as u64 - 1;
    days += BEFORE[month.min(11) as usize];
    if month > 11 {
        days += 31 * (month - 11);
    }
    if month > 1 && is_leap(year) {
        days += 1;
    }
    (days % 7) as u32
}

fn check(t: &Time) -> Result<(), CronError> {
    let fine = t.year >= 1970 && t.year <= 3000 && t.month >= 1 && t.month <= 12 && t.day >= 1
        && t.day <= days_in_month(t.year, t.month) && t.hour < 24 && t.minute < 60;
    if fine { Ok(()) } else { Err(CronError::Time) }
}

impl Masks {
    /// The fitting days of a month as bits.
    fn days_of(&self, year: u32, month: u32) -> u64 {
        let in_month = (2u64 << days_in_month(year, month)) - 2;
        if self.weekdays == 127 {
            // every weekday: with a star it adds nothing, without it any day will do
            return if self.any_day || self.any_weekday { self.days & in_month } else { in_month };
        }
        let first = weekday(year, month, 1);
        // bit d is the weekday of day d
        let week = self.weekdays | self.weekdays << 7;
        let turned = (week >> first) & 127;
        let repeated = turned | turned << 7 | turned << 14 | turned << 21 | turned << 28;
        let weekdays = repeated << 1;
        let both = if self.any_day || self.any_weekday { self.days & weekdays } else { self.days | weekdays };
        both & in_month
    }

    /// The first hour and minute at or after one in a day.
    fn in_day(&self, hour: u32, minute: u32) -> Option<(u32, u32)> {
        if self.hours >> hour & 1 == 1 {
            let rest = self.minutes & (u64::MAX << minute);
            if rest != 0 {
                return Some((hour, rest.trailing_zeros()));
            }
        }
        let rest = self.hours & (u64::MAX << (hour + 1));
        (rest != 0).then(|| (rest.trailing_zeros(), self.minutes.trailing_zeros()))
    }

    fn search(&self, after: &Time) -> Option<Time> {
        let (mut year, mut month) = (after.year, after.month);
        let mut wanted = u64::MAX << (after.day + 1);
        if self.months >> month & 1 == 1 {
            let days = self.days_of(year, month);
            if days >> after.day & 1 == 1 {
                if let Some((hour, minute)) = self.in_day(after.hour, after.minute + 1) {
                    return Some(Time { hour, minute, ..*after });
                }
            }
        }
        loop {
            if self.months >> month & 1 == 1 {
                let days = self.days_of(year, month) & wanted;
                if days != 0 {
                    let (hour, minute) = (self.hours.trailing_zeros(), self.minutes.trailing_zeros());
                    return Some(Time { year, month, day: days.trailing_zeros(), hour, minute });
                }
            }
            wanted = u64::MAX;
            month += 1;
            if month > 12 {
                month = 1;
                year += 1;
                if year > after.year + 8 {
                    return None;
                }
            }
        }
    }
}

/// Whether the time is one of the plan's.
pub fn matches(expression: &str, time: Time) -> Result<bool, CronError> {
    let plan = masks(expression)?;
    check(&time)?;
    Ok(plan.months >> time.month & 1 == 1
        && plan.hours >> time.hour & 1 == 1
        && plan.minutes >> time.minute & 1 == 1
        && plan.days_of(time.year, time.month) >> time.day & 1 == 1)
}

/// The first fitting minute after a time, if there is one in the next eight years.
pub fn next(expression: &str, after: Time) -> Result<Option<Time>, CronError> {
    let plan = masks(expression)?;
    check(&after)?;
    Ok(plan.search(&after))
}

/// The first fitting minutes after a time.
pub fn next_times(expression: &str, after: Time, count: usize) -> Result<Vec<Time>, CronError> {
    check(&after)?;
    if count == 0 {
        return Ok(Vec::new());
    }
    let plan = masks(expression)?;
    let mut times = Vec::with_capacity(count.min(64));
    let mut last = after;
    while times.len() < count {
        let Some(time) = plan.search(&last) else { break };
        times.push(time);
        last = time;
    }
    Ok(times)
}
