//! How the seed's author would lay edited code out: as rustfmt does. Where a file of the seed is not as rustfmt leaves it, only the
//! lines that were edited are laid out. Without rustfmt on this machine, nothing is. It must not know what an edit is.

use std::io::Write as _;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::component::{Component, Sources};
use crate::genome::changed_lines;
use crate::genome::tokens::{tokens, words};

/// `edited` with each file laid out that differs from the seed's; `None` if nobody can tell how.
pub fn rustfmt(component: &Component, edited: &Sources) -> Option<Sources> {
    let seed = &component.sources;
    let changed = edited.iter().filter(|(path, text)| seed.get(path) != Some(text));
    let mut laid_out = edited.clone();
    for (path, text) in changed {
        let own = seed.get(path)?;
        // Its settings are looked for in the folder of the file and above.
        let folder = component.root.join(&**path);
        let run = |text: &str| run(text, &component.edition, folder.parent()?);
        let (usual, new) = (run(own)?, run(text)?);
        let new = if usual == **own { new } else { edited_lines([own, text], [&usual, &new]) };
        if says_the_same(text, &new) {
            laid_out = laid_out.with(path.clone(), new);
        }
    }
    Some(laid_out)
}

/// An edited text with the lines that were edited as they are when both it and what it was are laid out. `own`, `usual`: what it was
/// and what it is, as they are and laid out.
fn edited_lines(own: [&str; 2], usual: [&str; 2]) -> String {
    let come = |[old, new]: [&str; 2]| changed_lines(old, new).into_iter().map(|(_, come)| come);
    let mut left = come(usual);
    let mut new = String::new();
    let mut done = 0;
    for lines in come(own) {
        let text = &own[1][lines.clone()];
        // Lines that rustfmt puts together with others stay.
        let same = |other: &Range<usize>| code(&usual[1][other.clone()]) == code(text);
        let laid_out = left.clone().position(|other| same(&other)).and_then(|at| left.nth(at));
        let laid_out = laid_out.and_then(|other| closed(usual[1], other, open(text)));
        new.push_str(&own[1][done..lines.start]);
        new.push_str(laid_out.map_or(text, |other| &usual[1][other]));
        done = lines.end;
    }
    new + &own[1][done..]
}

/// The tokens of a text but for those that rustfmt adds and takes away.
fn code(text: &str) -> Vec<&str> {
    let all = words(text).into_iter();
    all.filter(|token| ![",", "{", "}"].contains(token)).collect()
}

/// How many more braces a text opens than it closes.
fn open(text: &str) -> isize {
    let sign = |token: Range<usize>| isize::from(&text[token.clone()] == "{") - isize::from(&text[token] == "}");
    tokens(text).into_iter().map(sign).sum()
}

/// Lines with as many of those behind them that hold nothing but a brace as leave so many open.
fn closed(text: &str, mut lines: Range<usize>, left_open: isize) -> Option<Range<usize>> {
    while open(&text[lines.clone()]) > left_open {
        let next = text[lines.end..].split_inclusive('\n').next().filter(|next| next.trim() == "}")?;
        lines.end += next.len();
    }
    (open(&text[lines.clone()]) == left_open).then_some(lines)
}

/// Whether a text that was laid out is still what it was: layout is not worth a doubt.
fn says_the_same(text: &str, laid_out: &str) -> bool {
    code(text) == code(laid_out) && syn::parse_file(laid_out).is_ok()
}

fn run(text: &str, edition: &str, folder: &Path) -> Option<String> {
    let mut command = Command::new("rustfmt");
    command.current_dir(folder).args(["--quiet", "--edition", edition]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    // It reads everything before it writes anything.
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let done = child.wait_with_output().ok()?;
    String::from_utf8(done.stdout).ok().filter(|out| done.status.success() && !out.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "pub fn sum(numbers: &[u64]) -> u64 {\n    numbers.iter().sum()\n}\n";
    const EDITED: &str = "pub fn sum(numbers: &[u64]) -> u64 {\n    numbers . iter ( ).fold(0,|a,b|a+b)\n}\n";

    fn laid_out(seed: &str) -> Option<Sources> {
        let home = tempfile::tempdir().expect("a folder for the test");
        let manifest = "[package]\nname = \"sums\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
        std::fs::create_dir(home.path().join("src")).expect("a folder for the sources");
        std::fs::write(home.path().join("Cargo.toml"), manifest).expect("the manifest");
        std::fs::write(home.path().join("src/lib.rs"), seed).expect("the source");
        let component = Component::load(home.path()).expect("a crate");
        rustfmt(&component, &component.sources.with("src/lib.rs", EDITED))
    }

    #[test]
    fn what_was_edited_is_laid_out_as_the_seed_is() {
        // A toolchain may come without it.
        if run(SEED, "2021", Path::new("/")).is_none() {
            return;
        }
        let laid_out = laid_out(SEED).expect("the seed is as rustfmt leaves it");
        let want = SEED.replace("sum()", "fold(0, |a, b| a + b)");
        assert_eq!(laid_out.get("src/lib.rs").map(|text| &**text), Some(&*want));
    }

    #[test]
    fn a_body_that_becomes_a_line_keeps_its_braces() {
        let own = "fn f( )  -> u8 {\n    let a = 1;\n    a\n}\nfn g() {}\n";
        let edited = "fn f( )  -> u16 { 2 }\nfn g() {}\n";
        let usual = ["fn f() -> u8 {\n    let a = 1;\n    a\n}\nfn g() {}\n", "fn f() -> u16 {\n    2\n}\nfn g() {}\n"];
        assert_eq!(edited_lines([own, edited], usual), usual[1]);
        assert!(!says_the_same(edited, &usual[1].replace("}\nfn", "\nfn")));
    }

    #[test]
    fn a_seed_of_another_layout_keeps_it_where_it_was_not_edited() {
        let other = format!("{SEED}\npub fn none( ) {{\n}}\n");
        if run(SEED, "2021", Path::new("/")).is_none() {
            return;
        }
        let edited = format!("{EDITED}\npub fn none( ) {{\n}}\n");
        let usual = |text: &str| run(text, "2021", Path::new("/")).expect("it parses");
        let laid_out = edited_lines([&other, &edited], [&usual(&other), &usual(&edited)]);
        assert_eq!(laid_out, other.replace("sum()", "fold(0, |a, b| a + b)"));
    }
}
