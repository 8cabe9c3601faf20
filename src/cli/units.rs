//! Arguments that are not plain numbers.

use std::time::Duration;

/// `90s`, `10m` or `8h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let form = "write a whole number and a unit, for example 90s, 10m or 8h";
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let seconds_each = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "" => return Err(format!("it has no unit; {form}")),
        _ => return Err(form.into()),
    };
    let number: u64 = digits.parse().map_err(|_| form.to_owned())?;
    match number.checked_mul(seconds_each) {
        Some(0) => Err("nothing can be done in no time; a first try takes 10m".into()),
        Some(seconds) if seconds <= 365 * 24 * 3600 => Ok(Duration::from_secs(seconds)),
        _ => Err("it is more than a year".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_minutes_and_hours_are_read() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("10m"), Ok(Duration::from_secs(600)));
        assert_eq!(duration("8h"), Ok(Duration::from_secs(28_800)));
    }

    #[test]
    fn no_time_no_unit_and_no_number_are_refused() {
        for wrong in
            ["0s", "0m", "10", "", "s", "-5m", "1.5h", "10 m", "10min", "99999999999999999999s", "9999999999999h"]
        {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
