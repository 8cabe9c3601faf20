//! How many proposals are asked for at a time, and how many chunks of them are on their way. It must not know what becomes of them,
//! only how long they took.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::run::write_atomically;

/// Proposals asked for at a time, which are built as one crate. More share the compiler's fixed cost; but functions with many arms are
/// optimised slowly, and as long as something is found to build on, the search should soon know it.
const CHUNK: u64 = 64;
const LARGE_CHUNK: u64 = 96;
/// How few are worth a crate.
const SMALL_CHUNK: u64 = 8;

/// Chunks on their way at a time where a search has to repeat, for any number of jobs: while one is told of, another is judged.
const UNDER_WAY: usize = 2;

/// About the time that a chunk may take where the clock ends the search: one that is told nothing before its time is over has
/// learned nothing.
const CHUNK_TIME: Duration = Duration::from_secs(8);
/// About how many times the seed's time on the trace a candidate takes.
const TIMES_SEED: u32 = 10;

/// The sizes of chunks.
pub struct Pace {
    /// Where the clock ends the search, how many a chunk has time for.
    most: Option<u64>,
    kept: Kept,
    /// How many of the sizes were asked for in this session.
    asked: usize,
    file: PathBuf,
}

/// What a resumed run has to do as it did, or it would not come to the same proposals.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Chunks on their way at a time.
    under_way: usize,
    /// The sizes of all chunks of all sessions of the run.
    sizes: Vec<u64>,
}

impl Pace {
    /// For a search that ends with a number of candidates, and repeats.
    pub fn steady() -> Pace {
        let kept = Kept { under_way: UNDER_WAY, sizes: Vec::new() };
        Pace { most: None, kept, asked: 0, file: PathBuf::new() }
    }

    /// For a search that the clock ends, where the seed takes `seed` on the trace. `file` keeps the sizes; on `resume` it holds those of
    /// the sessions before. A chunk waits for whichever of the `jobs` is free first.
    pub fn clocked(seed: Duration, jobs: usize, file: PathBuf, resume: bool) -> Pace {
        let each = (seed * TIMES_SEED).as_secs_f64().max(1e-3);
        let most = ((CHUNK_TIME.as_secs_f64() / each) as u64).clamp(SMALL_CHUNK, LARGE_CHUNK);
        let earlier = std::fs::read(&file).ok().filter(|_| resume).and_then(|text| serde_json::from_slice(&text).ok());
        let kept = earlier.unwrap_or(Kept { under_way: jobs + 1, sizes: Vec::new() });
        Pace { most: Some(most), kept, asked: 0, file }
    }

    /// How many chunks are to be on their way at a time.
    pub fn under_way(&self) -> usize {
        self.kept.under_way
    }

    /// How many to ask for now. `stands`: the best so far was not beaten for a while.
    ///
    /// # Errors
    /// The size cannot be written down.
    pub fn next(&mut self, stands: bool) -> Result<u64, Fault> {
        let wanted = if stands { LARGE_CHUNK } else { CHUNK };
        let Some(most) = self.most else { return Ok(wanted) };
        let sizes = &mut self.kept.sizes;
        if self.asked == sizes.len() {
            sizes.push(wanted.min(most));
            let text = serde_json::to_vec(&self.kept).map_err(|e| Fault::Internal(e.to_string()))?;
            write_atomically(&self.file, &text).map_err(|e| Fault::Output(e.to_string()))?;
        }
        self.asked += 1;
        Ok(self.kept.sizes[self.asked - 1])
    }

    /// A chunk of so many new candidates took so long from its sending. What the seed took is only a guess of what candidates take, and
    /// may have been measured while the machine was busy; what few take says little of many.
    pub fn took(&mut self, candidates: u64, time: Duration) {
        let Some(most) = self.most.as_mut().filter(|most| candidates * 2 >= **most) else { return };
        if time < CHUNK_TIME {
            // What a chunk takes by itself, whatever is in it, is most of it.
            *most = (*most * if time < CHUNK_TIME / 2 { 4 } else { 2 }).min(LARGE_CHUNK);
        } else if time > CHUNK_TIME * 2 {
            *most = (*most / 2).max(SMALL_CHUNK);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_as_large_as_the_time_allows() {
        let dir = tempfile::tempdir().unwrap();
        let mut pace = Pace::clocked(Duration::from_millis(200), 2, dir.path().join("sizes"), false);
        assert_eq!(pace.next(false).unwrap(), SMALL_CHUNK);
        for _ in 0..5 {
            pace.took(LARGE_CHUNK, Duration::from_secs(1));
        }
        assert_eq!(pace.next(false).unwrap(), CHUNK);
        assert_eq!(pace.next(true).unwrap(), LARGE_CHUNK);
        pace.took(3, Duration::from_secs(100));
        assert_eq!(pace.next(true).unwrap(), LARGE_CHUNK, "three say nothing of so many");
        pace.took(LARGE_CHUNK, Duration::from_secs(30));
        assert_eq!(pace.next(true).unwrap(), LARGE_CHUNK / 2);
        let mut steady = Pace::steady();
        steady.took(CHUNK, Duration::from_secs(100));
        assert_eq!(steady.next(false).unwrap(), CHUNK);
    }

    #[test]
    fn a_resumed_search_asks_for_as_many_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let start = |resume| Pace::clocked(Duration::from_millis(200), 2, dir.path().join("sizes"), resume);
        let mut first = start(false);
        let asked: Vec<u64> = (0..4)
            .map(|_| {
                first.took(LARGE_CHUNK, Duration::from_secs(1));
                first.next(false).unwrap()
            })
            .collect();
        assert_eq!(asked, [32, 64, 64, 64]);
        let mut resumed = start(true);
        // It was interrupted once more before it came to where it had been.
        assert_eq!([resumed.next(false).unwrap(), resumed.next(false).unwrap()], [32, 64]);
        let mut again = start(true);
        assert_eq!((0..4).map(|_| again.next(false).unwrap()).collect::<Vec<_>>(), asked);
        assert_eq!(again.next(false).unwrap(), SMALL_CHUNK);
    }
}
