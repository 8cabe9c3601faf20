//! Notes where the program is and who called it, once per tick of its CPU clock, while a lap runs; the samples are part of
//! the output.
//!
//! Callers are what looks like addresses of code on the stack. That needs no frame pointers, which the C library does not
//! keep; now and then a stale one is among them, which a statistic survives.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

pub static ON: AtomicBool = AtomicBool::new(false);
/// Addresses of a sample, the innermost first. As `FRAMES` in `src/replay/worker.rs`.
const FRAMES: usize = 8;
/// As many addresses as `SAMPLES` in `src/replay/worker.rs` has samples.
static SAMPLES: [AtomicU64; FRAMES << 13] = [const { AtomicU64::new(0) }; FRAMES << 13];
static TAKEN: AtomicUsize = AtomicUsize::new(0);
/// Where the stack began when sampling started.
static TOP: AtomicU64 = AtomicU64::new(0);
/// Most words of the stack that are looked at.
const DEEP: usize = 1 << 12;

/// `struct sigaction` of glibc and musl on 64-bit Linux.
#[repr(C)]
struct Action {
    handler: extern "C" fn(i32, *const c_void, *const c_void),
    mask: [u64; 16],
    flags: i32,
    restorer: usize,
}

/// `struct itimerval`: interval and first value, in seconds and microseconds.
#[repr(C)]
struct Timer([i64; 4]);

unsafe extern "C" {
    fn sigaction(signal: i32, new: *const Action, old: *mut Action) -> i32;
    fn setitimer(which: i32, new: *const Timer, old: *mut Timer) -> i32;
    // The linker's marks around the program's code.
    static __executable_start: u8;
    static etext: u8;
}

/// Where `ucontext_t` holds the stack pointer and the program counter, bytes.
#[cfg(target_arch = "x86_64")]
const REGISTERS: [usize; 2] = [160, 168];
#[cfg(target_arch = "aarch64")]
const REGISTERS: [usize; 2] = [432, 440];

extern "C" fn sample(_: i32, _: *const c_void, context: *const c_void) {
    if !ON.load(Relaxed) {
        return;
    }
    // SAFETY: the kernel passes a whole `ucontext_t`, in which the registers stand at these offsets.
    let [stack, counter] = REGISTERS.map(|at| unsafe { context.byte_add(at).cast::<u64>().read() });
    let taken = TAKEN.fetch_add(1, Relaxed);
    let Some(sample) = SAMPLES.chunks_exact(FRAMES).nth(taken) else { return };
    sample[0].store(counter, Relaxed);
    let code = (&raw const __executable_start as u64)..(&raw const etext as u64);
    let mut callers = sample[1..].iter();
    let words = (stack & !7..TOP.load(Relaxed)).step_by(8).take(DEEP);
    // SAFETY: between the stack pointer and where the stack began lie words of the running thread's stack.
    let found = words.map(|at| unsafe { (at as *const u64).read_volatile() }).filter(|word| code.contains(word));
    for word in found {
        match callers.next() {
            Some(caller) => caller.store(word, Relaxed),
            None => break,
        }
    }
}

/// Asks for a signal per millisecond of CPU time; the kernel rounds that up to its own tick. To be called before
/// the process is contained.
pub fn start() {
    let here = 0u64;
    TOP.store(&raw const here as u64, Relaxed);
    const SIGPROF: i32 = 27;
    const ITIMER_PROF: i32 = 2;
    const SIGINFO: i32 = 4;
    const ONSTACK: i32 = 0x0800_0000;
    const RESTART: i32 = 0x1000_0000;
    let action = Action { handler: sample, mask: [0; 16], flags: SIGINFO | ONSTACK | RESTART, restorer: 0 };
    let timer = Timer([0, 1000, 0, 1000]);
    // SAFETY: both structures live during the calls; the handler only touches atomics.
    let failed = unsafe {
        sigaction(SIGPROF, &action, std::ptr::null_mut()) != 0
            || setitimer(ITIMER_PROF, &timer, std::ptr::null_mut()) != 0
    };
    if failed {
        super::drive::exit(super::drive::EXIT_SANDBOX);
    }
}

/// Writes the number of samples, then the samples.
pub fn write(out: &mut super::Out) {
    let taken = &SAMPLES[..(TAKEN.load(Relaxed) * FRAMES).min(SAMPLES.len())];
    out.raw(&((taken.len() / FRAMES) as u64).to_le_bytes());
    taken.iter().for_each(|sample| out.raw(&sample.load(Relaxed).to_le_bytes()));
}
