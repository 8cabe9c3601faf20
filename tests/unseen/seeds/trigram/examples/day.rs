//! A customer register's day: names are looked up with typing errors, doubles are searched.

struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }
}

const FIRST: [&str; 16] = [
    "Anna", "Björn", "Charlotte", "Dieter", "Élodie", "Francesca", "Giovanni", "Hannah", "Igor",
    "Joanna", "Katarzyna", "Li", "Maximilian", "Nora", "Øyvind", "Þór",
];
const LAST: [&str; 16] = [
    "Smith", "Schmidt", "Schmitt", "Müller", "Miller", "O'Brien", "García-Lopez", "Kowalska", "Ng",
    "Johansson", "Johnson", "Jonsson", "van der Berg", "Иванов", "Dupont", "İpek",
];

fn name(rng: &mut Rng) -> String {
    let full = match rng.below(6) {
        0 => LAST[rng.below(16)].to_string(),
        1 => format!("{}, {}", LAST[rng.below(16)], FIRST[rng.below(16)]),
        2 => format!("{} {} {}", FIRST[rng.below(16)], FIRST[rng.below(16)], LAST[rng.below(16)]),
        _ => format!("{} {}", FIRST[rng.below(16)], LAST[rng.below(16)]),
    };
    let mut letters: Vec<char> = full.chars().collect();
    for _ in 0..rng.below(3) {
        let at = rng.below(letters.len());
        match rng.below(3) {
            0 => {
                letters.insert(at, (b'a' + rng.below(26) as u8) as char);
            }
            1 if letters.len() > 1 => {
                letters.remove(at);
            }
            _ => letters[at] = (b'a' + rng.below(26) as u8) as char,
        }
    }
    letters.into_iter().collect()
}

fn main() {
    let mut rng = Rng(0x7219);
    let mut total = 0u64;
    for _ in 0..45 {
        let length = [0, 1, 5, 12, 25, 40, 70, 100][rng.below(8)];
        let names: Vec<String> = (0..length).map(|_| name(&mut rng)).collect();
        for _ in 0..rng.below(8) {
            let wanted = if rng.below(12) == 0 { "--".to_string() } else { name(&mut rng) };
            let limit = [1, 3, 10, 1000, 0][rng.below(5)];
            let found = trigram::search(&names, &wanted, limit);
            for hit in found {
                total = total.wrapping_mul(31).wrapping_add(hit.index as u64 * 1001 + hit.score as u64);
            }
        }
        for _ in 0..rng.below(20) {
            let (a, b) = (name(&mut rng), name(&mut rng));
            let score = trigram::similarity(&a, &b);
            total = total.wrapping_add(score as u64);
        }
        if length <= 40 {
            let threshold = [0, 300, 450, 600, 1000][rng.below(5)];
            let pairs = trigram::duplicates(&names, threshold);
            for (i, j) in pairs {
                total = total.wrapping_mul(37).wrapping_add((i * 100 + j) as u64);
            }
        }
    }
    println!("{total}");
}
