//! How rules meet a program.

use super::super::testing::{all, outcomes, program};
use super::*;

mod examples;
mod fields;
mod idioms;
mod ways;

#[test]
fn the_rules_of_synth_can_be_read() {
    let rules = Rules::with(&[]).unwrap();
    assert!(rules.0.len() > 50, "{}", rules.0.len());
}

#[test]
fn a_whole_function_is_known_by_its_signature() {
    let source = "pub fn text(n: u64) -> String {\n    slow(n)\n}\nfn f(n: f64) -> String {\n    slow(n)\n}\n";
    let found = all(&Rewrite, source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found.iter().all(|text| text.contains("String {\n    n.to_string()\n}\nfn f")), "{found:?}");
}

#[test]
fn a_function_that_is_written_anew_may_keep_what_refuses_arguments() {
    let source = "\
fn distance(a: &[u8], b: &[u8]) -> u32 {
    assert_eq!(a.len(), b.len());
    if a.is_empty() {
        return 0;
    }
    slow(a, b)
}
";
    let found = outcomes(&Rewrite, source);
    let anew = "    a.iter().zip(b).map(|(one, two)| (one ^ two).count_ones() as u32).sum()\n}\n";
    let guards = "    assert_eq!(a.len(), b.len());\n    if a.is_empty() {\n        return 0;\n    }\n";
    for kept in ["", guards] {
        assert!(found.contains(&format!("fn distance(a: &[u8], b: &[u8]) -> u32 {{\n{kept}{anew}")), "{found}");
    }
}

#[test]
fn a_condition_on_a_type_keeps_others_out() {
    let found = outcomes(&Rewrite, "fn f(a: u64, b: u64, c: i64) -> u64 { (c % c) as u64 + a % (b + 1) }");
    assert!(found.contains("(c % c) as u64 + (a & ((b + 1) - 1))") && !found.contains("c & "), "{found}");
}

#[test]
fn users_bring_their_own() {
    let file = |text: &str| vec![("mine.toml".to_owned(), text.to_owned())];
    let own = Rules::with(&file("[[rule]]\nname = \"mine\"\nfind = \"$x.len() == 0\"\nput = \"$x.is_empty()\"\n"));
    let known = Rules::with(&[]).unwrap().0.len();
    assert_eq!(own.unwrap().0.len(), known + 1);
    assert!(Rules::with(&file("rule = 1")).unwrap_err().to_string().starts_with("mine.toml: "));
}

#[test]
fn nothing_is_rewritten_without_rules() {
    let mut program = program("fn f(v: &mut [u8]) { v.sort(); }");
    assert!(!program.rewrites().is_empty());
    program.rules = Default::default();
    program.rewritten = Default::default();
    assert!(program.rewrites().is_empty());
}

#[test]
fn what_is_exchanged_may_hold_what_is_exchanged_and_is_kept_as_it_was_found() {
    let source = "\
fn code(text: &str, order: &[usize]) -> usize {
    let letters: Vec<char> = text.chars().collect();
    letters[order[letters[0] as usize]] as usize
}
";
    let found = outcomes(&Rewrite, source);
    let bytes = "\
    if text.is_ascii() {
        let letters = text.as_bytes();
        char::from(letters[order[char::from(letters[0]) as usize]]) as usize
    } else {
        let letters: Vec<char> = text.chars().collect();
        letters[order[letters[0] as usize]] as usize
    }
";
    assert!(found.contains(bytes), "{found}");
}

#[test]
fn a_loop_that_needs_its_index_keeps_it() {
    let found = outcomes(&Rewrite, "fn f(v: &[u8]) {\n    for i in 0..v.len() {\n        g(v[i], i);\n    }\n}\n");
    assert!(found.contains("for (i, &item) in v.iter().enumerate()") && !found.contains("for &item in"), "{found}");
}

#[test]
fn an_if_that_is_a_value_is_found_wherever_it_is() {
    let found = outcomes(&Rewrite, "fn f(a: u8, b: u8) -> u8 {\n    let m = if a < b { a } else { b };\n    m\n}\n");
    assert!(found.contains("let m = a.min(b);"), "{found}");
}

/// Each of some texts, as the body of a function, becomes one that holds the other text.
fn each_becomes(head: &str, expected: &[(&str, &str)]) {
    for (body, text) in expected {
        let found = outcomes(&Rewrite, &format!("{head} {{\n    {body}\n}}\n"));
        assert!(found.contains(text), "{body}\n{found}");
    }
}

#[test]
fn what_is_put_before_a_loop_knows_nothing_of_what_is_in_it() {
    let inner = "for j in 0..9 { m[i][j] += w[i][j]; }";
    let source =
        format!("fn f(m: &mut [Vec<u8>], w: &[Vec<u8>]) {{\n    for i in 0..9 {{\n        {inner}\n    }}\n}}\n");
    let found = outcomes(&Rewrite, &source);
    assert!(found.contains("for (one, &two) in m[i].iter_mut().zip(w[i].iter())"), "{found}");
    let crossed = "for j in 0..9 { m[j][i] += w[j][i]; }";
    let found = outcomes(&Rewrite, &source.replace(inner, crossed));
    assert!(!found.contains("m[j].iter_mut()"), "{found}");
}

#[test]
fn what_an_arm_does_is_a_statement_too() {
    let source = "fn f(c: char, mut out: String) {\n    match c {\n        '<' => out.push('('),\n        _ => out += &c.to_string(),\n    }\n}\n";
    let found = outcomes(&Rewrite, source);
    assert!(found.contains("        _ => out.push(c),\n"), "{found}");
}

#[test]
fn a_constant_speaks_of_no_variable_and_a_hole_for_a_name_holds_no_field() {
    let found = outcomes(
        &Rewrite,
        "struct S { f: Vec<u8> }\nimpl S {\n    fn g(&self, x: usize) -> usize {\n        let r = self.find(x);\n        r\n    }\n}\n",
    );
    assert!(!found.contains("PLACES"), "{found}");
    let found = outcomes(
        &Rewrite,
        "struct S { list: Vec<u8> }\nimpl S {\n    fn g(&self) -> Vec<usize> {\n        let mut out = Vec::new();\n        out.push(self.list.len());\n        out\n    }\n}\n",
    );
    assert!(!found.contains("with_capacity(list"), "{found}");
}

#[test]
fn a_loop_that_is_left_is_not_taken_apart() {
    let found = |body: &str| {
        outcomes(&Rewrite, &format!("fn f(v: &[u8]) {{\n    for x in v {{ {body} }}\n}}\n")).contains("items.next()")
    };
    assert!(found("while g(x) { if *x == 0 { break; } }"));
    assert!(!found("if *x == 0 { continue; } g(x);"));
}

#[test]
fn a_name_that_was_declared_with_its_type_is_declared_so_again() {
    each_becomes(
        "fn f(v: &[u8])",
        &[
            (
                "let mut out: Vec<u16> = vec![];\n    for x in v { out.push(g(x)); }\n    h(out);",
                "let mut out: Vec<u16> = Vec::with_capacity(v.len());",
            ),
            ("let copy: Vec<u8> = v.to_vec();\n    h(copy.len());", "let copy = &v;"),
            (
                "let mut i = 3_u64;\n    let mut n: u64 = 0;\n    while i < 9 { n += i; i += 1; }\n    h(n);",
                "for i in 3_u64..9 {",
            ),
        ],
    );
}
