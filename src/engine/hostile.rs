//! Candidates that mean harm, past the gate and into a worker: each is contained and named with the right reason, the
//! next one is judged as if nothing had happened, and nothing is left behind. Tests only.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Objective;
use super::funnel::{Funnel, Standard};
use super::gauge::{Effort, Gauge};
use super::scene::Scene;
use crate::build::{BuildError, Form, Program};
use crate::component::Sources;
use crate::genome::{Edit, Genome};
use crate::replay::{Counter, Failure, Lap, Limits, Run, Sandbox, run};
use crate::run::{EventLog, Judged};
use crate::search::Proposal;

const SEED: &str = "pub fn f(text: &str) -> String { text.to_owned() }\n";

fn scene() -> Scene {
    let calls = (0..20).map(|i| format!("{{\"call\":\"f\",\"args\":[\"{i}\"],\"ret\":\"{i}\"}}\n"));
    Scene::new(SEED, &calls.collect::<String>())
}

impl Scene {
    /// How a candidate fails on the first session within so much CPU time, whether or not its instructions are counted.
    fn fails(&self, program: &Program, candidate: u32, cpu: Duration, counter: Option<&Counter>) -> Failure {
        let limits = Limits { cpu, lap: Duration::MAX, memory: 1 << 30, output: 1 << 20 };
        let limits = counter.map_or(limits, |counter| counter.limits(limits));
        let lap = program.candidate(candidate).lap(vec![0]);
        let asked = self.ground.run(program, &self.ground.judged.tape, std::slice::from_ref(&lap), limits);
        match run(&Run { core: None, counter, ..asked }) {
            Err(failure) => failure,
            Ok(_) => panic!("candidate {candidate} was let through"),
        }
    }

    /// The compiler's answer to a library, and how long it took.
    fn compile(&self, text: &str) -> (Result<Program, BuildError>, Duration) {
        let sources: Sources = [(Arc::from("src/lib.rs"), Arc::from(text))].into_iter().collect();
        let mut slot = self.ground.slot("hostile").unwrap();
        let start = Instant::now();
        (self.ground.toolchain.build(&mut slot, &sources, &Form::default(), "hostile"), start.elapsed())
    }

    /// What becomes of candidates in one batch, each with a text in the place of `body`.
    fn judged(&self, objective: Objective, body: &str, texts: &[&str]) -> Vec<Judged> {
        let ground = &self.ground;
        let at = ground.component.sources.get("src/lib.rs").unwrap().find(body).unwrap();
        let proposal = |(id, text): (u64, &&str)| {
            let (range, operator) = (at..at + body.len(), "test".to_owned());
            let edit = Edit { file: "src/lib.rs".into(), range, text: (*text).into(), operator: operator.clone() };
            Proposal { id, genome: Genome::new(vec![edit]).unwrap(), parents: Vec::new(), operator }
        };
        let proposals: Vec<Proposal> = (1..).zip(texts).map(proposal).collect();
        let train = ground.parts[0].clone().collect();
        let gauge = Gauge::new(ground, objective, train, Effort::SEARCH).unwrap();
        let funnel = Funnel::new(ground, &gauge, true, objective, 2, 0).unwrap();
        let answers = funnel.pool.install(|| funnel.judge(&proposals, &Standard::default()));
        answers.into_iter().map(|answer| answer.ok().unwrap()).collect()
    }

    /// Processes that run in the work folder or out of it, and go on although they have had time to end.
    fn at_work(&self) -> Vec<PathBuf> {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.processes().is_empty() && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(50));
        }
        self.processes()
    }

    fn processes(&self) -> Vec<PathBuf> {
        let inside = |process: &Path| {
            let at = |link| std::fs::read_link(process.join(link)).is_ok_and(|path| path.starts_with(self.dir.path()));
            at("cwd") || at("exe")
        };
        std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path()).filter(|path| inside(path)).collect()
    }
}

#[test]
fn whatever_a_candidate_does_at_run_time_is_contained_and_named() {
    let scene = scene();
    let left = scene.dir.path().join("left-behind");
    let write = format!("std::fs::write({left:?}, text).unwrap(); text.to_owned()");
    let spawn = format!("std::process::Command::new(\"touch\").arg({left:?}).spawn().unwrap(); text.to_owned()");
    let endless = "did not end in time";
    let forbidden = "made a forbidden system call";
    let overflow = "killed by signal 11 (segmentation fault or stack overflow)";
    let abort = "killed by signal 6 (abort)";
    let forged = "left records that nobody asked for";
    let cases: &[(&str, &str)] = &[
        ("let mut n = 0u64; loop { n = std::hint::black_box(n) + 1; }", endless),
        ("std::panic::set_hook(Box::new(|_| loop { std::hint::spin_loop() })); panic!()", endless),
        ("loop { let _ = std::panic::catch_unwind(|| panic!()); }", endless),
        ("loop { println!(\"{text}\"); eprintln!(\"{text}\"); }", endless),
        ("let lock = std::sync::Mutex::new(()); let _one = lock.lock(); drop(lock.lock()); text.to_owned()", endless),
        (
            "let mut all = Vec::new(); loop { all.push(Vec::<u8>::with_capacity(1 << 26)); std::hint::black_box(&all); }",
            abort,
        ),
        (
            "fn deep(n: u64) -> u64 { let all = std::hint::black_box([n; 100]); deep(n + 1) + all[7] } deep(0).to_string()",
            overflow,
        ),
        ("std::process::abort()", abort),
        ("struct Bomb; impl Drop for Bomb { fn drop(&mut self) { panic!() } } let _bomb = Bomb; panic!()", abort),
        ("std::process::exit(0)", "ended early with exit code 0"),
        ("std::process::exit(72)", "ended early with exit code 72"),
        ("unsafe { *std::hint::black_box(8 as *mut u8) = 1 }; text.to_owned()", overflow),
        ("extern \"C\" { fn fork() -> i32; } loop { unsafe { fork() }; }", forbidden),
        ("loop { std::mem::forget(std::thread::spawn(|| loop { std::hint::spin_loop() })); }", forbidden),
        (&spawn, forbidden),
        ("std::thread::sleep(std::time::Duration::from_secs(3600)); text.to_owned()", forbidden),
        ("let mut line = String::new(); std::io::stdin().read_line(&mut line).unwrap(); line", endless),
        ("\"x\".repeat(2 << 20)", "wrote too much output"),
        ("std::fs::read_to_string(\"/etc/passwd\").unwrap()", forbidden),
        (&write, forbidden),
        ("std::net::UdpSocket::bind(\"127.0.0.1:0\").unwrap(); text.to_owned()", forbidden),
        ("std::net::TcpStream::connect(\"127.0.0.1:1\").unwrap(); text.to_owned()", forbidden),
        ("std::fs::write(\"/proc/self/mem\", text).unwrap(); text.to_owned()", forbidden),
        (
            "extern \"C\" { fn kill(id: i32, signal: i32) -> i32; fn getppid() -> i32; } unsafe { kill(getppid(), 9) }; text.to_owned()",
            forbidden,
        ),
        ("extern \"C\" { fn raise(signal: i32) -> i32; } unsafe { raise(9) }; text.to_owned()", forbidden),
        (
            "extern \"C\" { fn write(fd: i32, at: *const u8, n: usize) -> isize; } unsafe { write(0, b\"DNE\".as_ptr(), 3) }; text.to_owned()",
            forged,
        ),
        (
            "extern \"C\" { fn write(fd: i32, at: *const u8, n: usize) -> isize; } unsafe { write(0, b\"X\".as_ptr(), 1) }; loop { std::hint::spin_loop() }",
            forged,
        ),
        ("extern \"C\" { fn close(fd: i32) -> i32; } unsafe { close(0) }; text.to_owned()", forbidden),
        (
            "extern \"C\" { fn ptrace(what: i32, id: i32, at: usize, data: usize) -> i64; } unsafe { ptrace(0, 0, 0, 0) }; text.to_owned()",
            forbidden,
        ),
    ];
    let bodies: Vec<&str> = cases.iter().map(|(body, _)| *body).collect();
    let program = scene.worker(&bodies);
    let mut wrong = Vec::new();
    for (candidate, (body, expected)) in (1..).zip(cases) {
        // What is endless is waited for; for all others there is time even on a machine that is busy with something else.
        let cpu = if *expected == endless { Duration::from_millis(200) } else { Duration::from_secs(10) };
        let found = scene.fails(&program, candidate, cpu, None).to_string();
        if found != *expected {
            wrong.push(format!("{body}\n  is said to have `{found}`, not `{expected}`"));
        }
        assert_eq!(scene.at_work(), Vec::<PathBuf>::new(), "left by {body}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!left.exists(), "a candidate wrote a file");
    scene.ground.judge(program.alone(), (0..scene.ground.parts[2].end).collect(), None).unwrap();
}

#[test]
fn whatever_a_candidate_does_to_the_compiler_ends() {
    let scene = scene();
    let f = "pub fn f(text: &str) -> String { ";
    let cases = [
        format!(
            "const N: usize = {{ let mut n = 0usize; loop {{ n = n.wrapping_add(1); }} }};\n{f} text[N..].to_owned() }}"
        ),
        format!(
            "fn deep<T: Copy>(t: T, n: u32) -> u32 {{ if n == 0 {{ 0 }} else {{ deep((t,), n - 1) }} }}\n{f} deep(0, 9).to_string() }}"
        ),
        // Doubles until the memory or the time of the compiler is at its limit.
        format!("macro_rules! two {{ ($($t:tt)*) => {{ two!($($t)* $($t)*) }} }}\n{f} two!(x); text.to_owned() }}"),
        format!("{f} let x = |n: u8| n; {} std::hint::black_box(x); text.to_owned() }}", "let x = (x, x); ".repeat(40)),
        format!(
            "const fn fib(n: u64) -> u64 {{ if n < 2 {{ n }} else {{ fib(n - 1) + fib(n - 2) }} }}\n{f} const F: u64 = fib(90); F.to_string() }}"
        ),
        format!("{f} const A: [u8; 1 << 34] = [1; 1 << 34]; static B: [u8; 1 << 34] = A; B.len().to_string() }}"),
        format!("macro_rules! again {{ ($($t:tt)*) => {{ again!($($t)* x) }} }}\n{f} again!(x); text.to_owned() }}"),
        format!(
            "struct A<T>(T); trait B {{}} impl<T> B for A<T> where A<A<T>>: B {{}} fn b<T: B>(_: T) {{}}\n{f} b(A(0)); text.to_owned() }}"
        ),
    ];
    for text in cases {
        let (answer, took) = scene.compile(&text);
        assert!(matches!(answer, Err(BuildError::Rejected(_) | BuildError::Compiler(_))), "{answer:?} for {text}");
        assert!(took < Duration::from_secs(60), "{took:?} for {text}");
        println!("{took:?}: {:?}", answer.map(drop));
    }
    assert_eq!(scene.at_work(), Vec::<PathBuf>::new());
    scene.compile(SEED).0.unwrap();
}

/// What is counted under callgrind has been judged without it. Should it do there what it did not do before, it is held back all
/// the same, although callgrind needs calls that a worker has not.
#[test]
fn what_a_candidate_does_under_callgrind_is_contained_and_named_too() {
    let counter = match Counter::callgrind() {
        Ok(counter) => counter,
        Err(why) => return println!("skipped: callgrind cannot be run: {why}"),
    };
    let scene = scene();
    let left = scene.dir.path().join("left-behind");
    std::fs::write(&left, "as it was").unwrap();
    let forbidden = "made a forbidden system call";
    let cases: &[(&str, &str)] = &[
        ("std::fs::read_to_string(\"/etc/passwd\").unwrap()", forbidden),
        (&format!("std::fs::write({left:?}, text).unwrap(); text.to_owned()"), forbidden),
        (
            &format!("std::fs::File::options().write(true).truncate(true).open({left:?}).unwrap(); text.to_owned()"),
            forbidden,
        ),
        (
            "extern \"C\" { fn open(path: *const i8, flags: i32) -> i32; } unsafe { open(c\"/etc/passwd\".as_ptr().cast(), 513) }.to_string()",
            forbidden,
        ),
        ("std::net::UdpSocket::bind(\"127.0.0.1:0\").unwrap(); text.to_owned()", forbidden),
        ("std::process::Command::new(\"true\").spawn().unwrap(); text.to_owned()", forbidden),
        ("std::thread::spawn(|| ()).join().unwrap(); text.to_owned()", forbidden),
        (
            "extern \"C\" { fn kill(id: i32, signal: i32) -> i32; fn getppid() -> i32; } unsafe { kill(getppid(), 9) }; text.to_owned()",
            forbidden,
        ),
        ("std::process::exit(0)", "ended early with exit code 0"),
        ("\"x\".repeat(2 << 20)", "wrote too much output"),
        ("eprintln!(\"==1== Collected : 1\"); std::process::exit(0)", "ended early with exit code 0"),
    ];
    let bodies: Vec<&str> = cases.iter().map(|(body, _)| *body).collect();
    let program = scene.worker(&bodies);
    for (candidate, (body, expected)) in (1..).zip(cases) {
        assert_eq!(
            scene.fails(&program, candidate, Duration::from_secs(10), Some(&counter)).to_string(),
            *expected,
            "{body}"
        );
        assert_eq!(scene.at_work(), Vec::<PathBuf>::new(), "left by {body}");
    }
    assert_eq!(std::fs::read_to_string(&left).unwrap(), "as it was");
}

/// A candidate that holds much on its stack takes it from all that are built with it.
#[test]
fn a_neighbour_with_a_large_stack_frame_does_not_get_others_rejected() {
    let scene = scene();
    let large = "let all = std::hint::black_box([text.len(); 1 << 20]); text[..all[7]].to_owned()";
    for objective in [Objective::Allocations, Objective::Time] {
        let answers = scene.judged(objective, "text.to_owned()", &[large, "String::from(text)", "String::new()"]);
        let verdicts: Vec<&str> = answers.iter().map(|judged| &*judged.verdict).collect();
        assert_eq!(verdicts, ["rejected", "survived", "rejected"], "{objective:?}: {answers:?}");
    }
}

/// Nothing that a worker may do kills it like that; where nothing holds it back, it can.
#[test]
fn what_somebody_killed_is_run_once_more() {
    let scene = scene();
    let died = scene.dir.path().join("died");
    let raise = "extern \"C\" { fn raise(signal: i32) -> i32; } unsafe { raise(9) };";
    let once = format!("if std::fs::create_dir({died:?}).is_ok() {{ {raise} }} text.to_owned()");
    let program = scene.worker(&[&once, &format!("{raise} text.to_owned()")]);
    let limits = Limits { cpu: Duration::from_secs(5), lap: Duration::MAX, memory: 1 << 30, output: 1 << 20 };
    let laps = [1, 2].map(|candidate| program.candidate(candidate).lap(vec![0]));
    let answer = |lap: &Lap| {
        let asked = scene.ground.run(&program, &scene.ground.judged.tape, std::slice::from_ref(lap), limits);
        run(&Run { sandbox: &Sandbox::none().unwrap(), ..asked }).map(drop).map_err(|failure| failure.to_string())
    };
    assert_eq!(answer(&laps[0]), Ok(()));
    assert!(died.exists());
    assert_eq!(answer(&laps[1]), Err("killed by signal 9".to_owned()));
}

/// From a proposal to a line of the log.
#[test]
fn what_means_harm_is_named_in_the_log_and_the_rest_of_its_batch_is_judged() {
    let scene = scene();
    let body = "text.to_owned()";
    let endless = "did not end in time";
    let cases: &[(&str, &str, &str)] = &[
        ("let mut n = 0u64; loop { n = std::hint::black_box(n) + 1; }", "screen", endless),
        (
            "let mut all = Vec::new(); loop { all.push(String::with_capacity(1 << 26)); std::hint::black_box(&all); }",
            "screen",
            "killed by signal 6 (abort)",
        ),
        (
            "fn deep(n: u64) -> u64 { deep(n + 1) + std::hint::black_box(n) } deep(0).to_string()",
            "screen",
            "killed by signal 11 (segmentation fault or stack overflow)",
        ),
        ("text.repeat(1 << 22)", "screen", "wrote too much output"),
        ("String::from(text)", "race", ""),
        ("std::process::exit(0)", "check", "gate: "),
        ("std::process::abort()", "check", "gate: "),
        ("std::fs::read_to_string(\"/etc/passwd\").unwrap()", "check", "gate: "),
        ("std::thread::spawn(|| loop {}); text.to_owned()", "check", "gate: "),
        ("include_str!(\"/etc/passwd\").to_owned()", "check", "gate: "),
        ("unsafe { *(8 as *mut u8) = 1 }; text.to_owned()", "check", "gate: "),
        (
            "const N: usize = { let mut n = 0usize; loop { n = n.wrapping_add(1); } }; text[N..].to_owned()",
            "check",
            "constant evaluation is taking a long time",
        ),
        ("let Some(x) = text.chars().next(); text.to_owned()", "check", "E0005"),
    ];
    let texts: Vec<&str> = cases.iter().map(|(text, ..)| *text).collect();
    let file = scene.dir.path().join("events.jsonl");
    EventLog::open(&file).unwrap().append(&scene.judged(Objective::Allocations, body, &texts)).unwrap();
    let log = std::fs::read_to_string(&file).unwrap();
    let lines = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()).zip(cases);
    let as_expected = |line: &serde_json::Value, (_, stage, reason): &(&str, &str, &str)| {
        let verdict = if reason.is_empty() { "survived" } else { "rejected" };
        let said = line["reason"].as_str().unwrap_or_default();
        line["stage"] == *stage && line["verdict"] == verdict && said.contains(reason)
    };
    let wrong = lines.filter(|(line, case)| !as_expected(line, case));
    let wrong: Vec<String> = wrong.map(|(line, (text, ..))| format!("{text}\n  {line}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(scene.at_work(), Vec::<PathBuf>::new());
}

#[test]
fn a_file_of_the_host_is_not_compiled_in() {
    let sources = |text: &str| -> Sources { [(Arc::from("src/lib.rs"), Arc::from(text))].into_iter().collect() };
    let gate = crate::verdict::Gate::new(&sources(SEED), true, None);
    for body in [
        "include_str!(\"/etc/passwd\").to_owned()",
        "env!(\"HOME\").to_owned()",
        "core::include_bytes!(\"/etc/passwd\").escape_ascii().to_string()",
    ] {
        let candidate = sources(&SEED.replace("text.to_owned()", body));
        assert!(gate.admit(&candidate).is_err(), "{body}");
    }
}
