//! A run that is killed at any instant and resumed ends as if nothing had happened, and leaves nothing behind.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{command, evolve, summary, synth, text, wasteful, wasteful_trace};
use serde_json::Value;

const MORE: [&str; 2] = ["--evaluations", "150"];
const PATIENCE: Duration = Duration::from_secs(120);

struct Scene {
    _dir: tempfile::TempDir,
    seed: PathBuf,
    trace: PathBuf,
    out: PathBuf,
}

impl Scene {
    fn new() -> Scene {
        let dir = tempfile::tempdir().expect("a folder");
        let (seed, trace, out) = (wasteful(dir.path()), wasteful_trace(dir.path()), dir.path().join("out"));
        Scene { _dir: dir, seed, trace, out }
    }

    /// Starts a run that nobody waits for.
    fn start(&self, out: &Path, more: &[&str]) -> Child {
        let args = command(&self.seed, &self.trace, out, &[&MORE, more].concat());
        let mut synth = Command::new(env!("CARGO_BIN_EXE_synth"));
        synth.args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    }

    fn events(&self, out: &Path) -> String {
        std::fs::read_to_string(out.join("events.jsonl")).unwrap_or_default()
    }
}

/// Waits for something that a run does; panics if it never does.
fn wait_for(what: &str, happened: impl Fn() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Processes that run in a folder, or out of it.
fn at_work(work: &Path) -> Vec<String> {
    let inside = |process: &Path| {
        let at = |link: &str| std::fs::read_link(process.join(link)).is_ok_and(|path| path.starts_with(work));
        at("cwd") || at("exe")
    };
    let processes = std::fs::read_dir("/proc").expect("a Linux host").flatten();
    let named = |path: PathBuf| {
        format!("{} {}", path.display(), std::fs::read_to_string(path.join("cmdline")).unwrap_or_default())
    };
    processes.map(|entry| entry.path()).filter(|path| inside(path)).map(named).collect()
}

/// A signal to the run itself, by its process id alone: what it started has to notice. Returns the run's exit code.
fn stop(mut run: Child, signal: &str, out: &Path) -> Option<i32> {
    let sent = Command::new("kill").args([signal, &run.id().to_string()]).status().expect("kill runs");
    assert!(sent.success(), "the run ended by itself");
    let code = run.wait().expect("it is ours").code();
    let work = out.with_extension("work");
    wait_for("all that the killed run had started is gone", || at_work(&work).is_empty());
    code
}

/// Kills the first process of a run that has some words in its command line; the run goes on.
fn strike(work: &Path, words: &str) {
    wait_for(words, || {
        let victim = at_work(work).into_iter().find(|process| process.contains(words));
        let id = victim.and_then(|process| Some(process.split(' ').next()?.strip_prefix("/proc/")?.to_owned()));
        // It may have ended by itself since.
        id.is_some_and(|id| Command::new("kill").args(["-KILL", &id]).status().is_ok_and(|sent| sent.success()))
    });
}

/// A summary without what differs between any two runs: times, and what follows from them.
fn timeless(mut summary: Value) -> Value {
    let funnel = summary["funnel"].as_object_mut().expect("an object");
    // Every time ends in `_s`.
    funnel.retain(|key, _| !key.ends_with("_s"));
    let (stages, holes) = (funnel["stages"].clone(), funnel["holes"].clone());
    let timeless = |mut part: Value| {
        part.as_object_mut().expect("an object").retain(|key, _| !key.ends_with("_s"));
        part
    };
    funnel["stages"] = stages.as_array().expect("stages").iter().cloned().map(timeless).collect();
    funnel["holes"] = timeless(holes);
    let whole = summary.as_object_mut().expect("an object");
    whole.retain(|key, _| !["noise_floor", "flags_alone", "profile"].contains(&key.as_str()));
    summary
}

#[test]
fn a_killed_run_is_resumed_as_if_nothing_had_happened() {
    let scene = Scene::new();
    let whole = scene.out.with_file_name("whole");
    let expected = timeless(evolve(&scene.seed, &scene.trace, &whole, &MORE));
    let events = scene.events(&whole);
    assert_eq!(events.lines().count(), 150, "{expected}");

    let work = scene.out.with_extension("work");
    let lines = |n: usize| scene.events(&scene.out).lines().count() >= n;
    let mut more: &[&str] = &["--jobs", "2"];
    // Each time later; the run that is killed last is in its finals.
    let instants: [(&str, &str, &dyn Fn() -> bool); 5] = [
        ("cargo is at work", "-KILL", &|| work.join("target").exists()),
        ("the run has begun", "-KILL", &|| scene.out.join("run.json").exists()),
        ("the first batch is written", "-INT", &|| lines(1)),
        ("all batches are written", "-KILL", &|| lines(150)),
        ("the finals are on", "-KILL", &|| work.join("slots/select0").exists()),
    ];
    for (what, signal, instant) in instants {
        let run = scene.start(&scene.out, more);
        wait_for(what, instant);
        let interrupted = (signal == "-INT").then_some(5);
        assert_eq!(stop(run, signal, &scene.out), interrupted, "{what}");
        let written = scene.events(&scene.out);
        let other = written.lines().zip(events.lines()).find(|(one, two)| !two.starts_with(one));
        assert_eq!(other, None, "{what}: the log is another");
        more = &["--resume", "--jobs", "1"];
    }
    // A kill of the whole machine may leave half a line, and worse.
    let torn = [&events.as_bytes()[..events.len() * 2 / 3], b"\xff\0{"].concat();
    std::fs::write(scene.out.join("events.jsonl"), torn).expect("writable");
    let mut args = command(&scene.seed, &scene.trace, &scene.out, &[&MORE[..], &["--resume", "--jobs", "3"]].concat());
    args.retain(|arg| *arg != "--quiet");
    let mut synth = Command::new(env!("CARGO_BIN_EXE_synth"));
    let last = synth.args(args).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    // What is killed of a run is done once more.
    strike(&work, "cargo");
    wait_for("the search has begun", || work.join("slots/job0").exists());
    strike(&work, "rustc");
    let output = last.wait_with_output().expect("it is ours");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words}");
    assert!(words.contains("1 line(s) at the end of events.jsonl are damaged and were dropped"), "{words}");
    assert_eq!(scene.events(&scene.out), events);
    assert_eq!(timeless(summary(&scene.out)), expected);
    assert!(!work.exists(), "the work folder is left");
    let variants = |out: &Path| std::fs::read_dir(out.join("variants")).expect("a folder").count();
    assert_eq!(variants(&scene.out), variants(&whole));
}

#[test]
fn a_run_in_progress_keeps_its_folder() {
    let scene = Scene::new();
    let run = scene.start(&scene.out, &[]);
    let lock = scene.out.with_extension("work").join("seed");
    wait_for("the folder is claimed", || lock.exists());
    for more in [&[][..], &["--resume"]] {
        let second = synth(&command(&scene.seed, &scene.trace, &scene.out, more));
        let words = String::from_utf8_lossy(&second.stderr);
        assert_eq!(second.status.code(), Some(7), "{words}");
        assert!(words.contains(&format!("{} is in use by another run", text(&scene.out))), "{words}");
    }
    assert!(lock.exists(), "the second run took away what the first one needs");
    stop(run, "-KILL", &scene.out);
}
