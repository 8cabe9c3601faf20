// SPDX-License-Identifier: MIT
//! Texts matched, checked, read and written.

/// Whether a text matches a pattern (glob, wildcards) in which `*` is any letters and `?` is one: goes back to the last star only.
pub fn glob_match(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let (mut star, mut from) = (usize::MAX, 0);
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            star = p;
            from = t;
            p += 1;
        } else if p < pattern.len() && (pattern[p] == b'?' || pattern[p] == text[t]) {
            p += 1;
            t += 1;
        } else if star != usize::MAX {
            p = star + 1;
            from += 1;
            t = from;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|letter| *letter == b'*')
}

/// Whether every bracket in a text is closed by its like (balanced parentheses).
pub fn is_balanced(text: &[u8]) -> bool {
    let mut open = Vec::new();
    for &letter in text {
        match letter {
            b'(' => open.push(b')'),
            b'[' => open.push(b']'),
            b'{' => open.push(b'}'),
            b')' | b']' | b'}' if open.pop() != Some(letter) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

/// Whether two texts have the same letters in any order (anagrams), counted in a table where they are ASCII.
pub fn same_letters(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.is_ascii() && b.is_ascii() {
        let mut counts = [0i32; 128];
        for (one, two) in a.bytes().zip(b.bytes()) {
            counts[usize::from(one)] += 1;
            counts[usize::from(two)] -= 1;
        }
        return counts.iter().all(|count| *count == 0);
    }
    let (mut one, mut two): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    one.sort_unstable();
    two.sort_unstable();
    one == two
}

/// Each letter of the alphabet moved by thirteen places (ROT13), the rest as it is.
pub fn rotated_by_thirteen(text: &str) -> String {
    let rotated = |letter: char| match letter {
        'a'..='m' | 'A'..='M' => char::from(letter as u8 + 13),
        'n'..='z' | 'N'..='Z' => char::from(letter as u8 - 13),
        _ => letter,
    };
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().map(rotated));
    out
}

/// Roman numerals of the digits of one place each: ones, tens, hundreds, thousands.
const ROMAN: [[&str; 10]; 4] = [
    ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
    ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
    ["", "M", "MM", "MMM", "MMMM", "MMMMM", "MMMMMM", "MMMMMMM", "MMMMMMMM", "MMMMMMMMM"],
];

/// A number below 10,000 as a Roman numeral, a table for each place.
pub fn roman_numeral(number: u32) -> String {
    let places = [number / 1000 % 10, number / 100 % 10, number / 10 % 10, number % 10];
    let mut text = String::with_capacity(16);
    for (place, digit) in places.iter().enumerate() {
        text.push_str(ROMAN[3 - place][*digit as usize]);
    }
    text
}

/// The number of a Roman numeral in capitals; `None` where it has another letter or is written in another way than usual.
pub fn roman_number(text: &str) -> Option<u32> {
    let mut number = 0;
    let mut before = 0;
    for letter in text.bytes().rev() {
        let value = match letter {
            b'I' => 1,
            b'V' => 5,
            b'X' => 10,
            b'L' => 50,
            b'C' => 100,
            b'D' => 500,
            b'M' => 1000,
            _ => return None,
        };
        number = if value < before { number - value } else { number + value };
        before = before.max(value);
    }
    let usual = 0 < number && number < 4000 && roman_numeral(number) == text;
    usual.then_some(number)
}

/// The number of an IPv4 address in dotted decimals; `None` where it is none, or has a zero in front of a digit.
pub fn ipv4_number(text: &[u8]) -> Option<u32> {
    let mut address = 0;
    let (mut octet, mut digits, mut dots) = (0u32, 0, 0);
    for &letter in text {
        if letter == b'.' {
            if digits == 0 || dots == 3 {
                return None;
            }
            address = address << 8 | octet;
            dots += 1;
            (octet, digits) = (0, 0);
        } else {
            let digit = u32::from(letter.wrapping_sub(b'0'));
            octet = octet * 10 + digit;
            if digit > 9 || octet > 255 || digits > 0 && octet < 10 {
                return None;
            }
            digits += 1;
        }
    }
    (digits > 0 && dots == 3).then_some(address << 8 | octet)
}

/// How many days after 1 January 1970 a date lies (Howard Hinnant, "chrono-compatible low-level date algorithms").
pub const fn days_of_date(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let from_march = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * from_march as i64 + 2) / 5 + day as i64 - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + days - 719_468
}

/// Year, month and day of a number of days after 1 January 1970, by the same method.
pub const fn date_of_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * from_march + 2) / 5 + 1) as u32;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 } as u32;
    let year = year_of_era + era * 400;
    (if month <= 2 { year + 1 } else { year }, month, day)
}

/// Whether a year is a leap year.
pub const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 25 != 0 || year % 16 == 0)
}

/// Runs of letters as a text: how long each is, and the letter (run-length encoding).
pub fn run_lengths(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars();
    let mut next = letters.next();
    while let Some(letter) = next {
        let mut length: u64 = 1;
        next = letters.next();
        while next == Some(letter) {
            length += 1;
            next = letters.next();
        }
        push_number(&mut out, length);
        out.push(letter);
    }
    out
}

/// Appends a number in decimal digits.
fn push_number(text: &mut String, number: u64) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// The longest part of a text that is the same from both ends (palindrome), the first of several: grown from each middle.
pub fn longest_palindrome(text: &[u8]) -> &[u8] {
    let (mut start, mut end) = (0, 0);
    for middle in 0..2 * text.len() {
        let (mut left, mut right) = (middle / 2, middle.div_ceil(2));
        while left > 0 && right < text.len() && text[left - 1] == text[right] {
            left -= 1;
            right += 1;
        }
        if right - left > end - start {
            (start, end) = (left, right);
        }
    }
    &text[start..end]
}
