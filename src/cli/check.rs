//! `synth check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{interrupt, print, progress};
use crate::engine::{self, Fault, Question};
use crate::report;

/// Tells whether a crate and its traces are fit for `evolve`, and what a run could show
#[derive(Args)]
pub struct Check {
    /// Folder of the library crate
    #[arg(value_name = "CRATE")]
    seed_crate: PathBuf,
    /// Traces of the calls that it gets
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    trace: Vec<PathBuf>,
    /// Try the judge on a battery of cheats instead, each of which it must refuse
    #[arg(long)]
    self_test: bool,
    /// Try candidates that a run let through on far more inputs instead: none that a verdict lets through may differ
    #[arg(long, value_name = "RUN_DIR", conflicts_with = "self_test")]
    survivors: Option<PathBuf>,
    /// How many of these
    #[arg(long, value_name = "N", default_value_t = 200, requires = "survivors")]
    sample: usize,
    /// Run candidates even where this machine cannot contain them
    #[arg(long)]
    unsandboxed: bool,
    /// Let cargo run the crate's build script (build.rs), uncontained
    #[arg(long)]
    allow_build_script: bool,
    /// Do not tell how far the check is
    #[arg(long)]
    quiet: bool,
    /// Form of the answer
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Human, conflicts_with = "self_test")]
    message_format: Form,
}

#[derive(Clone, Copy, ValueEnum)]
enum Form {
    Human,
    Json,
}

impl Check {
    pub fn run(self) -> Result<(), Fault> {
        interrupt::listen()?;
        let progress = progress::progress(self.quiet);
        let question = Question {
            seed_crate: self.seed_crate,
            traces: self.trace,
            unsandboxed: self.unsandboxed,
            allow_build_script: self.allow_build_script,
        };
        if self.self_test {
            let trials = engine::self_test(&question, &*progress);
            drop(progress);
            let (told, failed) = trials?.told();
            print(&told);
            return match failed.is_empty() {
                true => Ok(()),
                false => Err(Fault::Internal(format!("the judge fails on some cheats:\n{}", failed.join("\n")))),
            };
        }
        if let Some(run_dir) = &self.survivors {
            let audit = engine::audit(&question, run_dir, self.sample, &*progress);
            drop(progress);
            let audit = audit?;
            print(&audit.told());
            return match audit.missed() {
                0 => Ok(()),
                missed => Err(Fault::Internal(format!("{missed} of them would have been emitted"))),
            };
        }
        let fitness = engine::check(&question, &*progress);
        drop(progress);
        let fitness = fitness?;
        print(&match self.message_format {
            Form::Human => report::check::fitness(&fitness),
            Form::Json => serde_json::to_string_pretty(&fitness).map_err(|e| Fault::Internal(e.to_string()))? + "\n",
        });
        Ok(())
    }
}
