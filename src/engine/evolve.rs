//! `synth evolve`: the story of a run.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::closing::Closing;
use super::finals::Finals;
use super::forgone::Forgone;
use super::funnel::Funnel;
use super::gauge::{Effort, Gauge};
use super::ground::Ground;
use super::holes::Holes;
use super::hunt::{self, Hunt};
use super::input::{donor_files, donors, load, read_traces, rule_files, rules};
use super::instructions::counter;
use super::outcome::Outcome;
use super::pace::Pace;
use super::reserve::{EMISSION, LEAST_SEARCH, Noise, least_budget};
use super::timing;
use super::trial::{self, HOLDOUT, Trial};
use super::{Fault, Objective, Options, Progress, USUAL_BUDGET, genes, profile, relinks};
use crate::build::{Form, Relinker, TestRun, run_tests, thir};
use crate::component::Component;
use crate::component::types::TypeMap;
use crate::emit::sha256;
use crate::operators::{self, Weights, everything, take_apart};
use crate::replay::stop::Alarm;
use crate::replay::{Counter, Sandbox, process};
use crate::report::{ProfileLine, Summary, Tests};
use crate::run::{Cache, Directory, EventLog, write_atomically};
use crate::search::{self, Seed, Strategy};

/// The part of a budget that the seed's own tests may take at most if they are to be recorded, too.
const QUICK_TESTS: u32 = 12;
/// Sessions beyond the trace that candidates are tried on.
pub(super) const BEYOND: usize = 600;

/// Runs the whole funnel and leaves the run directory.
///
/// # Errors
/// See [`Fault`]. A run that was interrupted has left its run directory, to be resumed.
pub fn evolve(options: &Options, progress: &dyn Progress) -> Result<Summary, Fault> {
    let (start, cpu) = (Instant::now(), process::own_cpu_time());
    let mut component = load(&options.seed_crate, options.allow_build_script)?;
    if options.objective == Objective::Score {
        component.scored_by = Some(component.fitness().map_err(|e| Fault::Arguments(e.to_string()))?);
    }
    let counter = counter(options.objective)?;
    let trace = read_traces(&component, &options.traces, &options.holdout_traces)?;
    let directory = Directory::claim(&options.out).map_err(output)?;
    let sandbox = contained(options.unsandboxed, progress)?;
    let mut ground = Ground::new(component, trace, directory.work(), sandbox, progress)?;
    ground.count_with(counter)?;
    let tests = std::thread::scope(|scope| {
        // What is built for the profile needs no more than a core. A run that is resumed remembers its profile.
        let profiled = scope.spawn(|| {
            if !options.resume {
                profile::prepare(&ground.toolchain)
            }
        });
        let tests = own_tests(directory.work(), progress);
        profiled.join().map_err(|_| Fault::Internal("building for the profile broke off".into())).and(tests)
    })?;
    // Tests need not ask the same each time; a run that counts must.
    let budget = options.budget.unwrap_or(USUAL_BUDGET);
    if tests.0 == Tests::Passed && !options.objective.counted() && tests.1 < budget / QUICK_TESTS {
        ground.ask_tests(directory.work(), tests.1, budget / 6);
    }
    progress.phase("making inputs beyond the trace");
    // A time never repeats; a run that counts does.
    if !options.objective.counted() {
        ground.hurry();
    }
    ground.go_beyond(BEYOND, &mut search::rng(options.random_seed, u64::MAX - 1), progress)?;
    match options.objective.counted() {
        true => ground.rule_out_time(),
        false => {
            ground.lighten()?;
            ground.resize(&mut search::rng(options.random_seed, u64::MAX - 2))?;
        }
    }
    progress.phase("measuring the noise of this machine");
    let noise = Noise::measure(&ground, trial::groups(&ground).0, HOLDOUT, options.random_seed)?;
    let flags_alone = genes::flags_alone(&ground)?;
    let mut outcome = Outcome::new(&ground, options, tests, noise.floor(), flags_alone, (start, cpu));
    let (needed, choosing) = (noise.needed(&ground, outcome.tests_time), noise.choosing());
    let setup = start.elapsed();
    // Half of it may do, and a run that ends too early can be resumed.
    if let Some(budget) = options.budget.filter(|budget| *budget < setup + needed / 2 + LEAST_SEARCH) {
        let least = least_budget(setup, needed).as_secs();
        return Err(Fault::Arguments(format!(
            "a budget of {}s leaves no time to search: preparing took {}s and the verdict needs {}s; give at least --budget {least}s",
            budget.as_secs(),
            setup.as_secs(),
            needed.as_secs()
        )));
    }
    ground.uncompared.iter().for_each(|what| outcome.warn(what));
    if let Some(required) = ground.required() {
        outcome.warn(&format!("on made-up input, behaviour was compared only where callers keep {required}"));
    }
    if let Some(promised) = &ground.component.rust_version {
        let compiler = super::outcome::compiler();
        if !compiler.starts_with(&format!("rustc {promised}")) {
            outcome.warn(&format!(
                "the crate promises to build with Rust {promised}; variants were built with {compiler} only"
            ));
        }
    }
    begin(&directory, options, &ground, progress)?;
    ground.keep_in(directory.out().join("counterexamples.jsonl"), options.resume)?;
    let end = options.budget.map(|budget| start + budget);
    let alarm = end.map(|end| Alarm::at(end - EMISSION));
    let result =
        judge(options, &directory, &ground, &mut outcome, noise.seed, (end, needed, choosing, noise.build), progress);
    let result = match alarm.is_some_and(Alarm::off) {
        true => result.or_else(|fault| broken_off(fault, &mut outcome)),
        false => result,
    };
    let saved = || format!("; what was judged is saved in {}: go on with --resume", options.out.display());
    match result.map_err(|fault| fault.or_interrupted(saved)) {
        Ok(()) => outcome.finish(&directory),
        Err(fault) => {
            if let Fault::Interrupted(_) = fault {
                outcome.interrupt(&directory)?;
            }
            Err(fault)
        }
    }
}

/// A fault that arose when the time of a run was over. What was not judged by then is not judged, and that is all.
fn broken_off(fault: Fault, outcome: &mut Outcome) -> Result<(), Fault> {
    if let Fault::Output(_) = fault {
        return Err(fault);
    }
    outcome.broken_off();
    Ok(())
}

/// What holds workers back. It must be asked for in words where this machine cannot.
pub(super) fn contained(unsandboxed: bool, progress: &dyn Progress) -> Result<Sandbox, Fault> {
    if unsandboxed {
        progress.warn("candidates run without seccomp: they are limited in time and memory only");
    }
    let sandbox = if unsandboxed { Sandbox::none() } else { Sandbox::new() };
    sandbox.map_err(|e| Fault::Arguments(format!("{e}; --unsandboxed runs candidates without seccomp")))
}

/// What of a seed and its candidates cannot be contained.
pub(super) fn not_contained(seed: &Component, unsandboxed: bool, counter: Option<&Counter>) -> Vec<String> {
    let of_candidates = match unsandboxed {
        true => Some("system calls"),
        false => counter.and_then(Counter::not_contained),
    };
    let scripts = seed.build_scripts().into_iter().map(|script| format!("the build script {}", script.display()));
    of_candidates.map(str::to_owned).into_iter().chain(scripts).collect()
}

/// Search, then the finals. `relinked`: the seed's worker, to be linked anew; `end`: that of the budget, if there is one; `needed`: what
/// one finalist needs, `choosing` of it before its verdict; `build`: wall time of compiling the seed.
fn judge(
    options: &Options,
    directory: &Directory,
    ground: &Ground,
    outcome: &mut Outcome,
    relinked: Relinker,
    (end, needed, choosing, build): (Option<Instant>, Duration, Duration, Duration),
    progress: &dyn Progress,
) -> Result<(), Fault> {
    progress.phase("searching");
    let known = || {
        let seed = seed_of(ground, &options.functions)?;
        let profile = remembered(directory, "profile", options.resume, || sample(ground, &seed))?;
        Ok((seed, profile))
    };
    // Both mostly wait for a compiler, and nothing is compared by time.
    let (overflow_checks, known) = rayon::join(|| overflow_checks_agree(ground), known);
    let (overflow_checks, (mut seed, profile)) = (overflow_checks?, known?);
    let train: Vec<u32> = ground.parts[0].clone().collect();
    let gauge = Gauge::new(ground, options.objective, train, Effort::SEARCH)?;
    let mut funnel =
        Funnel::new(ground, &gauge, overflow_checks, options.objective, options.jobs, options.random_seed)?;
    funnel.forgone = Forgone::open(&directory.out().join("log/forgone.json"));
    funnel.closing = end.map(|end| Closing::new(ground, end, needed, build)).transpose()?;
    let mut log = EventLog::open(&directory.out().join("events.jsonl"))
        .map_err(|e| Fault::Output(format!("cannot open the event log: {e}")))?;
    if log.dropped() > 0 {
        progress.warn(&format!(
            "{} line(s) at the end of events.jsonl are damaged and were dropped; these candidates are judged again",
            log.dropped()
        ));
    }
    if seed.types.is_empty() {
        progress.warn(UNTYPED);
        outcome.warn(UNTYPED);
    }
    if let Some(closed) = left_alone(&seed) {
        outcome.warn(&closed);
    }
    outcome.donors = seed.donors.clone();
    outcome.profiled(profile);
    // Sampled time never repeats; a run that counts does.
    if !options.objective.counted() {
        seed.weights = profile::weights(outcome.profile());
    }
    let seed = Arc::new(seed);
    let search = options.search.start(seed.clone(), options.without.clone(), options.random_seed);
    let file = directory.out().join("log/holes.json");
    let holes = (options.search == Strategy::Local && !options.without.has(operators::holes::NAME))
        .then(|| Holes::new(&funnel, seed, file, options.evaluations))
        .transpose()?;
    let cache = options.cache.as_ref().map(|folder| cache(folder, options, ground)).transpose()?;
    let pace = match options.objective.counted() && options.evaluations.is_some() {
        true => Pace::steady(),
        false => {
            let file = directory.out().join("log/chunks.json");
            Pace::clocked(ground.timed.time, options.jobs, file, options.resume)
        }
    };
    let doubts = directory.out().join("log/doubts.json");
    let hunt = Hunt { funnel: &funnel, evaluations: options.evaluations, cache, doubts };
    let survivors = hunt::run(&hunt, search, pace, holes, &mut log, outcome, progress)?;
    // The end of the search is not that of what is judged after it.
    let closing = funnel.closing.take();
    let now = |usually: Duration| closing.as_ref().map_or(usually, |closing| closing.now(usually));
    let trial = Trial {
        ground,
        objective: options.objective,
        groups: outcome.groups.clone(),
        noise_floor: outcome.noise_floor,
        overflow_checks,
        end: end.map(|end| end - EMISSION),
        seed: relinked,
        random_seed: options.random_seed,
    };
    let left = trial.left().min(now(needed) * 2);
    // Half more than it takes by now: a verdict that comes too late is worth nothing.
    let look = now(needed - choosing).mul_f64(1.5).min(left.mul_f64(0.7));
    // What is thinned is no news.
    let forgone = std::mem::take(&mut funnel.forgone).best();
    outcome.expect(look, if forgone.is_empty() { Duration::ZERO } else { (left - look) / 4 });
    let select = Gauge::new(ground, options.objective, ground.parts[1].clone().collect(), Effort::SELECT)?;
    let finals = Finals { trial, select, funnel: &funnel, work: directory.work() };
    outcome.choose(&finals, survivors, directory, progress)?;
    outcome.forgo(&finals, &forgone, progress)
}

/// What earlier runs found that judged as this one does.
fn cache(folder: &Path, options: &Options, ground: &Ground) -> Result<RefCell<Cache>, Fault> {
    let objective = options.objective;
    let mut key = json!({
        "synth": env!("CARGO_PKG_VERSION"),
        "rustc": super::outcome::compiler(),
        "flags": ground.toolchain.flags(),
        "seed": ground.component.hash(),
        "lock": std::fs::read_to_string(ground.toolchain.seed_dir().join("Cargo.lock")).ok(),
        "traces": super::outcome::trace_hashes(options).iter().map(|trace| &*trace.sha256).collect::<Vec<_>>(),
        "objective": objective.name(),
        "counter": ground.counter.as_ref().map(Counter::name),
        "fitness": ground.component.scored_by.as_ref().map(|fitness| sha256(fitness.text.as_bytes())),
    });
    // Such a run is to be the same event for event, and another one would have come to other made-up inputs.
    if objective.counted() {
        key["search"] = json!([options.search.name(), options.without.names(), options.random_seed, options.functions]);
        key["rules"] = json!([hashes(rule_files(&ground.component)?), hashes(donor_files(&ground.component)?)]);
    }
    let opened = Cache::open(folder, &sha256(key.to_string().as_bytes())[..16]);
    opened.map(RefCell::new).map_err(|e| {
        Fault::Output(format!("cannot use {} as a cache: {e}; give another folder with --cache", folder.display()))
    })
}

/// What a user must know where files are not edited.
pub(super) fn left_alone(seed: &Seed) -> Option<String> {
    let closed = operators::unsafe_files(&seed.sources);
    (!closed.is_empty() && !seed.allow_unsafe).then(|| {
        format!(
            "not edited, because it holds `unsafe`: {}; what is to be improved must stand in other files, or be opened with \
             `allow-unsafe` in [package.metadata.synth], though nothing here would notice undefined behaviour",
            closed.join(", ")
        )
    })
}

/// What a user must know where a seed has no types.
pub(super) const UNTYPED: &str = "this rustc does not tell the types of expressions; the search goes on without them";

/// What the search starts from. `functions`: those that may be edited, where the user says so.
pub(super) fn seed_of(ground: &Ground, functions: &[String]) -> Result<Seed, Fault> {
    let sources = ground.component.sources.clone();
    let mut slot = ground.slot("types")?;
    let types = match thir(&ground.toolchain, &mut slot, &sources) {
        Ok(text) => TypeMap::parse(&text, &sources, ""),
        Err(_) => TypeMap::default(),
    };
    let metadata = &ground.component.metadata;
    let patterns = if functions.is_empty() { metadata.evolve.clone() } else { functions.to_vec() };
    let own: BTreeSet<String> = take_apart(&everything(&sources)).functions.into_iter().map(|it| it.path).collect();
    // What a rule's hash loses on keys that no trace has, nobody would see.
    let hashes = |path: &str| path.rsplit("::").next().is_some_and(|it| it == "finish" || it.starts_with("write"));
    let allowed = move |_file: &str, path: &str| {
        let named = || patterns.iter().any(|pattern| crate::component::matches(pattern, path));
        (patterns.is_empty() || named()) && (own.contains(path) || !hashes(path))
    };
    let mut seed = Seed {
        frozen: ground.frozen()?,
        sources,
        types: Arc::new(types),
        weights: Weights::default(),
        rules: Arc::new(rules(&ground.component)?),
        donors: Arc::new(donors(&ground.component)?),
        values: Arc::default(),
        allowed: Box::new(allowed),
        allow_unsafe: metadata.allow_unsafe,
    };
    seed.values = Arc::new(ground.values(&seed.view())?);
    Ok(seed)
}

fn output(error: crate::run::OutputError) -> Fault {
    Fault::Output(error.to_string())
}

fn begin(directory: &Directory, options: &Options, ground: &Ground, progress: &dyn Progress) -> Result<(), Fault> {
    let record = json!({
        "synth": env!("CARGO_PKG_VERSION"),
        "rustc": super::outcome::compiler(),
        "machine": { "arch": std::env::consts::ARCH, "cores": super::funnel::cores() },
        "command": options.command,
        "objective": options.objective.name(),
        "search": options.search.name(),
        "without": options.without.names(),
        "counter": ground.counter.as_ref().map(Counter::name),
        "seed": { "package": ground.component.package, "version": ground.component.version, "sha256": ground.component.hash() },
        "traces": super::outcome::trace_hashes(options),
        "fitness": ground.component.scored_by.as_ref().map(super::outcome::fitness_hash),
        "rules": hashes(rule_files(&ground.component)?),
        "donors": hashes(donor_files(&ground.component)?),
        "functions": options.functions,
        "random_seed": options.random_seed,
        "evaluations": options.evaluations,
        "not_contained": not_contained(&ground.component, options.unsandboxed, ground.counter.as_ref()),
    });
    let file = directory.out().join("run.json");
    let other = |earlier: &serde_json::Value| -> Vec<&str> {
        let keys = [
            "synth",
            "rustc",
            "seed",
            "traces",
            "objective",
            "search",
            "without",
            "counter",
            "fitness",
            "rules",
            "donors",
            "functions",
            "random_seed",
        ];
        keys.into_iter().filter(|key| earlier.get(key) != record.get(key)).collect()
    };
    let earlier = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    match (options.resume, earlier) {
        (true, Some(earlier)) if other(&earlier).is_empty() => directory.make().map_err(output)?,
        (true, Some(earlier)) => {
            return Err(Fault::Arguments(format!(
                "{} is another run (run.json differs in: {}); give what it was started with, or leave --resume out to start anew",
                options.out.display(),
                other(&earlier).join(", ")
            )));
        }
        (true, None) if directory.abandoned() => {
            progress.warn("the run was ended before its search had begun; it starts from the beginning");
            directory.make().map_err(output)?;
        }
        (true, None) => {
            return Err(Fault::Arguments(format!(
                "there is no run in {} to resume; leave --resume out",
                options.out.display()
            )));
        }
        (false, _) => directory.begin().map_err(output)?,
    }
    let text = serde_json::to_vec_pretty(&record).map_err(|e| Fault::Internal(e.to_string()))?;
    write_atomically(&file, &text).map_err(output)
}

/// Names and hashes of files, as `run.json` has them.
fn hashes(files: Vec<(String, String)>) -> Vec<serde_json::Value> {
    let hash = |(file, text): (String, String)| json!({ "file": file, "sha256": sha256(text.as_bytes()) });
    files.into_iter().map(hash).collect()
}

/// The seed's own tests, on its stand-alone copy.
pub(super) fn own_tests(work: &Path, progress: &dyn Progress) -> Result<(Tests, Duration), Fault> {
    progress.phase("running the seed's own tests");
    let start = Instant::now();
    let run = run_tests(&work.join("seed"), work, Duration::from_secs(1800)).map_err(relinks::host)?;
    let tests = match run {
        TestRun::Passed(_) => Tests::Passed,
        TestRun::None => Tests::None,
        TestRun::NotBuilt(why) => {
            progress.warn(&format!("the seed's own tests cannot be built, so they are not run: {why}"));
            Tests::NotRun
        }
        TestRun::Failed(why) => {
            return Err(Fault::Seed(format!("the seed's own tests fail; make `cargo test` pass first:\n{why}")));
        }
    };
    Ok((tests, start.elapsed()))
}

/// What a run found when it began, and what its search depends on: on --resume it is what it was.
fn remembered<T: Serialize + DeserializeOwned>(
    directory: &Directory,
    name: &str,
    resume: bool,
    find: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Fault> {
    let file = directory.out().join(format!("log/{name}.json"));
    let earlier = std::fs::read(&file).ok().filter(|_| resume);
    if let Some(found) = earlier.and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
        return Ok(found);
    }
    let found = find()?;
    let text = serde_json::to_vec_pretty(&found).map_err(|e| Fault::Internal(e.to_string()))?;
    write_atomically(&file, &text).map_err(output)?;
    Ok(found)
}

/// Where the seed's time goes; nothing where this host cannot sample.
fn sample(ground: &Ground, seed: &Seed) -> Result<Vec<ProfileLine>, Fault> {
    let mut slot = ground.slot("profile")?;
    let Ok(program) = profile::build(&ground.toolchain, &mut slot, &seed.sources) else { return Ok(Vec::new()) };
    let train: Vec<u32> = ground.parts[0].clone().collect();
    // The kernel samples a few hundred times a second.
    let samples = timing::sample(ground, &program, train, Duration::from_secs(1)).unwrap_or_default();
    Ok(profile::attribute(program.path(), &samples, &ground.component.lib, slot.dir(), &seed.view()))
}

/// Whether the seed does the same with overflow checks on; if not, a build with them says nothing of a candidate.
///
/// # Errors
/// The host's trouble.
pub(super) fn overflow_checks_agree(ground: &Ground) -> Result<bool, Fault> {
    let mut slot = ground.slot("overflow")?;
    let form = Form { overflow_checks: true, ..Form::default() };
    let Ok(program) = ground.toolchain.build(&mut slot, &ground.component.sources, &form, "overflow") else {
        return Ok(false);
    };
    let all = (0..ground.parts[2].end).collect();
    Ok(ground.judge(program.alone(), all, None).is_ok())
}
