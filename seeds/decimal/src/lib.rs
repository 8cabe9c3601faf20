//! Numbers as decimal text, and back.
//!
//! ```
//! assert_eq!(decimal::format(1_042), "1042");
//! assert_eq!(decimal::parse("1042"), Some(1_042));
//! assert_eq!(decimal::parse("12a"), None);
//! ```

/// Writes `number` in decimal digits.
pub fn format(number: u64) -> String {
    if number == 0 {
        return "0".to_string();
    }
    let mut digits = Vec::new();
    let mut rest = number;
    while rest > 0 {
        let digit = (rest % 10) as u8;
        digits.push((b'0' + digit) as char);
        rest /= 10;
    }
    digits.iter().rev().collect()
}

/// Reads a number in decimal digits; `None` if there is anything else in `text`, nothing at all, or more than 64 bits hold.
pub fn parse(text: &str) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let mut number: u64 = 0;
    for letter in text.chars() {
        let digit = letter.to_digit(10)?;
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_each_length_are_written_and_read() {
        let mut number: u64 = 0;
        for length in 1..=19 {
            number = number * 10 + length % 10;
            let text = format(number);
            assert_eq!(text.len() as u64, length);
            assert_eq!(parse(&text), Some(number));
        }
        for number in [0, 9, 10, 99, 100, 999_999_999, 1_000_000_000, u64::MAX] {
            assert_eq!(format(number), number.to_string());
            assert_eq!(parse(&number.to_string()), Some(number));
        }
    }

    #[test]
    fn leading_zeros_are_read() {
        assert_eq!(parse("0007"), Some(7));
        assert_eq!(parse("000000000000000000000000000000"), Some(0));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-1", "+1", " 1", "1 ", "1.5", "0x10", "١", "18446744073709551616", "99999999999999999999"] {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
