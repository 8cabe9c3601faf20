//! Polynomials over the integers modulo a number.

/// `base` to the power of `exponent`, modulo `modulus`.
pub fn pow_mod(base: u64, exponent: u64, modulus: u64) -> u64 {
    let mut result = 1 % modulus;
    let mut base = base % modulus;
    let mut exponent = exponent;
    if modulus <= 1 << 32 {
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * base % modulus;
            }
            base = base * base % modulus;
            exponent >>= 1;
        }
    } else {
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = mul(result, base, modulus);
            }
            base = mul(base, base, modulus);
            exponent >>= 1;
        }
    }
    result
}

fn mul(a: u64, b: u64, modulus: u64) -> u64 {
    (a as u128 * b as u128 % modulus as u128) as u64
}

/// The value at `x` of a polynomial whose constant coefficient comes first.
pub fn evaluate(coefficients: &[u64], x: u64, modulus: u64) -> u64 {
    if coefficients.is_empty() {
        return 0;
    }
    let x = x % modulus;
    let mut sum = 0u64;
    if modulus <= 1 << 31 {
        for &coefficient in coefficients.iter().rev() {
            let coefficient = if coefficient < 1 << 32 { coefficient } else { coefficient % modulus };
            sum = (sum * x + coefficient) % modulus;
        }
    } else {
        for &coefficient in coefficients.iter().rev() {
            sum = ((sum as u128 * x as u128 + coefficient as u128) % modulus as u128) as u64;
        }
    }
    sum
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
    let length = a.len() + b.len() - 1;
    let mut result = Vec::with_capacity(length);
    let small = modulus <= 1 << 31 && a.iter().chain(b).all(|&c| c < 1 << 31);
    for k in 0..length {
        let low = k.saturating_sub(b.len() - 1);
        let high = k.min(a.len() - 1);
        let left = &a[low..=high];
        let right = &b[k - high..=k - low];
        if small {
            let mut sum = 0u64;
            for (three, other) in left.chunks(3).zip(right.rchunks(3)) {
                for (x, y) in three.iter().zip(other.iter().rev()) {
                    sum += x * y;
                }
                // below 2^31 + 3 * 2^62
                if sum >= 1 << 62 {
                    sum %= modulus;
                }
            }
            result.push(sum % modulus);
        } else {
            let mut sum = 0u128;
            for (x, y) in left.iter().zip(right.iter().rev()) {
                sum = (sum + *x as u128 * *y as u128) % modulus as u128;
            }
            result.push(sum as u64);
        }
    }
    result
}
