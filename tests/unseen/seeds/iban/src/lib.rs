//! Checks of international bank account numbers.

/// Why a number is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum IbanError {
    /// A character that is neither letter nor digit nor blank.
    Character(char),
    /// It does not begin with two letters and two digits.
    Start,
    /// The country has no such numbers.
    Country(String),
    /// The length the country has, and the one found.
    Length(usize, usize),
    /// The check digits do not fit.
    Checksum,
}

/// The countries with the length of their numbers.
fn countries() -> Vec<(String, usize)> {
    let text = "AD24 AE23 AT20 BE16 BG22 CH21 CY28 CZ24 DE22 DK18 EE20 ES24 FI18 FR27 GB22 GI23 \
                GR27 HR21 HU28 IE22 IS26 IT27 LI21 LT20 LU20 LV21 MC27 MT31 NL18 NO15 PL28 PT25 \
                RO24 RS22 SA24 SE24 SI19 SK24 SM27 TR26";
    text.split_whitespace()
        .map(|entry| (entry[..2].to_string(), entry[2..].parse().unwrap_or(0)))
        .collect()
}

/// Without blanks, in capitals.
pub fn normalize(text: &str) -> Result<String, IbanError> {
    let mut result = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            result = result + &c.to_uppercase().to_string();
        } else if c != ' ' {
            return Err(IbanError::Character(c));
        }
    }
    Ok(result)
}

/// Letters become two digits, A is 10 and Z is 35.
fn to_digits(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_digit() { c.to_string() } else { format!("{}", c as u32 - 'A' as u32 + 10) })
        .collect::<Vec<String>>()
        .join("")
}

/// The rest of the division by 97.
fn mod97(digits: &str) -> u32 {
    let mut rest = String::new();
    for c in digits.chars() {
        rest.push(c);
        if rest.len() == 9 {
            let value: u32 = rest.parse().unwrap_or(0);
            rest = (value % 97).to_string();
        }
    }
    rest.parse::<u32>().unwrap_or(0) % 97
}

/// Checks a number and gives it back without blanks, in capitals.
pub fn check(text: &str) -> Result<String, IbanError> {
    let iban = normalize(text)?;
    let chars: Vec<char> = iban.chars().collect();
    if chars.len() < 4 {
        return Err(IbanError::Start);
    }
    let letters = chars[..2].iter().all(|c| c.is_ascii_uppercase());
    let digits = chars[2..4].iter().all(|c| c.is_ascii_digit());
    if !letters || !digits {
        return Err(IbanError::Start);
    }
    let country: String = chars[..2].iter().collect();
    let length = match countries().iter().find(|entry| entry.0 == country) {
        Some(entry) => entry.1,
        None => return Err(IbanError::Country(country)),
    };
    if length != chars.len() {
        return Err(IbanError::Length(length, chars.len()));
    }
    let turned = format!("{}{}", &iban[4..], &iban[..4]);
    if mod97(&to_digits(&turned)) != 1 {
        return Err(IbanError::Checksum);
    }
    Ok(iban)
}

/// The whole number for a country and an account, with the right check digits.
pub fn build(country: &str, account: &str) -> Result<String, IbanError> {
    let country = normalize(country)?;
    let account = normalize(account)?;
    let known = countries().into_iter().find(|entry| entry.0 == country);
    let length = known.ok_or(IbanError::Country(country.clone()))?.1;
    if account.len() + 4 != length {
        return Err(IbanError::Length(length, account.len() + 4));
    }
    let rest = mod97(&to_digits(&format!("{}{}00", account, country)));
    Ok(format!("{}{:02}{}", country, 98 - rest, account))
}

/// In groups of four, as it is printed.
pub fn pretty(text: &str) -> Result<String, IbanError> {
    let iban = check(text)?;
    let chars: Vec<char> = iban.chars().collect();
    let groups: Vec<String> = chars.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join(" "))
}

/// Checks a list, one number a line, and tells the lines, counted from 1, that are wrong. Empty
/// lines are skipped.
pub fn check_list(text: &str) -> Vec<(usize, IbanError)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .filter_map(|(i, line)| check(line).err().map(|error| (i + 1, error)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks() {
        let fine = "GB82WEST12345698765432".to_string();
        assert_eq!(check("gb82 west 1234 5698 7654 32"), Ok(fine.clone()));
        assert_eq!(check("GB83WEST12345698765432"), Err(IbanError::Checksum));
        assert_eq!(check("XX82WEST"), Err(IbanError::Country("XX".to_string())));
        assert_eq!(check("GB82WEST"), Err(IbanError::Length(22, 8)));
        assert_eq!(check("G82"), Err(IbanError::Start));
        assert_eq!(build("gb", "WEST 1234 5698 7654 32"), Ok(fine));
        assert_eq!(pretty("DE89370400440532013000"), Ok("DE89 3704 0044 0532 0130 00".to_string()));
        assert_eq!(check_list("\n\nDE1\nNO9386011117947"), vec![(3, IbanError::Start)]);
    }
}
