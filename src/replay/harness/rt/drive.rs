//! The life of a worker: what its parent asks for, lap by lap.

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::vec::IntoIter;

use super::closed::{Drive, Driven, Function, Judge, Judging, Scored, as_recorded};
use super::out::{END, NO_HANDLE, Out, PANICKED, RETURNED};
use super::{Reader, Result, sys};

/// What the generated half provides.
pub trait Component {
    type Event: 'static;
    /// A result that can wait to be written until the clock has stopped.
    type Done: 'static;
    /// Reads one entry of a session.
    fn decode(r: &mut Reader) -> Result<Self::Event>;
    /// Runs a session of `count` events and pushes a step for each; calls [`Lap::mark`] before entry `mark`.
    fn run(
        events: &mut IntoIter<Self::Event>,
        count: usize,
        lap: &mut Lap,
        out: &mut Out,
        steps: &mut Vec<Step<Self::Done>>,
    );
    /// Writes what waited.
    fn write(done: Self::Done, out: &mut Out);
    /// Switches to a candidate, where several are built into one worker, and to what fills its holes, where it has any.
    fn select(candidate: u32, program: &[u8]);
    /// Tells what the component noted, where it was built to take notes.
    fn notes(tell: &mut dyn FnMut(u64));
}

/// What became of one entry of a session.
pub enum Step<D> {
    /// It returned; what it left is still to be written.
    Done(D),
    /// It returned, and its record is written: a result that borrows or owns memory does not wait.
    Written,
    /// There is nothing to tell: a value was dropped.
    Silent,
    /// The call's receiver or an argument does not exist, because an earlier call did not give it.
    NoHandle,
    /// It was not made, because its arguments break this precondition.
    Unfit(u32),
    /// It panicked.
    Panicked,
    /// The session's end, where the values that are left are dropped; whether that panicked.
    End(bool),
}

/// Whether a precondition holds; one that cannot be told does not.
pub fn holds(precondition: impl FnOnce() -> bool) -> bool {
    std::panic::catch_unwind(AssertUnwindSafe(precondition)).unwrap_or(false)
}

/// The sessions of one lap.
struct Batch<C: Component> {
    events: Vec<C::Event>,
    /// Events of each session.
    counts: Vec<usize>,
    steps: Vec<Step<C::Done>>,
}

/// A value that cannot be read: its entry, the argument or `u32::MAX`, and what is wrong.
pub(super) struct Misfit(pub u32, pub u32, pub String);

/// What of a lap depends on the component; all else is compiled once for all workers.
pub(super) trait Sessions {
    /// Reads one session.
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), Misfit>;
    /// Makes room for what the run notes, so that it allocates nothing.
    fn reserve(&mut self);
    /// Runs what was read.
    fn run(&mut self, lap: &mut Lap, out: &mut Out);
    /// Writes the records of the run; what it wrote itself begins at `written`.
    fn write(&mut self, ids: &[u32], written: usize, out: &mut Out);
    fn select(&self, candidate: u32, program: &[u8]);
    fn notes(&self) -> Vec<u64>;
}

impl<C: Component> Sessions for Batch<C> {
    // Loops here, not iterators: this is compiled anew for every worker.
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), Misfit> {
        let mut reader = stored.reader.clone();
        let first = self.events.len();
        while self.events.len() - first < stored.entries {
            match C::decode(&mut reader) {
                Ok(event) => self.events.push(event),
                Err(why) => {
                    let (argument, why) = reader.blame(why);
                    return Err(Misfit((self.events.len() - first) as u32, argument, why));
                }
            }
        }
        self.counts.push(stored.entries);
        Ok(())
    }

    fn reserve(&mut self) {
        self.steps.reserve(self.events.len() + 2 * self.counts.len());
    }

    fn run(&mut self, lap: &mut Lap, out: &mut Out) {
        let mut events = std::mem::take(&mut self.events).into_iter();
        for &count in &self.counts {
            let (left, first) = (events.len() - count, self.steps.len());
            let steps = &mut self.steps;
            let run = AssertUnwindSafe(|| C::run(&mut events, count, lap, out, steps));
            let panicked = match std::panic::catch_unwind(run) {
                Ok(()) => false,
                Err(payload) => {
                    // Its drop is the candidate's code, too.
                    std::mem::forget(payload);
                    out.abandon();
                    let at_end = self.steps.len() - first == count;
                    if !at_end {
                        self.steps.push(Step::Panicked);
                    }
                    at_end
                }
            };
            self.steps.push(Step::End(panicked));
            while events.len() > left {
                drop(events.next());
            }
        }
        self.counts.clear();
    }

    fn write(&mut self, ids: &[u32], written: usize, out: &mut Out) {
        let (mut written, mut session, mut event) = (written, 0, 0);
        for step in self.steps.drain(..) {
            if event == 0 {
                out.raw(&ids[session].to_le_bytes());
            }
            match step {
                Step::Done(done) => {
                    out.begin(event);
                    C::write(done, out);
                    out.end();
                }
                Step::Written => written = out.repeat(written),
                Step::Silent => {}
                Step::NoHandle => out.ended(event, NO_HANDLE),
                Step::Unfit(which) => out.unfit(event, which),
                Step::Panicked => out.ended(event, PANICKED),
                Step::End(panicked) => {
                    out.ended(END as usize, if panicked { PANICKED } else { RETURNED });
                    session += 1;
                    event = 0;
                    continue;
                }
            }
            event += 1;
        }
    }

    fn select(&self, candidate: u32, program: &[u8]) {
        C::select(candidate, program);
    }

    fn notes(&self) -> Vec<u64> {
        notes::<C>()
    }
}

pub(super) fn notes<C: Component>() -> Vec<u64> {
    let mut notes = Vec::new();
    C::notes(&mut |note| notes.push(note));
    notes
}

/// Where in a session the timed part begins, and whether it has begun.
pub struct Lap {
    pub mark: usize,
    link: Link,
    /// Time from the mark to the end is asked for.
    timed: bool,
}

impl Lap {
    /// The clock of the parent starts here.
    #[cold]
    pub fn mark(&mut self) {
        if self.timed {
            self.link.handshake(b'R');
            sys::count(true);
        }
    }
}

/// The socket to the parent, on descriptor 0.
#[derive(Clone, Copy)]
struct Link;

impl Link {
    fn say(self, byte: u8) {
        // SAFETY: one byte that lives during the call.
        if unsafe { sys::write(0, &byte, 1) } != 1 {
            exit(EXIT_LINK);
        }
    }

    fn read(self, buffer: &mut [u8]) {
        let mut at = 0;
        while at < buffer.len() {
            // SAFETY: the pointer and length are those of the rest of `buffer`.
            match unsafe { sys::read(0, buffer[at..].as_mut_ptr(), buffer.len() - at) } {
                n if n > 0 => at += n as usize,
                _ => exit(EXIT_LINK),
            }
        }
    }

    /// Says `byte` and waits until the parent answers.
    fn handshake(self, byte: u8) {
        self.say(byte);
        self.read(&mut [0]);
    }

    fn u32(self) -> u32 {
        let mut bytes = [0; 4];
        self.read(&mut bytes);
        u32::from_le_bytes(bytes)
    }
}

pub const EXIT_OUTPUT: i32 = 70;
pub const EXIT_LINK: i32 = 71;
pub const EXIT_SANDBOX: i32 = 72;
pub const EXIT_DECODE: i32 = 73;
const EXIT_ABORT: i32 = 74;

pub fn exit(code: i32) -> ! {
    // SAFETY: ends the process; no destructor is owed to anybody.
    unsafe { sys::_exit(code) }
}

thread_local! {
    /// Stream of the answers of `getrandom`, so that the order of a `HashMap` repeats.
    static RANDOM: Cell<u64> = const { Cell::new(0x9e37_79b9_7f4a_7c15) };
}

/// Answers every call for randomness from a fixed stream.
#[unsafe(no_mangle)]
pub extern "C" fn getrandom(buffer: *mut u8, length: usize, _flags: u32) -> isize {
    for i in 0..length {
        let state = RANDOM.get().wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        RANDOM.set(state);
        // SAFETY: the caller gives `length` writable bytes.
        unsafe { *buffer.add(i) = (state >> 33) as u8 };
    }
    length as isize
}

/// Every abort comes here. The usual way, a signal to ourselves, is a system call that a worker may not make. A worker that is
/// sampled holds the C library, which has one.
#[cfg(not(synth_profile))]
#[unsafe(no_mangle)]
pub extern "C" fn abort() -> ! {
    exit(EXIT_ABORT)
}

/// Runs what the parent asks for, which it does over descriptor 0.
pub fn main<C: Component>() -> ! {
    drive(&mut batch::<C>(), None)
}

/// The same for a component with a fitness file, whose sessions may be driven instead of replayed.
pub fn main_scored<C: Scored>() -> ! {
    drive(&mut batch::<C>(), Some(&mut Driven::<C>::new()))
}

/// Judges what workers left of sessions, driven or as they were recorded.
pub fn judge(functions: &'static [Function], drive: Drive, judge: Judge) -> ! {
    let judging = |drive| Judging { functions, drive, judge, sessions: Vec::new(), rulings: Vec::new() };
    self::drive(&mut judging(as_recorded), Some(&mut judging(drive)))
}

fn batch<C: Component>() -> Batch<C> {
    Batch { events: Vec::new(), counts: Vec::new(), steps: Vec::new() }
}

fn drive<'a>(sessions: &'a mut dyn Sessions, driven: Option<&'a mut dyn Sessions>) -> ! {
    let [tape, output, program] = sys::greet();
    let tape = sys::map(tape);
    let output = sys::map_output(output);
    let link = Link;
    RANDOM.set(0x9e37_79b9_7f4a_7c15 ^ (u64::from(link.u32()) << 17));
    let sessions = match (link.u32(), driven) {
        (0, _) => sessions,
        (_, Some(driven)) => driven,
        (_, None) => exit(EXIT_LINK),
    };
    // Touches the thread's hash keys now: they are part of the process, not of the first call.
    drop(std::collections::hash_map::RandomState::new());
    std::panic::set_hook(Box::new(|_| {}));
    #[cfg(synth_profile)]
    super::sampling::start();
    sys::no_handlers();
    sys::contain(program);
    let stored = index(tape);
    let mut out = Out::new(output);
    loop {
        match link.u32() {
            0 => break,
            n => lap(link, n, &stored, sessions, &mut out),
        }
    }
    #[cfg(synth_count)]
    for figure in [&super::counting::CALLS, &super::counting::BYTES] {
        out.raw(&figure.load(std::sync::atomic::Ordering::Relaxed).to_le_bytes());
    }
    #[cfg(synth_profile)]
    super::sampling::write(&mut out);
    let notes = sessions.notes();
    out.raw(&(notes.len() as u64).to_le_bytes());
    notes.iter().for_each(|note| out.raw(&note.to_le_bytes()));
    // The nonce comes only now, after the last event: a candidate that ends early cannot know it.
    let mut nonce = [0; 16];
    link.handshake_nonce(&mut nonce);
    out.raw(&nonce);
    link.say(b'E');
    exit(0)
}

impl Link {
    fn handshake_nonce(self, nonce: &mut [u8]) {
        self.say(b'N');
        self.read(nonce);
    }
}

/// Where each session begins: count, then (mark, entries, length, bytes) each.
fn index(bytes: &'static [u8]) -> Vec<Stored> {
    let mut r = Reader::new(bytes);
    let read = |r: &mut Reader| -> Result<Stored> {
        let (mark, entries) = (r.u32()? as usize, r.u32()? as usize);
        Ok(Stored { mark, entries, reader: Reader::new(r.block()?) })
    };
    let count = r.u32().unwrap_or(0);
    (0..count).map(|_| read(&mut r).unwrap_or_else(|_| exit(EXIT_DECODE))).collect()
}

pub(super) struct Stored {
    mark: usize,
    pub(super) entries: usize,
    pub(super) reader: Reader,
}

/// What stands on the stack before a session lies at the beginning of a page, so that what it does there, and in how many
/// instructions, does not depend on how long the name of the worker's file is.
#[repr(align(4096))]
struct Page(u8);

/// One lap: `n` sessions, named by the parent. All arguments are read before the clock starts; a single session with a
/// mark starts it there.
fn lap(link: Link, n: u32, stored: &[Stored], sessions: &mut dyn Sessions, out: &mut Out) {
    let candidate = link.u32();
    let mut program = vec![0; link.u32() as usize];
    link.read(&mut program);
    sessions.select(candidate, &program);
    let mut bytes = vec![0; n as usize * 4];
    link.read(&mut bytes);
    let ids: Vec<u32> = bytes.as_chunks().0.iter().map(|id| u32::from_le_bytes(*id)).collect();
    let mut mark = 0;
    for id in &ids {
        let Some(session) = stored.get(*id as usize) else { exit(EXIT_LINK) };
        mark = session.mark;
        if let Err(Misfit(entry, argument, why)) = sessions.load(session) {
            // The parent knows the place; this is what is wrong there.
            out.at = 0;
            [*id, entry, argument].iter().for_each(|number| out.raw(&number.to_le_bytes()));
            out.str(&why);
            link.say(b'X');
            exit(EXIT_DECODE)
        }
    }
    sessions.reserve();
    let page = Page(0);
    std::hint::black_box(&page);
    let marked = n == 1 && mark > 0;
    let written = out.open_region();
    if !marked {
        link.handshake(b'R');
    }
    // The entries before a mark build the state and are nobody's figure.
    sys::count(!marked);
    sessions.run(&mut Lap { mark: if marked { mark } else { usize::MAX }, link, timed: marked }, out);
    sys::count(false);
    link.handshake(b'D');
    out.close_region(written);
    sessions.write(&ids, written, out);
}
