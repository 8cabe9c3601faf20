//! `synth evolve`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{interrupt, print, progress, units};
use crate::engine::{self, Fault, Objective, Options};
use crate::report::{self, Status};
use crate::search::{Part, Strategy, Without};

/// Breeds faster versions of a crate for the calls in its traces
#[derive(Args)]
pub struct Evolve {
    /// Folder of the library crate to be improved
    #[arg(value_name = "CRATE")]
    seed_crate: PathBuf,
    /// Traces of the calls that it gets
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    trace: Vec<PathBuf>,
    /// Traces that the search never sees; without them, a part of the traces is held out
    #[arg(long, value_name = "FILE", num_args = 1..)]
    holdout_trace: Vec<PathBuf>,
    /// Run directory; a previous one is moved to <DIR>.old
    #[arg(long, value_name = "DIR", default_value = "synth.out")]
    out: PathBuf,
    /// Wall time of the whole run: 90s, 10m, 8h [default: 10m; with --evaluations, as long as they take]
    #[arg(long, value_name = "TIME", value_parser = units::duration)]
    budget: Option<Duration>,
    /// End the search after N candidates, or before if the budget ends
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    evaluations: Option<u64>,
    /// What to make smaller (score: larger)
    #[arg(long, value_enum, default_value_t = Wanted::Time)]
    objective: Wanted,
    /// How to search; plain (no rules, no crossover) and random are baselines, to compare with
    #[arg(long, value_enum, default_value_t = How::Local)]
    search: How,
    /// Leave operators or moves of the search out, to see what they are worth
    #[arg(long, value_name = "PART,...", value_delimiter = ',')]
    without: Vec<Part>,
    /// Seed of the search's random numbers
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Candidates judged side by side [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Only edit this function; `*` stands for anything; may be given again
    #[arg(long, value_name = "PATH")]
    function: Vec<String>,
    /// Go on with the run in the run directory
    #[arg(long)]
    resume: bool,
    /// Keep what is found wrong with candidates in this folder, and take from there what earlier runs of the crate found
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// End with exit code 10 if no better variant was found
    #[arg(long)]
    require_improvement: bool,
    /// Run candidates even where this machine cannot contain them
    #[arg(long)]
    unsandboxed: bool,
    /// Let cargo run the crate's build script (build.rs), uncontained
    #[arg(long)]
    allow_build_script: bool,
    /// Do not tell how far the run is
    #[arg(long)]
    quiet: bool,
    /// Form of the final summary
    #[arg(long, value_enum, value_name = "FORM", default_value_t = MessageFormat::Human)]
    message_format: MessageFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum Wanted {
    Time,
    Instructions,
    Allocations,
    Size,
    Score,
}

#[derive(Clone, Copy, ValueEnum)]
enum How {
    Local,
    Plain,
    Random,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum MessageFormat {
    Human,
    Json,
}

impl Evolve {
    pub fn run(self) -> Result<(), Fault> {
        let options = self.options();
        interrupt::listen()?;
        let progress = progress::progress(self.quiet);
        let answer = engine::evolve(&options, &*progress);
        // The bar leaves the terminal before anything else is written there.
        drop(progress);
        let summary = answer?;
        print(&match self.message_format {
            MessageFormat::Human => report::terminal(&options.out, &summary),
            MessageFormat::Json => report::json(&summary),
        });
        match summary.status {
            Status::Interrupted => Err(Fault::Interrupted("; --resume goes on from here".into())),
            Status::NothingEvaluated => Err(Fault::NothingEvaluated("nothing could be evaluated".into())),
            Status::Unchanged if self.require_improvement => Err(Fault::NoImprovement),
            Status::Improved | Status::Unchanged => Ok(()),
        }
    }

    fn options(&self) -> Options {
        let objective = match self.objective {
            Wanted::Time => Objective::Time,
            Wanted::Instructions => Objective::Instructions,
            Wanted::Allocations => Objective::Allocations,
            Wanted::Size => Objective::Size,
            Wanted::Score => Objective::Score,
        };
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        Options {
            seed_crate: self.seed_crate.clone(),
            traces: self.trace.clone(),
            holdout_traces: self.holdout_trace.clone(),
            out: self.out.clone(),
            budget: self.budget.or(self.evaluations.is_none().then_some(engine::USUAL_BUDGET)),
            evaluations: self.evaluations,
            objective,
            search: match self.search {
                How::Local => Strategy::Local,
                How::Plain => Strategy::Plain,
                How::Random => Strategy::Random,
            },
            without: Without::new(self.without.iter().copied()),
            random_seed: self.seed,
            jobs: self.jobs.map_or_else(cores, usize::from),
            functions: self.function.clone(),
            resume: self.resume,
            cache: self.cache.clone(),
            unsandboxed: self.unsandboxed,
            allow_build_script: self.allow_build_script,
            command: command_line(std::env::args().skip(1)),
        }
    }
}

/// The command as it can be typed again.
fn command_line(arguments: impl Iterator<Item = String>) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./=,:@+%".contains(c);
    arguments.fold("synth".to_owned(), |line, argument| {
        if !argument.is_empty() && argument.chars().all(plain) {
            format!("{line} {argument}")
        } else {
            format!("{line} '{}'", argument.replace('\'', r"'\''"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_can_be_pasted_into_a_shell() {
        let arguments = ["evolve", "seeds/a b", "--function", "Table::*", "it's"].map(String::from);
        assert_eq!(command_line(arguments.into_iter()), r"synth evolve 'seeds/a b' --function 'Table::*' 'it'\''s'");
    }
}
