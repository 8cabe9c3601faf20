//! A small seed on its ground, for tests of this room.

use std::path::Path;
use std::process::Command;

use super::Progress;
use super::finals::Finals;
use super::funnel::Funnel;
use super::gauge::{Effort, Gauge};
use super::ground::Ground;
use super::input::{load, read_traces};
use super::options::Objective;
use super::relinks::relinker;
use super::trial::{self, Trial};
use crate::build::schemata::{Arms, Bodies};
use crate::build::{Call, Form, Prepared, Program};
use crate::component::Fitness;
use crate::replay::Sandbox;

pub struct Silent;

impl Progress for Silent {
    fn phase(&self, _: &str) {}
    fn search(&self, _: u64, _: f64, _: f64) {}
    fn warn(&self, _: &str) {}
}

/// What cargo would have done; it would need the executable of synth, which unit tests have not.
fn prepared(seed: &Path, work: &Path) -> Prepared {
    let call = |name: &str, kind: &str, edition: &str| Call {
        rustc: "rustc".to_owned(),
        args: ["--crate-name", name, "--crate-type", kind, "--edition", edition, "-C", "opt-level=3"]
            .map(Into::into)
            .into(),
        cwd: String::new(),
        env: Vec::new(),
    };
    let (docs, harness) = (work.join("docs"), work.join("harness/src"));
    std::fs::create_dir_all(harness).unwrap();
    let flags = ["--edition", "2021", "-Zunstable-options", "--output-format", "json", "--document-hidden-items"];
    let mut rustdoc = Command::new("rustdoc");
    rustdoc.arg(seed.join("src/lib.rs")).args(["--crate-name", "victim"]).args(flags).arg("--out-dir").arg(&docs);
    assert!(rustdoc.env("RUSTC_BOOTSTRAP", "1").status().unwrap().success());
    Prepared {
        seed_dir: seed.to_owned(),
        library: call("victim", "lib", "2021"),
        worker: call("synth_harness", "bin", "2024"),
        interface: serde_json::from_slice(&std::fs::read(docs.join("victim.json")).unwrap()).unwrap(),
    }
}

/// A seed of one file, `victim`, with a trace.
pub struct Scene {
    pub dir: tempfile::TempDir,
    pub ground: Ground,
}

impl Scene {
    /// `events`: the lines of the trace after its header.
    pub fn new(source: &str, events: &str) -> Scene {
        Scene::scored(source, events, None)
    }

    /// `fitness`: the file that scores it.
    pub fn scored(source: &str, events: &str, fitness: Option<&str>) -> Scene {
        let dir = tempfile::tempdir().unwrap();
        let seed = dir.path().join("seed");
        std::fs::create_dir_all(seed.join("src")).unwrap();
        let manifest = "[package]\nname = \"victim\"\nversion = \"0.1.0\"\nedition = \"2021\"\n";
        std::fs::write(seed.join("Cargo.toml"), manifest).unwrap();
        std::fs::write(seed.join("src/lib.rs"), source).unwrap();
        let trace = dir.path().join("trace.jsonl");
        std::fs::write(&trace, format!("{{\"synth_trace\":1,\"component\":\"victim\"}}\n{events}")).unwrap();
        let work = dir.path().join("out.work");
        std::fs::create_dir_all(&work).unwrap();
        let mut component = load(&seed, false).unwrap();
        component.scored_by = fitness.map(|text| {
            let path = seed.join("fitness.rs");
            std::fs::write(&path, text).unwrap();
            Fitness { path, text: text.to_owned() }
        });
        let trace = read_traces(&component, &[trace], &[]).unwrap();
        let (prepared, sandbox) = (prepared(&seed, &work), Sandbox::new().unwrap());
        let ground = Ground::prepared(component, &prepared, trace, &work, sandbox, &Silent).unwrap();
        Scene { dir, ground }
    }

    /// What a test does with the last stages, where allocations are counted.
    pub fn finals<T>(&self, test: impl FnOnce(&Finals) -> T) -> T {
        let (ground, objective) = (&self.ground, Objective::Allocations);
        let gauge =
            |part: usize, effort| Gauge::new(ground, objective, ground.parts[part].clone().collect(), effort).unwrap();
        let (train, select) = (gauge(0, Effort::SEARCH), gauge(1, Effort::SELECT));
        let funnel = Funnel::new(ground, &train, true, objective, 2, 0).unwrap();
        let trial = Trial {
            ground,
            objective,
            groups: trial::groups(ground).0,
            noise_floor: 1.0,
            overflow_checks: true,
            end: None,
            random_seed: 1,
            seed: relinker(ground, &ground.component.sources, "seed").unwrap(),
        };
        test(&Finals { trial, select, funnel: &funnel, work: self.dir.path() })
    }

    /// A worker with a candidate for each body of the first function, numbered from 1.
    pub fn worker(&self, bodies: &[&str]) -> Program {
        let sources = &self.ground.component.sources;
        let arms: Vec<Arms> = bodies.iter().map(|body| vec![(0, format!("{{ {body} }}"))]).collect();
        let candidates: Vec<(u32, &Arms)> = (1..).zip(&arms).collect();
        let mut slot = self.ground.slot("scene").unwrap();
        let bodies = Bodies::of(sources, &self.ground.component.lib_path);
        let built = self.ground.toolchain.build_many(&mut slot, &bodies, &candidates, &Form::default(), "scene");
        let built = built.unwrap();
        assert!(built.rejected.is_empty(), "{:?}", built.rejected);
        built.program.unwrap()
    }
}
