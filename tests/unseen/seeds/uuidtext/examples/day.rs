//! A service's day: single request ids are parsed, new ids printed, exported lists cleaned.

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }
}

fn id(rng: &mut Rng) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&rng.next().to_le_bytes());
    bytes[8..].copy_from_slice(&rng.next().to_le_bytes());
    bytes[6] = bytes[6] & 15 | 0x40;
    bytes[8] = bytes[8] & 63 | 0x80;
    bytes
}

/// An id as other programs print it.
fn written(rng: &mut Rng) -> String {
    let plain: String = id(rng).iter().map(|b| format!("{b:02x}")).collect();
    let hyphenated =
        [&plain[..8], &plain[8..12], &plain[12..16], &plain[16..20], &plain[20..]].join("-");
    match rng.below(24) {
        0..=11 => hyphenated,
        12..=14 => hyphenated.to_uppercase(),
        15..=17 => plain,
        18..=19 => format!("{{{}}}", hyphenated.to_uppercase()),
        20 => format!("urn:uuid:{hyphenated}"),
        21 => ["null", "-", "n/a", "undefined", "00000000", "client-7", "…"][rng.below(7) as usize].to_string(),
        22 => hyphenated.replace(['a', '3'], ["o", "-", "g", "é"][rng.below(4) as usize]),
        _ => hyphenated[..rng.below(36) as usize + 1].to_string(),
    }
}

fn main() {
    let mut rng = Rng(0x9e3779b97f4a7c15);
    let mut total = 0usize;
    for _session in 0..60 {
        for _ in 0..5 + rng.below(16) {
            match uuidtext::parse(&written(&mut rng)) {
                Ok(id) => total += id[3] as usize,
                Err(error) => total += error as usize,
            }
            if rng.below(3) == 0 {
                total += uuidtext::format(&id(&mut rng)).bytes().map(usize::from).sum::<usize>();
            }
        }
        for _ in 0..rng.below(8) {
            let mut text = String::new();
            let lines = if rng.below(10) == 0 { 400 } else { 3 + rng.below(60) };
            for _ in 0..lines {
                let one = written(&mut rng);
                text.push_str(&one);
                text.push_str(["\n", "\n", "\n", ", ", "\r\n"][rng.below(5) as usize]);
                if rng.below(9) == 0 {
                    text.push_str(&one);
                    text.push('\n');
                }
            }
            let (ids, rejected) = uuidtext::normalize_list(&text);
            total += ids.concat().bytes().map(usize::from).sum::<usize>() + rejected;
        }
    }
    println!("{total}");
}
