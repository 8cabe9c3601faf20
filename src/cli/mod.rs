//! The command line: arguments to calls, answers to text, failures to exit codes. One file a command; wiring and
//! printing, no logic.

mod apply;
mod bench;
mod check;
mod evolve;
mod interrupt;
mod progress;
mod report;
mod trace;
mod units;
mod verify;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Makes better versions of a small Rust component for the inputs it really gets.
#[derive(Parser)]
#[command(name = "synth", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Evolve(evolve::Evolve),
    Verify(verify::Verify),
    Check(check::Check),
    Bench(bench::Bench),
    Apply(apply::Apply),
    /// Records traces and looks into them
    #[command(subcommand)]
    Trace(trace::Trace),
    Report(report::Report),
}

/// The whole program.
pub fn main() -> ExitCode {
    // Cargo starts this executable in the place of rustc, with arguments that are not ours.
    if let Some(code) = crate::record::wrapper_main() {
        return code;
    }
    if let Some(code) = crate::build::wrapper::main() {
        return code;
    }
    // A usage error ends the process here, with exit code 2.
    let answer = match Arguments::parse().command {
        Command::Evolve(evolve) => evolve.run(),
        Command::Verify(verify) => verify.run(),
        Command::Check(check) => check.run(),
        Command::Bench(bench) => bench.run(),
        Command::Apply(apply) => apply.run(),
        Command::Trace(trace) => trace.run(),
        Command::Report(report) => report.run(),
    };
    match answer.map_err(|fault| fault.or_interrupted(String::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            // Nobody is left to be told when standard error is closed.
            let _ = writeln!(std::io::stderr(), "error: {fault}");
            ExitCode::from(fault.exit_code())
        }
    }
}

/// Prints to standard output; a reader that went away (`| head`) is no fault.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_table_is_consistent() {
        Arguments::command().debug_assert();
    }
}
