//! American Soundex, for finding names that sound alike.

/// The Soundex digit of a letter. Vowels have `0`; `H` and `W` have `-`.
fn code(letter: char) -> char {
    if "BFPV".contains(letter) {
        '1'
    } else if "CGJKQSXZ".contains(letter) {
        '2'
    } else if "DT".contains(letter) {
        '3'
    } else if letter == 'L' {
        '4'
    } else if "MN".contains(letter) {
        '5'
    } else if letter == 'R' {
        '6'
    } else if "HW".contains(letter) {
        '-'
    } else {
        '0'
    }
}

/// The four-character code of a word, or an empty string if it has no ASCII letter.
pub fn soundex(word: &str) -> String {
    let letters: Vec<char> = word
        .to_ascii_uppercase()
        .chars()
        .filter(|c| c.is_ascii_alphabetic())
        .collect();
    if letters.is_empty() {
        return String::new();
    }
    let mut result = letters[0].to_string();
    let mut last = code(letters[0]);
    for letter in &letters[1..] {
        let digit = code(*letter);
        if digit == '-' {
            continue;
        }
        if digit != '0' && digit != last {
            result.push(digit);
        }
        last = digit;
    }
    let mut result: String = result.chars().take(4).collect();
    while result.len() < 4 {
        result.push('0');
    }
    result
}

/// Whether two words sound alike.
pub fn alike(a: &str, b: &str) -> bool {
    soundex(a) == soundex(b)
}

/// Those of the names that sound like the given one, in their order.
pub fn find_alike(name: &str, names: &[String]) -> Vec<String> {
    names.iter().filter(|other| alike(name, other)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes() {
        assert_eq!(soundex("Robert"), "R163");
        assert_eq!(soundex("Rupert"), "R163");
        assert_eq!(soundex("Ashcraft"), "A261");
        assert_eq!(soundex("Tymczak"), "T522");
        assert_eq!(soundex("Pfister"), "P236");
        assert_eq!(soundex("12"), "");
    }

    #[test]
    fn lists() {
        let names = vec!["Smyth".to_string(), "Jones".to_string(), "Smith".to_string()];
        assert_eq!(find_alike("smith", &names), vec!["Smyth", "Smith"]);
    }
}
