//! Candidates that mean harm, past the gate and into a worker: each is contained and named with the right reason, the
//! next one is judged as if nothing had happened, and nothing is left behind. Tests only.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::scene::Scene;
use crate::build::{BuildError, Form, Program};
use crate::component::Sources;
use crate::replay::{Failure, Limits, Run, run};

const SEED: &str = "pub fn f(text: &str) -> String { text.to_owned() }\n";

fn scene() -> Scene {
    let calls = (0..20).map(|i| format!("{{\"call\":\"f\",\"args\":[\"{i}\"],\"ret\":\"{i}\"}}\n"));
    Scene::new(SEED, &calls.collect::<String>())
}

impl Scene {
    /// How a candidate fails on the first session.
    fn fails(&self, program: &Program, candidate: u32) -> Failure {
        let limits = Limits { cpu: Duration::from_millis(200), lap: Duration::MAX, memory: 1 << 30, output: 1 << 20 };
        let lap = program.candidate(candidate).lap(vec![0]);
        let asked = self.ground.run(program, &self.ground.judged.tape, std::slice::from_ref(&lap), limits);
        match run(&Run { core: None, ..asked }) {
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

    /// Processes that run in the work folder or out of it.
    fn at_work(&self) -> Vec<PathBuf> {
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
        let found = scene.fails(&program, candidate).to_string();
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

#[test]
fn a_file_of_the_host_is_not_compiled_in() {
    let sources = |text: &str| -> Sources { [(Arc::from("src/lib.rs"), Arc::from(text))].into_iter().collect() };
    let gate = crate::verdict::Gate::new(&sources(SEED), true);
    for body in [
        "include_str!(\"/etc/passwd\").to_owned()",
        "env!(\"HOME\").to_owned()",
        "core::include_bytes!(\"/etc/passwd\").escape_ascii().to_string()",
    ] {
        let candidate = sources(&SEED.replace("text.to_owned()", body));
        assert!(gate.admit(&candidate).is_err(), "{body}");
    }
}
