//! `synth` in the place of rustc: cargo calls it for every crate, and it writes down the call before it makes it.

use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, ExitCode};

use serde::{Deserialize, Serialize};

/// Names the file to which calls are written, and makes this process a wrapper.
pub const LOG: &str = "SYNTH_RUSTC_LOG";

/// One rustc call as cargo made it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// The compiler that cargo chose.
    pub rustc: String,
    /// Arguments after the compiler's name.
    pub args: Vec<String>,
    /// The folder it ran in.
    pub cwd: String,
    /// What `env!` can see: `CARGO_*` and `OUT_DIR`.
    pub env: Vec<(String, String)>,
}

impl Call {
    /// The value of `--crate-name`.
    pub fn crate_name(&self) -> Option<&str> {
        let at = self.args.iter().position(|a| a == "--crate-name")?;
        self.args.get(at + 1).map(String::as_str)
    }
}

/// Acts as rustc if this process was started as a wrapper; returns only if it was not.
pub fn main() -> Option<ExitCode> {
    let log = std::env::var_os(LOG)?;
    let mut args = std::env::args_os().skip(1);
    let rustc = args.next()?;
    let args: Vec<_> = args.collect();
    let call = Call {
        rustc: rustc.to_string_lossy().into_owned(),
        args: args.iter().map(|a| a.to_string_lossy().into_owned()).collect(),
        cwd: std::env::current_dir().map(|d| d.to_string_lossy().into_owned()).unwrap_or_default(),
        env: std::env::vars().filter(|(k, _)| lasting(k)).collect(),
    };
    if let Err(error) = append(Path::new(&log), &call) {
        eprintln!("synth: cannot write {}: {error}", log.display());
        return Some(ExitCode::FAILURE);
    }
    let error = Command::new(&rustc).args(&args).env_remove(LOG).exec();
    eprintln!("synth: cannot run {}: {error}", rustc.display());
    Some(ExitCode::FAILURE)
}

/// Cargo's job server is gone when the call is repeated.
fn lasting(variable: &str) -> bool {
    variable == "OUT_DIR" || (variable.starts_with("CARGO_") && variable != "CARGO_MAKEFLAGS")
}

/// One line, one write: cargo runs several of us at once.
fn append(log: &Path, call: &Call) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(call)?;
    line.push(b'\n');
    std::fs::OpenOptions::new().create(true).append(true).open(log)?.write_all(&line)
}
