//! Luhn check digits, as on payment cards and IMEI numbers.

/// The digits of a number; blanks and dashes are skipped, anything else makes it invalid.
fn digits(number: &str) -> Option<Vec<u32>> {
    number
        .chars()
        .filter(|c| *c != ' ' && *c != '-')
        .map(|c| c.to_digit(10))
        .collect()
}

/// The Luhn sum; `double_last` says whether the last digit is doubled.
fn luhn_sum(digits: &[u32], double_last: bool) -> u32 {
    let mut double = double_last;
    let mut sum = 0;
    for digit in digits.iter().rev() {
        let mut value = *digit;
        if double {
            value *= 2;
            if value > 9 {
                value = value / 10 + value % 10;
            }
        }
        sum += value;
        double = !double;
    }
    sum
}

/// Whether the number has at least two digits and ends with the right check digit.
pub fn is_valid(number: &str) -> bool {
    match digits(number) {
        Some(digits) => digits.len() >= 2 && luhn_sum(&digits, false) % 10 == 0,
        None => false,
    }
}

/// The digit to be appended to a number so that it becomes valid.
pub fn check_digit(number: &str) -> Option<u32> {
    let digits = digits(number)?;
    if digits.is_empty() {
        return None;
    }
    Some((10 - luhn_sum(&digits, true) % 10) % 10)
}

/// The indexes of the lines that hold an invalid number. Blank lines are fine.
pub fn invalid_lines(text: &str) -> Vec<usize> {
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_string()).collect();
    let mut result = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if !line.is_empty() && !is_valid(line) {
            result.push(index);
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        assert!(is_valid("4539 1488 0343 6467"));
        assert!(is_valid("79927398713"));
        assert!(!is_valid("8273 1232 7352 0569"));
        assert!(!is_valid("0"));
        assert!(!is_valid("7992739871a"));
    }

    #[test]
    fn digits_and_lines() {
        assert_eq!(check_digit("7992739871"), Some(3));
        assert_eq!(check_digit(" - "), None);
        assert_eq!(invalid_lines("79927398713\n\n79927398714\nx"), vec![2, 3]);
    }
}
