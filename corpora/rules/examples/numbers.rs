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
