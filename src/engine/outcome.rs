//! What a run has to show: the summary as it grows, the finalists chosen, variants emitted.

mod looks;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::finals::{Accepted, Finals};
use super::ground::Ground;
use super::trial::{self, HOLDOUT};
use super::{Fault, Options, Progress, forgone};
use crate::component::Fitness;
use crate::emit::{self, Edit, FileHash, Provenance, Transplanted};
use crate::genome::Genome;
use crate::measure::Interval;
use crate::operators::Donors;
use crate::replay::{Counter, process};
use crate::report::{
    self, Funnel, HoleCount, ProfileLine, Rejected, Score, Speedup, Split, SplitKind, StageCount, Status, Summary,
    Tests, VariantSummary,
};
use crate::run::{Directory, Judged};
use crate::trace;

/// Least time that is worth spending on what a precondition would admit.
const FORGONE: Duration = Duration::from_secs(2);

/// A run's summary in the making.
pub struct Outcome<'a> {
    summary: Summary,
    ground: &'a Ground,
    options: &'a Options,
    start: Instant,
    /// CPU time that was used before: `cargo run` becomes this process and leaves its own behind.
    cpu: Duration,
    /// Groups of sessions to report on: train, select, holdout, the holdout of each file.
    pub groups: Vec<Vec<u32>>,
    /// Files of the groups after the first three.
    files: Vec<String>,
    /// Ratio that identical copies reach by chance.
    pub noise_floor: f64,
    /// Where transplanted code comes from.
    pub donors: Arc<Donors>,
    /// Wall time of the seed's own tests.
    pub tests_time: Duration,
    /// Wall time of one verdict with its tests.
    look: Duration,
    /// A test that emitted crates have beside the seed's own.
    regression: Option<String>,
    /// Time that is left, if the verdict does not need it, for telling what a precondition would admit.
    aside: Duration,
}

impl<'a> Outcome<'a> {
    /// Before the search.
    pub fn new(
        ground: &'a Ground,
        options: &'a Options,
        tests: (Tests, Duration),
        noise_floor: f64,
        flags_alone: f64,
        begun: (Instant, Duration),
    ) -> Outcome<'a> {
        let split = split_of(&ground.split);
        let summary = Summary {
            schema: report::SCHEMA,
            status: Status::NothingEvaluated,
            component: ground.component.package.clone(),
            objective: options.objective.name().to_owned(),
            counter: ground.counter.as_ref().map(Counter::name),
            tests: tests.0,
            tests_asked: ground.tests_asked,
            split,
            funnel: Funnel::default(),
            noise_floor,
            flags_alone,
            variants: Vec::new(),
            profile: Vec::new(),
            rejected: Vec::new(),
            survivors: 0,
            warnings: Vec::new(),
        };
        let (groups, files) = trial::groups(ground);
        let tests_time = tests.1;
        let (start, cpu) = begun;
        Outcome {
            summary,
            ground,
            options,
            start,
            cpu,
            groups,
            files,
            noise_floor,
            donors: Arc::default(),
            tests_time,
            look: Duration::ZERO,
            aside: Duration::ZERO,
            regression: None,
        }
    }

    /// A sentence that the reader must know.
    pub fn warn(&mut self, what: &str) {
        self.summary.warnings.push(what.to_owned());
    }

    /// Where the seed's time goes.
    pub fn profiled(&mut self, lines: Vec<ProfileLine>) {
        self.summary.profile = lines;
    }

    /// As [`Outcome::profiled`] was told.
    pub fn profile(&self) -> &[ProfileLine] {
        &self.summary.profile
    }

    /// How long a verdict takes, for a start, and what may be put aside for after it.
    pub fn expect(&mut self, look: Duration, aside: Duration) {
        (self.look, self.aside) = (look, aside);
    }

    /// The counts of the search so far.
    pub fn searched(&mut self, taken: Duration, judged: u64, duplicates: u64, stages: Vec<StageCount>, survivors: u64) {
        let funnel = &mut self.summary.funnel;
        funnel.search_s = taken.as_secs_f64();
        funnel.proposed = judged + duplicates;
        funnel.duplicate = duplicates;
        funnel.checked = stages[0].passed;
        funnel.screened = stages[1].passed;
        funnel.raced = stages[2].passed;
        funnel.stages = stages;
        self.summary.survivors = survivors;
        if judged > 0 {
            self.summary.status = Status::Unchanged;
        }
    }

    /// What filling holes came to so far.
    pub fn filled(&mut self, count: HoleCount) {
        self.summary.funnel.holes = count;
    }

    /// The time was over before there was a verdict on all that was brought to it.
    pub fn broken_off(&mut self) {
        if self.summary.variants.is_empty() {
            self.warn("the budget ended before the verdict: --resume with a larger --budget goes on from here");
        }
    }

    /// Tells of what gains more than anything that was emitted, and would be right under a precondition.
    ///
    /// # Errors
    /// The user interrupted, or the host fails.
    pub fn forgo(&mut self, finals: &Finals, forgone: &[Judged], progress: &dyn Progress) -> Result<(), Fault> {
        if forgone.is_empty() {
            return Ok(());
        }
        progress.phase("looking for what a precondition would admit");
        let best = self.summary.variants.first().map_or(1.0, |variant| variant.speedup.select.point);
        let told = forgone::explain(finals, forgone, best, (self.aside / 3).max(FORGONE))?;
        self.summary.rejected.extend(told);
        self.summary.rejected.sort_by(|a, b| b.gain.total_cmp(&a.gain));
        Ok(())
    }

    fn reject(&mut self, candidate: u64, stage: &str, reason: String, gain: f64) {
        let rejected = Rejected { candidate, stage: stage.to_owned(), reason, gain, input: None, requires: None };
        self.summary.rejected.push(rejected);
    }

    /// Writes the crate of a candidate into a folder; returns its diff.
    fn emit(&self, name: &str, accepted: &Accepted, directory: &Directory, into: &Path) -> Result<String, Fault> {
        let seed = &self.ground.component.sources;
        let diff = accepted.genome.diff(seed);
        let changed = accepted.sources.iter().filter(|(path, text)| seed.get(path) != Some(text));
        let changed: Vec<(String, String)> = changed.map(|(p, t)| (p.to_string(), t.to_string())).collect();
        let (speedup, traces) = self.figures(accepted);
        let provenance = self.provenance(accepted, speedup, traces);
        let seed_dir = directory.work().join("seed");
        let variant = emit::Variant {
            name,
            seed_dir: &seed_dir,
            changed,
            diff: &diff,
            regression: self.regression.as_deref(),
            provenance,
        };
        emit::emit(&variant, into).map_err(|e| Fault::Output(format!("{e:#}")))?;
        Ok(diff)
    }

    /// Emits an accepted candidate.
    fn publish(&mut self, accepted: Accepted, directory: &Directory) -> Result<(), Fault> {
        let name = format!("v{}", self.summary.variants.len() + 1);
        let diff = self.emit(&name, &accepted, directory, &directory.out().join("variants"))?;
        let (speedup, traces) = self.figures(&accepted);
        for shown in self.ground.gate.debugged_otherwise(&accepted.sources) {
            self.warn(&format!(
                "in {name}, what the derived `Debug` of {shown} shows of its private fields is another than the seed's"
            ));
        }
        self.summary.variants.push(VariantSummary {
            path: format!("variants/{name}"),
            patch: format!("variants/{name}.patch"),
            name,
            edits: accepted.genome.edits().len(),
            diff_lines: emit::diff_lines(&diff),
            speedup,
            score: score(&accepted),
            options: accepted.options.clone(),
            scope: report::Scope::of(&traces),
            sizes: accepted.figures.sizes.clone(),
            memory: accepted.figures.memory,
            over_specialisation: report::over_specialisation(&speedup),
            traces,
        });
        self.summary.funnel.accepted += 1;
        self.summary.status = Status::Improved;
        Ok(())
    }

    fn figures(&self, accepted: &Accepted) -> (Speedup, BTreeMap<String, Interval>) {
        let figure = |g: usize| accepted.figures.ratios[g];
        let traces = match &self.files[..] {
            [only] => BTreeMap::from([(only.clone(), figure(HOLDOUT))]),
            files => files.iter().enumerate().map(|(i, f)| (f.clone(), figure(HOLDOUT + 1 + i))).collect(),
        };
        (Speedup { train: figure(0), select: figure(1), holdout: figure(HOLDOUT) }, traces)
    }

    fn provenance(&self, accepted: &Accepted, speedup: Speedup, figures: BTreeMap<String, Interval>) -> Provenance {
        let component = &self.ground.component;
        let edits = accepted.genome.edits().iter().zip(&accepted.effects).map(|(edit, effect)| {
            let text = component.sources.get(&edit.file).map_or("", |t| &**t);
            Edit {
                operator: edit.operator.clone(),
                file: edit.file.to_string(),
                line: 1 + text[..edit.range.start].matches('\n').count() as u32,
                before: text[edit.range.clone()].to_owned(),
                after: edit.text.clone(),
                effect: *effect,
            }
        });
        Provenance {
            seed: format!("{} {}", component.package, component.version),
            seed_path: component.root.display().to_string(),
            seed_sha256: component.hash(),
            command: self.options.command.clone(),
            tool: format!("synth {}", env!("CARGO_PKG_VERSION")),
            compiler: compiler(),
            objective: self.options.objective.name().to_owned(),
            counter: self.summary.counter.clone(),
            tests: self.summary.tests,
            licence: None,
            noise_floor: self.noise_floor,
            relinks: accepted.figures.relinks as u32,
            generated_calls: self.ground.beyond.clone().map(|id| self.ground.judged.calls_of(id) as u64).sum(),
            requires: component.metadata.requires.clone(),
            split: self.summary.split,
            speedup,
            score: score(accepted),
            options: accepted.options.clone(),
            fitness: component.scored_by.as_ref().map(fitness_hash),
            traces: trace_hashes(self.options),
            figures,
            edits: edits.collect(),
            transplanted: self.transplanted(&accepted.genome),
            files: Vec::new(),
        }
    }

    /// The donors of a genome, each once.
    fn transplanted(&self, genome: &Genome) -> Vec<Transplanted> {
        let donors = genome.edits().iter().flat_map(|edit| self.donors.behind(&edit.operator));
        let donors: BTreeSet<(&str, &str)> = donors.collect();
        donors.into_iter().map(|(from, licence)| Transplanted { from: from.into(), licence: licence.into() }).collect()
    }

    /// Writes the summary and the report of a run that came to its end.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn finish(mut self, directory: &Directory) -> Result<Summary, Fault> {
        self.write(directory)?;
        // A run that was killed while it emitted leaves what nobody vouches for.
        let named = self.summary.variants.iter().flat_map(|v| [v.path.clone(), v.patch.clone()]).collect::<Vec<_>>();
        directory.keep_variants(&named).map_err(|e| Fault::Output(e.to_string()))?;
        Ok(self.summary)
    }

    /// Writes the summary of a run that was interrupted.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn interrupt(mut self, directory: &Directory) -> Result<(), Fault> {
        self.summary.status = Status::Interrupted;
        self.write(directory)
    }

    fn write(&mut self, directory: &Directory) -> Result<(), Fault> {
        self.summary.funnel.wall_s = self.start.elapsed().as_secs_f64();
        self.summary.funnel.cpu_s = process::own_cpu_time().saturating_sub(self.cpu).as_secs_f64();
        report::write(directory.out(), &self.summary).map_err(|e| Fault::Output(format!("{e:#}")))
    }
}

/// What seed and variant score on each part, where that is the objective.
fn score(accepted: &Accepted) -> Option<Score> {
    match accepted.figures.scores[..] {
        [train, select, holdout, ..] => Some(Score { train, select, holdout }),
        _ => None,
    }
}

/// The fitness file of a run by name and content.
pub fn fitness_hash(fitness: &Fitness) -> FileHash {
    FileHash {
        file: fitness.path.display().to_string(),
        sha256: emit::sha256(fitness.text.as_bytes()),
        held_out: false,
    }
}

/// How a trace was split, in counts.
pub fn split_of(split: &trace::Split) -> Split {
    let size = |part: &trace::Part| match split.kind {
        SplitKind::Sessions | SplitKind::Few => part.slices.len() as u64,
        SplitKind::Time | SplitKind::Generated => part.slices.iter().map(|s| (s.to - s.from) as u64).sum(),
    };
    Split { kind: split.kind, train: size(&split.train), select: size(&split.select), holdout: size(&split.holdout) }
}

/// First line of `rustc --version`.
pub fn compiler() -> String {
    let output = process::finish(std::process::Command::new("rustc").arg("--version"), Duration::from_secs(60));
    output.map_or_else(|_| "unknown".into(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned())
}

/// The traces of a run by name and content.
pub fn trace_hashes(options: &Options) -> Vec<FileHash> {
    let hash = |path: &PathBuf, held_out| {
        let sha256 = emit::sha256(&std::fs::read(path).unwrap_or_default());
        let file = std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string();
        FileHash { file, sha256, held_out }
    };
    let traces = options.traces.iter().map(|path| hash(path, false));
    traces.chain(options.holdout_traces.iter().map(|path| hash(path, true))).collect()
}
