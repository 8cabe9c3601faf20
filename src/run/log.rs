//! The event log: one line for each judged candidate, append only. What it holds is never judged again.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
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
    /// Why it was rejected, in a few words by which rejections are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Why it was rejected, as a person wants to know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its cost on train as a share of the seed's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<f64>,
    /// Its edits as the compiler would have taken them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<Genome>,
    /// It was the best so far, and so was asked more than others. Not written down: a run that is resumed finds it again.
    #[serde(skip)]
    pub led: bool,
}

impl Judged {
    /// It left at `stage`.
    pub fn rejected(proposal: &Proposal, stage: &str, kind: String, reason: String) -> Judged {
        Judged { kind: Some(kind), reason: Some(reason), ..Judged::of(proposal, stage, "rejected") }
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
            kind: None,
            reason: None,
            cost: None,
            repair: None,
            led: false,
        }
    }
}

/// An open log, and where in it the lines stand that it held when it was opened.
pub struct EventLog {
    file: File,
    /// By number of the proposal.
    places: BTreeMap<u64, Range<u64>>,
    dropped: usize,
}

impl EventLog {
    /// Opens the log, keeping what is in it. From the first line on that a kill cut off, or that something else has
    /// damaged, it is dropped (see [`EventLog::dropped`]).
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn open(path: &Path) -> io::Result<EventLog> {
        let file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        let mut log = EventLog { file, places: BTreeMap::new(), dropped: 0 };
        let (mut whole, mut reader, mut line) = (0, BufReader::new(&log.file), Vec::new());
        while reader.read_until(b'\n', &mut line)? > 0 {
            let judged = line.ends_with(b"\n").then(|| serde_json::from_slice::<Judged>(&line).ok()).flatten();
            match judged.filter(|_| log.dropped == 0) {
                Some(judged) => {
                    let end = whole + line.len() as u64;
                    log.places.insert(judged.id, whole..end);
                    whole = end;
                }
                None => log.dropped += 1,
            }
            line.clear();
        }
        log.file.set_len(whole)?;
        Ok(log)
    }

    /// How many lines were dropped because the first of them was not whole.
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The judgement of this very candidate in an earlier session of the run.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn known(&self, proposal: &Proposal) -> io::Result<Option<Judged>> {
        let Some(place) = self.places.get(&proposal.id) else { return Ok(None) };
        let mut line = vec![0; (place.end - place.start) as usize];
        self.file.read_exact_at(&mut line, place.start)?;
        let judged: Judged = serde_json::from_slice(&line)?;
        Ok(Some(judged).filter(|judged| judged.edits == proposal.genome))
    }

    /// Forgets what the log says from a proposal on, if it holds another candidate under its number: the search has
    /// taken another way than before. Returns whether it has.
    ///
    /// # Errors
    /// The file cannot be cut.
    pub fn part(&mut self, proposal: &Proposal) -> io::Result<bool> {
        if !self.places.contains_key(&proposal.id) || self.known(proposal)?.is_some() {
            return Ok(false);
        }
        let later = self.places.split_off(&proposal.id);
        // Lines stand in the order of their numbers but for those that an end in the middle of a chunk left out.
        let cut = later.values().map(|place| place.start).min().unwrap_or(0);
        self.places.retain(|_, place| place.start < cut);
        self.file.set_len(cut)?;
        Ok(true)
    }

    /// Adds a line for each that is not there already, in one write.
    ///
    /// # Errors
    /// The disk is full, or the file is gone.
    pub fn append(&mut self, answers: &[Judged]) -> io::Result<()> {
        let mut lines = Vec::new();
        for judged in answers.iter().filter(|judged| !self.places.contains_key(&judged.id)) {
            serde_json::to_writer(&mut lines, judged)?;
            lines.push(b'\n');
        }
        self.file.write_all(&lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genome::Edit;

    fn proposal(id: u64) -> Proposal {
        Proposal { id, genome: Genome::default(), parents: vec![], operator: "test".into() }
    }

    fn rejected(id: u64) -> Judged {
        Judged::rejected(&proposal(id), "check", "no".into(), "no, because".into())
    }

    #[test]
    fn a_line_that_was_cut_off_is_dropped_and_the_rest_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("events.jsonl");
        let mut log = EventLog::open(&path).unwrap();
        log.append(&[Judged::survived(&proposal(1), 0.1 + 0.2), rejected(2)]).unwrap();
        drop(log);
        let bytes = std::fs::read(&path).unwrap();
        let broken = [&bytes[..bytes.len() - 5], b"\xff\0\n{}\n"].concat();
        for (damage, dropped) in [(&bytes[..bytes.len() - 5], 1), (&broken, 2)] {
            std::fs::write(&path, damage).unwrap();
            let mut log = EventLog::open(&path).unwrap();
            assert_eq!(log.dropped(), dropped);
            assert_eq!(log.known(&proposal(1)).unwrap().unwrap().cost, Some(0.1 + 0.2));
            assert!(log.known(&proposal(2)).unwrap().is_none());
            log.append(&[Judged::survived(&proposal(1), 0.7), rejected(2)]).unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn a_search_that_takes_another_way_leaves_nothing_of_the_old_one_behind_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("events.jsonl");
        EventLog::open(&path).unwrap().append(&[rejected(1), rejected(2), rejected(3)]).unwrap();
        let mut log = EventLog::open(&path).unwrap();
        let edit = Edit { file: "src/lib.rs".into(), range: 0..1, text: "x".into(), operator: "test".into() };
        let other = Proposal { genome: Genome::new(vec![edit]).unwrap(), ..proposal(2) };
        assert!(!log.part(&proposal(1)).unwrap() && !log.part(&proposal(4)).unwrap());
        assert!(log.part(&other).unwrap());
        assert!(log.known(&proposal(1)).unwrap().is_some() && log.known(&proposal(3)).unwrap().is_none());
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 1);
    }
}
