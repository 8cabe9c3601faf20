//! The event log: one line for each judged candidate, append only. What it holds is never judged again.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::genome::Genome;
use crate::search::Proposal;

/// What became of one candidate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Judged {
    /// Number of the proposal.
    pub id: u64,
    /// The proposals it was made from.
    pub parents: Vec<u64>,
    /// The operator or move that made it.
    pub operator: String,
    /// Its edits against the seed.
    pub edits: Genome,
    /// The last stage that it saw.
    pub stage: String,
    /// `survived`, or `rejected`.
    pub verdict: String,
    /// Why it was rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its cost on train as a share of the seed's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
}

impl Judged {
    /// It left at `stage`.
    pub fn rejected(proposal: &Proposal, stage: &str, reason: String) -> Judged {
        Judged { reason: Some(reason), ..Judged::of(proposal, stage, "rejected") }
    }

    /// It passed all stages of the search.
    pub fn survived(proposal: &Proposal, cost: f64) -> Judged {
        Judged { cost: Some(cost), ..Judged::of(proposal, "race", "survived") }
    }

    fn of(proposal: &Proposal, stage: &str, verdict: &str) -> Judged {
        Judged {
            id: proposal.id,
            parents: proposal.parents.clone(),
            operator: proposal.operator.clone(),
            edits: proposal.genome.clone(),
            stage: stage.to_owned(),
            verdict: verdict.to_owned(),
            reason: None,
            cost: None,
        }
    }
}

/// An open log and what it held when it was opened.
pub struct EventLog {
    file: File,
    earlier: HashMap<u64, Judged>,
}

impl EventLog {
    /// Opens the log, keeping what is in it. A line that was cut off by a kill is dropped.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(path: &Path) -> io::Result<EventLog> {
        let mut earlier = HashMap::new();
        let mut whole = 0;
        if path.exists() {
            for line in std::fs::read_to_string(path)?.split_inclusive('\n') {
                let Ok(judged) = serde_json::from_str::<Judged>(line) else { break };
                if !line.ends_with('\n') {
                    break;
                }
                whole += line.len() as u64;
                earlier.insert(judged.id, judged);
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        file.set_len(whole)?;
        Ok(EventLog { file, earlier })
    }

    /// The judgement of this very candidate in an earlier session of the run.
    pub fn known(&self, proposal: &Proposal) -> Option<Judged> {
        self.earlier.get(&proposal.id).filter(|j| j.edits == proposal.genome).cloned()
    }

    /// Adds a line unless it is there already.
    ///
    /// # Errors
    /// The disk is full, or the file is gone.
    pub fn append(&mut self, judged: &Judged) -> io::Result<()> {
        if self.earlier.contains_key(&judged.id) {
            return Ok(());
        }
        let mut line = serde_json::to_vec(judged)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(id: u64) -> Proposal {
        Proposal { id, genome: Genome::default(), parents: vec![], operator: "test".into() }
    }

    #[test]
    fn a_line_that_was_cut_off_is_dropped_and_the_rest_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("events.jsonl");
        let mut log = EventLog::open(&path).unwrap();
        log.append(&Judged::survived(&proposal(1), 0.5)).unwrap();
        log.append(&Judged::rejected(&proposal(2), "check", "no".into())).unwrap();
        drop(log);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, &text[..text.len() - 5]).unwrap();
        let mut log = EventLog::open(&path).unwrap();
        assert_eq!(log.known(&proposal(1)).unwrap().cost, Some(0.5));
        assert!(log.known(&proposal(2)).is_none());
        log.append(&Judged::rejected(&proposal(2), "check", "no".into())).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}
