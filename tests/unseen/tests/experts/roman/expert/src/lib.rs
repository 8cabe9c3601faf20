//! Roman numerals from I to MMMCMXCIX, both ways.

const LARGEST: u32 = 3_999;

const DIGITS: [[&str; 10]; 4] = [
    ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
    ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
    ["", "M", "MM", "MMM", "", "", "", "", "", ""],
];

/// How many letters a digit takes, at any place (below 4 for the thousands).
const LENGTHS: [u8; 10] = [0, 1, 2, 3, 2, 1, 2, 3, 4, 2];

const fn letters(number: u32) -> usize {
    let (low, high) = (number % 100, number / 100);
    LENGTHS[(low % 10) as usize] as usize
        + LENGTHS[(low / 10) as usize] as usize
        + LENGTHS[(high % 10) as usize] as usize
        + (high / 10) as usize
}

/// The numeral of `number`, if it has one.
#[must_use]
pub fn to_roman(number: u32) -> Option<String> {
    if number == 0 || number > LARGEST {
        return None;
    }
    let mut numeral = String::with_capacity(letters(number));
    numeral.push_str(DIGITS[3][(number / 1_000) as usize]);
    numeral.push_str(DIGITS[2][(number / 100 % 10) as usize]);
    numeral.push_str(DIGITS[1][(number / 10 % 10) as usize]);
    numeral.push_str(DIGITS[0][(number % 10) as usize]);
    Some(numeral)
}

/// Reads one decimal place off the front of `rest`, as far as it is proper.
#[inline(always)]
fn digit(rest: &mut &[u8], one: u8, five: u8, ten: u8) -> u32 {
    let at = |place: usize| rest.get(place).map_or(0, u8::to_ascii_uppercase);
    let first = at(0);
    let (value, used) = if first == one {
        let second = at(1);
        if second == one {
            if at(2) == one { (3, 3) } else { (2, 2) }
        } else if second == five {
            (4, 2)
        } else if second == ten {
            (9, 2)
        } else {
            (1, 1)
        }
    } else if first == five {
        let mut ones = 0;
        while ones < 3 && at(1 + ones) == one {
            ones += 1;
        }
        (5 + ones as u32, 1 + ones)
    } else {
        return 0;
    };
    *rest = &rest[used..];
    value
}

fn number_of(numeral: &[u8]) -> Option<u32> {
    if numeral.is_empty() || numeral.len() > 15 {
        return None;
    }
    let mut rest = numeral;
    let mut total = 0;
    while total < 3_000 && matches!(rest.first(), Some(b'M' | b'm')) {
        total += 1_000;
        rest = &rest[1..];
    }
    total += 100 * digit(&mut rest, b'C', b'D', b'M');
    total += 10 * digit(&mut rest, b'X', b'L', b'C');
    total += digit(&mut rest, b'I', b'V', b'X');
    if rest.is_empty() {
        Some(total)
    } else {
        None
    }
}

/// The number of a properly written numeral, in either case.
#[must_use]
pub fn from_roman(numeral: &str) -> Option<u32> {
    number_of(numeral.as_bytes())
}

fn add(word: &[u8], sums: &mut (u64, usize)) {
    if let Some(number) = number_of(word) {
        sums.0 += u64::from(number);
        sums.1 += 1;
    }
}

/// The sum of the proper numerals among the words of `text`, and how many there are.
#[must_use]
pub fn sum_of_numerals(text: &str) -> (u64, usize) {
    let mut sums = (0, 0);
    if text.is_ascii() {
        for word in text.as_bytes().split(|b| !b.is_ascii_alphanumeric()) {
            add(word, &mut sums);
        }
    } else {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            add(word.as_bytes(), &mut sums);
        }
    }
    sums
}

/// The numeral with the most letters from `first` to `last`, the first such if several.
#[must_use]
pub fn longest_numeral(first: u32, last: u32) -> Option<String> {
    let (mut longest, mut length) = (0, 0);
    for number in first.max(1)..=last.min(LARGEST) {
        let here = letters(number);
        if here > length {
            (longest, length) = (number, here);
        }
    }
    to_roman(longest)
}
