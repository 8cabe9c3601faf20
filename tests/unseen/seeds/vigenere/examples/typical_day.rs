use vigenere::*;

fn numbers(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) % below
    }
}

const WORDS: [&str; 36] = [
    "the", "Captain", "of", "harbour", "letters", "and", "we", "shall", "meet", "at", "midnight", "by", "old",
    "bridge", "Do", "not", "trust", "anyone", "with", "red", "hat", "café", "señor", "seven", "15", "1887,",
    "signals", "from", "lighthouse;", "ship", "leaves", "before", "Queen", "jewels", "zero", "über",
];

fn message(next: &mut impl FnMut(u64) -> u64, words: u64) -> String {
    let body: Vec<&str> = (0..words).map(|_| WORDS[next(36) as usize]).collect();
    body.join(" ") + ["", ".", "!", "?\n"][next(4) as usize]
}

fn main() {
    let mut next = numbers(88172645463325252);
    let keys = ["Lemon", "SECRET", "harbour lights", "q", "The Old Bridge", "12345", "xylophone"];
    let (mut sent, mut refused, mut right) = (0, 0, 0);
    for day in 0..170u64 {
        let length = 4 + next(70);
        let text = message(&mut next, length);
        let key = keys[next(7) as usize];
        match encipher(&text, key) {
            Some(secret) => {
                sent += secret.len();
                assert_eq!(decipher(&secret, key).unwrap(), text);
                let (letters, digits, ..) = classes(&secret);
                if letters > 100 && digits < 4 && oddness(&secret) < 50.0 {
                    sent += 1;
                }
            }
            None => refused += 1,
        }
        if day % 2 == 0 {
            let shift = next(60) as i32 - 30;
            let hidden = caesar(&text, shift);
            assert_eq!(caesar(&hidden, -shift), text);
            if day % 6 == 0 {
                right += (guess_shift(&hidden) == shift.rem_euclid(26)) as usize;
            }
        }
        if day % 10 == 3 {
            sent += letter_counts(&text)[4];
        }
    }
    println!("{sent} sent, {refused} refused, {right} guessed");
}
