//! Claiming the output folder, keeping an earlier one, and the work folder beside it.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why the output folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Another run works on it.
    #[error("{} is in use by another run; wait for it, or give another folder with --out", .0.display())]
    InUse(PathBuf),
    /// It cannot be made, or nothing can be written into it.
    #[error("cannot write to {}: {source}; free some space, or give another folder with --out", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl OutputError {
    /// For `map_err`.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> OutputError {
        let path = path.to_owned();
        move |source| OutputError::Unwritable { path, source }
    }
}

/// The folder of one run, claimed for as long as this lives.
pub struct Directory {
    out: PathBuf,
    work: PathBuf,
    abandoned: bool,
    _lock: File,
}

impl Directory {
    /// Claims `out` and makes an empty work folder beside it, on the same disk. An earlier `out` is not touched yet.
    ///
    /// # Errors
    /// Another run has it, or the place cannot be written.
    pub fn claim(out: &Path) -> Result<Directory, OutputError> {
        let absolute = std::path::absolute(out).map_err(OutputError::at(out))?;
        let mut name = absolute.file_name().unwrap_or_default().to_owned();
        name.push(".work");
        let work = absolute.with_file_name(name);
        if absolute.exists() && !absolute.is_dir() {
            return Err(OutputError::at(out)(io::Error::from(io::ErrorKind::NotADirectory)));
        }
        // It goes when a run ends.
        let abandoned = work.exists();
        fs::create_dir_all(&work).map_err(OutputError::at(out))?;
        let lock = File::create(work.join("lock")).map_err(OutputError::at(out))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OutputError::InUse(out.to_owned())),
            Err(TryLockError::Error(e)) => return Err(OutputError::at(out)(e)),
        }
        // The lock of a run that is just ending is no lock any more.
        let inode = |file: io::Result<fs::Metadata>| file.map(|file| file.ino()).ok();
        if inode(lock.metadata()) != inode(fs::metadata(work.join("lock"))) {
            return Err(OutputError::InUse(out.to_owned()));
        }
        if absolute.exists() {
            let probe = absolute.join(".writable");
            File::create(&probe).and_then(|_| fs::remove_file(&probe)).map_err(OutputError::at(out))?;
        }
        empty(&work, &["lock".into()])?;
        fs::write(work.join(".gitignore"), "*\n").map_err(OutputError::at(&work))?;
        Ok(Directory { out: absolute, work, abandoned, _lock: lock })
    }

    /// Moves an earlier run to `<out>.old` and makes the new folder.
    ///
    /// # Errors
    /// The place cannot be written.
    pub fn begin(&self) -> Result<(), OutputError> {
        if self.out.exists() {
            let mut name = self.out.file_name().unwrap_or_default().to_owned();
            name.push(".old");
            let old = self.out.with_file_name(name);
            if old.exists() {
                fs::remove_dir_all(&old).map_err(OutputError::at(&old))?;
            }
            fs::rename(&self.out, &old).map_err(OutputError::at(&self.out))?;
        }
        self.make()
    }

    /// Makes the folders of a run where they are missing.
    ///
    /// # Errors
    /// The place cannot be written.
    pub fn make(&self) -> Result<(), OutputError> {
        for dir in [self.out.clone(), self.out.join("log"), self.out.join("variants")] {
            fs::create_dir_all(&dir).map_err(OutputError::at(&dir))?;
        }
        let ignore = self.out.join(".gitignore");
        fs::write(&ignore, "*\n").map_err(OutputError::at(&ignore))
    }

    /// Removes all variants but these; paths relative to the run directory.
    ///
    /// # Errors
    /// The place cannot be written.
    pub fn keep_variants(&self, named: &[String]) -> Result<(), OutputError> {
        let names: Vec<OsString> = named.iter().filter_map(|path| Some(Path::new(path).file_name()?.into())).collect();
        empty(&self.out.join("variants"), &names)
    }

    /// A killed run had left its work folder behind.
    pub fn abandoned(&self) -> bool {
        self.abandoned
    }

    /// The run directory.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Where builds go; removed when the run ends.
    pub fn work(&self) -> &Path {
        &self.work
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // If it stays, the next run on this folder empties it. The lock goes last, and then the folder only if no other
        // run has put its own there.
        let _ = empty(&self.work, &["lock".into()]).map(|_| fs::remove_file(self.work.join("lock")));
        let _ = fs::remove_dir(&self.work);
    }
}

/// Empties a folder but for some names.
fn empty(dir: &Path, but: &[OsString]) -> Result<(), OutputError> {
    for entry in fs::read_dir(dir).map_err(OutputError::at(dir))?.flatten() {
        if !but.contains(&entry.file_name()) {
            remove(&entry.path()).map_err(OutputError::at(&entry.path()))?;
        }
    }
    Ok(())
}

/// Removes a file or a folder. The compilers of a run that was killed a moment ago may still be writing into it.
fn remove(path: &Path) -> io::Result<()> {
    for _ in 0..50 {
        let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        match removed {
            Err(e) if e.kind() == io::ErrorKind::DirectoryNotEmpty => std::thread::sleep(Duration::from_millis(20)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            removed => return removed,
        }
    }
    fs::remove_dir_all(path)
}

/// Writes a file so that a reader, or a kill, never sees half of it.
///
/// # Errors
/// The place cannot be written.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let half = path.with_file_name(name);
    fs::write(&half, bytes).and_then(|()| fs::rename(&half, path)).map_err(OutputError::at(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_run_on_a_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let first = Directory::claim(&dir.path().join("out")).unwrap();
        assert!(matches!(Directory::claim(&dir.path().join("out")), Err(OutputError::InUse(_))));
        drop(first);
        assert!(Directory::claim(&dir.path().join("out")).is_ok());
    }

    #[test]
    fn what_a_killed_run_left_is_no_hindrance() {
        let dir = tempfile::tempdir().unwrap();
        let work = dir.path().join("out.work");
        fs::create_dir_all(work.join("slots/job0")).unwrap();
        fs::write(work.join("lock"), "").unwrap();
        let run = Directory::claim(&dir.path().join("out")).unwrap();
        assert!(run.abandoned() && !work.join("slots").exists());
        drop(run);
        assert!(!work.exists());
        assert!(!Directory::claim(&dir.path().join("out")).unwrap().abandoned());
    }

    #[test]
    fn an_earlier_run_is_kept_once_and_only_moved_when_the_new_one_begins() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("out");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("summary.json"), "first").unwrap();
        let run = Directory::claim(&out).unwrap();
        assert!(out.join("summary.json").exists());
        run.begin().unwrap();
        assert!(!out.join("summary.json").exists());
        assert_eq!(fs::read_to_string(dir.path().join("out.old/summary.json")).unwrap(), "first");
    }

    #[test]
    fn a_file_in_the_place_of_the_folder_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("out"), "").unwrap();
        assert!(matches!(Directory::claim(&dir.path().join("out")), Err(OutputError::Unwritable { .. })));
    }
}
