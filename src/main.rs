//! The `synth` binary: arguments to command to exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    synth::cli::main()
}
