//! How much of the inputs a candidate of the search is judged on before it is measured.

use std::time::Duration;

use rand::seq::SliceRandom;

use super::found::Questions;
use super::funnel::Funnel;
use crate::search;

/// Sessions that candidates are judged on before they are measured.
pub struct Look {
    /// Of train, and of those beyond the trace.
    pub(super) sessions: [Vec<u32>; 2],
    /// The CPU time that the best so far takes on each, where it is known: what takes far longer is not measured.
    pub(super) leader: Option<[Duration; 2]>,
    /// What told earlier candidates from the seed.
    pub(super) questions: Questions,
}

/// CPU time that a glance takes the best so far on train, and the seed beyond it: what is made up is mostly small, and what makes
/// the best so quick on train need not help there.
const TRAIN: Duration = Duration::from_millis(3);
const BEYOND: Duration = Duration::from_millis(4);

/// Tells the random numbers of a glance from others of the same candidate.
const GLANCE: u64 = 0x676c_616e;

impl Funnel<'_> {
    /// All of train and what the search sees beyond it.
    pub(super) fn everything(&self, questions: &Questions) -> Look {
        let sessions = [self.ground.parts[0].clone().collect(), self.ground.light.clone()];
        Look { sessions, leader: None, questions: questions.clone() }
    }

    /// As many sessions as are soon over where those of train cost this share of what they cost the seed: most candidates
    /// gain nothing, and what would lead is judged on everything when it is built alone. `draw`: another number, other
    /// sessions.
    pub(super) fn glance(&self, questions: &Questions, cost: f64, draw: u64) -> Look {
        let (mut look, times) = (self.everything(questions), &self.ground.times);
        if times.is_empty() {
            return look;
        }
        let mut rng = search::rng(self.random_seed ^ GLANCE, draw);
        for (ids, mut left) in look.sessions.iter_mut().zip([TRAIN.div_f64(cost.max(1e-3)), BEYOND]) {
            ids.shuffle(&mut rng);
            let fits = |id: &u32| {
                let fits = times[id] <= left;
                left = left.saturating_sub(times[id]);
                fits
            };
            let enough = ids.iter().copied().take_while(fits).count();
            ids.truncate(enough.max(1));
        }
        look
    }
}
