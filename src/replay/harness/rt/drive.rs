//! The life of a worker: what its parent asks for, lap by lap.

use std::cell::Cell;

use super::out::{END, Out, PANICKED};
use super::{Reader, Result, sys};

/// What the generated half provides.
pub trait Component {
    type Event: 'static;
    /// Reads one entry of a session.
    fn decode(r: &mut Reader) -> Result<Self::Event>;
    /// Runs a session; calls [`Lap::mark`] before entry `mark`.
    fn run(events: Vec<Self::Event>, lap: &mut Lap, out: &mut Out);
    /// Switches to a candidate, where several are built into one worker.
    fn select(candidate: u32);
    /// Tells which places of the component were reached, where it was built to take notes.
    fn notes(tell: &mut dyn FnMut(bool));
}

/// Sessions that are read and wait to be run.
struct Batch<C: Component> {
    sessions: Vec<Vec<C::Event>>,
    next: usize,
}

/// What of a lap depends on the component; all else is compiled once for all workers.
trait Sessions {
    /// Reads one session; an error has the place of the entry.
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), (usize, String)>;
    /// Runs the session that was read first.
    fn run(&mut self, lap: &mut Lap, out: &mut Out);
    fn select(&self, candidate: u32);
    fn notes(&self) -> Vec<u8>;
}

impl<C: Component> Sessions for Batch<C> {
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), (usize, String)> {
        let mut reader = stored.reader.clone();
        let mut events = Vec::with_capacity(stored.entries);
        // Loops here, not iterators: this is compiled anew for every worker.
        while events.len() < stored.entries {
            match C::decode(&mut reader) {
                Ok(event) => events.push(event),
                Err(why) => return Err((events.len(), reader.blame(why))),
            }
        }
        if self.next == self.sessions.len() {
            self.sessions.clear();
            self.next = 0;
        }
        self.sessions.push(events);
        Ok(())
    }

    fn run(&mut self, lap: &mut Lap, out: &mut Out) {
        self.next += 1;
        C::run(std::mem::take(&mut self.sessions[self.next - 1]), lap, out);
    }

    fn select(&self, candidate: u32) {
        C::select(candidate);
    }

    fn notes(&self) -> Vec<u8> {
        let mut notes = Vec::new();
        C::notes(&mut |reached| notes.push(u8::from(reached)));
        notes
    }
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
            sys::count(true);
            self.link.handshake(b'R');
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

/// Every abort comes here. The usual way, a signal to ourselves, is a system call that a worker may not make.
#[unsafe(no_mangle)]
pub extern "C" fn abort() -> ! {
    exit(EXIT_ABORT)
}

/// Runs what the parent asks for, which it does over descriptor 0.
pub fn main<C: Component>() -> ! {
    drive(&mut Batch::<C> { sessions: Vec::new(), next: 0 })
}

fn drive(sessions: &mut dyn Sessions) -> ! {
    let [tape, output, program] = sys::greet();
    let tape = sys::map(tape);
    let output = sys::map_output(output);
    let link = Link;
    RANDOM.set(0x9e37_79b9_7f4a_7c15 ^ (u64::from(link.u32()) << 17));
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
    out.raw(&notes);
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

struct Stored {
    mark: usize,
    entries: usize,
    reader: Reader,
}

/// One lap: `n` sessions, named by the parent. All arguments are read before the clock starts; a single session with a
/// mark starts it there.
fn lap(link: Link, n: u32, stored: &[Stored], sessions: &mut dyn Sessions, out: &mut Out) {
    sessions.select(link.u32());
    let mut batch = Vec::with_capacity(n as usize);
    for _ in 0..n {
        let id = link.u32();
        let Some(session) = stored.get(id as usize) else { exit(EXIT_LINK) };
        if let Err((entry, why)) = sessions.load(session) {
            // The parent knows the place; this is what is wrong there.
            out.at = 0;
            out.raw(&id.to_le_bytes());
            out.raw(&(entry as u32).to_le_bytes());
            out.str(&why);
            link.say(b'X');
            exit(EXIT_DECODE)
        }
        batch.push((id, session.mark));
    }
    let marked = n == 1 && batch[0].1 > 0;
    if !marked {
        link.handshake(b'R');
    }
    // The entries before a mark build the state and are nobody's figure.
    sys::count(!marked);
    for (id, mark) in batch {
        out.raw(&id.to_le_bytes());
        let mut lap = Lap { mark: if marked { mark } else { usize::MAX }, link, timed: marked };
        let run = std::panic::AssertUnwindSafe(|| sessions.run(&mut lap, out));
        if std::panic::catch_unwind(run).is_err() {
            out.cut(PANICKED);
            out.begin(END as usize);
            out.end();
        }
    }
    sys::count(false);
    link.handshake(b'D');
}
