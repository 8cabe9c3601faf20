//! Code that the rules of `bytes.toml` are for.

mod words_of_eight {
    struct Names {
        buckets: Vec<Vec<String>>,
    }

    impl Names {
        fn bucket(&self, name: &str) -> usize {
            let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
            for b in name.bytes() {
                hash ^= b as u64;
                hash = hash.wrapping_mul(0x0100_0000_01b3);
            }
            hash as usize % self.buckets.len()
        }

        fn add(&mut self, name: &str) -> bool {
            let bucket = self.bucket(name);
            let new = !self.buckets[bucket].iter().any(|known| known == name);
            if new {
                self.buckets[bucket].push(name.to_string());
            }
            new
        }
    }

    pub fn example() -> String {
        let mut names = Names { buckets: vec![Vec::new(); 16] };
        format!(
            "{:?}",
            ["", "ada", "grace hopper", "ada", "", "hopper grace", "grace hopper"].map(|name| names.add(name))
        )
    }
}

mod words_of_four {
    fn hash(text: &str) -> u32 {
        let mut hash: u32 = 5381;
        for b in text.bytes() {
            hash = hash.wrapping_mul(33) ^ u32::from(b);
        }
        hash
    }

    fn distinct(words: &[&str]) -> usize {
        let mut buckets: Vec<Vec<&str>> = vec![Vec::new(); 8];
        for word in words {
            let bucket = &mut buckets[hash(word) as usize % 8];
            if !bucket.contains(word) {
                bucket.push(word);
            }
        }
        buckets.iter().map(Vec::len).sum()
    }

    pub fn example() -> String {
        let words = ["one", "two", "three", "one", "thirteen", "", "two", "", "neetriht"];
        format!("{:?}", [0, 1, 4, 7, 9].map(|count| distinct(&words[..count])))
    }
}

mod words_of_eight_slice {
    fn checksum(data: &[u8]) -> u64 {
        let mut hash: u64 = 0;
        for &b in data {
            hash = (hash.rotate_left(5) ^ u64::from(b)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
        hash
    }

    fn unchanged(before: &[u8], after: &[u8]) -> bool {
        checksum(before) == checksum(after)
    }

    pub fn example() -> String {
        let pairs = [("", ""), ("a", "b"), ("a longer text", "a longer text"), ("a longer text", "a longer test")];
        format!("{:?}", pairs.map(|(one, other)| unchanged(one.as_bytes(), other.as_bytes())))
    }
}

mod words_of_eight_references {
    fn shard(key: &[u8], shards: usize) -> usize {
        let mut hash: u64 = 14_695_981_039_346_656_037;
        for byte in key.iter() {
            hash = (hash ^ *byte as u64).wrapping_mul(1_099_511_628_211);
        }
        (hash >> 32) as usize % shards
    }

    pub fn example() -> String {
        let keys = ["", "x", "alpha", "alpha beta gamma", "alpha beta gamma delta"];
        let mut shards = vec![Vec::new(); 4];
        for key in keys {
            shards[shard(key.as_bytes(), 4)].push(key);
        }
        format!("{:?}", keys.map(|key| shards[shard(key.as_bytes(), 4)].contains(&key)))
    }
}

mod words_of_eight_of_two {
    fn same_tag(a: &[u8], b: &[u8]) -> bool {
        if a.len() != b.len() {
            return false;
        }
        let mut different = 0;
        for i in 0..a.len() {
            different |= u64::from(a[i] ^ b[i]);
        }
        different == 0
    }

    pub fn example() -> String {
        let tags: [&[u8]; 5] = [b"", b"short", b"shore", b"a tag of nineteen b", b"a tag of Nineteen b"];
        format!("{:?}", tags.map(|a| tags.map(|b| same_tag(a, b))))
    }
}

mod words_of_eight_zipped {
    fn different_bits(a: &[u8], b: &[u8]) -> u32 {
        let mut count: u32 = 0;
        for (&x, &y) in a.iter().zip(b) {
            count += (x ^ y).count_ones();
        }
        count
    }

    fn same(a: &[u8], b: &[u8]) -> bool {
        let mut different: u64 = (a.len() ^ b.len()) as u64;
        for (x, y) in a.iter().zip(b.iter()) {
            different |= u64::from(*x ^ *y);
        }
        different == 0
    }

    pub fn example() -> String {
        let keys: [&[u8]; 4] = [b"", b"karolin", b"this is a test", b"wokka wokka!!!"];
        let bits = keys.map(|a| keys.map(|b| if a.len() == b.len() { different_bits(a, b) } else { 0 }));
        format!("{bits:?} {:?}", keys.map(|a| keys.map(|b| same(a, b))))
    }
}

mod some_bytes {
    struct Cache {
        slots: Vec<Option<(String, u32)>>,
    }

    impl Cache {
        fn slot(&self, key: &str) -> usize {
            let mut hash: u32 = 0;
            for b in key.bytes() {
                hash = hash.wrapping_mul(31).wrapping_add(u32::from(b));
            }
            hash as usize % self.slots.len()
        }

        fn put(&mut self, key: &str, value: u32) {
            let slot = self.slot(key);
            self.slots[slot] = Some((key.to_string(), value));
        }

        fn get(&self, key: &str) -> Option<u32> {
            self.slots[self.slot(key)].as_ref().filter(|(known, _)| known == key).map(|(_, value)| *value)
        }
    }

    pub fn example() -> String {
        let mut cache = Cache { slots: vec![None; 5] };
        let mut got = Vec::new();
        for (number, key) in ["", "/index.html", "/a/path/that/is/longer.html", "/index.html"].into_iter().enumerate() {
            cache.put(key, number as u32);
            got.push((cache.get(key), cache.get("/not/there")));
        }
        format!("{got:?}")
    }
}

mod some_bytes_folded {
    fn bucket(word: &str) -> usize {
        word.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(131) ^ u32::from(byte)) as usize % 32
    }

    fn has_duplicates(words: &[&str]) -> bool {
        let mut buckets = vec![Vec::new(); 32];
        words.iter().any(|word| {
            let known: &mut Vec<&str> = &mut buckets[bucket(word)];
            let found = known.contains(word);
            known.push(word);
            found
        })
    }

    pub fn example() -> String {
        let words = ["", "red", "green", "blue", "a very long word, the end of which counts", "red"];
        format!("{:?}", [0, 1, 2, 5, 6].map(|count| has_duplicates(&words[..count])))
    }
}

mod count_in_bytes {
    fn lines(text: &[u8]) -> usize {
        let mut lines: usize = 1;
        for &b in text {
            if b == b'\n' {
                lines += 1;
            }
        }
        lines
    }

    pub fn example() -> String {
        format!("{:?}", ["".to_string(), "a\nb\n".to_string(), "\n".repeat(700)].map(|text| lines(text.as_bytes())))
    }
}

mod count_in_bytes_references {
    fn zeros(data: &[u8]) -> u64 {
        let mut zeros: u64 = 0;
        for byte in data {
            if *byte == 0 {
                zeros += 1;
            }
        }
        zeros
    }

    pub fn example() -> String {
        format!("{:?}", [vec![], vec![0, 1, 0], vec![0; 1000], vec![1; 300]].map(|data| zeros(&data)))
    }
}

mod count_in_bytes_of_text {
    fn spaces(text: &str) -> u32 {
        let mut count: u32 = 0;
        for b in text.bytes() {
            if b == b' ' || b == b'\t' {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        format!("{:?}", ["".to_string(), "a b\tc".to_string(), " ä".repeat(600)].map(|text| spaces(&text)))
    }
}

mod count_in_bytes_by_index {
    fn occurrences(values: &[u16], wanted: u16) -> usize {
        let mut count: usize = 0;
        for i in 0..values.len() {
            if values[i] == wanted {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        format!("{:?}", [vec![], vec![7], vec![7, 8, 7], vec![7; 900]].map(|values| occurrences(&values, 7)))
    }
}

mod marks_counted_by_place_in_bytes {
    fn primes_between(sieve: &[bool], from: usize, to: usize) -> usize {
        let mut count: usize = 0;
        for n in from..to {
            if sieve[n] {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        let sieve: Vec<bool> = (0..1000).map(|n| n > 1 && (2..n).all(|d| n % d != 0)).collect();
        let odd = vec![true; 600];
        let counts = [(0, 0), (0, 10), (5, 5), (9, 3), (3, 1000)].map(|(from, to)| primes_between(&sieve, from, to));
        format!("{counts:?} {}", primes_between(&odd, 1, 600))
    }
}

mod bytes_counted_by_place_in_bytes {
    fn passed(grades: &[u8], from: usize, to: usize) -> u32 {
        let mut count: u32 = 0;
        for i in from..to {
            if grades[i] >= 50 {
                count += 1;
            }
        }
        count
    }

    pub fn example() -> String {
        let grades: Vec<u8> = (0..800).map(|i| if i < 400 { 60 } else { (i % 101) as u8 }).collect();
        format!("{:?}", [(0, 0), (0, 1), (399, 401), (5, 2), (0, 800)].map(|(from, to)| passed(&grades, from, to)))
    }
}

mod filter_count_in_bytes {
    fn words(text: &[u8]) -> usize {
        let spaces = text.iter().filter(|&&b| b == b' ').count();
        spaces + 1
    }

    pub fn example() -> String {
        format!("{:?}", [vec![], b"one two three".to_vec(), vec![b' '; 1000]].map(|text| words(&text)))
    }
}

mod filter_count_in_bytes_of_text {
    fn commas(line: &str) -> usize {
        line.bytes().filter(|&b| b == b',').count()
    }

    pub fn example() -> String {
        format!("{:?}", ["".to_string(), "a,b,,c".to_string(), ",".repeat(511)].map(|line| commas(&line)))
    }
}

mod several_tables {
    fn histogram(data: &[u8]) -> [u32; 256] {
        let mut counts = [0; 256];
        for byte in data.iter() {
            counts[*byte as usize] += 1;
        }
        counts
    }

    pub fn example() -> String {
        let used = |data: &[u8]| {
            let counts = histogram(data).into_iter().enumerate();
            counts.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
        };
        format!("{:?}", ["", "a", "mississippi", "aaaaaaaaa"].map(|data| [1, 500].map(|times| used(data.repeat(times).as_bytes()))))
    }
}

mod several_tables_by_value {
    fn frequencies(text: &str) -> Vec<(u8, usize)> {
        let mut counts: [usize; 256] = [0; 256];
        for b in text.bytes() {
            counts[usize::from(b.to_ascii_lowercase())] += 1;
        }
        (0..=255).filter(|b| counts[usize::from(*b)] > 0).map(|b| (b, counts[usize::from(b)])).collect()
    }

    pub fn example() -> String {
        format!("{:?}", ["", "x", "Mississippi", "äöü", "AAaaAAaaA"].map(frequencies))
    }
}

mod several_tables_by_index {
    fn histogram(pixels: &[u8]) -> [u64; 256] {
        let mut counts = [0; 256];
        for i in 0..pixels.len() {
            counts[pixels[i] as usize] += 1;
        }
        counts
    }

    pub fn example() -> String {
        let brightest =
            |pixels: &[u8]| (0..256).rev().filter(|i| histogram(pixels)[*i] > 0).take(3).collect::<Vec<_>>();
        let counts: Vec<_> = histogram(&[5, 5, 5, 5, 5, 9, 255]).into_iter().filter(|count| *count > 0).collect();
        format!("{:?} {counts:?}", [&[][..], &[3], &[255, 0, 255, 7, 1]].map(brightest))
    }
}

mod whole_chunks_first {
    fn words(bytes: &[u8]) -> Vec<u32> {
        let mut words = Vec::new();
        for chunk in bytes.chunks(4) {
            let mut word = 0;
            for b in chunk {
                word = word << 8 | u32::from(*b);
            }
            words.push(word);
        }
        words
    }

    pub fn example() -> String {
        format!("{:?}", ["", "a", "abcd", "abcdefg", "abcdefgh"].map(|text| words(text.as_bytes())))
    }
}

mod whole_chunks_first_counted {
    fn block_sums(data: &[u32]) -> Vec<u32> {
        let mut sums = Vec::new();
        for (number, block) in data.chunks(3).enumerate() {
            let sum: u32 = block.iter().sum();
            sums.push(sum * 10 + number as u32);
        }
        sums
    }

    pub fn example() -> String {
        format!("{:?}", [0, 1, 3, 4, 8].map(|count| block_sums(&[1, 2, 3, 4, 5, 6, 7, 8][..count])))
    }
}

mod whole_steps_first {
    fn encode(data: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut encoded = String::new();
        let mut i = 0;
        while i < data.len() {
            let first = data[i];
            let second = if i + 1 < data.len() { data[i + 1] } else { 0 };
            let third = if i + 2 < data.len() { data[i + 2] } else { 0 };
            let bits = u32::from(first) << 16 | u32::from(second) << 8 | u32::from(third);
            for shift in [18, 12, 6, 0] {
                encoded.push(char::from(LETTERS[(bits >> shift & 63) as usize]));
            }
            i += 3;
        }
        encoded
    }

    pub fn example() -> String {
        format!("{:?}", ["", "f", "fo", "foo", "foob", "foobar"].map(|text| encode(text.as_bytes())))
    }
}

mod whole_steps_first_in_range {
    fn pair_maxima(values: &[i32]) -> Vec<i32> {
        let mut maxima = Vec::new();
        for i in (0..values.len()).step_by(2) {
            let mut best = values[i];
            if i + 1 < values.len() {
                best = best.max(values[i + 1]);
            }
            maxima.push(best);
        }
        maxima
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[4], &[4, 9], &[1, 0, -3], &[2, 2, 5, 6]].map(pair_maxima))
    }
}

mod bytes_of_a_letter {
    fn push_letter(buffer: &mut Vec<u8>, letter: char) {
        buffer.extend_from_slice(letter.to_string().as_bytes());
    }

    pub fn example() -> String {
        let mut buffer = vec![0];
        "aß水🦀\n".chars().for_each(|letter| push_letter(&mut buffer, letter));
        format!("{buffer:?}")
    }
}

mod checked_in_place {
    fn received(packet: Vec<u8>) -> String {
        String::from_utf8_lossy(&packet).to_string()
    }

    pub fn example() -> String {
        format!("{:?}", [b"".to_vec(), b"plain".to_vec(), vec![0xc3, 0xa4], vec![b'a', 0xff, b'b', 0xc3]].map(received))
    }
}

mod checked_without_a_copy {
    fn decode(bytes: Vec<u8>) -> Option<String> {
        match String::from_utf8(bytes.clone()) {
            Ok(text) => Some(text),
            Err(_) => None,
        }
    }

    pub fn example() -> String {
        format!("{:?}", [b"".to_vec(), b"plain".to_vec(), vec![0xc3, 0xa4], vec![b'a', 0xff]].map(decode))
    }
}

mod condition_by_table {
    fn encode(path: &[u8]) -> String {
        let mut encoded = String::new();
        for &b in path {
            if b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || (b'+'..=b'/').contains(&b) {
                encoded.push(b as char);
            } else {
                encoded.push_str(&format!("%{b:02X}"));
            }
        }
        encoded
    }

    pub fn example() -> String {
        format!("{:?}", ["", "plain", "a b/ä?", "~.-_*,0"].map(|path| encode(path.as_bytes())))
    }
}

mod marks_counted_in_bytes {
    struct Seats {
        taken: Vec<bool>,
    }

    impl Seats {
        fn free(&self) -> usize {
            self.taken.len() - self.taken.iter().filter(|&&seat| seat).count()
        }
    }

    pub fn example() -> String {
        let seats = [vec![], vec![true], vec![false, true, false], vec![true; 777], vec![false; 300]];
        format!("{:?}", seats.map(|taken| Seats { taken }.free()))
    }
}

mod pieces_compared {
    fn stands_at(text: &[u8], at: usize, word: &[u8]) -> bool {
        if at + word.len() > text.len() {
            return false;
        }
        for j in 0..word.len() {
            if text[at + j] != word[j] {
                return false;
            }
        }
        true
    }

    pub fn example() -> String {
        let found = |word: &str| (0..9).map(|at| stands_at(b"abcabcd", at, word.as_bytes())).collect::<Vec<_>>();
        format!("{:?}", ["", "a", "abc", "bcd", "abcabcde"].map(found))
    }
}

mod sought_by_both_ends {
    fn find(text: &[u8], word: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        while at + word.len() <= text.len() {
            if text[at..at + word.len()] == *word {
                return Some(at);
            }
            at += 1;
        }
        None
    }

    pub fn example() -> String {
        let text = b"the last of all the words that are in this text is the word that is sought, at its end";
        let words = ["", "t", "the", "th word", "end", "sought", "at it", "tt", "a text that is not there"];
        let places = words.map(|word| [0, 1, 40, 84, 86, 90].map(|from| find(text, word.as_bytes(), from)));
        format!("{places:?} {:?}", find(b"", b"a", 0))
    }
}

mod split_at_a_byte {
    fn lines(text: &[u8]) -> Vec<&[u8]> {
        let mut lines: Vec<&[u8]> = text.split(|&b| b == b'\n').collect();
        if lines.last() == Some(&&b""[..]) {
            lines.pop();
        }
        lines
    }

    pub fn example() -> String {
        let long = [b'x'; 40];
        let text = [&long[..], b"\n\n", &long[..15], b"\n", &long[..16], b"\n", &long[..17], b"\nlast"].concat();
        format!("{:?} {:?} {:?} {:?}", lines(b""), lines(b"\n"), lines(b"one"), lines(&text))
    }
}

mod pieces_counted_where_they_begin {
    fn is_space(byte: u8) -> bool {
        matches!(byte, b' ' | b'\t' | b'\n')
    }

    fn count_words(text: &[u8]) -> usize {
        text.split(|&b| is_space(b)).filter(|word| !word.is_empty()).count()
    }

    pub fn example() -> String {
        format!("{:?}", ["", " ", "a", " a", "to be  or\tnot\n to be "].map(|text| count_words(text.as_bytes())))
    }
}

mod longest_piece_where_it_ends {
    fn longest_line(text: &[u8]) -> usize {
        text.split(|&b| b == b'\n').map(|line| line.len()).max().unwrap_or(0)
    }

    pub fn example() -> String {
        format!("{:?}", ["", "\n", "abc", "a\nbcd\n", "\n\nabcd\nef"].map(|text| longest_line(text.as_bytes())))
    }
}
