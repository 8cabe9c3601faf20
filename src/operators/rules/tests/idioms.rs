//! The rules that synth brings along, each on code that it is for.

use super::*;

#[test]
fn loops_over_bytes_take_words() {
    let source = "\
fn hash(key: &str) -> u64 {
    let mut hash: u64 = 1;
    for byte in key.bytes() {
        // A product.
        hash = hash.wrapping_mul(u64::from(byte));
    }
    hash
}
";
    let found = outcomes(&Rewrite, source);
    let words = "\
    let mut hash: u64 = 1;
    let (words, rest) = key.as_bytes().as_chunks::<8>();
    for word in words {
        let byte = u64::from_le_bytes(*word);
        // A product.
        hash = hash.wrapping_mul(u64::from(byte));
    }
    for &byte in rest {
        // A product.
        hash = hash.wrapping_mul(u64::from(byte));
    }
    hash
";
    // The comment stands before the first token of the body.
    assert!(found.contains(&words.replace("        // A product.\n", "")), "{found}");
}

#[test]
fn rows_of_any_matrix_are_taken_out() {
    let source = "\
fn f(cost: &mut Vec<Vec<usize>>, n: usize) {
    for i in 1..=n {
        for j in 1..=n {
            cost[i][j] = cost[i - 1][j - 1].min(cost[i][j - 1]) + 1;
        }
    }
}
";
    let found = outcomes(&Rewrite, source);
    let rows = "\
    for i in 1..=n {
        let (above, row) = cost.split_at_mut(i);
        let (above, row) = (&above[i - 1], &mut row[0]);
        for j in 1..=n {
            row[j] = above[j - 1].min(row[j - 1]) + 1;
        }
    }
";
    assert!(found.contains(rows), "{found}");
}

#[test]
fn two_slices_of_bytes_are_gone_through_in_words() {
    let source = "\
fn distance(a: &[u8], b: &[u8]) -> u32 {
    let mut distance = 0;
    for i in 0..a.len() {
        distance += (a[i] ^ b[i]).count_ones();
    }
    distance
}
";
    let found = outcomes(&Rewrite, source);
    let words = "\
    let (words, rest) = a.as_chunks::<8>();
    let (others, left) = b.as_chunks::<8>();
    for (word, other) in words.iter().zip(others) {
        let (one, two) = (u64::from_le_bytes(*word), u64::from_le_bytes(*other));
        distance += (one ^ two).count_ones();
    }
    for (&one, &two) in rest.iter().zip(left) {
        distance += (one ^ two).count_ones();
    }
";
    assert!(found.contains(words), "{found}");
}

#[test]
fn texts_are_put_together_from_bytes() {
    let source = "\
fn bits(n: u32) -> Option<String> {
    let mut out = String::new();
    for i in 0..8 {
        out.push(if n >> i & 1 == 1 { '1' } else { '0' });
    }
    Some(out)
}
";
    let bytes = "\
    let mut out = Vec::new();
    for i in 0..8 {
        out.push((if n >> i & 1 == 1 { '1' } else { '0' }) as u8);
    }
    Some(String::from_utf8(out).unwrap())
";
    let found = outcomes(&Rewrite, source);
    assert!(found.contains(bytes), "{found}");
}

#[test]
fn bytes_are_counted_in_several_tables_however_the_loop_is_spelled() {
    let body = |looped: &str| format!("fn f(v: &[u8], t: &mut [u32; 256]) {{\n    {looped}\n}}\n");
    for looped in [
        "for &b in v { t[b as usize] += 1; }",
        "for b in v.iter() { let at = usize::from(*b); t[at] += 1; }",
        "for b in v.iter().copied() { t[b as usize] += 1; }",
        "v.iter().for_each(|&b| t[b as usize] += 1);",
        "for i in 0..v.len() { t[v[i] as usize] += 1; }",
        "let mut i = 0; while i < v.len() { t[v[i] as usize] += 1; i += 1; }",
    ] {
        let found = outcomes(&Rewrite, &body(looped));
        assert!(found.contains("let mut tables = [[0; 256]; 4];") && found.contains("table["), "{looped}\n{found}");
    }
}

#[test]
fn what_is_sought_again_and_again_is_remembered() {
    let unique = "let mut v = Vec::new();\n    for x in a { if !v.contains(x) { v.push(x.clone()); } }\n    v";
    each_becomes(
        "fn f(a: &[String], b: &[String])",
        &[
            (unique, "if seen.insert(x) { v.push(x.clone()); }"),
            (
                "for x in a { if b.contains(x) { g(x); } }",
                "let set: std::collections::HashSet<_> = b.iter().collect();",
            ),
            ("a.iter().filter(|x| !b.contains(x)).count()", "a.iter().filter(move |x| !set.contains(*x))"),
            ("let mut m = HashMap::new();", "std::collections::HashMap<_, _, std::hash::BuildHasherDefault<Words>>"),
        ],
    );
}

#[test]
fn what_is_in_order_stays_in_order() {
    each_becomes(
        "fn f(v: &mut Vec<u8>)",
        &[
            ("v.push(g()); v.sort();", "let at = v.partition_point(|old| *old <= new);"),
            (
                "v.push(g()); v.sort_by(|x, y| y.cmp(x));",
                "let at = v.partition_point(|x| {\n        let y = &new;\n        (y.cmp(x)).is_le()",
            ),
            (
                "v.sort_by(|a, b| a.cmp(b).then(b.cmp(a))); v.truncate(3);",
                "v.select_nth_unstable_by(3 - 1, |a, b| a.cmp(b).then(b.cmp(a)));",
            ),
            ("let mut w: Vec<u8> = g(); w.sort();", "counts[usize::from(*byte)] += 1;"),
        ],
    );
}

#[test]
fn letters_that_are_kept_go_together() {
    let escape = "for c in s.chars() { match c { '<' => out.push_str(\"&lt;\"), c => out.push(c) } }";
    let table = "plain[letter] = match letter as u8 as char {\n                '<' | '\\0'..='\\x1f' => false,";
    let flush = "out.push_str(s.get(start..at).unwrap_or_default());\n            out.push_str(\"&lt;\");";
    let split = "let v: Vec<char> = s.chars().collect();\n    let mut i = 0;\n    \
                 while i < v.len() { let c = v[i]; if c == ',' { g(out); } else { out.push(c); } i += 1; }";
    each_becomes(
        "fn f(s: &str, out: &mut String)",
        &[
            (escape, table),
            (escape, flush),
            (split, "',' => break,"),
            (split, "out.push_str(&s[from..i + 1]);"),
            ("v.push(out.clone()); out = String::new();", "v.push(std::mem::take(&mut out));"),
            (
                "let p: Vec<String> = s.split('=').map(|x| x.to_string()).collect();",
                "let p: Vec<&str> = s.split('=').collect();",
            ),
            ("for i in 0..9 { g(s.chars().nth(i)); }", "g(parts.get(i).copied());"),
            ("let mut q = Vec::new();\n    q.push(1);\n    q.remove(0);", "q.pop_front().unwrap();"),
        ],
    );
}

#[test]
fn numbers_are_what_everybody_knows() {
    let primes = "while i < n { if n % i == 0 { return 0; } i += 1; }";
    let factors = "while n > 1 { if n % i == 0 { n /= i; } else { i += 1; } }";
    let checksum =
        "for &b in d { x ^= b as u32; for _ in 0..8 { x = if x & 1 == 1 { (x >> 1) ^ P } else { x >> 1 }; } }";
    each_becomes(
        "fn f(mut n: u64, mut i: u64, d: &[u8], mut x: u32) -> u64",
        &[
            (primes, "while i <= n / i {"),
            (factors, "while n > 1 {\n        i = n;"),
            (checksum, "const TABLES: [[u32; 256]; 8]"),
            ("for _ in 0..i { n = n * 3 % 7; }", "n = n * base % 7;"),
            ("while n != i { if n > i { n -= i; } else { i -= n; } }", "(n, i) = (i, n % i);"),
            ("(n + i + 5) % 9", "} else if value - limit < limit {"),
        ],
    );
}

#[test]
fn loops_over_rows_and_windows_do_less() {
    let product = "for i in 0..n { for j in 0..n { for k in 0..n { c[i][j] += a[i][k] * b[k][j]; } } }";
    let sums = "for i in 0..n { let mut s = 0.0; for j in i..i + 3 { s += v[j]; } g(s); }";
    each_becomes(
        "fn f(a: &[Vec<f64>], b: &[Vec<f64>], c: &mut [Vec<f64>], v: &[f64], n: usize)",
        &[
            (product, "for k in 0..n {\n        for j in 0..n {\n            c[i][j] += a[i][k] * b[k][j];"),
            (sums, "let j = i + 3 - 1;"),
            ("for i in 0..n { let mut s = 0.0; for j in 0..=i { s += v[j]; } g(s); }", "let mut s = total;"),
        ],
    );
}

#[test]
fn a_sort_by_hand_asks_what_the_loop_compared() {
    let source = "\
fn report(all: &mut Vec<(String, i64)>) {
    for i in 0..all.len() {
        for j in i + 1..all.len() {
            let same = all[j].1 == all[i].1;
            if all[j].1 > all[i].1 || (same && all[j].0 < all[i].0) {
                all.swap(i, j);
            }
        }
    }
}
";
    let found = outcomes(&Rewrite, source);
    let sorted = "\
    all.sort_by(|first, second| {
        let (one, two) = (first, second);
        let same = two.1 == one.1;
        if (two.1 > one.1 || (same && two.0 < one.0)) {
            return std::cmp::Ordering::Greater;
        }
";
    assert!(found.contains(sorted), "{found}");
}

#[test]
fn a_list_that_is_asked_gets_a_set_or_marks_beside_it() {
    let source = "\
fn reached(from: usize) -> Vec<usize> {
    let mut seen = vec![from];
    let mut at = 0;
    while at < seen.len() {
        for next in near(seen[at]) {
            if !seen.contains(&next) {
                seen.push(next);
            }
        }
        at += 1;
    }
    seen
}
";
    let found = outcomes(&Rewrite, source);
    for part in [
        "    known.extend(seen.iter().cloned());\n",
        "            if !known.contains(&next) {\n",
        "    mark(&mut marks, &seen);\n",
        "            if !marks.get(*(&next) as usize).is_some_and(|is| *is) {\n",
        "                    mark(&mut marks, &seen[seen.len() - 1..])\n",
    ] {
        assert!(found.contains(part), "{part}: {found}");
    }
}

#[test]
fn bits_are_gone_through_and_groups_are_found_in_short_ways() {
    each_becomes(
        "fn f(&mut self, x: u64, a: usize, b: usize, out: &mut Vec<usize>)",
        &[
            (
                "for i in 0..64 { if (x >> i) & 1 == 1 { out.push(i); } }",
                "while let Some(i) = (0..64).nth(left.trailing_zeros() as usize) {\n        out.push(i);",
            ),
            ("g(h(x).ok_or(format!(\"{x}\")))", "g(h(x).ok_or_else(|| format!(\"{x}\")))"),
            (
                "for n in 2..=x { if is_prime(n) { g(n); } }",
                "if known.unwrap_or_else(|| is_prime(n)) {\n            g(n);",
            ),
            (
                "let p = self.find(a);\n    let q = self.find(b);\n    if p != q { self.parent[p] = q; }",
                "at = std::mem::replace(&mut self.parent[at], leader);",
            ),
        ],
    );
}

#[test]
fn what_is_said_in_other_words_is_known_to_other_rules() {
    each_becomes(
        "fn f(v: &[u8], mut s: String, mut n: usize, o: Option<u8>) -> String",
        &[
            (
                "v.iter().map(|b| format!(\"{b:02x}\")).collect::<Vec<String>>().join(\"\")",
                "for b in v.iter() {\n            text.push_str(&format!(\"{b:02x}\"));",
            ),
            ("n = v.iter().map(|b| usize::from(*b)).sum();\n    s", "sum2 += usize::from(*b);"),
            ("n = v.iter().fold(1, |h, b| h * 31 + usize::from(*b));\n    s", "h = h * 31 + usize::from(*b);"),
            ("n = v.iter().filter(|b| **b == 7).count();\n    s", "*item == 7"),
            (
                "let mut i = 0;\n    while i < v.len() {\n        g(v[i]);\n        i += 1;\n    }\n    s",
                "for i in 0..v.len() {",
            ),
            ("for (i, x) in v.iter().enumerate() {\n        g(i, *x);\n    }\n    s", "g(i, v[i]);"),
            ("for x in &v[n..n + 9] {\n        g(*x);\n    }\n    s", "for at in n..(n + 9) {\n        g(v[at]);"),
            ("n = std::cmp::max(n, 3);\n    s", "n = n.max(3);"),
            (
                "match o {\n        Some(x) => {\n            g(x);\n        }\n        None => {\n            g(0);\n        }\n    }\n    s",
                "if let Some(x) = o {",
            ),
        ],
    );
}

#[test]
fn letters_are_counted_as_they_come() {
    each_becomes(
        "fn f(all: &[String]) -> String",
        &[(
            "let mut s = String::new();\n    for x in all {\n        if s.chars().count() > 9 {\n            s = String::from(x);\n        } else {\n            s.push('-');\n        }\n    }\n    s",
            "        if letters > 9 {",
        )],
    );
}

#[test]
fn remainders_wait_and_windows_grow_together() {
    each_becomes(
        "fn f(v: &[u8], all: &[String], k: usize) -> Vec<u8>",
        &[
            (
                "let mut a: u16 = 0;\n    let mut b: u16 = 0;\n    for x in v {\n        a = (a + *x as u16) % 255;\n        b = (b + a) % 255;\n    }\n    v.to_vec()",
                "a = (one % 255 as u64) as u16;",
            ),
            (
                "v.windows(k).map(|w| *w.iter().min().unwrap()).collect()",
                "best[at - more] = best[at - more].min(best[at]);",
            ),
            (
                "let mut out: Vec<u8> = v.iter().cloned().collect();\n    out.sort_by(|a, b| b.cmp(a));\n    out.into_iter().take(k).collect()",
                "out.into_iter().take(k).cloned().collect()",
            ),
            (
                "let mut out = v.to_vec();\n    out.sort_by(|a, b| b.cmp(a).then(a.cmp(b)));\n    out.into_iter().take(k).collect()",
                "out.select_nth_unstable_by(k - 1, |a, b| b.cmp(a).then(a.cmp(b)));",
            ),
        ],
    );
}

#[test]
fn eight_steps_are_known_to_a_table() {
    each_becomes(
        "fn f(mut sum: u16) -> u16",
        &[
            (
                "for _ in 0..u8::BITS {\n        let odd = u16::from(sum & 1 == 1);\n        sum = (sum >> 1) ^ (odd * 0xa001);\n    }\n    sum",
                "let odd = ((sum & 1 == 1) as u16);",
            ),
            ("for _ in 0..8 { sum = g(sum << 1); }\n    sum", "TABLE[(sum >> (u16::BITS - 8)) as usize];"),
        ],
    );
}

#[test]
fn what_is_asked_of_each_of_a_range_is_known_after_one_pass() {
    each_becomes(
        "fn f(v: &[u8], s: &str) -> Vec<usize>",
        &[
            (
                "('a'..='z').map(|l| s.chars().filter(|c| c.to_ascii_lowercase() == l).count()).collect()",
                "let key = c.to_ascii_lowercase();",
            ),
            ("vec![(0..=255u8).filter(|b| v.contains(b)).count()]", "seen[*byte as usize] = true;"),
        ],
    );
}

#[test]
fn branches_become_sums_of_answers() {
    let source = "\
fn score(a: &[i32], b: &[i32]) -> i64 {
    let mut score: i64 = 0;
    for i in 1..a.len() {
        if a[0] < a[i] && b[0] < b[i] {
            score += 1;
        } else if a[0] < a[i] && b[0] > b[i] {
            score -= 2;
        }
    }
    score
}
";
    let found = outcomes(&Rewrite, source);
    let sums = "\
        let up = a[0] < a[i] && b[0] < b[i];
        let down = !up & (a[0] < a[i] && b[0] > b[i]);
        score += i64::from(up) * 1 - i64::from(down) * 2;
";
    assert!(found.contains(sums), "{found}");
    assert!(found.contains("if (a[0] < a[i]) & (b[0] < b[i]) {"), "{found}");
}

#[test]
fn letters_that_go_to_a_text_are_copied_when_somebody_asks() {
    let source = "\
fn words(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    for c in line.chars() {
        match c {
            ' ' => {
                all.push(word.clone());
                word.clear();
            }
            other => word.push(other),
        }
    }
    all.push(word);
    all
}
";
    let found = outcomes(&Rewrite, source);
    for runs in [
        "    for (at, c) in line.bytes().map(char::from).enumerate() {\n",
        "                all.push({\n                    word.push_str(&line[start..end]);\n                    start = end;\n                    word.clone()\n                });\n",
        "            other => {\n                if end != at {\n                    word.push_str(&line[start..end]);\n                    start = at;\n                }\n                end = at + c.len_utf8();\n            },\n",
        "    word.push_str(&line[start..end]);\n    all.push(word);\n",
    ] {
        assert!(found.contains(runs), "{runs}{found}");
    }
    for pieces in [
        "                all.push(&line[from..to]);\n                from = to;\n",
        "    all.push(line[from..to].to_string());\n    all\n",
    ] {
        assert!(found.contains(pieces), "{pieces}{found}");
    }
}

#[test]
fn what_is_kept_is_written_down_each_time() {
    each_becomes(
        "fn f(v: &[bool], n: usize) -> Vec<usize>",
        &[
            ("(0..n).filter(|&i| v[i]).collect()", "count += usize::from(v[i]);"),
            (
                "let mut all = Vec::new();\n    for i in 0..n {\n        if v[i] {\n            all.push(i);\n        }\n    }\n    all",
                "all[count] = i;",
            ),
        ],
    );
}

#[test]
fn what_a_closure_names_is_not_left_without_it() {
    let source = "\
fn count(v: &[bool], w: &[bool]) -> usize {
    (0..v.len()).filter(|&at| w[at]).count() + (0..v.len()).filter(|&at| v[at]).count()
}
";
    let found = outcomes(&Rewrite, source);
    assert!(found.contains("v.iter().filter(|&&item| item).count()"), "{found}");
    assert!(!found.contains("filter(|&&item| w[at])"), "{found}");
}

#[test]
fn one_thing_has_one_name() {
    each_becomes(
        "fn f(v: &[u32]) -> u32",
        &[(
            "let mut sum = 0;\n    for item in v {\n        let n: &u32 = item;\n        sum += n;\n    }\n    sum",
            "for n in v {\n        sum += n;\n    }",
        )],
    );
}

#[test]
fn what_becomes_of_a_text_is_said_where_it_is_made() {
    each_becomes(
        "fn f(out: &mut String, byte: u8, mut column: usize)",
        &[
            (
                "let piece = if byte > 9 { (byte as char).to_string() } else { format!(\"{byte}\") };\n    column += piece.len();\n    out.push_str(&piece);",
                "        let piece = (byte as char).to_string();\n        column += piece.len();\n        out.push_str(&piece);\n    } else {",
            ),
            (
                "let piece = (byte as char).to_string();\n    column += piece.len();\n    out.push_str(&piece);",
                "{\n    column += (byte as char).len_utf8();\n    out.push(",
            ),
        ],
    );
}

#[test]
fn where_nothing_matters_there_is_nothing_to_do() {
    each_becomes(
        "fn f(text: &str) -> String",
        &[(
            "let letters: Vec<char> = text.chars().collect();\n    let mut out = String::new();\n    for c in letters {\n        if c == '&' {\n            break;\n        }\n        out.push(c);\n    }\n    out",
            "    if !text.contains('&') {\n        return text.to_string();\n    }\n    let letters: Vec<char>",
        )],
    );
}

#[test]
fn marks_are_counted_in_bytes_by_their_places() {
    each_becomes(
        "fn f(v: &[bool], n: usize) -> usize",
        &[(
            "let mut count = 0_usize;\n    for i in 0..n {\n        if v[i] {\n            count += 1;\n        }\n    }\n    count",
            "for chunk in v[0..n].chunks(255) {",
        )],
    );
}

#[test]
fn places_of_those_that_were_seen_are_known() {
    each_becomes(
        "fn f(v: &[usize]) -> Vec<Vec<usize>>",
        &[(
            "let mut seen: Vec<usize> = Vec::new();\n    let mut lists: Vec<Vec<usize>> = Vec::new();\n    for (item, label) in v.iter().enumerate() {\n        match seen.iter().position(|known| known == label) {\n            Some(at) => lists[at].push(item),\n            None => {\n                seen.push(*label);\n                lists.push(vec![item]);\n            }\n        }\n    }\n    lists",
            "match places.get(label).copied() {",
        )],
    );
}
