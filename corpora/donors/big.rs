// SPDX-License-Identifier: MIT
//! Natural numbers of any size, as decimal digits.

use std::cmp::Ordering;

/// The sum of two numbers whose digits are listed from the lowest one on.
pub fn digits_sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    let mut sum = Vec::with_capacity(long.len() + 1);
    let mut carry = 0;
    for (place, digit) in long.iter().enumerate() {
        let value = digit + short.get(place).copied().unwrap_or(0) + carry;
        carry = u8::from(value > 9);
        sum.push(value - 10 * carry);
    }
    if carry > 0 {
        sum.push(carry);
    }
    sum
}

/// The product of two numbers whose digits are listed from the lowest one on, without zeros at its end: all that goes to one place is
/// added up before anything is carried.
pub fn digits_product(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut sums = Vec::new();
    sums.resize(one.len() + other.len(), 0u32);
    for (shift, digit) in other.iter().enumerate() {
        for (sum, times) in sums[shift..].iter_mut().zip(one) {
            *sum += u32::from(*digit) * u32::from(*times);
        }
    }
    let mut product = Vec::with_capacity(sums.len());
    let mut carry = 0;
    for sum in sums {
        product.push(((sum + carry) % 10) as u8);
        carry = (sum + carry) / 10;
    }
    while product.last() == Some(&0) {
        product.pop();
    }
    product
}

/// The digits of a number without zeros at its beginning. `None`: it is none.
fn significant(text: &str) -> Option<&[u8]> {
    let digits = text.as_bytes();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let zeros = digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len());
    Some(&digits[zeros..])
}

/// The sum of two numbers. `None` where one is none.
pub fn decimal_sum(one: &str, other: &str) -> Option<String> {
    let (one, other) = (significant(one)?, significant(other)?);
    let (long, short) = if one.len() < other.len() { (other, one) } else { (one, other) };
    let mut sum = Vec::with_capacity(long.len() + 1);
    let mut carry = 0;
    for (place, digit) in long.iter().rev().enumerate() {
        let small = if place < short.len() { short[short.len() - 1 - place] - b'0' } else { 0 };
        let value = digit + small + carry;
        carry = u8::from(value > b'9');
        sum.push(value - 10 * carry);
    }
    if carry > 0 || sum.is_empty() {
        sum.push(b'0' + carry);
    }
    sum.reverse();
    String::from_utf8(sum).ok()
}

/// Nine digits for each item, the lowest first.
fn nines(digits: &[u8]) -> Vec<u32> {
    let nine = |nine: &[u8]| nine.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    digits.rchunks(9).map(nine).collect()
}

/// The product of two numbers. `None` where one is none.
pub fn decimal_product(one: &str, other: &str) -> Option<String> {
    let (one, other) = (nines(significant(one)?), nines(significant(other)?));
    let mut product = Vec::new();
    product.resize(one.len() + other.len(), 0u32);
    for (shift, factor) in other.iter().enumerate() {
        let mut carry = 0;
        for (place, times) in product[shift..].iter_mut().zip(&one) {
            let value = u64::from(*place) + u64::from(*factor) * u64::from(*times) + carry;
            *place = (value % 1_000_000_000) as u32;
            carry = value / 1_000_000_000;
        }
        product[shift + one.len()] = carry as u32;
    }
    let mut text = String::with_capacity(product.len() * 9 + 1);
    for value in product.iter().rev().skip_while(|value| **value == 0) {
        match text.is_empty() {
            true => text.push_str(&value.to_string()),
            false => (0..9).rev().for_each(|place| text.push(char::from(b'0' + (value / 10u32.pow(place) % 10) as u8))),
        }
    }
    if text.is_empty() {
        text.push('0');
    }
    Some(text)
}

/// Which of two numbers is greater. `None` where one is none.
pub fn decimal_order(one: &str, other: &str) -> Option<Ordering> {
    let (one, other) = (significant(one)?, significant(other)?);
    Some(one.len().cmp(&other.len()).then(one.cmp(other)))
}
