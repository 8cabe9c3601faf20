//! Arithmetic with natural numbers of any size that are written as decimal digits.

use std::cmp::Ordering;

/// The text is empty or has something other than digits, first at this character.
#[derive(Debug, Clone, PartialEq)]
pub struct NotANumber(pub usize);

const BASE: u64 = 1_000_000_000;

/// Checks the text and drops leading zeros.
fn check(text: &str) -> Result<&[u8], NotANumber> {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Err(NotANumber(0));
    }
    // Before the first wrong byte all characters are digits, so it counts characters too.
    if !bytes.iter().fold(true, |fine, byte| fine & byte.is_ascii_digit()) {
        let place = bytes.iter().position(|byte| !byte.is_ascii_digit());
        return Err(NotANumber(place.unwrap_or(0)));
    }
    let zeros = bytes.iter().position(|&byte| byte != b'0').unwrap_or(bytes.len());
    Ok(&bytes[zeros..])
}

/// Nine digits a limb, the lowest first, no zero limb at the top.
fn limbs(digits: &[u8]) -> Vec<u32> {
    digits
        .rchunks(9)
        .map(|chunk| chunk.iter().fold(0, |value, &byte| value * 10 + (byte - b'0') as u32))
        .collect()
}

fn to_text(number: &[u32]) -> String {
    let Some((&top, rest)) = number.split_last() else { return "0".to_string() };
    let mut text = String::with_capacity(number.len() * 9 + 1);
    text.push_str(&top.to_string());
    for &limb in rest.iter().rev() {
        let mut part = [b'0'; 9];
        let mut value = limb;
        for place in part.iter_mut().rev() {
            *place += (value % 10) as u8;
            value /= 10;
        }
        text.push_str(std::str::from_utf8(&part).unwrap_or(""));
    }
    text
}

fn add_to(total: &mut Vec<u32>, number: &[u32]) {
    if total.len() < number.len() {
        total.resize(number.len(), 0);
    }
    let mut carry = 0;
    let (low, high) = total.split_at_mut(number.len());
    for (place, &limb) in low.iter_mut().zip(number) {
        let value = *place + limb + carry;
        carry = (value >= BASE as u32) as u32;
        *place = value - carry * BASE as u32;
    }
    for place in high {
        if carry == 0 {
            break;
        }
        *place += carry;
        carry = (*place == BASE as u32) as u32;
        *place -= carry * BASE as u32;
    }
    if carry > 0 {
        total.push(carry);
    }
}

fn multiply_limbs(a: &[u32], b: &[u32]) -> Vec<u32> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut product = vec![0u32; a.len() + b.len()];
    for (shift, &y) in b.iter().enumerate() {
        let mut carry = 0u64;
        for (place, &x) in product[shift..].iter_mut().zip(a) {
            let value = *place as u64 + x as u64 * y as u64 + carry;
            carry = value / BASE;
            *place = (value % BASE) as u32;
        }
        product[shift + a.len()] = carry as u32;
    }
    while product.last() == Some(&0) {
        product.pop();
    }
    product
}

/// The sum of two numbers.
pub fn add(a: &str, b: &str) -> Result<String, NotANumber> {
    let (a, b) = (check(a)?, check(b)?);
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    if long.is_empty() {
        return Ok("0".to_string());
    }
    let mut sum = vec![b'0'; long.len() + 1];
    let mut carry = 0;
    let split = long.len() - short.len();
    for ((place, &x), &y) in
        sum[split + 1..].iter_mut().zip(&long[split..]).zip(short).rev()
    {
        let value = x + y + carry - b'0';
        let over = value > b'9';
        *place = value - if over { 10 } else { 0 };
        carry = over as u8;
    }
    let mut at = split;
    while at > 0 && carry > 0 {
        let over = long[at - 1] == b'9';
        sum[at] = if over { b'0' } else { long[at - 1] + 1 };
        carry = over as u8;
        at -= 1;
    }
    sum[1..=at].copy_from_slice(&long[..at]);
    if carry > 0 {
        sum[0] = b'1';
    } else {
        sum.remove(0);
    }
    Ok(String::from_utf8(sum).unwrap_or_default())
}

/// The product of two numbers.
pub fn multiply(a: &str, b: &str) -> Result<String, NotANumber> {
    Ok(to_text(&multiply_limbs(&limbs(check(a)?), &limbs(check(b)?))))
}

/// The sum of all the numbers; the sum of none is 0.
pub fn sum(numbers: &[String]) -> Result<String, NotANumber> {
    let mut total = Vec::new();
    for number in numbers {
        add_to(&mut total, &limbs(check(number)?));
    }
    Ok(to_text(&total))
}

/// A number to the power of an exponent; any number to the power of 0 is 1.
pub fn power(base: &str, exponent: u8) -> Result<String, NotANumber> {
    let base = limbs(check(base)?);
    let mut result = vec![1];
    for bit in (0..8 - exponent.leading_zeros()).rev() {
        result = multiply_limbs(&result, &result);
        if exponent >> bit & 1 == 1 {
            result = multiply_limbs(&result, &base);
        }
    }
    Ok(to_text(&result))
}

/// Which of two numbers is larger; leading zeros do not count.
pub fn compare(a: &str, b: &str) -> Result<Ordering, NotANumber> {
    let (a, b) = (check(a)?, check(b)?);
    Ok(a.len().cmp(&b.len()).then_with(|| a.cmp(b)))
}
