//! Judgements of earlier runs of the same seed on the same traces: what was found wrong with a candidate then is wrong with it now.
//!
//! A folder holds a file for each seed, trace and toolchain, one line a candidate, append only; several runs may share it. A
//! line that is not whole is passed over. What is worth keeping is said by whoever appends.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Judged;
use crate::component::Sources;
use crate::genome::Genome;
use crate::search::Proposal;

/// Judgements that are known from elsewhere.
pub struct Cache {
    file: File,
    known: HashMap<String, Line>,
}

/// What became of one candidate, whoever proposed it.
#[derive(Serialize, Deserialize)]
struct Line {
    /// Its identity: formatting and the way to it do not count.
    candidate: String,
    stage: String,
    verdict: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cost: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repair: Option<Genome>,
}

impl Cache {
    /// The judgements in a folder that stand under a key, which is part of a file's name.
    ///
    /// # Errors
    /// The folder cannot be made, or its file not be read or written.
    pub fn open(folder: &Path, key: &str) -> io::Result<Cache> {
        fs::create_dir_all(folder)?;
        let path = folder.join(format!("{key}.jsonl"));
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        // A line that a kill cut off must not swallow the next one.
        if !text.is_empty() && !text.ends_with(b"\n") {
            file.write_all(b"\n")?;
        }
        let lines = text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Line>(line).ok());
        let known = lines.map(|line| (line.candidate.clone(), line)).collect();
        Ok(Cache { file, known })
    }

    /// The judgement of a candidate that somebody judged before.
    pub fn known(&self, proposal: &Proposal, seed: &Sources) -> Option<Judged> {
        let line = self.known.get(&proposal.genome.identity(seed))?;
        Some(Judged {
            stage: line.stage.clone(),
            verdict: line.verdict.clone(),
            kind: line.kind.clone(),
            reason: line.reason.clone(),
            cost: line.cost,
            repair: line.repair.clone(),
            ..Judged::survived(proposal, 0.0)
        })
    }

    /// Adds what is not there already, in one write.
    ///
    /// # Errors
    /// The disk is full, or the file is gone.
    pub fn append<'a>(&mut self, answers: impl Iterator<Item = &'a Judged>, seed: &Sources) -> io::Result<()> {
        let mut lines = Vec::new();
        for judged in answers {
            let candidate = judged.edits.identity(seed);
            if self.known.contains_key(&candidate) {
                continue;
            }
            let line = Line {
                candidate,
                stage: judged.stage.clone(),
                verdict: judged.verdict.clone(),
                kind: judged.kind.clone(),
                reason: judged.reason.clone(),
                cost: judged.cost,
                repair: judged.repair.clone(),
            };
            serde_json::to_writer(&mut lines, &line)?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Edit;
    use std::sync::Arc;

    #[test]
    fn what_one_run_found_another_knows_whatever_lies_between() {
        let dir = tempfile::tempdir().unwrap();
        let seed: Sources = [(Arc::from("src/lib.rs"), Arc::from("fn f() -> u8 { 1 }"))].into_iter().collect();
        let proposal = |id: u64, text: &str| {
            let edit = Edit { file: "src/lib.rs".into(), range: 15..16, text: text.into(), operator: "test".into() };
            Proposal { id, genome: Genome::new(vec![edit]).unwrap(), parents: vec![], operator: "test".into() }
        };
        let wrong = Judged::rejected(&proposal(3, "2"), "screen", "behaves differently".into(), "f() is 2".into());
        let right = Judged::survived(&proposal(4, "0 + 1"), 0.5);
        Cache::open(dir.path(), "key").unwrap().append([&wrong, &right].into_iter(), &seed).unwrap();
        let file = dir.path().join("key.jsonl");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}{{\"candidate\":\"cut o")).unwrap();
        let mut cache = Cache::open(dir.path(), "key").unwrap();
        let known = cache.known(&proposal(9, " 2 "), &seed).unwrap();
        assert_eq!((known.id, known.reason.as_deref(), known.cost), (9, Some("f() is 2"), None));
        assert_eq!(cache.known(&proposal(9, "0+1"), &seed).unwrap().cost, Some(0.5));
        assert!(cache.known(&proposal(9, "3"), &seed).is_none());
        cache.append([&wrong, &Judged::survived(&proposal(5, "3"), 0.7)].into_iter(), &seed).unwrap();
        assert!(Cache::open(dir.path(), "key").unwrap().known(&proposal(1, "3"), &seed).is_some());
        assert_eq!(fs::read_to_string(&file).unwrap().matches("f() is 2").count(), 1);
        assert!(Cache::open(dir.path(), "other").unwrap().known(&proposal(1, "3"), &seed).is_none());
    }
}
