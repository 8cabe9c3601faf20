//! Other ways to come to the same: what is put in front, made too early, sorted for one, or hashed though it is a place in a grid.

use super::*;

#[test]
fn what_is_put_in_front_is_put_behind_and_turned_around() {
    each_becomes(
        "fn f(a: &[u8]) -> Option<Vec<u8>>",
        &[
            (
                "let mut v = Vec::new();\n    for x in a { match g(x) { Some(y) => v.insert(0, y), None => return None } }\n    h(&mut v);\n    Some(v)",
                "for x in a {\n        match g(x) { Some(y) => v.push(y), None => return None }\n    }\n    v.reverse();\n    h(&mut v);",
            ),
            (
                "let mut way = vec![a[0]];\n    let mut at = 9;\n    while at != 0 { at = g(at); way.insert(0, at); }\n    return Some(way);",
                "let mut way = vec![a[0]];\n    let mut at = 9;\n    while (at != 0) {\n        at = g(at); way.push(at);\n    }\n    way.reverse();\n    return Some(way);",
            ),
        ],
    );
}

#[test]
fn what_is_made_for_one_case_is_made_there() {
    each_becomes(
        "fn f(s: &str) -> Result<u64, Bad>",
        &[
            (
                "let bad = Bad(s.to_string());\n    if s.is_empty() { return Err(bad); }\n    s.parse().map_err(|_| bad)",
                "if s.is_empty() { return Err(Bad(s.to_string())); }\n    s.parse().map_err(|_| Bad(s.to_string()))",
            ),
            (
                "for _ in 0..n { r = times(&r, &b); }",
                "if left & 1 == 1 {\n            r = times(&r, &square);\n        }",
            ),
        ],
    );
}

#[test]
fn what_is_sorted_for_the_first_is_looked_through() {
    each_becomes(
        "fn f(all: &mut Vec<(usize, u32)>)",
        &[
            (
                "match side { 0 => all.sort_by_key(|(_, n)| *n), _ => all.sort_by_key(|(_, n)| Reverse(*n)) }",
                "if let Some((at, _)) = all.iter().enumerate().min_by_key(|(_, (_, n))| Reverse(*n)) {\n        all.swap(0, at)",
            ),
            (
                "let mut t: Vec<(u32, u64)> = Vec::new();\n    for o in all { match t.iter_mut().find(|l| l.0 == o.1) { Some(l) => l.1 += o.0 as u64, None => t.push((o.1, o.0 as u64)), } }\n    t.sort();",
                "    for o in all {\n        *sums.entry(o.1).or_default() += o.0 as u64;\n    }\n    let mut t: Vec<(u32, u64)> = sums.into_iter().collect();",
            ),
            (
                "if all.iter().all(|o| o.0 != id) { return; }\n    all.retain(|o| o.0 != id);",
                "match all.iter().position(|o| o.0 == id) {\n        Some(at) => drop(all.remove(at)),",
            ),
        ],
    );
}

#[test]
fn nothing_is_collected_counted_or_made_a_text_of_only_to_be_looked_at() {
    each_becomes(
        "fn f(all: &mut Vec<(usize, u32)>)",
        &[
            (
                "let shared = a.intersection(&b).count();\n    let all = a.union(&b).count();",
                "let shared = a.intersection(&b).count();\n    let all = a.len() + b.len() - shared;",
            ),
            (
                "g(text.split(' ').map(h).collect::<Vec<(u8, u8)>>().iter().find(|x| x.0 == 1))",
                "text.split(' ').map(h).find(|x| x.0 == 1)",
            ),
            ("t = t + &c.to_uppercase().to_string();", "t.push(c.to_ascii_uppercase());"),
            ("let text = \"a b\";\n    text.split(' ').count()", "{\n    (\"a b\").split(' ').count()\n}"),
        ],
    );
}

#[test]
fn places_in_a_grid_are_kept_in_rows() {
    each_becomes(
        "fn f(next: &[(usize, usize)]) -> usize",
        &[
            (
                "let mut seen = HashSet::new();\n    for x in next { if seen.insert(*x) { g(x); } }",
                "let mut seen: Marks = Marks { rows: Vec::new() };",
            ),
            (
                "let mut m: HashMap<Place, Place> = HashMap::new();\n    m.insert(a, b);\n    if !m.contains_key(&a) { return m[&b].0; }",
                "if !m.contains_key(&a) { return m.at(b).0; }",
            ),
        ],
    );
}

#[test]
fn letters_of_either_case_and_bits_need_no_text_of_their_own() {
    each_becomes(
        "fn f(text: &str, value: u8, sign: char)",
        &[
            (
                "g(text.to_lowercase() == other.to_lowercase() && h())",
                "(if text.is_ascii() && other.is_ascii() { text.eq_ignore_ascii_case(other) } else { text.to_lowercase() == other.to_lowercase() }) && h()",
            ),
            ("let at = VALUES.iter().position(|v| *v == sign.to_string());", "|v| (*v).chars().eq([sign]));"),
            ("g(ALL.chars().position(|a| a == sign));", "g(ALL.find(sign));"),
            (
                "for bit in format!(\"{:05b}\", value).chars() { g(bit == '1'); }",
                "for shift in (0..5).rev() {\n        let bit = if value >> shift & 1 == 1 { '1' } else { '0' };\n        g(bit == '1');",
            ),
            (
                "bits.push_str(&format!(\"{:08b}\", value));",
                "bits.push(if value >> shift & 1 == 1 { '1' } else { '0' });",
            ),
            (
                "for chunk in all.chunks(8) { let s: String = chunk.iter().collect();\n    g(u8::from_str_radix(&s, 2).unwrap()); }",
                "g(chunk.iter().fold(0u8, |byte, bit| byte << 1 | u8::from(*bit == '1')));",
            ),
        ],
    );
}

#[test]
fn days_of_many_years_are_known_from_their_numbers() {
    each_becomes(
        "fn f(year: u32, mut rest: u32)",
        &[
            (
                "let mut days = 4;\n    for y in 1970..year { days += if is_leap(y) { 366 } else { 365 }; }",
                "days += (year - 1970) * 365 + leaps(year - 1) - leaps(1970 - 1);",
            ),
            ("let mut days = 4;\n    for m in 1..year { days += length(rest, m); }", "days += length(rest, 2) - 28;"),
            (
                "let mut at = 1970;\n    while rest >= length(at) { rest -= length(at); at += 1; }",
                "rest -= skipped * 365 + leaps(at + skipped - 1) - leaps(at - 1);\n        at += skipped;",
            ),
        ],
    );
}

#[test]
fn what_is_compared_or_counted_again_and_again_has_a_number() {
    each_becomes(
        "fn f(a: &Vec<String>, b: &Vec<String>, mut t: Vec<Vec<usize>>, data: &[u8])",
        &[
            (
                "for i in (0..a.len()).rev() { for j in (0..b.len()).rev() { if a[i] == b[j] { t[i][j] = t[i + 1][j + 1] + 1; } } }",
                "let (row, below) = (&mut row[i], &below[0]);",
            ),
            (
                "let mut counts: HashMap<u8, usize> = HashMap::new();\n    for b in data { *counts.entry(*b).or_insert(0) += 1; }\n    for (symbol, weight) in &counts { g(*symbol, *weight); }",
                "in &(0..=u8::MAX).zip(counts2).filter(|(_, count)| *count > 0).collect::<Vec<_>>() {",
            ),
        ],
    );
}

#[test]
fn texts_of_two_lists_are_compared_by_their_numbers() {
    let source = "\
fn table(a: &Vec<String>, b: &Vec<String>) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            if a[i] == b[j] {
                table[i][j] = table[i + 1][j + 1] + 1;
            }
        }
    }
    table
}
";
    let found = outcomes(&Rewrite, source);
    assert!(found.contains("if left[i] == right[j]"), "{found}");
}

#[test]
fn a_table_of_rows_is_one_list() {
    let source = "\
fn longest(a: &[u8], b: &[u8]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 1..table.len() {
        for j in 1..=b.len() {
            table[i][j] = table[i - 1][j - 1] + 1;
        }
    }
    table[a.len()][b.len()]
}
";
    let found = outcomes(&Rewrite, source);
    let made = "cells: vec![0; height * width] };\n    for i in 1..table.len() {";
    assert!(found.contains(made) && found.contains("impl<T> Rows<T> {\n        fn len(&self)"), "{found}");
}
