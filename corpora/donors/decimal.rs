// SPDX-License-Identifier: MIT
//! Numbers as decimal digits, and back.

/// How many decimal digits a number has.
pub const fn digit_count(number: u64) -> usize {
    match number.checked_ilog10() {
        Some(log) => log as usize + 1,
        None => 1,
    }
}

/// The digits of the numbers below 100, two each.
const PAIRS: [[u8; 2]; 100] = digit_pairs();

const fn digit_pairs() -> [[u8; 2]; 100] {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
}

/// Writes a number in decimal digits, two at a time from a table.
pub fn decimal_string(number: u64) -> String {
    let mut buffer = [b'0'; 20];
    let mut at = buffer.len();
    let mut rest = number;
    while rest >= 100 {
        at -= 2;
        buffer[at..at + 2].copy_from_slice(&PAIRS[(rest % 100) as usize]);
        rest /= 100;
    }
    at -= 2;
    buffer[at..at + 2].copy_from_slice(&PAIRS[rest as usize]);
    if rest < 10 {
        at += 1;
    }
    let mut text = String::with_capacity(buffer.len() - at);
    text.extend(buffer[at..].iter().map(|digit| char::from(*digit)));
    text
}

/// Appends the decimal digits of a number to bytes.
pub fn push_decimal(bytes: &mut Vec<u8>, number: u64) {
    let mut buffer = [b'0'; 20];
    let mut at = buffer.len();
    let mut rest = number;
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    bytes.extend_from_slice(&buffer[at..]);
}

/// Reads a number in decimal digits; `None` where there is anything else, nothing, or too much. What cannot overflow is not checked.
pub fn parse_decimal(bytes: &[u8]) -> Option<u64> {
    if bytes.is_empty() {
        return None;
    }
    let (safe, rest) = bytes.split_at(bytes.len().min(19));
    let mut number: u64 = 0;
    for &byte in safe {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    for &byte in rest {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(number)
}

/// Reads a number in decimal digits with or without a sign; `None` where it is none.
pub fn parse_signed(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] => (false, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number: i64 = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Negative numbers reach further.
        number = number.checked_mul(10)?.checked_sub(i64::from(digit))?;
    }
    if negative { Some(number) } else { number.checked_neg() }
}

/// The sum of the decimal digits of a number.
pub const fn digit_sum(number: u64) -> u64 {
    let mut rest = number;
    let mut sum = 0;
    while rest > 0 {
        sum += rest % 10;
        rest /= 10;
    }
    sum
}

/// A number with its decimal digits in reverse order, cut to 64 bits.
pub const fn reverse_digits(number: u64) -> u64 {
    let mut rest = number;
    let mut reversed: u64 = 0;
    while rest > 0 {
        reversed = reversed.wrapping_mul(10).wrapping_add(rest % 10);
        rest /= 10;
    }
    reversed
}
