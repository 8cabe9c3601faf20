//! Luhn check digits, as on payment cards and IMEI numbers.

const DOUBLED: [u8; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/// Number of digits and the Luhn sum.
fn scan(number: &[u8], double_last: bool) -> Option<(usize, u32)> {
    // Sums of the digits at even and at odd places from the left.
    let mut plain = [0u32; 2];
    let mut doubled = [0u32; 2];
    let mut count = 0usize;
    for &byte in number {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            plain[count & 1] += digit as u32;
            doubled[count & 1] += DOUBLED[digit as usize] as u32;
            count += 1;
        } else if byte != b' ' && byte != b'-' {
            return None;
        }
    }
    // The last digit stands at place count - 1.
    let last = count.wrapping_sub(1) & 1;
    let sum = if double_last { doubled[last] + plain[1 - last] } else { plain[last] + doubled[1 - last] };
    Some((count, sum))
}

/// Whether the number has at least two digits and ends with the right check digit.
pub fn is_valid(number: &str) -> bool {
    match scan(number.as_bytes(), false) {
        Some((count, sum)) => count >= 2 && sum % 10 == 0,
        None => false,
    }
}

/// The digit to be appended to a number so that it becomes valid.
pub fn check_digit(number: &str) -> Option<u32> {
    let (count, sum) = scan(number.as_bytes(), true)?;
    if count == 0 {
        return None;
    }
    Some((10 - sum % 10) % 10)
}

/// The indexes of the lines that hold an invalid number. Blank lines are fine.
pub fn invalid_lines(text: &str) -> Vec<usize> {
    let mut result = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !is_valid(line) {
            result.push(index);
        }
    }
    result
}
