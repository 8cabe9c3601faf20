//! Miller-Rabin, a segmented sieve, and division by numbers prime to thirty.

const SMALL: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];
const STEPS: [u64; 8] = [4, 2, 4, 2, 4, 6, 2, 6];

fn power(mut base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let mut result = 1;
    if modulus < 1 << 32 {
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
                result = times(result, base, modulus);
            }
            base = times(base, base, modulus);
            exponent >>= 1;
        }
    }
    result
}

fn times(a: u64, b: u64, modulus: u64) -> u64 {
    if modulus < 1 << 32 {
        a * b % modulus
    } else {
        (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64
    }
}

pub fn is_prime(n: u64) -> bool {
    for p in SMALL {
        if n % p == 0 {
            return n == p;
        }
    }
    if n < 41 * 41 {
        return n > 1;
    }
    let witnesses: &[u64] = if n < 4_759_123_141 { &[2, 7, 61] } else { &SMALL };
    let shift = (n - 1).trailing_zeros();
    witnesses.iter().all(|&a| {
        let mut x = power(a % n, (n - 1) >> shift, n);
        if x == 1 || x == n - 1 || x == 0 {
            return true;
        }
        for _ in 1..shift {
            x = times(x, x, n);
            if x == n - 1 {
                return true;
            }
        }
        false
    })
}

pub fn count_between(low: u32, high: u32) -> usize {
    let low = low.max(2);
    if low >= high {
        return 0;
    }
    let size = (high - low) as usize;
    if size < 32 {
        return (low..high).filter(|&n| is_prime(u64::from(n))).count();
    }
    let root = (high - 1).isqrt() as usize;
    let mut composite = vec![false; root + 1];
    let low = u64::from(low);
    let mut segment = vec![true; size];
    for p in 2..=root {
        if composite[p] {
            continue;
        }
        composite[p..].iter_mut().skip(p).step_by(p).for_each(|c| *c = true);
        let p = p as u64;
        let first = (p * p).max(low.div_ceil(p) * p) - low;
        segment.iter_mut().skip(first as usize).step_by(p as usize).for_each(|s| *s = false);
    }
    segment.iter().map(|&s| usize::from(s)).sum()
}

pub fn factorize(n: u64) -> Vec<(u64, u32)> {
    let mut factors = Vec::new();
    let mut rest = n;
    if rest < 2 {
        return factors;
    }
    let mut take = |divisor: u64, rest: &mut u64| {
        if *rest % divisor != 0 {
            return false;
        }
        let mut times = 0;
        while *rest % divisor == 0 {
            *rest /= divisor;
            times += 1;
        }
        factors.push((divisor, times));
        true
    };
    for p in [2, 3, 5] {
        take(p, &mut rest);
    }
    let mut divisor = 7;
    let mut step = 0;
    let mut asked = false;
    while divisor <= rest / divisor {
        if divisor > 200 && !asked {
            asked = true;
            if is_prime(rest) {
                break;
            }
        }
        if rest < 1 << 32 {
            if (rest as u32) % (divisor as u32) == 0 && take(divisor, &mut rest) {
                asked = false;
            }
        } else if take(divisor, &mut rest) {
            asked = false;
        }
        divisor += STEPS[step];
        step = (step + 1) % 8;
    }
    if rest > 1 {
        factors.push((rest, 1));
    }
    factors
}
