//! Polynomials over the integers modulo a number.

/// `base` to the power of `exponent`, modulo `modulus`.
pub fn pow_mod(base: u64, exponent: u64, modulus: u64) -> u64 {
    let modulus = modulus as u128;
    let mut result = 1 % modulus;
    let mut base = base as u128 % modulus;
    let mut exponent = exponent;
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent /= 2;
    }
    result as u64
}

/// The value at `x` of a polynomial whose constant coefficient comes first.
pub fn evaluate(coefficients: &[u64], x: u64, modulus: u64) -> u64 {
    let mut sum: u128 = 0;
    for (i, coefficient) in coefficients.iter().enumerate() {
        let term = *coefficient as u128 * pow_mod(x, i as u64, modulus) as u128;
        sum = (sum + term % modulus as u128) % modulus as u128;
    }
    sum as u64
}

/// The values at several points.
pub fn evaluate_all(coefficients: &[u64], points: &[u64], modulus: u64) -> Vec<u64> {
    points.iter().map(|x| evaluate(coefficients, *x, modulus)).collect()
}

/// The product of two polynomials.
pub fn multiply(a: &[u64], b: &[u64], modulus: u64) -> Vec<u64> {
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut result = vec![0u64; a.len() + b.len() - 1];
    for i in 0..a.len() {
        for j in 0..b.len() {
            let product = a[i] as u128 * b[j] as u128;
            result[i + j] = ((result[i + j] as u128 + product) % modulus as u128) as u64;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers() {
        assert_eq!(pow_mod(2, 10, 1000), 24);
        assert_eq!(pow_mod(5, 0, 1), 0);
        assert_eq!(pow_mod(u64::MAX, 2, u64::MAX - 1), 1);
    }

    #[test]
    fn polynomials() {
        assert_eq!(evaluate(&[1, 2, 3], 4, 1000), 57);
        assert_eq!(evaluate_all(&[1, 2, 3], &[0, 1, 4], 50), vec![1, 6, 7]);
        assert_eq!(multiply(&[1, 1], &[1, 1], 10), vec![1, 2, 1]);
    }
}
