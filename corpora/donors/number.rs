// SPDX-License-Identifier: MIT
//! Whole numbers: powers, roots, logarithms, divisors, primes.

/// Greatest common divisor of two numbers, by shifts and differences.
pub const fn gcd(a: u64, b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    let mut a = a >> a.trailing_zeros();
    let mut b = b >> b.trailing_zeros();
    while a != b {
        if a < b {
            (a, b) = (b, a);
        }
        a -= b;
        a >>= a.trailing_zeros();
    }
    a << shift
}

/// Greatest common divisor of two numbers, by remainders.
pub const fn gcd_by_remainders(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Power of a number by squaring, cut to its width.
pub const fn power(base: u64, exponent: u32) -> u64 {
    let (mut base, mut rest, mut product) = (base, exponent, 1u64);
    while rest > 0 {
        if rest & 1 == 1 {
            product = product.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        rest >>= 1;
    }
    product
}

/// Power of a number by squaring, modulo another; 0 where that is 0.
pub const fn power_modulo(base: u64, exponent: u64, modulus: u64) -> u64 {
    if modulus == 0 {
        return 0;
    }
    let wide = modulus as u128;
    let (mut base, mut rest, mut product) = (base as u128 % wide, exponent, 1 % wide);
    while rest > 0 {
        if rest & 1 == 1 {
            product = product * base % wide;
        }
        base = base * base % wide;
        rest >>= 1;
    }
    product as u64
}

/// Product of two numbers modulo a third; 0 where that is 0.
pub const fn multiply_modulo(a: u64, b: u64, modulus: u64) -> u64 {
    if modulus == 0 { 0 } else { (a as u128 * b as u128 % modulus as u128) as u64 }
}

/// The whole part of a square root, by Newton's method from a power of two above it.
pub const fn square_root(number: u64) -> u64 {
    if number < 2 {
        return number;
    }
    let mut root = 1 << (number.ilog2() / 2 + 1);
    loop {
        let next = (root + number / root) / 2;
        if next >= root {
            return root;
        }
        root = next;
    }
}

/// The whole part of a logarithm to base 2; 0 of nothing.
pub const fn log2(number: u64) -> u32 {
    63 - (number | 1).leading_zeros()
}

/// The whole part of a logarithm to base 10; 0 of nothing.
pub const fn log10(number: u64) -> u32 {
    match number.checked_ilog10() {
        Some(log) => log,
        None => 0,
    }
}

/// Whether a number is prime, by Miller's test with bases that are known to be enough for 64 bits.
pub fn is_prime(number: u64) -> bool {
    const BASES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
    if number < 2 {
        return false;
    }
    if let Some(divisor) = BASES.iter().find(|divisor| number % **divisor == 0) {
        return number == *divisor;
    }
    let odd = (number - 1) >> (number - 1).trailing_zeros();
    'bases: for base in BASES {
        let mut power = power_modulo(base, odd, number);
        if power == 1 || power == number - 1 {
            continue;
        }
        for _ in 1..(number - 1).trailing_zeros() {
            power = multiply_modulo(power, power, number);
            if power == number - 1 {
                continue 'bases;
            }
        }
        return false;
    }
    true
}

/// Whether a number is prime, by division by what is next to a multiple of six.
pub fn is_prime_by_division(number: u64) -> bool {
    if number < 4 {
        return number > 1;
    }
    if number % 2 == 0 || number % 3 == 0 {
        return false;
    }
    let mut divisor = 5;
    while divisor <= number / divisor {
        if number % divisor == 0 || number % (divisor + 2) == 0 {
            return false;
        }
        divisor += 6;
    }
    true
}

/// All prime numbers up to a limit, the limit included, by a sieve of odd numbers.
pub fn primes(limit: usize) -> Vec<usize> {
    if limit < 2 {
        return Vec::new();
    }
    let half = (limit - 1) / 2;
    let mut composite = Vec::new();
    composite.resize(half + 1, false);
    let mut primes = Vec::from([2]);
    for index in 1..=half {
        if composite[index] {
            continue;
        }
        let prime = 2 * index + 1;
        primes.push(prime);
        let mut multiple = 2 * index * (index + 1);
        while multiple <= half {
            composite[multiple] = true;
            multiple += prime;
        }
    }
    primes
}

/// A Fibonacci number by doubling, cut to 64 bits.
pub const fn fibonacci(index: u64) -> u64 {
    let (mut a, mut b) = (0u64, 1u64);
    let mut bit = 64 - index.leading_zeros();
    while bit > 0 {
        bit -= 1;
        let doubled = a.wrapping_mul(b.wrapping_mul(2).wrapping_sub(a));
        let next = a.wrapping_mul(a).wrapping_add(b.wrapping_mul(b));
        (a, b) = if index >> bit & 1 == 1 { (next, doubled.wrapping_add(next)) } else { (doubled, next) };
    }
    a
}

/// Binomial coefficient; `None` where it does not fit.
pub fn binomial(n: u64, k: u64) -> Option<u64> {
    if k > n {
        return Some(0);
    }
    let mut result: u128 = 1;
    for step in 0..k.min(n - k) {
        result = result.checked_mul(u128::from(n - step))? / u128::from(step + 1);
        if result > u128::from(u64::MAX) {
            return None;
        }
    }
    Some(result as u64)
}

/// The place in a ring of a power of two places that lies some steps after another.
pub const fn ring_index(head: usize, steps: usize, size: usize) -> usize {
    head.wrapping_add(steps) & size.wrapping_sub(1)
}
