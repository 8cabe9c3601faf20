//! Roman numerals from I to MMMCMXCIX, both ways.

const LARGEST: u32 = 3_999;

const SYMBOLS: [(u32, &str); 13] = [
    (1_000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// The numeral of `number`, if it has one.
#[must_use]
pub fn to_roman(number: u32) -> Option<String> {
    if number == 0 || number > LARGEST {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, symbol) in SYMBOLS {
        while rest >= value {
            numeral.push_str(symbol);
            rest -= value;
        }
    }
    Some(numeral)
}

fn value_of(letter: char) -> Option<u32> {
    match letter {
        'M' => Some(1_000),
        'D' => Some(500),
        'C' => Some(100),
        'L' => Some(50),
        'X' => Some(10),
        'V' => Some(5),
        'I' => Some(1),
        _ => None,
    }
}

/// The number of a properly written numeral, in either case.
#[must_use]
pub fn from_roman(numeral: &str) -> Option<u32> {
    let upper = numeral.to_ascii_uppercase();
    let mut total = 0_u32;
    let mut previous = u32::MAX;
    for letter in upper.chars() {
        let value = value_of(letter)?;
        total += value;
        if previous < value {
            total -= 2 * previous;
        }
        previous = value;
    }
    (to_roman(total)? == upper).then_some(total)
}

/// The sum of the proper numerals among the words of `text`, and how many there are.
#[must_use]
pub fn sum_of_numerals(text: &str) -> (u64, usize) {
    let mut sum = 0_u64;
    let mut count = 0_usize;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let Some(number) = from_roman(word) else {
            continue;
        };
        sum += u64::from(number);
        count += 1;
    }
    (sum, count)
}

/// The numeral with the most letters from `first` to `last`, the first such if several.
#[must_use]
pub fn longest_numeral(first: u32, last: u32) -> Option<String> {
    let mut longest: Option<String> = None;
    for number in first.max(1)..=last.min(LARGEST) {
        let numeral = to_roman(number)?;
        if longest.as_ref().map_or(0, String::len) < numeral.len() {
            longest = Some(numeral);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_round_trip() {
        for number in 1..=LARGEST {
            assert_eq!(to_roman(number).and_then(|n| from_roman(&n)), Some(number));
        }
        assert_eq!(to_roman(1_994).as_deref(), Some("MCMXCIV"));
    }

    #[test]
    fn improper_numerals_are_refused() {
        for numeral in ["", "IIII", "IC", "VX", "MMMM", "IIX", "XLX", "ABC", "I V"] {
            assert_eq!(from_roman(numeral), None, "{numeral}");
        }
    }

    #[test]
    fn texts_and_ranges() {
        assert_eq!(sum_of_numerals("Henry VIII, Louis xiv. and Lot 49"), (22, 2));
        assert_eq!(longest_numeral(1, 20).as_deref(), Some("XVIII"));
    }
}
