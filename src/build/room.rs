//! Whether a compiler failed for want of room on the disk: then its words say nothing of the code that it was given.

use std::io::{self, Write};
use std::path::Path;

use super::BuildError;

/// A disk with less is full for a compiler, which has taken away by now what it could not write to the end; bytes.
const ROOM: usize = 64 << 20;

/// The disk's fault where a compiler failed that builds in `work`; `words`: what it said. `None`: it was the code's.
pub fn full(work: &Path, words: &[u8]) -> Option<BuildError> {
    let words = String::from_utf8_lossy(words);
    // Code may hold such words itself, so the disk is asked, too. A linker may die of it without a word.
    let suspect = ["No space left on device", "os error 28", "linking with"].iter().any(|hint| words.contains(hint));
    if !suspect && !words.is_empty() {
        return None;
    }
    let temporary = std::env::temp_dir();
    let full = [work, &temporary].into_iter().find(|dir| !has_room(dir)).map(|dir| dir.display().to_string());
    full.map(|place| BuildError::Host {
        what: format!("cannot build in {place}"),
        source: io::Error::new(
            io::ErrorKind::StorageFull,
            "no space is left on the device; free some, or build elsewhere with --out or TMPDIR",
        ),
    })
}

/// The probe has no name, so that a kill leaves nothing of it.
fn has_room(dir: &Path) -> bool {
    tempfile::tempfile_in(dir).and_then(|mut probe| probe.write_all(&vec![0; ROOM])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_disk_without_room_is_at_fault() {
        let dir = tempfile::tempdir().unwrap();
        let spaceless = b"failed to build archive: No space left on device (os error 28)";
        assert!(full(dir.path(), spaceless).is_none(), "code may say so");
        // A place where nothing can be written.
        let nowhere = Path::new("/proc");
        assert!(full(nowhere, b"error[E0308]: mismatched types").is_none());
        for words in [&spaceless[..], b"error: linking with `cc` failed: exit status: 1", b""] {
            assert!(full(nowhere, words).unwrap().to_string().contains("cannot build in /proc"));
        }
    }
}
