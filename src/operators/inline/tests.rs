//! Functions put where they are called.

use super::super::testing::outcomes;
use super::*;

#[test]
fn a_body_that_is_an_expression_takes_the_place_of_the_call() {
    let source = "\
struct S { v: Vec<usize> }
impl S {
    fn root(&self, x: usize) -> usize {
        self.v[x] + 1
    }
    fn same(&self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }
    fn many(&self, y: usize) -> usize {
        (0..self.v.len()).filter(|&x| self.same(x, y + 1)).count()
    }
}
";
    let found = outcomes(&Inline, source);
    assert!(found.contains("filter(|&x| self.root(x) == self.root(y + 1)).count()"), "{found}");
    assert!(
        found.contains("        (self.v[a] + 1) == self.root(b)\n")
            || found.contains("        self.v[a] + 1 == self.root(b)\n"),
        "{found}"
    );
}

#[test]
fn where_errors_are_the_callers_own_they_are_given_back_by_it() {
    let source = "\
fn digit(text: &str, at: usize) -> Result<u8, Wrong> {
    let byte = *text.as_bytes().get(at).ok_or(Wrong)?;
    if !byte.is_ascii_digit() {
        return Err(Wrong);
    }
    Ok(byte - 48)
}
fn both(all: &[String], i: usize) -> Result<u8, Wrong> {
    Ok(digit(&all[i], 0)? + 1)
}
fn lenient(text: &str) -> Option<u8> {
    digit(text, 0).ok()
}
";
    let found = outcomes(&Inline, source);
    let want = "\
    Ok(({
        let byte = *(&all[i]).as_bytes().get(0).ok_or(Wrong)?;
        if !byte.is_ascii_digit() {
            return Err(Wrong);
        }
        byte - 48
    }) + 1)";
    assert!(found.contains(want), "{found}");
    assert!(found.contains("    digit(text, 0).ok()\n") && !found.contains(".ok()?"), "{found}");
}

#[test]
fn any_other_body_becomes_a_block_that_is_left_where_the_function_returned() {
    let source = "\
fn small(x: u32, limit: u32) -> bool {
    if limit == 0 {
        return false;
    }
    let half = x / 2;
    half < limit
}
fn f(limit: u32, y: u32) -> u32 {
    if small(y * 3, limit) {
        1
    } else {
        0
    }
}
";
    let found = outcomes(&Inline, source);
    let block = "    if 'inlined: {
        let x: u32 = y * 3;
        if limit == 0 {
            break 'inlined false;
        }
        let half = x / 2;
        half < limit
    } {
";
    assert!(found.contains(block), "{found}");
}

#[test]
fn what_is_collected_stays_of_the_type_that_the_function_says() {
    let source = "\
fn all(n: usize) -> Vec<usize> {
    (0..n).filter(|i| i % 3 == 0).collect()
}
fn some(n: usize) -> usize {
    all(n).into_iter().filter(|i| i % 2 == 0).count()
}
";
    let found = outcomes(&Inline, source);
    assert!(found.contains(".filter(|i| i % 3 == 0).collect::<Vec<usize>>()"), "{found}");
}

#[test]
fn what_is_hidden_in_the_body_is_declared_before_it() {
    let source = "\
fn letter(c: char) -> String {
    match c {
        '<' => \"&lt;\".to_string(),
        c => c.to_string(),
    }
}
fn all(text: &str, out: &mut String) {
    for item in text.chars() {
        out.push_str(&letter(item));
    }
}
";
    let found = outcomes(&Inline, source);
    assert!(found.contains("out.push_str(&({\n            let c: char = item;\n            match c {"), "{found}");
}

#[test]
fn what_gives_nothing_takes_the_place_of_a_statement() {
    let source = "\
struct Sum { state: u32 }
impl Sum {
    fn add(&mut self, byte: u8) {
        self.state ^= u32::from(byte);
        for _ in 0..8 {
            self.state >>= 1;
        }
    }
    fn update(&mut self, data: &[u8]) {
        for &one in data {
            self.add(one);
        }
    }
}
";
    let block = "        for &one in data {
            self.state ^= u32::from(one);
            for _ in 0..8 {
                self.state >>= 1;
            }
        }
";
    let found = outcomes(&Inline, source);
    assert!(found.contains(block), "{found}");
    let hidden =
        source.replace("0..8", "0..byte").replace("for _", "for one").replace("self.state >>= 1", "g(one, byte)");
    let found = outcomes(&Inline, &hidden);
    assert!(found.contains("            {\n                let byte: u8 = one;\n"), "{found}");
}

#[test]
fn what_calls_itself_is_generic_or_belongs_to_somebody_else_stays() {
    for source in [
        "fn f(n: u32) -> u32 { if n == 0 { 0 } else { f(n - 1) } }\nfn g() -> u32 { f(3) }\n",
        "fn f<T: Copy>(n: T) -> T { n }\nfn g() -> u32 { f(3) }\n",
        "struct S { v: Vec<u8> }\nimpl S { fn len(&self) -> usize { 7 } fn g(&self) -> usize { self.v.len() } }\n",
        "fn f(n: &str) -> Option<u32> { Some(n.parse::<u32>().ok()? + 1) }\nfn g() -> Option<u32> { f(\"3\") }\n",
    ] {
        assert_eq!(outcomes(&Inline, source), "", "{source}");
    }
}
