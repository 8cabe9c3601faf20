//! `--objective score` end to end: a fitness file drives sessions and judges what came of them.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::{synth, text, trace};

const LIBRARY: &str = "//! Choices.

/// One of the two.
pub fn pick(one: u64, other: u64) -> u64 {
    if one < other { one } else { other }
}

#[test]
fn of_two_that_are_the_same_it_does_not_matter_which() {
    assert_eq!(pick(2, 2), 2);
}
";

const FITNESS: &str = "//! The larger, the better.
use synth::{Call, Value};

pub fn drive(session: &[Call], issue: &mut dyn FnMut(&Call) -> Value) {
    for call in session {
        issue(call);
    }
}

pub fn judge(log: &[(Call, Value)]) -> Result<f64, String> {
    let mut sum = 0.0;
    for (call, result) in log {
        if !call.args.contains(result) {
            return Err(format!(\"{call} gave {result}, which is neither\"));
        }
        sum += result.as_f64().unwrap_or(0.0) / 100.0;
    }
    Ok(sum / log.len().max(1) as f64)
}
";

/// A component whose results are a matter of taste, its trace, and a fitness file in the folder above.
struct Scene {
    dir: tempfile::TempDir,
    trace: PathBuf,
}

impl Scene {
    fn new(metadata: &str, fitness: &str) -> Scene {
        let dir = tempfile::tempdir().expect("a folder");
        let calls = (0..40).map(|i| format!("{{\"call\":\"pick\",\"args\":[{},{}]}}", i * 37 % 90, i * 53 % 70));
        let trace = trace(dir.path(), "picky", &calls.collect::<Vec<_>>());
        let scene = Scene { dir, trace };
        scene.write("picky/src/lib.rs", LIBRARY);
        let package = "[package]\nname = \"picky\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"\n";
        scene.write("picky/Cargo.toml", &format!("{package}{metadata}"));
        scene.write("fitness/picky.rs", fitness);
        scene
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn evolve(&self, out: &str, more: &[&str]) -> Output {
        evolve(&self.path("picky"), &self.trace, &self.path(out), more)
    }

    /// The run ends early with this code, and says each of these.
    #[track_caller]
    fn refuses(&self, code: i32, said: &[&str]) {
        let output = self.evolve("out", &["--evaluations", "1"]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{error}");
        said.iter().for_each(|said| assert!(error.contains(said), "{said}: {error}"));
        assert!(!self.path("out").exists(), "a run that was refused left a folder");
    }
}

fn evolve(seed: &Path, trace: &Path, out: &Path, more: &[&str]) -> Output {
    let args = ["evolve", text(seed), "--trace", text(trace), "--out", text(out), "--objective", "score", "--quiet"];
    synth(&[&args[..], more].concat())
}

fn events(out: &Path) -> String {
    fs::read_to_string(out.join("events.jsonl")).expect("a log")
}

const NAMED: &str = "[package.metadata.synth]\nfitness = \"fitness/picky.rs\"\n";

#[test]
fn a_higher_score_is_found_emitted_and_verified_and_the_run_is_the_same_for_any_number_of_jobs() {
    let scene = Scene::new(NAMED, FITNESS);
    let output = scene.evolve("out", &["--evaluations", "32", "--jobs", "2"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    let out = scene.path("out");
    let summary = common::summary(&out);
    assert_eq!((&summary["status"], &summary["objective"]), (&"improved".into(), &"score".into()), "{summary}");
    let holdout = &summary["variants"][0]["score"]["holdout"];
    let score = |of: &str| holdout[of].as_f64().expect("a score");
    assert!(score("variant") > score("seed"), "{summary}");
    assert!(said.contains("picky: score 0.") && said.contains(" -> 0."), "{said}");
    assert!(!said.contains("times as fast"), "{said}");

    let log = events(&out);
    assert!(log.contains("breaks an invariant: pick(") && log.contains(", which is neither"), "{log}");
    scene.evolve("again", &["--evaluations", "32", "--jobs", "1"]);
    assert_eq!(log, events(&scene.path("again")), "the run depends on --jobs");

    let variant = out.join(summary["variants"][0]["path"].as_str().expect("a path"));
    let readme = fs::read_to_string(variant.join("README.md")).expect("a README");
    assert!(readme.contains("score 0.") && readme.contains("lower score without it"), "{readme}");
    assert!(!readme.contains("times as fast") && readme.contains("fitness picky.rs, sha256"), "{readme}");
    let verified = synth(&["verify", text(&variant)]);
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
    scene.write("fitness/picky.rs", &FITNESS.replace("100.0", "10.0"));
    let refuted = synth(&["verify", text(&variant)]);
    let error = String::from_utf8_lossy(&refuted.stderr);
    assert_eq!(refuted.status.code(), Some(8), "{error}");
    assert!(error.contains("not the fitness file"), "{error}");
}

#[test]
fn the_cache_that_is_shipped_is_driven_and_judged() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = tempfile::tempdir().expect("a folder");
    let (out, trace) = (dir.path().join("out"), top.join("corpora/cache/folders.jsonl.gz"));
    let output = evolve(&top.join("seeds/cache"), &trace, &out, &["--evaluations", "24"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let log = events(&out);
    let judged: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(judged.iter().any(|it| it["cost"].is_number()), "nobody was scored: {log}");
    assert!(judged.iter().any(|it| it["kind"] == "breaks an invariant"), "nobody broke an invariant: {log}");
}

#[test]
fn a_component_without_a_fitness_file_has_no_score() {
    Scene::new("", FITNESS).refuses(2, &["--objective score needs a fitness file", "picky/Cargo.toml"]);
}

#[test]
fn a_fitness_file_that_is_not_there_is_named() {
    let metadata = NAMED.replace("picky.rs", "absent.rs");
    Scene::new(&metadata, FITNESS).refuses(2, &["there is no fitness/absent.rs", "picky/Cargo.toml"]);
}

#[test]
fn a_fitness_file_that_does_not_compile_is_told_as_the_compiler_tells_it() {
    let fitness = FITNESS.replace("pub fn drive", "pub fn drives");
    Scene::new(NAMED, &fitness).refuses(3, &["the fitness file does not compile", "drive"]);
    let fitness = FITNESS.replace("let mut sum = 0.0;", "let mut sum: u8 = 0.0;");
    Scene::new(NAMED, &fitness).refuses(3, &["fitness/picky.rs:11:", "mismatched types"]);
}

#[test]
fn a_judge_that_rejects_the_seed_itself_ends_the_run() {
    let fitness =
        FITNESS.replace("let mut sum = 0.0;", "let mut sum = 0.0;\n    return Err(\"nothing is right\".into());");
    Scene::new(NAMED, &fitness).refuses(4, &["fitness/picky.rs", "the seed cannot be scored", "nothing is right"]);
    let fitness = FITNESS.replace("let mut sum = 0.0;", "let mut sum = f64::NAN;");
    Scene::new(NAMED, &fitness).refuses(4, &["`judge` returned NaN"]);
}

#[test]
fn a_drive_that_issues_what_nobody_knows_is_told_what_is_known() {
    let fitness = FITNESS.replace("issue(call);", "issue(&Call::function(\"choose\", call.args.clone()));");
    Scene::new(NAMED, &fitness).refuses(4, &["`drive` issues `choose`", "known so are pick"]);
    let fitness = FITNESS
        .replace("issue(call);", "issue(&Call::function(\"pick\", vec![Value::from(\"a\"), Value::from(\"b\")]));");
    Scene::new(NAMED, &fitness).refuses(4, &["panicked", "arguments of its types"]);
}
