//! Caesar and Vigenère ciphers over the ASCII letters, and a little analysis.

const ENGLISH: [f64; 26] = [
    8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2.0, 6.1, 7.0, 0.15, 0.77, 4.0, 2.4, 6.7, 7.5, 1.9, 0.095, 6.0,
    6.3, 9.1, 2.8, 0.98, 2.4, 0.15, 2.0, 0.074,
];

fn rotate(c: char, by: i32) -> char {
    let turn = |base: u8| (base as i32 + (c as i32 - base as i32 + by).rem_euclid(26)) as u8 as char;
    match c {
        'a'..='z' => turn(b'a'),
        'A'..='Z' => turn(b'A'),
        _ => c,
    }
}

fn key_shifts(key: &str) -> Vec<i32> {
    key.chars()
        .filter(|c| c.is_ascii_alphabetic())
        .map(|c| c.to_ascii_lowercase() as i32 - 'a' as i32)
        .collect()
}

fn with_shifts(text: &str, shifts: Vec<i32>) -> Option<String> {
    let mut wheel = shifts.iter().cycle().peekable();
    wheel.peek()?;
    Some(
        text.chars()
            .map(|c| match c.is_ascii_alphabetic() {
                true => rotate(c, wheel.next().copied().unwrap_or(0)),
                false => c,
            })
            .collect(),
    )
}

/// Shifts every letter by `shift` places, keeping its case.
pub fn caesar(text: &str, shift: i32) -> String {
    text.chars().map(|c| rotate(c, shift.rem_euclid(26))).collect()
}

/// Enciphers the letters of `text` with those of `key`; `None` if it has none.
pub fn encipher(text: &str, key: &str) -> Option<String> {
    with_shifts(text, key_shifts(key))
}

/// Undoes [`encipher`].
pub fn decipher(text: &str, key: &str) -> Option<String> {
    with_shifts(text, key_shifts(key).into_iter().map(|s| -s).collect())
}

/// How often each letter from a to z occurs, in either case.
pub fn letter_counts(text: &str) -> Vec<usize> {
    ('a'..='z')
        .map(|letter| text.chars().filter(|c| c.to_ascii_lowercase() == letter).count())
        .collect()
}

/// The numbers of letters, digits, spaces and other characters (of Unicode).
pub fn classes(text: &str) -> (usize, usize, usize, usize) {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    let spaces = text.chars().filter(|c| c.is_whitespace()).count();
    (letters, digits, spaces, text.chars().count() - letters - digits - spaces)
}

/// How unlike English the letters of the text are (chi-squared, 0 without letters).
pub fn oddness(text: &str) -> f64 {
    let counts = letter_counts(text);
    let total = counts.iter().sum::<usize>() as f64;
    counts
        .iter()
        .zip(ENGLISH)
        .map(|(&n, percent)| (n as f64, percent * total / 100.0))
        .filter(|&(_, expected)| expected > 0.0)
        .map(|(n, expected)| (n - expected).powi(2) / expected)
        .sum()
}

/// The Caesar shift that was most likely used to make the text.
pub fn guess_shift(text: &str) -> i32 {
    (0..26)
        .map(|shift| (oddness(&caesar(text, -shift)), shift))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map_or(0, |best| best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caesar_keeps_case_and_signs() {
        assert_eq!(caesar("Hello, Zoë!", 3), "Khoor, Crë!");
        assert_eq!(caesar("Khoor", -29), "Hello");
    }

    #[test]
    fn vigenere_round_trip() {
        assert_eq!(encipher("Attack at dawn!", "Lemon").unwrap(), "Lxfopv ef rnhr!");
        assert_eq!(decipher("Lxfopv ef rnhr!", "le-mon").unwrap(), "Attack at dawn!");
        assert_eq!(encipher("x", "123"), None);
    }

    #[test]
    fn analysis() {
        let text = "The quick brown fox met the seven other foxes in the green forest";
        assert_eq!(guess_shift(&caesar(text, 17)), 17);
        assert_eq!(classes("Añ 12-"), (2, 2, 1, 1));
        assert_eq!(letter_counts("Banana")[0], 3);
    }
}
