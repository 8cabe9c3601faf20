//! `synth verify`: the claim of a variant, put to the test again. The crate is judged as it lies there, built alone.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::evolve::{BEYOND, overflow_checks_agree};
use super::ground::Ground;
use super::input::{consent, read_traces};
use super::instructions::counter;
use super::relinks::host;
use super::reserve::Noise;
use super::rival::{Rival, work_folder};
use super::trial::{self, HOLDOUT, ROUNDS, Trial, Unproven};
use super::{Fault, Objective, Progress};
use crate::build::{TestRun, run_tests};
use crate::component::{Component, Fitness, LoadError};
use crate::emit::{FileHash, Provenance, sha256};
use crate::measure::Interval;
use crate::replay::Sandbox;
use crate::report::{Tests, words};
use crate::search;

/// Longest that the variant's own tests may take.
const TESTS: Duration = Duration::from_secs(1800);
/// Seed of the inputs beyond the trace: none that a run's `--seed` is likely to be, so that the variant meets others than
/// those that it was chosen on.
const RANDOM_SEED: u64 = 0x7e57;

/// What to put to the test.
pub struct Claim {
    /// Folder of the variant.
    pub variant: PathBuf,
    /// Traces to judge it on; empty: those of its provenance.
    pub traces: Vec<PathBuf>,
    /// Folder of the seed, if it is not where it was.
    pub seed: Option<PathBuf>,
    /// Cargo may run the build scripts of the seed and of the variant.
    pub allow_build_script: bool,
}

/// Judges the variant against its seed; the figures now beside those claimed, as lines.
///
/// # Errors
/// [`Fault::Differs`] when it does not behave like the seed, [`Fault::Claim`] when anything else of the claim does not hold.
pub fn verify(claim: &Claim, progress: &dyn Progress) -> Result<String, Fault> {
    let provenance = Provenance::read(&claim.variant).map_err(|e| Fault::Arguments(e.to_string()))?;
    let objective = Objective::named(&provenance.objective).ok_or_else(|| {
        Fault::Arguments(format!("this synth does not know the objective `{}`; use a newer one", provenance.objective))
    })?;
    let mut seed = the_seed(claim.seed.as_deref().unwrap_or(Path::new(&provenance.seed_path)), &provenance)?;
    if objective == Objective::Score {
        seed.scored_by = Some(the_fitness(&seed, &provenance)?);
    }
    let unreadable = |error| Fault::Claim(format!("the claim no longer stands: the variant cannot be read: {error}"));
    let counter = counter(objective)?;
    let mut variant = Component::load(&claim.variant).map_err(unreadable)?;
    consent(&seed, claim.allow_build_script)?;
    consent(&variant, claim.allow_build_script)?;
    unchanged(&seed, &variant, &provenance, progress)?;
    let (traces, held_out) = match &claim.traces[..] {
        [] => recorded(&provenance.traces)?,
        others => (others.to_vec(), Vec::new()),
    };
    let trace = read_traces(&seed, &traces, &held_out)?;
    let work = work_folder()?;
    let sandbox = Sandbox::new().map_err(|e| Fault::Arguments(e.to_string()))?;
    let mut ground = Ground::new(seed, trace, &work.path().join("first"), sandbox, progress)?;
    ground.count_with(counter)?;
    progress.phase("making inputs beyond the trace");
    ground.go_beyond(BEYOND, &mut search::rng(RANDOM_SEED, 0), progress)?;
    if !objective.counted() {
        ground.resize(&mut search::rng(RANDOM_SEED, 1))?;
    }

    let name = variant.package.clone();
    let fails = |why: String| Fault::Claim(format!("the claim of {name} no longer stands: {why}"));
    progress.phase("building the variant");
    // A variant carries no profile: whoever builds it chooses, and here that is its seed's.
    variant.profile = ground.component.profile.clone();
    let work = work.path().join("variant");
    let rival = Rival::new(&ground, variant, &work)?;
    let rival = rival.map_err(|why| fails(format!("it does not build:\n{why}")))?;
    let contender = rival.contender();
    progress.phase("measuring the noise of this machine");
    let (groups, files) = trial::groups(&ground);
    let noise = Noise::measure(&ground, groups.clone(), HOLDOUT, RANDOM_SEED)?;
    let noise_floor = noise.floor();
    let trial = Trial {
        ground: &ground,
        objective,
        groups,
        noise_floor,
        overflow_checks: overflow_checks_agree(&ground)?,
        end: None,
        random_seed: RANDOM_SEED,
        seed: noise.seed,
    };
    progress.phase("comparing its behaviour with the seed's");
    let differs = |why: String| Fault::Differs(format!("{name} does not behave like {}: {why}", provenance.seed));
    if let Some(flaw) = trial.wrong(&contender, u64::MAX, ROUNDS)? {
        return Err(differs(flaw.why));
    }
    // Other inputs were made up in the run, so that this says nothing against its claim.
    if let Some(unrun) = trial.unrun(&contender, u64::MAX)? {
        progress.warn(&unrun.why);
    }
    // After its behaviour, which says more to whoever edited it; what it might forge there, it does not get past this.
    let objection = ground.gate.admit(&rival.component.sources);
    objection.map_err(|objection| fails(format!("a run would not have admitted it: {objection}")))?;
    progress.phase("running its tests");
    let tests = run_tests(&rival.dir, &work, TESTS).map_err(host)?;
    let tests = tests_hold(tests, provenance.tests, progress).map_err(fails)?;
    progress.phase("measuring it on what was held out");
    let claimed = words::interval(&provenance.speedup.holdout);
    let figures = trial.figures(&contender, 1)?.map_err(|unproven| match unproven {
        Unproven::Wrong(why) => differs(why),
        Unproven::NoGain(why) => fails(format!("{why}; claimed was {claimed}")),
    })?;
    let calls = words::count(ground.judged.calls() as u64, "call");
    let mut report = format!("{name} stands: the same behaviour as {} on {calls}; {tests}\n", provenance.seed);
    report += &table(&figures.ratios, &files, &provenance);
    let how = match objective.counted() {
        true => {
            let by = ground.counter.as_ref().map(|counter| format!(" by {}", counter.name()));
            format!("counted exactly{}", by.unwrap_or_default())
        }
        false => format!(
            "99 % intervals over {} relinks now and {} then; noise floor {noise_floor:.3} now and {:.3} then",
            figures.relinks, provenance.relinks, provenance.noise_floor
        ),
    };
    match figures.scores.get(HOLDOUT) {
        Some(scores) => {
            let _ = writeln!(
                report,
                "score on holdout {}; the figures above are shares of the seed's score",
                words::scores(scores)
            );
        }
        None => {
            let _ = writeln!(report, "seed over variant, {}: {how}", objective.name());
        }
    }
    Ok(report)
}

/// The seed that the claim is about, by its name.
fn the_seed(dir: &Path, provenance: &Provenance) -> Result<Component, Fault> {
    let package = provenance.seed_package();
    let gone = || {
        let dir = dir.display();
        Fault::Arguments(format!("the seed {package} is not in {dir}; say where it is now with --against"))
    };
    match Component::load(dir) {
        Ok(seed) if seed.package == package => Ok(seed),
        Ok(_) | Err(LoadError::NoManifest(_)) => Err(gone()),
        Err(error) => Err(Fault::Seed(error.to_string())),
    }
}

/// The fitness file that the claim is about.
fn the_fitness(seed: &Component, provenance: &Provenance) -> Result<Fitness, Fault> {
    let fitness = seed.fitness().map_err(|error| Fault::Arguments(error.to_string()))?;
    let claimed = provenance.fitness.as_ref().map(|claimed| &claimed.sha256);
    match claimed == Some(&sha256(fitness.text.as_bytes())) {
        true => Ok(fitness),
        false => Err(Fault::Claim(format!(
            "{} is not the fitness file that the variant was scored by; run `synth evolve` with the file as it is, or \
             restore the old one",
            fitness.path.display()
        ))),
    }
}

/// Whether the seed's code is still what the claim is about. Where its hash is another, the fault may lie with a file that is
/// not compiled: then each source file must be the one that was there, which for those that no edit touched is the variant's.
fn unchanged(
    seed: &Component,
    variant: &Component,
    provenance: &Provenance,
    progress: &dyn Progress,
) -> Result<(), Fault> {
    let touched = |path: &str| provenance.files.iter().find(|file| file.path == path);
    if seed.hash() != provenance.seed_sha256 {
        for (path, text) in seed.sources.iter() {
            let then = touched(path).map(|file| file.seed_sha256.clone());
            let then = then.or_else(|| variant.sources.get(path).map(|text| sha256(text.as_bytes())));
            if then != Some(sha256(text.as_bytes())) {
                return Err(Fault::Claim(format!(
                    "{} is not as it was when the variant was made, so the claim is about another seed; \
                     run `synth evolve` on the seed as it is, or name the old one with --against",
                    seed.root.join(&**path).display()
                )));
            }
        }
        progress.warn("files of the seed that are not its library's code changed since the variant was made");
    }
    for (path, text) in variant.sources.iter() {
        if touched(path).is_some_and(|file| file.variant_sha256 != sha256(text.as_bytes())) {
            progress.warn(&format!("{path} of the variant was edited since the run; it is judged as it is now"));
        }
    }
    Ok(())
}

/// The traces of the run, and those that it held out as a whole.
fn recorded(traces: &[FileHash]) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Fault> {
    for trace in traces {
        let how = match std::fs::read(&trace.file) {
            Ok(bytes) if sha256(&bytes) == trace.sha256 => continue,
            Ok(_) => "changed since the run".to_owned(),
            Err(error) => format!("cannot be read: {error}"),
        };
        return Err(Fault::Trace(format!(
            "{}, a trace that the claim is about, {how}; restore it, or name other traces with --trace",
            trace.file
        )));
    }
    let (held_out, others): (Vec<_>, Vec<_>) = traces.iter().partition(|trace| trace.held_out);
    let paths = |traces: Vec<&FileHash>| traces.into_iter().map(|trace| PathBuf::from(&trace.file)).collect();
    Ok((paths(others), paths(held_out)))
}

/// What the variant's own tests say, or why they refute the claim.
fn tests_hold(run: TestRun, claimed: Tests, progress: &dyn Progress) -> Result<&'static str, String> {
    match (run, claimed) {
        (TestRun::Passed(_), _) => Ok("its tests pass"),
        (TestRun::Failed(why), _) => Err(format!("its own tests fail:\n{why}")),
        (TestRun::None, Tests::Passed) => Err("its tests are gone".into()),
        (TestRun::None, _) => Ok("it has no tests"),
        (TestRun::NotBuilt(why), _) => {
            progress.warn(&format!("its tests cannot be built, so they are not run: {why}"));
            Ok("its tests were NOT run")
        }
    }
}

/// Figures now beside figures claimed; a trace that the run did not have has no claim.
fn table(figures: &[Interval], files: &[String], provenance: &Provenance) -> String {
    let speedup = &provenance.speedup;
    let parts = [("train", speedup.train), ("select", speedup.select), ("holdout", speedup.holdout)];
    let parts = parts.into_iter().map(|(name, claimed)| (name.to_owned(), Some(claimed)));
    let files = files.iter().map(|file| (format!("holdout of {file}"), provenance.figures.get(file).copied()));
    let mut text = format!("{:24}  {:24}  claimed\n", "", "now");
    for ((name, claimed), now) in parts.chain(files).zip(figures) {
        let claimed = claimed.map_or("-".to_owned(), |figure| words::interval(&figure));
        let _ = writeln!(text, "{name:24}  {:24}  {claimed}", words::interval(now));
    }
    text
}
