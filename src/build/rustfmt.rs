//! How the seed's author would lay edited code out: as rustfmt does, where every edited file of the seed is as rustfmt
//! leaves it. Without rustfmt on this machine, nothing is laid out. It must not know what an edit is.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::component::{Component, Sources};

/// `edited` with each file laid out that differs from the seed's; `None` if the seed's own layout is another, or nobody can tell.
pub fn rustfmt(component: &Component, edited: &Sources) -> Option<Sources> {
    let seed = &component.sources;
    let changed = edited.iter().filter(|(path, text)| seed.get(path) != Some(text));
    let mut laid_out = edited.clone();
    for (path, text) in changed {
        let own = seed.get(path)?;
        // Its settings are looked for in the folder of the file and above.
        let folder = component.root.join(&**path);
        let run = |text: &str| run(text, &component.edition, folder.parent()?);
        if run(own)? != **own {
            return None;
        }
        laid_out = laid_out.with(path.clone(), run(text)?);
    }
    Some(laid_out)
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
    fn a_seed_of_another_layout_keeps_it() {
        assert_eq!(laid_out(&SEED.replace("    numbers", "  numbers")), None);
    }
}
