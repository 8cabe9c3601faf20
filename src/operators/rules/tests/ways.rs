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
                "let mut seen = Marks { rows: Vec::new() };",
            ),
            (
                "let mut m: HashMap<Place, Place> = HashMap::new();\n    m.insert(a, b);\n    if !m.contains_key(&a) { return m[&b].0; }",
                "if !m.contains_key(&a) { return m.at(b).0; }",
            ),
        ],
    );
}
