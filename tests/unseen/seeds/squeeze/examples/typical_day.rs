use squeeze::*;

/// A stream of pseudo-random numbers.
fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % below
    }
}

fn log_line(next: &mut impl FnMut(u64) -> u64) -> Vec<u8> {
    const WORDS: [&str; 10] =
        ["accepted", "connection", "from", "port", "error", "retrying", "timeout", "user", "closed", "id="];
    let count = 3 + next(12);
    let words: Vec<String> = (0..count)
        .map(|_| match next(4) {
            0 => format!("{}", next(100000)),
            _ => WORDS[next(10) as usize].to_string(),
        })
        .collect();
    words.join(" ").into_bytes()
}

fn bitmap_row(next: &mut impl FnMut(u64) -> u64) -> Vec<u8> {
    let mut row = Vec::new();
    let width = 60 + next(300) as usize;
    while row.len() < width {
        let length = 1 + next(40) as usize;
        let colour = [0, 255, 128, 17][next(4) as usize];
        row.extend((0..length).map(|_| colour));
    }
    row
}

fn main() {
    let mut next = numbers(2024);
    let (mut raw, mut packed_size, mut bad) = (0, 0, 0);
    for round in 0..220 {
        let block = match round % 4 {
            0 => bitmap_row(&mut next),
            3 => (0..next(120)).map(|_| next(16) as u8).collect(),
            _ => log_line(&mut next),
        };
        let packed = pack(&block);
        raw += block.len();
        packed_size += packed.len();
        assert_eq!(unpack(&packed).as_deref(), Some(&block[..]));
        if longest_run(&block) > 8 {
            let plain = runs(&block);
            assert_eq!(expand(&plain), block);
        }
        if round % 5 == 0 {
            let codes = front_codes(&block);
            assert_eq!(from_front_codes(&codes), block);
        }
        if alphabet_size(&block) < 8 && unpack(&block).is_none() {
            bad += 1;
        }
    }
    println!("{raw} bytes packed to {packed_size}; {bad} odd blocks");
}
