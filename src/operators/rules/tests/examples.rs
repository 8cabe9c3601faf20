//! Each rule beside code that it is for: `corpora/rules/examples` has a file for each file of rules, and in it a module for each rule,
//! whose `example()` shows what the code does. A rule that fits its example nowhere, makes what does not compile, or changes what the
//! example shows is of no use to anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::*;

/// What runs a way of each example, and prints what it shows; one that does not end shows nothing.
const MAIN: &str = "
fn show(name: &str, example: fn() -> String) {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(example()));
    if let Ok(shown) = told.recv_timeout(std::time::Duration::from_secs(5)) {
        println!(\"{name} {shown:?}\");
    }
}
";

/// A way to say what an example says.
struct Way {
    /// The rule's module.
    rule: String,
    source: String,
}

#[test]
fn each_rule_is_right_for_its_example() {
    let mut ways = Vec::new();
    let mut wrong = Vec::new();
    for (file, text) in OWN {
        let file = file.replace(".toml", ".rs");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpora/rules/examples").join(&file);
        let examples = modules(&fs::read_to_string(path).unwrap_or_default());
        let mut rules: BTreeMap<String, Vec<Rule>> = BTreeMap::new();
        for rule in format::parse(&file, text).unwrap() {
            rules.entry(rule.operator.to_owned()).or_default().push(rule);
        }
        for (operator, rules) in rules {
            let name = operator.rsplit(' ').next().unwrap().replace('-', "_");
            let Some(source) = examples.get(&name) else {
                wrong.push(format!("{file}: no example `{name}`"));
                continue;
            };
            let changed = changed(source, rules);
            if changed.is_empty() {
                wrong.push(format!("{file}: `{name}` fits its example nowhere"));
            }
            let rule = format!("{file}: `{name}`");
            // The example itself comes first.
            let all = std::iter::once(source.clone()).chain(changed);
            ways.extend(all.map(|source| Way { rule: rule.clone(), source }));
        }
    }
    wrong.extend(judged(&ways));
    assert!(wrong.is_empty(), "{} rules:\n{}", wrong.len(), wrong.join("\n"));
}

/// The modules of a file, by their names, without the head and the braces.
fn modules(text: &str) -> BTreeMap<String, String> {
    let file = syn::parse_file(text).unwrap();
    let body = |item: syn::Item| match item {
        syn::Item::Mod(module) => {
            let braces = module.content.unwrap().0.span;
            let (open, close) = (braces.open().byte_range().end, braces.close().byte_range().start);
            (module.ident.to_string(), text[open..close].to_owned())
        }
        _ => panic!("something beside modules"),
    };
    file.items.into_iter().map(body).collect()
}

/// All that rules make of an example.
fn changed(source: &str, rules: Vec<Rule>) -> BTreeSet<String> {
    let apply = |rewriting: &Rewriting| {
        let mut changes = rewriting.changes.clone();
        changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
        let mut text = source.to_owned();
        for change in changes {
            text.replace_range(change.range, &change.text);
        }
        text
    };
    let mut program = program(source);
    program.rules = Arc::new(Rules(rules));
    program.rewritten = Default::default();
    program.rewrites().iter().map(apply).collect()
}

/// What is wrong with rules none of whose ways compiles and shows what its example shows.
fn judged(ways: &[Way]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut refused = BTreeMap::new();
    let shown = loop {
        match built(folder.path(), ways, &refused) {
            Ok(()) => break run(folder.path()),
            Err(more) => refused.extend(more),
        }
    };
    let mut rules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, way) in ways.iter().enumerate() {
        rules.entry(&way.rule).or_default().push(at);
    }
    let mut wrong = Vec::new();
    for (rule, ats) in rules {
        let own = ats[0];
        let Some(expected) = shown.get(&own) else {
            wrong.push(format!("{rule}: the example itself is wrong: {:?}", refused.get(&own)));
            continue;
        };
        if ats.len() > 1 && !ats[1..].iter().any(|at| shown.get(at) == Some(expected)) {
            let told = |at: &usize| match (refused.get(at), shown.get(at)) {
                (Some(error), _) => format!("{}\n{error}", ways[*at].source),
                (_, shown) => format!("{}\nshows {shown:?}, not {expected}", ways[*at].source),
            };
            wrong.push(format!("{rule}: {}", ats[1..].iter().map(told).collect::<Vec<_>>().join("\n")));
        }
    }
    wrong
}

/// Compiles all ways that are not refused; those that the compiler refuses, and what it says.
fn built(folder: &Path, ways: &[Way], refused: &BTreeMap<usize, String>) -> Result<(), BTreeMap<usize, String>> {
    let (mut items, mut calls) = (String::new(), String::new());
    for (at, way) in ways.iter().enumerate().filter(|(at, _)| !refused.contains_key(at)) {
        fs::write(folder.join(format!("way{at}.rs")), &way.source).unwrap();
        writeln!(items, "mod way{at};").unwrap();
        writeln!(calls, "    show(\"{at}\", way{at}::example);").unwrap();
    }
    let main = format!("{items}{MAIN}fn main() {{\n    std::panic::set_hook(Box::new(|_| {{}}));\n{calls}}}\n");
    fs::write(folder.join("main.rs"), main).unwrap();
    let rustc = ["--edition=2021", "--cap-lints=allow", "--error-format=json", "-Cdebug-assertions=on", "main.rs"];
    let output = Command::new("rustc").args(rustc).current_dir(folder).output().unwrap();
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8(output.stderr).unwrap();
    let mut more = BTreeMap::new();
    for line in told.lines().filter(|line| line.contains("\"level\":\"error\"")) {
        let said: serde_json::Value = serde_json::from_str(line).unwrap();
        for (at, _) in line.match_indices("\"way") {
            let number: String = line[at + 4..].chars().take_while(char::is_ascii_digit).collect();
            if line[at + 4 + number.len()..].starts_with(".rs\"") {
                more.insert(number.parse().unwrap(), said["rendered"].as_str().unwrap().to_owned());
            }
        }
    }
    assert!(!more.is_empty(), "{told}");
    Err(more)
}

/// What each way shows.
fn run(folder: &Path) -> BTreeMap<usize, String> {
    let output = Command::new(folder.join("main")).stderr(Stdio::null()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |line: &str| line.split_once(' ').map(|(at, shown)| (at.parse().unwrap(), shown.to_owned()));
    text.lines().filter_map(line).collect()
}
