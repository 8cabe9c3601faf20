//! `synth` in the place of rustc: when cargo compiles the component's library, the instrumented copy is compiled
//! instead. Every other call goes through as it came, with the folder of the recorder's library to find it in.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Makes a process of `synth` a wrapper; its value says which.
const MODE: &str = "SYNTH_RUSTC_WRAPPER";
const ROOT: &str = "SYNTH_RECORD_ROOT";
const COPY: &str = "SYNTH_RECORD_COPY";
const LIBRARY: &str = "SYNTH_RECORD_LIBRARY";
const NOTES: &str = "SYNTH_RECORD_NOTES";

/// What a wrapper has to know.
#[derive(Debug, Clone)]
pub(super) struct Substitution {
    /// The library's root file, canonical.
    pub root: PathBuf,
    /// The file that takes its place.
    pub copy: PathBuf,
    /// The compiled `synth_trace`.
    pub library: PathBuf,
    /// File to which the wrappers write what happened.
    pub notes: PathBuf,
}

impl Substitution {
    /// Makes `command` (cargo) use this executable as its compiler's wrapper.
    pub fn set_on(&self, command: &mut Command, executable: &Path) {
        command.env("RUSTC_WRAPPER", executable).env(MODE, "record");
        // Tests in documentation are compiled by rustdoc, which has no wrapper.
        if let Some(folder) = self.library.parent() {
            command.env(RUSTDOC_FLAGS, rustdoc_flags(&format!("-Ldependency={}", folder.display())));
        }
        for (key, path) in [(ROOT, &self.root), (COPY, &self.copy), (LIBRARY, &self.library), (NOTES, &self.notes)] {
            command.env(key, path);
        }
    }

    fn from_env() -> Option<Substitution> {
        let path = |key: &str| std::env::var_os(key).map(PathBuf::from);
        Some(Substitution { root: path(ROOT)?, copy: path(COPY)?, library: path(LIBRARY)?, notes: path(NOTES)? })
    }
}

/// What cargo gives rustdoc, between [`SEPARATOR`]s; it then looks neither at `RUSTDOCFLAGS` nor at its configuration.
const RUSTDOC_FLAGS: &str = "CARGO_ENCODED_RUSTDOCFLAGS";
const SEPARATOR: &str = "\u{1f}";

/// The user's flags for rustdoc, and one more.
fn rustdoc_flags(flag: &str) -> String {
    let encoded = std::env::var(RUSTDOC_FLAGS).ok();
    let plain =
        || std::env::var("RUSTDOCFLAGS").ok().map(|flags| flags.split_whitespace().collect::<Vec<_>>().join(SEPARATOR));
    let given = encoded.or_else(plain).filter(|flags| !flags.is_empty());
    given.into_iter().chain([flag.to_owned()]).collect::<Vec<_>>().join(SEPARATOR)
}

/// What wrappers noted, one a line.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The instrumented copy was compiled.
    pub built: bool,
    /// It failed in some form of the build, which went on without it.
    pub fell_back: bool,
    /// Another crate failed to compile.
    pub failed: bool,
}

impl Notes {
    pub fn read(path: &Path) -> Notes {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let has = |word: &str| text.lines().any(|line| line == word);
        Notes { built: has("built"), fell_back: has("fell back"), failed: has("failed") }
    }
}

/// Acts as rustc if this process was started as a wrapper of `synth trace record`; `None` if it was not. The command
/// line must call it before it looks at its arguments.
pub fn wrapper_main() -> Option<ExitCode> {
    if std::env::var_os(MODE)? != "record" {
        return None;
    }
    let mut args = std::env::args_os().skip(1);
    let rustc = args.next()?;
    // A recorded program inherits the variables, and may be `synth` itself.
    if !Path::new(&rustc).file_stem()?.to_string_lossy().contains("rustc") {
        return None;
    }
    let substitution = Substitution::from_env()?;
    Some(compile(&rustc, args.collect(), &substitution))
}

fn compile(rustc: &OsString, mut args: Vec<OsString>, with: &Substitution) -> ExitCode {
    let real = args.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] != "___");
    if !real {
        return run(Command::new(rustc).args(&args), None);
    }
    if let Some(folder) = with.library.parent() {
        args.push("-L".into());
        args.push(format!("dependency={}", folder.display()).into());
    }
    let is_root = |arg: &OsString| {
        Path::new(arg).extension().is_some_and(|e| e == "rs")
            && Path::new(arg).canonicalize().is_ok_and(|p| p == with.root)
    };
    let Some(place) = args.iter().position(is_root) else {
        return run(Command::new(rustc).args(&args), Some(&with.notes));
    };
    let mut instrumented = args.clone();
    instrumented[place] = with.copy.clone().into();
    instrumented.push("--extern".into());
    instrumented.push(format!("synth_trace={}", with.library.display()).into());
    if !args.iter().any(|arg| arg.to_string_lossy().starts_with("--cap-lints")) {
        instrumented.push("--cap-lints=allow".into());
    }
    // Lines are kept, so that messages can name the file that the user has; the trial needs the true places.
    let trial = with.root == with.copy;
    if let (false, Some(from), Some(to)) = (trial, with.copy.parent(), with.root.parent()) {
        instrumented.push(format!("--remap-path-prefix={}={}", from.display(), to.display()).into());
    }
    let Ok(output) = Command::new(rustc).args(&instrumented).output() else {
        return run(Command::new(rustc).args(&args), None);
    };
    // In the trial there is nothing to fall back to, and the errors are wanted.
    if output.status.success() || trial {
        let _ = std::io::stdout().write_all(&output.stdout);
        let _ = std::io::stderr().write_all(&output.stderr);
        note(&with.notes, "built");
        return code(output.status);
    }
    note(&with.notes, "fell back");
    run(Command::new(rustc).args(&args), Some(&with.notes))
}

fn run(command: &mut Command, notes: Option<&Path>) -> ExitCode {
    match command.status() {
        Ok(status) => {
            if let (false, Some(notes)) = (status.success(), notes) {
                note(notes, "failed");
            }
            code(status)
        }
        Err(error) => {
            eprintln!("synth: cannot run {}: {error}", command.get_program().to_string_lossy());
            ExitCode::FAILURE
        }
    }
}

fn code(status: std::process::ExitStatus) -> ExitCode {
    ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// One line, one write: cargo runs several wrappers at once. A note that cannot be written is not worth a failed build.
fn note(path: &Path, word: &str) {
    if let Ok(mut file) = std::fs::File::options().create(true).append(true).open(path) {
        let _ = file.write_all(format!("{word}\n").as_bytes());
    }
}
