//! Input that is wrong: each kind gives its exit code and a message that says what, where and what to do, and leaves
//! an earlier run directory as it was. Drives the real binary; the wrong traces are broken copies of a recorded one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const SYNTH: &str = env!("CARGO_BIN_EXE_synth");

const LIBRARY: &str = "//! Sums.

/// A sum that grows.
#[derive(Default)]
pub struct Sum {
    total: u32,
}

impl Sum {
    /// Zero.
    pub fn new() -> Sum {
        Sum::default()
    }

    /// Adds and tells the sum.
    pub fn add(&mut self, n: u32) -> u32 {
        self.total += n;
        self.total
    }
}

/// Squares by adding.
pub fn square(x: u32) -> u32 {
    let mut sum = 0;
    for _ in 0..x {
        sum += x;
    }
    sum
}

#[test]
fn three_is_squared() {
    assert_eq!(square(3), 9);
}
";

const PROGRAM: &str = "fn main() {
    for start in 0..30 {
        let mut sum = sums::Sum::new();
        for n in 0..20 {
            sum.add(sums::square(start + n));
        }
    }
}
";

/// A folder with a crate, its trace, and an earlier run.
struct Scene {
    dir: tempfile::TempDir,
}

impl Scene {
    fn new() -> Scene {
        static TRACE: OnceLock<String> = OnceLock::new();
        let scene = Scene { dir: tempfile::tempdir().expect("a folder") };
        scene.write("Cargo.toml", "[package]\nname = \"sums\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n");
        scene.write("src/lib.rs", LIBRARY);
        scene.write("examples/program.rs", PROGRAM);
        scene.write("synth.out/summary.json", "an earlier run");
        let trace = TRACE.get_or_init(|| {
            let command = ["trace", "record", ".", "--", "cargo", "run", "--quiet", "--example", "program"];
            let output = scene.synth(&command);
            assert!(output.status.success(), "{}", stderr(&output));
            fs::read_to_string(scene.path("trace.jsonl")).expect("a trace")
        });
        scene.write("trace.jsonl", trace);
        scene
    }

    /// With the first `from` in the crate's library replaced.
    fn with_library(from: &str, to: &str) -> Scene {
        assert!(LIBRARY.contains(from));
        let scene = Scene::new();
        scene.write("src/lib.rs", &LIBRARY.replacen(from, to, 1));
        scene
    }

    /// With the trace changed.
    fn with_trace(change: impl FnOnce(String) -> String) -> Scene {
        let scene = Scene::new();
        let trace = fs::read_to_string(scene.path("trace.jsonl")).expect("a trace");
        let changed = change(trace.clone());
        assert_ne!(trace, changed);
        scene.write("trace.jsonl", &changed);
        scene
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("can create it");
        fs::write(path, text).expect("can write");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(SYNTH);
        command.args(arguments).current_dir(self.dir.path()).stdin(Stdio::null());
        command
    }

    fn synth(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("synth runs")
    }

    /// Runs `evolve` and checks that it refuses: the code, every one of the fragments, and the earlier run untouched.
    #[track_caller]
    fn refuses(&self, more: &[&str], code: i32, fragments: &[&str]) {
        let before = listing(self.dir.path());
        let output = self.synth(&[&["evolve", ".", "--trace", "trace.jsonl"], more].concat());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
        for fragment in fragments {
            assert!(said.contains(fragment), "`{fragment}` is not in:\n{said}");
        }
        assert_eq!(listing(self.dir.path()), before, "files changed");
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder with its content.
fn listing(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("can read").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                files.push((entry.path(), fs::read(entry.path()).expect("can read")));
            }
        }
    }
    files.sort();
    files
}

/// The trace with one line changed, counted from 1 as messages do.
fn line(number: usize, change: impl Fn(&str) -> String) -> impl FnOnce(String) -> String {
    move |trace| {
        let lines = trace.lines().enumerate();
        lines.map(|(at, line)| if at + 1 == number { change(line) } else { line.to_owned() } + "\n").collect()
    }
}

/// The first line with this call, counted from 1.
fn line_of(call: &str) -> usize {
    let trace = fs::read_to_string(Scene::new().path("trace.jsonl")).expect("a trace");
    1 + trace.lines().position(|line| line.contains(&format!("\"{call}\""))).expect("a call")
}

#[test]
fn a_folder_without_a_manifest_is_refused() {
    let scene = Scene::new();
    fs::remove_file(scene.path("Cargo.toml")).expect("can remove");
    scene.refuses(&[], 3, &["has no Cargo.toml", "give the folder of a library crate"]);
}

#[test]
fn a_crate_without_a_library_is_refused() {
    let scene = Scene::new();
    fs::rename(scene.path("src/lib.rs"), scene.path("src/main.rs")).expect("can rename");
    scene.refuses(&[], 3, &["is not a library"]);
}

#[test]
fn a_seed_that_does_not_parse_is_refused_with_its_place() {
    Scene::with_library("sum += x;", "sum += ;").refuses(&[], 3, &["src/lib.rs:26:"]);
}

#[test]
fn a_seed_that_does_not_compile_is_refused_with_its_place() {
    let scene = Scene::with_library("sum += x;", "sum += \"x\";");
    let place = format!("{}:26:", scene.path("src/lib.rs").canonicalize().expect("it is there").display());
    scene.refuses(&[], 3, &[&place]);
}

#[test]
fn a_seed_whose_tests_fail_is_refused_with_the_name_of_the_test() {
    Scene::with_library("square(3), 9", "square(3), 8").refuses(&[], 3, &["tests fail", "three_is_squared"]);
}

#[test]
fn a_seed_that_differs_from_itself_is_refused() {
    let random = "std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0u8) as u32";
    let scene = Scene::with_library("    sum\n}", &format!("    sum ^ {random}\n}}"));
    let only_square = |trace: String| {
        trace
            .split_inclusive('\n')
            .filter(|l| l.contains("synth_trace") || l.contains("\"square\""))
            .collect::<String>()
    };
    let trace = fs::read_to_string(scene.path("trace.jsonl")).expect("a trace");
    scene.write("trace.jsonl", &only_square(trace));
    scene.refuses(&[], 4, &["differs from itself", "`square`"]);
}

#[test]
fn a_trace_that_is_missing_is_refused() {
    let scene = Scene::new();
    scene.refuses(&["--holdout-trace", "nowhere.jsonl"], 4, &["nowhere.jsonl: cannot read the trace"]);
    fs::remove_file(scene.path("trace.jsonl")).expect("can remove");
    scene.refuses(&[], 4, &["trace.jsonl: cannot read the trace", "check its path"]);
}

#[test]
fn a_trace_that_is_empty_is_refused() {
    Scene::with_trace(|_| String::new()).refuses(&[], 4, &["trace.jsonl: the trace is empty", "synth trace record"]);
    Scene::with_trace(|trace| trace.lines().next().expect("a header").to_owned() + "\n").refuses(
        &[],
        4,
        &["holds a header and no event"],
    );
}

#[test]
fn a_trace_that_was_cut_off_is_refused_with_the_line() {
    let last = fs::read_to_string(Scene::new().path("trace.jsonl")).expect("a trace").lines().count();
    let scene = Scene::with_trace(|trace| trace[..trace.len() - 8].to_owned());
    scene.refuses(&[], 4, &[&format!("trace.jsonl:{last}:"), "middle of a line"]);
}

#[test]
fn a_trace_that_is_not_json_is_refused_with_the_line() {
    Scene::with_trace(line(3, |_| "a,b,c".into())).refuses(&[], 4, &["trace.jsonl:3:", "not JSON"]);
    Scene::with_trace(line(3, |_| "[1]".into())).refuses(&[], 4, &["trace.jsonl:3:"]);
    let scene = Scene::new();
    scene.write("trace.jsonl.gz", "not compressed");
    scene.refuses(&["--trace", "trace.jsonl.gz"], 4, &["trace.jsonl.gz: cannot read the trace"]);
}

#[test]
fn a_trace_without_a_header_or_of_a_newer_version_is_refused() {
    let headless = |trace: String| trace.split_once('\n').expect("lines").1.to_owned();
    Scene::with_trace(headless).refuses(&[], 4, &["trace.jsonl:1:", "header"]);
    let newer = line(1, |header| header.replace("\"synth_trace\":1", "\"synth_trace\":2"));
    Scene::with_trace(newer).refuses(&[], 4, &["trace.jsonl:1:", "version 2", "update synth"]);
}

#[test]
fn a_trace_of_another_component_is_refused() {
    let other = line(1, |header| header.replace("sums", "products"));
    Scene::with_trace(other).refuses(&[], 4, &["trace.jsonl:1:", "`products`", "`sums`"]);
}

#[test]
fn an_unknown_function_is_refused_with_its_place() {
    let at = line_of("square");
    Scene::with_trace(line(at, |call| call.replace("square", "cube"))).refuses(
        &[],
        4,
        &[&format!("trace.jsonl:{at}"), "cube"],
    );
}

#[test]
fn a_wrong_number_of_arguments_is_refused_with_its_place() {
    let at = line_of("square");
    let scene = Scene::with_trace(line(at, |call| call.replace("\"args\":[", "\"args\":[1,")));
    scene.refuses(&[], 4, &[&format!("trace.jsonl:{at}"), "square", "2"]);
}

#[test]
fn a_value_of_a_wrong_type_is_refused_with_its_place() {
    let at = line_of("square");
    for value in ["\"args\":[\"x\"]", "\"args\":[-1]", "\"args\":[4294967296]", "\"args\":[null]"] {
        let wrong = |call: &str| {
            let (head, tail) = call.split_once("\"args\":[").expect("arguments");
            format!("{head}{value}{}", tail.split_once(']').expect("their end").1)
        };
        Scene::with_trace(line(at, wrong)).refuses(
            &[],
            4,
            &[&format!("trace.jsonl:{at}: argument 0 of `square` is a `u32`:")],
        );
    }
}

#[test]
fn an_unknown_handle_is_refused_with_its_place() {
    let at = line_of("Sum::add");
    let wrong = |call: &str| call.replace("\"on\":0", "\"on\":4711");
    Scene::with_trace(line(at, wrong)).refuses(&[], 4, &[&format!("trace.jsonl:{at}:"), "4711 is unknown"]);
}

#[test]
fn a_result_that_the_seed_does_not_give_is_refused_with_its_place() {
    let at = line_of("square");
    let wrong = |call: &str| call.replace("\"ret\":", "\"ret\":7");
    let fragments = [&*format!("trace.jsonl:{at}"), "square", "does not reproduce", "record the trace again"];
    Scene::with_trace(line(at, wrong)).refuses(&[], 4, &fragments);
}

#[test]
fn an_output_folder_that_cannot_be_written_is_refused() {
    let scene = Scene::new();
    scene.write("file", "");
    scene.refuses(&["--out", "file"], 7, &["cannot write to file", "--out"]);
    scene.refuses(&["--out", "file/below"], 7, &["cannot write to file/below", "--out"]);
}

#[test]
fn an_output_folder_in_use_is_refused() {
    let scene = Scene::new();
    let _claim = synth::run::Directory::claim(&scene.path("synth.out")).expect("nobody has it");
    scene.refuses(&[], 7, &["synth.out is in use by another run"]);
}

#[test]
fn bad_arguments_are_refused_before_anything_is_built() {
    let scene = Scene::new();
    for budget in ["0s", "10", "soon"] {
        scene.refuses(&["--budget", budget], 2, &["--budget", budget, "10m"]);
    }
    scene.refuses(&["--objective", "beauty"], 2, &["--objective", "instructions"]);
    scene.refuses(&["--jobs", "0"], 2, &["--jobs"]);
    let output = scene.synth(&["evolve", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--trace"), "{}", stderr(&output));
    assert_eq!(scene.synth(&["evolve", "--help"]).status.code(), Some(0));
}

#[test]
fn a_build_script_runs_only_with_consent() {
    let scene = Scene::new();
    let mark = scene.path("the-script-ran");
    let script = format!("fn main() {{ std::fs::write({mark:?}, \"\").unwrap(); }}\n");
    scene.write("build.rs", &script);
    let place = scene.path("build.rs").canonicalize().expect("it is there").display().to_string();
    let flag = "--allow-build-script";
    scene.refuses(&[], 2, &[&place, "nothing contains it", flag]);
    let trace = ["--trace", "trace.jsonl"];
    let commands: [&[&str]; 4] = [
        &["check", "."],
        &["check", ".", "--self-test"],
        &["bench", ".", "."],
        &["trace", "record", ".", "--out", "new.jsonl"],
    ];
    for command in commands {
        let more: &[&str] = if command[0] == "trace" { &["--", "cargo", "test"] } else { &trace };
        let output = scene.synth(&[command, more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(&place) && stderr(&output).contains(flag), "{}", stderr(&output));
    }
    assert!(!mark.exists() && !scene.path("new.jsonl").exists());

    // It builds with consent; that it ran is told.
    let output = scene.synth(&["check", ".", "--trace", "trace.jsonl", "--quiet", flag]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(mark.exists() && said.contains(&format!("Not contained: the build script {place}")), "{said}");

    // Of a package beside it, too; and what the manifest says is what counts.
    fs::remove_file(scene.path("build.rs")).expect("it is there");
    scene.write("beside/Cargo.toml", "[package]\nname = \"beside\"\nversion = \"0.1.0\"\nbuild = \"made.rs\"\n");
    scene.write("beside/src/lib.rs", "");
    scene.write("beside/made.rs", &script);
    let manifest = fs::read_to_string(scene.path("Cargo.toml")).expect("it is there");
    scene.write("Cargo.toml", &format!("{manifest}[dependencies]\nbeside = {{ path = \"beside\" }}\n"));
    scene.refuses(&[], 2, &["beside/made.rs", flag]);
}

#[test]
fn a_budget_below_the_reserve_is_refused_with_the_smallest_useful_one() {
    let words = ["a budget of 1s", "give at least --budget"];
    Scene::new().refuses(&["--budget", "1s"], 2, &words);
    Scene::new().refuses(&["--budget", "1s", "--evaluations", "8"], 2, &words);
}

#[test]
fn there_must_be_a_run_to_resume() {
    Scene::new().refuses(&["--resume", "--budget", "10m"], 2, &["there is no run in synth.out to resume"]);
}

#[test]
fn the_other_commands_name_what_they_miss() {
    let scene = Scene::new();
    let cases: [(&[&str], i32, &str); 6] = [
        (&["report", "nowhere"], 2, "summary.json"),
        (&["apply", "."], 2, "is not the manifest of a variant"),
        (&["trace", "info", "nowhere.jsonl"], 4, "nowhere.jsonl: cannot read the trace"),
        (&["trace", "cat", "trace.jsonl", "--session", "9999"], 2, "has no session 9999"),
        (&["trace", "record", ".", "--out", "new.jsonl", "--", "no-such-command"], 2, "cannot run `no-such-command`"),
        (&["trace", "record", ".", "--out", "Cargo.toml/new.jsonl", "--", "cargo", "test"], 7, "Cargo.toml"),
    ];
    for (arguments, code, fragment) in cases {
        let output = scene.synth(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(fragment), "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(scene.path("synth.out/summary.json")).expect("is there"), "an earlier run");
}

#[test]
fn a_recorded_command_that_fails_leaves_its_trace_and_says_so() {
    let scene = Scene::with_library("square(3), 9", "square(3), 8");
    let output = scene.synth(&["trace", "record", ".", "--out", "new.jsonl", "--", "cargo", "test", "--quiet"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("`cargo test --quiet` failed"), "{}", stderr(&output));
    let trace = fs::read_to_string(scene.path("new.jsonl")).expect("a trace");
    assert!(trace.contains("\"square\""), "{trace}");
    // The same where it fails before there is anything to record.
    let output =
        scene.synth(&["trace", "record", ".", "--out", "none.jsonl", "--", "cargo", "run", "--example", "none"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("the command failed"), "{}", stderr(&output));
}

#[test]
fn ctrl_c_ends_a_run_soon_at_any_moment() {
    // While the seed is prepared, while its tests run or noise is measured, and during the search.
    for after in [300, 2500, 9000] {
        let scene = Scene::new();
        let mut run = scene.command(&["evolve", ".", "--trace", "trace.jsonl", "--budget", "5m"]);
        let mut run = run.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("synth starts");
        std::thread::sleep(Duration::from_millis(after));
        assert!(run.try_wait().expect("can ask").is_none(), "it ended by itself");
        let pressed = Instant::now();
        let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", run.id())]).status().expect("a shell");
        assert!(sent.success());
        let status = run.wait().expect("it ends");
        let took = pressed.elapsed();
        assert_eq!(status.code(), Some(5), "interrupted after {after} ms");
        // Within a second or two on a machine with nothing else to do; whoever does not listen would go on for minutes.
        assert!(took < Duration::from_secs(20), "it took {took:?} when interrupted after {after} ms");
        assert!(!scene.path("synth.out.work").exists(), "the work folder stayed");
    }
}
