//! Arithmetic with natural numbers of any size that are written as decimal digits.

use std::cmp::Ordering;

/// The text is empty or has something other than digits, first at this character.
#[derive(Debug, Clone, PartialEq)]
pub struct NotANumber(pub usize);

/// The digits of a number, the lowest first, without leading zeros; zero has none.
fn digits(text: &str) -> Result<Vec<u8>, NotANumber> {
    if text.is_empty() {
        return Err(NotANumber(0));
    }
    let mut result = Vec::new();
    for (i, c) in text.chars().enumerate() {
        match c.to_digit(10) {
            Some(digit) => result.insert(0, digit as u8),
            None => return Err(NotANumber(i)),
        }
    }
    trim(&mut result);
    Ok(result)
}

fn trim(number: &mut Vec<u8>) {
    while number.last() == Some(&0) {
        number.pop();
    }
}

fn to_text(number: &[u8]) -> String {
    if number.is_empty() {
        return "0".to_string();
    }
    number.iter().rev().map(|digit| digit.to_string()).collect::<Vec<_>>().join("")
}

fn add_digits(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut sum = Vec::new();
    let mut carry = 0;
    for i in 0..a.len().max(b.len()) {
        let value = a.get(i).unwrap_or(&0) + b.get(i).unwrap_or(&0) + carry;
        sum.push(value % 10);
        carry = value / 10;
    }
    if carry > 0 {
        sum.push(carry);
    }
    sum
}

/// Multiplies as on paper: one row for each digit, and then the sum of the rows.
fn multiply_digits(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut total = Vec::new();
    for (shift, y) in b.iter().enumerate() {
        let mut row = vec![0; shift];
        let mut carry = 0;
        for x in a {
            let value = x * y + carry;
            row.push(value % 10);
            carry = value / 10;
        }
        if carry > 0 {
            row.push(carry);
        }
        total = add_digits(&total, &row);
    }
    trim(&mut total);
    total
}

/// The sum of two numbers.
pub fn add(a: &str, b: &str) -> Result<String, NotANumber> {
    Ok(to_text(&add_digits(&digits(a)?, &digits(b)?)))
}

/// The product of two numbers.
pub fn multiply(a: &str, b: &str) -> Result<String, NotANumber> {
    Ok(to_text(&multiply_digits(&digits(a)?, &digits(b)?)))
}

/// The sum of all the numbers; the sum of none is 0.
pub fn sum(numbers: &[String]) -> Result<String, NotANumber> {
    let mut total = "0".to_string();
    for number in numbers {
        total = add(&total, number)?;
    }
    Ok(total)
}

/// A number to the power of an exponent; any number to the power of 0 is 1.
pub fn power(base: &str, exponent: u8) -> Result<String, NotANumber> {
    let base = digits(base)?;
    let mut result = vec![1];
    for _ in 0..exponent {
        result = multiply_digits(&result, &base);
    }
    Ok(to_text(&result))
}

/// Which of two numbers is larger; leading zeros do not count.
pub fn compare(a: &str, b: &str) -> Result<Ordering, NotANumber> {
    let a = digits(a)?;
    let b = digits(b)?;
    if a.len() != b.len() {
        return Ok(a.len().cmp(&b.len()));
    }
    let mut i = a.len();
    while i > 0 {
        i -= 1;
        if a[i] != b[i] {
            return Ok(a[i].cmp(&b[i]));
        }
    }
    Ok(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calculates() {
        assert_eq!(add("999", "0001"), Ok("1000".to_string()));
        assert_eq!(multiply("12345678901234567890", "98765432109876543210"),
            Ok("1219326311370217952237463801111263526900".to_string()));
        assert_eq!(multiply("000", "77"), Ok("0".to_string()));
        assert_eq!(power("2", 100), Ok("1267650600228229401496703205376".to_string()));
        assert_eq!(compare("0010", "9"), Ok(Ordering::Greater));
        assert_eq!(sum(&[]), Ok("0".to_string()));
        assert_eq!(add("12a", "1"), Err(NotANumber(2)));
        assert_eq!(add("1", ""), Err(NotANumber(0)));
    }
}
