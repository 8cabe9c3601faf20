//! Code that the rules of `numbers.toml` are for.

mod up_to_the_root {
    fn is_prime(n: u64) -> bool {
        let mut i: u64 = 2;
        while i < n {
            if n % i == 0 {
                return false;
            }
            i += 1;
        }
        n > 1
    }

    pub fn example() -> String {
        format!("{:?}", (0..200).map(is_prime).collect::<Vec<_>>())
    }
}

mod up_to_the_root_in_range {
    fn is_prime(n: u64) -> bool {
        if n < 2 {
            return false;
        }
        for i in 2..n {
            if n % i == 0 {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", (0..200).map(is_prime).collect::<Vec<_>>())
    }
}

mod up_to_the_root_of_all {
    fn is_prime(n: u32) -> bool {
        n > 1 && (2..n).all(|divisor| n % divisor != 0)
    }

    pub fn example() -> String {
        format!("{:?}", (0..200).map(is_prime).collect::<Vec<_>>())
    }
}

mod up_to_the_root_of_any {
    fn is_composite(n: u32) -> bool {
        (2..n).any(|divisor| n % divisor == 0)
    }

    pub fn example() -> String {
        format!("{:?}", (0..200).map(is_composite).collect::<Vec<_>>())
    }
}

mod pairs_of_divisors {
    fn sum_of_divisors(n: u64) -> u64 {
        let mut sum = 0;
        for i in 1..=n {
            if n % i == 0 {
                sum += i;
            }
        }
        sum
    }

    fn is_perfect(n: u64) -> bool {
        let mut sum = 0;
        for i in 1..n {
            if n % i == 0 {
                sum += i;
            }
        }
        n > 0 && sum == n
    }

    fn aliquot(n: u64) -> u64 {
        let mut sum = 0;
        for i in 1..=n / 2 {
            if n % i == 0 {
                sum += i;
            }
        }
        sum
    }

    pub fn example() -> String {
        let all = (0..100).map(|n| (sum_of_divisors(n), is_perfect(n), aliquot(n)));
        format!("{:?}", all.collect::<Vec<_>>())
    }
}

mod last_factor {
    fn factors(mut n: u64) -> Vec<u64> {
        let mut factors = Vec::new();
        let mut divisor = 2;
        while n > 1 {
            if n % divisor == 0 {
                factors.push(divisor);
                n /= divisor;
            } else {
                divisor += 1;
            }
        }
        factors
    }

    pub fn example() -> String {
        format!("{:?}", (0..100).chain([1024, 9973, 2 * 9973]).map(factors).collect::<Vec<_>>())
    }
}

mod odd_ones {
    fn is_prime(n: u32) -> bool {
        if n < 2 {
            return false;
        }
        let mut i = 2;
        while i * i <= n {
            if n % i == 0 {
                return false;
            }
            i += 1;
        }
        true
    }

    pub fn example() -> String {
        format!("{:?}", (0..200).map(is_prime).collect::<Vec<_>>())
    }
}

mod odd_ones_next {
    fn largest_factor(mut n: u64) -> u64 {
        let mut d = 2;
        while d * d <= n {
            if n % d == 0 {
                n /= d;
            } else {
                d += 1;
            }
        }
        n
    }

    pub fn example() -> String {
        format!("{:?}", (0..150).chain([1024, 9973, 600851475143]).map(largest_factor).collect::<Vec<_>>())
    }
}

mod once_around {
    struct Ring {
        size: usize,
    }

    impl Ring {
        fn step(&self, at: usize, by: usize) -> usize {
            (at + by) % self.size
        }
    }

    pub fn example() -> String {
        let steps = [(0, 0), (3, 1), (3, 4), (6, 1), (6, 6), (2, 40)];
        format!("{:?} {:?}", steps.map(|(at, by)| Ring { size: 7 }.step(at, by)), Ring { size: 1 }.step(0, 1))
    }
}

mod once_around_signed {
    fn turn(angle: i32, by: i32) -> i32 {
        (angle + by) % 360
    }

    pub fn example() -> String {
        let turns = [(0, 0), (350, 9), (350, 10), (10, -30), (359, 361), (5, 4000), (-359, -359)];
        format!("{:?}", turns.map(|(angle, by)| turn(angle, by)))
    }
}

mod power_by_squares {
    fn power(base: u64, exponent: u64, modulus: u64) -> u64 {
        let mut result = 1;
        for _ in 0..exponent {
            result = result * base % modulus;
        }
        result
    }

    pub fn example() -> String {
        let all = [(2, 0, 7), (2, 10, 1000), (3, 200, 13), (5, 117, 19), (10, 3, 7), (0, 5, 3), (4, 1, 5)];
        format!("{:?}", all.map(|(base, exponent, modulus)| power(base, exponent, modulus)))
    }
}

mod differences_to_remainders {
    fn gcd(mut a: u64, mut b: u64) -> u64 {
        while a != b {
            if a > b {
                a -= b;
            } else {
                b -= a;
            }
        }
        a
    }

    pub fn example() -> String {
        format!("{:?}", [(1, 1), (12, 18), (18, 12), (7, 13), (100, 10), (6, 6)].map(|(a, b)| gcd(a, b)))
    }
}

mod greatest_of_all_divisors {
    fn simplified(numerator: u32, denominator: u32) -> (u32, u32) {
        let mut common = 1;
        for i in 1..=numerator.min(denominator) {
            if numerator % i == 0 && denominator % i == 0 {
                common = i;
            }
        }
        (numerator / common, denominator / common)
    }

    pub fn example() -> String {
        format!("{:?}", [(1, 1), (12, 18), (18, 12), (7, 13), (100, 10), (6, 6)].map(|(a, b)| simplified(a, b)))
    }
}

mod from_the_first_two {
    fn fibonacci(n: u32) -> u64 {
        if n < 2 {
            return n as u64;
        }
        fibonacci(n - 1) + fibonacci(n - 2)
    }

    struct Lucas;

    impl Lucas {
        fn number(n: usize) -> u64 {
            match n {
                0 => 2,
                1 => 1,
                _ => Self::number(n - 1) + Self::number(n - 2),
            }
        }
    }

    pub fn example() -> String {
        format!("{:?}", (0..12).map(|n| (fibonacci(n), Lucas::number(n as usize))).collect::<Vec<_>>())
    }
}

mod greatest_of_all_divisors_while {
    fn gcd(a: u64, b: u64) -> u64 {
        let mut best = 1;
        let mut i = 1;
        while i <= a && i <= b {
            if a % i == 0 && b % i == 0 {
                best = i;
            }
            i += 1;
        }
        best
    }

    pub fn example() -> String {
        format!("{:?}", [(1, 1), (12, 18), (18, 12), (7, 13), (100, 10), (6, 6)].map(|(a, b)| gcd(a, b)))
    }
}

mod root_by_trying {
    fn is_square(n: u64) -> bool {
        let mut root: u64 = 0;
        while (root + 1) * (root + 1) <= n {
            root += 1;
        }
        root * root == n
    }

    fn side(area: u64) -> u64 {
        let mut side: u64 = 0;
        while side * side <= area {
            side += 1;
        }
        side - 1
    }

    pub fn example() -> String {
        format!("{:?}", (0..100).map(|n| (is_square(n), side(n))).collect::<Vec<_>>())
    }
}

mod checksum_of_eight_bytes_at_once {
    fn crc32(data: &[u8]) -> u32 {
        let mut crc: u32 = !0;
        for &byte in data {
            crc ^= byte as u32;
            for _ in 0..8 {
                if crc & 1 != 0 {
                    crc = (crc >> 1) ^ 0xEDB88320;
                } else {
                    crc >>= 1;
                }
            }
        }
        !crc
    }

    pub fn example() -> String {
        let text = b"123456789 and more of it";
        format!("{:x?}", [0, 1, 7, 8, 9, 16, 24].map(|end| crc32(&text[..end])))
    }
}

mod eight_steps_down_by_table {
    struct Modbus {
        crc: u16,
    }

    impl Modbus {
        fn add(&mut self, byte: u8) {
            let mut crc: u16 = self.crc ^ byte as u16;
            for _ in 0..8 {
                if crc & 1 == 1 {
                    crc = (crc >> 1) ^ 0xA001;
                } else {
                    crc >>= 1;
                }
            }
            self.crc = crc;
        }
    }

    pub fn example() -> String {
        let mut sum = Modbus { crc: 0xFFFF };
        let all = b"123456789\0\xff".map(|byte| {
            sum.add(byte);
            sum.crc
        });
        format!("{all:x?}")
    }
}

mod eight_steps_up_by_table {
    fn crc16(data: &[u8]) -> u16 {
        let mut crc: u16 = 0xFFFF;
        for &byte in data {
            crc ^= (byte as u16) << 8;
            for _ in 0..8 {
                if crc & 0x8000 != 0 {
                    crc = (crc << 1) ^ 0x1021;
                } else {
                    crc <<= 1;
                }
            }
        }
        crc
    }

    fn crc8(data: &[u8]) -> u8 {
        let mut crc: u8 = 0;
        for byte in data {
            crc ^= byte;
            for _ in 0..8 {
                crc = if crc & 0x80 != 0 { (crc << 1) ^ 0x07 } else { crc << 1 };
            }
        }
        crc
    }

    pub fn example() -> String {
        let text = b"123456789 and more of it";
        format!("{:x?}", [0, 1, 8, 9, 24].map(|end| (crc16(&text[..end]), crc8(&text[..end]))))
    }
}

mod sieve {
    fn is_prime(n: u32) -> bool {
        n > 1 && (2..n).all(|i| n % i != 0)
    }

    fn primes_up_to(limit: u32) -> Vec<u32> {
        let mut primes = Vec::new();
        for n in 2..=limit {
            if is_prime(n) {
                primes.push(n);
            }
        }
        primes
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 25, 100].map(primes_up_to))
    }
}

mod sieve_below {
    fn is_prime(n: u64) -> bool {
        if n < 2 {
            return false;
        }
        let mut i = 2;
        while i * i <= n {
            if n % i == 0 {
                return false;
            }
            i += 1;
        }
        true
    }

    fn sum_of_primes(limit: u64) -> u64 {
        let mut sum = 0;
        for n in 0..limit {
            if is_prime(n) {
                sum += n;
            }
        }
        sum
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 4, 25, 26, 200].map(sum_of_primes))
    }
}

mod remainders_put_off {
    const MODULUS: u32 = 65521;

    fn adler32(data: &[u8]) -> u32 {
        let mut a: u32 = 1;
        let mut b: u32 = 0;
        for &byte in data {
            a = (a + byte as u32) % MODULUS;
            b = (b + a) % MODULUS;
        }
        b << 16 | a
    }

    fn adler32_of_text(text: &str) -> u32 {
        let mut a: u32 = 1;
        let mut b: u32 = 0;
        for byte in text.bytes() {
            a = (a + byte as u32) % MODULUS;
            b = (b + a) % MODULUS;
        }
        b << 16 | a
    }

    pub fn example() -> String {
        let texts = ["", "a", "Wikipedia", &"many words ".repeat(600)];
        format!("{:x?}", texts.map(|text| (adler32(text.as_bytes()), adler32_of_text(text))))
    }
}

mod remainder_put_off {
    fn checksum(data: &[u8]) -> u32 {
        let mut sum: u32 = 0;
        for byte in data {
            sum = (sum + *byte as u32) % 251;
        }
        sum
    }

    fn checksum_of_text(text: &str) -> u32 {
        let mut sum: u32 = 0;
        for byte in text.bytes() {
            sum += byte as u32;
            sum %= 9973;
        }
        sum
    }

    pub fn example() -> String {
        let texts = ["", "a", "Wikipedia", &"many words ".repeat(600)];
        format!("{:?}", texts.map(|text| (checksum(text.as_bytes()), checksum_of_text(text))))
    }
}

mod remainders_put_off_of_sixteen_bits {
    fn fletcher16(data: &[u8]) -> u16 {
        let mut low: u16 = 0;
        let mut high: u16 = 0;
        for &byte in data {
            low = (low + byte as u16) % 255;
            high = (high + low) % 255;
        }
        high << 8 | low
    }

    pub fn example() -> String {
        let texts = ["", "a", "abcdefgh", &"many words ".repeat(600)];
        format!("{:x?}", texts.map(|text| fletcher16(text.as_bytes())))
    }
}

mod remainder_put_off_of_sixteen_bits {
    fn bucket(key: &[u8]) -> u16 {
        let mut sum: u16 = 7;
        for byte in key {
            sum += *byte as u16;
            sum %= 1021;
        }
        sum
    }

    pub fn example() -> String {
        let texts = ["", "a", "abcdefgh", &"many words ".repeat(600)];
        format!("{:?}", texts.map(|text| bucket(text.as_bytes())))
    }
}

mod powers_one_after_the_other {
    struct Polynomial {
        coefficients: Vec<i64>,
    }

    impl Polynomial {
        fn at(&self, x: i64) -> i64 {
            let mut sum = 0;
            for (i, coefficient) in self.coefficients.iter().enumerate() {
                sum += coefficient * x.pow(i as u32);
            }
            sum
        }
    }

    pub fn example() -> String {
        let polynomials = [vec![], vec![5], vec![1, -2, 0, 3]].map(|coefficients| Polynomial { coefficients });
        format!("{:?}", polynomials.map(|polynomial| [-3, 0, 1, 10].map(|x| polynomial.at(x))))
    }
}

mod powers_to_a_modulus_one_after_the_other {
    fn pow_mod(base: u64, exponent: u64, modulus: u64) -> u64 {
        (0..exponent).fold(1 % modulus, |power, _| power * base % modulus)
    }

    fn hash(text: &str, base: u64, modulus: u64) -> u64 {
        let mut hash = 0;
        for (i, byte) in text.bytes().enumerate() {
            hash = (hash + byte as u64 * pow_mod(base, i as u64, modulus)) % modulus;
        }
        hash
    }

    pub fn example() -> String {
        format!(
            "{:?}",
            ["", "a", "some text"].map(|text| (hash(text, 31, 1009), hash(text, 257, 10), hash(text, 3, 1)))
        )
    }
}

mod odd_ones_only {
    fn factors(n: u64) -> Vec<(u64, u32)> {
        let mut left = n;
        let mut factors = Vec::new();
        let mut i: u64 = 2;
        while i * i <= left {
            let mut times = 0;
            while left % i == 0 {
                left /= i;
                times += 1;
            }
            if times > 0 {
                factors.push((i, times));
            }
            i += 1;
        }
        if left > 1 {
            factors.push((left, 1));
        }
        factors
    }

    pub fn example() -> String {
        format!("{:?}", (1..100).chain([1001, 3 * 5 * 7 * 9 * 121, 9973]).map(factors).collect::<Vec<_>>())
    }
}

mod taken_away_in_the_place_of_a_remainder {
    fn hours(hour: u32, late: u32) -> u32 {
        let then = hour + late;
        hour % 24 + then % 24
    }

    pub fn example() -> String {
        format!("{:?}", [(0, 0), (23, 1), (24, 7), (47, 2), (48, 100)].map(|(hour, late)| hours(hour, late)))
    }
}

mod repeated_by_squares {
    type Matrix = [[u64; 2]; 2];

    fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
        let cell = |i: usize, j: usize| (a[i][0] * b[0][j] + a[i][1] * b[1][j]) % 1_000_000_007;
        [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]]
    }

    fn power(matrix: Matrix, n: u32) -> Matrix {
        let mut result = [[1, 0], [0, 1]];
        for _ in 0..n {
            result = multiply(&result, &matrix);
        }
        result
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 2, 3, 10, 61].map(|n| power([[1, 1], [1, 0]], n)))
    }
}
