//! When a search that the clock ends has to end: early enough for the verdict of what it finds, though the machine becomes slower
//! meanwhile or what is found takes long to compile. It must not know what is searched for.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Fault;
use super::funnel::cores;
use super::ground::{Ground, Wrong};
use super::reserve::{CRATES, reserve};
use super::timing::{self, Course, Pace};
use crate::measure::median;
use crate::search;

/// Time from one look at how quick the machine is to the next.
const REST: Duration = Duration::from_secs(5);
/// Looks by which it is judged: those of about as long as a verdict takes.
const LOOKS: usize = 6;
/// How slow a machine can be found by one look: it may stand still for a moment.
const SLOWEST: f64 = 4.0;
/// About the CPU time of the sessions that are run for a look.
const WORK: Duration = Duration::from_millis(50);
/// How often each core's turn is taken to learn what is usual.
const BEATS: usize = 3;
/// As long as so many times what would be kept of the budget is left of it, nobody looks.
const AHEAD: u32 = 3;

/// The end of a search, as far as it is known by now.
pub struct Closing<'a> {
    pulse: Pulse<'a>,
    /// The end of the budget.
    end: Instant,
    /// What was left of it when the search began.
    whole: Duration,
    /// What one finalist needs if the machine stays as quick as it was before the search.
    needed: Duration,
    /// Wall time of compiling the seed.
    build: Duration,
    seen: Mutex<Seen>,
}

/// What a search has seen so far.
struct Seen {
    /// Wall time of compiling whatever led and took longest.
    build: Duration,
    /// How many times as slow as before the search the machine was, when it was looked at last.
    slow: [f64; LOOKS],
}

impl<'a> Closing<'a> {
    /// For a search that begins now. `end`: that of the budget; `needed`: what one finalist needs; `build`: the wall time of compiling
    /// the seed.
    ///
    /// # Errors
    /// The seed cannot be timed.
    pub fn new(ground: &'a Ground, end: Instant, needed: Duration, build: Duration) -> Result<Closing<'a>, Fault> {
        let pulse = Pulse::new(ground).map_err(|wrong| Fault::Seed(format!("the seed cannot be timed: {wrong}")))?;
        let seen = Mutex::new(Seen { build, slow: [1.0; LOOKS] });
        Ok(Closing { pulse, end, whole: end.saturating_duration_since(Instant::now()), needed, build, seen })
    }

    /// When to stop.
    pub fn ends(&self) -> Instant {
        self.end - self.kept()
    }

    /// Time until then.
    pub fn left(&self) -> Duration {
        self.ends().saturating_duration_since(Instant::now())
    }

    /// What a finalist takes `usually`, on the machine as it is now.
    pub fn now(&self, usually: Duration) -> Duration {
        usually.mul_f64(self.seen().slowness())
    }

    /// Something that leads took so long to compile: it and all that is made of it takes longer to judge in the end, too.
    pub fn built(&self, time: Duration) {
        let mut seen = self.seen();
        seen.build = seen.build.max(time);
    }

    /// What is kept of the budget for the verdict.
    fn kept(&self) -> Duration {
        let seen = self.seen();
        let kept = reserve(self.whole, self.needed.mul_f64(seen.slowness()));
        kept + (seen.build.saturating_sub(self.build) * CRATES).min((self.whole - kept) / 2)
    }

    /// Looks now and then at how quick the machine is, until nobody is there who could send.
    pub fn watch(&self, over: &Receiver<()>) {
        while over.recv_timeout(REST) == Err(RecvTimeoutError::Timeout) {
            if self.end.saturating_duration_since(Instant::now()) < self.kept() * AHEAD {
                self.look();
            }
        }
    }

    /// Looks at how quick the machine is, while all of its cores are at work.
    fn look(&self) {
        // Its trouble with the seed is nobody's here.
        if let Ok(time) = self.pulse.beat() {
            let slow = time.as_secs_f64() / self.pulse.usual.as_secs_f64().max(1e-6);
            let mut seen = self.seen();
            seen.slow.rotate_left(1);
            seen.slow[LOOKS - 1] = slow.min(SLOWEST);
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// A machine stays as slow as it was on average.
    fn slowness(&self) -> f64 {
        (self.slow.iter().sum::<f64>() / LOOKS as f64).max(1.0)
    }
}

/// Always the same work: the seed on sessions of its trace.
struct Pulse<'a> {
    ground: &'a Ground,
    course: Course,
    /// Wall time that it took before the search beside as many others as there are cores.
    usual: Duration,
}

impl Pulse<'_> {
    fn new(ground: &Ground) -> Result<Pulse<'_>, Wrong> {
        let course = Course::new(ground, vec![quickest(ground)], Pace::STEADY)?;
        let mut pulse = Pulse { ground, course, usual: Duration::ZERO };
        let beats = || (0..BEATS).map(|_| pulse.beat()).collect::<Result<Vec<_>, _>>();
        let all = thread::scope(|scope| {
            let threads: Vec<_> = (0..=cores()).map(|_| scope.spawn(beats)).collect();
            threads.into_iter().filter_map(|thread| thread.join().ok()).collect::<Result<Vec<_>, _>>()
        })?;
        let seconds: Vec<f64> = all.iter().flatten().map(Duration::as_secs_f64).collect();
        pulse.usual = Duration::from_secs_f64(median(&seconds));
        Ok(pulse)
    }

    fn beat(&self) -> Result<Duration, Wrong> {
        let (start, seed) = (Instant::now(), self.ground.seed.alone());
        timing::pair(self.ground, &self.course, seed, seed, None, &mut search::rng(0, 0))?;
        Ok(start.elapsed())
    }
}

/// The quickest sessions of train, as far as their times are known: others may take longer than there is between two looks.
fn quickest(ground: &Ground) -> Vec<u32> {
    let mut ids: Vec<u32> = ground.parts[0].clone().collect();
    let time = |id: &u32| ground.times.get(id).copied().unwrap_or_default();
    ids.sort_by_key(time);
    let mut taken = Duration::ZERO;
    let fits = |id: &&u32| {
        taken += time(id);
        taken <= WORK
    };
    let enough = ids.iter().take_while(fits).count();
    ids.truncate(enough.max(1));
    ids
}

#[cfg(test)]
mod tests {
    use super::super::scene::Scene;
    use super::*;

    #[test]
    fn a_search_ends_earlier_on_a_machine_that_becomes_slower() {
        let seed = "pub fn twice(n: u32) -> u64 {\n    u64::from(n) * 2\n}\n";
        let scene = Scene::new(seed, &"{\"call\":\"twice\",\"args\":[3]}\n".repeat(20));
        let seconds = Duration::from_secs;
        let end = Instant::now() + seconds(600);
        let closing = Closing::new(&scene.ground, end, seconds(20), seconds(1)).unwrap();
        assert_eq!(closing.end - closing.ends(), seconds(40));
        // As if it had been quicker.
        let closing = |times: u32| {
            let mut closing = Closing::new(&scene.ground, end, seconds(20), seconds(1)).unwrap();
            closing.pulse.usual /= times;
            closing
        };
        let slow = closing(1000);
        slow.look();
        assert_eq!(slow.end - slow.ends(), seconds(60), "it may have stood still for a moment");
        (1..LOOKS).for_each(|_| slow.look());
        assert_eq!(slow.end - slow.ends(), seconds(160));
        assert_eq!(slow.now(seconds(1)), seconds(4));
        let built = closing(1);
        built.built(seconds(3));
        built.built(seconds(2));
        assert_eq!(built.end - built.ends(), seconds(40) + seconds(2) * CRATES);
    }
}
