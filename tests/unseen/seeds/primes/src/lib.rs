//! Prime numbers: asking, counting and taking apart.

/// Whether `n` is a prime.
pub fn is_prime(n: u64) -> bool {
    if n < 2 {
        return false;
    }
    let mut divisor = 2;
    while divisor <= n / divisor {
        if n % divisor == 0 {
            return false;
        }
        divisor += 1;
    }
    true
}

/// How many primes there are in `low..high`.
pub fn count_between(low: u32, high: u32) -> usize {
    let mut count = 0;
    for n in low..high {
        if is_prime(u64::from(n)) {
            count += 1;
        }
    }
    count
}

/// The prime factors of `n` and how often each divides it, in ascending order. Zero and one have
/// none.
pub fn factorize(n: u64) -> Vec<(u64, u32)> {
    let mut factors = Vec::new();
    let mut rest = n;
    let mut divisor = 2;
    while rest > 1 && divisor <= rest / divisor {
        let mut power = 0;
        while rest % divisor == 0 {
            rest /= divisor;
            power += 1;
        }
        if power > 0 {
            factors.push((divisor, power));
        }
        divisor += 1;
    }
    if rest > 1 {
        factors.push((rest, 1));
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers() {
        let primes: Vec<u64> = (0..30).filter(|&n| is_prime(n)).collect();
        assert_eq!(primes, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]);
        assert!(is_prime(1_000_003) && !is_prime(1_000_001));
    }

    #[test]
    fn counting() {
        assert_eq!(count_between(0, 100), 25);
        assert_eq!(count_between(20, 10), 0);
    }

    #[test]
    fn factors() {
        assert_eq!(factorize(360), [(2, 3), (3, 2), (5, 1)]);
        assert_eq!(factorize(1_000_003 * 7), [(7, 1), (1_000_003, 1)]);
        assert!(factorize(1).is_empty() && factorize(0).is_empty());
    }
}
